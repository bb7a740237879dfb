from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "xiuhua.care"
    label = "care"
