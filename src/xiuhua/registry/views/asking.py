"""What the forms of a household share: what was changed against what was shown, refusals in words, conflicts."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.asking import CONFLICT
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.forms import Choice, FieldProblem
from xiuhua.platform.vault import masks
from xiuhua.registry.commands.words import choices_of
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.shown import field_name, value_words

_MASKS: Mapping[str, Callable[[str], str]] = {"identity": masks.identity, "phone": masks.phone}


def household_or_404(request: HttpRequest, household_id: UUID) -> Household:
    """Return the household; absent, erased and out of the territory answer alike."""
    found = household_then_or_404(request, household_id, None)
    if found.erased_on:
        raise Http404
    return found


def household_then_or_404(
    request: HttpRequest, household_id: UUID, day: date | None, *, files: bool = True
) -> Household:
    """Return the household as it is, or as it was on a day gone by."""
    found = household(request.viewer, household_id, on=today_of(request), day=day, files=files)
    if found is None:
        raise Http404
    return found


def allowed_or_404(page: Household, code: str) -> None:
    """Answer as for a page that does not exist where the viewer may not do this here, or the household is over."""
    if page.ended or page.actions[code].why_not is not None:
        raise Http404


def told(problems: Sequence[Problem]) -> tuple[FieldProblem, ...]:
    """Return refusals in words at their fields; a conflict names each field with both values."""
    return worded([part for problem in problems for part in _parts(problem)])


def words_as_choices(field: str, stored: str = "", *, leave_out: Collection[str] = ()) -> tuple[Choice, ...]:
    """Return the words of a field's list as choices in the page's language; stored other words stay a choice.

    ``leave_out`` names entries by code.
    """
    here = language()
    known = choices_of(field)
    choices = [
        Choice(word, name.in_language(here))
        for word, name in known.items()
        if codes.LISTS[field].code(word) not in leave_out
    ]
    if stored and stored not in known and codes.LISTS[field].code(stored) not in leave_out:
        choices.insert(0, Choice(stored, value_words(field, stored).in_language(here)))
    return tuple(choices)


def _parts(problem: Problem) -> Iterable[Problem]:
    if problem.code != CONFLICT:
        yield problem
        return
    here = language()
    for cell in problem.values["fields"]:
        name = cell["field"]
        hide = _MASKS.get(name)
        sides = {side: hide(cell[side]) if hide and cell[side] else cell[side] for side in ("theirs", "yours")}
        said = {side: value_words(name, value).in_language(here) for side, value in sides.items()}
        yield Problem(CONFLICT, name, {"names": field_name(name).in_language(here), **said})
