"""What is decided about needs."""
