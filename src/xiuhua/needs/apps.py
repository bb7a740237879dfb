from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "xiuhua.needs"
    label = "needs"
