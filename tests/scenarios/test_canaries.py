"""What stands outside carries canaries: no page, search, preview, refusal, job, message, log or row shows one."""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from support.canaries import WORDS, A, B, met
from support.cast import NOW, PASSWORD, TODAY, Cast, Member, Viewer, Zone, bring, row_of, sheet, work
from support.databases import POSTGRESQL, SQLITE
from support.door import Door, masked
from support.standing import OUTSIDE, nowhere, standings
from support.wishes import codes, sample, with_id
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.models import Account, Session
from xiuhua.platform.accounts.names import reading
from xiuhua.platform.exchange.contract import KINDS, Run
from xiuhua.platform.exchange.importing import open_sheet, preview
from xiuhua.platform.exchange.models import ImportSession
from xiuhua.platform.exchange.outgoing import kinds_for
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.models import RefusedCommand
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.work.models import Job
from xiuhua.registry.access import QUERIES
from xiuhua.site.wordings import catalogue as wordings

pytestmark = pytest.mark.django_db

PAGES_OF_A_KIND = {SQLITE: 2, POSTGRESQL: 1}
"""How many pages of one shape are opened; what a page shows differs by its rows, hardly by the database."""
LOGINS = (
    "administrator", "prefecture", "county", "department", "township", "leader", "member", "attendee", "auditor",
    "former", "postless",
)  # fmt: skip


class Listening(logging.Handler):
    """Keeps every line that is logged, with what it was made of."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(f"{record.name} {record.getMessage()} {record.exc_text or ''} {record.args!r}")


@pytest.fixture
def log() -> Iterator[Listening]:
    """Return what listens to all loggers during a test."""
    listening, loggers = Listening(), [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    before = {logger: logger.level for logger in loggers}
    for logger in loggers:
        logger.setLevel(logging.DEBUG if logger.name.startswith("xiuhua") else logging.INFO)
        if not logger.propagate or logger is logging.root:
            logger.addHandler(listening)
    yield listening
    for logger, level in before.items():
        logger.removeHandler(listening)
        logger.setLevel(level)


def test_whoever_looks_inside_meets_the_canaries(cast: Cast, door: Door) -> None:
    """The canaries sing: the officer of county B meets those of B, so their absence elsewhere means something."""
    zone, words = cast.zones["B1"], WORDS[B]
    pages = "".join(
        door.ask("twin", "GET", path).raw
        for path in (
            f"/households/{zone.household}?whole=1",
            f"/places/{zone.place_code}",
            f"/people/{zone.clerk}",
            "/imports",
        )
    )
    told = {words.villages[0], words.hamlet, words.cause, words.health, words.reason, words.source, words.clerk}
    told |= {words.organisation, words.basis, words.file, *words.people[:3]}
    assert told <= set(met(pages, words.all()))


@pytest.mark.parametrize("login", LOGINS)
def test_no_page_that_can_be_reached_shows_one(
    login: str, cast: Cast, door: Door, log: Listening, database_engine: str
) -> None:
    seen, ahead = Counter[str](), ["/", "/search", "/people", "/imports", "/places", "/account", "/evidence/"]
    while ahead:
        path = ahead.pop(0)
        shape = re.sub(r"=[^&]*|\d{6,}|[0-9a-f]{8}-[0-9a-f-]{27}", "", path)
        if seen[shape] == PAGES_OF_A_KIND[database_engine]:
            continue
        seen[shape] += 1
        told = door.ask(login, "GET", path).raw
        links = {unescape(link) for link in re.findall(r'(?:href|hx-get|src)="(/[^"#]*)', told)}
        ahead += sorted(links - {"/sign-out"} - {link for link in links if link.startswith("/static")})
    assert len(seen) > (6 if cast.viewers[login].role is None else 12), seen
    assert door.leaks == []
    assert met("\n".join(log.lines), cast.canaries(cast.viewers[login])) == []


@pytest.mark.parametrize("login", LOGINS)
def test_no_search_finds_one(login: str, cast: Cast, door: Door, log: Listening) -> None:
    viewer = cast.viewers[login]
    there, absent = cast.outside(viewer), nowhere()
    found = []
    for text, other in searched(there, absent):
        wide = text in (there.members[0].name, there.household_code)
        for more in ("", *(("&part=suggestions", "&group=people", "&group=households") if wide else ())):
            far, none = (
                door.ask(login, "GET", f"/search?q={quote(each)}{more}", typed=[each]) for each in (text, other)
            )
            if far.masked != none.masked:
                found.append((text, more))
    assert found == []
    assert door.leaks == []
    assert [line for line in log.lines if met(line, cast.canaries(viewer)) and "q=" not in line] == []


def searched(there: Zone, absent: Zone) -> Iterator[tuple[str, str]]:
    """Yield what could be searched for of a zone, beside what has the same form and does not exist."""
    for member, nobody in zip(there.members[::4], absent.members[::4], strict=True):
        yield member.name, nobody.name
        yield member.name[1:], nobody.name[1:]
        yield reading(member.name, person=True).pinyin, "wuciren" + "x" * 6
        yield member.code, nobody.code
        yield member.identity, nobody.identity
        yield member.identity[:17], nobody.identity[:17]
        yield member.phone, nobody.phone
    yield reading(there.members[0].name, person=True).initials, "qqxq"
    yield there.household_code, absent.household_code
    yield there.household_code[:7], absent.household_code[:7]
    yield there.place_code, absent.place_code
    yield there.place_code[:9], absent.place_code[:9]
    for level in ("village", "township", "county"):
        yield there.names[level], absent.names[level]
        yield reading(there.names[level]).pinyin, "wuci" + "x" * 6
    yield there.login, absent.login


def stranger(zone: Zone, **cells: Any) -> dict[str, Any]:
    """Return a row about somebody who is nowhere, in a place of a zone."""
    return row_of(zone, Member("甄新来", "990000000101", "", ""), "99000000011", 与户主关系="户主", 人数=1, **cells)


PREVIEWS: Mapping[str, Callable[[Zone, Zone], list[dict[str, Any]]]] = {
    "a household code": lambda here, far: [stranger(here, 户编号=far.household_code)],
    "a person code": lambda here, far: [stranger(here, 人编号=far.members[0].code)],
    "an identity number": lambda here, far: [stranger(here, 证件号码=far.members[0].identity)],
    "everything of a household": lambda here, far: [
        row_of(here, far.members[3], far.second_code, 与户主关系="户主"),
        row_of(here, far.members[4], far.second_code, 与户主关系="配偶"),
    ],
    "a village": lambda here, far: [stranger(here, 行政村=far.names["village"])],
    "a township": lambda here, far: [stranger(here, **{"乡（镇）": far.names["township"]})],
    "all of a place": lambda here, far: [stranger(far)],
}
"""Sheets of somebody in the village ``here`` that name something of the village ``far``."""


@pytest.mark.parametrize("what", PREVIEWS)
@pytest.mark.parametrize("login", ["prefecture", "county", "township", "leader"])
def test_a_preview_answers_as_if_nothing_were_there(login: str, what: str, cast: Cast) -> None:
    viewer = cast.viewers[login]
    here, far, none = cast.inside(viewer), cast.outside(viewer), nowhere()
    there, absent = (judged(viewer, PREVIEWS[what](here, zone)) for zone in (far, none))
    names = [*far.names.values(), *none.names.values()]
    numbers = [text for zone in (far, none) for text in values_of(zone)]
    assert masked(there, [*names, *numbers]) == masked(absent, [*names, *numbers])
    if what in ("a village", "a township", "all of a place"):
        assert "'code': 'unknown_place'" in there
    else:
        assert "'new': 1" in there or "'new': 2" in there


def test_a_preview_of_villages_answers_as_if_nothing_were_there(cast: Cast) -> None:
    """The list of villages names places by their codes."""
    for login in ("prefecture", "county"):
        viewer, told = cast.viewers[login], []
        for zone in (cast.outside(viewer), nowhere()):
            head = "县(市、区),乡(镇),行政村,行政村代码,2016集体经济收入(元)"
            line = f"县,镇,{zone.names['village']},{zone.place_code},100"
            kind, found = open_sheet(f"{head}\n{line}\n".encode(), name="villages.csv")
            told.append(masked(repr(preview(kind, found, run(viewer)).document(wordings())), values_of(zone)))
        assert told[0] == told[1]
        assert "'code': 'unknown_place'" in told[0]


def judged(viewer: Viewer, rows: list[dict[str, Any]]) -> str:
    """Return the preview of a sheet by somebody, as the command line prints it."""
    kind, found = open_sheet(sheet(rows), name="list.xlsx")
    return repr(preview(kind, found, run(viewer)).document(wordings()))


def run(viewer: Viewer) -> Run:
    """Return a reading of a sheet by somebody."""
    return Run(UUID(int=7 << 76 | 2 << 62), viewer.actor, NOW, TODAY, catalogue.policy(), keyring())


def values_of(zone: Zone) -> list[str]:
    """Return everything of a zone that a sheet can name."""
    numbers = [text for member in zone.members for text in (member.code, member.identity, member.name, member.phone)]
    return [zone.place_code, zone.household_code, zone.second_code, *zone.names.values(), *numbers]


@pytest.mark.parametrize("login", ["prefecture", "county", "township", "leader"])
def test_an_import_through_the_pages_keeps_to_the_territory(login: str, cast: Cast, log: Listening) -> None:
    """Upload, review, take in: the same sheet with what lies outside and with what does not exist."""
    viewer = cast.viewers[login]
    here, told = cast.inside(viewer), []
    for zone in (cast.outside(viewer), nowhere()):
        with transaction.atomic():
            told.append(masked(imported(viewer, here, zone), values_of(zone)))
            kept = repr([*ImportSession.objects.values_list("counts"), *Job.objects.values_list(), *refusals()])
            transaction.set_rollback(True)
        assert met(kept, cast.canaries(viewer)) == []
    assert told[0] == told[1]
    assert met("\n".join(log.lines), cast.canaries(viewer)) == []


def imported(viewer: Viewer, here: Zone, far: Zone) -> str:
    """Return all that the pages show while somebody brings a sheet that names what lies elsewhere."""
    client = Client()
    client.post("/sign-in", {"login": viewer.login, "password": PASSWORD})
    rows = [row for make in PREVIEWS.values() for row in make(here, far)]
    for at, row in enumerate(rows):
        if row["户编号"].startswith("99"):
            row["户编号"], row["人编号"] = f"9900000002{at}", row["人编号"].replace("990000000101", f"9900000002{at}01")
    page = client.get("/imports/new").content.decode()
    command = re.search(r'name="id" value="([^"]*)"', page)
    assert command is not None
    sent = client.post("/imports/new", {"id": command[1], "file": SimpleUploadedFile("list.xlsx", sheet(rows))})
    address, told = sent["Location"], []
    work()
    for show in ("wrong", "ask", "new", "changed", "same"):
        told.append(client.get(f"{address}?show={show}").content.decode())
    told.append(client.post(f"{address}/accept", {"id": str(UUID(int=UUID(command[1]).int + 1))}).headers["Location"])
    work()
    told += [client.get(address + more).content.decode() for more in ("", "/result", "?show=wrong")]
    told += [client.get(path).content.decode() for path in ("/", "/imports", f"/places/{here.place_code}")]
    session = ImportSession.objects.get(id=UUID(command[1]))
    told.append(client.get(f"/jobs/{session.job}").content.decode())
    return "\n".join(told)


def refusals() -> list[tuple[Any, ...]]:
    """Return the refusals that are kept."""
    return list(RefusedCommand.objects.values_list())


@pytest.mark.parametrize("login", LOGINS)
def test_neither_refusals_nor_sessions_nor_logs_keep_one(login: str, cast: Cast, log: Listening) -> None:
    viewer = cast.viewers[login]
    with transaction.atomic():
        for code in codes():
            command = catalogue.command_type(code).command(
                **with_id(sample(code).payload(standings(cast, viewer)[OUTSIDE]))
            )
            execute(command, actor=viewer.actor, received_at=NOW)
        sessions = [session.get_decoded() for session in Session.objects.all()]
        kept = repr([*refusals(), *sessions, *Job.objects.filter(owner_id=viewer.account).values_list()])
        transaction.set_rollback(True)
    assert met(kept, cast.canaries(viewer)) == []
    assert met("\n".join(log.lines), cast.canaries(viewer)) == []


def test_error_pages_repeat_nothing(cast: Cast, door: Door) -> None:
    """What does not exist, what is malformed and what comes without a token of the form are answered in set words."""
    zone = cast.zones["B1"]
    for path in (f"/no-such-page/{zone.place_code}", f"/places/{zone.names['village']}", f"/people/{zone.login}"):
        answer = door.ask("county", "GET", path)
        assert answer.status == 404
        assert met(answer.raw, [*cast.canaries(cast.viewers["county"])]) == []
    client = Client(enforce_csrf_checks=True)
    refused = client.post("/sign-in", {"login": zone.login, "password": zone.names["village"]})
    assert refused.status_code == 403
    assert met(refused.content.decode(), [zone.login, zone.names["village"]]) == []


def test_how_somebody_is_is_shown_to_those_who_help_alone(cast: Cast, door: Door) -> None:
    """Inside the territory too: words about health reach the roles of the table and nobody else."""
    zone, word, may = cast.zones["A1"], WORDS[A].health, QUERIES["registry.health"].roles
    relations = dict(zip(zone.members[:3], ("户主", "配偶", "之子"), strict=True))
    again = sheet(
        [
            row_of(zone, member, zone.household_code, 与户主关系=relation, 健康状况="长期慢性病", 人数=3)
            for member, relation in relations.items()
        ]
    )
    for login in LOGINS:
        viewer, told = cast.viewers[login], []
        paths = (
            f"/households/{zone.household}",
            f"/households/{zone.household}/members/{zone.child}/correct",
            f"/questions/answer?household={zone.household}",
            f"/figure/questions?place={zone.place_code}",
            f"/places/{zone.place_code}",
            f"/evidence/journal/{A}/{zone.sequence}",
        )
        told += [door.ask(login, "GET", path).raw for path in paths]
        if viewer.role in KINDS["people"].access.roles:
            kind, found = open_sheet(again, name="list.xlsx")
            told.append(repr(preview(kind, found, run(viewer)).judged))
            told.append(reviewed(viewer, again))
        if viewer.role in may:
            assert met("".join(told), [word]), login
        else:
            assert met("".join(told), [word]) == [], login


def reviewed(viewer: Viewer, data: bytes) -> str:
    """Return the pages of a review of a sheet that somebody brings, and what it says of changes."""
    with transaction.atomic():
        session = bring(viewer.actor, data, "list.xlsx")
        client = Client()
        client.post("/sign-in", {"login": viewer.login, "password": PASSWORD})
        told = "".join(
            client.get(f"/imports/{session}?show={show}").content.decode() for show in ("changed", "ask", "wrong")
        )
        transaction.set_rollback(True)
    return told


def test_the_cast_has_every_role(cast: Cast) -> None:
    assert {viewer.role for viewer in cast.viewers.values()} == {*Role, None}
    assert Account.objects.count() > len(cast.viewers)
    assert {kind.sheet.code for kind in kinds_for(cast.viewers["county"].actor)} == set(KINDS)
