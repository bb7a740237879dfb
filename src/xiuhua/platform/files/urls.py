"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import path

from xiuhua.platform.files import views

app_urls = [path("files/<uuid:file_id>", views.file, name="file")]
