"""The income ledger going out: one row an income or expense, ledger after ledger."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.measures import measured
from xiuhua.kernel.money import yuan
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Held, Run
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.commands.ledger import RecordLedger
from xiuhua.registry.ledgers import StoredLedger, load_ledgers
from xiuhua.registry.models import Household, Ledger, LedgerLine, Person
from xiuhua.registry.rules.ledger import DAY, Qualifier
from xiuhua.registry.rules.ledger_words import KIND_NAMES
from xiuhua.registry.rules.purposes import purpose_choices
from xiuhua.registry.sheets.income_columns import INCOMES
from xiuhua.registry.sheets.since import Earlier

AT_ONCE = 500
"""Households read at once."""

_SEEN = QUERIES["registry.households"]
_EVERY = Text("各年的收入台账", "income ledgers of all years")
_QUALIFIED = {Qualifier.ABOUT: "约", Qualifier.MORE_THAN: "超过", Qualifier.NEARLY: "近"}

People = Mapping[UUID, tuple[str, str]]
"""By id: code and name."""


class IncomesExport:
    """The lines that count of the ledgers of present households."""

    access = _SEEN
    called = Text("收入台账", "incomes")
    keys = ("户记录编号", "笔记录编号")
    masked = frozenset[str]()
    group = "household_code"
    whole = False
    command = RecordLedger

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the ledgers of a place, of one ``year`` or one ``household`` where that is asked for."""
        year = filters.get("year", "")
        if not filters.keys() <= {"year", "household"} or (year and not (year.isascii() and year.isdigit())):
            return None
        households = _households(viewer, place_code, filters)
        if households is None:
            return None
        title = Text(f"{year}年的收入台账", f"income ledgers of {year}") if year else _EVERY
        lines = LedgerLine.objects.filter(household__in=households, ended_on=None, amount__isnull=False)
        rows = (lines.filter(ledger__year=int(year)) if year else lines).count()
        headings = tuple(Heading(each.field, each.header) for each in INCOMES.columns if each.field != "sequence")
        return Extent(place_code, filters, title, rows, headings)

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return the purposes for which personal data may be taken out."""
        return purpose_choices(policy, on=on, region=region)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the lines, household by household and year by year."""
        chosen = _households(run.actor, extent.place_code, extent.filters)
        if chosen is None:
            return
        year = int(extent.filters["year"]) if "year" in extent.filters else None
        found = (
            chosen.order_by("place_code", "code").values_list("id", "code", "version", "place_code").iterator(AT_ONCE)
        )
        for part in chunks(found, AT_ONCE):
            ledgers = load_ledgers([row[0] for row in part], using=run.using)
            people = _people(ledgers.values(), run)
            for id_, code, version, village in part:
                for ledger in ledgers.get(id_, ()):
                    for line in ledger.lines if year in (None, ledger.row["year"]) else ():
                        cells = line_cells(code, ledger.row, line, people)
                        values = tuple(cells[each.name] for each in extent.headings)
                        yield ExportRow((id_, line["id"]), version, values, village)

    def held(
        self, wanted: Mapping[UUID, UUID | None], names: frozenset[str], run: Run
    ) -> Mapping[tuple[UUID, ...], Held]:
        """Return the lines of households whose ledgers the actor may write, as shown now and as shown then."""
        mine = within(Household.objects.using(run.using), run.actor, COMMANDS[RecordLedger.code])
        rows = list(mine.filter(id__in=list(wanted), valid_to=None).values_list("id", "code", "version"))
        ledgers = load_ledgers([id_ for id_, _, _ in rows], using=run.using)
        people = _people(ledgers.values(), run)
        found: dict[tuple[UUID, ...], Held] = {}
        for id_, code, version in rows:
            earlier = Earlier(id_, wanted[id_], run) if wanted[id_] != version else None
            if earlier is not None and not earlier.known:
                continue
            for ledger in ledgers.get(id_, ()):
                for line in ledger.lines:
                    now = base = line_cells(code, ledger.row, line, people)
                    if earlier is not None:
                        was = earlier.of(Ledger._meta.db_table, ledger.id, ledger.row)
                        then = earlier.of(LedgerLine._meta.db_table, line["id"], line)
                        base = line_cells(code, was, then, people)
                    found[id_, line["id"]] = Held(now, base)
        return found


def line_cells(code: str, ledger: Mapping[str, Any], line: Mapping[str, Any], people: People) -> dict[str, Any]:
    """Return the cells of a line as offices write them."""
    person_code, person = people.get(line["person_id"], ("", "")) if line["person_id"] else ("", "")
    quantity = f"({measured(line['quantity'])}{line['unit']})" if line["quantity"] and line["unit"] else ""
    exact = line["qualifier"] == Qualifier.EXACT
    return {
        "household_code": code,
        "line_kind": KIND_NAMES[line["kind"]].zh,
        "project": f"{line['project']}{quantity}",
        "amount": line["amount"] / 100 if exact else f"{_QUALIFIED[line['qualifier']]}{yuan(line['amount'])}",
        "first_day": line["period_from"].isoformat(),
        "last_day": (line["period_to"] - DAY).isoformat(),
        "evidence": line["evidence"],
        "complete": "是" if ledger["complete"] else "否",
        "extra": "是" if line["extra"] else "否",
        "person_code": person_code,
        "person": person,
        "year": ledger["year"],
    }


def _households(viewer: Actor, place_code: str, filters: Mapping[str, str]) -> QuerySet[Household] | None:
    rows = within(Household.objects.filter(valid_to=None), viewer, _SEEN, place=place_code)
    if "household" not in filters:
        return rows
    try:
        chosen = rows.filter(id=UUID(filters["household"]))
    except ValueError:
        return None
    return chosen if chosen.exists() else None


def _people(ledgers: Collection[Sequence[StoredLedger]], run: Run) -> People:
    ids = {line["person_id"] for some in ledgers for ledger in some for line in ledger.lines} - {None}
    rows = Person.objects.using(run.using).filter(id__in=ids).values_list("id", "code", "name")
    return {id_: (code, name) for id_, code, name in rows}
