"""What tables and columns are called in the journal, and how their values are said, as the modules declare it."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import DateField
from django.utils.module_loading import module_has_submodule

from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.table_words import TableWords, as_stored
from xiuhua.platform.journal.tables import TABLES
from xiuhua.registry.rules.purposes import purpose_name
from xiuhua.registry.rules.shown import NO, NOTHING, YES

COLUMNS: Mapping[str, Text] = {
    "name": Text("名称", "name"),
    "code": Text("代码", "code"),
    "kind": Text("种类", "kind"),
    "place_code": Text("所在区划代码", "code of the place"),
    "valid_from": Text("从哪天起", "from"),
    "valid_to": Text("到哪天止（当天不算）", "until (not included)"),
    "reason": Text("核对说明", "how it was checked"),
    "person_id": Text("成员", "member"),
    "file_id": Text("材料", "file"),
    "purpose": Text("用途", "purpose"),
    "rows": Text("名单行数", "rows of the list"),
    "note": Text("说明", "note"),
    "as_of": Text("哪一天的情况", "as of"),
}
"""Columns that are called the same in every module."""

KEPT_BACK = frozenset({"id", "household_id", "subject_id", "digest"})
"""Columns that say nothing to a reader in any module."""

_FEMALE, _MALE = Text("女", "female"), Text("男", "male")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOTHING_SAID = TableWords(tables={})


@cache
def words() -> Mapping[str, TableWords]:
    """Return the words of every table: those of its module, found in the module's ``journal_words.py``."""
    found: dict[str, TableWords] = {}
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "journal_words"):
            declared: TableWords = import_module(f"{app.name}.journal_words").WORDS
            found |= dict.fromkeys(declared.tables, declared)
    return found


def _words(table: str) -> TableWords:
    return words().get(table, _NOTHING_SAID)


def table_name(table: str) -> Text:
    """Return what a row of a table is called."""
    return _words(table).tables.get(table, as_stored(table))


def column_name(table: str, column: str) -> Text:
    """Return what a column is called: in this table, in its module, or everywhere."""
    said = _words(table)
    return said.special.get((table, column)) or said.columns.get(column) or COLUMNS.get(column) or as_stored(column)


def kept_back(table: str) -> frozenset[str]:
    """Return the columns of a table that say nothing to a reader."""
    return KEPT_BACK | _words(table).kept_back


def lies_with_its_record(table: str) -> bool:
    """Say whether the rows of a table lie where their record lies, so that it need not be told again."""
    return table in _words(table).parts


def may_tell_of_health(table: str, column: str) -> bool:
    """Say whether a column may speak of an illness."""
    return column == "health" or column in _words(table).telling.get(table, ())


def value_said(table: str, column: str, value: Any) -> Text:
    """Return a stored value in words; the caller has decided that it may be shown.

    >>> value_said("registry_collective_income", "amount", 240000).zh, value_said("registry_village", "poor", True).en
    ('2,400 元', 'yes')
    >>> value_said("accounts_post", "valid_from", "2017-09-12").en, value_said("accounts_post", "valid_to", None).zh
    ('12 Sep 2017', '（空）')
    """
    if value is None or value == "":
        return NOTHING
    if column == "female":
        return _FEMALE if value else _MALE
    if isinstance(value, bool):
        return YES if value else NO
    if table in TABLES and isinstance(TABLES[table].fields.get(column), DateField):
        return _day(value)
    said = _words(table)
    if say := said.said_here.get((table, column)) or said.said.get(column):
        return say(value)
    return purpose_name(str(value), catalogue.policy()) if column == "purpose" else as_stored(value)


def _day(value: Any) -> Text:
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
