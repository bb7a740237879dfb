import django.db.models.deletion
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0001_helpers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("household_id", models.UUIDField()),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("edition", models.IntegerField()),
                ("state", models.CharField(max_length=10)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("needs", models.TextField()),
                ("written_on", models.DateField()),
                ("agreed_on", models.DateField(null=True)),
                ("agreed_by", models.UUIDField(null=True)),
                ("replaced_on", models.DateField(null=True)),
                ("drop_reason", models.CharField(blank=True, max_length=200)),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "care_plan",
                "indexes": [
                    models.Index(fields=["household_id", "edition"], name="care_plan_household"),
                    models.Index(fields=["place_code", "state", "household_id"], name="care_plan_place"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("household_id",), name="care_plan_draft"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("begins_on"))), name="care_plan_term"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("agreed", "replaced")), _negated=True),
                            models.Q(("agreed_by__isnull", False), ("agreed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="care_plan_agreement",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("household_id", models.UUIDField()),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("kind", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=10)),
                ("what", models.TextField()),
                ("scale", models.TextField(blank=True)),
                ("who", models.TextField(blank=True)),
                ("amount", models.BigIntegerField(null=True)),
                ("qualifier", models.CharField(max_length=10)),
                ("due", models.DateField()),
                ("copied_from", models.UUIDField(null=True)),
                ("removed_on", models.DateField(null=True)),
                ("done_on", models.DateField(null=True)),
                ("result", models.TextField(blank=True)),
                ("result_amount", models.BigIntegerField(null=True)),
                ("result_qualifier", models.CharField(blank=True, max_length=10)),
                ("reported_by", models.UUIDField(null=True)),
                ("confirmed_on", models.DateField(null=True)),
                ("confirmed_by", models.UUIDField(null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="care.plan"
                    ),
                ),
            ],
            options={
                "db_table": "care_measure",
                "indexes": [
                    models.Index(fields=["household_id", "due"], name="care_measure_household"),
                    models.Index(fields=["place_code", "state", "due"], name="care_measure_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("confirmed_by__isnull", False), ("confirmed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="care_measure_confirmed",
                    )
                ],
            },
        ),
    ]
