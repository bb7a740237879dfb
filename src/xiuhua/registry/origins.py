"""What a value's origin is called: the kind of sheet that stated it, or a form of ours."""

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import KINDS

FORM = "form"
_FORM_NAME = Text("网页填写", "entered on a page")


def origin_name(origin: str) -> Text:
    """Return the words for an origin; one that is no kind of ours stays as it was given."""
    if origin == FORM:
        return _FORM_NAME
    kind = KINDS.get(origin)
    return kind.sheet.label if kind else Text(origin, origin)
