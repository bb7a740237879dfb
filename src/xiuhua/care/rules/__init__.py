"""What is decided about help."""
