"""Looking at a masked field: who may, for how long, and that the value stands nowhere but in its one answer."""

import base64
from datetime import timedelta
from uuid import UUID

import pytest

from data.registry.test_commands_ledger import line, recording
from support.exports import exported
from support.stage import (
    FAR,
    HERE,
    NOW,
    TODAY,
    TOWNSHIP,
    actor,
    codes,
    do,
    done,
    family,
    fresh,
    number,
    people_of,
    person,
    registered,
)
from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.ids import as_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.commands import RecordExport, Village
from xiuhua.platform.exchange.contained import MARK, holds, marks_of
from xiuhua.platform.exchange.models import Export, ExportedVillage
from xiuhua.platform.journal.models import Entry, RefusedCommand
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.members import LeaveHousehold
from xiuhua.registry.commands.reveal import RevealField
from xiuhua.registry.models import Household, Reveal
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.reveals import revealed, who_looked

PHONE = "13990001111"
WHY = "约好上门的时间"


@pytest.fixture
def home() -> UUID:
    return registered()


def looking(home: UUID, name: str = "何慧珍", **more: object) -> RevealField:
    who = people_of(home)[name]
    given = {"household_id": home, "person_id": who.id, "field": "phone", "purpose": "help", "reason": WHY, **more}
    return RevealField(id=fresh(), **given)


def test_the_asker_sees_the_value_and_everybody_of_the_household_that_it_was_seen(home: UUID) -> None:
    command = looking(home)
    receipt = done(command, "member")
    assert receipt.result == {"reveal": str(command.id)}
    found = revealed(actor("member"), command.id, at=NOW)
    assert found is not None
    assert (found.value, found.person, found.until) == (PHONE, "何慧珍", NOW + timedelta(minutes=5))
    for login in ("member", "auditor", "county", "department"):
        (look,) = who_looked(actor(login), home)
        assert (look.person, look.field.zh, look.purpose.zh, look.reason.zh) == ("何慧珍", "联系电话", "走访帮扶", WHY)
        assert (look.who, look.role, look.at) == ("罗秋霞", Text("组员", "group member"), NOW)


def test_nobody_else_opens_it_and_nobody_after_its_minutes(home: UUID) -> None:
    command = looking(home)
    done(command, "member")
    for login in ("leader", "county", "auditor", "neighbour", "attendee", ""):
        assert revealed(actor(login), command.id, at=NOW) is None
    last = NOW + timedelta(minutes=5, microseconds=-1)
    assert getattr(revealed(actor("member"), command.id, at=last), "value", None) == PHONE
    over = revealed(actor("member"), command.id, at=NOW + timedelta(minutes=5))
    assert over is not None
    assert over.value is None


def test_roles_that_may_not_are_refused_and_outside_is_as_if_nobody_were_there(home: UUID) -> None:
    assert codes(do(looking(home), "auditor")) == ["not_your_role"]
    assert codes(do(looking(home), "attendee")) == ["not_your_role"]
    assert codes(do(looking(home), "administrator")) == ["not_your_role"]
    assert codes(do(looking(home), "neighbour")) == ["not_found"]
    assert who_looked(actor("neighbour"), home) == ()
    assert Reveal.objects.count() == 0
    assert Role.AUDITOR not in COMMANDS["registry.reveal"].roles


def test_health_is_asked_for_by_those_who_do_not_help(home: UUID) -> None:
    asked = looking(home, field="health", purpose="payment")
    done(asked, "department")
    found = revealed(actor("department"), asked.id, at=NOW)
    assert found is not None
    assert (found.value, found.said.en) == ("健康", "healthy")
    assert codes(do(looking(home, field="health"), "member")) == ["reveal_not_masked"]
    assert who_looked(actor("county"), home)[0].reason.zh == WHY
    assert who_looked(actor("auditor"), home)[0].reason.zh == "（事由不显示）"


def test_what_is_blank_or_somebody_elses_is_refused(home: UUID) -> None:
    other = registered(members=[person("田大山", "户主", "1960-01-01", phone="13990002222")])
    assert codes(do(looking(home, "田巧仓"), "member")) == ["reveal_nothing_there"]
    stranger = people_of(other)["田大山"].id
    assert codes(do(looking(home, person_id=stranger), "member")) == ["reveal_person_unknown"]
    assert codes(do(looking(home, person_id=fresh()), "member")) == ["reveal_person_unknown"]
    assert codes(do(looking(home, purpose="curiosity"), "member")) == ["purpose_unknown"]


def test_a_member_who_left_is_not_looked_at_here_any_more(home: UUID) -> None:
    son = people_of(home)["何小军"]
    command = looking(home, "何小军", field="identity")
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=son.id, on=TODAY, cause="moved_out"))
    assert codes(do(command, "member")) == ["reveal_person_unknown"]


def test_the_value_stands_in_no_entry_receipt_refusal_or_read_of_the_household(home: UUID) -> None:
    girl = number("2003-02-09", female=True)
    other = registered(members=[*family()[:2], person("何小莉", "之女", "2003-02-09", identity=girl, female=True)])
    for name, field in (("何慧珍", "phone"), ("何小莉", "identity")):
        done(looking(other, name, field=field), "member")
        do(looking(other, name, field=field, purpose="none"), "member")
    kept = repr([*Entry.objects.filter(code=RevealField.code).values(), *RefusedCommand.objects.values()])
    rows = repr([*Reveal.objects.values()])
    page = repr(household(actor("member"), other, on=TODAY)) + repr(who_looked(actor("member"), other))
    for text in (kept, rows, page):
        assert PHONE not in text
        assert girl not in text
    assert WHY not in kept + rows
    assert WHY in page


def test_the_same_wish_twice_is_one_look_and_it_cannot_be_undone(home: UUID) -> None:
    command = looking(home)
    assert [done(command, "member").repeated, done(command, "member").repeated] == [False, True]
    assert Reveal.objects.count() == 1
    assert codes(do(Undo(id=fresh(), target=command.id, reason="写错了"), "county")) != []
    assert Reveal.objects.count() == 1


def test_looking_changes_nothing_of_the_household(home: UUID) -> None:
    before = Household.objects.values_list("version", flat=True).get(id=home)
    command = looking(home)
    done(command, "leader")
    assert Household.objects.values_list("version", flat=True).get(id=home) == before
    entry = Entry.objects.get(command_id=command.id)
    assert entry.place_code == HERE
    assert as_uuid(entry.actor) == actor("leader").person_id


def taken_away(kind: str, place: str, by: str, **filters: str) -> UUID:
    """Export a sheet and return its id."""
    before = set(Export.objects.values_list("id", flat=True))
    exported(kind, place, by, **filters)
    (made,) = set(Export.objects.values_list("id", flat=True)) - before
    return made


def sheets(login: str, home: UUID) -> list[UUID]:
    return [look.id for look in who_looked(actor(login), home) if not look.person]


def test_a_household_is_told_which_exports_held_it_and_no_other_household_is(home: UUID) -> None:
    other = registered()
    done(recording(home, line()), "county")
    everybody = taken_away("people", HERE, "township")
    one = taken_away("incomes", TOWNSHIP, "county", household=str(home))
    taken_away("people", FAR, "prefecture")
    assert set(sheets("leader", home)) == {everybody, one}
    assert sheets("leader", other) == [everybody]
    assert sheets("neighbour", home) == []
    told = {look.id: look for look in who_looked(actor("leader"), home)}
    assert told[one].field.zh == "这一户在一份导出的表里：收入台账"
    assert told[everybody].field.en.startswith("the household was in an exported sheet: ")
    assert (told[everybody].who, told[everybody].role) == ("秦德厚", ROLE_NAMES[Role.TOWNSHIP_OFFICER])
    assert told[everybody].purpose.zh


def test_what_the_journal_keeps_of_an_export_names_no_household(home: UUID) -> None:
    export = taken_away("people", HERE, "township")
    entry = Entry.objects.get(code="exchange.record_export")
    for text in (entry.command, entry.changes):
        assert str(home) not in text
        assert home.hex not in text
    (village,) = ExportedVillage.objects.filter(export_id=export)
    assert (village.place_code, len(base64.b64decode(village.marks))) == (HERE, MARK)
    assert holds(village.marks, export, home)


def test_nobody_can_say_that_an_export_held_villages_of_elsewhere(home: UUID) -> None:
    export = fresh()
    words = {"kind": "people", "purpose": "help", "rows": 1, "rows_digest": "0" * 32, "as_of": TODAY}
    village = Village(place_code=HERE, marks=marks_of(export, [home]))
    wish = RecordExport(id=export, place_code=FAR, contained=(village,), **words)
    assert codes(do(wish, "prefecture")) == ["not_found"]
