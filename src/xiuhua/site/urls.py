"""Every address of the product. A guard test demands a signed-in viewer for each that is not listed as open."""

from django.urls import URLPattern, URLResolver, path

from xiuhua.care.urls import app_urls as care_urls
from xiuhua.groups.urls import app_urls as groups_urls
from xiuhua.needs.urls import app_urls as needs_urls
from xiuhua.platform.accounts.urls import app_urls as accounts_urls
from xiuhua.platform.exchange.urls import app_urls as exchange_urls
from xiuhua.platform.files.urls import app_urls as files_urls
from xiuhua.platform.work.urls import app_urls as work_urls
from xiuhua.registry.urls import app_urls as registry_urls
from xiuhua.site.api.urls import app_urls as api_urls
from xiuhua.site.journal.urls import app_urls as evidence_urls
from xiuhua.site.style_page import style
from xiuhua.site.views.today import agenda_list, notices_read, today
from xiuhua.site.why.urls import app_urls as why_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today, name="today"),
    path("today/lines", agenda_list, name="agenda"),
    path("notices/read", notices_read, name="notices-read"),
    path("style", style, name="style"),
    *accounts_urls,
    *exchange_urls,
    *files_urls,
    *registry_urls,
    *groups_urls,
    *care_urls,
    *needs_urls,
    *work_urls,
    *evidence_urls,
    *why_urls,
    *api_urls,
]
