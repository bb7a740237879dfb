"""Tables of needs, of the menu of services, and of each time that somebody was asked to meet a need."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id")
class Service(models.Model):
    """What an organisation offers to a place, from a day until another: one line of the menu.

    ``capacity`` is how many needs it takes on in a calendar month, ``None`` where nothing was said.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    provider_id = models.UUIDField()
    capacity = models.IntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "needs_service"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_code", "provider_id", "name"],
                name="needs_service_once",
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(
                name="needs_service_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place_code", "kind"], name="needs_service_place")]


@journalled(root="id", subject="subject_id", sealed=("text",))
class Need(models.Model):
    """What somebody needs, and how far it has come.

    ``subject_id`` is for whom it is, and whose key seals its words: a household (``for_kind`` ``household``, or
    ``person`` with one of its people). ``rounds`` counts how often it was delivered; ``delivered_on`` is the last
    time. ``state`` is one of ``rules/steps.py``. The words of a ``guarded`` need were told of somebody's health, though
    its kind is another one now.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    for_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    text = models.TextField()
    guarded = models.BooleanField(default=False)
    source = models.CharField(max_length=20)
    told_on = models.DateField()
    wanted_by = models.DateField(null=True)
    state = models.CharField(max_length=20)
    rounds = models.IntegerField(default=0)
    delivered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    close_cause = models.CharField(max_length=20, blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "needs_need"
        indexes: ClassVar = [
            models.Index(fields=["place_code", "state"], name="needs_need_place"),
            models.Index(fields=["subject_id"], name="needs_need_subject"),
        ]


@journalled(root="need_id", subject="subject_id", sealed=("what", "words"))
class Match(models.Model):
    """One time that a provider was asked to meet a need: proposed, accepted or declined, delivered, answered.

    ``number`` counts these times of a need; days alone do not tell which was the last one.
    ``delivered_by`` is the account that recorded the delivery. ``satisfied`` and ``words`` are the answer of the
    person it was for, ``answered_by`` who gave it.
    """

    id = models.UUIDField(primary_key=True)
    need = models.ForeignKey(Need, models.PROTECT, related_name="matches")
    place_code = KeyField(max_length=12)
    subject_id = models.UUIDField()
    number = models.IntegerField(default=0)
    service_id = models.UUIDField(null=True)
    provider_id = models.UUIDField()
    proposed_on = models.DateField()
    accepted_on = models.DateField(null=True)
    declined_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    delivered_by = models.UUIDField(null=True)
    helper_id = models.UUIDField(null=True)
    what = models.TextField(blank=True)
    satisfied = models.BooleanField(null=True)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "needs_match"
        indexes: ClassVar = [models.Index(fields=["service_id", "accepted_on"], name="needs_match_service")]
