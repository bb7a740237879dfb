"""The access matrix: every address × every role × inside and outside, filled in from the cast.

What is filled in the modules declare (``support/declared.py``). Whoever adds an address, a part of one or an argument
that no module declares is told where to do so.
"""

import ast
import inspect
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from support import gathered
from support.cast import Viewer, fresh
from support.declared import Asked, Page
from support.source import modules
from support.standing import Sampler, Standing
from xiuhua.kernel.access import Access

PAGES: Mapping[str, Page] = gathered.listed("PAGES", "name")
"""What the modules declare of their addresses, by name."""

OPEN = {name: page.open for name, page in PAGES.items() if page.open}
"""Addresses that a stranger may open, and why."""

WITHOUT_DATA = {name: page.without_data for name, page in PAGES.items() if page.without_data}
"""Addresses that ask for a session by other means than ``signed_in``, and why that does."""

PARTS: Mapping[str, Sampler] = gathered.table("PARTS")
"""By the name of a part of an address: what stands there."""

TOGETHER: Mapping[str, str] = gathered.table("TOGETHER")
"""Names whose values mean something only beside that of another name."""


@dataclass(frozen=True)
class Address:
    """One address of the product: its name, route and view, what is declared of it, and one set of arguments."""

    name: str
    route: str
    view: Callable[..., HttpResponse]
    asked: Asked

    @property
    def arguments(self) -> Mapping[str, Sampler]:
        """Return what stands behind the question mark."""
        return self.asked.arguments

    @property
    def folder(self) -> str:
        """Return where the module that answers declares its part, for messages."""
        return gathered.where(inspect.unwrap(self.view).__module__)

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

    def allows(self, viewer: Viewer) -> bool:
        """Say whether a viewer has a role that may use it."""
        return self.access is None or viewer.role in self.access.roles

    @property
    def methods(self) -> frozenset[str]:
        """Return the methods that the view declares; none where it does not."""
        return declared_methods(self.view)

    def samplers(self, method: str) -> dict[tuple[str, str], Sampler]:
        """Return everything that is filled in: by kind (part, argument, form) and name."""
        unknown = [name for name in self.parts if name not in PARTS]
        assert not unknown, f"add {unknown} of {self.route} to PARTS in a file of {self.folder}"
        filled = {("part", name): PARTS[name] for name in self.parts}
        filled |= {("argument", name): sampler for name, sampler in self.arguments.items()}
        if method == "POST" and self.name in PAGES:
            filled |= {("form", name): sampler for name, sampler in PAGES[self.name].written().items()}
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
        for each in PAGES.get(name, Page(name)).asks:
            yield Address(name, route, entry.callback, each)


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
