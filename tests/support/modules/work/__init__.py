"""What work declares of itself."""
