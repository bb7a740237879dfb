"""Pages that put several modules together."""
