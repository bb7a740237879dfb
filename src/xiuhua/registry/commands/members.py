"""Wishes about one known household and its people: correct, join, leave, change the head, split, merge."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.money import Money
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.contract import CommandType
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands import correcting, moving
from xiuhua.registry.commands.cases import for_each
from xiuhua.registry.commands.record import Member, PersonalWords, Words
from xiuhua.registry.commands.words import ASKED, INTO, NEW_CODE, NEW_HEAD, Account, Identity, Name, caused, day
from xiuhua.registry.models import Household
from xiuhua.registry.rules.causes import JOIN_CAUSES, LEAVE_CAUSES, JoinCause, LeaveCause

MemberFact = Literal[
    "identity",
    "phone",
    "ethnicity",
    "school",
    "education",
    "health",
    "labour",
    "work_place",
    "work_months",
    "serious_illness_insurance",
]
"""What may be unknown of a member; everybody has a name and a relation."""

StatedFact = Literal[
    "size",
    "exit_status",
    "exit_year",
    "household_kind",
    "main_cause",
    "unsafe_house",
    "water_safe",
    "water_hard",
    "per_head_income",
    "bank_name",
    "bank_account",
]


class _OfHousehold(Command):
    household_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The household concerned."""
        return (self.household_id,)


class CorrectMember(_OfHousehold):
    """Correct facts of one present member. An empty text, or a name in ``cleared``, makes a fact unknown again.

    Refused: 4311 who is no member, 4313 where nothing would change, 4303 and 4304 for a number that somebody else
    in the territory holds, and what the row checks call an error.
    """

    code: ClassVar[str] = "registry.correct_member"
    label: ClassVar[Text] = Text("更正成员信息", "correct a member")

    person_id: UUID
    name: Annotated[Name | None, Field(min_length=1, max_length=60), Personal, *ASKED["name"]] = None
    relation: Annotated[str | None, Field(max_length=20), *ASKED["relation"]] = None
    identity: Annotated[Identity | None, Field(max_length=24), Personal, *ASKED["identity"]] = None
    phone: Annotated[str | None, Field(max_length=40), Personal, *ASKED["phone"]] = None
    ethnicity: Annotated[Words, *ASKED["ethnicity"]] = None
    school: Annotated[Words, *ASKED["school"]] = None
    education: Annotated[Words, *ASKED["education"]] = None
    health: Annotated[PersonalWords, *ASKED["health"]] = None
    labour: Annotated[Words, *ASKED["labour"]] = None
    work_place: Annotated[Words, *ASKED["work_place"]] = None
    work_months: Annotated[int | None, Field(ge=0, le=12), *ASKED["work_months"]] = None
    serious_illness_insurance: Annotated[bool | None, *ASKED["serious_illness_insurance"]] = None
    cleared: tuple[MemberFact, ...] = ()


class CorrectHousehold(_OfHousehold):
    """State the household's own facts anew; the former statement stays in its history.

    Refused: 4313 where nothing would change, 1410 where somebody else changed the same fact meanwhile.
    """

    code: ClassVar[str] = "registry.correct_household"
    label: ClassVar[Text] = Text("更正户信息", "correct a household")

    exit_status: Annotated[PersonalWords, *ASKED["exit_status"]] = None
    exit_year: Annotated[int | None, Field(ge=1900, le=2200), *ASKED["exit_year"]] = None
    household_kind: Annotated[PersonalWords, *ASKED["household_kind"]] = None
    main_cause: Annotated[PersonalWords, *ASKED["main_cause"]] = None
    per_head_income: Annotated[Money | None, Personal, *ASKED["per_head_income"]] = None
    unsafe_house: Annotated[bool | None, *ASKED["unsafe_house"]] = None
    water_safe: Annotated[bool | None, *ASKED["water_safe"]] = None
    water_hard: Annotated[bool | None, *ASKED["water_hard"]] = None
    size: Annotated[int | None, Field(ge=0, le=999), *ASKED["size"]] = None
    natural_village: Annotated[str | None, Field(max_length=60), *ASKED["natural_village"]] = None
    bank_name: Annotated[PersonalWords, *ASKED["bank_name"]] = None
    bank_account: Annotated[Account | None, Field(max_length=40), Personal, *ASKED["bank_account"]] = None
    cleared: tuple[StatedFact, ...] = ()


class JoinHousehold(_OfHousehold):
    """A person comes to belong to the household; one who left it before is the same person again.

    Refused: 4303 and 4304 who is held elsewhere in the territory, 4317 for a day to come, and the row checks.
    """

    code: ClassVar[str] = "registry.join_household"
    label: ClassVar[Text] = Text("增加成员", "add a member")

    member: Member
    on: Annotated[date, *day("从哪一天起是这一户的人？", "From which day does the person belong to the household?")]
    cause: Annotated[JoinCause, *caused(JOIN_CAUSES)]


class Relation(Value):
    """How a person relates to the head after the head has changed, a split or a merge."""

    person_id: UUID
    relation: Annotated[str, Field(max_length=20), *ASKED["relation"]]


class LeaveHousehold(_OfHousehold):
    """A member no longer belongs to the household from a day on; after the last one the household ends.

    Refused: 4311 who is no member, 4312 before joining, 4317 for a day to come, 4318 where the head leaves and
    nobody is named to follow, 4921 where the household would end before it began.
    """

    code: ClassVar[str] = "registry.leave_household"
    label: ClassVar[Text] = Text("成员离开", "a member leaves")

    person_id: UUID
    on: Annotated[date, *day("从哪一天起不再是这一户的人？", "From which day does the person no longer belong here?")]
    cause: Annotated[LeaveCause, *caused(LEAVE_CAUSES)]
    new_head_id: Annotated[UUID | None, *NEW_HEAD] = None
    relations: tuple[Relation, ...] = ()


class ChangeHead(_OfHousehold):
    """Another member is the head; the others say how they relate to the new one.

    Refused: 4311 who is no member, 4313 where nothing would change, 4012 where two heads would result.
    """

    code: ClassVar[str] = "registry.change_head"
    label: ClassVar[Text] = Text("更换户主", "change the head")

    new_head_id: Annotated[UUID, *NEW_HEAD]
    relations: Annotated[tuple[Relation, ...], Field(max_length=60)] = ()


class SplitHousehold(_OfHousehold):
    """Some members form a household of their own in the same village from a day on.

    Refused: 4311 who is no member, 4312 before joining, 4314 where nobody would stay or the code is taken, 4317 for
    a day to come, and the row checks of both households.
    """

    code: ClassVar[str] = "registry.split_household"
    label: ClassVar[Text] = Text("分户", "split a household")

    new_household_id: UUID
    new_code: Annotated[str, Field(min_length=1, max_length=40), *NEW_CODE]
    leaving: Annotated[tuple[Relation, ...], Field(min_length=1, max_length=60)]
    staying: Annotated[tuple[Relation, ...], Field(max_length=60)] = ()
    on: Annotated[date, *day("从哪一天起分开？", "From which day on are they apart?")]


class MergeHouseholds(_OfHousehold):
    """All members of one household join another of the same village; the first ends.

    Refused: 4312 before joining, 4315 for another village or the same household, 4316 where a relation to the new
    head is missing, 4317 for a day to come, and the row checks.
    """

    code: ClassVar[str] = "registry.merge_households"
    label: ClassVar[Text] = Text("并户", "merge households")

    into_id: Annotated[UUID, *INTO]
    relations: Annotated[tuple[Relation, ...], Field(max_length=60)]
    on: Annotated[date, *day("从哪一天起是一户？", "From which day on are they one household?")]

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
        CorrectMember: correcting.correct_member,
        CorrectHousehold: correcting.correct_household,
        ChangeHead: correcting.change_head,
        JoinHousehold: moving.join_household,
        LeaveHousehold: moving.leave_household,
        SplitHousehold: moving.split_household,
        MergeHouseholds: moving.merge_households,
    }
    return tuple(
        CommandType(command, for_each(decide), _places, COMMANDS[command.code], root_model=Household)
        for command, decide in handled.items()
    )
