"""Serve: a need is told, matched, delivered, and confirmed by the person it was for."""
