"""The paper that tells a household what is held about it: for whoever made it, for minutes, as a read model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import get_default_timezone

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.lent import word
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.documents import Folded, Section
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.queries import EntryView, record_history
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.bank import present_accounts
from xiuhua.registry.beside import everybody_who_looked, home_of, told_beside
from xiuhua.registry.models import AccessReport, Person, Statement
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.consents import consents
from xiuhua.registry.queries.household_answers import Answered, household_answers
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.plots import land_of_household
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.data_sets import GROUND_NAMES, DataSet, sets_of_households
from xiuhua.registry.rules.plot_words import area_said
from xiuhua.registry.rules.purposes import purpose_name
from xiuhua.registry.rules.report_words import WORDS, day, joined, personal_name, personal_value
from xiuhua.registry.rules.shown import field_name, value_words
from xiuhua.registry.stored import BANK_FIELDS, STATED_FIELDS, load

_MAKE = COMMANDS["registry.make_access_report"]
_TABLE: Final = "registry_person."
_OF_HOUSEHOLD: Final = ("registry_statement.", "registry_bank_account.")
_NOT_SAID: Final = frozenset(
    {"name_pinyin", "name_initials", "given_name", "given_pinyin", "identity_index", "left_on"}
)
"""Columns by which the program finds people; what they are made of is told."""

LINES: Final = 8
"""Lines to write an answer on."""


@dataclass(frozen=True, slots=True)
class _Source:
    what: Text
    on: date

    def said(self) -> Text:
        return joined(" · ", (self.what, day(self.on)))


def access_report(viewer: Actor, paper_id: UUID, *, at: datetime) -> Folded | None:
    """Return the paper to whoever made it, while its minutes last; ``None`` otherwise: the same answer as for none.

    It tells the values of the household's own people in the clear, and what the viewer may know of them: whoever may
    make it sees health too.
    """
    rows = within(AccessReport.objects.filter(id=paper_id), viewer, _MAKE)
    row = rows.filter(open_until__gt=at).first()
    if row is None or viewer.person_id is None or row.made_by != viewer.person_id:
        return None
    on = row.made_at.astimezone(get_default_timezone()).date()
    page = household(viewer, row.household_id, on=on)
    if page is None or page.ended:
        return None
    place = " ".join(line.name for line in page.places[:-1]) or page.places[-1].name
    return Folded(
        title=WORDS["title"],
        number=row.number,
        cover=(WORDS["number"].filled(number=row.number), day(on), Text(place, place)),
        sections=tuple(_sections(viewer, page, on)),
        made_at=row.made_at,
    )


def _sections(viewer: Actor, page: Household, on: date) -> Iterator[Section]:
    sets = sets_of_households(catalogue.policy(), on=on, region=page.place_code)
    yield from _people(page, sets)
    yield _of_household(page, sets)
    if page.incomes:
        yield _incomes(page)
    land = land_of_household(viewer, page.id)
    if land is not None and land.lines:
        rows = tuple((each.name or each.code, area_said(each.area), each.use_name, each.source) for each in land.lines)
        yield Section(WORDS["land"], WORDS.row("plot", "area", "use", "source"), (2, 1, 2, 2), rows)
    if page.open:
        rows = tuple((each.person, word(each.problem).what, each.source, day(each.raised_on)) for each in page.open)
        yield Section(WORDS["open"], WORDS.row("person", "question", "source", "date"), (1, 3, 2, 1), rows)
    for told in told_beside(viewer, home_of(page), on=on):
        yield from told.sections
    yield Section(
        WORDS["why"],
        WORDS.row("kind", "purposes", "ground", "kept", "seen"),
        (2, 3, 4, 4, 4),
        tuple(_why(each) for each in sets),
        note=catalogue.policy().at("registry.data_sets", on=on, region=page.place_code).source,
    )
    agreed = tuple(
        (each.person, each.data_set, joined("，", (each.purpose, each.scope)), each.given_by, _term(each))
        for each in consents(viewer, page.id, on=on)
    )
    yield Section(
        WORDS["agreed"],
        WORDS.row("person", "kind", "purpose", "given_by", "term") if agreed else (),
        (1, 2, 4, 1, 3) if agreed else (),
        agreed,
        note=WORDS["nothing"] if not agreed else Text("", ""),
    )
    own = tuple(
        (day(each.said_on), each.about, joined("：", (Text(each.person, each.person), each.said)), _came_of(each))
        for each in household_answers(viewer, page.id)
    )
    if own:
        yield Section(WORDS["own_words"], WORDS.row("date", "about", "said", "came_of"), (1, 2, 4, 4), own)
    looked = tuple(
        (_moment(each.at), each.person, each.field, joined("：", (each.purpose, each.reason)), each.role or each.who)
        for each in everybody_who_looked(viewer, page.id)
    )
    yield Section(WORDS["looked"], WORDS.row("time", "person", "item", "purpose", "by"), (2, 1, 2, 4, 1), looked)
    happened = tuple((day(each.on), each.what, joined("；", each.lines), each.role or "") for each in page.events)
    yield Section(WORDS["history"], WORDS.row("date", "what", "details", "by"), (2, 3, 7, 2), happened)
    yield Section(WORDS["answer"], note=WORDS["how_to_answer"], blank_lines=LINES)


def _people(page: Household, sets: Sequence[DataSet]) -> Iterator[Section]:
    keys = keyring()
    stored = load({page.id}, keys)[page.id]
    told = _sources(record_history(page.id, keys))
    kinds = {
        field.removeprefix(_TABLE): each.name for each in sets for field in each.fields if field.startswith(_TABLE)
    }
    for member in page.members:
        person = next(each for each in stored.people if each["id"] == member.id)
        rows = []
        for column, kind in kinds.items():
            if column in _NOT_SAID or person.get(column) in (None, ""):
                continue
            source = told.get((str(member.id), column))
            said = personal_value(column, person[column])
            rows.append((personal_name(column), said, source.said() if source else "", kind))
        title = Text(f"{member.name}（{member.relation.zh}）", f"{member.name} ({member.relation.en})")
        yield Section(title, WORDS.row("item", "value", "source", "kind"), (2, 3, 5, 2), tuple(rows))


def _sources(history: Sequence[EntryView]) -> Mapping[tuple[str, str], _Source]:
    """Return, by person and column, which entry said last what stands there."""
    found: dict[tuple[str, str], _Source] = {}
    for entry in history:
        stated = next((c.values for c in entry.changes if c.model is Statement and isinstance(c, Insert)), None)
        what = origin_name(stated["origin"]) if stated else catalogue.command_type(entry.code).command.label
        source = _Source(what, entry.received_at.astimezone(get_default_timezone()).date())
        for change in entry.changes:
            if change.model is not Person:
                continue
            values: Mapping[str, Any] = change.values if isinstance(change, Insert) else {}
            if isinstance(change, Update):
                values = change.after
            key = str(change.values["id"] if isinstance(change, Insert) else change.key)
            found.update({(key, column): source for column in values})
    return found


def _of_household(page: Household, sets: Sequence[DataSet]) -> Section:
    kinds = {
        field.split(".")[1]: each.name for each in sets for field in each.fields if field.startswith(_OF_HOUSEHOLD)
    }
    rows: list[tuple[Text | str, ...]] = [(field_name("household_code"), page.code, "", "")]
    if page.natural_village:
        rows.append((field_name("natural_village"), page.natural_village, "", ""))
    statement = page.statement
    for name in STATED_FIELDS if statement else ():
        value = statement.values[name] if statement else None
        if statement and value not in (None, ""):
            source = joined(" · ", (statement.source, day(statement.valid_from)))
            rows.append((field_name(name), value_words(name, value), source, kinds.get(name, "")))
    account = next(present_accounts((page.id,), keyring(), using="default"), None)
    if account is not None:
        source = joined(" · ", (origin_name(account["origin"]), day(account["valid_from"])))
        paid = ((name, account[name]) for name in BANK_FIELDS if account[name])
        rows += [(field_name(name), value, source, kinds.get(name, "")) for name, value in paid]
    return Section(WORDS["household"], WORDS.row("item", "value", "source", "kind"), (2, 3, 5, 2), tuple(rows))


def _incomes(page: Household) -> Section:
    rows = tuple(
        (income.name, line.kind_name, line.project, line.said, line.evidence, joined(" · ", (line.source,)))
        for income in page.incomes
        for line in income.lines
    )
    return Section(
        WORDS["incomes"], WORDS.row("year", "kind", "project", "amount", "evidence", "source"), (2, 2, 3, 2, 2, 2), rows
    )


def _why(data_set: DataSet) -> tuple[Text, ...]:
    policy = catalogue.policy()
    access = {**COMMANDS, **QUERIES}
    roles = [role for role in Role if any(role in access[name].roles for name in data_set.seen)]
    return (
        data_set.name,
        joined("、", [purpose_name(code, policy) for code in data_set.purposes]),
        joined("：", (GROUND_NAMES[data_set.ground], data_set.law)),
        data_set.kept,
        joined("、", [ROLE_NAMES[role] for role in roles]),
    )


def _term(agreed: Any) -> Text:
    parts = [day(agreed.given_on), day(agreed.until) if agreed.until else WORDS["no_end"]]
    if agreed.revoked_on:
        parts.append(WORDS["revoked"].filled(zh=day(agreed.revoked_on).zh, en=day(agreed.revoked_on).en))
    return joined(" – ", parts)


def _came_of(answer: Answered) -> Text:
    return joined("：", (answer.state, answer.done)) if answer.outcome else answer.state


def _moment(at: datetime) -> Text:
    local = at.astimezone(get_default_timezone())
    clock = f"{local:%H:%M}"
    return joined(" ", (day(local.date()), Text(clock, clock)))
