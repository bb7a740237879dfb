"""Notices, and how far somebody read."""

from datetime import timedelta

from support.cast import NOW

ALIKE = {"newer_than": NOW - timedelta(days=30), "up_to": NOW}
