"""What a correction here means for a record that another system masters: refused, or told to that system."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.journal.contract import Context
from xiuhua.registry.changes import member_differences
from xiuhua.registry.corrections import CHANGED_AGAIN, PUT_BACK, About, begun, withdrawn
from xiuhua.registry.following import Following, follow
from xiuhua.registry.origins import EDITED, mastering_of, system_name, system_of
from xiuhua.registry.rules.mastering import Mastering, barred_problem
from xiuhua.registry.stored import StoredHousehold

Differences = Mapping[str, tuple[Any, Any]]
Person = Mapping[str, Any] | None
People = Sequence[Person]


def barred(origin: str, names: Iterable[str], context: Context, place_code: str) -> tuple[Problem, ...]:
    """Return why fields of a record of an origin cannot be corrected here: another system masters them."""
    mastering = _mastering(origin, context, place_code)
    if mastering is None:
        return ()
    name = system_name(mastering.system)
    return tuple(barred_problem(field, mastering, name.zh, name.en) for field in mastering.barred(names))


def reported(
    stored: StoredHousehold,
    person: Mapping[str, Any] | None,
    differences: Differences,
    *,
    command_id: UUID,
    context: Context,
    only_asked: Collection[str] = (),
) -> list[Change]:
    """Return the corrections that follow from values corrected here: each goes to the system that masters the record.

    One that goes back to what that system states is withdrawn; another value replaces what was asked for before.
    ``person`` is whose values they are, ``None`` for those of the household itself; fields that are ``only_asked`` for
    are not changed here.
    """
    record = stored.household if person is None else person
    place_code = stored.household["place_code"]
    mastering = _mastering(record["origin"], context, place_code)
    if mastering is None:
        return []
    changes: list[Change] = []
    for field, (old, new) in differences.items():
        about = about_field(stored, field, mastering.system, person["id"] if person else None)
        context.keyring.load((about.subject,))
        if about.subject not in context.keyring:
            continue  # of somebody who was erased nothing is kept
        local = field not in only_asked
        changes.extend(_one(stored, about, field, _blank(old), _blank(new), command_id, context, local=local))
    return changes


def about_field(stored: StoredHousehold, field: str, system: str, person_id: UUID | None) -> About:
    """Return of whom a correction of a field speaks, and whose key seals its values."""
    subject = stored.subject_of(field)
    holder = subject if person_id is None and subject != stored.id else None
    return About(stored.id, stored.household["place_code"], system, person_id, holder)


def reported_relations(
    stored: StoredHousehold, people: Sequence[Mapping[str, Any]], *, command_id: UUID, context: Context
) -> list[Change]:
    """Return the corrections that follow where people relate otherwise to the head than they did."""
    before = {person["id"]: person for person in stored.people}
    changes: list[Change] = []
    for person in people:
        was = before[person["id"]]
        if was["relation"] != person["relation"]:
            differences = {"relation": (was["relation"], person["relation"])}
            changes.extend(reported(stored, was, differences, command_id=command_id, context=context))
    return changes


def barred_by_source(command: Any, stored: StoredHousehold, people: People, context: Context) -> tuple[Problem, ...]:
    """Return what a form or a sheet of the place itself states otherwise than the system that masters the records.

    An edited export is no refusal: what that system masters is asked for there.
    """
    if command.origin == EDITED:
        return ()
    problems: list[Problem] = []
    for person, differences in _stated_otherwise(command, stored, people):
        origin = stored.household["origin"] if person is None else person["origin"]
        problems.extend(barred(origin, differences, context, stored.household["place_code"]))
    return tuple(problems)


def standing(command: Any, stored: StoredHousehold, people: People, *, policy: Policy, today: date) -> Following:
    """Return what stands against a source: what was corrected here, or of an edited export what is mastered."""
    if command.origin != EDITED:
        return follow(command, stored, people)
    kept: dict[UUID, frozenset[str]] = {}
    for person, differences in _stated_otherwise(command, stored, people):
        record = stored.household if person is None else person
        mastering = mastering_of(record["origin"], policy, on=today, region=stored.household["place_code"])
        if mastering is not None:
            kept[record["id"]] = frozenset(mastering.barred(differences))
    return Following(kept=kept)


def reported_by_source(
    command: Any, stored: StoredHousehold, people: People, following: Following, context: Context
) -> list[Change]:
    """Return the corrections that follow from what a form, an edited export or a sheet of the place itself states."""
    changes: list[Change] = []
    for person, differences in _stated_otherwise(command, stored, people):
        only = following.kept.get(stored.id if person is None else person["id"], ())
        changes += reported(stored, person, differences, command_id=command.id, context=context, only_asked=only)
    return changes


def _stated_otherwise(command: Any, stored: StoredHousehold, people: People) -> Iterator[tuple[Person, Differences]]:
    """Yield what a source that is no export states otherwise, of the household and of its people."""
    if system_of(command.origin) is not None:
        return
    present = {**stored.said, "natural_village": stored.household["natural_village"]}
    stated = {**command.stated.__dict__, "natural_village": command.natural_village}
    said = {name: value for name, value in stated.items() if value is not None}
    yield None, {n: (present.get(n), value) for n, value in said.items() if value != _blank(present.get(n))}
    for member, person in zip(command.members, people, strict=True):
        if person is not None and person["left_on"] is None:
            yield person, member_differences(person, member.__dict__)


def _one(
    stored: StoredHousehold,
    about: About,
    field: str,
    old: Any,
    new: Any,
    command_id: UUID,
    context: Context,
    *,
    local: bool,
) -> list[Change]:
    keys, line = context.keyring, stored.correction(about.subject, field)
    given: dict[str, Any] = {"command_id": command_id, "today": context.today, "keys": keys}
    given |= {"local": local, "asked_by": context.actor.person_id}
    if line is None:
        return [begun(about, field, old, new, **given)]
    if new == line.stated:
        return [withdrawn(line, PUT_BACK)]
    if new == line.wanted:
        return []
    return [withdrawn(line, CHANGED_AGAIN), begun(about, field, line.stated, new, **given)]


def _mastering(origin: str, context: Context, place_code: str) -> Mastering | None:
    return mastering_of(origin, context.policy, on=context.today, region=place_code)


def _blank(value: Any) -> Any:
    return None if value == "" else value
