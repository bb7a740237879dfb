"""Where a wish is remembered: in the chain of each county that it concerns, or in that of the system."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

import pytest

from data.accounts.cast import TODAY, fresh
from data.journal.world import COUNTY, NEIGHBOUR, World, codes, do, entries_of, undo
from xiuhua.kernel.access import Access, Role
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands import NamePlace
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context
from xiuhua.platform.journal.models import Stream, Touch
from xiuhua.platform.journal.verification import verify
from xiuhua.registry.commands.villages import RecordVillage
from xiuhua.registry.models import Village


class Twin(Command):
    """Mark two villages as poor or not: a wish of this test that concerns two counties."""

    code: ClassVar[str] = "test.twin"
    label: ClassVar[Text] = Text("结对", "twin")

    one: UUID
    other: UUID
    poor: bool

    def roots(self) -> tuple[UUID, ...]:
        """Return both villages."""
        return (self.one, self.other)


@pytest.fixture
def twins(world: World) -> Any:
    """Install the wish and return a village of each county."""
    before = list(catalogue.command_types())
    everybody = Access.of(*Role, zh="所有人", en="everybody")
    kind = CommandType(Twin, _twin, _twin_places, everybody, root_model=Village)
    catalogue.install([*before, kind], policy=catalogue.policy(), code_version=catalogue.code_version())
    yield [
        Village.objects.filter(place_code__startswith=county).order_by("id").first() for county in (COUNTY, NEIGHBOUR)
    ]
    catalogue.install(before, policy=catalogue.policy(), code_version=catalogue.code_version())


def _twin_places(commands: Sequence[Twin]) -> list[tuple[str, ...]]:
    found = dict(Village.objects.values_list("id", "place_code"))
    return [(found[command.one], found[command.other]) for command in commands]


def _twin(commands: Sequence[Twin], context: Context) -> list[Accepted]:
    villages = Village.objects.in_bulk([root for command in commands for root in command.roots()])
    return [
        Accepted(
            [
                Update(Village, root, root, {"poor": villages[root].poor}, {"poor": command.poor})
                for root in command.roots()
            ],
            tuple(villages[root].place_code for root in command.roots()),
            {"twins": 2},
        )
        for command in commands
    ]


def test_a_wish_across_counties_is_remembered_in_both(world: World, twins: list[Village]) -> None:
    one, other = twins
    wish = Twin(id=fresh(), one=other.id, other=one.id, poor=not one.poor)
    heads = dict(Stream.objects.values_list("name", "sequence"))
    receipt = do(wish)
    first, second = entries_of(wish.id)
    assert (first.stream, second.stream) == (NEIGHBOUR, COUNTY), "the first place named keeps the changes"
    assert (first.place_code, second.place_code) == (other.place_code, one.place_code)
    assert str(one.id) in first.changes
    assert second.changes == "[]"
    assert (first.result, first.command, first.payload_digest) == (second.result, second.command, second.payload_digest)
    for name in (COUNTY, NEIGHBOUR):
        assert Stream.objects.get(name=name).sequence == heads[name] + 1
    assert sorted(Touch.objects.filter(command_id=wish.id).values_list("record", flat=True)) == sorted(wish.roots())
    assert do(wish).result == receipt.result
    assert world.verify() == []


def test_undoing_it_needs_both_and_is_remembered_in_both(world: World, twins: list[Village]) -> None:
    one, other = twins
    wish = Twin(id=fresh(), one=one.id, other=other.id, poor=not one.poor)
    do(wish)
    assert codes(undo(wish.id, "county")) == ["not_found"]
    receipt = undo(wish.id, "prefecture")
    assert [entry.stream for entry in entries_of(receipt.command_id)] == [COUNTY, NEIGHBOUR]
    assert Village.objects.get(id=one.id).poor is one.poor
    assert undo(receipt.command_id, "prefecture").accepted
    assert Village.objects.get(id=one.id).poor is not one.poor
    assert world.verify() == []


def test_a_stream_that_begins_is_signed_before_its_first_entry(own_world: World) -> None:
    """Whoever is killed right after the commit leaves a stream whose beginning is known outside."""
    before = own_world.heads.read_text("ascii").count("\n")
    do(NamePlace(id=fresh(), place_code="620121100200", name="新村"))
    wish = RecordVillage(id=fresh(), village_code="620121100200", origin="form", stated_on=TODAY, poor=True)
    assert do(wish).accepted
    lines = own_world.heads.read_text("ascii").splitlines()[before:]
    assert ['"620121"' in line and '"sequence": 0' in line for line in lines] == [False, True, False]
    own_world.heads.write_text("\n".join([*own_world.heads.read_text("ascii").splitlines()[:-1], ""]))
    assert verify().findings == ()


def test_nothing_is_remembered_of_what_was_so_already(world: World) -> None:
    wish = NamePlace(id=fresh(), place_code="620122000000", name="皋兰县")
    receipt = do(wish)
    assert (receipt.accepted, receipt.unchanged) == (True, True)
    assert not entries_of(wish.id)
