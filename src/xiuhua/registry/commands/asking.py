"""What taking in a household from a source asks about: what the checks found, what only the door could see."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.lent import can_word
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Context
from xiuhua.registry.checking import Checked
from xiuhua.registry.following import Following, problem_of
from xiuhua.registry.questions import Asked, asked_changes
from xiuhua.registry.rules.corrections import Followed
from xiuhua.registry.rules.departed import Departed, asked_about
from xiuhua.registry.rules.facts import HOUSEHOLD_FIELDS
from xiuhua.registry.rules.findings import WARNINGS

Row = Mapping[str, Any]


def asked_by_source(
    command: Any,
    household_id: UUID,
    known: Sequence[Row],
    *,
    checked: Checked,
    people: Sequence[Row | None],
    departed: Mapping[UUID, Departed],
    following: Following,
    context: Context,
) -> list[Insert | Update]:
    """Return the changes of a household's questions. Of people who died or left, only whether that is so is asked."""
    members = command.members
    ids = [person["id"] if person else member.id for member, person in zip(members, people, strict=True)]
    gone = {row for row, person in enumerate(people) if person and person["left_on"] is not None}
    by_code = {m.code: i for m, i in zip(members, ids, strict=True) if m.code}
    asked = [
        Asked(found.problem, members[found.row].code, ids[found.row])
        for found in checked.asked
        if found.row not in gone or found.problem.field in HOUSEHOLD_FIELDS
    ]
    silent = {members[row].code for row in gone} - {""}
    asked.extend(
        Asked(Problem(n.code, n.field or None, n.values), n.person_code, by_code.get(n.person_code))
        for n in command.notices
        if n.person_code not in silent
    )
    for row in gone:
        problem = asked_about(departed[ids[row]], stated_on=command.stated_on)
        if problem is not None:
            asked.append(Asked(problem, members[row].code, ids[row]))
    for answer in following.answers:
        problem = problem_of(answer) if answer.said is Followed.OTHER else None
        if problem is not None:
            code = "" if answer.row is None else members[answer.row].code
            asked.append(Asked(problem, code, answer.line.person_id))
    if not asked and not known:
        return []
    return asked_changes(
        asked,
        command_id=command.id,
        household_id=household_id,
        household_code=command.household_code,
        place_code=command.village_code,
        known=known,
        origin=command.origin,
        today=context.today,
        keyring=context.keyring,
        about={id_ for row, id_ in enumerate(ids) if row not in gone},
    )


def unsaid(command: Any, context: Context) -> Iterator[Problem]:
    """Yield why a wish says what nobody can: of a day to come, or a notice that no page could put into words."""
    if command.stated_on > context.today:
        yield Problem("day_to_come", "stated_on")
    for each in command.notices:
        if each.code not in WARNINGS or not can_word(Problem(each.code, each.field or None, each.values)):
            yield Problem("notice_unknown", "notices")
