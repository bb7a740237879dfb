"""Wishes about one known household and its people: correct, join, leave, split, merge."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.money import Money
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.contract import CommandType
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands import households as handlers
from xiuhua.registry.commands.record import Member, PersonalWords, Words
from xiuhua.registry.models import Household


class JoinCause(StrEnum):
    """Why somebody comes to belong to a household."""

    BIRTH = "birth"
    MARRIAGE = "marriage"
    ADOPTION = "adoption"
    MOVED_IN = "moved_in"
    RETURNED = "returned"
    OTHER = "other"


class LeaveCause(StrEnum):
    """Why somebody no longer belongs to a household."""

    DEATH = "death"
    MARRIAGE = "marriage"
    MOVED_OUT = "moved_out"
    OTHER = "other"


class _OfHousehold(Command):
    household_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The household concerned."""
        return (self.household_id,)


class CorrectMember(_OfHousehold):
    """Correct facts of one present member; an empty text clears. Refused: 4221, 4223, and the row checks."""

    code: ClassVar[str] = "registry.correct_member"
    label: ClassVar[Text] = Text("更正成员信息", "correct a member")

    person_id: UUID
    name: Annotated[str | None, Field(min_length=1, max_length=60), Personal] = None
    identity: Annotated[str | None, Field(max_length=24), Personal] = None
    relation: Annotated[str | None, Field(max_length=20)] = None
    ethnicity: Words = None
    education: Words = None
    school: Words = None
    health: PersonalWords = None
    labour: Words = None
    work_place: Words = None
    work_months: Annotated[int | None, Field(ge=0, le=12)] = None
    serious_illness_insurance: bool | None = None
    phone: Annotated[str | None, Field(max_length=40), Personal] = None


class CorrectHousehold(_OfHousehold):
    """State the household's own facts anew; the former statement stays in its history. Refused: 4223."""

    code: ClassVar[str] = "registry.correct_household"
    label: ClassVar[Text] = Text("更正户信息", "correct a household")

    natural_village: Annotated[str | None, Field(max_length=60)] = None
    size: Annotated[int | None, Field(ge=0, le=999)] = None
    exit_status: PersonalWords = None
    exit_year: Annotated[int | None, Field(ge=1900, le=2200)] = None
    household_kind: PersonalWords = None
    main_cause: PersonalWords = None
    unsafe_house: bool | None = None
    water_safe: bool | None = None
    water_hard: bool | None = None
    per_head_income: Annotated[Money | None, Personal] = None


class JoinHousehold(_OfHousehold):
    """A person comes to belong to the household. Refused: 4211, 4212, and the row checks."""

    code: ClassVar[str] = "registry.join_household"
    label: ClassVar[Text] = Text("增加成员", "add a member")

    member: Member
    on: date
    cause: JoinCause


class LeaveHousehold(_OfHousehold):
    """A member no longer belongs to the household from a day on. Refused: 4221, 4222; 4016 without a new head."""

    code: ClassVar[str] = "registry.leave_household"
    label: ClassVar[Text] = Text("成员离开", "a member leaves")

    person_id: UUID
    on: date
    cause: LeaveCause
    new_head_id: UUID | None = None


class Relation(Value):
    """How a person relates to the head after a split or merge."""

    person_id: UUID
    relation: Annotated[str, Field(max_length=20)]


class SplitHousehold(_OfHousehold):
    """Some members form a household of their own in the same village from a day on. Refused: 4221, 4222, 4224."""

    code: ClassVar[str] = "registry.split_household"
    label: ClassVar[Text] = Text("分户", "split a household")

    new_household_id: UUID
    new_code: Annotated[str, Field(min_length=1, max_length=40)]
    leaving: Annotated[tuple[Relation, ...], Field(min_length=1, max_length=60)]
    staying: tuple[Relation, ...] = ()
    on: date


class MergeHouseholds(_OfHousehold):
    """All members of one household join another of the same village; the first ends. Refused: 4222, 4224, 4225."""

    code: ClassVar[str] = "registry.merge_households"
    label: ClassVar[Text] = Text("并户", "merge households")

    into_id: UUID
    relations: tuple[Relation, ...]
    on: date

    def roots(self) -> tuple[UUID, ...]:
        """Both households."""
        return (self.household_id, self.into_id)


def _places(commands: Sequence[Any]) -> list[tuple[str, ...] | None]:
    ids = {root for command in commands for root in command.roots()}
    codes = dict(Household.objects.filter(id__in=ids, valid_to__isnull=True).values_list("id", "place_code"))
    return [
        tuple(dict.fromkeys(codes[root] for root in command.roots()))
        if all(root in codes for root in command.roots())
        else None
        for command in commands
    ]


def member_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handled = {
        CorrectMember: handlers.correct_member,
        CorrectHousehold: handlers.correct_household,
        JoinHousehold: handlers.join_household,
        LeaveHousehold: handlers.leave_household,
        SplitHousehold: handlers.split_household,
        MergeHouseholds: handlers.merge_households,
    }
    return tuple(
        CommandType(command, handlers.for_each(decide), _places, COMMANDS[command.code], root_model=Household)
        for command, decide in handled.items()
    )
