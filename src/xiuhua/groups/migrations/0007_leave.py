import django.db.models.deletion
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0006_findings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("account_id", models.UUIDField()),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("reason", models.TextField()),
                ("state", models.CharField(max_length=20)),
                ("asked_on", models.DateField()),
                ("decided_on", models.DateField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("answer", models.TextField(blank=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leaves", to="groups.workgroup"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.member"
                    ),
                ),
            ],
            options={
                "db_table": "groups_leave",
                "indexes": [
                    models.Index(fields=["group", "first_on"], name="groups_leave_group"),
                    models.Index(fields=["place_code", "state"], name="groups_leave_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="groups_leave_days"
                    )
                ],
            },
        ),
    ]
