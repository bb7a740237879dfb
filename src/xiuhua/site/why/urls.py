"""Addresses of what may be seen and done, and why."""

from django.urls import path

from xiuhua.site.views import why

app_urls = [
    path("why", why.own, name="why"),
    path("people/<uuid:account_id>/why", why.somebody, name="person-why"),
    path("households/<uuid:household_id>/who", why.household, name="household-who"),
]
