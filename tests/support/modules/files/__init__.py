"""What files declares of itself."""
