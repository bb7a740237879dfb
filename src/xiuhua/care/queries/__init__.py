"""What may be read of help."""
