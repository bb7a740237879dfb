"""What registry declares of itself."""
