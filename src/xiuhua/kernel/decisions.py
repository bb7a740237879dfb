"""What a rule decides: an outcome with its reasons and the versions it was decided under."""

from dataclasses import dataclass
from enum import StrEnum

from xiuhua.kernel.refusals import Problem


class Outcome(StrEnum):
    """``held`` is a conflict that a named person decides."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a rule. ``problems`` are refusals when refused, questions when accepted."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    rule: str = ""
    policy_version: str = ""

    @property
    def accepted(self) -> bool:
        """Say whether the wish may be carried out."""
        return self.outcome is Outcome.ACCEPTED


def accept(*questions: Problem, rule: str = "", policy_version: str = "") -> Decision:
    """Return an accepting decision, with the questions that stay open."""
    return Decision(Outcome.ACCEPTED, questions, rule, policy_version)


def refuse(*problems: Problem, rule: str = "", policy_version: str = "") -> Decision:
    """Return a refusal; it needs at least one problem."""
    if not problems:
        raise ValueError("a refusal needs a reason")
    return Decision(Outcome.REFUSED, problems, rule, policy_version)
