"""The rules of a group, and each text that a meeting gave them."""

from typing import ClassVar

from django.db import models

from xiuhua.groups.models.groups import WorkGroup
from xiuhua.groups.models.meetings import Motion
from xiuhua.groups.models.pilots import PilotLesson
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id")
class GroupRule(models.Model):
    """A rule that a group keeps, from its first version until it ends."""

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    name = models.CharField(max_length=80)
    valid_to = models.DateField(null=True)
    end_basis = models.CharField(max_length=120, blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_rule"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "name"], condition=models.Q(valid_to=None), name="groups_rule_name"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["group", "valid_to"], name="groups_rule_group")]


@journalled(root="rule_id", subject="group_id", sealed=("text",))
class RuleVersion(models.Model):
    """The text of a rule from a day until the next one, with the motion that carried it and what it rests on.

    A rule can name people, so that its text is sealed under the key of the group. ``lesson`` is what a pilot taught
    that changed it.
    """

    id = models.UUIDField(primary_key=True)
    rule = models.ForeignKey(GroupRule, models.PROTECT, related_name="versions")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    number = models.IntegerField()
    text = models.TextField()
    basis = models.CharField(max_length=120, blank=True)
    motion = models.ForeignKey(Motion, models.PROTECT, related_name="+")
    lesson = models.ForeignKey(PilotLesson, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    recorded_on = models.DateField()

    class Meta:
        db_table = "groups_rule_version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "number"], name="groups_rule_version_number"),
        ]
