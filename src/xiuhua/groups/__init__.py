"""Organise: the special work group of a village, its members, meetings, visits, findings and tasks."""
