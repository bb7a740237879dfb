"""Who looked at what is masked, and which exports took a household along, for everybody who sees the household; and
the value, for whoever asked, for minutes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import places_by_code
from xiuhua.platform.accounts.naming import names_of_people, roles_of_posts
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.exchange.export_queries import TakenAway, exports_holding
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.browsing import RecordName
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, keyring
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.bank import present_accounts
from xiuhua.registry.commands.reveal import REASON_LABEL
from xiuhua.registry.models import AccessReport, Household, Reveal
from xiuhua.registry.rules.purposes import OWN_REQUEST, purpose_name
from xiuhua.registry.rules.shown import field_name, value_words
from xiuhua.registry.stored import SEALED_LABELS

_HOUSEHOLDS, _HEALTH, _REVEAL = QUERIES["registry.households"], QUERIES["registry.health"], COMMANDS["registry.reveal"]
_EVERYTHING: Final = Text("全部信息", "everything")
_NOT_SHOWN: Final = Text("（事由不显示）", "(not shown)")


@dataclass(frozen=True, slots=True)
class Looked:
    """That somebody looked: at what of whom, when, through which post, what for; of a sheet without ``person``.

    ``answerable``: the household can answer it (``household_answers.py``).
    """

    id: UUID
    person: str
    field: Text
    purpose: Text
    reason: Text
    who: str
    role: Text | None
    at: datetime
    answerable: bool = False


@dataclass(frozen=True, slots=True)
class Revealed:
    """What its asker opens: the value, or ``None`` once the time is over or the value is gone."""

    id: UUID
    household_id: UUID
    person_id: UUID
    person: str
    field: str
    purpose: Text
    value: str | None
    until: datetime

    @property
    def name(self) -> Text:
        """Return what the field is called."""
        return field_name(self.field)

    @property
    def said(self) -> Text:
        """Return the value in words: health has English beside it, numbers are the same in every language."""
        return value_words(self.field, self.value)


def who_looked(viewer: Actor, household_id: UUID) -> tuple[Looked, ...]:
    """Return who looked at masked values of a household's people, and who took it away in a sheet, the newest first.

    A fixed number of queries. Of a sheet its kind, its place and its purpose are told, never what stood in it.

    Whoever sees the household sees it. Why somebody looked at an illness is for those who may know of illnesses.
    """
    rows = within(Reveal.objects.filter(household_id=household_id), viewer, _HOUSEHOLDS)
    found = list(rows.select_related("person").order_by("-looked_at", "-id"))
    papers = within(AccessReport.objects.filter(household_id=household_id), viewer, _HOUSEHOLDS)
    made = list(papers.select_related("person"))
    taken = _taken(viewer, household_id)
    keys = keyring()
    keys.load({row.person_id for row in found})
    people = names_of_people(
        {*(row.looked_by for row in found), *(row.made_by for row in made), *(each.taken_by for each in taken)}
    )
    roles = roles_of_posts(row.post for row in (*found, *made, *taken))
    places = places_by_code({each.place_code for each in taken})
    looks = [
        Looked(
            id=row.id,
            person=row.person.name,
            field=field_name(row.field),
            purpose=purpose_name(row.purpose, catalogue.policy()),
            reason=_reason(row, viewer, keys),
            who=people.get(row.looked_by, "") if row.looked_by else "",
            role=roles.get(row.post) if row.post else None,
            at=row.looked_at,
            answerable=True,
        )
        for row in found
    ]
    looks += [
        Looked(
            id=row.id,
            person=row.person.name,
            field=_EVERYTHING,
            purpose=purpose_name(OWN_REQUEST, catalogue.policy()),
            reason=Text(f"个人信息查询书 {row.number}", f"report on personal data {row.number}"),
            who=people.get(row.made_by, "") if row.made_by else "",
            role=roles.get(row.post) if row.post else None,
            at=row.made_at,
        )
        for row in made
    ]
    looks += [
        Looked(
            id=each.id,
            person="",
            field=Text(
                f"这一户在一份导出的表里：{each.kind.zh}", f"the household was in an exported sheet: {each.kind.en}"
            ),
            purpose=purpose_name(each.purpose, catalogue.policy()),
            reason=_of_place(places[each.place_code].name if each.place_code in places else ""),
            who=people.get(each.taken_by, "") if each.taken_by else "",
            role=roles.get(each.post) if each.post else None,
            at=each.taken_at,
        )
        for each in taken
    ]
    return tuple(sorted(looks, key=lambda look: look.at, reverse=True))


def revealed(viewer: Actor, reveal_id: UUID, *, at: datetime) -> Revealed | None:
    """Return what somebody asked to see; ``None`` for everybody else, and for one who may not look there any more."""
    rows = within(Reveal.objects.filter(id=reveal_id), viewer, _REVEAL)
    row = rows.select_related("person").first()
    if row is None or viewer.person_id is None or row.looked_by != viewer.person_id:
        return None
    return Revealed(
        id=row.id,
        household_id=row.household_id,
        person_id=row.person_id,
        person=row.person.name,
        field=row.field,
        purpose=purpose_name(row.purpose, catalogue.policy()),
        value=_value(row) if at < row.shown_until else None,
        until=row.shown_until,
    )


def reveals_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the journal's pages call the reveals that the viewer may know of; they lead to the household."""
    rows = within(Reveal.objects.filter(id__in=set(ids)), viewer, _HOUSEHOLDS)
    label = Text("看过遮住的信息", "a look at what is masked")
    return {
        key: RecordName(label, "household", str(household)) for key, household in rows.values_list("id", "household_id")
    }


def reports_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the journal's pages call the papers of households that the viewer sees."""
    rows = within(AccessReport.objects.filter(id__in=set(ids)), viewer, _HOUSEHOLDS)
    found = rows.values_list("id", "household_id", "number")
    return {key: RecordName(number, "household", str(household)) for key, household, number in found}


def _taken(viewer: Actor, household_id: UUID) -> tuple[TakenAway, ...]:
    own = within(Household.objects.filter(id=household_id), viewer, _HOUSEHOLDS)
    village = own.values_list("place_code", flat=True).first()
    return () if village is None else exports_holding(viewer, household_id, village=village, access=_HOUSEHOLDS)


def _of_place(name: str) -> Text:
    return Text(f"{name}的表", f"a sheet of {name}") if name else Text("一份表", "a sheet")


def _reason(row: Reveal, viewer: Actor, keys: Keyring) -> Text:
    if row.field == "health" and not reaches(viewer, _HEALTH, row.place_code):
        return _NOT_SHOWN
    try:
        said = keys.open(row.person_id, REASON_LABEL, row.reason)
    except KeyDestroyed:
        return _NOT_SHOWN
    return Text(said, said)


def _value(row: Reveal) -> str | None:
    if row.field == "bank_account":
        paid = next(present_accounts((row.household_id,), keyring(), using="default"), None)
        return paid["bank_account"] or None if paid else None
    sealed: str = getattr(row.person, row.field)
    try:
        return keyring().open(row.person_id, SEALED_LABELS[row.field], sealed) if sealed else None
    except KeyDestroyed:
        return None
