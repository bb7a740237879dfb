"""What of a household's page stands folded: each part is fetched when it is opened, and is a page of its own, too.

Whatever asks for action stays on the page itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest

from xiuhua.kernel.text import Text
from xiuhua.registry.queries.figures import chosen
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.shown import field_name, value_words
from xiuhua.registry.views.agreed import agreed_here
from xiuhua.registry.views.answer_section import answers_here
from xiuhua.registry.views.correction_section import corrections_section
from xiuhua.registry.views.income_table import income_table
from xiuhua.registry.views.looked import who_looked_here
from xiuhua.registry.views.plot_sections import plots_of_household
from xiuhua.registry.views.requests import address

EARLIER: Final = "earlier"
"""The part with what happened before."""

LATEST: Final = 3
"""Events that stand on the page itself."""

_COLUMNS = (
    "exit_status",
    "exit_year",
    "household_kind",
    "main_cause",
    "unsafe_house",
    "water_safe",
    "water_hard",
    "size",
)

Reads = Callable[[HttpRequest, Household], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its title, the template of what it holds, who reads that, and whether it tells of days gone by, too.

    ``shared`` reads what the page shows of it already: needed where the part stands alone.
    """

    title: Text
    template: str
    reads: Reads
    shared: tuple[Reads, ...] = ()
    of_days: bool = False

    def alone(self, request: HttpRequest, page: Household) -> dict[str, Any]:
        """Return everything that the part holds."""
        context = self.reads(request, page)
        for reads in self.shared:
            context |= reads(request, page)
        return context


@dataclass(frozen=True, slots=True)
class Fold:
    """A part as the page shows it: ``opened`` with what it holds, else with the address where that is fetched."""

    code: str
    title: Text
    template: str
    url: str
    opened: bool


def _stated(request: HttpRequest, page: Household) -> dict[str, Any]:
    return {"statements": [(each, _told(each.values)) for each in page.statements]}


def _earlier(request: HttpRequest, page: Household) -> dict[str, Any]:
    return {"earlier": page.events[:-LATEST]}


def _held(request: HttpRequest, page: Household) -> dict[str, Any]:
    return {}


def _lines(request: HttpRequest, page: Household) -> dict[str, Any]:
    return {"income_table": income_table(page)}


def _own_words(request: HttpRequest, page: Household) -> dict[str, Any]:
    return {} if page.day else answers_here(request, page)


PARTS: Final[Mapping[str, Part]] = {
    "lines": Part(
        Text("每一笔收入", "every line of income"), "registry/part_lines.html", _lines, (_own_words,), of_days=True
    ),
    "plot-lines": Part(
        Text("每一块地", "every plot"),
        "registry/part_plots.html",
        _held,
        (plots_of_household, _own_words),
        of_days=True,
    ),
    "confirmed": Part(Text("已确认无误的", "confirmed as right"), "registry/part_confirmed.html", _held),
    "stated": Part(
        Text("表里说过什么", "what sheets said"), "registry/part_stated.html", _stated, (_own_words,), of_days=True
    ),
    "corrections": Part(
        Text("报给系统的更正", "corrections asked of the system"), "registry/part_corrections.html", corrections_section
    ),
    "consents": Part(Text("同意过什么", "what was agreed to"), "registry/part_consents.html", agreed_here),
    "looked": Part(Text("谁看过", "who looked"), "registry/part_looked.html", who_looked_here, (_own_words,)),
    EARLIER: Part(Text("更早的经过", "what happened earlier"), "registry/part_earlier.html", _earlier, of_days=True),
}
"""By the name in the address, which is also that of the section."""

ONE_BY_ONE: Final = frozenset({"lines", "plot-lines"})
"""Parts that show which file a line or plot names."""


def folded(request: HttpRequest, page: Household, *, whole: bool) -> dict[str, Any]:
    """Return the parts for the page, with what those hold that are opened at once: all for paper, one by ``?open=``."""
    told = {code: part for code, part in PARTS.items() if part.of_days or page.day is None}
    opened = [code for code in told if whole or code == request.GET.get("open")]
    context: dict[str, Any] = {}
    for code in opened:
        context |= told[code].reads(request, page)
    one = address("household-part", str(page.id))
    on_day = "".join(f"&{name}={value}" for name, value in chosen(page.day).items())
    folds = {
        code.replace("-", "_"): Fold(code, part.title, part.template, f"{one}?show={code}{on_day}", code in opened)
        for code, part in told.items()
    }
    return {**context, "parts": folds}


def part_target(code: str) -> str:
    """Return the id of the element into which a part is fetched."""
    return f"part-{code}"


def _told(values: Any) -> list[tuple[Text, Text]]:
    said = ((name, values[name]) for name in _COLUMNS)
    return [(field_name(name), value_words(name, value)) for name, value in said if value not in (None, "")]
