"""How an operation is declared: words in both languages, and the problems that it can end with."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query

from xiuhua.kernel.text import Text

PROBLEMS: Mapping[int, Text] = {
    400: Text("内容不是完整的 JSON", "the content is no complete JSON"),
    401: Text("没有令牌，或令牌不认识、到期、作废", "no token, or one that is unknown, over or revoked"),
    403: Text("岗位不能看这些", "the role may not see this"),
    404: Text("不存在，或不在辖区里", "absent, or outside of the territory"),
    405: Text("这个地址不接受这种请求", "the address does not take such a request"),
    413: Text("一次发的内容太大", "the request is too large"),
    415: Text("内容不是 JSON（上传文件时不是表单）", "the content is not JSON, or for a file no form"),
    422: Text("有看不懂的地方，在 errors 里", "something was not understood; see errors"),
    500: Text("我们这边出了错", "something went wrong on our side"),
}
"""What each status means, for the description."""

MOST_ROWS = 200
PLACE = r"^\d{12}$"
PRINTABLE = r"^[^\x00]*$"


def said(
    summary: Text,
    description: Text,
    *,
    problems: tuple[int, ...] = (401, 404, 422),
    answer: Mapping[str, Any] | None = None,
    **extra: Any,
) -> dict[str, Any]:
    """Return the arguments of a router's decorator: words in both languages, and problems by status.

    ``answer`` describes a good answer that is no JSON.
    """
    good = {} if answer is None else {200: {"description": "OK", **answer}}
    answers = {status: {"description": _joined(PROBLEMS[status]), "content": _CONTENT} for status in problems}
    return {
        "summary": f"{summary.zh} / {summary.en}",
        "description": f"{description.zh}\n\n{description.en}",
        "openapi_extra": {
            "x-summary": {"zh": summary.zh, "en": summary.en},
            "x-description": {"zh": description.zh, "en": description.en},
            "responses": {**good, **answers},
            **extra,
        },
    }


def asked(text: Text, **limits: Any) -> Any:
    """Return the mark of a parameter in the address: what it is in both languages, and its limits.

    A mark is shared by all operations that use it, and with it the default that they give.
    """
    return Query(..., description=_joined(text), **limits)


def _joined(text: Text) -> str:
    return f"{text.zh} / {text.en}"


_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}}

After = Annotated[
    str | None,
    asked(
        Text("上一页的 after；不写就从头开始", "the after of the page before; from the beginning without it"),
        max_length=120,
        pattern=PRINTABLE,
    ),
]
Before = Annotated[
    int | None,
    asked(
        Text("上一页的 before；不写就从最近的开始", "the before of the page before; from the newest without it"),
        ge=1,
        le=2**62,
    ),
]
BeforeId = Annotated[
    UUID | None,
    asked(Text("上一页的 before；不写就从最近的开始", "the before of the page before; from the newest without it")),
]
Size = Annotated[int, asked(Text("一页多少行", "rows of a page"), ge=1, le=MOST_ROWS)]
InPlace = Annotated[str, asked(Text("12 位区划代码", "a place's 12-digit code"), pattern=PLACE)]
PerhapsPlace = Annotated[
    str | None,
    asked(
        Text("12 位区划代码；不写就是整个辖区", "a place's 12-digit code; the whole territory without it"),
        pattern=PLACE,
    ),
]
PerhapsKind = Annotated[
    str | None,
    asked(Text("操作的 code；不写就是全部", "the code of a command; all without it"), max_length=80, pattern=PRINTABLE),
]
LandUse = Annotated[
    Literal["own", "transferred", "idle", "other"] | None,
    asked(Text("只看一种利用现状；不写就是全部", "one use of land only; all without it")),
]
WillingToTransfer = Annotated[
    Literal["yes", "no", "not_asked"] | None,
    asked(Text("只看一种流转意愿；不写就是全部", "one answer to transferring only; all without it")),
]
OnDay = Annotated[
    date | None,
    asked(Text("按哪一天有效的记录；不写就是今天", "as of which day; today without it")),
]
OfYear = Annotated[
    int | None,
    asked(Text("哪一年的收入；不写就是那一天的年份", "of which year; that of the day without it"), ge=1949, le=2200),
]
OfFigure = Annotated[
    str | None,
    asked(
        Text("按村列哪个数；不写就是户数", "which figure is listed by village; households without it"), max_length=60
    ),
]
AllOrNothing = Annotated[
    bool,
    asked(Text("有一个没做成，就一个都不写入", "if one is refused, nothing of the request is written")),
]
