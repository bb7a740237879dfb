"""Which addresses are taken, how long codes hold, when mail is tried again, and what the environment may say."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from xiuhua.platform.work.mail_server import server_of
from xiuhua.platform.work.rules.mail import (
    RETRY_MINUTES,
    TRIES,
    address_problem,
    code_problem,
    is_morning,
    next_try,
)

AT = datetime(2018, 1, 19, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "office",
        "office@localhost",
        "a@b.cn\nBcc: c@d.cn",
        "a@b.cn,c@d.cn",
        "李明@例子.cn",
        "a b@c.cn",
        f"{'a' * 65}@b.cn",
        "<a@b.cn>",
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    assert [each.code for each in address_problem(address)] == ["mail_address_wrong"]


def test_a_code_holds_for_its_time_and_some_tries() -> None:
    def codes(**more: Any) -> list[str]:
        given = {"matches": True, "until": AT + timedelta(minutes=1), "tries": 0, "at": AT, **more}
        return [each.code for each in code_problem(**given)]

    assert codes() == []
    assert codes(matches=False) == ["mail_code_wrong"]
    assert codes(until=AT) == codes(until=None) == codes(tries=TRIES) == ["mail_code_over"]


def test_it_waits_longer_after_each_failure_and_never_gives_up() -> None:
    waits = [(next_try(n, AT) - AT).seconds // 60 for n in range(1, 9)]
    assert waits == [*RETRY_MINUTES, RETRY_MINUTES[-1], RETRY_MINUTES[-1]]


def test_the_mail_of_a_day_is_written_once_from_seven_on() -> None:
    today = date(2018, 1, 19)
    for hour, written, due in ((6, None, False), (7, None, True), (23, date(2018, 1, 18), True), (9, today, False)):
        assert is_morning(written, datetime(2018, 1, 19, hour, 0, tzinfo=UTC)) is due


def test_the_server_is_named_by_one_address() -> None:
    rest = {"XIUHUA_MAIL_FROM": "office@gaolan.example", "XIUHUA_ADDRESS": "https://xiuhua.example/"}
    assert server_of({}) is None
    found = server_of({"XIUHUA_MAIL": "smtp://mail%40us:p%2Fw@mail.example", **rest})
    assert found is not None
    assert (found.scheme, found.port, found.user, found.password) == ("smtp", 587, "mail@us", "p/w")
    assert found.pages == "https://xiuhua.example"
    plain = server_of({"XIUHUA_MAIL": "smtp-plain://127.0.0.1", **rest})
    assert plain is not None
    assert plain.port == 25


@pytest.mark.parametrize("text", ["http://mail.example", "smtp://", "mail.example:25"])
def test_what_names_no_server_is_refused_without_quoting_it(text: str) -> None:
    rest = {"XIUHUA_MAIL_FROM": "office@gaolan.example", "XIUHUA_ADDRESS": "https://xiuhua.example/"}
    with pytest.raises(ValueError, match=r"^XIUHUA_MAIL: ") as caught:
        server_of({"XIUHUA_MAIL": text, **rest})
    assert re.search(re.escape(text), str(caught.value)) is None or text == "smtp://"


def test_sender_and_pages_have_to_be_named_with_it() -> None:
    with pytest.raises(ValueError, match="XIUHUA_MAIL_FROM"):
        server_of({"XIUHUA_MAIL": "smtp://secret:word@mail.example"})
