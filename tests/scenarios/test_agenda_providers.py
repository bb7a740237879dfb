"""What each provider of the agenda and of notices costs: few queries, and no more where there is more to do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scenarios.test_queries_per_page import LOOKING, enlarge
from support.cast import NOW, TODAY, Cast
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import actor_for_account
from xiuhua.platform.work import agenda, notices

pytestmark = pytest.mark.django_db

MOST = 8

Costs = dict[tuple[str, str], int]


def costs(cast: Cast) -> Costs:
    found: Costs = {}
    for login in LOOKING:
        viewer = actor_for_account(cast.viewers[login].account, on=TODAY, door="web")
        assert viewer is not None
        for name, ask in _askers(viewer):
            with CaptureQueriesContext(connection) as captured:
                ask()
            found[login, name] = len(captured)
    return found


def _askers(viewer: Actor) -> list[tuple[str, object]]:
    since = NOW - timedelta(days=notices.DAYS)
    lines = [(each.__qualname__, lambda each=each: each(viewer, TODAY)) for each in agenda._installed.providers]
    news = [(each.__qualname__, lambda each=each: each(viewer, since)) for each in notices._installed.providers]
    return [*lines, *news]


def test_a_provider_costs_few_queries_however_much_there_is_to_do(cast: Cast) -> None:
    small = costs(cast)
    assert {key: n for key, n in small.items() if n > MOST} == {}
    enlarge(cast)
    large = costs(cast)
    assert {key: (small[key], n) for key, n in large.items() if n > max(small[key], MOST)} == {}


def test_a_provider_that_is_not_asked_has_nothing_to_offer(cast: Cast) -> None:
    passed_over = 0
    for login in LOOKING:
        viewer = actor_for_account(cast.viewers[login].account, on=TODAY, door="web")
        assert viewer is not None
        asked = agenda._worth_asking(viewer)
        for provider in agenda._installed.providers:
            if provider not in asked:
                assert list(provider(viewer, TODAY)) == [], (login, provider.__qualname__)
                passed_over += 1
    assert passed_over
