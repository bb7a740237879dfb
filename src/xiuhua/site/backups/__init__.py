"""Backups: everything that belongs to an installation except its master key, in one sealed file for either database."""
