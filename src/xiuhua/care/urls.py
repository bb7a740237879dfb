"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import URLPattern

app_urls: list[URLPattern] = []
