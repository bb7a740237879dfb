"""The person list going out: one row a person, the head first, numbers masked, the household's cells on every row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import village_names
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Held, Run
from xiuhua.platform.vault import masks
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.commands.record import RecordHousehold
from xiuhua.registry.models import Household, Person
from xiuhua.registry.queries.question_scope import open_to
from xiuhua.registry.rules.codes import RELATIONS
from xiuhua.registry.rules.purposes import purpose_choices
from xiuhua.registry.rules.question_names import question_name
from xiuhua.registry.sheets.people_columns import PEOPLE
from xiuhua.registry.sheets.since import Earlier
from xiuhua.registry.stored import MEMBER_FIELDS, SAID_FIELDS, StoredHousehold, load

AT_ONCE = 500
"""Households read at once."""
HIDDEN = masks.DOT * 6

_SEEN, _HEALTH = QUERIES["registry.households"], QUERIES["registry.health"]
_NOT_KEPT = ("sequence", "sex")
"""Columns that a sheet may have and no household keeps."""
_FLAGS = ("unsafe_house", "water_safe", "water_hard", "serious_illness_insurance")
_EVERYBODY = Text("登记着的户和人", "registered households and their people")
_ASKED = Text("有疑问的户", "households with open questions")

Names = Mapping[str, tuple[str, str, str]]
"""By code of a village: what county, township and village are called."""


class PeopleExport:
    """The rows of the person list as the viewer sees the people."""

    access = _SEEN
    called = Text("人员名单", "people")
    keys = ("户记录编号", "人记录编号")
    masked = frozenset({"identity", "phone", "health", "bank_account"})
    group = "household_code"
    whole = True
    command = RecordHousehold

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the people of a place; ``asked`` or ``question`` (a kind) ask for households with open questions."""
        if not filters.keys() <= {"asked", "question"}:
            return None
        kind = filters.get("question", "")
        title = question_name(kind) if kind else _ASKED if filters else _EVERYBODY
        title = Text(f"有疑问“{title.zh}”的户", f"households with the question “{title.en}”") if kind else title
        headings = tuple(Heading(each.field, each.header) for each in PEOPLE.columns if each.field not in _NOT_KEPT)
        households = _households(viewer, place_code, filters)
        rows = Person.objects.filter(household__in=households, left_on=None).count()
        return Extent(place_code, filters, title, rows, headings)

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return the purposes for which personal data may be taken out."""
        return purpose_choices(policy, on=on, region=region)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the present people, household by household."""
        names = _names(run)
        chosen = _households(run.actor, extent.place_code, extent.filters).order_by("place_code", "code")
        ids = chosen.values_list("id", "version").iterator(AT_ONCE)
        for part in chunks(ids, AT_ONCE):
            versions = dict(part)
            stored = load(versions, run.keyring, using=run.using)
            for household in (stored[each] for each in versions if each in stored):
                village = _place(household)
                health = reaches(run.actor, _HEALTH, village)
                shared = household_cells(household.household, household.said, names)
                for person in _in_order(household):
                    cells = {**shared, **person_cells(person, health=health)}
                    values = tuple(cells[each.name] for each in extent.headings)
                    yield ExportRow((household.id, person["id"]), versions[household.id], values, village)
            run.keyring.forget()

    def held(
        self, wanted: Mapping[UUID, UUID | None], names: frozenset[str], run: Run
    ) -> Mapping[tuple[UUID, ...], Held]:
        """Return the present people of households that the actor may record, as shown now and as shown then."""
        places = _names(run)
        mine = within(Household.objects.using(run.using), run.actor, COMMANDS[RecordHousehold.code])
        versions = dict(mine.filter(id__in=list(wanted), valid_to=None).values_list("id", "version"))
        found: dict[tuple[UUID, ...], Held] = {}
        for id_, household in load(versions, run.keyring, using=run.using).items():
            version = wanted[id_]
            earlier = Earlier(id_, version, run) if version != versions[id_] else None
            if earlier is not None and not earlier.known:
                continue
            found.update(_held(household, places, earlier, health=reaches(run.actor, _HEALTH, _place(household))))
        return found


def household_cells(household: Mapping[str, Any], stated: Mapping[str, Any] | None, names: Names) -> dict[str, Any]:
    """Return the cells of a household as a list shows them: of its bank account the last digits only."""
    county, township, village = names.get(household["place_code"], ("", "", household["place_code"]))
    cells: dict[str, Any] = {
        "county": county,
        "township": township,
        "village": village,
        "natural_village": household["natural_village"],
        "household_code": household["code"],
    }
    cells.update((name, _shown(name, (stated or {}).get(name))) for name in SAID_FIELDS)
    return cells


def person_cells(person: Mapping[str, Any], *, health: bool) -> dict[str, Any]:
    """Return the cells of a person as a list shows them: numbers masked, health only to those who help."""
    cells = {name: _shown(name, person[name]) for name in MEMBER_FIELDS}
    cells["person_code"] = person["code"]
    if person["identity"]:
        cells["identity"] = masks.identity(person["identity"])
    if person["phone"]:
        cells["phone"] = masks.phone(person["phone"])
    if person["health"] and not health:
        cells["health"] = HIDDEN
    return cells


def _households(viewer: Actor, place_code: str, filters: Mapping[str, str]) -> QuerySet[Household]:
    rows = within(Household.objects.filter(valid_to=None), viewer, _SEEN, place=place_code)
    if filters:
        asked = open_to(viewer, place_code)
        asked = asked.filter(code=filters["question"]) if "question" in filters else asked
        rows = rows.filter(id__in=asked.order_by().values("household_id"))
    return rows


def _held(
    household: StoredHousehold, names: Names, earlier: Earlier | None, *, health: bool
) -> Iterator[tuple[tuple[UUID, ...], Held]]:
    said = household.said
    now = household_cells(household.household, said, names)
    before = now
    if earlier is not None:
        then = earlier.of(Household._meta.db_table, household.id, household.household)
        before = household_cells(then, earlier.said(household), names)
    for at, person in enumerate(_in_order(household)):
        shown = {**now, **person_cells(person, health=health)}
        base = shown
        if earlier is not None:
            was = earlier.of(Person._meta.db_table, person["id"], person)
            base = {**before, **person_cells(was, health=health)}
        meant = {name: value for name in PeopleExport.masked if (value := person.get(name) or said.get(name))}
        yield (household.id, person["id"]), Held(shown, base, meant, leading=at == 0)


def _in_order(household: StoredHousehold) -> list[dict[str, Any]]:
    """Return the present people, the head first."""
    return sorted(household.present(), key=lambda person: RELATIONS.code(person["relation"]) != "head")


def _place(household: StoredHousehold) -> str:
    return str(household.household["place_code"])


def _names(run: Run) -> Names:
    return {code: (county, township, village) for county, township, village, code in village_names(using=run.using)}


def _shown(name: str, value: Any) -> Any:
    if name in _FLAGS and isinstance(value, bool):
        return "是" if value else "否"
    if name == "bank_account" and value:
        return masks.account(value)
    return value / 100 if name == "per_head_income" and value is not None else value
