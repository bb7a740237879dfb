"""What is staged is sealed, seen by its owner alone, and gone when the import is over."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from data.accounts import cast
from data.exchange.office import FAR, HERE, Desk, household, session, sheet, table_bytes, work
from xiuhua.platform.exchange import staging
from xiuhua.platform.exchange.models import StagedPart
from xiuhua.platform.work.models import Job
from xiuhua.registry.models import Household, Person

STAGING = ("exchange_session", "exchange_staged_part")
BESIDE = ("work_job", "django_tasks_database_dbtaskresult", "accounts_session", "journal_refused")

SECRET_NAME, SECRET_FILE = "隐雪莲", "隐雪莲一家.xlsx"


def secrets(rows: Iterable[dict[str, object]]) -> list[bytes]:
    numbers = [str(row["证件号码"]) for row in rows]
    return [text.encode() for text in (SECRET_NAME, SECRET_FILE, *numbers)]


def assert_absent(found: list[bytes], *tables: str) -> None:
    everything = table_bytes(*tables)
    assert len(everything) > 100
    for secret in found:
        assert secret not in everything, secret.decode()


def test_nothing_can_be_read_in_the_tables_at_any_step() -> None:
    desk = Desk("county")
    rows = household("620199000001", 姓名=SECRET_NAME, 联系电话="12345")
    wrong = household("620199000002", 人均纯收入="三千元", 姓名=SECRET_NAME)
    found = secrets([*rows, *wrong])
    id_ = desk.upload(sheet(rows, wrong), SECRET_FILE, judge=False)
    assert_absent(found, *STAGING, *BESIDE)
    work()
    assert_absent(found, *STAGING, *BESIDE)
    desk.do(id_, "mend", show="wrong", **{"cell-5-25": "隐雪莲写的"})
    desk.do(id_, "confirm", code="phone_not_11_digits", reason="隐雪莲家的座机")
    assert_absent([*found, "隐雪莲写的".encode(), "隐雪莲家的座机".encode()], *STAGING, *BESIDE)
    desk.do(id_, "accept")
    assert_absent(found, *STAGING, *BESIDE)
    assert SECRET_FILE in desk.get("/imports")
    assert not list((Path(settings.HOME) / "temporary").glob("*"))


def test_a_refused_file_leaves_no_words_and_no_upload() -> None:
    desk = Desk("county")
    id_ = desk.upload(b"PK\x03\x04" + SECRET_NAME.encode() * 50, SECRET_FILE)
    assert SECRET_FILE in desk.review(id_)
    assert_absent([SECRET_NAME.encode(), SECRET_FILE.encode()], *STAGING, *BESIDE)
    assert staging.get(id_, staging.UPLOAD) is None


@pytest.mark.parametrize("end", ["accept", "give-up"])
def test_staging_is_empty_when_an_import_is_over(end: str) -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001", 联系电话="12345")))
    desk.do(id_, "confirm", code="phone_not_11_digits", reason="座机")
    assert StagedPart.objects.filter(session_id=id_).count() > 3
    desk.do(id_, end)
    assert session(id_).state in ("settled", "discarded")
    assert not StagedPart.objects.exists()


def test_what_nobody_settles_is_deleted_after_the_days_of_the_policy() -> None:
    desk = Desk("county")
    left, begun = (
        desk.upload(sheet(household("620199000001"))),
        desk.upload(sheet(household("620199000002"), household("620199000003", 人均纯收入="三千元"))),
    )
    desk.do(begun, "accept")
    assert staging.sweep(cast.NOW + timedelta(days=30)) == 0
    assert staging.sweep(cast.NOW + timedelta(days=30, seconds=1)) == 2
    assert (session(left).state, session(begun).state) == ("discarded", "settled")
    assert not StagedPart.objects.exists()
    assert Household.objects.count() == 1


ADDRESSES = ("", "/result", "/marked", "/columns")
FORMS = ("mend", "put-back", "confirm", "columns", "accept", "look-again", "undo", "step-back", "give-up")


@pytest.mark.parametrize("login", ["prefecture", "neighbour", "township", "auditor", "leader"])
def test_somebody_elses_import_is_absent(login: str) -> None:
    owner = Desk("county")
    id_ = owner.upload(sheet(household("620199000001"), household("620199000002", 人均纯收入="三千元")))
    other = Desk(login)
    for address in ADDRESSES:
        other.get(f"/imports/{id_}{address}", status=404)
    sent = {"id": str(id_), "cell": "5-25", "reason": "x", "code": "x", "kind": "people", "show": "wrong"}
    for form in FORMS:
        other.post(f"/imports/{id_}/{form}", sent, status=404)
    assert work() == []
    assert (session(id_).state, Household.objects.count()) == ("reviewed", 0)
    assert str(id_) not in other.get("/imports")


@pytest.mark.parametrize(
    ("login", "sees"), [("prefecture", 200), ("auditor", 200), ("neighbour", 404), ("leader", 404)]
)
def test_what_was_taken_in_is_known_in_its_territory_without_its_content(login: str, sees: int) -> None:
    owner = Desk("county")
    rows = household("620199000001", 姓名=SECRET_NAME)
    id_ = owner.upload(sheet(rows, household("620199000002", 人均纯收入="三千元")), SECRET_FILE)
    owner.do(id_, "accept")
    other = Desk(login)
    page = other.get(f"/imports/{id_}", status=sees)
    for text in (SECRET_NAME, SECRET_FILE, str(rows[0]["证件号码"]), "三千元"):
        assert text not in page + other.get("/imports")
    if sees == 200:
        assert "接收了 1 户，留下 1 户" in page
        assert "贺春明" in page
        assert "撤销这一批" not in page
        other.get(f"/imports/{id_}/marked", status=404)
    other.post(f"/imports/{id_}/undo", {"id": str(id_), "reason": "x"}, status=404)
    assert Household.objects.count() == 1


def test_a_batch_over_two_counties_is_known_to_the_prefecture_only() -> None:
    owner = Desk("prefecture")
    id_ = owner.upload(sheet(household("620199000001"), household("620199000002", place=FAR)))
    owner.do(id_, "accept")
    assert session(id_).place_code == "620100000000"
    for login, status in (("auditor", 200), ("county", 404), ("neighbour", 404)):
        Desk(login).get(f"/imports/{id_}", status=status)


def test_what_lies_outside_the_territory_shows_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """The neighbour holds a household; the county's sheet has its code, its people and its village."""
    canary = household("620199000001", place=FAR, 姓名="金丝雀")
    theirs = Desk("neighbour")
    theirs.do(theirs.upload(sheet(canary)), "accept")
    stored = Person.objects.get(name="金丝雀")
    mine = [{**row, "姓名": "乙某"} for row in canary]
    here = [{**mine[0], **HERE}, *mine[1:]]
    there = [{**row, "户编号": "620199000002"} for row in mine]
    desk = Desk("county")
    seen = []
    for rows in (here, there):
        id_ = desk.upload(sheet(rows))
        seen += [desk.review(id_, show) for show in ("", "wrong", "ask", "new", "changed", "same")]
        if session(id_).counts["records"]["new"]:
            desk.do(id_, "accept")
            seen += [desk.review(id_), desk.get("/imports")]
    everything = "".join(seen) + caplog.text + str(list(Job.objects.values()))
    assert "金丝雀" not in everything
    assert str(stored.household_id) not in everything
    assert "庙咀村" not in everything.replace("榆中县龙泉乡庙咀村", "").replace('value="庙咀村"', "")
    assert Person.objects.get(id=stored.id).name == "金丝雀"
