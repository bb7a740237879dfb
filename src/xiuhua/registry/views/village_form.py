"""The form by which the facts of a village are corrected: flat questions that become one ``RecordVillage``."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import UsedBy, Value
from xiuhua.kernel.money import Money, yuan
from xiuhua.kernel.text import Text
from xiuhua.platform.forms import FieldProblem, read_command
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.origins import FORM
from xiuhua.registry.queries.villages import VillageFacts

_MILLION = Decimal(1_000_000)
_CLASSING = UsedBy("按集体收入给村分类", "classing villages by collective income")
_HELPING = UsedBy("安排帮扶和试点", "planning help and pilots")
_DRAWING = UsedBy("在图上画出村的位置", "drawing the village on the map")


def _asked(zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {"label": {"zh": zh, "en": en}, **more}


class VillageForm(Value):
    """What somebody states of a village on a page. An answer left open says nothing and changes nothing."""

    year: Annotated[
        int,
        Field(ge=1949, le=2200, json_schema_extra=_asked("哪一年的集体收入？", "Collective income of which year?")),
        _CLASSING,
    ]
    amount: Annotated[
        Money | None,
        Field(
            ge=0,
            json_schema_extra=_asked(
                "这一年集体收入多少？",
                "How much was it?",
                unit={"zh": "元", "en": "yuan"},
                why={"zh": "没有收入填 0；不知道就空着。", "en": "Enter 0 for none; leave it blank if unknown."},
            ),
        ),
        _CLASSING,
    ] = None
    source: Annotated[
        str,
        Field(
            max_length=40,
            json_schema_extra=_asked(
                "主要从哪里来？",
                "Where does it come from?",
                why={"zh": "例如出租、发包、经营、投资。", "en": "For example rent, contracts, business, investment."},
            ),
        ),
        _CLASSING,
    ] = ""
    poor: Annotated[bool | None, Field(json_schema_extra=_asked("是贫困村吗？", "Is it a poor village?")), _HELPING] = (
        None
    )
    pilot: Annotated[
        bool | None, Field(json_schema_extra=_asked("是先期试点村吗？", "Is it a pilot village?")), _HELPING
    ] = None
    longitude: Annotated[
        Decimal | None,
        Field(
            ge=73,
            le=136,
            json_schema_extra=_asked(
                "村在东经多少度？", "What is its longitude, in degrees east?", unit={"zh": "度", "en": "degrees"}
            ),
        ),
        _DRAWING,
    ] = None
    latitude: Annotated[
        Decimal | None,
        Field(
            ge=3,
            le=54,
            json_schema_extra=_asked(
                "村在北纬多少度？", "What is its latitude, in degrees north?", unit={"zh": "度", "en": "degrees"}
            ),
        ),
        _DRAWING,
    ] = None
    stated_on: Annotated[
        date, Field(json_schema_extra=_asked("这些情况是哪天了解到的？", "On which day was this learnt?")), _CLASSING
    ]


INCOME = frozenset({"year", "amount", "source"})
"""Questions that are answered together: whoever changes one of them states the income of the year."""


def read_form(
    sent: Mapping[str, str], *, changed: Collection[str]
) -> tuple[VillageForm | None, tuple[FieldProblem, ...]]:
    """Return the answers that somebody changed, or what has to be mended; the others count as not answered."""
    wanted = {"year", "stated_on", *changed, *(INCOME if INCOME.intersection(changed) else ())}
    return read_command(VillageForm, {name: sent.get(name, "") for name in VillageForm.model_fields if name in wanted})


def recorded(sent: VillageForm, *, command_id: UUID, base_version: UUID | None, village_code: str) -> RecordVillage:
    """Return the command that the answers amount to."""
    income = (
        () if sent.amount is None else (StatedIncome(year=sent.year, source=sent.source, amount=yuan(sent.amount)),)
    )
    return RecordVillage(
        id=command_id,
        base_version=base_version,
        village_code=village_code,
        origin=FORM,
        stated_on=sent.stated_on,
        poor=sent.poor,
        pilot=sent.pilot,
        longitude=_millionths(sent.longitude),
        latitude=_millionths(sent.latitude),
        incomes=income,
    )


def known_values(facts: VillageFacts, *, year: int | None, on: date) -> tuple[Mapping[str, Any], Mapping[str, Text]]:
    """Return what is known already as answers, and from where each is known.

    An amount is filled in only where one source stated the whole year.
    """
    lines = [line for line in facts.incomes if line.year == year]
    values: dict[str, Any] = {
        "year": year,
        "poor": facts.poor,
        "pilot": facts.pilot,
        "longitude": _degrees(facts.longitude),
        "latitude": _degrees(facts.latitude),
        "stated_on": on,
    }
    known = dict.fromkeys(
        ("poor", "pilot", "longitude", "latitude"), Text("已登记的，可以改", "As recorded; you can change it")
    )
    if len(lines) == 1:
        values.update(amount=yuan(lines[0].amount), source=lines[0].source)
        day, origin = lines[0].stated_on, lines[0].origin
        known["amount"] = Text(f"{origin.zh}，{day.year}年{day.month}月{day.day}日", f"{origin.en}, {day.isoformat()}")
    return values, known


def _millionths(degrees: Decimal | None) -> int | None:
    return None if degrees is None else int((degrees * _MILLION).to_integral_value())


def _degrees(millionths: int | None) -> Decimal | None:
    return None if millionths is None else (Decimal(millionths) / _MILLION).normalize()
