"""Adds the columns of the later version."""

import pkgutil

from django.db import migrations

from support.later.columns import COLUMNS
from xiuhua.registry import migrations as register

LAST = max(module.name for module in pkgutil.iter_modules(register.__path__))


class Migration(migrations.Migration):
    dependencies = [("registry", LAST)]
    operations = [
        migrations.AddField(model, name, make()) for model, columns in COLUMNS.items() for name, make in columns.items()
    ]
