"""Words that several commands of this module share."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from xiuhua.kernel.commands import UsedBy
from xiuhua.kernel.text import Text
from xiuhua.needs.rules.jobs import FAR_NAMES
from xiuhua.platform.accounts.commands.words import asked

WHO_HELPS: Final = UsedBy("办这件事的人", "whoever meets the need")
TIMES: Final = UsedBy("算多少天办好", "counting how many days it took")
ANSWER: Final = UsedBy("看本人满意不满意，不满意的再办", "to know whether the person is satisfied, and to go on if not")

SEEKS: Final = UsedBy("给找工作的人对接岗位", "matching vacancies with whoever looks for work")

Kind = Annotated[str, Field(max_length=40), asked("哪类需求？", "What kind of need?", kind="choice"), WHO_HELPS]
Trade = Annotated[str, Field(max_length=40), asked("哪个工种？", "Which trade?", kind="choice"), SEEKS]
Reach = Annotated[
    Literal["village", "township", "county", "prefecture", "province", "anywhere"],
    asked("愿意去多远？", "How far would they go?", choices={key.value: name for key, name in FAR_NAMES.items()}),
    SEEKS,
]
FreeFrom = Annotated[
    date | None,
    asked("从哪天起能上班？", "From which day on?", why=Text("现在就能，就不填。", "Leave it open for now.")),
    SEEKS,
]
Skills = Annotated[
    tuple[Annotated[str, Field(max_length=40)], ...],
    Field(max_length=20),
    asked("会什么？", "Which skills?", kind="choices", why=Text("没有就不选。", "None, if any.")),
    SEEKS,
]
