"""The one operation for writes: the same door as forms and sheets."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import received_at
from xiuhua.platform.journal.execution import execute_many
from xiuhua.site.api import shapes
from xiuhua.site.api.bodies import MOST_COMMANDS, commands_of
from xiuhua.site.api.operations import AllOrNothing, said
from xiuhua.site.api.problems import language_of
from xiuhua.site.api.tokens import caller

router = Router()

_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "array",
                "maxItems": MOST_COMMANDS,
                "items": {"$ref": "#/components/schemas/AnyCommand"},
            }
        }
    },
}


@router.post(
    "/commands",
    response=list[shapes.Receipt],
    url_name="commands",
    tags=["commands"],
    **said(
        Text("做一批操作", "carry out commands"),
        Text(
            "一个列表，每一项由 code 说明是哪种操作，id 由您这边生成（UUIDv7）。回执按原来的次序。"
            "同一 id 同一内容再发一次，得到第一次的回执，不会重复写入。"
            "有一处看不懂，整个请求都不做（422）；看得懂而不许的，在它的回执里说明，不影响别的，除非 all_or_nothing。",
            "A list; the code of each item says which command it is, and its id is made on your side (UUIDv7). "
            "Receipts come in the same order. The same id and content sent again gives the first receipt and writes "
            "nothing. If anything is not understood, nothing of the request is done (422). What is understood but "
            "refused says so in its receipt and holds up no other, unless all_or_nothing is set.",
        ),
        problems=(400, 401, 413, 415, 422),
        requestBody=_BODY,
    ),
)
def commands(request: HttpRequest, all_or_nothing: AllOrNothing = False) -> list[dict[str, Any]]:
    """Carry out commands and answer with their receipts."""
    wishes = commands_of(request)
    receipts = execute_many(
        wishes, actor=caller(request), received_at=received_at(request), all_or_nothing=all_or_nothing
    )
    language = language_of(request)
    return [shapes.receipt(receipt, language) for receipt in receipts]
