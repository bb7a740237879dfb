from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "xiuhua.platform.work"
    label = "work"
