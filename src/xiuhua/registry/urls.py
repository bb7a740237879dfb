"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import URLPattern, path

from xiuhua.registry.views import places, villages

app_urls: list[URLPattern] = [
    path("places", places.places, name="places"),
    path("places/<str:code>", places.place, name="place"),
    path("places/<str:code>/record", villages.record_village, name="village-record"),
    path("figure/villages", places.figure_villages, name="figure-villages"),
    path("figure/households", places.figure_households, name="figure-households"),
    path("figure/questions", places.figure_questions, name="figure-questions"),
    path("figure/collective-income", villages.figure_collective_income, name="figure-collective-income"),
]
