"""Lines of a comparison in words: what the list says beside what is recorded now."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import KeyDestroyed, keyring
from xiuhua.registry.commands.comparisons import NOTE_LABEL
from xiuhua.registry.commands.record_comparison import QUOTED_LABEL
from xiuhua.registry.models import Household, Person, Statement
from xiuhua.registry.queries.comparison_records import ComparedLine
from xiuhua.registry.queries.consents import in_force
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.rules.comparison_grounds import Needed, covers, what_to_do
from xiuhua.registry.rules.comparison_kinds import HOUSEHOLD_FACTS, ComparisonKind, agree
from xiuhua.registry.rules.comparison_states import Side
from xiuhua.registry.rules.shown import field_name, value_words
from xiuhua.registry.stored import SEALED_FIELDS, SEALED_LABELS

NOT_HERE = Text("没有登记", "not registered")
NOT_STATED = Text("没有记", "not recorded")
NOT_LISTED = Text("名单上没有", "not in the list")
ERASED = Text("（已删除）", "(erased)")
"""What stands in the place of what a list said of somebody who was erased."""


class LineReader:
    """Reads what some lines of one comparison are about, in a fixed number of queries.

    ``shown`` of a row is its side for the viewer on the day. Of lines that are not compared nothing is opened: neither
    what the list says, nor who it was, nor what came of looking.
    """

    def __init__(
        self,
        viewer: Actor,
        kind: ComparisonKind,
        rows: Sequence[Mapping[str, Any]],
        needed: Needed | None,
        *,
        on: date,
        region: str,
    ) -> None:
        self._kind, self._rows, self._keys = kind, rows, keyring()
        self._needed, self._on, self._region = needed, on, region
        households = {row["household_id"] for row in rows if row["household_id"]}
        compared = [row for row in rows if row["shown"] != Side.NOT_COMPARED]
        people = {row["person_id"] for row in compared if row["person_id"]}
        self._agreed = in_force(viewer, households, **_asked_for(needed), on=on) if needed else {}
        self._codes = dict(Household.objects.filter(id__in=households).values_list("id", "code"))
        self._heads = heads_of(households)
        sealed = kind.compares in SEALED_FIELDS
        columns = ["name", "identity", *(() if kind.compares in HOUSEHOLD_FACTS else (kind.compares,))]
        self._people = {row["id"]: row for row in Person.objects.filter(id__in=people).values("id", *columns)}
        self._keys.load({*(row["comparison_id"] for row in rows), *self._people})
        self._facts = self._read_facts(households, sealed=sealed)
        self._villages = accounts.place_names(viewer, {row["place_code"] for row in rows})
        self._handlers = names_of_people(row["handled_by"] for row in compared)

    def lines(self) -> tuple[ComparedLine, ...]:
        """Return the lines in their order."""
        return tuple(map(self._line, self._rows))

    def _read_facts(self, households: set[UUID], *, sealed: bool) -> Mapping[UUID, Any]:
        """Return what is recorded now, by household or by person."""
        fact = self._kind.compares
        if fact in HOUSEHOLD_FACTS:
            present = Statement.objects.filter(household_id__in=households, valid_to=None)
            return dict(present.values_list("household_id", fact))
        return {
            key: self._opened(key, SEALED_LABELS[fact], row[fact]) if sealed else row[fact]
            for key, row in self._people.items()
        }

    def _line(self, row: Mapping[str, Any]) -> ComparedLine:
        if row["shown"] == Side.NOT_COMPARED:
            return self._not_compared(row)
        quoted = orjson.loads(self._opened(row["comparison_id"], QUOTED_LABEL, row["quoted"]) or "{}")
        person = self._people.get(row["person_id"], {})
        identity = self._opened(row["person_id"], SEALED_LABELS["identity"], person.get("identity", ""))
        side, value = Side(row["shown"]), self._value(row)
        head = self._heads.get(row["household_id"], "")
        return ComparedLine(
            id=row["id"],
            comparison_id=row["comparison_id"],
            side=side,
            household_id=row["household_id"],
            household_code=self._codes.get(row["household_id"], ""),
            head=head,
            person_id=row["person_id"],
            name=person.get("name") or quoted.get("name") or head,
            number=masks.identity(identity) if identity else quoted.get("number", ""),
            village=self._villages.get(row["place_code"], row["place_code"]),
            where=quoted.get("where", ""),
            row=row["number"],
            listed=self._listed(row),
            cells=tuple((header, text) for header, text in quoted.get("cells", ())),
            recorded=self._recorded(side, value),
            agrees_now=side is Side.DIFFERING and agree(row["listed"], self._kind.stated(value)),
            result=row["result"],
            note=self._opened(row["comparison_id"], NOTE_LABEL, row["note"]),
            handled_by=self._handlers.get(row["handled_by"], ""),
            handled_on=row["handled_on"],
            problem=_problem(quoted) if side is Side.WRONG else None,
        )

    def _not_compared(self, row: Mapping[str, Any]) -> ComparedLine:
        """Return the line of a household whose consent is not in force, or was given after the list was compared."""
        head, agreed = self._heads.get(row["household_id"], ""), self._agreed.get(row["household_id"], ())
        return ComparedLine(
            id=row["id"],
            comparison_id=row["comparison_id"],
            side=Side.NOT_COMPARED,
            household_id=row["household_id"],
            household_code=self._codes.get(row["household_id"], ""),
            head=head,
            person_id=None,
            name=head,
            number="",
            village=self._villages.get(row["place_code"], row["place_code"]),
            where="",
            row=0,
            listed=None,
            cells=(),
            recorded=None,
            agrees_now=False,
            result="",
            note="",
            handled_by="",
            handled_on=None,
            problem=None,
            needs=what_to_do(
                self._needed,
                catalogue.policy(),
                on=self._on,
                region=self._region,
                agreed=covers(agreed, row["person_id"]),
            ),
        )

    def _value(self, row: Mapping[str, Any]) -> Any:
        of = "household_id" if self._kind.compares in HOUSEHOLD_FACTS else "person_id"
        return self._facts.get(row[of])

    def _listed(self, row: Mapping[str, Any]) -> Text | None:
        if row["side"] == Side.WRONG:
            return None
        if row["side"] == Side.ONLY_HERE:
            return NOT_LISTED
        return self._kind.meanings.get(row["listed"], ERASED)

    def _recorded(self, side: Side, value: Any) -> Text | None:
        """Return the recorded fact as the household's page says it."""
        if side is Side.WRONG:
            return None
        if side is Side.ONLY_LISTED:
            return NOT_HERE
        fact, name = self._kind.compares, field_name(self._kind.compares)
        said = NOT_STATED if value in (None, "") else value_words(fact, value)
        return Text(f"{name.zh}：{said.zh}", f"{name.en}: {said.en}")

    def _opened(self, subject: UUID | None, label: str, sealed: str) -> str:
        if not sealed or subject is None:
            return ""
        try:
            return self._keys.open(subject, label, sealed)
        except KeyDestroyed:
            return ""


def _asked_for(needed: Needed) -> Mapping[str, str]:
    return {"data_set": needed.data_set, "purpose": needed.purpose, "scope": needed.scope}


def _problem(quoted: Mapping[str, Any]) -> Problem | None:
    """Return why a cell is bad; nothing where a program recorded something that nobody has words for."""
    problem = Problem(quoted.get("problem", ""), None, quoted.get("values", {}))
    return problem if lent.can_word(problem) else None
