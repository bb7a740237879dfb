"""What is read of needs: each query takes the viewer first."""
