"""The form of logins and phone numbers."""

import re
from collections.abc import Mapping

from xiuhua.kernel.text import Text

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_PHONE = re.compile(r"\+?[0-9]{7,15}")

LANGUAGE_NAMES: Mapping[str, Text] = {"zh-hans": Text("中文", "Chinese"), "en": Text("英文", "English")}
"""The languages of the pages, the default first."""


def is_login(text: str) -> bool:
    """Say whether the text can be a login: 2 to 40 lower-case letters, digits, dots, dashes, underscores."""
    return _LOGIN.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Say whether the text is a phone number once spaces and dashes are gone."""
    return _PHONE.fullmatch(plain_phone(text)) is not None


def plain_phone(text: str) -> str:
    """Return the digits of a phone number as they are stored.

    >>> plain_phone("0931-888 6666")
    '09318886666'
    """
    return re.sub(r"[\s()（）-]", "", text)
