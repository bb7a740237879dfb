import django.db.models.deletion
from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0008_snapshots"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("file_id", models.UUIDField()),
                ("named_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="registry.household"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_files",
                        to="registry.ledgerline",
                    ),
                ),
                (
                    "plot",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_files",
                        to="registry.plot",
                    ),
                ),
            ],
            options={
                "db_table": "registry_evidence",
                "indexes": [
                    models.Index(fields=["file_id", "place_code"], name="registry_evidence_file"),
                    models.Index(fields=["household"], name="registry_evidence_of_household"),
                    models.Index(
                        condition=models.Q(("line__isnull", False)), fields=["line"], name="registry_evidence_lines"
                    ),
                    models.Index(
                        condition=models.Q(("plot__isnull", False)), fields=["plot"], name="registry_evidence_plots"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("line__isnull", True), ("plot__isnull", False)),
                            models.Q(("line__isnull", False), ("plot__isnull", True)),
                            _connector="OR",
                        ),
                        name="registry_evidence_of_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("line",),
                        name="registry_evidence_of_line",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("plot",),
                        name="registry_evidence_of_plot",
                    ),
                ],
            },
        ),
    ]
