"""The tables of this module. Other modules call its queries and commands instead."""

from xiuhua.needs.models.commitments import Coming, Commitment, Miss
from xiuhua.needs.models.expert_days import ExpertDay, Seat
from xiuhua.needs.models.jobs import Job, Vacancy, Wish
from xiuhua.needs.models.letters import Letter
from xiuhua.needs.models.needs import Match, Need, Service
from xiuhua.needs.models.paper import PaperCode

__all__ = [
    "Coming",
    "Commitment",
    "ExpertDay",
    "Job",
    "Letter",
    "Match",
    "Miss",
    "Need",
    "PaperCode",
    "Seat",
    "Service",
    "Vacancy",
    "Wish",
]
