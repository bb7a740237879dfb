"""The wish that erases a person: asked for in writing, on a ground that policy knows, never taken back."""

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
from xiuhua.registry.commands.concerned import places_of_households
from xiuhua.registry.commands.forgetting import erase_people, lines_without_record
from xiuhua.registry.models import Comparison, ComparisonLine, Household, Membership
from xiuhua.registry.rules.erasing import BASES, ERASE_PERSON, Basis

_PROVES = UsedBy("日后查证为什么删除", "whoever looks later into why it was erased")


class ErasePerson(Command):
    """Erase what is known of one person, now or formerly of a household, for good.

    Refused: 4750 who is head while others are in the household, 4751 a ground that is not in force, 4752 who is
    erased already, 4753 words that name the person, 4754 while a sheet with the person is being written.
    """

    code: ClassVar[str] = ERASE_PERSON
    label: ClassVar[Text] = Text("删除一个人的信息", "erase a person")

    household_id: UUID
    person_id: UUID
    basis: Annotated[
        Basis,
        asked("凭什么删除？", "On what ground?", choices=BASES, why=Text("依据由政策规定。", "Policy says which.")),
        _PROVES,
    ]
    reference: Annotated[
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
    reason: Annotated[
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

    def roots(self) -> tuple[UUID, ...]:
        """The household to which the person belongs, or belonged last."""
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
    )


def _records(commands: Sequence[ErasePerson]) -> set[tuple[type[models.Model], UUID]]:
    """Return every record with a row about the person: households of before, evidence, lists of departments."""
    people = [command.person_id for command in commands]
    homes = Membership.objects.filter(person_id__in=people).values_list("household_id", flat=True)
    lists = ComparisonLine.objects.filter(person_id__in=people).values_list("comparison_id", flat=True)
    places = Household.objects.filter(id__in=[command.household_id for command in commands])
    loose = lines_without_record(places.values_list("place_code", flat=True)).values_list("comparison_id", flat=True)
    return {
        *((Household, key) for key in homes),
        *((Comparison, key) for key in (*lists, *loose.distinct())),
        *(each for key in people for each in records_about(key)),
    }
