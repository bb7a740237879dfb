"""The tables of this module, by what they are about."""

from xiuhua.groups.models.groups import Leadership, Member, Relation, WorkGroup

__all__ = ["Leadership", "Member", "Relation", "WorkGroup"]
