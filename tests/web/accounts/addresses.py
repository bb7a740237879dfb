"""The addresses of this module with a home page that says who looks, for as long as the site has none."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from xiuhua.platform.accounts.access import PEOPLE
from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.accounts.urls import app_urls


@signed_in()
def today(request: HttpRequest) -> HttpResponse:
    """Answer with the viewer's name and the language of the page."""
    return HttpResponse(f"{request.viewer.label} {request.LANGUAGE_CODE}")


@signed_in(PEOPLE)
def posts_only(request: HttpRequest) -> HttpResponse:
    """Answer to those who may see people."""
    return HttpResponse("seen")


def open_page(request: HttpRequest) -> HttpResponse:
    """Answer to everybody, and say whether somebody looks."""
    return HttpResponse(f"{bool(request.viewer)} {request.LANGUAGE_CODE}")


urlpatterns = [
    *app_urls,
    path("", today, name="today"),
    path("posts-only", posts_only, name="posts-only"),
    path("open", open_page, name="open"),
]
