"""What accounts declares of itself."""
