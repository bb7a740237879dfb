"""The cast behind pages: addresses, middleware and a standing clock.

A conftest that is named on the command line is read before Django is set up, so nothing of it is imported here.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

PASSWORD = "seven grey herons"
VIEWER = "xiuhua.platform.accounts.middleware.ViewerMiddleware"
SHELL = "xiuhua.site.shell.shell"


@pytest.fixture(autouse=True)
def _pages(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what these tests stand on: the tests' own home page, one instant by every clock, a cheap password hash."""
    cast, lent = import_module("data.accounts.cast"), import_module("xiuhua.platform.accounts.lent")
    cast.install_where_missing()
    monkeypatch.setattr(lent._lent, "machine_clock", import_module("xiuhua.site.clock").now)
    settings.STANDING_TIME = cast.NOW
    settings.ROOT_URLCONF = "web.accounts.addresses"
    settings.SESSION_IDLE_SECONDS = 1800
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_LOCKOUT_CALLABLE = "xiuhua.platform.accounts.views.signing.locked_out"
    settings.AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
    settings.MIDDLEWARE = _with_viewer(settings.MIDDLEWARE)
    templates = [dict(engine) for engine in settings.TEMPLATES]
    options = {**templates[0]["OPTIONS"]}
    options["context_processors"] = [*dict.fromkeys([*options["context_processors"], SHELL])]
    settings.TEMPLATES = [{**templates[0], "OPTIONS": options}]


@pytest.fixture
def people(db: None) -> None:
    """Load the cast and give everybody the same password."""
    import_module("data.accounts.cast").load()
    make_password = import_module("django.contrib.auth.hashers").make_password
    import_module("xiuhua.platform.accounts.models").Account.objects.update(password=make_password(PASSWORD))


@pytest.fixture
def signed_in_as(people: None) -> Callable[[str], Any]:
    """Return a function that gives a browser in which a member of the cast has signed in."""

    def sign_in(login: str) -> Any:
        client = import_module("django.test").Client()
        answer = client.post("/sign-in", {"login": login, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return sign_in


def _with_viewer(middleware: list[str]) -> list[str]:
    kept = [name for name in middleware if name not in (VIEWER, "django.middleware.locale.LocaleMiddleware")]
    after = kept.index("django.contrib.messages.middleware.MessageMiddleware") + 1
    return [*kept[:after], VIEWER, *kept[after:]]
