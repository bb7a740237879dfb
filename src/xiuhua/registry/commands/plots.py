"""Record the plots of a household, or those of a village's collective: written, changed, taken out."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.area import Area
from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.accounts.rules.places import place_id
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.plot_keeping import Land, decide, decide_in_turn
from xiuhua.registry.commands.plot_words import ASKED
from xiuhua.registry.commands.words import ASKED as ASKED_ELSEWHERE
from xiuhua.registry.evidence import unknown_files
from xiuhua.registry.models import Household, Plot, Question, Village, VillagePlot
from xiuhua.registry.origins import FORM
from xiuhua.registry.plots import Held, load_plots, root_of
from xiuhua.registry.rules.plots import ASKED_OF_PLOTS

PlotFact = Literal["code", "land_class", "idle_since", "east", "south", "west", "north", "file"]
"""What a plot may not have."""

Side = Annotated[str | None, Field(max_length=60), Personal]


class StatedPlot(Value):
    """One plot. Its ``id`` is that of a plot to change, or the id of a new one.

    Of a plot to change, what is left out stays as it is; a name in ``cleared`` makes it blank. ``idle_since`` is a year
    (2015), a month (2015-03) or a day (2015-03-01); it goes by itself where the plot is not idle any more.
    """

    id: UUID
    name: Annotated[str | None, Field(max_length=60), Personal, *ASKED["name"]] = None
    code: Annotated[str | None, Field(max_length=40), Personal, *ASKED["code"]] = None
    area: Annotated[Area | None, Personal, *ASKED["area"]] = None
    land_class: Annotated[
        Literal["irrigated", "dry", "paddy", "garden", "wood", "grass", "other"] | None, *ASKED["land_class"]
    ] = None
    land_use: Annotated[Literal["own", "transferred", "idle", "other"] | None, *ASKED["land_use"]] = None
    idle_since: Annotated[str | None, Field(max_length=10), *ASKED["idle_since"]] = None
    willing: Annotated[Literal["yes", "no", "not_asked"] | None, *ASKED["willing"]] = None
    east: Annotated[Side, *ASKED["east"]] = None
    south: Annotated[Side, *ASKED["south"]] = None
    west: Annotated[Side, *ASKED["west"]] = None
    north: Annotated[Side, *ASKED["north"]] = None
    file: Annotated[NamedFile | None, *ASKED_ELSEWHERE["file"]] = None
    cleared: tuple[PlotFact, ...] = ()


class RecordPlots(Command):
    """Write plots of a household, change some, take some out. Plots that are not named stay.

    Refused: 4600–4609, 4613 and 4614, and 3310 for a file that is not about the household. What is unusual (4620, 4621)
    becomes a question.
    """

    code: ClassVar[str] = "registry.record_plots"
    label: ClassVar[Text] = Text("记地块", "record plots of land")

    household_id: UUID
    origin: Annotated[str, Field(max_length=80)] = FORM
    plots: Annotated[tuple[StatedPlot, ...], Field(max_length=200)] = ()
    removed: Annotated[tuple[UUID, ...], Field(max_length=200)] = ()

    def roots(self) -> tuple[UUID, ...]:
        """The household whose plots they are."""
        return (self.household_id,)


class RecordVillagePlots(Command):
    """Write plots of a village's collective, change some, take some out. Refused as of households; nothing is asked.

    Files are about people and households, so that land of a village names none (3310).
    """

    code: ClassVar[str] = "registry.record_village_plots"
    label: ClassVar[Text] = Text("记村集体的地块", "record the village's plots")

    village_code: Annotated[str, Field(pattern=r"^\d{12}$"), *ASKED_ELSEWHERE["village_code"]]
    origin: Annotated[str, Field(max_length=80)] = FORM
    plots: Annotated[tuple[StatedPlot, ...], Field(max_length=200)] = ()
    removed: Annotated[tuple[UUID, ...], Field(max_length=200)] = ()

    def roots(self) -> tuple[UUID, ...]:
        """The village, where the wish was made looking at what is recorded of it."""
        return (place_id(self.village_code),) if self.base_version is not None else ()


def plot_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(RecordPlots, _of_households, _places, COMMANDS[RecordPlots.code], root_model=Household),
        CommandType(
            RecordVillagePlots,
            _of_villages,
            lambda commands: [(command.village_code,) for command in commands],
            COMMANDS[RecordVillagePlots.code],
            root_model=Village,
            find_roots=_known_villages,
        ),
    )


def _places(commands: Sequence[RecordPlots]) -> list[tuple[str, ...] | None]:
    homes = _homes(commands)
    return [(homes[c.household_id][0],) if c.household_id in homes else None for c in commands]


def _homes(commands: Sequence[RecordPlots]) -> dict[UUID, tuple[str, str]]:
    """Return place and code of the present households."""
    ids = {command.household_id for command in commands}
    rows = Household.objects.filter(id__in=ids, valid_to=None).values_list("id", "place_code", "code")
    return {key: (place_code, code) for key, place_code, code in rows}


def _of_households(commands: Sequence[RecordPlots], context: Context) -> list[Decided]:
    homes = _homes(commands)
    plots = load_plots(Plot, homes, using=context.using)
    elsewhere = _elsewhere(Plot, commands, plots, context)
    questions: dict[UUID, list[dict[str, Any]]] = {}
    asked = Question.objects.using(context.using).filter(household_id__in=homes, code__in=ASKED_OF_PLOTS)
    for row in asked.values("id", "household_id", "person_id", "code", "fingerprint", "state"):
        questions.setdefault(row["household_id"], []).append(row)
    written = {plot.code for command in commands for plot in command.plots if plot.code}
    known = {row["code"] for rows in plots.values() for row in rows}
    held = Held.read(written | known, {place for place, _ in homes.values()}, using=context.using)
    unknown = unknown_files(
        ((plot.file, {command.household_id}) for command in commands for plot in command.plots), using=context.using
    )
    lands = [
        Land(
            model=Plot,
            root=command.household_id,
            place_code=homes[command.household_id][0],
            plots=plots.get(command.household_id, []),
            elsewhere=elsewhere,
            code=homes[command.household_id][1],
            questions=questions.get(command.household_id, ()),
            unknown_files=unknown,
        )
        for command in commands
    ]
    return decide_in_turn(commands, lands, held, context)


def _known_villages(commands: Sequence[RecordVillagePlots]) -> list[UUID]:
    codes = {command.village_code for command in commands}
    return list(Village.objects.filter(place_code__in=codes).values_list("id", flat=True))


def _of_villages(commands: Sequence[RecordVillagePlots], context: Context) -> list[Decided]:
    places = place_ids({command.village_code for command in commands}, using=context.using)
    known = set(Village.objects.using(context.using).filter(id__in=places.values()).values_list("id", flat=True))
    plots = load_plots(VillagePlot, places.values(), using=context.using)
    elsewhere = _elsewhere(VillagePlot, commands, plots, context)
    files = unknown_files(((plot.file, ()) for command in commands for plot in command.plots), using=context.using)
    context.keyring.load(places.values())  # so that a key is made only for a village that has none
    outcomes: list[Decided] = []
    for command in commands:
        code = command.village_code
        if code not in places:
            outcomes.append(Refused((Problem("unknown_place", "village_code", {"value": code, "within": ""}),)))
            continue
        village = places[code]
        land = Land(VillagePlot, village, code, plots.setdefault(village, []), elsewhere, unknown_files=files)
        outcome = decide(command, land, context)
        if isinstance(outcome, Accepted):
            begun = [] if village in known else [Insert(Village, _new_village(village, code))]
            known.add(village)
            plots[village] = land.after(outcome)
            outcome = Accepted([*begun, *outcome.changes], (code,), outcome.result, subjects=(village,))
        outcomes.append(outcome)
    return outcomes


def _new_village(village: UUID, code: str) -> dict[str, Any]:
    return {"id": village, "place_code": code, "poor": None, "pilot": None, "longitude": None, "latitude": None}


def _elsewhere(
    model: type[Plot] | type[VillagePlot],
    commands: Sequence[RecordPlots | RecordVillagePlots],
    plots: Mapping[UUID, Collection[Mapping[str, Any]]],
    context: Context,
) -> Mapping[UUID, UUID]:
    """Return whose plots those are that are named and do not count here, as far as the actor sees them."""
    known = {row["id"] for rows in plots.values() for row in rows}
    wanted = {plot.id for command in commands for plot in command.plots} - known
    if context.batch is not None or not wanted:
        return {}  # an import makes the ids of new plots itself
    rows = within(model._default_manager.using(context.using), context.actor, COMMANDS[commands[0].code])
    return dict(rows.filter(id__in=wanted).values_list("id", root_of(model)))
