from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "xiuhua.platform.exchange"
    label = "exchange"
