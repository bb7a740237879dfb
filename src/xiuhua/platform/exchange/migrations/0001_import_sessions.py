import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportSession",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("state", models.CharField(default="uploaded", max_length=12)),
                ("kind", models.CharField(blank=True, default="", max_length=40)),
                ("wanted_kind", models.CharField(blank=True, default="", max_length=40)),
                ("file_name", models.BinaryField()),
                ("place_code", xiuhua.platform.columns.KeyField(blank=True, default="", max_length=12)),
                ("counts", models.JSONField(default=dict)),
                ("corrections", models.JSONField(default=list)),
                ("rounds", models.PositiveSmallIntegerField(default=0)),
                ("job", models.UUIDField(null=True)),
                ("created", models.DateTimeField()),
                ("taken", models.DateTimeField(null=True)),
                ("settled", models.DateTimeField(null=True)),
                ("undone", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "exchange_session",
            },
        ),
        migrations.CreateModel(
            name="StagedPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("part", models.CharField(max_length=12)),
                ("position", models.PositiveIntegerField(default=0)),
                ("sealed", models.BinaryField()),
                (
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="exchange.importsession",
                    ),
                ),
            ],
            options={
                "db_table": "exchange_staged_part",
            },
        ),
        migrations.AddIndex(
            model_name="importsession",
            index=models.Index(fields=["owner", "id"], name="exchange_session_owner"),
        ),
        migrations.AddIndex(
            model_name="importsession",
            index=models.Index(fields=["place_code", "id"], name="exchange_session_place"),
        ),
        migrations.AddConstraint(
            model_name="stagedpart",
            constraint=models.UniqueConstraint(fields=("session", "part", "position"), name="exchange_part_once"),
        ),
    ]
