"""What a value's origin is called: a kind of sheet, a form or an edited export of ours; and which system masters it."""

from datetime import date

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import KINDS
from xiuhua.platform.exchange.reading.kinds import SourceSystem
from xiuhua.registry.rules.mastering import Mastering, mastering_at

FORM, EDITED = "form", "edited"
_OWN_NAMES = {
    FORM: Text("网页填写", "entered on a page"),
    EDITED: Text("在导出的表里改的", "edited in an exported sheet"),
}


def origin_name(origin: str) -> Text:
    """Return the words for an origin; one that is no kind of ours stays as it was given."""
    if origin in _OWN_NAMES:
        return _OWN_NAMES[origin]
    kind = KINDS.get(origin)
    return kind.sheet.label if kind else Text(origin, origin)


def system_of(origin: str) -> SourceSystem | None:
    """Return the system of which an origin is an export; what was entered here has none."""
    kind = KINDS.get(origin)
    return kind.sheet.system if kind else None


def system_name(code: str) -> Text:
    """Return the words for a system; one of which no kind is an export stays as it was given."""
    systems = (kind.sheet.system for kind in KINDS.values())
    return next((each.name for each in systems if each and each.code == code), Text(code, code))


def mastering_of(origin: str, policy: Policy, *, on: date, region: str) -> Mastering | None:
    """Return which fields of a record of an origin its system masters; ``None`` where it has no master."""
    system = system_of(origin)
    return None if system is None else mastering_at(policy, system.code, on=on, region=region)
