import django.db.models.deletion
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0010_leave_of_an_account"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("title", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=40)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("hours", models.IntegerField()),
                ("venue", models.CharField(max_length=80)),
                ("organiser_id", models.UUIDField()),
                ("teacher", models.TextField(blank=True)),
                ("state", models.CharField(max_length=20)),
                ("planned_on", models.DateField()),
                ("planned_by", models.UUIDField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("end_reason", models.TextField(blank=True)),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "groups_course",
                "indexes": [
                    models.Index(fields=["place_code", "first_on"], name="groups_course_place"),
                    models.Index(fields=["state", "last_on"], name="groups_course_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="groups_course_days"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingNeed",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("account_id", models.UUIDField()),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("subject", models.CharField(max_length=40)),
                ("words", models.TextField()),
                ("since", models.DateField()),
                ("wanted_by", models.DateField(null=True)),
                ("told_on", models.DateField()),
                ("told_by", models.UUIDField(null=True)),
                ("state", models.CharField(max_length=20)),
                ("ended_on", models.DateField(null=True)),
                ("version", models.UUIDField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.workgroup"
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
                "db_table": "groups_training_need",
                "indexes": [
                    models.Index(fields=["place_code", "state"], name="groups_training_need_place"),
                    models.Index(fields=["account_id", "state"], name="groups_training_need_own"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("member", "subject"),
                        name="groups_training_need_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseSeat",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("account_id", models.UUIDField()),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("invited", models.BooleanField()),
                ("came", models.CharField(blank=True, max_length=12)),
                ("reason", models.TextField(blank=True)),
                ("enough", models.BooleanField(null=True)),
                ("useful", models.TextField(blank=True)),
                ("still_wanted", models.TextField(blank=True)),
                ("said_on", models.DateField(null=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="groups.course"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.workgroup"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.member"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="groups.trainingneed",
                    ),
                ),
            ],
            options={
                "db_table": "groups_course_seat",
                "indexes": [
                    models.Index(fields=["account_id", "came"], name="groups_course_seat_own"),
                    models.Index(fields=["place_code", "course"], name="groups_course_seat_place"),
                ],
                "constraints": [models.UniqueConstraint(fields=("course", "member"), name="groups_course_seat_once")],
            },
        ),
    ]
