from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "xiuhua.platform.journal"
    label = "journal"
