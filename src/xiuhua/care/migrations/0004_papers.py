from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0003_reasons_sealed"),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseholdPaper",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("household_id", models.UUIDField()),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("kind", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=40)),
                ("number", models.CharField(max_length=20)),
                ("made_by", models.UUIDField(null=True)),
                ("post", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("open_until", models.DateTimeField()),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "care_household_paper",
                "indexes": [models.Index(fields=["household_id", "made_at"], name="care_paper_household")],
            },
        ),
    ]
