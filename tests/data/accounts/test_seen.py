"""A question whose words are kept is narrowed to the viewer's territories like rows that are asked for plainly."""

from typing import Any

import pytest

from data.accounts.cast import COUNTY, FAR_VILLAGE, PREFECTURE, TODAY, TOWNSHIP, VILLAGE, fresh
from xiuhua.kernel.access import Access, Role
from xiuhua.kernel.actors import Actor, Post
from xiuhua.platform.accounts.models import Place
from xiuhua.platform.accounts.models import Post as HeldPost
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, within
from xiuhua.platform.accounts.seen import Seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

OFFICERS = Access.of(Role.COUNTY_OFFICER, zh="县级干部", en="county officers")
AUDITORS = Access.of(Role.AUDITOR, zh="审计人员", en="auditors")

PLACES: Seen[str] = Seen(
    lambda gap, seen: (
        seen(Place.objects.filter(valid_to=None), OFFICERS, field="code")
        .order_by("code")
        .values_list("code", flat=True)
    ),
    OFFICERS,
)
EITHER: Seen[Place] = Seen(
    lambda gap, seen: (
        seen(Place.objects.filter(level=gap("level")), OFFICERS, field="code")
        | seen(Place.objects.filter(code=gap("code")), AUDITORS, field="code")
    ).order_by("code"),
    OFFICERS,
    AUDITORS,
)
SERVING: Seen[Any] = Seen(
    lambda gap, seen: seen(HeldPost.objects.filter(valid_from__lte=gap("on")), OFFICERS).order_by("id").values("id"),
    OFFICERS,
)


def holder(*posts: tuple[Role, str]) -> Actor:
    return Actor(fresh(), tuple(Post(fresh(), role, place) for role, place in posts))


VIEWERS = (
    holder(),
    holder((Role.COUNTY_OFFICER, COUNTY)),
    holder((Role.COUNTY_OFFICER, TOWNSHIP)),
    holder((Role.COUNTY_OFFICER, VILLAGE), (Role.COUNTY_OFFICER, FAR_VILLAGE), (Role.AUDITOR, COUNTY)),
    holder((Role.AUDITOR, PREFECTURE)),
    LOCAL_OPERATOR,
)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_it_is_what_the_viewer_sees(viewer: Actor) -> None:
    for place in (None, COUNTY, VILLAGE, FAR_VILLAGE):
        rows = within(Place.objects.filter(valid_to=None), viewer, OFFICERS, place=place, field="code")
        assert PLACES.answers(viewer, place=place) == list(rows.order_by("code").values_list("code", flat=True))
    seen = within(Place.objects.filter(level="village"), viewer, OFFICERS, field="code")
    told = within(Place.objects.filter(code=COUNTY), viewer, AUDITORS, field="code")
    assert EITHER.answers(viewer, level="village", code=COUNTY) == list((seen | told).order_by("code"))
    held = within(HeldPost.objects.filter(valid_from__lte=TODAY), viewer, OFFICERS).order_by("id")
    assert SERVING.answers(viewer, on=TODAY) == list(held.values("id"))


def test_who_sees_nothing_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert PLACES.first(holder((Role.AUDITOR, PREFECTURE))) is None
        assert EITHER.answers(holder(), level="village", code=COUNTY) == []
    with django_assert_num_queries(1):
        assert PLACES.first(holder((Role.COUNTY_OFFICER, VILLAGE))) == VILLAGE
