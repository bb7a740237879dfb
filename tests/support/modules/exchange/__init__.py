"""What exchange declares of itself."""
