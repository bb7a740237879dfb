"""Words that several commands of this module share."""

from typing import Annotated, Final

from pydantic import Field

from xiuhua.kernel.commands import UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked

PROOF: Final = UsedBy("日后查证", "whoever looks into it later")
SHOWN: Final = UsedBy("小组名单上显示", "shown on the list of the group")
RIGHTS: Final = UsedBy("权限从这一天起、到这一天止", "the rights begin and end on this day")

Basis = Annotated[
    str,
    Field(max_length=120),
    asked("依据", "On what basis?", why=Text("文号、会议或谁定的。", "A document, a meeting, or who decided.")),
    PROOF,
]
