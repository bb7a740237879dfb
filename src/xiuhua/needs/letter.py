"""A letter of introduction as a document: who comes about which job, and whom the firm can ask. Nothing else.

It says nothing of the household, of health or of help: at the firm somebody is who he is, not a case.
"""

from datetime import date, datetime
from typing import Final

from xiuhua.kernel.text import Text
from xiuhua.needs.queries.work import JobShown
from xiuhua.platform.exchange.documents import Paper, Section
from xiuhua.registry.rules.report_words import day

TITLE: Final = Text("介绍信", "Letter of introduction")


def letter_paper(
    *, person: str, job: JobShown, turn_to: tuple[str, str], number: str, on: date, made_at: datetime
) -> Paper:
    """Return the letter. ``turn_to`` is whom the firm can ask in the village, with a telephone if one is on record."""
    name, telephone = turn_to
    rows = (
        (Text("谁来", "Who comes"), person),
        (Text("应聘什么", "About which job"), job.title),
        (Text("在哪里上班", "Where the work is"), job.workplace),
        (Text("村里找谁联系", "Whom to ask in the village"), f"{name} {telephone}".strip()),
    )
    said = Text(
        f"{person}来应聘贵单位的“{job.title}”。双方事先都已同意，请接洽。",
        f"{person} comes about your job “{job.title}”. Both sides agreed beforehand; please receive them.",
    )
    return Paper(
        title=TITLE,
        number=number,
        cover=(Text(f"{job.firm}：", f"To {job.firm}"),),
        sections=(
            Section(
                Text("介绍", "Introduction"),
                (Text("事项", "Item"), Text("内容", "What")),
                (2, 5),
                rows,
                paragraphs=(said, day(on)),
            ),
        ),
        made_at=made_at,
    )
