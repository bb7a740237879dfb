from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "xiuhua.registry"
    label = "registry"
