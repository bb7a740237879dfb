"""What goes wrong is logged with its place, and never with what somebody typed."""

import io
import logging
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils.module_loading import import_string

TYPED = "白福仓 620199193607155550"


def stumbles(request: HttpRequest) -> HttpResponse:
    try:
        int(request.GET["q"])
    except ValueError as error:
        raise RuntimeError(f"cannot read {TYPED}") from error
    return HttpResponse("fine")


urlpatterns = [path("stumbles", stumbles)]


@pytest.fixture
def log() -> Any:
    """Return what the configured handler of the product writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = dict(settings.LOGGING["formatters"]["discreet"])
    handler.setFormatter(import_string(formatter.pop("()"))(fmt=formatter["format"], style=formatter["style"]))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="web.test_logs", DEBUG_PROPAGATE_EXCEPTIONS=False)
def test_an_error_is_logged_with_its_place_and_without_its_text(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/stumbles", {"q": TYPED}).status_code == 500
    said = log.getvalue()
    assert "RuntimeError at" in said
    assert "ValueError at" in said
    assert "test_logs.py:" in said
    assert "白福仓" not in said
    assert "620199" not in said


def test_the_configured_log_is_the_discreet_one() -> None:
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "discreet"
