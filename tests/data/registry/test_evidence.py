"""Evidence files of ledger lines and plots: who may name which, who opens them, what the journal keeps."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from support.evidence import drawing, photograph
from support.stage import FAR, HERE, NOW, PEOPLE, TODAY, actor, codes, do, done, fresh, people_of, person, registered
from xiuhua.kernel.places import lies_in
from xiuhua.platform.files.bringing import bring
from xiuhua.platform.files.commands import RemoveFile
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.files.queries import opened
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.access import QUERIES
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots, StatedPlot
from xiuhua.registry.models import Evidence
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.plots import land_of_household

WAGE = {"kind": "wage", "project": "务工", "amount": "300", "first_day": "2017-01-01", "last_day": "2017-06-30"}
BEND = {"name": "河湾地", "area": "3.5", "land_use": "own"}


@pytest.fixture
def home() -> UUID:
    return registered()


def kept(subject: UUID, *, by: str = "township", data: bytes | None = None) -> NamedFile:
    found = bring(actor(by), wish=fresh(), subject_id=subject, name="合同.png", data=data or drawing(), received_at=NOW)
    assert found.file is not None, found.problems
    return found.file


def line(home: UUID, **more: Any) -> RecordLedger:
    return RecordLedger(id=fresh(), household_id=home, lines=(StatedLine(**{"id": fresh(), **WAGE, **more}),))


def plot(home: UUID, **more: Any) -> RecordPlots:
    return RecordPlots(id=fresh(), household_id=home, plots=(StatedPlot(**{"id": fresh(), **BEND, **more}),))


def opens(login: str, file: NamedFile) -> bool:
    return opened(actor(login), file.id) is not None


@pytest.mark.parametrize("make", [line, plot], ids=["line", "plot"])
def test_exactly_who_may_see_the_record_opens_its_file(home: UUID, make: Any) -> None:
    file = kept(home)
    assert [login for login, *_ in PEOPLE if opens(login, file)] == ["township"], (
        "until a record names it, its uploader"
    )
    done(make(home, file=file), "leader")
    seeing = QUERIES["registry.households"].roles
    may = {login for login, _, role, at in PEOPLE if role.value in seeing and lies_in(HERE, at)}
    assert {login for login, *_ in PEOPLE if opens(login, file)} == may
    assert {"attendee", "administrator", "neighbour"}.isdisjoint(may)


@pytest.mark.parametrize("make", [line, plot], ids=["line", "plot"])
def test_a_file_is_replaced_let_go_and_stays_in_the_history(home: UUID, make: Any) -> None:
    first, second = kept(home), kept(home, data=photograph())
    command = make(home, file=first)
    done(command)
    (record,) = [each.id for each in (*getattr(command, "lines", ()), *getattr(command, "plots", ()))]
    part = {"kind": None, "project": None, "amount": None, "first_day": None, "last_day": None, "name": None}
    bare = {name: None for name in (*part, "area", "land_use") if name in (WAGE if make is line else BEND)}
    done(make(home, **{**bare, "id": record}, file=second))
    assert list(Evidence.objects.order_by("ended_on").values_list("file_id", "ended_on").filter(ended_on=None)) == [
        (second.id, None)
    ]
    assert opens("auditor", first), "what a record named once stays with it"
    assert codes(do(RemoveFile(id=fresh(), file_id=first.id))) == ["evidence_in_use"]
    assert done(make(home, **{**bare, "id": record}, file=second)).unchanged
    letting_go = make(home, **{**bare, "id": record}, cleared=("file",))
    done(letting_go)
    assert Evidence.objects.filter(ended_on=None).count() == 0
    done(Undo(id=fresh(), target=letting_go.id))
    assert Evidence.objects.get(ended_on=None).file_id == second.id


def test_a_file_about_somebody_else_or_with_another_digest_is_unknown(home: UUID) -> None:
    other = registered(members=(person("马福", "户主", "1940-01-01"),), village=HERE)
    theirs, ours = kept(other), kept(home)
    wrong = NamedFile(id=ours.id, digest="0" * 32)
    for file in (theirs, wrong, NamedFile(id=fresh(), digest=ours.digest)):
        for make in (line, plot):
            refused = do(make(home, file=file))
            assert [(each.code, each.field) for each in refused.problems] == [
                ("evidence_unknown", "lines.0.file" if make is line else "plots.0.file")
            ]
    worker = people_of(home)["田巧仓"].id
    done(line(home, person_id=worker, file=kept(worker)))
    assert codes(do(plot(home, file=kept(worker)))) == ["evidence_unknown"]
    assert Evidence.objects.count() == 1


def test_land_of_a_village_names_no_file(home: UUID) -> None:
    stated = StatedPlot(id=fresh(), **BEND, file=kept(home))
    wish = RecordVillagePlots(id=fresh(), village_code=HERE, plots=(stated,))
    assert codes(do(wish)) == ["evidence_unknown"]
    nowhere = RecordVillagePlots(id=fresh(), village_code="620122101999", plots=(stated,))
    again = wish.model_copy(update={"id": fresh()})
    receipts = execute_many([nowhere, again], actor=actor("township"), received_at=NOW)
    assert [codes(each) for each in receipts] == [["unknown_place"], ["evidence_unknown"]]


def test_a_file_of_another_territory_is_as_unknown_as_none(home: UUID) -> None:
    far = registered(members=(person("单大", "户主", "1950-01-01"),), village=FAR)
    theirs = kept(far, by="neighbour")
    assert do(line(home, file=theirs)).problems == do(line(home, file=NamedFile(id=fresh(), digest="1" * 32))).problems


def test_pages_show_which_file_a_line_and_a_plot_name(home: UUID) -> None:
    file = kept(home)
    done(line(home, file=file))
    done(plot(home, file=file))
    page = household(actor("member"), home, on=NOW.date())
    assert page is not None
    assert [each.file for each in page.incomes[0].lines] == [file.id]
    told = [text.zh for event in page.events for text in event.lines]
    assert told.count("材料：附上 1 份") == 2
    land = land_of_household(actor("member"), home)
    assert land is not None
    assert [each.file for each in land.lines] == [file.id]


def test_the_journal_says_that_a_file_is_named_and_nothing_of_it(home: UUID) -> None:
    file = kept(home)
    command = plot(home, file=file)
    done(command)
    entry = Entry.objects.get(command_id=command.id)
    assert str(file.id) in entry.changes
    assert "合同" not in entry.command + entry.changes
    assert StoredFile.objects.filter(removed_at=None).count() == 1


def test_as_of_a_day_gone_by_a_line_names_what_it_named_then(home: UUID) -> None:
    first, second, known = kept(home), kept(home, data=photograph()), fresh()
    done(line(home, id=known, file=first))
    done(RecordLedger(id=fresh(), household_id=home, lines=(StatedLine(id=known, file=second),)), days=5)
    for days, file in ((2, first), (5, second)):
        then = household(actor("member"), home, on=TODAY + timedelta(days=6), day=TODAY + timedelta(days=days))
        assert then is not None
        assert [each.file for each in then.incomes[0].lines] == [file.id]
