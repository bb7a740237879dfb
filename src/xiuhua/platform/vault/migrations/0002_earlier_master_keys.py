"""What is kept of earlier master keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_keys")]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("kept", models.BinaryField()),
                ("until", models.TextField()),
            ],
            options={"db_table": "vault_generation"},
        ),
    ]
