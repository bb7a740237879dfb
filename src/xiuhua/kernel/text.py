"""Words in both languages of the product."""

from collections.abc import Mapping
from typing import NamedTuple


class Text(NamedTuple):
    """The same thing said in Chinese and in English; neither is derived from the other."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English wording for ``en`` and its variants, else the Chinese one."""
        return self.en if language.startswith("en") else self.zh

    def filled(self, **values: object) -> "Text":
        """Return the text with its ``{named}`` gaps filled; what is several is listed as each language does.

        >>> Text("缺{columns}", "lacks {columns}").filled(columns=["姓名", "户编号"])
        Text(zh='缺姓名、户编号', en='lacks 姓名, 户编号')
        """
        return Text(self.zh.format(**_listed(values, "、")), self.en.format(**_listed(values, ", ")))


def _listed(values: Mapping[str, object], mark: str) -> dict[str, object]:
    return {
        name: mark.join(map(str, value)) if isinstance(value, list | tuple) else value for name, value in values.items()
    }
