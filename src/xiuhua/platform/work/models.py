"""Jobs, how far notices are read, and mailboxes: no domain rows and not journalled; what jobs do to rows is."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from xiuhua.platform.work.rules.states import JobState


class Job(models.Model):
    """One piece of work done behind the page.

    ``arguments`` hold ids and choices, ``message_values`` whole numbers (a row, a count): never personal
    data. ``owner`` is empty for the operator of the command line. ``done``, ``total`` and ``elapsed_ms`` are
    the last counts of a job that has ended; those of a running one are in its progress file.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=12, default=JobState.QUEUED.value)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    place_code = models.CharField(max_length=12, blank=True, default="")
    arguments = models.JSONField(default=dict)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    elapsed_ms = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=60, blank=True, default="")
    message_values = models.JSONField(default=dict)
    result = models.CharField(max_length=60, blank=True, default="")
    put_aside = models.BooleanField(default=False)
    created = models.DateTimeField()
    started = models.DateTimeField(null=True)
    updated = models.DateTimeField()
    finished = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "put_aside", "created"], name="job_of_owner"),
            models.Index(fields=["state"], name="job_by_state"),
        ]


class Reading(models.Model):
    """How far somebody has read the notices. It is no domain row: it says nothing about the work."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    up_to = models.DateTimeField()

    class Meta:
        db_table = "work_reading"


class MailBox(models.Model):
    """Where somebody wants to be written to, and how far that went; no domain row, as it decides nothing.

    ``address`` is sealed under the key of the account, and empty once it was forgotten; mail is written only after
    ``confirmed``. ``code`` is a keyed digest. ``told_up_to`` is the instant of the newest notice that was mailed,
    ``written_on`` the day of the last morning mail. ``failed_why`` is a code, and empty where the last mail was taken.
    """

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    address = models.TextField()
    pace = models.CharField(max_length=10)
    confirmed = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, blank=True, default="")
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    asked_on = models.DateField(null=True)
    asked = models.PositiveSmallIntegerField(default=0)
    told_up_to = models.DateTimeField(null=True)
    written_on = models.DateField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failed_why = models.CharField(max_length=20, blank=True, default="")
    next_try = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_mail_box"
