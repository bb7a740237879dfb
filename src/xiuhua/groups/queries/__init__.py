"""What is read of work groups."""
