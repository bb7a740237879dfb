"""Every address of the product. A guard test demands a signed-in viewer for each that is not listed as open."""

from django.urls import URLPattern, URLResolver, path

from xiuhua.site.style_page import style

urlpatterns: list[URLPattern | URLResolver] = [
    path("style", style, name="style"),
]
