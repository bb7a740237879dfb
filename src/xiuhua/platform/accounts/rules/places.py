"""What a place code says about the place: its id, its level, what holds it."""

from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import CODE_LENGTH, Level, ancestor, level_of, lies_in, prefix_of

_ORIGIN = UUID("00000000-0000-7000-8000-000000000000")
_UPWARD = (Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)


def place_id(code: str) -> UUID:
    """Return the id of the place with this code: the same in every installation, known without looking."""
    return derived_id(_ORIGIN, code)


def chain(code: str) -> tuple[str, ...]:
    """Return the codes of the places that hold this one and its own, widest first.

    A level that the code leaves out (a town directly under a city, a village directly under a county) is
    not in the chain.

    >>> chain("620122101200")
    ('620000000000', '620100000000', '620122000000', '620122101000', '620122101200')
    >>> chain("441900003000")
    ('440000000000', '441900000000', '441900003000')
    """
    holding = [ancestor(code, level) for level in _UPWARD]
    present = [held for held, level in zip(holding, _UPWARD, strict=True) if level_of(held) is level and held != code]
    return (*reversed(present), code)


def parent_of(code: str) -> str:
    """Return the code of the nearest place that holds this one; a province has none.

    >>> parent_of("620122000200"), parent_of("620000000000")
    ('620122000000', '')
    """
    upward = chain(code)
    return upward[-2] if len(upward) > 1 else ""


def ancestors_to_have(code: str) -> tuple[str, ...]:
    """Return the codes of the places that are created with this one when they are missing, widest first.

    The province is not among them: the widest body that adopts this system is a prefecture.
    """
    return tuple(held for held in chain(code)[:-1] if level_of(held) is not Level.PROVINCE)


def shared(one: str, other: str) -> str | None:
    """Return the place that lies in both of two places: the narrower one, or ``None`` where they lie apart.

    >>> shared("620100000000", "620122000000"), shared("620122101200", "620122000000")
    ('620122000000', '620122101200')
    >>> shared("620122000000", "620123101000") is None
    True
    """
    if lies_in(one, other):
        return one
    return other if lies_in(other, one) else None


def bounds(territory: str) -> tuple[str, str]:
    """Return the lowest and the highest code that can lie in a territory, both included.

    A comparison of ranges uses the index of every database, whatever its collation: codes are digits.

    >>> bounds("620122000000")
    ('620122000000', '620122999999')
    >>> bounds("620100000000"), bounds("620122101200")
    (('620100000000', '620199999999'), ('620122101200', '620122101200'))
    """
    prefix = prefix_of(territory)
    return prefix.ljust(CODE_LENGTH, "0"), prefix.ljust(CODE_LENGTH, "9")
