"""Words that several commands of this module share."""

from typing import Annotated, Final

from pydantic import Field

from xiuhua.kernel.commands import Personal, UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked

PROOF: Final = UsedBy("日后查证", "whoever looks into it later")
LISTED: Final = UsedBy("这一户的页面和手册上写明找谁", "the household's page and booklet say whom to turn to")

Basis = Annotated[
    str,
    Field(max_length=120),
    asked("依据", "On what basis?", why=Text("文号、会议或谁定的。", "A document, a meeting, or who decided.")),
    PROOF,
]
WhyEnded = Annotated[
    str,
    Field(min_length=1, max_length=200),
    Personal,
    asked("为什么？", "Why?", why=Text("例如“工作调动”；不要写病情。", "Such as: moved to other work; no illness.")),
    PROOF,
]
WhyDropped = Annotated[
    str,
    Field(min_length=1, max_length=200),
    Personal,
    asked("为什么不采用？", "Why is it not used?", why=Text("例如“再商量”。", "Such as: to be talked over again.")),
    PROOF,
]
Reason = Annotated[
    str,
    Field(min_length=1, max_length=120),
    asked("为什么？", "Why?", why=Text("例如“工作调动”；不要写病情。", "Such as: moved to other work; no illness.")),
    PROOF,
]
