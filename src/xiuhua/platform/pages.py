"""What a page says of where it belongs, for the shell around it; any module's view may say it."""

from dataclasses import dataclass

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
