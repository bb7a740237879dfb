"""What help tells of a household: on its page, on its timeline, on its paper."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse

from xiuhua.care.access import COMMANDS
from xiuhua.care.models import Helper, Plan
from xiuhua.care.queries.helpers import HELP, NOBODY, HelperLine, Helping, helpers_of
from xiuhua.care.queries.plans import NO_PLANS, PLANNED, PlanPage, Plans, plans_of
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.exchange.documents import Section
from xiuhua.registry.beside import Home, Told, telling
from xiuhua.registry.queries.events import Event
from xiuhua.registry.rules.report_words import day

_HELPERS: Final = Text("帮扶责任人", "Who helps")
_COLUMNS: Final = (
    Text("谁", "Who"),
    Text("单位、电话", "Unit and phone"),
    Text("从哪天到哪天", "From and to"),
    Text("依据", "Basis"),
)


@telling({Helper: "household_id", Plan: "household_id"})
def help_told(viewer: Actor, home: Home, on: date) -> Told:
    """Return the help of a household as its page, its timeline and its paper tell it."""
    if not reaches(viewer, HELP, home.place_code):
        return Told()
    helping = helpers_of(viewer, home.id) if home.has(Helper) else NOBODY
    plans = plans_of(viewer, home.id, on=on) if home.has(Plan) else NO_PLANS
    may = not home.ended and reaches(viewer, COMMANDS["care.assign_helper"], home.place_code)
    return Told(
        events=(*_events(helping), *_plan_events(plans)),
        sections=(*_sections(helping), *_plan_sections(plans)),
        template="care/household_help.html",
        context={
            "household_id": home.id,
            "helping": helping,
            "may_assign": may,
            "plans": plans,
            "may_print": not home.ended and reaches(viewer, COMMANDS["care.make_paper"], home.place_code),
            "may_see_plan": reaches(viewer, PLANNED, home.place_code),
            "place_url": reverse("place-help", args=[home.place_code]),
        },
    )


def _events(helping: Helping) -> Iterator[Event]:
    for each in (*helping.present, *helping.past):
        who = f"{each.name}（{each.unit}）" if each.unit else each.name
        yield Event(on=each.valid_from, what=Text(f"开始帮扶：{who}", f"began to help: {who}"))
        if each.valid_to is not None:
            lines = [Text(each.end_reason, each.end_reason)] if each.end_reason else []
            if each.successor:
                lines.append(Text(f"由{each.successor}接替", f"followed by {each.successor}"))
            yield Event(on=each.valid_to, what=Text(f"不再帮扶：{who}", f"stopped helping: {who}"), lines=tuple(lines))


def _sections(helping: Helping) -> tuple[Section, ...]:
    lines = (*helping.present, *helping.past)
    if not lines:
        return ()
    rows = tuple((each.name, f"{each.unit} {each.number}".strip(), _term(each), each.basis) for each in lines)
    return (Section(_HELPERS, _COLUMNS, (2, 4, 4, 3), rows),)


def _term(each: HelperLine) -> Text:
    begin = day(each.valid_from)
    if each.valid_to is None:
        return Text(f"{begin.zh}起", f"since {begin.en}")
    end = day(each.valid_to)
    return Text(f"{begin.zh}到{end.zh}", f"{begin.en} to {end.en}")


def _plan_events(plans: Plans) -> Iterator[Event]:
    for plan in _editions(plans):
        if plan.agreed_on is not None:
            what = Text(f"同意帮扶计划第 {plan.edition} 版", f"agreed to version {plan.edition} of the plan")
            yield Event(on=plan.agreed_on, what=what, who=plan.agreed_by)
        for each in plan.measures:
            if each.done_on is not None:
                yield Event(on=each.done_on, what=Text(f"措施有结果：{each.what}", f"a result: {each.what}"))
            if each.confirmed_on is not None:
                said = Text(f"{each.what}：{each.words}", f"{each.what}: {each.words}")
                lines = (said,)
                yield Event(on=each.confirmed_on, what=each.state_name, lines=lines, who=each.confirmed_by)


def _plan_sections(plans: Plans) -> Iterator[Section]:
    for plan in _editions(plans):
        title = Text(f"帮扶计划第 {plan.edition} 版", f"Plan, version {plan.edition}")
        rows = tuple(
            (f"{each.what} {each.scale}".strip(), each.who, day(each.due), each.result or each.state_name, each.words)
            for each in plan.measures
        )
        note = Text(f"这一户说需要：{plan.needs}", f"The household says it needs: {plan.needs}")
        columns = _PLAN_COLUMNS if rows else ()
        yield Section(title, columns, (4, 2, 2, 4, 4) if rows else (), rows, note=note)


def _editions(plans: Plans) -> Iterator[PlanPage]:
    yield from (each for each in (plans.present, plans.draft, *plans.past) if each is not None)


_PLAN_COLUMNS: Final = (
    Text("措施", "Measure"),
    Text("谁来办", "Who"),
    Text("哪天以前", "By when"),
    Text("结果", "What came of it"),
    Text("你们的话", "Your words"),
)
