"""Tables of records that may be of the same person: what was found, and what somebody decided."""

from typing import ClassVar

from django.db import models

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Person


class Likeness(models.Model):
    """That two present people may be one, and by what. ``person_id`` is the smaller of both ids.

    Not journalled: it is found again whenever somebody looks, and may be lost.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="+", db_constraint=False)
    other = models.ForeignKey(Person, models.DO_NOTHING, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=10)
    found_on = models.DateField()

    class Meta:
        db_table = "registry_likeness"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "other"], name="registry_likeness_once"),
        ]


@journalled(root="id", subject="person_id", personal=("reason",))
class LikenessDecision(models.Model):
    """What a person decided about two records, and why. It is asked once."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=200)
    decided_by = models.UUIDField(null=True)
    decided_on = models.DateField()
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_likeness_decision"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "other"], name="registry_likeness_decided_once"),
        ]
