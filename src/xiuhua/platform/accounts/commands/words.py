"""The question by which a form asks for a field of a command."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from xiuhua.kernel.text import Text


def asked(
    zh: str,
    en: str,
    *,
    choices: Mapping[Any, Text] | None = None,
    kind: str | None = None,
    why: Text | None = None,
    unit: Text | None = None,
    optional: Text | None = None,
) -> Any:
    """Return the mark of a field: label, choices, kind of input, why it is asked, unit; words in both languages.

    ``optional`` is said instead of “may be left open”, where leaving it open is not the whole truth.
    """
    declared: dict[str, Any] = {"label": {"zh": zh, "en": en}}
    for name, text in (("why", why), ("unit", unit), ("optional", optional)):
        if text is not None:
            declared[name] = {"zh": text.zh, "en": text.en}
    if choices is not None:
        declared["choices"] = [{"value": str(value), "zh": name.zh, "en": name.en} for value, name in choices.items()]
    if kind is not None:
        declared["kind"] = kind
    return Field(json_schema_extra=declared)
