"""What a household of the sheet would change in what is stored, cell by cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import CellChange, Finding, Judged, Verdict
from xiuhua.platform.vault import masks
from xiuhua.registry.changes import member_differences
from xiuhua.registry.commands.mastered import standing
from xiuhua.registry.commands.record import RecordHousehold
from xiuhua.registry.following import Following, problem_of
from xiuhua.registry.known import Known, names_departed_head
from xiuhua.registry.origins import EDITED, mastering_of, system_name
from xiuhua.registry.questions import CONFIRMED, Asked, fingerprint
from xiuhua.registry.rules.corrections import Followed
from xiuhua.registry.rules.departed import asked_about
from xiuhua.registry.rules.facts import HOUSEHOLD_FIELDS, MemberFacts
from xiuhua.registry.rules.findings import Found
from xiuhua.registry.rules.household import as_written
from xiuhua.registry.sheets.layout import Group, Layout
from xiuhua.registry.stored import SAID_FIELDS, StoredHousehold

_MASKS: Mapping[str, Callable[[str], str]] = {
    "identity": masks.identity,
    "phone": masks.phone,
    "bank_account": masks.account,
}
HIDDEN = 6
"""Dots in the place of a value that the importer may not see."""


@dataclass(slots=True)
class SheetHousehold:
    """One household of the sheet on its way: its rows, its facts, what was found, and the wish."""

    group: Group
    facts: list[MemberFacts]
    findings: list[Finding]
    head: int
    """The row whose household cells hold."""
    mark: str
    found: Sequence[Found] = ()
    command: RecordHousehold | None = None


def compared(household: SheetHousehold, command: RecordHousehold, known: Known, layout: Layout) -> Judged:
    """Return what would become of a household that can be taken in as far as its rows alone tell."""
    stored, problems = known.household(command.household_code, command.village_code)
    matches = known.people(command, stored)
    found = [*(Found(household.head, problem) for problem in problems), *matches.found]
    if found:
        household.findings.extend(layout.finding(household.group, each) for each in found)
        return judged(household, Verdict.WRONG)
    household_id = stored.id if stored else command.household_id
    known.remember(command, household_id)
    if stored is None:
        return judged(household, Verdict.NEW, commands=(command,), new_rows=len(household.facts))
    _ask_about_departed(household, command, known, matches.people, layout)
    confirmed = {question["fingerprint"] for question in stored.questions if question["state"] == CONFIRMED}
    household.findings = [each for each in household.findings if each.mark not in confirmed]
    following = standing(command, stored, matches.people, policy=layout.policy, today=layout.today)
    household.findings.extend(_unfollowed(household, command, following, layout))
    if command.origin == EDITED:
        following = _asked_for(household, command, stored, matches.people, following, layout)
    changes = list(_changes(household, command, stored, matches.people, layout, following))
    new_rows = sum(person is None for person in matches.people)
    verdict = Verdict.CHANGED if changes or new_rows else Verdict.SAME
    return judged(household, verdict, commands=(command,), new_rows=new_rows, changes=changes)


def _ask_about_departed(
    household: SheetHousehold,
    command: RecordHousehold,
    known: Known,
    people: Sequence[dict[str, Any] | None],
    layout: Layout,
) -> None:
    """Of people who died or left, ask only whether that is so: nothing else of their rows is taken over."""
    group = household.group
    for row, person in enumerate(people):
        if person is None or person["left_on"] is None:
            continue
        number, head = group.rows[row][0], row == household.head
        household.findings = [
            each
            for each in household.findings
            if each.row != number or (head and each.problem.field in HOUSEHOLD_FIELDS)
        ]
        problem = asked_about(known.departed[person["id"]], stated_on=command.stated_on)
        if problem is not None:
            asked = Asked(problem, command.members[row].code)
            mark = fingerprint(asked, household_code=group.code, keyring=layout.keyring)
            household.findings.append(replace(layout.finding(group, Found(row, problem)), mark=mark))


def _unfollowed(
    household: SheetHousehold, command: RecordHousehold, following: Following, layout: Layout
) -> Iterator[Finding]:
    """Yield, at their cells, values that were to be corrected and are still the old ones, or others.

    The old value is no question of ours: it is said each time, and nothing is to be answered.
    """
    group, sees_health = household.group, layout.sees_health(command.village_code)
    for answer in following.answers:
        problem = problem_of(answer, sees_health=sees_health)
        if problem is None:
            continue
        row = household.head if answer.row is None else answer.row
        code = "" if answer.row is None else command.members[row].code
        asked = problem_of(answer) if answer.said is Followed.OTHER else None
        mark = fingerprint(Asked(asked, code), household_code=group.code, keyring=layout.keyring) if asked else ""
        yield replace(layout.finding(group, Found(row, problem)), severity="warning", mark=mark)


def _asked_for(
    household: SheetHousehold,
    command: RecordHousehold,
    stored: StoredHousehold,
    people: Sequence[dict[str, Any] | None],
    following: Following,
    layout: Layout,
) -> Following:
    """Say at each edit that another system masters that it is asked for there; return what is asked for already.

    Such an edit is shown as a change, because somebody made it, until it stands on the list of corrections.
    """
    already: dict[UUID, frozenset[str]] = {}
    rows = {person["id"]: row for row, person in enumerate(people) if person is not None}
    for subject, names in following.kept.items():
        row = rows.get(subject)
        said = command.stated if row is None else command.members[row]
        lines = {name: stored.correction(subject, name) for name in names}
        already[subject] = frozenset(n for n, line in lines.items() if line and line.wanted == getattr(said, n))
        person = None if row is None else people[row]
        origin = (person or stored.household)["origin"]
        mastering = mastering_of(origin, layout.policy, on=layout.today, region=command.village_code)
        if mastering is None:
            continue
        system = system_name(mastering.system)
        for name in sorted(names - already[subject]):
            problem = Problem("edit_is_asked_for", name, {"system_zh": system.zh, "system_en": system.en})
            finding = layout.finding(household.group, Found(household.head if row is None else row, problem))
            household.findings.append(replace(finding, severity="warning"))
    return Following(kept=already)


def _changes(
    household: SheetHousehold,
    command: RecordHousehold,
    stored: StoredHousehold,
    people: Sequence[dict[str, Any] | None],
    layout: Layout,
    following: Following,
) -> Iterator[CellChange]:
    head_number = household.group.rows[household.head][0]
    sees_health = layout.sees_health(command.village_code)
    present = {**stored.said, "natural_village": stored.household["natural_village"]}
    stated = {**command.stated.__dict__, "natural_village": command.natural_village}
    kept = following.kept.get(stored.id, frozenset())
    for name in ("natural_village", *SAID_FIELDS):
        before = present.get(name)
        if name not in kept and stated[name] is not None and stated[name] != before:
            yield layout.change(head_number, name, _masked(name, before, sees_health), as_written(name, stated[name]))
    headless = names_departed_head(command.members, people)
    for row, (member, person) in enumerate(zip(command.members, people, strict=True)):
        if person is not None and person["left_on"] is None:
            differences = following.without_kept(person["id"], member_differences(person, member.__dict__))
            for name, (before, after) in differences.items():
                if headless and name == "relation":
                    continue
                number = household.group.rows[row][0]
                yield layout.change(number, name, _masked(name, before, sees_health), as_written(name, after))


def _masked(name: str, value: Any, sees_health: bool) -> str:
    """Return a stored value as whoever imports may see it."""
    if name == "health" and value and not sees_health:
        return masks.DOT * HIDDEN
    hide = _MASKS.get(name)
    return hide(value) if hide and value else as_written(name, value)


def judged(
    household: SheetHousehold,
    verdict: Verdict,
    *,
    commands: tuple[RecordHousehold, ...] = (),
    new_rows: int = 0,
    changes: Sequence[CellChange] = (),
) -> Judged:
    """Return the verdict on a household, as the review shows it."""
    return Judged(
        key=household.group.code,
        label=household.facts[household.head].name or "",
        rows=household.group.numbers,
        verdict=verdict,
        new_rows=new_rows,
        findings=household.findings,
        changes=list(changes),
        commands=commands,
        place_code=commands[0].village_code if commands else "",
        mark=household.mark,
        names=_names(household) if household.findings or changes else {},
    )


def _names(household: SheetHousehold) -> dict[int, str]:
    facts = zip(household.group.numbers, household.facts, strict=True)
    return {number: each.name or "" for number, each in facts}
