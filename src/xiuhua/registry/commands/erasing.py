"""The wishes that erase a person or a household: in writing, on a ground that policy knows, never taken back."""

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from django.db import models
from pydantic import Field

from xiuhua.kernel.commands import Command, FreeText, UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.contract import CommandType
from xiuhua.platform.journal.erasing import records_about
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.bank import holder_of
from xiuhua.registry.commands.concerned import places_of_households
from xiuhua.registry.commands.forgetting import erase_people, lines_without_record
from xiuhua.registry.commands.forgetting_household import erase_households
from xiuhua.registry.letting_go import speaking_in
from xiuhua.registry.models import Comparison, ComparisonLine, Household, Membership
from xiuhua.registry.rules.erasing import BASES, ERASE_HOUSEHOLD, ERASE_PERSON, Basis

_PROVES = UsedBy("日后查证为什么删除", "whoever looks later into why it was erased")

_Ground = Annotated[
    Basis,
    asked("凭什么删除？", "On what ground?", choices=BASES, why=Text("依据由政策规定。", "Policy says which.")),
    _PROVES,
]
_Reference = Annotated[
    str,
    Field(min_length=2, max_length=80),
    FreeText,
    asked(
        "书面申请的编号和日期是什么？",
        "What are the number and date of the written request?",
        why=Text("不写姓名和号码。", "Without names and numbers of people."),
    ),
    _PROVES,
]
_Reason = Annotated[
    str,
    Field(min_length=2, max_length=200),
    FreeText,
    asked(
        "为什么删除？",
        "Why is it erased?",
        why=Text("这句话会留在日志里，不写姓名和号码。", "This stays in the journal: without names and numbers."),
    ),
    _PROVES,
]


class ErasePerson(Command):
    """Erase what is known of one person, now or formerly of a household, for good.

    Refused: 4750 who is head while others are in the household, 4751 a ground that is not in force, 4752 who is
    erased already, 4753 words that name the person, 4754 while a sheet with the person is being written.
    """

    code: ClassVar[str] = ERASE_PERSON
    label: ClassVar[Text] = Text("删除一个人的信息", "erase a person")

    household_id: UUID
    person_id: UUID
    basis: _Ground
    reference: _Reference
    reason: _Reason

    def roots(self) -> tuple[UUID, ...]:
        """The household to which the person belongs, or belonged last."""
        return (self.household_id,)


class EraseHousehold(Command):
    """Erase what is known of a household that has ended, for good; what figures are made of stands without it.

    Refused: 4923 one that is still there, 4924 one that is erased already, 4925 words that name it or its people,
    4926 while a sheet with it is being written, 4927 a ground that is not in force.
    """

    code: ClassVar[str] = ERASE_HOUSEHOLD
    label: ClassVar[Text] = Text("删除一户的信息", "erase a household")

    household_id: UUID
    basis: _Ground
    reference: _Reference
    reason: _Reason

    def roots(self) -> tuple[UUID, ...]:
        """The household."""
        return (self.household_id,)


def erasing_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(
            ErasePerson,
            erase_people,
            places_of_households,
            COMMANDS[ErasePerson.code],
            root_model=Household,
            find_records=_records,
            undoable=False,
        ),
        CommandType(
            EraseHousehold,
            erase_households,
            places_of_households,
            COMMANDS[EraseHousehold.code],
            root_model=Household,
            find_records=_records_of_households,
            undoable=False,
        ),
    )


def _records(commands: Sequence[ErasePerson]) -> set[tuple[type[models.Model], UUID]]:
    """Return every record with a row about the person, or with texts that can name them: households of before,
    evidence, lists of departments, what other modules hold of these households, minutes of the village's groups.
    """
    people = [command.person_id for command in commands]
    homes = set(Membership.objects.filter(person_id__in=people).values_list("household_id", flat=True))
    lists = ComparisonLine.objects.filter(person_id__in=people).values_list("comparison_id", flat=True)
    places = Household.objects.filter(id__in=[command.household_id for command in commands])
    villages = set(places.values_list("place_code", flat=True))
    loose = lines_without_record(villages).values_list("comparison_id", flat=True)
    return {
        *((Household, key) for key in homes),
        *((Comparison, key) for key in (*lists, *loose.distinct())),
        *(each for key in {*people, *homes, *speaking_in(villages)} for each in records_about(key)),
    }


def _records_of_households(commands: Sequence[EraseHousehold]) -> set[tuple[type[models.Model], UUID]]:
    """Return every record with a row about the household: visits and help of other modules, lists, its account."""
    homes = [command.household_id for command in commands]
    lists = ComparisonLine.objects.filter(household_id__in=homes).values_list("comparison_id", flat=True).distinct()
    return {
        *((Comparison, key) for key in lists),
        *(each for home in homes for key in (home, holder_of(home)) for each in records_about(key)),
    }
