"""What is decided about work groups."""
