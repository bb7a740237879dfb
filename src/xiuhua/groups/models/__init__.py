"""The tables of this module, by what they are about."""

from xiuhua.groups.models.groups import Leadership, Member, Relation, WorkGroup
from xiuhua.groups.models.pilots import Pilot, PilotLesson, PilotQuestion, PilotVillage

__all__ = ["Leadership", "Member", "Pilot", "PilotLesson", "PilotQuestion", "PilotVillage", "Relation", "WorkGroup"]
