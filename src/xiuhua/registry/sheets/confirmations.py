"""Warnings confirmed in a review become answers to the questions that taking in the sheet has raised."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.iteration import chunks
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.contract import Confirmed, Run
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.models import Question
from xiuhua.registry.questions import OPEN

AT_ONCE = 500
MOST_IN_ONE = 200


def confirmations(confirmed: Iterable[Confirmed], run: Run) -> Iterator[AnswerQuestion]:
    """Yield one answer per household and reason, to its open questions inside the actor's territory."""
    access = COMMANDS[AnswerQuestion.code]
    for part in chunks(confirmed, AT_ONCE):
        reasons = {(each.key, each.mark): each.reason for each in part}
        rows = within(Question.objects.using(run.using), run.actor, access).filter(
            household__code__in={each.key for each in part},
            household__valid_to__isnull=True,
            fingerprint__in={each.mark for each in part},
            state=OPEN,
        )
        answers: defaultdict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        for id_, household, code, mark in rows.order_by("household_id", "id").values_list(
            "id", "household_id", "household__code", "fingerprint"
        ):
            if (code, mark) in reasons:
                answers[household, reasons[code, mark]].append(id_)
        for (household, reason), questions in answers.items():
            for some in chunks(questions, MOST_IN_ONE):
                yield AnswerQuestion(
                    id=derived_id(run.session, "answer", *map(str, some)),
                    household_id=household,
                    question_ids=tuple(some),
                    reason=reason,
                )
