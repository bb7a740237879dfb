"""The later version: the register's models with the columns that the migration adds."""

from django.apps import AppConfig, apps

from support.later.columns import COLUMNS


class LaterConfig(AppConfig):
    name = "support.later"
    label = "later"

    def ready(self) -> None:
        """Let the models have the new columns."""
        for model, columns in COLUMNS.items():
            for name, make in columns.items():
                apps.get_model("registry", model).add_to_class(name, make())
