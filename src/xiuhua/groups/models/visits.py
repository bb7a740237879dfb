"""The table of visits to households."""

from typing import ClassVar

from django.db import models

from xiuhua.groups.models.groups import WorkGroup
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled

VISIT_SEALED = ("found", "needed", "promised")


@journalled(root="id", subject="household_id", personal=("seen",), sealed=VISIT_SEALED)
class Visit(models.Model):
    """That somebody of a group was at a household on a day: who was seen, what was found, needed and promised.

    The texts are sealed under the household's key. ``seen`` holds the ids of members, separated by spaces. What was
    promised is a task of the visitor too.
    """

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="visits", db_index=False)
    place_code = KeyField(max_length=12)
    household_id = models.UUIDField()
    visited_on = models.DateField()
    visitor_id = models.UUIDField(null=True)
    seen = models.TextField(blank=True)
    found = models.TextField(blank=True)
    needed = models.TextField(blank=True)
    promised = models.TextField(blank=True)
    task_id = models.UUIDField(null=True)
    recorded_on = models.DateField()
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_visit"
        indexes: ClassVar = [
            models.Index(fields=["household_id", "visited_on"], name="groups_visit_household"),
            models.Index(fields=["group", "visited_on", "id"], name="groups_visit_group"),
            models.Index(fields=["place_code", "household_id", "visited_on"], name="groups_visit_place"),
        ]
