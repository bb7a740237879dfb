"""The access matrix: every address × every role × inside and outside, filled in from the cast.

Whoever adds an address, a part of one or an argument that is not known here is told where to add it.
"""

import ast
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from support.cast import Cast, Member, Viewer, Zone, fresh
from support.source import modules
from xiuhua.kernel.access import Access
from xiuhua.platform.exchange.contract import export_kind
from xiuhua.platform.exchange.outgoing import kinds_for
from xiuhua.site.demo.identity import check_character

OPEN = {
    "sign-in": "the way in",
    "sign-in-code": "the second half of the way in; without the first it leads back",
    "sign-out": "the way out; harmless for a stranger",
    "language": "a cookie of one's own",
    "first-administrator": "answers only while there is no account at all",
}
"""Addresses that a stranger may open, and why."""

WITHOUT_DATA = {"style": "the parts of pages with invented samples; Django asks for a session"}
"""Addresses that ask for a session by other means than ``signed_in``, and why that does."""

NOT_EVERYBODY_HAS_ONE = {"file": "file", "export": "export", "export-file": "export"}
"""Addresses of one's own rows, and what they are called in ``Cast.own``: whoever has none there finds nothing."""

HERE = "tests/support/matrix.py"
INSIDE, BESIDE, OUTSIDE, ABSENT = "inside", "beside", "outside", "absent"


@dataclass(frozen=True)
class Standing:
    """From where a viewer looks at what: the zone from which arguments are taken, and the viewer's own rows."""

    viewer: Viewer
    where: str
    zone: Zone
    own: Mapping[str, Any] = field(default_factory=dict)

    def mine(self, name: str, other: Any) -> Any:
        """Return the viewer's own row of a kind inside, somebody else's elsewhere."""
        return self.own.get(name, other) if self.where == INSIDE else other


def standings(cast: Cast, viewer: Viewer) -> dict[str, Standing]:
    """Return the standings of a viewer: inside, beside where there is such a place, outside, and at nothing at all."""
    zones = {INSIDE: cast.inside(viewer), BESIDE: cast.beside(viewer), OUTSIDE: cast.outside(viewer), ABSENT: nowhere()}
    own = cast.own.get(viewer.login, {})
    return {where: Standing(viewer, where, zone, own) for where, zone in zones.items() if zone is not None}


@cache
def nowhere() -> Zone:
    """Return a zone of which nothing exists, in the form of one that does."""
    numbers = [f"62019919{60 + at}030599{(at + 1) % 2}" for at in range(5)]
    nobody = tuple(
        Member("无此人", f"88999999991{at}", digits + check_character(digits), f"1390000999{at}")
        for at, digits in enumerate(numbers)
    )
    names = {"village": "无此村", "township": "无此镇", "county": "无此县"}
    return Zone("629901177211", names, "889999999911", "889999999912", nobody, "nobody-here", "none-such")


Sampler = Callable[[Standing], Any]

PARAMETERS: dict[str, Sampler] = {
    "code": lambda s: s.zone.place_code,
    "account_id": lambda s: s.zone.clerk,
    "post_id": lambda s: s.zone.clerk_post,
    "token_id": lambda s: s.mine("token", s.zone.clerk_token),
    "session_id": lambda s: s.mine("session", s.zone.session),
    "job_id": lambda s: s.mine("job", s.zone.job),
    "kind": lambda s: next((kind.sheet.code for kind in kinds_for(s.viewer.actor)), "people"),
    "household_id": lambda s: s.zone.household,
    "person_id": lambda s: s.zone.child,
    "correction_id": lambda s: s.zone.correction,
    "stream": lambda s: s.zone.place_code[:6],
    "sequence": lambda s: s.zone.sequence,
    "batch_id": lambda s: s.zone.session,
    "file_id": lambda s: s.mine("file", s.zone.file.id),
    "consent_id": lambda s: s.zone.consent,
    "paper_id": lambda s: s.mine("paper", s.zone.paper),
    "reveal_id": lambda s: s.mine("reveal", s.zone.reveal),
    "likeness_id": lambda s: s.zone.likeness,
    "snapshot_id": lambda s: (nowhere() if s.where == BESIDE else s.zone).snapshot,  # a county's holds both villages
    "report_id": lambda s: s.mine("report", s.zone.report),
    "comparison_id": lambda s: s.zone.comparison,
    "line_id": lambda s: s.zone.compared,
    "export_id": lambda s: s.mine("export", s.zone.export),
}
"""By the name of a part of an address: what stands there."""

LATE = "01700000-0000-7000-8000-000000000000"
"""An id that is later than every other: a cursor before which everything comes."""

TOGETHER = {"sequence": "stream", "line_id": "comparison_id"}
"""Names whose values mean something only beside that of another name."""

_PLACE: dict[str, Sampler] = {"place": PARAMETERS["code"]}
_COUNTY: dict[str, Sampler] = {"place": lambda s: f"{s.zone.place_code[:6]}000000"}
_VILLAGE: dict[str, Sampler] = {"village": PARAMETERS["code"]}
_HOUSEHOLD: dict[str, Sampler] = {"household": PARAMETERS["household_id"]}


def _listed(kind: str) -> Sampler:
    """Return a kind of sheet for whoever may take it out, villages for the others."""

    def chosen(standing: Standing) -> str:
        exported = export_kind(kind)
        return kind if exported and exported.access.allows(standing.viewer.actor.roles()) else "villages"

    return chosen


def _always(value: str) -> Sampler:
    return lambda s: value


_THEN: dict[str, Sampler] = {"on": _always("2018-06-19")}
_TODAY: dict[str, Sampler] = {"on": _always("2018-06-20")}
"""The cast's households are of that day; a day before it is none of theirs."""


ARGUMENTS: dict[str, tuple[dict[str, Sampler], ...]] = {
    "people": ({}, {"after": _always("620121177211/a")}),
    "imports": ({}, {"before": _always(LATE), "others": _always(LATE)}),
    "import": ({}, {"show": _always("ask"), "page": _always("1")}),
    "import-columns": ({}, {"kind": PARAMETERS["kind"]}),
    "place": ({}, {"year": _always("2017"), "scheme": _always("by_50000"), "class": _always("below"),
                   "poor": _always("1"), "pilot": _always("1"), "asked": _always("1"), "after": _always("6")}, _THEN),
    "likenesses": ({}, {"after": _always("620121177211/01641a6a-4a00-7000-8000-000000000001")}),
    "snapshot": ({}, {"figure": _always("people"), "after": _always("6")}),
    "figure-snapshot": ({"snapshot": PARAMETERS["snapshot_id"], **_VILLAGE, "figure": _always("people")},),
    "snapshot-take": (_COUNTY, {**_COUNTY, "replaces": PARAMETERS["snapshot_id"]}),
    "figure-villages": (_PLACE, {**_PLACE, "class": _always("all"), "missing": _always("position")},
                        {**_PLACE, **_THEN}),
    "figure-households": (_PLACE, {**_PLACE, "after": _always("620121177211/1")}, {**_PLACE, **_THEN}),
    "figure-questions": (_PLACE, {**_PLACE, "kind": _always("unknown_value")}),
    "figure-collective-income": ({**_VILLAGE, "year": _always("2017")},
                                 {**_VILLAGE, "year": _always("2017"), **_THEN}),
    "figure-plots": (_PLACE, {**_PLACE, "use": _always("idle"), "willing": _always("yes"), "after": _always("6")}),
    "figure-ledger": ({**_HOUSEHOLD, "year": _always("2017"), "basis": _always("calendar")}, _HOUSEHOLD,
                      {**_HOUSEHOLD, **_TODAY}),
    "household": ({}, _TODAY),
    "household-stated": ({}, _TODAY),
    "household-ledger": ({}, {"year": _always("2017"), "basis": _always("calendar")}, {"year": _always("new")}),
    "village-record": ({}, {"year": _always("2017")}),
    "export-new": ({**_PLACE, "kind": _listed("people")}, {**_PLACE, "kind": _listed("incomes"),
                                                          "year": _always("2017")}),
    "household-register": ({}, _VILLAGE),
    "household-merge": ({}, {"into": lambda s: s.zone.second}),
    "place-comparisons": ({}, {"before": _always(LATE)}),
    "comparison": ({}, {"side": _always("only_listed"), "open": _always("1"), "after": _always("0")}),
    "household-erase": ({}, {"person": lambda s: s.zone.child}),
    "questions-answer": (_HOUSEHOLD, {**_HOUSEHOLD, "question": lambda s: s.zone.question},
                         {**_PLACE, "kind": _always("unknown_value")}),
    "own-second-step": ({}, {"again": _always("1")}),
    "corrections": (_PLACE, {**_PLACE, "state": _always("open"), "after": _always("620121177211/1")}),
    "correction-list": (_PLACE, {**_PLACE, "number": _always("620121-20180620-01")}),
    "correction-request": ({}, {"person": PARAMETERS["person_id"], "field": _always("name")}),
    "search": ({}, *({"q": sampler, **more} for more in ({}, {"part": _always("suggestions")}) for sampler in (
        lambda s: s.zone.members[0].name, lambda s: s.zone.household_code, lambda s: s.zone.members[0].code,
        lambda s: s.zone.members[0].identity, lambda s: s.zone.names["village"], lambda s: s.zone.place_code)),
        {"q": lambda s: s.zone.members[3].name, "group": _always("people")}, {"none": _always("number")},
        {"at": _always("nothing")}, {"same": lambda s: s.zone.spouse}),
    "journal": ({}, _PLACE, {**_PLACE, "kind": _always("registry.record_village"), "before": _always("99999999"),
                             "past": lambda s: s.zone.session}),
    "journal-batch": ({}, {"before": _always("99999999")}),
    "glossary": ({}, {"word": _always("Place")}),
    "why": ({}, {"row": _always("registry.correct_household"), **_PLACE}, {"row": _always("registry.households"),
            **_HOUSEHOLD}, _PLACE),
    "person-why": ({}, {"row": _always("registry.households"), **_PLACE}),
    "sign-in": ({"next": _always("/people")},),
    "style": ({}, {"part": _always("figure")}),
}  # fmt: skip
"""By the name of an address: the arguments behind the question mark with which it is asked, one set after another."""

WRITTEN: dict[str, dict[str, Sampler]] = {
    "post-give": {
        "role": _always("attendee"),
        "place_code": PARAMETERS["code"],
        "organisation_id": lambda s: s.zone.organisation,
        "valid_from": _always("2018-06-20"),
    },
    "person-add": {"login": _always("brand-new"), "name": _always("甄新人"), "place_code": PARAMETERS["code"]},
    "person-change": {"place_code": PARAMETERS["code"]},
    "person-password": {"password": _always("four quiet otters")},
    "post-end": {"valid_to": _always("2018-06-20")},
    "search": {"q": lambda s: s.zone.members[0].identity},
    "comparison-line": {"result": _always("list_right")},
    "comparison-new": {"listed_on": _always("2018-06-10")},
    "questions-answer": {"question": lambda s: s.zone.question, "reason": _always("看过户口本")},
    "correction-list": {"purpose": _always("report"), "reason": _always("县扶贫办")},
    "correction-request": {"field": _always("exit_year"), "wanted": _always("2016"), "why": _always("看过文件")},
    "correction-withdraw": {"reason": _always("看错了")},
    "household-head": {"new_head_id": lambda s: s.zone.spouse},
    "import-put-back": {"cell": _always("3-1")},
    "import-confirm": {"code": _always("unknown_value"), "reason": _always("看过户口本")},
    "import-undo": {"reason": _always("传错了")},
    "import-columns": {"kind": PARAMETERS["kind"]},
    "household-ledger": {
        "rows": _always("1"),
        "l0-kind": _always("wage"),
        "l0-project": _always("务工"),
        "l0-amount": _always("300"),
        "l0-first_day": _always("2017-01-01"),
        "l0-last_day": _always("2017-06-30"),
        "l0-person_id": PARAMETERS["person_id"],
    },
    "consent-record": {
        "data_set": _always("income"),
        "purpose": _always("help"),
        "scope": _always("matching"),
        "given_by": _always("self"),
        "given_on": _always("2018-06-20"),
        "person_id": PARAMETERS["person_id"],
    },
    "consent-revoke": {"revoked_on": _always("2018-06-20"), "revoked_by": _always("self")},
    "access-report-make": {"asked_by": lambda s: s.zone.head},
    "member-reveal": {"field": _always("identity"), "purpose": _always("help"), "reason": _always("核对开户")},
    "household-plots": {
        "rows": _always("1"),
        "l0-name": _always("阴坡地"),
        "l0-area": _always("1.5"),
        "l0-land_use": _always("own"),
        "l0-willing": _always("not_asked"),
    },
    "village-plots": {
        "rows": _always("1"),
        "l0-name": _always("阴坡地"),
        "l0-area": _always("1.5"),
        "l0-land_use": _always("own"),
        "l0-willing": _always("not_asked"),
    },
    "likeness-decide": {"verdict": _always("different"), "reason": _always("问过本人")},
    "snapshot-take": {"year": _always("2018"), "reason": _always("补上一个村")},
    "village-record": {"year": _always("2017"), "amount": _always("5000"), "source": _always("光伏")},
    "token-issue": {"secret": _always("s" * 43), "label_text": _always("报表"), "expires": _always("2018-07-20")},
    "language": {"language": _always("en")},
    "journal-undo": {"reason": _always("写错了")},
    "export-new": {"kind": _always("villages"), "place": PARAMETERS["code"], "purpose": _always("help")},
}
"""By the name of an address: what a form sends there besides the id of its command."""


@dataclass(frozen=True)
class Address:
    """One address of the product: its name, route and view, what is declared of it, and one set of arguments."""

    name: str
    route: str
    view: Callable[..., HttpResponse]
    arguments: Mapping[str, Sampler]

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the names of the parts of the route that are filled in."""
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.route))

    @property
    def label(self) -> str:
        """Return the name with the arguments, for messages."""
        return f"{self.name}?{'&'.join(self.arguments)}" if self.arguments else self.name

    @property
    def declared(self) -> bool:
        """Say whether the view says who may use it."""
        return hasattr(self.view, "access") and getattr(self.view, "signed_in", False)

    @property
    def access(self) -> Access | None:
        """Return the roles that may use it, ``None`` for everybody who is signed in."""
        return getattr(self.view, "access", None)

    @property
    def methods(self) -> frozenset[str]:
        """Return the methods that the view declares; none where it does not."""
        return declared_methods(self.view)

    def samplers(self, method: str) -> dict[tuple[str, str], Sampler]:
        """Return everything that is filled in: by kind (part, argument, form) and name."""
        unknown = [name for name in self.parts if name not in PARAMETERS]
        assert not unknown, f"add {unknown} of {self.route} to PARAMETERS in {HERE}"
        filled = {("part", name): PARAMETERS[name] for name in self.parts}
        filled |= {("argument", name): sampler for name, sampler in self.arguments.items()}
        if method == "POST":
            filled |= {("form", name): sampler for name, sampler in WRITTEN.get(self.name, {}).items()}
        return filled

    def filled(self, method: str, standing: Standing) -> dict[tuple[str, str], str]:
        """Return the values of everything that is filled in."""
        return {key: str(sampler(standing)) for key, sampler in self.samplers(method).items()}

    def path(self, values: Mapping[tuple[str, str], str]) -> str:
        """Return the address with its gaps filled."""
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: quote(values["part", gap[1]]), "/" + self.route)
        query = {name: value for (kind, name), value in values.items() if kind == "argument"}
        return path + ("?" + urlencode(query) if query else "")

    def form(self, values: Mapping[tuple[str, str], str]) -> dict[str, str]:
        """Return what is sent in a form."""
        return {"id": str(fresh()), **{name: value for (kind, name), value in values.items() if kind == "form"}}


def addresses() -> Iterator[Address]:
    """Yield every address of a page with each of its sets of arguments; the API describes itself."""
    for route, entry in _walk(get_resolver()):
        name = entry.name or route
        if route.startswith("api/") and not hasattr(entry.callback, "signed_in"):
            continue
        for arguments in ARGUMENTS.get(name, ({},)):
            yield Address(name, route, entry.callback, arguments)


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        else:
            yield route, entry


def declared_methods(view: Any) -> frozenset[str]:
    """Return the methods that a ``require_…`` around the view lets through."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            held = cell.cell_contents
            if isinstance(held, list) and held and all(isinstance(each, str) and each.isupper() for each in held):
                return frozenset(held)
        view = getattr(view, "__wrapped__", None)
    return frozenset()


@cache
def arguments_read() -> frozenset[str]:
    """Return the names of all arguments that a view reads from an address, found in the source."""
    found = set()
    for _, tree in modules("src/xiuhua"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _reads_query(node):
                found |= {each.value for each in node.args if isinstance(each, ast.Constant) and each.value}
            if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("request.GET"):
                found |= {each.value for each in ast.walk(node.slice) if isinstance(each, ast.Constant)}
    return frozenset(each for each in found if isinstance(each, str))


def _reads_query(call: ast.Call) -> bool:
    words = ast.unparse(call.func)
    first = ast.unparse(call.args[0]) if call.args else ""
    return words in ("request.GET.get", "request.GET.getlist") or (
        words in ("whole_number", "_uuid") and first == "request"
    )


def crossings(
    address: Address, method: str, inside: Standing, outside: Standing, absent: Standing
) -> Iterator[tuple[str, dict[tuple[str, str], str], dict[tuple[str, str], str]]]:
    """Yield what can be filled in from outside, all of it or a part, each beside the same with what does not exist."""
    near, far, none = (address.filled(method, each) for each in (inside, outside, absent))
    units: dict[str, list[tuple[str, str]]] = {}
    for key in near:
        if near[key] != far[key] or near[key] != none[key]:
            units.setdefault(TOGETHER.get(key[1], key[1]), []).append(key)
    sizes = [len(units), *range(1, len(units))] if units else []
    for names in itertools.chain.from_iterable(itertools.combinations(units, size) for size in sizes):
        keys = [key for name in names for key in units[name]]
        there, nowhere = ({**near, **{key: values[key] for key in keys}} for values in (far, none))
        yield "+".join(names), there, nowhere
