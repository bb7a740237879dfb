"""A question that is put into words once answers what the same rows answer when they are asked for plainly."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count, F, Q, QuerySet

from xiuhua.platform.accounts.models import Account, Place, Post
from xiuhua.platform.journal.worded import Gaps, Worded

pytestmark = pytest.mark.django_db

SINCE = date(2018, 7, 11)
NAMES = ("id", "code", "name", "valid_from", "valid_to")


@pytest.fixture(autouse=True)
def places() -> None:
    Place.objects.bulk_create(
        Place(
            id=UUID(int=n),
            code=f"62012117{n}",
            name="甲'%s" if n % 2 else "乙",
            level="village",
            parent_code="620121" if n < 3 else "620122",
            valid_from=SINCE if n else None,
            version=UUID(int=n + 7),
        )
        for n in range(5)
    )


def of_county(gap: Any) -> QuerySet[Place]:
    return Place.objects.filter(Q(parent_code=gap("county")) | Q(id__in=gap("ids"))).order_by("-code")


ASKED: dict[str, tuple[Callable[[Any], QuerySet[Any, Any]], list[dict[str, Any]]]] = {
    "rows": (of_county, [{"county": "620121", "ids": [UUID(int=4)]}, {"county": "620122", "ids": []}]),
    "columns": (
        lambda gap: of_county(gap).values(*NAMES),
        [{"county": "620121", "ids": [UUID(int=n) for n in range(count)]} for count in range(5)],
    ),
    "some": (lambda gap: of_county(gap).values_list(*NAMES)[:2], [{"county": "620121", "ids": ()}]),
    "one column": (
        lambda gap: Place.objects.filter(valid_from__gte=gap("since")).order_by("id").values_list("version", flat=True),
        [{"since": SINCE}, {"since": date(2019, 1, 1)}],
    ),
    "all but": (
        lambda gap: Place.objects.exclude(version=gap("version")).exclude(valid_to=gap("over")).order_by("id"),
        [{"version": UUID(int=8), "over": SINCE}],
    ),
    "counted": (
        lambda gap: Place.objects.filter(name=gap("name")).order_by().values_list("parent_code").annotate(n=Count("*")),
        [{"name": "乙"}, {"name": "甲'%s"}, {"name": "丙"}],
    ),
    "with the row of another table": (
        lambda gap: Post.objects.filter(role=gap("role")).select_related("account", "organisation"),
        [{"role": "auditor"}, {"role": "attendee"}],
    ),
    "a few columns and one more": (
        lambda gap: (
            Post.objects.filter(role=gap("role"))
            .select_related("account")
            .only("id", "role", "account__name")
            .annotate(known_as=F("place_code"))
        ),
        [{"role": "auditor"}],
    ),
    "by another table": (
        lambda gap: Account.objects.filter(posts__place_code=gap("place"), posts__role="auditor").values_list(
            "id", "posts__valid_from"
        ),
        [{"place": "620121170"}],
    ),
    "among others": (
        lambda gap: Place.objects.filter(
            code__in=Post.objects.filter(account_id__in=gap("accounts")).values("place_code")
        ).values_list("code"),
        [{"accounts": [UUID(int=1), UUID(int=2)]}, {"accounts": []}],
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_it_answers_like_the_rows_themselves(name: str) -> None:
    account = Account.objects.create(id=UUID(int=1), login="a", name="安某", place_code="620121170")
    Post.objects.create(
        id=UUID(int=2), account_id=account.id, role="auditor", place_code="620121170", valid_from=SINCE, basis=""
    )
    ask, wanted = ASKED[name]
    question: Worded[Any] = Worded(ask)
    for values in (*wanted, *wanted):
        plain = list(ask(values.__getitem__))
        assert question.answers(**values) == plain
        assert question.first(**values) == next(iter(plain), None)
        for found, known in zip(question.answers(**values), plain, strict=True):
            assert getattr(found, "__dict__", {}).keys() == getattr(known, "__dict__", {}).keys()
            assert account_of(found) == account_of(known)


def account_of(row: Any) -> Any:
    """Return what was read of the account of a post, and whether one more column was."""
    if not isinstance(row, Post):
        return None
    read = row.__dict__["_state"].fields_cache
    return {name: each and each.__dict__.keys() for name, each in read.items()}, getattr(row, "known_as", None)


def test_pairs_of_values_are_ranges(django_assert_num_queries: Any) -> None:
    def ask(gap: Gaps) -> QuerySet[Place, str]:
        inside = Q(code="")
        for ends in gap.pairs("ends"):
            inside |= Q(code__range=ends)
        return Place.objects.filter(inside).order_by("code").values_list("code", flat=True)

    question = Worded(ask)
    with django_assert_num_queries(2):
        assert question.answers(ends=["620121170", "620121171", "620121174", "620121179"]) == [
            f"62012117{n}" for n in (0, 1, 4)
        ]
        assert question.answers(ends=["620121172", "620121172"]) == ["620121172"]


def test_it_is_worded_once_for_each_number_of_values(django_assert_num_queries: Any) -> None:
    worded: list[Any] = []

    def ask(gap: Gaps) -> QuerySet[Place]:
        worded.append("since" in gap)
        return Place.objects.filter(id__in=gap("ids"))

    question = Worded(ask)
    with django_assert_num_queries(3):
        for ids in ([1], [2], [1, 2], []):
            assert {each.id.int for each in question.answers(ids=[UUID(int=n) for n in ids])} == set(ids)
    assert worded == [False] * 3
    question.answers(ids=[UUID(int=1)], since=SINCE)
    assert worded[-1]


def test_none_is_equal_to_nothing() -> None:
    question = Worded(lambda gap: Place.objects.filter(Q(valid_to=gap("over")) | Q(code=gap("code"))))
    assert question.answers(over=None, code=None) == []


def test_tables_in_their_order_answer_alike() -> None:
    account = Account.objects.create(id=UUID(int=1), login="a", name="安某", place_code="620121170")
    Post.objects.create(
        id=UUID(int=2), account_id=account.id, role="auditor", place_code="6", valid_from=SINCE, basis=""
    )
    rows = Post.objects.filter(account__name="安某").values_list("account__login", "role")
    question = Worded(lambda gap: rows, in_order=True)
    assert question.answers() == list(rows) == [("a", "auditor")]


def test_rows_of_other_kinds_are_not_taken() -> None:
    with pytest.raises(TypeError, match="not put into words"):
        Worded(lambda gap: Place.objects.values_list("code", named=True)).answers()
