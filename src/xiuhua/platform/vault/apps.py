from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "xiuhua.platform.vault"
    label = "vault"
