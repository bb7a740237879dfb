from django.db import migrations, models

import xiuhua.platform.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("subject_id", models.UUIDField(db_index=True)),
                ("place_code", xiuhua.platform.columns.KeyField(max_length=12)),
                ("name", models.TextField()),
                ("digest", xiuhua.platform.columns.KeyField(db_index=True, max_length=32)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=40)),
                ("kept_by", models.UUIDField(null=True)),
                ("kept_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("version", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "files_stored",
            },
        ),
    ]
