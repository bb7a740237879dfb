from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Helper",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("household_id", models.UUIDField()),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("account_id", models.UUIDField(null=True)),
                ("name", models.TextField(blank=True)),
                ("unit", models.TextField(blank=True)),
                ("phone", models.TextField(blank=True)),
                ("first", models.BooleanField()),
                ("basis", models.CharField(blank=True, max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=200)),
                ("successor_id", models.UUIDField(null=True)),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "care_helper",
                "indexes": [
                    models.Index(fields=["household_id", "valid_from"], name="care_helper_household"),
                    models.Index(fields=["place_code", "valid_to", "household_id"], name="care_helper_place"),
                    models.Index(fields=["account_id", "valid_to"], name="care_helper_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("account_id__isnull", False), ("valid_to__isnull", True)),
                        fields=("household_id", "account_id"),
                        name="care_helper_present",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="care_helper_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitLink",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("organisation_id", models.UUIDField()),
                ("basis", models.CharField(blank=True, max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=200)),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "care_unit_link",
                "indexes": [models.Index(fields=["place_code", "valid_from"], name="care_unit_place")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("place_code", "organisation_id"),
                        name="care_unit_present",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="care_unit_period",
                    ),
                ],
            },
        ),
    ]
