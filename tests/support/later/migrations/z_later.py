"""Adds the columns of the later version."""

from django.db import migrations

from support.later.columns import COLUMNS


class Migration(migrations.Migration):
    dependencies = [("registry", "y_later")]
    operations = [
        migrations.AddField(model, name, make()) for model, columns in COLUMNS.items() for name, make in columns.items()
    ]
