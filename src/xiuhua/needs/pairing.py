"""Pairs of needs and offers for people to choose from: as many as can be, near ones first, the longest waiting first.

It is a flow from needs to offers with the least cost, which has a whole solution that no other is better than.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import numpy
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from xiuhua.needs.rules.pairs import Offered, Wanted, cost, fits, unpaired


class NotPaired(RuntimeError):
    """The solver gave no answer. It does not say about whom."""


def paired(wanted: Sequence[Wanted], offered: Sequence[Offered], *, today: date) -> Mapping[UUID, UUID]:
    """Return the offer proposed for each need that can have one. Raise :class:`NotPaired` without an answer."""
    arcs = possible(wanted, offered)
    if not arcs:
        return {}
    flow, sink = SimpleMinCostFlow(), len(wanted) + len(offered)
    ends = numpy.array(arcs, dtype=numpy.int32)
    costs = numpy.array([cost(offered[at]) for _, at in arcs], dtype=numpy.int64)
    flow.add_arcs_with_capacity_and_unit_cost(
        ends[:, 0], ends[:, 1] + len(wanted), numpy.ones(len(arcs), dtype=numpy.int64), costs
    )
    for at, offer in enumerate(offered):
        most = len(wanted) if offer.left is None else offer.left
        flow.add_arc_with_capacity_and_unit_cost(len(wanted) + at, sink, most, 0)
    for at, need in enumerate(wanted):
        flow.add_arc_with_capacity_and_unit_cost(at, sink, 1, unpaired(need, today))
        flow.set_node_supply(at, 1)
    flow.set_node_supply(sink, -len(wanted))
    if flow.solve() != flow.OPTIMAL:
        raise NotPaired
    chosen = numpy.flatnonzero(flow.flows(numpy.arange(len(arcs), dtype=numpy.int32)))
    return {wanted[arcs[at][0]].id: offered[arcs[at][1]].id for at in chosen}


def greedy(wanted: Sequence[Wanted], offered: Sequence[Offered]) -> Mapping[UUID, UUID]:
    """Return the nearest offer that is left for each need in turn: what a list worked off from the top gives."""
    left = [len(wanted) if offer.left is None else offer.left for offer in offered]
    own: defaultdict[int, list[int]] = defaultdict(list)
    for need, offer in possible(wanted, offered):
        own[need].append(offer)
    found = {}
    for need in sorted(own, key=lambda at: wanted[at].told_on):
        free = [offer for offer in own[need] if left[offer]]
        if free:
            nearest = min(free, key=lambda at: cost(offered[at]))
            left[nearest] -= 1
            found[wanted[need].id] = offered[nearest].id
    return found


def total(pairs: Mapping[UUID, UUID], wanted: Sequence[Wanted], offered: Sequence[Offered], *, today: date) -> int:
    """Return what pairs cost together, those without one included."""
    costs = {offer.id: cost(offer) for offer in offered}
    return sum(costs[pairs[need.id]] if need.id in pairs else unpaired(need, today) for need in wanted)


def possible(wanted: Sequence[Wanted], offered: Sequence[Offered]) -> list[tuple[int, int]]:
    """Return which need can have which offer, by their places in the lists."""
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for at, offer in enumerate(offered):
        by_kind[offer.kind].append(at)
    return [
        (need, offer) for need, each in enumerate(wanted) for offer in by_kind[each.kind] if fits(each, offered[offer])
    ]
