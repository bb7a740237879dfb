"""Tables of households: their people, who belongs to them since when, what sheets state of them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.readings import keys_of


@journalled(root="id", subject="id")
class Household(models.Model):
    """A registered household. It ends by ``valid_to``, when it dissolves, merges or moves away.

    ``origin`` is the kind of sheet that is its record's home, or ``form``. One that ended can be erased, from
    ``erased_on``: then its code leads nowhere.
    """

    id = models.UUIDField(primary_key=True)
    code = KeyField(max_length=40)
    place_code = KeyField(max_length=12)
    natural_village = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=80, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_cause = models.CharField(max_length=40, blank=True)
    erased_on = models.DateField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_household"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_code", "code"], name="registry_household_code", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                name="registry_household_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["code", "place_code"], name="registry_household_code_place")]


@journalled(
    root="household_id",
    subject="household_id",
    personal=("exit_status", "household_kind", "main_cause", "per_head_income"),
)
class Statement(models.Model):
    """What a source states of a household from one day until the next statement. Never overwritten."""

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    origin = models.CharField(max_length=80)
    batch = models.UUIDField(null=True)
    size = models.IntegerField(null=True)
    exit_status = models.CharField(max_length=40, blank=True)
    exit_year = models.IntegerField(null=True)
    household_kind = models.CharField(max_length=40, blank=True)
    main_cause = models.CharField(max_length=80, blank=True)
    unsafe_house = models.BooleanField(null=True)
    water_safe = models.BooleanField(null=True)
    water_hard = models.BooleanField(null=True)
    per_head_income = models.BigIntegerField(null=True)

    class Meta:
        db_table = "registry_statement"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], name="registry_statement_present", condition=Q(valid_to__isnull=True)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["household", "valid_from"], name="registry_statement_history")]


@journalled(
    root="household_id",
    subject="id",
    personal=("name", "birth_date", "identity_index"),
    derived=("name_pinyin", "name_initials", "given_name", "given_pinyin"),
    sealed=("identity", "phone", "health"),
)
class Person(models.Model):
    """A person of a household. Identity number, phone and health are ciphertext under the person's own key.

    ``origin`` is as for a household.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    code = KeyField(max_length=40, blank=True)
    relation = models.CharField(max_length=20)
    name = KeyField(max_length=60)
    name_pinyin = KeyField(max_length=240, blank=True)
    name_initials = KeyField(max_length=60, blank=True)
    given_name = KeyField(max_length=60, blank=True)
    given_pinyin = KeyField(max_length=240, blank=True)
    female = models.BooleanField(null=True)
    birth_date = models.DateField(null=True)
    identity = models.TextField(blank=True)
    identity_index = models.CharField(max_length=32, blank=True)
    phone = models.TextField(blank=True)
    health = models.TextField(blank=True)
    ethnicity = models.CharField(max_length=20, blank=True)
    education = models.CharField(max_length=40, blank=True)
    school = models.CharField(max_length=40, blank=True)
    labour = models.CharField(max_length=40, blank=True)
    work_place = models.CharField(max_length=40, blank=True)
    work_months = models.IntegerField(null=True)
    serious_illness_insurance = models.BooleanField(null=True)
    left_on = models.DateField(null=True)
    origin = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        db_table = "registry_person"
        indexes: ClassVar = [
            models.Index(fields=["household", "left_on"], name="registry_person_household"),
            models.Index(fields=["place_code", "household", "left_on", "birth_date"], name="registry_person_counted"),
            models.Index(fields=["code"], name="registry_person_by_code"),
            models.Index(fields=["identity_index"], name="registry_person_identity"),
            models.Index(fields=["name", "place_code"], name="registry_person_name"),
            models.Index(fields=["name_pinyin", "place_code"], name="registry_person_pinyin"),
            models.Index(fields=["name_initials", "place_code"], name="registry_person_initials"),
            models.Index(fields=["given_name", "place_code"], name="registry_person_given"),
            models.Index(fields=["given_pinyin", "place_code"], name="registry_person_given_py"),
        ]

    @staticmethod
    def derive(values: dict[str, Any]) -> dict[str, Any]:
        """Return the keys by which a name is found; changes of other personal columns leave them as they are."""
        return {**keys_of(values["name"] or "")} if "name" in values else {}


@journalled(root="household_id")
class Membership(models.Model):
    """That a person belongs to a household from one day until another (half-open), and why it began and ended."""

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    cause = models.CharField(max_length=20)
    end_cause = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "registry_membership"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], name="registry_membership_present", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                name="registry_membership_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household"], name="registry_membership_of"),
            models.Index(fields=["person"], name="registry_membership_person"),
        ]
