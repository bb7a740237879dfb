import django.db.models.deletion
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_plots_of_land"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("listed_on", models.DateField()),
                ("compared_on", models.DateField()),
                ("compared_by", models.UUIDField(null=True)),
                ("digest", models.CharField(max_length=32)),
                ("rows", models.IntegerField()),
                ("outside", models.IntegerField()),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "registry_comparison",
                "indexes": [models.Index(fields=["place_code", "kind", "digest"], name="registry_comparison_place")],
            },
        ),
        migrations.CreateModel(
            name="ComparisonLine",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("side", models.CharField(max_length=12)),
                ("position", models.IntegerField()),
                ("number", models.IntegerField()),
                ("listed", models.CharField(blank=True, max_length=40)),
                ("quoted", models.TextField(blank=True)),
                ("result", models.CharField(blank=True, max_length=20)),
                ("note", models.TextField(blank=True)),
                ("handled_by", models.UUIDField(null=True)),
                ("handled_on", models.DateField(null=True)),
                (
                    "comparison",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="registry.comparison"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="registry.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="registry.person"
                    ),
                ),
            ],
            options={
                "db_table": "registry_comparison_line",
                "indexes": [
                    models.Index(fields=["comparison", "side", "position"], name="registry_compared_order"),
                    models.Index(fields=["place_code", "comparison", "side", "result"], name="registry_compared_place"),
                    models.Index(
                        condition=models.Q(("household__isnull", False)),
                        fields=["household"],
                        name="registry_compared_household",
                    ),
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["person"],
                        name="registry_compared_person",
                    ),
                ],
            },
        ),
    ]
