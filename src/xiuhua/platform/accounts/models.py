"""Tables of places, organisations, the people who work here, their posts and their API tokens; of sign-ins too."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from xiuhua.kernel.places import level_of
from xiuhua.platform.accounts.names import reading
from xiuhua.platform.accounts.rules.places import parent_of
from xiuhua.platform.accounts.sessions import Session
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", derived=("level", "parent_code"))
class Place(models.Model):
    """A province, prefecture, county, township or village by its 12-digit code.

    A code names one place for good; a place that ends keeps its row. One that became several is the
    predecessor of each; one that was merged names its successor.
    """

    id = models.UUIDField(primary_key=True)
    code = KeyField(max_length=12, unique=True)
    name = KeyField(max_length=60, blank=True, default="", db_index=True)
    name_pinyin = KeyField(max_length=240, blank=True, default="", db_index=True)
    name_initials = KeyField(max_length=60, blank=True, default="", db_index=True)
    level = KeyField(max_length=12)
    parent_code = KeyField(max_length=12, blank=True, db_index=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="place_period",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    @staticmethod
    def derive(values: dict[str, Any]) -> dict[str, Any]:
        """Return the columns that follow from the code, which never changes."""
        code = values["code"]
        return {"level": level_of(code).value, "parent_code": parent_of(code)}


@journalled(root="id")
class Organisation(models.Model):
    """An office, department, enterprise or party organisation; other systems may know it by a code."""

    id = models.UUIDField(primary_key=True)
    name = KeyField(max_length=120, db_index=True)
    name_pinyin = KeyField(max_length=480, blank=True, default="", db_index=True)
    name_initials = KeyField(max_length=120, blank=True, default="", db_index=True)
    kind = models.CharField(max_length=20)
    place_code = KeyField(max_length=12, db_index=True)
    external_code = models.CharField(max_length=40, null=True)
    external_source = models.CharField(max_length=40, blank=True, default="")
    version = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["external_source", "external_code"], name="organisation_external"),
            models.UniqueConstraint(fields=["place_code", "kind", "name"], name="organisation_name_in_place"),
        ]


@journalled(
    root="id",
    subject="id",
    personal=("name",),
    derived=("name_pinyin", "name_initials"),
    excluded=("password", "last_login", "password_temporary", "code_secret", "code_step", "recovery_digests"),
)
class Account(AbstractBaseUser):
    """A person who works here and may sign in. What they may see follows from their posts alone.

    ``place_code`` is the place whose administrators keep the account. ``phone_sealed`` is ciphertext under
    the person's own key. The password is no domain data: who set it is in the journal, it itself is not. The same
    holds for the second step: that it is on, since when and by whom is journalled (``None`` is the local operator),
    but neither its secret (sealed), nor the last time step that was used, nor the digests of unused recovery codes.
    """

    id = models.UUIDField(primary_key=True)
    login = KeyField(max_length=40, unique=True)
    name = KeyField(max_length=60)
    name_pinyin = KeyField(max_length=240, blank=True, default="", db_index=True)
    name_initials = KeyField(max_length=60, blank=True, default="", db_index=True)
    place_code = KeyField(max_length=12)
    language = models.CharField(max_length=10, default="zh-hans")
    phone_sealed = models.TextField(blank=True, default="")
    active = models.BooleanField(default=True)
    version = models.UUIDField(null=True)
    password = models.CharField(max_length=128, default="!")
    password_temporary = models.BooleanField(default=False)
    second_step = models.BooleanField(default=False)
    second_step_changed = models.DateField(null=True)
    second_step_by = models.UUIDField(null=True)
    code_secret = models.TextField(blank=True, default="")
    code_step = models.BigIntegerField(default=0)
    recovery_digests = models.TextField(blank=True, default="")

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["Account"]()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place_code", "login"], name="account_in_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Say whether the person may sign in, under the name that Django asks for."""
        return self.active

    @staticmethod
    def derive(values: dict[str, Any]) -> dict[str, Any]:
        """Return the keys by which the name is sorted and found."""
        if "name" not in values:
            return {}
        return dict(zip(("name_pinyin", "name_initials"), reading(values["name"], person=True), strict=True))


@journalled(root="account_id", subject="account_id", personal=("basis",))
class Post(models.Model):
    """A role in a territory, held by a person from a day (included) to a day (excluded)."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30)
    place_code = KeyField(max_length=12)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="posts")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="post_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place_code", "id"], name="post_in_place")]


@journalled(root="account_id")
class Token(models.Model):
    """A secret by which a program acts for a person; only its digest is kept, and days: instants are in the journal."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateField()
    expires = models.DateField()
    revoked = models.DateField(null=True)


class Failure(models.Model):
    """A failed sign-in, by keyed digests of what was typed as login and of the network address."""

    login = models.CharField(max_length=32)
    address = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["login", "at"], name="failure_of_login")]


__all__ = ["Account", "Failure", "Organisation", "Place", "Post", "Session", "Token"]
