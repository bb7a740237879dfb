"""Tables of recurring commitments: what was promised for each period, who came, and which periods were missed.

Periods are no rows: they follow from what was promised (``rules/commitments.py``).
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", subject="subject_id", sealed=("what", "name", "end_reason"))
class Commitment(models.Model):
    """What a provider promised to a village, a household or one of its people for every period of a ``rhythm``.

    ``subject_id`` is whose key seals the words: the household's, or the commitment's own where it is for a village.
    ``each`` is how many people are to come in a period, ``until`` the last day that was promised, ``ended_on`` the
    first day on which it holds no more. The provider is an organisation, somebody with a ``name``, or both.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    for_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    provider_id = models.UUIDField(null=True)
    name = models.TextField(blank=True)
    kind = models.CharField(max_length=40)
    what = models.TextField()
    rhythm = models.CharField(max_length=20)
    each = models.IntegerField()
    valid_from = models.DateField()
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "needs_commitment"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="needs_commitment_term", condition=Q(until__isnull=True) | Q(until__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="needs_commitment_each", condition=Q(each__gte=1)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place_code", "id"], name="needs_commitment_place"),
            models.Index(fields=["subject_id"], name="needs_commitment_subject"),
        ]


@journalled(root="commitment_id", subject="subject_id", sealed=("who", "what", "words"))
class Coming(models.Model):
    """That people of the provider came, for the period that begins on ``period``, and what is said of it.

    ``came`` is the answer of the village or of the person it was for: ``None`` before somebody asked them.
    ``recorded_by`` is the account that recorded it; it does not record the answer.
    """

    id = models.UUIDField(primary_key=True)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="comings")
    place_code = KeyField(max_length=12)
    subject_id = models.UUIDField()
    period = models.DateField()
    came_on = models.DateField()
    people = models.IntegerField()
    who = models.TextField()
    what = models.TextField()
    recorded_by = models.UUIDField(null=True)
    came = models.BooleanField(null=True)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "needs_coming"
        constraints: ClassVar = [models.CheckConstraint(name="needs_coming_people", condition=Q(people__gte=1))]


@journalled(root="commitment_id", subject="subject_id", sealed=("reason",))
class Miss(models.Model):
    """That fewer came in a period than was promised: why, and on which day they come instead. It is never changed."""

    id = models.UUIDField(primary_key=True)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="misses")
    place_code = KeyField(max_length=12)
    subject_id = models.UUIDField()
    period = models.DateField()
    reason = models.TextField()
    next_on = models.DateField()

    class Meta:
        db_table = "needs_miss"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "period"], name="needs_miss_once"),
        ]
