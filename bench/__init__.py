"""Measurements of speed: ours and the other thing, in the same run, on the same machine. See README.md."""
