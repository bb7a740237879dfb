"""Tables of work groups: to whom they answer, who belongs to them, who leads them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id")
class WorkGroup(models.Model):
    """The special work group of a village, from a day (included) until another (excluded); one at a time."""

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    name = models.CharField(max_length=80)
    basis = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_basis = models.CharField(max_length=200, blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_work_group"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_code"], name="groups_one_at_a_time", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                name="groups_work_group_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place_code", "valid_from"], name="groups_work_group_place")]


@journalled(root="group_id")
class Relation(models.Model):
    """To which organisation a group answers: dispatched by, managed by, entrusted to; dated and revocable."""

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="relations")
    place_code = KeyField(max_length=12)
    kind = models.CharField(max_length=20)
    organisation_id = models.UUIDField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True)
    end_basis = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "groups_relation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "kind"], name="groups_relation_present", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                name="groups_relation_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]


@journalled(root="group_id", subject="account_id", personal=("party_member",))
class Member(models.Model):
    """That somebody belongs to a group from a day until another (half-open), through which channels, with what right.

    ``channels`` holds their codes, separated by spaces. ``votes`` is what the policy of the day made of them.
    ``post_id`` is the post of ``accounts`` that gives the rights; it ends with the membership.
    """

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="members")
    place_code = KeyField(max_length=12)
    account_id = models.UUIDField()
    channels = models.CharField(max_length=200)
    party_member = models.BooleanField()
    votes = models.BooleanField()
    sending_unit_id = models.UUIDField(null=True)
    post_id = models.UUIDField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_cause = models.CharField(max_length=20, blank=True)
    successor_id = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_member"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "account_id"], name="groups_member_present", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                name="groups_member_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account_id", "valid_to"], name="groups_member_account"),
            models.Index(fields=["place_code", "valid_to"], name="groups_member_place"),
        ]


@journalled(root="group_id")
class Leadership(models.Model):
    """Who leads a group from a day until another."""

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="leaderships")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "groups_leadership"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group"], name="groups_leadership_present", condition=Q(valid_to__isnull=True)
            ),
        ]
