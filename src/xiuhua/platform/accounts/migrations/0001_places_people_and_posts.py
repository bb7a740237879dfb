"""Places, organisations, the people who work here, their posts and tokens."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("login", xiuhua.platform.columns.KeyField(max_length=40, unique=True)),
                ("name", xiuhua.platform.columns.KeyField(max_length=60)),
                (
                    "name_pinyin",
                    xiuhua.platform.columns.KeyField(blank=True, db_index=True, default="", max_length=240),
                ),
                (
                    "name_initials",
                    xiuhua.platform.columns.KeyField(blank=True, db_index=True, default="", max_length=60),
                ),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("phone_sealed", models.TextField(blank=True, default="")),
                ("active", models.BooleanField(default=True)),
                ("version", models.UUIDField(null=True)),
                ("password", models.CharField(default="!", max_length=128)),
                ("password_temporary", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["place_code", "login"], name="account_in_place")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", xiuhua.platform.columns.KeyField(db_index=True, max_length=120)),
                (
                    "name_pinyin",
                    xiuhua.platform.columns.KeyField(blank=True, db_index=True, default="", max_length=480),
                ),
                (
                    "name_initials",
                    xiuhua.platform.columns.KeyField(blank=True, db_index=True, default="", max_length=120),
                ),
                ("kind", models.CharField(max_length=20)),
                ("place_code", xiuhua.platform.columns.KeyField(db_index=True, max_length=12)),
                ("external_code", models.CharField(max_length=40, null=True)),
                ("external_source", models.CharField(blank=True, default="", max_length=40)),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("external_source", "external_code"), name="organisation_external"),
                    models.UniqueConstraint(fields=("place_code", "kind", "name"), name="organisation_name_in_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created", models.DateField()),
                ("expires", models.DateField()),
                ("revoked", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", xiuhua.platform.columns.KeyField(max_length=12, unique=True)),
                ("name", xiuhua.platform.columns.KeyField(blank=True, db_index=True, default="", max_length=60)),
                (
                    "name_pinyin",
                    xiuhua.platform.columns.KeyField(blank=True, db_index=True, default="", max_length=240),
                ),
                (
                    "name_initials",
                    xiuhua.platform.columns.KeyField(blank=True, db_index=True, default="", max_length=60),
                ),
                ("level", xiuhua.platform.columns.KeyField(max_length=12)),
                ("parent_code", xiuhua.platform.columns.KeyField(blank=True, db_index=True, max_length=12)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("version", models.UUIDField(null=True)),
                (
                    "predecessor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.place"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.place"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="place_period",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=30)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("basis", models.CharField(blank=True, default="", max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place_code", "id"], name="post_in_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="post_period",
                    )
                ],
            },
        ),
    ]
