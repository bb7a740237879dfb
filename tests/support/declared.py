"""What a module says of itself to the tests that hold promises about every address, command, query and operation.

It says so in files of its own below ``tests/support/modules``, one a subject; ``support/gathered.py`` finds them. Such
a file may hold any of these names:

``PAGES``: a :class:`Page` for each address. ``SAMPLES``: by code, a :class:`Sample` of each command.
``READS``: a :class:`Read` for each operation of the API that reads; ``FIXED``: its parameters that name nothing.
``PARTS``: by name, what stands in the place of a part of an address, or of an argument, that names something of a
zone. ``NAMES``: the same for arguments of queries alone; ``ALIKE``: arguments of queries that name nothing;
``SEVERAL``: those that stand for several kinds of things, each of which is tried; ``INNER``: functions that take a
viewer and are not asked by themselves, and why. ``TOGETHER``: names whose values mean something only beside that of
another name. ``NATIONWIDE``: fields of commands that are unique beyond every territory, and why.
``WORDS``: by county and name, invented words that may be met nowhere outside the county: canaries.

and these functions:

``furnish(zone, actor)`` lets the module's rows come into a zone of the cast, as the officer of its county; what it
keeps with ``zone["name"] = id`` samplers find again as ``s.zone["name"]``. ``belongings(cast, viewer)`` lets rows of a
viewer's own come and returns their ids by name. ``enlarge(cast)`` lets more of everything come, so that pages show
whether they cost more. ``of_demo(row)`` returns records of the demo by the names that paths of pictures use;
``row(what, where)`` asks for one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from support.standing import Sampler
from xiuhua.kernel.access import Access, Role

Payload = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One set of arguments behind the question mark, and how many queries the page then costs."""

    queries: int | None
    arguments: Mapping[str, Sampler]


def asked(queries: int | None = None, /, **arguments: Sampler | str) -> Asked:
    """Return a set of arguments: samplers, or texts that name nothing. An address that is not read costs ``None``."""
    return Asked(queries, {name: _sampler(value) for name, value in arguments.items()})


def _sampler(value: Sampler | str) -> Sampler:
    return (lambda s: value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a page: its name, the member of the demo's cast who looks, and the path.

    ``path`` holds the names of ``demo_records.Demo`` in braces. Of ``main`` pages the English pictures are kept, too.
    """

    picture: str
    login: str | None
    path: str
    main: bool = False


@dataclass(frozen=True)
class Page:
    """An address: its name, how it is asked, what its form sends besides the id of its command, and who looks at it.

    A page that is read has ``photos``, or says which test of the browser looks at it ``elsewhere``, or what it answers
    with if it is ``no_page``. ``open`` says why a stranger may open it, ``without_data`` why it asks for a session by
    other means than ``signed_in``. ``own`` is what its rows are called in ``Cast.own``: whoever has none there finds
    nothing.
    """

    name: str
    asks: tuple[Asked, ...] = (Asked(None, {}),)
    form: Mapping[str, Sampler | str] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    elsewhere: str = ""
    no_page: str = ""
    open: str = ""
    without_data: str = ""
    own: str = ""

    def written(self) -> dict[str, Sampler]:
        """Return the samplers of the form."""
        return {name: _sampler(value) for name, value in self.form.items()}


@dataclass(frozen=True)
class Sample:
    """How a command is filled in, so that it is accepted inside for whoever may.

    ``others`` are further fields, by dotted path, that may name something of a zone; the payload leaves them out or
    gives them a value of its own. ``roles`` narrows who may, where the command asks for more than its own access.
    """

    payload: Sampler
    others: Mapping[str, Sampler] = field(default_factory=dict)
    roles: frozenset[str] = frozenset(role.value for role in Role)

    def allows(self, access: Access, role: str | None) -> bool:
        """Say whether somebody with this role, or without any, may wish this inside."""
        return access.everybody if role is None else role in access.roles & self.roles


@dataclass(frozen=True)
class Read:
    """An operation of the API that reads, by its path.

    ``access`` says whom it answers at all, ``None`` everybody with a token. ``seen`` says who sees a row that is not
    his own, where that is fewer. ``own`` is what rows that may be the viewer's own are called in ``Cast.own``.
    """

    path: str
    access: Access | None
    seen: Access | None = None
    own: str = ""
