"""Places get names, and end."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import COMMANDS
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import places_by_code
from xiuhua.platform.accounts.models import Place
from xiuhua.platform.accounts.names import reading
from xiuhua.platform.accounts.rules.periods import Period
from xiuhua.platform.accounts.rules.places import ancestors_to_have, parent_of, place_id
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

PlaceCode = Annotated[str, Field(max_length=40)]


class NamePlace(Command):
    """Name a place, and create it and what holds it where they are missing.

    A holding place is created with the name that the same list gives it, else without a name and is shown as
    its code. The same name again changes nothing.

    Refused: ``place_code_form``, ``place_closed``, ``place_unknown`` (predecessor); ``not_found`` where the place or
    its predecessor lies outside.
    """

    code: ClassVar[str] = "accounts.name_place"
    label: ClassVar[Text] = Text("登记行政区划", "name a place")

    place_code: Annotated[
        PlaceCode,
        asked("12 位区划代码", "12-digit place code"),
        UsedBy("所有页面按代码认行政区划", "every page knows a place by its code"),
    ]
    name: Annotated[
        str,
        Field(min_length=1, max_length=60),
        asked("名称", "Name"),
        UsedBy("所有页面显示", "shown on every page"),
    ]
    valid_from: Annotated[
        date | None,
        asked("从哪天起用", "In use from"),
        UsedBy("区划变更时从哪天起用新代码", "from which day a new code holds after a reform"),
    ] = None
    predecessor_code: Annotated[
        PlaceCode | None,
        asked("由哪个代码变来", "Code it came from"),
        UsedBy("查历史数据时找到原来的地方", "leads from old data to the new place"),
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """Return the place, new or not: two namings of one place in a list are decided one after the other."""
        return (place_id(self.place_code),)


class ClosePlace(Command):
    """End a place from a day on, naming the one it was merged into.

    Refused: ``not_found``, ``place_closed``, ``place_period``, ``place_holds_places``, ``place_successor``.
    """

    code: ClassVar[str] = "accounts.close_place"
    label: ClassVar[Text] = Text("撤销行政区划", "close a place")

    place_code: Annotated[
        PlaceCode,
        asked("12 位区划代码", "12-digit place code"),
        UsedBy("所有页面按代码认行政区划", "every page knows a place by its code"),
    ]
    valid_to: Annotated[
        date,
        asked("从哪天起不用", "Out of use from"),
        UsedBy("这一天起不再使用", "from this day on it is no longer used"),
    ]
    successor_code: Annotated[
        PlaceCode | None,
        asked("并入哪里", "Merged into"),
        UsedBy("查历史数据时找到并入的地方", "leads from old data to the place it was merged into"),
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """Return the place."""
        return (place_id(self.place_code),)


def _name_places(commands: Sequence[NamePlace], context: Context) -> list[Decided]:
    named = places_by_code((command.place_code for command in commands), using=context.using, lock=True)
    others = {code for command in commands for code in _codes_of(command)} - named.keys()
    known = {**places_by_code(others, using=context.using), **named}
    given = {command.place_code: command for command in commands if _predecessor_known(command, known)}
    return [_name(command, known, given) for command in commands]


def _codes_of(command: NamePlace) -> Iterator[str]:
    if is_place_code(command.place_code):
        yield from ancestors_to_have(command.place_code)
    if command.predecessor_code:
        yield command.predecessor_code


def _predecessor_known(command: NamePlace, known: dict[str, Place]) -> bool:
    return command.predecessor_code is None or command.predecessor_code in known


def _name(command: NamePlace, known: dict[str, Place], given: dict[str, NamePlace]) -> Decided:
    """Decide one naming; ``known`` takes the places it makes, ``given`` holds the namings of the whole list."""
    code = command.place_code
    if not is_place_code(code):
        return Refused((Problem("place_code_form", "place_code", {"given": code}),))
    if not _predecessor_known(command, known):
        return Refused((Problem("place_unknown", "predecessor_code", {"given": command.predecessor_code}),))
    holding = [known[each] for each in (*ancestors_to_have(code), code) if each in known]
    closed = next((place for place in holding if place.valid_to is not None), None)
    if closed is not None:
        return Refused((Problem("place_closed", "place_code", _shown(closed)),))
    place = known.get(code)
    if place is not None:
        result = {"place_id": str(place.id), "created": []}
        return (
            Unchanged(result)
            if place.name == command.name
            else Accepted([_renamed(place, command.name)], result=result)
        )
    created = [each for each in (*ancestors_to_have(code), code) if each not in known]
    return Accepted(
        [_inserted(each, given.get(each), known) for each in created],
        result={"place_id": str(place_id(code)), "created": created},
    )


def _renamed(place: Place, name: str) -> Update:
    before, after = _named(place.name), _named(name)
    place.name = name
    return Update(Place, place.id, place.id, before, after)


def _inserted(code: str, command: NamePlace | None, known: dict[str, Place]) -> Insert:
    predecessor = known[command.predecessor_code].id if command and command.predecessor_code else None
    values: dict[str, Any] = {
        "id": place_id(code),
        "code": code,
        **_named(command.name if command else ""),
        "valid_from": command.valid_from if command else None,
        "valid_to": None,
        "predecessor_id": predecessor,
        "successor_id": None,
    }
    known[code] = Place(**values)
    return Insert(Place, values)


def _named(name: str) -> dict[str, str]:
    keys = reading(name)
    return {"name": name, "name_pinyin": keys.pinyin, "name_initials": keys.initials}


def _shown(place: Place) -> dict[str, str]:
    return {"place": place.name or place.code}


def _close_places(commands: Sequence[ClosePlace], context: Context) -> list[Decided]:
    known = places_by_code((code for command in commands for code in _closing_codes(command)), using=context.using)
    inside = Place.objects.using(context.using).filter(
        parent_code__in=[command.place_code for command in commands], valid_to=None
    )
    held: dict[str, set[str]] = {}
    for code in inside.values_list("code", flat=True):
        held.setdefault(parent_of(code), set()).add(code)
    return [_close(command, known, held) for command in commands]


def _close(command: ClosePlace, known: dict[str, Place], held: dict[str, set[str]]) -> Decided:
    place = known[command.place_code]
    successor = known[command.successor_code] if command.successor_code else None
    successor_id = successor.id if successor else None
    if (place.valid_to, place.successor_id) == (command.valid_to, successor_id):
        return Unchanged()
    problem = _closing_problem(command, place, successor, held)
    if problem is not None:
        return Refused((problem,))
    before = {"valid_to": None, "successor_id": place.successor_id}
    place.valid_to, place.successor_id = command.valid_to, successor_id
    held.get(parent_of(place.code), set()).discard(place.code)
    return Accepted(
        [Update(Place, place.id, place.id, before, {"valid_to": command.valid_to, "successor_id": successor_id})]
    )


def _closing_problem(
    command: ClosePlace, place: Place, successor: Place | None, held: dict[str, set[str]]
) -> Problem | None:
    if place.valid_to is not None:
        return Problem("place_closed", "place_code", _shown(place))
    if not Period(place.valid_from, command.valid_to).is_ordered():
        return Problem("place_period", "valid_to", _shown(place))
    if held.get(place.code):
        return Problem("place_holds_places", "place_code", {**_shown(place), "count": len(held[place.code])})
    if successor is not None and (successor.code == place.code or successor.valid_to is not None):
        return Problem("place_successor", "successor_code", _shown(successor))
    return None


def _closing_codes(command: ClosePlace) -> tuple[str, ...]:
    return (command.place_code, command.successor_code) if command.successor_code else (command.place_code,)


def _naming_places(commands: Sequence[NamePlace]) -> list[tuple[str, ...]]:
    """The place and the one it came from. A code of no known form is left to the handler, which words it."""
    named = [(command.place_code, command.predecessor_code or "") for command in commands]
    return [tuple(filter(is_place_code, both)) for both in named]


def _closing_places(commands: Sequence[ClosePlace]) -> list[tuple[str, ...] | None]:
    known = places_by_code(code for command in commands for code in _closing_codes(command))
    return [
        _closing_codes(command) if all(code in known for code in _closing_codes(command)) else None
        for command in commands
    ]


NAME_PLACE = CommandType(NamePlace, _name_places, _naming_places, COMMANDS[NamePlace.code])
CLOSE_PLACE = CommandType(ClosePlace, _close_places, _closing_places, COMMANDS[ClosePlace.code], root_model=Place)
