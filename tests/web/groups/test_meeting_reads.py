"""Meetings as a program reads them."""

from typing import Any

import pytest

from support.cast import EARLIER, Cast
from support.on_stage import Ask

pytestmark = pytest.mark.django_db


def read(ask: Ask, login: str, path: str) -> Any:
    answer = ask(login, "GET", path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_meeting_is_told_with_its_counts_votes_and_words(cast: Cast, ask: Ask) -> None:
    zone = cast.zones["A1"]
    found = read(ask, "leader", f"/meetings/{zone['meeting']}")
    first, second = found["sessions"]
    assert (first["held_on"], first["voting"], first["voting_due"], first["quorate"]) == (str(EARLIER), 1, 1, True)
    assert (second["typed_on"], second["voting"], second["quorate"]) == (None, 0, False)
    assert [each["came"] for each in second["answers"]] == [None]
    (motion,) = found["motions"]
    assert (motion["for"], motion["against"], motion["carried"], motion["outcome"]["en"]) == (1, 0, True, "carried")
    assert motion["ballots"] == [{"name": "甄组员", "vote": "for", "words": ""}]
    assert found["needed"] == 1


def test_the_meetings_of_a_group_come_latest_first(cast: Cast, ask: Ask) -> None:
    zone = cast.zones["A1"]
    found = read(ask, "auditor", f"/groups/{zone['group']}/meetings")
    assert [each["state"] for each in found] == ["planned", "held", "held"]
    assert found[0]["kind"] == {"zh": "特别党小组会", "en": "meeting of the group"}
    assert ask("administrator", "GET", f"/groups/{zone['group']}/meetings").status_code == 403
