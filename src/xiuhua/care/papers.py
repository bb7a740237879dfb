"""The papers of a household as documents: one description each, of which a PDF and a Word file are made.

Everything in them comes from rows: what is wrong on paper is mended in the record and printed again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from xiuhua.care.queries.helpers import Helping
from xiuhua.care.queries.plans import MeasureLine, PlanPage, Plans
from xiuhua.care.rules.papers import without_words
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.documents import Section
from xiuhua.registry.queries.plot_records import LandOf
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.rules.plot_words import area_said
from xiuhua.registry.rules.report_words import WORDS, day, joined
from xiuhua.registry.rules.shown import field_name, value_words
from xiuhua.registry.stored import STATED_FIELDS

Cell = Text | str

NOTHING: Final = Text("还没有记录。", "Nothing on record yet.")
_EMPTY: Final = Text("", "")
_WHO: Final = Text("姓名", "Name")
_UNIT, _PHONE = Text("单位", "Unit"), Text("电话", "Phone")
_CAUSES: Final = (
    "main_cause",
    "household_kind",
    "exit_status",
    "exit_year",
    "unsafe_house",
    "water_safe",
    "water_hard",
)
_FACTS: Final = ("education", "school", "labour", "work_place", "work_months")
"""What the booklet says of a person besides age and health."""


def card(
    head: str,
    leader: tuple[str, str],
    helping: Helping,
    plans: Plans,
    left_out: frozenset[str],
    illness: frozenset[str],
) -> Iterator[Section]:
    """Yield what hangs on the wall: whom to ask, what is done by when, what came of it.

    No number of anybody helped, no cause, no category, no amount; measures of the kinds ``left_out`` stay off, and of
    those whose words may tell of an illness stand kind and days alone. ``leader`` is a name with a telephone, if one
    is on record for households to call.
    """
    name, number = leader
    asked = [(each.name, each.unit, each.number or (number if each.name == name else "")) for each in helping.present]
    if name and name not in {each.name for each in helping.present}:
        asked.append((name, Text("村里工作组组长", "leader of the village's work group"), number))
    yield table(Text(f"{head}家有事找谁", f"Whom {head}'s family can ask"), ((_WHO, 3), (_UNIT, 5), (_PHONE, 4)), asked)
    shown = [each for each in _lines(plans) if each.kind_code not in left_out]
    silent = {each.id for each in shown if without_words(each.kind_code, (_what(each), each.who, each.result), illness)}
    promised: list[tuple[Cell, ...]] = [
        (each.kind, "", day(each.due)) if each.id in silent else (_what(each), each.who, day(each.due))
        for each in shown
        if each.is_open
    ]
    what = Text("办什么", "What")
    due = Text("哪天以前", "By when")
    yield table(Text("商量好要办的", "What was agreed"), ((what, 5), (Text("谁来办", "Who"), 3), (due, 3)), promised)
    done: list[tuple[Cell, ...]] = [
        (each.kind, day(each.done_on), "") if each.id in silent else (_what(each), day(each.done_on), each.result)
        for each in shown
        if each.done_on and not each.is_open
    ]
    columns = ((what, 5), (Text("哪天办的", "When"), 3), (Text("办成什么样", "What came of it"), 5))
    yield table(Text("已经办了的", "What was done"), columns, done)


def booklet(page: Household, helping: Helping, plans: Plans) -> Iterator[Section]:
    """Yield the six parts of the booklet: family, causes, helpers, plans, measures, results."""
    agreed = _agreed(plans)
    yield family(page, Text("一、家庭基本情况", "1. The family"))
    yield _causes(page)
    yield _helpers(helping)
    yield _plans(agreed)
    yield _measures(_lines(plans))
    yield _results(_lines(plans))


def household_file(page: Household, land: LandOf | None, told: Sequence[Section]) -> Iterator[Section]:
    """Yield all that is on record: facts, people, incomes, land, what other modules tell, and what changed."""
    yield _facts(page)
    yield family(page, Text("成员", "Members"))
    numbers = [(each.name, each.identity, each.phone) for each in page.members if each.identity or each.phone]
    columns = ((_WHO, 2), (Text("证件号码", "Identity number"), 4), (_PHONE, 3))
    yield table(Text("号码（遮住的和页面上一样）", "Numbers, masked as on the page"), columns, numbers)
    former = [(each.name, day(each.since), day(each.until), each.cause) for each in page.former]
    if former:
        terms = ((_WHO, 2), (Text("从哪天起", "From"), 3), (Text("到哪天", "Until"), 3), (Text("原因", "Why"), 4))
        yield table(Text("以前的成员", "Who belonged to it before"), terms, former)
    yield table(WORDS["incomes"], _columns(("year", 2), ("kind", 2), ("project", 3), ("amount", 2)), _incomes(page))
    plots = [(each.name or each.code, area_said(each.area), each.use_name) for each in land.lines] if land else []
    yield table(WORDS["land"], _columns(("plot", 2), ("area", 1), ("use", 2)), plots)
    yield from told
    happened = [(day(each.on), each.what, joined("；", each.lines), each.who or "") for each in page.events]
    columns_then = (*_columns(("date", 3), ("what", 4), ("details", 8)), (Text("谁", "Who"), 2))
    yield table(Text("记录怎么来、怎么改的", "How the record came about and changed"), columns_then, happened)


def family(page: Household, title: Text) -> Section:
    """Return the people of a household, and where it is on record."""
    rows = [_member(each) for each in page.members]
    names = ((_WHO, 4), (Text("与户主关系", "Relation"), 4), (Text("性别", "Sex"), 3), (Text("年龄", "Age"), 2))
    facts = tuple((field_name(name), 4) for name in _FACTS)
    note = Text(f"户编号 {page.code}", f"Household code {page.code}")
    if page.natural_village:
        note = joined("；", (note, Text(page.natural_village, page.natural_village)))
    return table(title, (*names, (Text("健康", "Health"), 4), *facts), rows, note=note)


def table(
    title: Text, columns: Sequence[tuple[Text, int]], rows: Sequence[tuple[Cell, ...]], *, note: Text = _EMPTY
) -> Section:
    """Return a section with a table, or with one line that nothing is on record."""
    if not rows:
        return Section(title, note=joined("；", (note, NOTHING)))
    return Section(title, tuple(name for name, _ in columns), tuple(width for _, width in columns), tuple(rows), note)


def _columns(*wanted: tuple[str, int]) -> tuple[tuple[Text, int], ...]:
    return tuple((WORDS[name], width) for name, width in wanted)


def _member(each: Member) -> tuple[Cell, ...]:
    sex = _EMPTY if each.female is None else Text("女", "female") if each.female else Text("男", "male")
    age = "" if each.age is None else str(each.age)
    said: Mapping[str, Text] = each.said
    return (each.name, each.relation, sex, age, each.health or "", *(said.get(name, "") for name in _FACTS))


def _facts(page: Household) -> Section:
    statement = page.statement
    rows: list[tuple[Cell, ...]] = [
        (WORDS["household"], page.state, ""),
        (Text("从哪天起登记", "On record since"), day(page.valid_from), ""),
    ]
    for name in STATED_FIELDS if statement else ():
        value = statement.values[name] if statement else None
        if statement and value not in (None, ""):
            source = joined(" · ", (statement.source, day(statement.valid_from)))
            rows.append((field_name(name), value_words(name, value), source))
    return table(Text("基本情况", "Facts"), _columns(("item", 2), ("value", 3), ("source", 4)), rows)


def _causes(page: Household) -> Section:
    values = page.statement.values if page.statement else dict.fromkeys(STATED_FIELDS)
    rows = [(field_name(n), value_words(n, values[n])) for n in _CAUSES if values[n] not in (None, "")]
    return table(Text("二、致贫原因", "2. Causes of poverty"), _columns(("item", 2), ("value", 4)), rows)


def _helpers(helping: Helping) -> Section:
    """Return who helps: whoever followed stands on the next line with the day."""
    lines = (*reversed(helping.past), *helping.present)
    rows = [
        (each.name, each.unit, each.number, day(each.valid_from), day(each.valid_to) if each.valid_to else _EMPTY)
        for each in lines
    ]
    columns = ((_WHO, 2), (_UNIT, 3), (_PHONE, 3), (Text("从哪天起", "From"), 3), (Text("到哪天", "Until"), 3))
    return table(Text("三、帮扶责任人", "3. Who helps"), columns, rows)


def _plans(agreed: Sequence[PlanPage]) -> Section:
    rows = [
        (str(each.edition), joined(" – ", (day(each.begins_on), day(each.ends_on))), each.needs, _agreement(each))
        for each in agreed
    ]
    columns = (
        (Text("第几版", "Version"), 2),
        (Text("起止", "Term"), 4),
        (Text("这一户说需要", "What the household needs"), 6),
        (Text("谁哪天同意", "Agreed by"), 4),
    )
    return table(Text("四、帮扶计划", "4. Plans"), columns, rows)


def _agreement(plan: PlanPage) -> Text:
    on = day(plan.agreed_on) if plan.agreed_on else _EMPTY
    return Text(f"{plan.agreed_by} {on.zh}", f"{plan.agreed_by}, {on.en}")


def _measures(lines: Sequence[MeasureLine]) -> Section:
    rows = [(each.kind, each.what, each.scale, each.amount or "", each.who, day(each.due)) for each in lines]
    columns = (
        (Text("种类", "Kind"), 3),
        (Text("办什么事", "What"), 4),
        (Text("规模", "How much"), 2),
        (Text("金额", "Amount"), 3),
        (Text("谁来办", "Who"), 2),
        (Text("哪天以前", "By when"), 3),
    )
    return table(Text("五、帮扶措施", "5. Measures"), columns, rows)


def _results(lines: Sequence[MeasureLine]) -> Section:
    rows = [
        (each.what, day(each.done_on), each.result, each.result_amount or "", _answer(each))
        for each in lines
        if each.done_on is not None
    ]
    columns = (
        (Text("办什么事", "What"), 3),
        (Text("哪天办好", "Done on"), 3),
        (Text("办成什么样", "What came of it"), 4),
        (Text("金额", "Amount"), 2),
        (Text("这一户怎么说", "What the household says"), 5),
    )
    return table(Text("六、帮扶成效", "6. What came of it"), columns, rows)


def _answer(line: MeasureLine) -> Text:
    if not line.words:
        return line.state_name
    return Text(f"{line.confirmed_by}：{line.words}", f"{line.confirmed_by}: {line.words}")


def _what(line: MeasureLine) -> str:
    return f"{line.what} {line.scale}".strip()


def _agreed(plans: Plans) -> list[PlanPage]:
    """Return the versions that the household agreed to, the latest first."""
    return [each for each in (plans.present, *plans.past) if each is not None and each.agreed_on is not None]


def _lines(plans: Plans) -> list[MeasureLine]:
    """Return every measure once: what a later version took along stands with that one."""
    return [
        line for plan in _agreed(plans) for line in plan.measures if plan is plans.present or line.done_on is not None
    ]


def _incomes(page: Household) -> list[tuple[Cell, ...]]:
    return [(income.name, line.kind_name, line.project, line.said) for income in page.incomes for line in income.lines]


def filled(on: date, purpose: Text) -> Text:
    """Return the line of a cover that says of which day a paper is, and for what it was made."""
    stands = day(on)
    return Text(f"{stands.zh} · 用于{purpose.zh}", f"{stands.en} · for {purpose.en}")
