"""A household's own words on the pages: written down, shown beside their record and on Today, and replied to."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import TODAY, fresh, people_of, registered, statement_of
from web.registry.visits import browser, links, said, seen
from xiuhua.registry.models import HouseholdAnswer

WORDS = "人均纯收入记多了，去年没有卖羊"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


def written(home: UUID, answers: UUID, **more: str) -> Any:
    form = {"id": str(fresh()), "answers": str(answers), "said": WORDS, "said_on": TODAY.isoformat(), **more}
    return browser("member").post(f"/households/{home}/answer", form)


def test_what_is_said_stands_beside_its_record_and_is_replied_to() -> None:
    home = registered()
    stated, speaker = statement_of(home), str(people_of(home)["何慧珍"].id)
    member, township = browser("member"), browser("township")
    page = seen(member, f"/households/{home}")
    assert f"/households/{home}/answer" in links(page, "/answer$")
    form = seen(member, f"/households/{home}/answer")
    assert re.search(rf'value="{home}"\s+selected', form), "the record as a whole, until another one is chosen"
    assert f'value="{stated.id}"' in form
    refused = written(home, stated.id, said_by="").content.decode()
    assert WORDS in refused, "nothing typed is lost"
    assert written(home, stated.id, said_by=speaker).status_code == 302
    assert WORDS in said(seen(member, f"/households/{home}"))
    told = said(seen(member, f"/households/{home}?open=stated"))
    assert told.count(WORDS) == 2, "in its own section and beside the statement"
    assert "等人核对" in told
    assert "核对 何慧珍 户说的话" in said(seen(township, "/"))
    assert "户说的话" not in said(seen(member, "/"))
    answer = HouseholdAnswer.objects.get()
    reply = f"/households/{home}/answers/{answer.id}/reply"
    assert reply in links(seen(township, f"/households/{home}"), "/reply$")
    assert reply not in links(seen(member, f"/households/{home}"), "/reply$")
    seen(member, reply, status=404)
    assert WORDS in said(seen(township, reply))
    sent = {"id": str(fresh()), "outcome": "stays", "done": "看了收据，是2016年10月卖的"}
    assert township.post(reply, sent).status_code == 302
    told = said(seen(member, f"/households/{home}"))
    assert "不改，原因如下：看了收据，是2016年10月卖的" in told
    assert "等人核对" not in told
    seen(township, reply, status=404)
    assert "户说的话" not in said(seen(township, "/"))


def test_who_does_not_help_sees_that_something_was_said_and_not_what() -> None:
    home = registered()
    written(home, home, said_by=str(people_of(home)["何慧珍"].id))
    told = said(seen(browser("auditor"), f"/households/{home}"))
    assert "原话只给帮扶的人看" in told
    assert WORDS not in told
