"""``python -m xiuhua.site.glossary_document [FOLDER]`` writes docs/glossary.md; a guard test compares it."""

import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import django

DOCUMENT = Path("docs") / "glossary.md"
COMMAND = "python -m xiuhua.site.glossary_document"


def document(shown: Any) -> str:
    """Return the text of docs/glossary.md for the whole glossary."""
    return "\n".join(_lines(shown)) + "\n"


def main(arguments: Sequence[str] = ()) -> int:
    """Write the document below the folder of the project. The words can be read only after Django is set up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiuhua.site.settings")
    django.setup()
    shown = import_module("xiuhua.site.glossary").glossary()
    root = Path(arguments[0]) if arguments else Path.cwd()
    (root / DOCUMENT).write_text(document(shown), "utf-8")
    return 0


def _lines(shown: Any) -> Iterator[str]:
    yield "# 词汇 Glossary"
    yield ""
    yield f"由 `src/xiuhua/site/glossary.yaml` 和人员名单的各栏生成。请改那里，再运行 `{COMMAND}`。"
    yield ""
    yield f"Made from `src/xiuhua/site/glossary.yaml` and the columns of the person list. After a change: `{COMMAND}`."
    for group in shown.groups:
        yield ""
        yield f"## {group.title.zh} {group.title.en}"
        yield ""
        yield "| 中文 | English | in code | 意思 | meaning |"
        yield "|---|---|---|---|---|"
        for term in group.terms:
            yield f"| {term.name.zh} | {term.name.en} | `{term.code}` | {term.means.zh} | {term.means.en} |"
    yield ""
    yield "## 人员名单的各栏 Columns of the person list"
    yield ""
    yield "| 中文 | English | in code | 给谁用 | who uses it | 个人信息 personal |"
    yield "|---|---|---|---|---|---|"
    for line in shown.fields:
        mark = "●" if line.personal else ""
        yield f"| {line.name.zh} | {line.name.en} | `{line.code}` | {line.used_by.zh} | {line.used_by.en} | {mark} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
