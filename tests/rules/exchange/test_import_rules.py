"""The states of an import."""

from xiuhua.platform.exchange.rules.states import CLOSED, LABELS, TRANSITIONS, WAITING, WORKING, SessionState


def test_every_state_is_somebodys_turn_or_the_end() -> None:
    groups = (WORKING, WAITING, CLOSED)
    assert frozenset().union(*groups) == frozenset(SessionState) == TRANSITIONS.keys() == LABELS.keys()
    assert sum(map(len, groups)) == len(SessionState)


def test_every_state_can_be_reached_and_every_open_one_can_end() -> None:
    reached = {SessionState.UPLOADED}
    while further := {target for state in reached for target in TRANSITIONS[state]} - reached:
        reached |= further
    assert reached == set(SessionState)
    ending = set(CLOSED)
    while more := {state for state in SessionState if TRANSITIONS[state] & ending} - ending:
        ending |= more
    assert ending == set(SessionState)
