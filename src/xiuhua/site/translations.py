"""The English of the pages: Chinese source texts are collected, kept complete and compiled, all with Babel.

A folder with a ``locale`` of its own keeps the texts of its files; everything else belongs to the site's.
``python -m xiuhua.site.translations [FOLDER…]`` adds new texts to the catalogues (of these folders), names what has
no English yet (exit 1) and compiles.
"""

import io
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
OWN = PACKAGE / "site" / "locale"
PO = Path("en") / "LC_MESSAGES" / "django.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}

MessageId = str | tuple[str, ...]


def locales() -> tuple[Path, ...]:
    """Return every ``locale`` folder of the product."""
    return tuple(sorted(path for path in PACKAGE.rglob("locale") if path.is_dir()))


def source_texts(locale: Path) -> dict[MessageId, list[tuple[str, int]]]:
    """Return the texts that belong to a catalogue, each with the files and lines where it stands."""
    found: dict[MessageId, list[tuple[str, int]]] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]):
        if _keeper(path) == locale:
            for line, text in _texts(path):
                found.setdefault(text, []).append((path.relative_to(PACKAGE).as_posix(), line))
    return found


def missing(locale: Path) -> tuple[MessageId, ...]:
    """Return the texts of a catalogue that have no complete English."""
    catalogue = _read(locale)
    return tuple(text for text in source_texts(locale) if not _complete(catalogue, text))


def said_differently() -> dict[str, dict[str, list[str]]]:
    """Return the texts that have several English ones, each with the catalogues where it stands.

    Pages know one catalogue made of all, in which one text has one English: the other ones would be wrong somewhere.
    """
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for locale in locales():
        for message in _read(locale):
            if isinstance(message.id, str) and message.id:
                found[message.id][str(message.string)].append(locale.parent.relative_to(PACKAGE).as_posix())
    return {text: dict(english) for text, english in found.items() if len(english) > 1}


def update(locale: Path) -> None:
    """Add new texts to a catalogue and drop those that are gone; translations stay."""
    before = _read(locale)
    after = _blank(before)
    for text, places in source_texts(locale).items():
        known = before.get(text[0] if isinstance(text, tuple) else text)
        after.add(text, known.string if known else None, locations=[(name, None) for name, _ in dict(places).items()])
    path = locale / PO
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, after, width=110, sort_output=True, omit_header=False)


def compile_all() -> None:
    """Compile every catalogue whose compiled form is missing or older than its source."""
    for locale in locales():
        source, compiled = locale / PO, (locale / PO).with_suffix(".mo")
        if source.exists() and (not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime):
            fresh = compiled.with_suffix(".mo.new")
            with fresh.open("wb") as file:
                write_mo(file, _read(locale))
            fresh.replace(compiled)


def main(folders: Sequence[str] = ()) -> int:
    """Update, report and compile; return 1 where English is missing."""
    open_texts = []
    wanted = [Path(folder).resolve() / "locale" for folder in folders]
    for locale in wanted or locales():
        update(locale)
        open_texts += [(locale.relative_to(PACKAGE), text) for text in missing(locale)]
    for folder, text in open_texts:
        sys.stderr.write(f"{folder}: {text if isinstance(text, str) else ' | '.join(text)}\n")
    compile_all()
    return 1 if open_texts else 0


def _keeper(path: Path) -> Path:
    folder = next((parent for parent in path.parents if (parent / "locale").is_dir()), None)
    return folder / "locale" if folder else OWN


def _texts(path: Path) -> Iterator[tuple[int, MessageId]]:
    source = path.read_text("utf-8")
    if path.suffix == ".html":
        source = templatize(source, origin=path.name)
    elif "gettext" not in source:
        return
    for line, text, _, _ in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield line, text if isinstance(text, str) else tuple(text)


def _read(locale: Path) -> Catalog:
    path = locale / PO
    if not path.exists():
        return Catalog(locale="en", domain="django")
    with path.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def _blank(before: Catalog) -> Catalog:
    """Return a catalogue without texts whose header stays as it was, so that nothing changes without a reason."""
    return Catalog(
        locale="en",
        domain="django",
        header_comment="# English of the pages. New texts are added by: python -m xiuhua.site.translations",
        project="xiuhua",
        version="1",
        msgid_bugs_address="none",
        last_translator="The xiuhua developers",
        language_team="none",
        creation_date=before.creation_date,
        revision_date=before.creation_date,
        charset="utf-8",
        fuzzy=False,
    )


def _complete(catalogue: Catalog, text: MessageId) -> bool:
    entry = catalogue.get(text[0] if isinstance(text, tuple) else text)
    if entry is None or entry.fuzzy:
        return False
    return all(entry.string) if isinstance(entry.string, tuple) else bool(entry.string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
