"""The keys by which people are found."""

from collections.abc import Mapping

from xiuhua.kernel.names import name_keys, split_name
from xiuhua.platform.accounts.names import syllables


def keys_of(name: str) -> Mapping[str, str]:
    """Return the search columns of a person's name, in its normal form. The process keeps single characters of it."""
    keys = name_keys(name, read=syllables)
    return {
        "name_pinyin": keys.pinyin,
        "name_initials": keys.initials,
        "given_name": split_name(name)[1],
        "given_pinyin": keys.given,
    }
