from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0006_expert_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("need_id", models.UUIDField()),
                ("match_id", models.UUIDField()),
                ("subject_id", models.UUIDField()),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("number", models.CharField(max_length=20)),
                ("made_by", models.UUIDField(null=True)),
                ("post", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("open_until", models.DateTimeField()),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "needs_letter",
                "indexes": [models.Index(fields=["subject_id", "made_at"], name="needs_letter_subject")],
            },
        ),
    ]
