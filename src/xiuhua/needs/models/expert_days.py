"""Tables of expert days: what is announced, and the needs that are gathered on one."""

from typing import ClassVar

from django.db import models

from xiuhua.needs.models.needs import Need
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", subject="id", sealed=("experts", "cancel_reason"))
class ExpertDay(models.Model):
    """A day on which experts come to a place for one kind of needs; it was announced before.

    ``experts`` says who comes, a line each, sealed under the day's own key. ``cancelled_on`` is when it was called off.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    venue = models.CharField(max_length=80)
    held_on = models.DateField()
    hours = models.CharField(max_length=40)
    provider_id = models.UUIDField()
    experts = models.TextField()
    announced_on = models.DateField()
    cancelled_on = models.DateField(null=True)
    cancel_reason = models.TextField(blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "needs_expert_day"
        indexes: ClassVar = [models.Index(fields=["place_code", "held_on"], name="needs_expert_day_place")]


@journalled(root="need_id")
class Seat(models.Model):
    """That a need is gathered on an expert day: by which match it goes on, and whether the person was seen.

    ``seen`` is ``None`` before the day's list was typed in.
    """

    id = models.UUIDField(primary_key=True)
    need = models.ForeignKey(Need, models.PROTECT, related_name="seats")
    day = models.ForeignKey(ExpertDay, models.PROTECT, related_name="seats")
    place_code = KeyField(max_length=12)
    match_id = models.UUIDField()
    gathered_on = models.DateField()
    seen = models.BooleanField(null=True)

    class Meta:
        db_table = "needs_seat"
        indexes: ClassVar = [models.Index(fields=["day", "place_code"], name="needs_seat_day")]
