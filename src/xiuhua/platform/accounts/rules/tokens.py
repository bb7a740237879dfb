"""How long an API token may live."""

LONGEST_DAYS = 366
"""A year and a day of grace: a token that is still in use is renewed by a person, knowingly."""
