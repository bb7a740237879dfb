"""A household's income ledgers as its page shows them: what each adds up to, per head only where it is complete."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.figures import Figure, share
from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.registry.ledgers import StoredLedger
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.events import Event
from xiuhua.registry.queries.figures import chosen
from xiuhua.registry.queries.income_records import BarPart, BarYear, IncomeBars, IncomeLine, IncomeOfYear, SourceSum
from xiuhua.registry.rules.days import NOT_DECLARED_BY_THEN
from xiuhua.registry.rules.income import (
    Explanation,
    StatedIncome,
    Sums,
    Terms,
    add_up,
    by_source,
    explanations,
    gross_income,
    net_income,
    per_head,
    stated_for,
    terms_at,
    why_no_figure,
    without_largest,
)
from xiuhua.registry.rules.income_words import (
    Part,
    bar_said,
    difference_said,
    extra_said,
    finding,
    line_said,
    picture_note,
    recorded_said,
    without_said,
)
from xiuhua.registry.rules.ledger import DAY, PRODUCTION_EXPENSE, IncomeSource, Qualifier
from xiuhua.registry.rules.ledger_words import KIND_NAMES, amount_said, quantity_said, year_name

YUAN = Text("元", "yuan")


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """What the incomes of a household need to know of it: ``members_on`` counts who belonged to it on a day.

    ``day`` is one gone by for which they are asked.
    """

    id: UUID
    place_code: str
    names: Mapping[UUID, str]
    members_on: Callable[[date], int]
    stated: Sequence[StatedIncome]
    on: date
    day: date | None = None


def incomes_of(
    household: HouseholdFacts, ledgers: Sequence[StoredLedger], events: Mapping[UUID, Sequence[Event]]
) -> tuple[IncomeOfYear, ...]:
    """Return the ledgers of a household, the newest year first, with all that follows from their lines."""
    reckoned = [_Reckoned.of(household, ledger) for ledger in ledgers]
    found = [_shown(household, each, reckoned, tuple(events.get(each.ledger.id, ()))) for each in reckoned]
    return tuple(sorted(found, key=lambda each: each.income_year.period.end, reverse=True))


def bars_of(incomes: Sequence[IncomeOfYear]) -> IncomeBars | None:
    """Return the picture of the complete ledgers, the earliest first; ``None`` where there is none."""
    complete = [each for each in reversed(incomes) if each.net_per_head is not None]
    if not complete:
        return None
    years = tuple(map(_bar, complete))
    return IncomeBars(complete[-1].finding, years, picture_note([(year.name, year.line_said) for year in years]))


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """A ledger with its sums and terms; ``per_head`` is ``None`` where there is no such figure, and ``why_not`` why."""

    ledger: StoredLedger
    sums: Sums
    terms: Terms
    people: int
    per_head: int | None
    why_not: Text | None

    @classmethod
    def of(cls, household: HouseholdFacts, ledger: StoredLedger) -> "_Reckoned":
        terms = terms_at(catalogue.policy(), ledger.income_year, region=household.place_code)
        people = household.members_on(ledger.income_year.period.last)
        sums = add_up(
            (line["kind"], line["amount"], line["extra"], line["qualifier"] == Qualifier.EXACT) for line in ledger.lines
        )
        why_not = why_no_figure(complete=ledger.row["complete"], people=people, formula=terms.formula)
        if household.day is not None and not ledger.row["complete"]:
            why_not = NOT_DECLARED_BY_THEN
        amount = None if why_not else per_head(net_income(sums, terms.formula), people)
        return cls(ledger, sums, terms, people, amount, why_not)


def _shown(
    household: HouseholdFacts, own: _Reckoned, every: Sequence[_Reckoned], events: tuple[Event, ...]
) -> IncomeOfYear:
    ledger, sums, name = own.ledger, own.sums, year_name(own.ledger.income_year)
    lines = tuple(_line(line, household.names) for line in ledger.lines)
    gross, stated = gross_income(sums), stated_for(household.stated, ledger.income_year)
    others = [
        (year_name(each.ledger.income_year), each.per_head)
        for each in every
        if each is not own and each.per_head is not None
    ]
    left = without_largest(sums, own.terms.formula)
    then = per_head(left.net, own.people) if left and own.per_head is not None else None
    earned = [each for each in lines if each.kind != PRODUCTION_EXPENSE]
    extra, parts = (_parts(some) for some in ([each for each in earned if each.extra], earned))
    difference = own.per_head - stated.amount if stated and own.per_head is not None else None
    explained = _explained(own, stated, others) if stated and difference is not None else ()
    return IncomeOfYear(
        id=ledger.id,
        income_year=ledger.income_year,
        name=name,
        complete=ledger.row["complete"],
        declared_on=ledger.row["declared_on"],
        open_questions=ledger.row["open_questions"],
        lines=lines,
        sources=tuple(_source(source, amount, gross, own) for source, amount in by_source(sums).items() if amount),
        gross=gross,
        expense=sums.expense,
        extra=sums.extra,
        people=own.people,
        per_head=_figure(household, own, name),
        net_per_head=own.per_head,
        terms=own.terms,
        line=own.terms.line,
        finding=finding(name, own.per_head, sums, own.terms.line),
        extra_said=extra_said(extra),
        recorded_said=None if extra or ledger.row["complete"] else recorded_said(parts),
        without_largest=left and without_said(left, sums, now=own.per_head, then=then, line=own.terms.line),
        stated=stated,
        difference=difference,
        difference_said=None if difference is None else difference_said(difference, explained),
        explained=explained,
        events=events,
    )


def _parts(lines: Sequence[IncomeLine]) -> list[Part]:
    return [(each.project or each.kind_name.zh, each.amount, each.made) for each in lines]


def _explained(own: _Reckoned, stated: StatedIncome, others: Sequence[tuple[Text, int]]) -> tuple[Explanation, ...]:
    return explanations(
        stated.amount,
        sums=own.sums,
        formula=own.terms.formula,
        people=own.people,
        stated_size=stated.size,
        others=others,
    )


def _figure(household: HouseholdFacts, own: _Reckoned, name: Text) -> Figure:
    income_year, terms = own.ledger.income_year, own.terms
    formula, divisor = terms.formula.words, terms.divisor
    notes = []
    if own.sums.inexact:
        notes.append(
            Text(
                f"有 {own.sums.inexact} 笔不是准数（大约、多于、将近），结果也就不是准数",
                f"{own.sums.inexact} amounts are not exact (about, more than, nearly), and so is the result",
            )
        )
    if own.ledger.row["open_questions"]:
        notes.append(
            Text("记完的时候，这一户还有疑问没有核对", "questions were open when the ledger was declared complete")
        )
    return Figure(
        value=None if own.per_head is None else yuan(own.per_head),
        unit=YUAN,
        formula=Text(
            f"{name.zh}的{formula.zh}，除以{divisor.zh}（{own.people} 人）。",
            f"Of {name.en}: {formula.en}, divided by {divisor.en} ({own.people}).",
        ),
        as_of=min(household.on, income_year.period.last),
        rows=(
            "ledger",
            {
                "household": str(household.id),
                "year": str(income_year.year),
                "basis": income_year.basis.value,
                **chosen(household.day),
            },
        ),
        policy_key=terms.formula.policy.key,
        why_not=own.why_not,
        notes=tuple(notes),
    )


def _line(row: Mapping[str, Any], names: Mapping[UUID, str]) -> IncomeLine:
    quantity = row["quantity"]
    return IncomeLine(
        id=row["id"],
        kind=row["kind"],
        kind_name=KIND_NAMES[row["kind"]],
        project=row["project"],
        person_id=row["person_id"],
        person=names.get(row["person_id"], "") if row["person_id"] else "",
        amount=row["amount"],
        qualifier=row["qualifier"],
        said=amount_said(row["amount"], row["qualifier"]),
        quantity=quantity,
        unit=row["unit"],
        made=quantity_said(row["amount"], quantity, row["unit"]) if quantity else None,
        first_day=row["period_from"],
        last_day=row["period_to"] - DAY,
        extra=row["extra"],
        evidence=row["evidence"],
        file=row["file_id"],
        source=origin_name(row["origin"]),
        stated_on=row["stated_on"],
    )


def _source(source: IncomeSource, amount: int, gross: int, own: _Reckoned) -> SourceSum:
    each = None if own.per_head is None else per_head(amount, own.people)
    return SourceSum(source.value, KIND_NAMES[source], amount, share(amount, gross), each)


def _bar(income: IncomeOfYear) -> BarYear:
    parts = [BarPart(each.kind, each.name, each.per_head) for each in income.sources if each.per_head]
    if income.expense:
        spent = per_head(income.expense, income.people)
        parts.append(BarPart(PRODUCTION_EXPENSE, KIND_NAMES[PRODUCTION_EXPENSE], -spent))
    line, net = income.line, income.net_per_head or 0
    return BarYear(
        name=income.name,
        said=bar_said(income.income_year, net),
        figure=income.per_head,
        parts=tuple(parts),
        net=net,
        line=line.amount if line else None,
        line_said=line_said(line) if line else None,
    )
