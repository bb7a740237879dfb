from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "xiuhua.platform.accounts"
    label = "accounts"
