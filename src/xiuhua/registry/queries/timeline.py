"""What happened to a household, told from its journal entries in plain words. Numbers stay masked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.timezone import get_default_timezone

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people, roles_of_posts
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.platform.journal.queries import EntryView
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring
from xiuhua.registry.models import Consent, Household, HouseholdAnswer, Membership, Person, Question, Statement
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.answer_events import told_answers
from xiuhua.registry.queries.bank_events import told_bank
from xiuhua.registry.queries.consent_events import told_consents
from xiuhua.registry.queries.correction_events import corrections_told
from xiuhua.registry.queries.events import Event
from xiuhua.registry.queries.evidence_events import told_evidence
from xiuhua.registry.queries.ledger_events import LedgerTeller
from xiuhua.registry.queries.plot_events import told_plots
from xiuhua.registry.questions import CONFIRMED, OPEN, SETTLED
from xiuhua.registry.rules.causes import REGISTERED, joined_by, left_by
from xiuhua.registry.rules.shown import field_name, value_words
from xiuhua.registry.stored import MEMBER_FIELDS, SEALED_FIELDS, STATED_FIELDS

_SHOWN = frozenset({*MEMBER_FIELDS, "code"})
_MASKS: Mapping[str, Callable[[str], str]] = {"identity": masks.identity, "phone": masks.phone}
_ERASED = Text("（已删除）", "(erased)")
_CORRECTED = Text("已更正（内容不显示）", "corrected (not shown)")


@dataclass(slots=True)
class Teller:
    """Turns the entries of one household into events, oldest first; statements are compared as they pass."""

    household_id: UUID
    keyring: Keyring
    names: Mapping[UUID, str]
    sees_health: bool
    told_by: dict[str, tuple[EntryView, str]] = field(default_factory=dict)
    """By id of a statement: the entry that recorded it, and who did."""
    of_ledgers: defaultdict[UUID, list[Event]] = field(default_factory=lambda: defaultdict(list))
    """By id of a ledger: what happened to it."""
    _statements: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _named: dict[UUID, str] = field(default_factory=dict)
    """Names of people whose row is gone, since their joining was taken back."""
    _belongs: dict[str, Any] = field(default_factory=dict)
    _ledgers: LedgerTeller = field(default_factory=LedgerTeller)

    def events(self, entries: Sequence[EntryView]) -> tuple[Event, ...]:
        """Return one event for each entry, with who recorded it and through which post."""
        people = names_of_people({entry.actor for entry in entries})
        roles = roles_of_posts(entry.post for entry in entries)
        return tuple(self._event(entry, people, roles) for entry in entries)

    def _event(self, entry: EntryView, people: Mapping[UUID, str], roles: Mapping[UUID, Text]) -> Event:
        recorded = entry.received_at.astimezone(get_default_timezone()).date()
        mine = [change for change in entry.changes if self._is_mine(change)]
        who = people.get(entry.actor, "") if entry.actor else ""
        for change in mine:
            if change.model is Statement and isinstance(change, Insert):
                self.told_by[str(change.values["id"])] = (entry, who)
            elif change.model is Person and isinstance(change, Insert):
                self._named[UUID(str(change.values["id"]))] = change.values["name"]
        ledgers = self._ledgers.told(mine)
        event = Event(
            on=_day(mine, recorded),
            what=_what(entry, mine),
            lines=(
                *self._lines(mine),
                *ledgers.values(),
                *told_plots(mine),
                *told_evidence(mine),
                *told_bank(mine, self.keyring),
            ),
            who=who,
            role=roles.get(entry.post) if entry.post else None,
            recorded=entry.received_at,
            code=entry.code,
        )
        for ledger in ledgers:
            self.of_ledgers[ledger].append(event)
        return event

    def _is_mine(self, change: Change) -> bool:
        root = change.values.get("household_id") if isinstance(change, Insert) else change.root
        if isinstance(change, Insert) and change.model is Household:
            root = change.values["id"]
        return str(root) == str(self.household_id)

    def _lines(self, changes: Sequence[Change]) -> Iterator[Text]:
        by_model: defaultdict[Any, list[Change]] = defaultdict(list)
        for change in changes:
            by_model[change.model].append(change)
        yield from self._household(by_model[Household])
        yield from self._belonging(by_model[Membership])
        for change in by_model[Person]:
            if isinstance(change, Update):
                yield from self._person(change)
        yield from self._stated(by_model[Statement])
        yield from _asked(by_model[Question])
        yield from corrections_told(changes)
        yield from told_consents(by_model[Consent])
        yield from told_answers(by_model[HouseholdAnswer])

    def _household(self, changes: Iterable[Change]) -> Iterator[Text]:
        for change in changes:
            if isinstance(change, Insert):
                code = change.values["code"]
                yield Text(f"户编号 {code}", f"household code {code}")
            elif isinstance(change, Update) and change.after.get("valid_to"):
                why = left_by(change.after.get("end_cause", ""))
                yield Text(f"这一户结束：{why.zh}", f"The household ended: {why.en}")
            elif isinstance(change, Update) and "natural_village" in change.after:
                yield self._changed("", "natural_village", change)

    def _belonging(self, changes: Iterable[Change]) -> Iterator[Text]:
        """Tell who came and went; those whom a source named first are told in one line."""
        named: list[str] = []
        for change in changes:
            if isinstance(change, Insert):
                self._belongs[str(change.values["id"])] = change.values["person_id"]
                name, cause = self._name(change.values["person_id"]), change.values["cause"]
                if cause == REGISTERED:
                    named.append(name)
                else:
                    why = joined_by(cause)
                    yield Text(f"{name} 加入：{why.zh}", f"{name} joined: {why.en}")
            elif isinstance(change, Delete) or "valid_to" in change.after:
                yield self._no_longer(change)
        if named:
            yield Text(f"成员 {len(named)} 人：{'、'.join(named)}", f"{len(named)} members: {', '.join(named)}")

    def _no_longer(self, change: Update | Delete) -> Text:
        name = self._name(self._belongs.get(str(change.key), change.key))
        if isinstance(change, Delete):
            return Text(f"{name} 的加入撤回", f"{name}: the joining was taken back")
        if change.after["valid_to"] is None:
            return Text(f"{name} 仍是这一户的人", f"{name} still belongs to the household")
        why = left_by(change.after["end_cause"])
        return Text(f"{name} 离开：{why.zh}", f"{name} left: {why.en}")

    def _person(self, change: Update) -> Iterator[Text]:
        name = self._name(change.key)
        known = change.key in self.keyring
        for each in change.after:
            if each in _SHOWN and known:
                yield self._changed(name, each, change)

    def _changed(self, name: str, column: str, change: Update) -> Text:
        called = field_name(column)
        before, after = (self._value(change.key, column, side[column]) for side in (change.before, change.after))
        who = (f"{name} ", f"{name}: ") if name else ("", "")
        if before == after:
            return Text(f"{who[0]}{called.zh}：{_CORRECTED.zh}", f"{who[1]}{called.en}: {_CORRECTED.en}")
        return Text(f"{who[0]}{called.zh}：{before.zh} → {after.zh}", f"{who[1]}{called.en}: {before.en} → {after.en}")

    def _value(self, person_id: UUID, column: str, value: Any) -> Text:
        if column not in SEALED_FIELDS or not value:
            return value_words(column, value)
        if column == "health" and not self.sees_health:
            return _CORRECTED
        try:
            plain = self.keyring.open(person_id, f"registry_person.{column}", value)
        except KeyDestroyed:
            return _ERASED
        mask = _MASKS.get(column)
        return value_words(column, mask(plain) if mask else plain)

    def _stated(self, changes: Iterable[Change]) -> Iterator[Text]:
        """Tell what a new statement says, or how it differs from the one that it follows."""
        closed: Mapping[str, Any] | None = None
        for change in changes:
            if isinstance(change, Update) and change.after.get("valid_to"):
                closed = self._statements.get(str(change.key))
        for change in changes:
            if isinstance(change, Delete):
                taken = self._statements.pop(str(change.key), {})
                yield from _told(taken, Text("撤回：", "taken back: "))
            elif isinstance(change, Insert):
                values = {name: change.values.get(name) for name in STATED_FIELDS}
                self._statements[str(change.values["id"])] = values
                yield from _told(values, Text("所述：", "stated: ")) if closed is None else _restated(closed, values)

    def _name(self, person_id: UUID | str) -> str:
        key = UUID(str(person_id))
        return self.names.get(key) or self._named.get(key) or _ERASED.zh


def exits(statement: Mapping[str, Any] | None, source: Text) -> tuple[Event, ...]:
    """Return the exit that a statement dates by its year."""
    if not statement or not statement["exit_year"] or not statement["exit_status"]:
        return ()
    year, said = statement["exit_year"], value_words("exit_status", statement["exit_status"])
    what = Text(f"{said.zh}（来源：{source.zh}）", f"{said.en} (source: {source.en})")
    return (Event(on=date(year, 12, 31), what=what, year=year),)


def _what(entry: EntryView, changes: Sequence[Change]) -> Text:
    """Return what an entry did to the household, by the label of its command."""
    source = next((c.values["origin"] for c in changes if c.model is Statement and isinstance(c, Insert)), None)
    begun = any(change.model is Household and isinstance(change, Insert) for change in changes)
    if entry.code == "registry.record_household" and source:
        named = origin_name(source)
        if begun:
            return Text(f"登记入册：{named.zh}", f"registered: {named.en}")
        return Text(f"更新：{named.zh}", f"updated: {named.en}")
    return catalogue.command_type(entry.code).command.label


def _day(changes: Sequence[Change], recorded: date) -> date:
    """Return the day on which it happened: that of a membership, else that of a new statement, else when recorded."""
    for change in changes:
        if change.model is Membership and not isinstance(change, Delete):
            values = change.values if isinstance(change, Insert) else change.after
            day = values.get("valid_to") or values.get("valid_from")
            if day:
                return _as_date(day)
    stated = (c.values["valid_from"] for c in changes if c.model is Statement and isinstance(c, Insert))
    return next(map(_as_date, stated), recorded)


def _told(values: Mapping[str, Any], lead: Text) -> Iterator[Text]:
    said = [
        (field_name(name), value_words(name, values.get(name)))
        for name in STATED_FIELDS
        if values.get(name) not in (None, "")
    ]
    if said:
        zh = "；".join(f"{name.zh} {value.zh}" for name, value in said)
        en = "; ".join(f"{name.en} {value.en}" for name, value in said)
        yield Text(f"{lead.zh}{zh}", f"{lead.en}{en}")


def _restated(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Text]:
    for name in STATED_FIELDS:
        called, old, new = field_name(name), value_words(name, before.get(name)), value_words(name, after.get(name))
        if old != new:
            yield Text(f"{called.zh}：{old.zh} → {new.zh}", f"{called.en}: {old.en} → {new.en}")


def _asked(changes: Iterable[Change]) -> Iterator[Text]:
    now: defaultdict[str, int] = defaultdict(int)
    reasons: list[str] = []
    for change in changes:
        if isinstance(change, Insert):
            now[change.values["state"]] += 1
        elif isinstance(change, Update) and "state" in change.after:
            now[change.after["state"]] += 1
            reasons.extend(filter(None, [change.after.get("reason")]))
    if n := now[OPEN]:
        yield Text(f"有 {n} 处要问清楚", f"{n} to be cleared up")
    if n := now[CONFIRMED]:
        why = next(iter(reasons), "")
        yield Text(
            f"{n} 处确认无误" + (f"：{why}" if why else ""), f"{n} confirmed as correct" + (f": {why}" if why else "")
        )
    if n := now[SETTLED]:
        yield Text(f"{n} 处已经清楚", f"{n} cleared up")


def _as_date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
