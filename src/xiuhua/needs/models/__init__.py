"""The tables of this module. Other modules call its queries and commands instead."""

from xiuhua.needs.models.needs import Match, Need, Service

__all__ = ["Match", "Need", "Service"]
