"""绣花: help as fine as needlework, from knowing to proof."""

__version__ = "0.1.0"
