"""What a page says of where it belongs, for the shell around it; any module's view may say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from xiuhua.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to the page; the last one is the page itself and needs no address."""

    label: Text | str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """Where a page belongs: the code of one of the five places; a view puts it into its context as ``here``."""

    section: str
    crumbs: tuple[Crumb, ...] = ()


def addresses(name: str, *args: str, each: Iterable[str]) -> Mapping[str, str]:
    """Return, by the last argument, the addresses of one page of many: looking an address up costs more than a copy.

    The arguments are ids or codes of one form, so that none is a part of another.
    """
    found: dict[str, str] = {}
    first = text = ""
    for last in each:
        if not first:
            first, text = last, reverse(name, args=[*args, last])
        found[last] = text.replace(first, last)
    return found
