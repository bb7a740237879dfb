import django.db.models.deletion
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0008_moved_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupRule",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("valid_to", models.DateField(null=True)),
                ("end_basis", models.CharField(blank=True, max_length=120)),
                ("version", models.UUIDField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.workgroup"
                    ),
                ),
            ],
            options={
                "db_table": "groups_rule",
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("number", models.IntegerField()),
                ("text", models.TextField()),
                ("basis", models.CharField(blank=True, max_length=120)),
                ("valid_from", models.DateField()),
                ("recorded_on", models.DateField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.workgroup"
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.pilotlesson",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.motion"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="groups.grouprule"
                    ),
                ),
            ],
            options={
                "db_table": "groups_rule_version",
            },
        ),
        migrations.AddIndex(
            model_name="grouprule",
            index=models.Index(fields=["group", "valid_to"], name="groups_rule_group"),
        ),
        migrations.AddConstraint(
            model_name="grouprule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to", None)), fields=("group", "name"), name="groups_rule_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(fields=("rule", "number"), name="groups_rule_version_number"),
        ),
    ]
