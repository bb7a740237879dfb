"""Words that several commands of this module share."""

from typing import Annotated, Final

from pydantic import Field

from xiuhua.kernel.commands import UsedBy
from xiuhua.platform.accounts.commands.words import asked

WHO_HELPS: Final = UsedBy("办这件事的人", "whoever meets the need")
TIMES: Final = UsedBy("算多少天办好", "counting how many days it took")
ANSWER: Final = UsedBy("看本人满意不满意，不满意的再办", "to know whether the person is satisfied, and to go on if not")

Kind = Annotated[str, Field(max_length=40), asked("哪类需求？", "What kind of need?", kind="choice"), WHO_HELPS]
