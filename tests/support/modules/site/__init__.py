"""What site declares of itself."""
