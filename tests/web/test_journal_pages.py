"""The journal's pages: who sees which entries, what of them, undoing, verifying; and the section's home."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from support.cast import PASSWORD, Cast, do, fresh, work
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.tables import TABLES
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember
from xiuhua.registry.models import Statement
from xiuhua.site.journal import queries
from xiuhua.site.journal.words import column_name, kept_back, words

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]
TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def browse(cast: Cast) -> Browse:
    """Return the function that gives a browser in which somebody has signed in."""

    def signed_in(login: str) -> Client:
        client = Client()
        assert client.post("/sign-in", {"login": login, "password": PASSWORD}).status_code == 302
        return client

    return signed_in


def text(answer: HttpResponse) -> str:
    """Return what a page says, without its marks."""
    assert answer.status_code == 200, answer.status_code
    main = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return " ".join(unescape(TAG.sub(" ", main)).split())


def corrected(cast: Cast, amount: str = "3100.5") -> str:
    """Correct the stated income of a household of county A and return the address of the entry."""
    wish = CorrectHousehold(id=fresh(), household_id=cast.zones["A1"].household, per_head_income=amount)
    do([wish])
    return address(wish.id)


def address(command: UUID) -> str:
    entry = Entry.objects.filter(command_id=command).order_by("id")[0]
    return f"/evidence/journal/{entry.stream}/{entry.sequence}"


def test_the_section_leads_to_figures_imports_and_journal(browse: Browse) -> None:
    officer = browse("county").get("/evidence/")
    for door in ("/places", "/imports", "/evidence/journal", "/evidence/glossary", "/api/v1/docs"):
        assert f'href="{door}"' in officer.content.decode()
    attendee = browse("attendee").get("/evidence/")
    assert 'href="/imports"' not in attendee.content.decode()
    assert 'href="/evidence/journal"' not in attendee.content.decode()
    assert "能看的人：" in text(attendee)


@pytest.mark.parametrize("login", ["department", "leader", "member", "attendee", "former", "postless"])
def test_other_roles_have_no_journal(browse: Browse, cast: Cast, login: str) -> None:
    client, entry = browse(login), corrected(cast)
    for path in ("/evidence/journal", entry, f"/evidence/journal/batches/{cast.zones['A1'].session}"):
        assert client.get(path).status_code == 404
    for path in (f"{entry}/undo", "/evidence/journal/verify"):
        assert client.post(path, {"id": str(fresh()), "reason": "x"}).status_code == 404


def test_the_list_tells_who_did_what_to_which_record_where(browse: Browse, cast: Cast) -> None:
    zone = cast.zones["A1"]
    wish = CorrectHousehold(id=fresh(), household_id=zone.household, size=2)
    do([wish], actor=cast.viewers["township"].actor)
    answer = browse("county").get("/evidence/journal")
    row = text(answer).split("更正户信息", 2)[2][:120]
    for said in ("2018年6月20日 09:00", cast.viewers["township"].name, f"{zone.members[0].name}户", "网页"):
        assert said in row
    assert zone.names["village"] in row
    assert f'href="{address(wish.id)}"' in answer.content.decode()
    assert f'href="/households/{zone.household}"' in answer.content.decode()


def test_a_name_that_the_viewer_may_not_see_is_a_role(browse: Browse, cast: Cast) -> None:
    """A township officer sees no accounts but his own."""
    zone = cast.zones["A1"]
    do([CorrectHousehold(id=fresh(), household_id=zone.household, size=2)], actor=cast.viewers["county"].actor)
    said = text(browse("township").get("/evidence/journal"))
    assert cast.viewers["county"].name not in said
    assert "县级干部" in said


def test_entries_of_people_and_places_are_for_administrators_and_auditors(browse: Browse, cast: Cast) -> None:
    system = "/evidence/journal/system/" + str(
        Entry.objects.filter(code="accounts.add_person", place_code=cast.zones["A1"].place_code)
        .order_by("sequence")[0]
        .sequence
    )
    for login, status in (("administrator", 200), ("auditor", 200), ("county", 404), ("township", 404)):
        client = browse(login)
        assert client.get(system).status_code == status, login
        shown = client.get("/evidence/journal?kind=accounts.add_person")
        assert shown.status_code == status, login
    assert cast.zones["A1"].login in text(browse("administrator").get(system))


def test_an_entry_about_an_account_is_seen_where_the_account_is_kept(browse: Browse, cast: Cast) -> None:
    """Issuing a token and setting a password concern no place; the account does."""
    for code in ("accounts.issue_token", "accounts.password_set"):
        client = browse("administrator")
        assert client.get(f"/evidence/journal?kind={code}").status_code == 200
    tokens = {near: token_entry(cast.zones[near].clerk) for near in ("A1", "B1")}
    assert browse("administrator").get(tokens["A1"]).status_code == 200
    assert browse("administrator").get(tokens["B1"]).status_code == 404
    assert browse("auditor").get(tokens["B1"]).status_code == 200


def token_entry(account: UUID) -> str:
    """Return the address of the entry by which an account got its token."""
    (entry,) = Entry.objects.filter(code="accounts.issue_token", command__contains=str(account))
    return f"/evidence/journal/{entry.stream}/{entry.sequence}"


def test_what_lies_outside_is_absent(browse: Browse, cast: Cast) -> None:
    far, client = cast.zones["B1"], browse("county")
    outside = f"/evidence/journal/{far.place_code[:6]}/{far.sequence}"
    assert client.get(outside).status_code == 404
    assert client.post(f"{outside}/undo", {"id": str(fresh()), "reason": "x"}).status_code == 404
    for query in (f"place={far.place_code}", "place=x", "kind=none.such", "kind=accounts.add_person"):
        assert client.get(f"/evidence/journal?{query}").status_code == 404
    assert client.get(f"/evidence/journal/batches/{far.session}").status_code == 404
    assert client.get(f"/evidence/journal/{far.place_code[:6]}/{10**40}").status_code == 404
    assert text(client.get(f"/evidence/journal?before={10**40}"))


def test_the_list_is_limited_by_place_and_kind(browse: Browse, cast: Cast) -> None:
    zone, client = cast.zones["A1"], browse("county")
    here = client.get(f"/evidence/journal?place={zone.place_code}&kind=registry.record_village")
    assert text(here).count("登记村的情况") == 3 - 1  # the choice above and one line
    assert f'value="{zone.place_code}" selected' in here.content.decode()
    township = client.get(f"/evidence/journal?place={zone.place_code[:9]}000").content.decode()
    assert f'<option value="{zone.place_code}">' in township


def test_what_lies_together_of_a_batch_is_one_line_and_opens_entry_by_entry(browse: Browse, cast: Cast) -> None:
    client, zone = browse("county"), cast.zones["A1"]
    page = client.get(f"/evidence/journal?place={zone.place_code}&kind=registry.record_household")
    assert f'href="/evidence/journal/batches/{zone.session}"' in page.content.decode()
    assert "一批：登记或更新一户" in text(page)
    entries = Entry.objects.filter(batch=zone.session)
    one_by_one = client.get(f"/evidence/journal/batches/{zone.session}").content.decode()
    for entry in entries:
        assert f'href="/evidence/journal/{entry.stream}/{entry.sequence}"' in one_by_one


@pytest.mark.parametrize(("looked_at", "size"), [(200, 3), (3, 3), (2, 1), (2, 50)])
def test_every_entry_is_met_once_from_page_to_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, looked_at: int, size: int
) -> None:
    """Whatever fits on a page or in one look, and wherever a batch is cut."""
    monkeypatch.setattr(queries, "LOOKED_AT", looked_at)
    for amount in range(4):
        corrected(cast, str(amount))
    viewer, before, past = cast.viewers["county"].actor, None, None
    groups: list[queries.Group] = []
    for _ in range(2_000):
        page = queries.grouped_page(viewer, before=before, past=past, size=size)
        groups += page.groups
        before, past = page.before, page.past
        if before is None:
            break
    entries = Entry.objects.filter(stream=cast.zones["A1"].place_code[:6])
    singles = [group.line.id for group in groups if group.line.batch is None]
    assert singles == list(entries.filter(batch=None).order_by("-id").values_list("id", flat=True))
    batches = {group.line.batch for group in groups if group.line.batch is not None}
    assert batches == set(entries.exclude(batch=None).values_list("batch", flat=True))
    lines = [group.line.id for group in groups]
    assert lines == sorted(set(lines), reverse=True)


def test_an_entry_tells_field_by_field_what_was_before(browse: Browse, cast: Cast) -> None:
    entry = corrected(cast)
    said = text(browse("county").get(entry))
    assert "人均纯收入 2,600 元 3,100.50 元" in said
    stored = Entry.objects.get(stream=entry.split("/")[3], sequence=entry.split("/")[4])
    for mark in (stored.hash, stored.previous_hash, str(stored.command_id), stored.code):
        assert mark in said


def test_numbers_of_people_stay_masked_and_health_is_for_those_who_help(browse: Browse, cast: Cast) -> None:
    zone = cast.zones["A1"]
    wish = CorrectMember(
        id=fresh(), household_id=zone.household, person_id=zone.head, phone="13800001234", health="残疾", work_months=3
    )
    do([wish])
    said = text(browse("county").get(address(wish.id)))
    assert "138••••••34" in said
    assert "13800001234" not in said
    assert "残疾" in said
    unhelping = text(browse("auditor").get(address(wish.id)))
    assert "138••••••34" in unhelping
    assert "残疾" not in unhelping
    assert "健康状况 （不显示） （不显示）" in unhelping


def test_who_sees_no_households_learns_only_which_fields_changed(browse: Browse, cast: Cast) -> None:
    zone = cast.zones["A1"]
    wish = CorrectMember(id=fresh(), household_id=zone.household, person_id=zone.head, education="高中", work_months=7)
    do([wish])
    said = text(browse("administrator").get(address(wish.id)))
    assert "文化程度" in said
    assert "您的岗位看不到" in said
    for hidden in ("高中", zone.members[0].name, "7 个月"):
        assert hidden not in said
    assert "1 项（不显示）" in text(browse("administrator").get("/evidence/journal"))


def test_an_entry_is_undone_with_a_reason_and_the_undoing_too(browse: Browse, cast: Cast) -> None:
    client, entry = browse("county"), corrected(cast)
    sent = {"id": str(fresh()), "reason": "填错了"}
    answer = client.post(f"{entry}/undo", sent)
    assert answer.status_code == 302
    done = client.get(answer.headers["Location"])
    said = text(done)
    assert "已撤销" in said
    assert "填错了" in said
    assert f'href="{entry}"' in done.content.decode()
    assert "人均纯收入 3,100.50 元 2,600 元" in said
    household = cast.zones["A1"].household
    assert Statement.objects.get(household_id=household, valid_to=None).per_head_income == 260000
    assert client.post(f"{entry}/undo", sent).headers["Location"] == answer.headers["Location"]
    again = client.post(f"{answer.headers['Location']}/undo", {"id": str(fresh()), "reason": "没有错"})
    assert again.status_code == 302
    assert Statement.objects.get(household_id=household, valid_to=None).per_head_income == 310050


def test_undoing_is_refused_with_links_to_what_came_later(browse: Browse, cast: Cast) -> None:
    client, first, later = browse("county"), corrected(cast), corrected(cast, "1")
    answer = client.post(f"{first}/undo", {"id": str(fresh()), "reason": "填错了"})
    html = answer.content.decode()
    assert "编号 1422" in text(answer)
    assert f'<a href="{later}">' in html
    assert 'value="填错了"' in html
    without = client.post(f"{first}/undo", {"id": str(fresh()), "reason": " "})
    assert "有 1 处要改" in text(without)


def test_who_may_not_undo_is_told_who_may(browse: Browse, cast: Cast) -> None:
    entry = corrected(cast)
    for login in ("auditor", "administrator"):
        client = browse(login)
        assert "能撤销这一条的人：" in text(client.get(entry))
        refused = client.post(f"{entry}/undo", {"id": str(fresh()), "reason": "x"})
        assert "编号 1403" in text(refused)
    assert "有自己的反操作" in text(browse("auditor").get(token_entry(cast.zones["A1"].clerk)))


def test_verifying_is_a_job_whose_result_is_in_words(browse: Browse, cast: Cast) -> None:
    client, command = browse("county"), str(fresh())
    for rows in ("", "1"):
        answer = client.post("/evidence/journal/verify", {"id": command, "rows": rows})
        assert answer.headers["Location"] == f"/jobs/{command}"
        assert client.post("/evidence/journal/verify", {"id": command, "rows": rows}).status_code == 302
        work()
        job = client.get(f"/jobs/{command}")
        result = re.search(r'href="(/evidence/journal/checks/[^"]+)"', job.content.decode())
        assert result is not None
        said = text(client.get(result[1]))
        assert "日志完整" in said
        assert f"读过的条目 {Entry.objects.count():,}" in said
        assert ("每一行数据也与日志一致" in said) is (rows == "1")
        assert "日志完整" in text(client.get("/evidence/journal"))
        assert browse("leader").get(result[1]).status_code == 404
        command = str(fresh())
    assert browse("township").post("/evidence/journal/verify", {"id": str(fresh())}).status_code == 404


def test_what_verifying_finds_is_told_to_those_whose_territory_it_is(browse: Browse, cast: Cast) -> None:
    near, far = cast.zones["A1"], cast.zones["B1"]
    for zone in (near, far):
        entry = Entry.objects.get(stream=zone.place_code[:6], sequence=zone.sequence)
        Entry.objects.filter(id=entry.id).update(changes=entry.changes.replace("form", "farm"))
    command = str(fresh())
    client = browse("county")
    client.post("/evidence/journal/verify", {"id": command})
    work()
    report = re.search(r'href="(/evidence/journal/checks/[^"]+)"', client.get(f"/jobs/{command}").content.decode())
    assert report is not None
    said = text(client.get(report[1]))
    assert "发现 2 处不符" in said
    assert f"日志 {near.place_code[:6]} 第 {near.sequence} 条被改动过" in said
    assert far.place_code[:6] not in said
    assert "另有 1 处在您看不到的日志里" in said
    assert far.place_code[:6] in text(browse("prefecture").get(report[1]))
    (Path(configured.HOME) / "checks" / f"{report[1].rsplit('/', 1)[1]}.json").unlink()


def test_a_damaged_entry_is_listed_and_opens_with_a_word_about_it(browse: Browse, cast: Cast) -> None:
    entry = corrected(cast)
    stream, sequence = entry.split("/")[3:5]
    for damage in ("no json", "[[1]]", '[["no_such_table","x",null,{}]]', "{}"):
        Entry.objects.filter(stream=stream, sequence=sequence).update(changes=damage, command=damage, result=damage)
        client = browse("county")
        assert text(client.get("/evidence/journal"))
        said = text(client.get(entry))
        assert "可能被人改动过" in said or "没有改动数据" in said


def test_the_number_of_queries_does_not_depend_on_the_number_of_entries(browse: Browse, cast: Cast) -> None:
    client = browse("county")

    def spent(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path).status_code == 200
        return len(counted)

    one_kind = "/evidence/journal?kind=registry.correct_member"
    corrected(cast)
    list_before = spent(one_kind)
    entry_before = spent(corrected(cast, "1"))
    for amount in range(2, 20):
        corrected(cast, str(amount))
    assert spent(one_kind) == list_before <= 20
    assert spent(corrected(cast, "31")) == entry_before <= 20
    assert spent("/evidence/") <= 10


def test_every_column_of_every_table_has_a_name_in_both_languages() -> None:
    assert set(TABLES) - set(words()) == set(), "name these tables in WORDS of journal_words.py in their module"
    assert set(words()) - set(TABLES) == set()
    for table, spec in TABLES.items():
        for column in {*spec.fields} - kept_back(table) - set(spec.derived) - {"name_pinyin", "name_initials"}:
            name = column_name(table, column)
            assert name != Text(column, column), (
                f"{table}.{column} has no words in WORDS of journal_words.py in its module"
            )
