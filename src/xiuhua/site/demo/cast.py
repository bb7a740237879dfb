"""The demo's cast: one account for each role, invented people with a public password. Demo only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xiuhua.kernel.access import Role
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.tables import read_table
from xiuhua.site.demo.villages import Village


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: who signs in, the one post held, for which organisation (``office`` or ``party_organisation``).

    ``place_code`` is the full code of the territory. ``password`` is the same for all, public, and for the demo only.
    """

    login: str
    name: str
    role: Role
    organisation: str
    organisation_kind: str
    place_code: str
    password: str = field(repr=False)


def make_cast(villages: Sequence[Village]) -> tuple[Account, ...]:
    """Return one account per role, from the widest to the narrowest territory, posted to places of these villages."""
    document = read_table(Path(__file__).with_name("cast.yaml"))
    return tuple(
        Account(
            login=entry["login"],
            name=entry["name"],
            role=Role(entry["role"]),
            organisation=entry["organisation"],
            organisation_kind=entry["organisation_kind"],
            place_code=entry.get("place_code") or _code_of(entry["place"], villages),
            password=document["password"],
        )
        for entry in document["accounts"]
    )


def _code_of(place: dict[str, str], villages: Sequence[Village]) -> str:
    """Return the code of a township or village that the file names by words."""
    wanted = place.get("village")
    for village in villages:
        if village.code.startswith(place["county"]) and village.township == place["township"]:
            if wanted is None:
                return ancestor(village.code, Level.TOWNSHIP)
            if village.name == wanted:
                return village.code
    raise ValueError(f"no such place in the demo: {place}")
