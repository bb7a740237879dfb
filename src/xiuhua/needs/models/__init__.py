"""The tables of this module. Other modules call its queries and commands instead."""

from xiuhua.needs.models.jobs import Job, Vacancy, Wish
from xiuhua.needs.models.needs import Match, Need, Service
from xiuhua.needs.models.paper import PaperCode

__all__ = ["Job", "Match", "Need", "PaperCode", "Service", "Vacancy", "Wish"]
