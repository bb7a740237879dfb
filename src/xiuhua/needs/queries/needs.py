"""One need as its page shows it: what was said, who was asked, what was done, and what the person says of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.facts import TEXT_LABEL, WHAT_LABEL, WORDS_LABEL
from xiuhua.needs.models import Match, Need, Service
from xiuhua.needs.queries.lists import NEEDS
from xiuhua.needs.queries.work import Work, work_of
from xiuhua.needs.rules.kinds import kinds
from xiuhua.needs.rules.steps import CLOSE_NAMES, MOVES, SOURCE_NAMES, STATE_NAMES, State, Step, judge_answer
from xiuhua.platform.accounts.naming import names_of_organisations, names_of_people
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, keyring
from xiuhua.registry.access import QUERIES as REGISTRY
from xiuhua.registry.queries.named import people_of
from xiuhua.registry.queries.whereabouts import whereabouts
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES, GivenBy

HEALTH = REGISTRY["registry.health"]

STEPS: Mapping[str, tuple[Step, ...]] = {
    "needs.triage": (Step.TRIAGE,),
    "needs.reword": (Step.TRIAGE,),
    "needs.match": (Step.MATCH,),
    "needs.answer_match": (Step.ACCEPT,),
    "needs.deliver": (Step.DELIVER,),
    "needs.confirm": (Step.CONFIRM,),
    "needs.close": (Step.CLOSE,),
}
"""Which steps a command takes: it is possible where one of them leads somewhere from the present state."""

PAPER = Text("本人凭纸码", "the person, with the paper code")


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a provider was asked. ``what`` and ``words`` are ``None`` where the viewer may not read them."""

    id: UUID
    provider: str
    service: str
    proposed_on: date
    accepted_on: date | None
    declined_on: date | None
    delivered_on: date | None
    helper: str
    what: str | None
    satisfied: bool | None
    answered_on: date | None
    answered_by: Text | None
    words: str | None
    involved: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class NeedPage:
    """A need with everything that its page shows. ``actions`` says for each command why it is not possible."""

    id: UUID
    household_id: UUID
    household: Text
    person: str
    place_code: str
    places: tuple[PlaceLine, ...]
    kind_code: str
    kind: Text
    health: bool
    text: str | None
    source: Text
    told_on: date
    wanted_by: date | None
    state: State
    closed_on: date | None
    close_cause: Text | None
    version: UUID | None
    rounds: tuple[Round, ...]
    actions: Mapping[str, Text | None]
    person_id: UUID | None
    work: Work

    @property
    def state_name(self) -> Text:
        """How far the need is, in words."""
        return STATE_NAMES[self.state]

    @property
    def last(self) -> Round | None:
        """The last time that somebody was asked."""
        return self.rounds[-1] if self.rounds else None

    @property
    def days(self) -> int | None:
        """Days from being told to the last delivery."""
        delivered = [each.delivered_on for each in self.rounds if each.delivered_on is not None]
        return (delivered[-1] - self.told_on).days if delivered else None


def need_page(viewer: Actor, need_id: UUID, *, on: date) -> NeedPage | None:
    """Return a need, or ``None`` where it or its household is absent or outside."""
    row = within(Need.objects.filter(id=need_id), viewer, NEEDS).first()
    home = whereabouts(viewer, row.subject_id) if row is not None else None
    if row is None or home is None:
        return None
    names = kinds(catalogue.policy(), on=on, region=row.place_code)
    kind = names.get(row.kind)
    health = kind is None or kind.health or row.guarded
    keys = keyring() if not health or reaches(viewer, HEALTH, row.place_code) else None
    rounds = _rounds(Match.objects.filter(need_id=row.id).order_by("number", "proposed_on", "id"), keys)
    return NeedPage(
        id=row.id,
        household_id=row.subject_id,
        household=home.name,
        person=people_of(viewer, (row.person_id,)).get(row.person_id, "") if row.person_id else "",
        place_code=row.place_code,
        places=breadcrumb(viewer, row.place_code),
        kind_code=row.kind,
        kind=kind.name if kind is not None else Text(row.kind, row.kind),
        health=health,
        text=opened(keys, row.subject_id, TEXT_LABEL, row.text),
        source=SOURCE_NAMES.get(row.source, Text(row.source, row.source)),
        told_on=row.told_on,
        wanted_by=row.wanted_by,
        state=State(row.state),
        closed_on=row.closed_on,
        close_cause=CLOSE_NAMES.get(row.close_cause),
        version=row.version,
        rounds=rounds,
        actions={code: _why_not(viewer, code, row, rounds) for code in STEPS},
        person_id=row.person_id,
        work=work_of(viewer, row, on=on),
    )


def opened(keys: Keyring | None, subject: UUID, label: str, sealed: str) -> str | None:
    """Return what was said, ``None`` for a viewer without ``keys``, and nothing where its key was destroyed."""
    if keys is None:
        return None
    try:
        return keys.open(subject, label, sealed) if sealed else ""
    except KeyDestroyed:
        return ""


def _why_not(viewer: Actor, code: str, need: Need, rounds: tuple[Round, ...]) -> Text | None:
    if not any((State(need.state), step) in MOVES for step in STEPS[code]):
        return Text("现在不是这一步", "another step comes first")
    if not reaches(viewer, COMMANDS[code], need.place_code):
        return COMMANDS[code].reason
    if code == "needs.confirm" and rounds and judge_answer(viewer.person_id, rounds[-1].involved):
        return Text("您参与办了，由别人去问本人", "you helped to meet it: somebody else asks the person")
    return None


def _rounds(rows: Iterable[Match], keys: Keyring | None) -> tuple[Round, ...]:
    found = list(rows)
    providers = names_of_organisations(each.provider_id for each in found)
    people = names_of_people(each.helper_id for each in found)
    ids = {each.service_id for each in found if each.service_id is not None}
    services = dict(Service.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
    return tuple(
        Round(
            id=each.id,
            provider=providers.get(each.provider_id, ""),
            service=services.get(each.service_id, "") if each.service_id else "",
            proposed_on=each.proposed_on,
            accepted_on=each.accepted_on,
            declined_on=each.declined_on,
            delivered_on=each.delivered_on,
            helper=people.get(each.helper_id, "") if each.helper_id else "",
            what=opened(keys, each.subject_id, WHAT_LABEL, each.what),
            satisfied=each.satisfied,
            answered_on=each.answered_on,
            answered_by=_who(each.answered_by),
            words=opened(keys, each.subject_id, WORDS_LABEL, each.words),
            involved=frozenset(one for one in (each.delivered_by, each.helper_id) if one is not None),
        )
        for each in found
    )


def _who(code: str) -> Text | None:
    if not code:
        return None
    return PAPER if code == "paper" else GIVEN_BY_NAMES[GivenBy(code)]
