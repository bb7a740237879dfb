"""Work groups."""
