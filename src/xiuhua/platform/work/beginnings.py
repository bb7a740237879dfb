"""What a person begins unasked: a visit, a task, a meeting. Modules offer it, the site wires it, Today has a button."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Beginning:
    """One thing to begin: the words of its button, and the page on which it is begun."""

    label: Text
    url: str


Provider = Callable[[Actor], Sequence[Beginning]]


class _Installed:
    def __init__(self) -> None:
        self.providers: tuple[Provider, ...] = ()


_installed = _Installed()


def install(providers: Iterable[Provider]) -> None:
    """Set who offers something to begin, in the order of the page; site calls this at start."""
    _installed.providers = tuple(providers)


def offered(viewer: Actor) -> tuple[Beginning, ...]:
    """Return what the viewer can begin, the same every day."""
    return tuple(each for provider in _installed.providers for each in provider(viewer))
