from importlib import import_module

from django.apps import AppConfig

from xiuhua.platform.work import kinds
from xiuhua.site import clock, wordings


class SiteConfig(AppConfig):
    name = "xiuhua.site"
    label = "site"

    def ready(self) -> None:
        """Wire the modules: what the bottom needs and only the top knows. Models can be read only from here on."""
        import_module("xiuhua.site.wiring").wire()
        kinds.install(clock=clock.now, word=lambda problem: wordings.catalogue().word(problem))
