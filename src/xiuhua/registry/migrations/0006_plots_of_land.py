import django.db.models.deletion
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_who_looked"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plot",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("code", xiuhua.platform.columns.KeyField(blank=True, max_length=40)),
                ("area", models.BigIntegerField(null=True)),
                ("land_class", models.CharField(blank=True, max_length=12)),
                ("land_use", models.CharField(max_length=12)),
                ("idle_from", models.DateField(null=True)),
                ("idle_to", models.DateField(null=True)),
                ("willing", models.CharField(max_length=10)),
                ("east", models.CharField(blank=True, max_length=60)),
                ("south", models.CharField(blank=True, max_length=60)),
                ("west", models.CharField(blank=True, max_length=60)),
                ("north", models.CharField(blank=True, max_length=60)),
                ("origin", models.CharField(max_length=80)),
                ("stated_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="registry.household"
                    ),
                ),
            ],
            options={
                "db_table": "registry_plot",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["household"], name="registry_plot_of_household"),
                    models.Index(fields=["place_code", "land_use", "ended_on"], name="registry_plot_place"),
                    models.Index(fields=["code", "place_code"], name="registry_plot_code"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("area__isnull", True), ("area__gt", 0), _connector="OR"),
                        name="registry_plot_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("idle_from__isnull", True), ("idle_to__isnull", True)),
                            models.Q(("idle_to__gt", models.F("idle_from")), ("land_use", "idle")),
                            _connector="OR",
                        ),
                        name="registry_plot_idle",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VillagePlot",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("code", xiuhua.platform.columns.KeyField(blank=True, max_length=40)),
                ("area", models.BigIntegerField(null=True)),
                ("land_class", models.CharField(blank=True, max_length=12)),
                ("land_use", models.CharField(max_length=12)),
                ("idle_from", models.DateField(null=True)),
                ("idle_to", models.DateField(null=True)),
                ("willing", models.CharField(max_length=10)),
                ("east", models.CharField(blank=True, max_length=60)),
                ("south", models.CharField(blank=True, max_length=60)),
                ("west", models.CharField(blank=True, max_length=60)),
                ("north", models.CharField(blank=True, max_length=60)),
                ("origin", models.CharField(max_length=80)),
                ("stated_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="registry.village"
                    ),
                ),
            ],
            options={
                "db_table": "registry_village_plot",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["village"], name="registry_plot_of_village"),
                    models.Index(fields=["place_code", "land_use", "ended_on"], name="registry_villageplot_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("area__isnull", True), ("area__gt", 0), _connector="OR"),
                        name="registry_villageplot_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("idle_from__isnull", True), ("idle_to__isnull", True)),
                            models.Q(("idle_to__gt", models.F("idle_from")), ("land_use", "idle")),
                            _connector="OR",
                        ),
                        name="registry_villageplot_idle",
                    ),
                ],
            },
        ),
    ]
