"""Words in both languages of the product."""

from typing import NamedTuple


class Text(NamedTuple):
    """The same thing said in Chinese and in English; neither is derived from the other."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English wording for ``en`` and its variants, else the Chinese one."""
        return self.en if language.startswith("en") else self.zh

    def filled(self, **values: object) -> "Text":
        """Return the text with its ``{named}`` gaps filled."""
        return Text(self.zh.format(**values), self.en.format(**values))
