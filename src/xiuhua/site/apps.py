from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "xiuhua.site"
    label = "site"
