"""What households and their people agreed to: for the page, and for whoever wants to use data that needs it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, keyring
from xiuhua.registry.access import QUERIES
from xiuhua.registry.agreements import agreed_among
from xiuhua.registry.commands.consents import GIVER_LABEL
from xiuhua.registry.models import Consent
from xiuhua.registry.rules.comparison_grounds import Needed
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES, GivenBy, State, ends_soon_days, scopes, state_on
from xiuhua.registry.rules.data_sets import sets_of_households
from xiuhua.registry.rules.purposes import purpose_name

_HOUSEHOLDS = QUERIES["registry.households"]
WHOLE_HOUSEHOLD: Final = Text("全家", "the whole household")


@dataclass(frozen=True, slots=True)
class Agreed:
    """One consent in words. ``person`` is empty where it is the household's."""

    id: UUID
    person_id: UUID | None
    person: Text
    data_set: Text
    purpose: Text
    scope: Text
    given_by: Text
    giver: str
    given_on: date
    until: date | None
    revoked_on: date | None
    revoked_by: Text | None
    state: State

    @property
    def holds(self) -> bool:
        """Say whether it is in force."""
        return self.state in (State.IN_FORCE, State.ENDS_SOON)


def consents(viewer: Actor, household_id: UUID, *, on: date) -> tuple[Agreed, ...]:
    """Return what a household and its people agreed to, what ends first on top, what is over last; two queries."""
    rows = within(Consent.objects.filter(household_id=household_id), viewer, _HOUSEHOLDS)
    found = list(rows.select_related("person").order_by("given_on", "id"))
    keys = keyring()
    keys.load({household_id} if found else ())
    said = [_agreed(row, keys, catalogue.policy(), on) for row in found]
    return tuple(sorted(said, key=lambda each: (not each.holds, each.until or date.max, each.given_on)))


def in_force(
    viewer: Actor, households: Collection[UUID], *, data_set: str, purpose: str, scope: str, on: date
) -> Mapping[UUID, frozenset[UUID | None]]:
    """Return, by household, who agreed to a use of data that is in force on a day; ``None`` is the whole household.

    A household that is absent from the answer has not agreed, or lies outside of the viewer's territory. One query
    for each five thousand households.
    """
    rows = within(Consent.objects.all(), viewer, _HOUSEHOLDS)
    return agreed_among(rows, households, Needed(data_set, purpose, scope), on=on)


def _agreed(row: Consent, keys: Keyring, policy: Policy, on: date) -> Agreed:
    region = row.place_code
    sets = {each.code: each.name for each in sets_of_households(policy, on=on, region=region)}
    name = row.person.name if row.person else ""
    return Agreed(
        id=row.id,
        person_id=row.person_id,
        person=Text(name, name) if row.person_id else WHOLE_HOUSEHOLD,
        data_set=sets.get(row.data_set, Text(row.data_set, row.data_set)),
        purpose=purpose_name(row.purpose, policy),
        scope=scopes(policy, on=on, region=region).get(row.scope, Text(row.scope, row.scope)),
        given_by=GIVEN_BY_NAMES[GivenBy(row.given_by)],
        giver=_giver(row, keys),
        given_on=row.given_on,
        until=row.until,
        revoked_on=row.revoked_on,
        revoked_by=GIVEN_BY_NAMES[GivenBy(row.revoked_by)] if row.revoked_by else None,
        state=state_on(row, on, soon=ends_soon_days(policy, on=on, region=region)),
    )


def _giver(row: Consent, keys: Keyring) -> str:
    try:
        return keys.open(row.household_id, GIVER_LABEL, row.giver) if row.giver else ""
    except KeyDestroyed:
        return ""
