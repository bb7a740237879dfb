"""Proposals: the best pairs there are, shown with their reasons; people choose."""

from datetime import date, timedelta
from itertools import permutations
from random import Random
from uuid import UUID

import pytest

from support.groups_stage import organisations
from support.needs_stage import service, told, triaging
from support.stage import COUNTY, HERE, TODAY, actor, done, registered
from xiuhua.needs.models import Match, Need
from xiuhua.needs.pairing import greedy, paired, total
from xiuhua.needs.queries.proposals import proposals
from xiuhua.needs.rules.pairs import Offered, Wanted, fits

VILLAGES = ("620122101200", "620122101201", "620122102200")
WIDER = (*VILLAGES, "620122101000", "620122000000")


def drawn(seed: int) -> tuple[list[Wanted], list[Offered]]:
    draws = Random(seed)
    needs = [
        Wanted(
            UUID(int=at + 1), draws.choice("ab"), draws.choice(VILLAGES), TODAY - timedelta(days=draws.randrange(30))
        )
        for at in range(5)
    ]
    offers = [
        Offered(UUID(int=at + 100), draws.choice("ab"), draws.choice(WIDER), draws.choice((0, 1, 2, None)))
        for at in range(4)
    ]
    return needs, offers


def least(needs: list[Wanted], offers: list[Offered]) -> int:
    """Return the least cost of all pairings there are, by trying each of them."""
    places = [offer for offer in offers for _ in range(len(needs) if offer.left is None else offer.left)]
    slots: list[Offered | None] = [*places, *([None] * len(needs))]
    found = None
    for chosen in set(permutations(range(len(slots)), len(needs))) if len(slots) < 9 else ():
        pairs = {}
        for need, at in zip(needs, chosen, strict=True):
            offer = slots[at]
            if offer is None:
                continue
            if not fits(need, offer):
                break
            pairs[need.id] = offer.id
        else:
            here = total(pairs, needs, offers, today=TODAY)
            found = here if found is None else min(found, here)
    return found if found is not None else -1


@pytest.mark.parametrize("seed", range(30))
def test_no_other_pairing_is_better(seed: int) -> None:
    needs, offers = drawn(seed)
    needs = needs[:4]
    pairs = paired(needs, offers, today=TODAY)
    ours = total(pairs, needs, offers, today=TODAY)
    assert ours <= total(greedy(needs, offers), needs, offers, today=TODAY)
    best = least(needs, offers)
    assert best in (-1, ours)
    by_id = {offer.id: offer for offer in offers}
    for offer in offers:
        taken = sum(each == offer.id for each in pairs.values())
        assert offer.left is None or taken <= offer.left
    assert all(fits(need, by_id[pairs[need.id]]) for need in needs if need.id in pairs)


def test_what_is_proposed_is_shown_and_decides_nothing(stage: None) -> None:
    organisations()
    home = registered()
    near = service(place_code=HERE, name="村里招人", capacity=1)
    service(kind="skills", name="培训")
    need, other = told(home), told(home, kind="water")
    for each, kind in ((need, "work"), (other, "water")):
        done(triaging(each, kind), "leader")
    found = proposals(actor("leader"), HERE, on=TODAY)
    assert found is not None
    shown = {each.need.id: each for each in found.rows}
    assert (shown[need].service_id, shown[other].service_id) == (near, None)
    assert "就在本村提供" in [each.zh for each in shown[need].why]
    assert Match.objects.count() == 0
    assert set(Need.objects.values_list("state", flat=True)) == {"triaged"}
    assert proposals(actor("neighbour"), HERE, on=TODAY) is None
    assert proposals(actor("attendee"), HERE, on=TODAY) is None
    wide = proposals(actor("county"), COUNTY, on=date(2018, 1, 19))
    assert wide is not None
    assert len(wide.rows) == 2
