"""Hands that fill an installation, back it up, and restore it elsewhere."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from data.accounts import cast
from data.journal.world import a_household, members
from support.copies import opened
from support.evidence import drawing, photograph
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange import steps
from xiuhua.platform.files import contents
from xiuhua.platform.files.bringing import bring
from xiuhua.platform.files.commands import RemoveFile
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.heads import FILE_NAME as HEADS
from xiuhua.platform.vault.master import load_master
from xiuhua.site.backups.making import Made, make_backup
from xiuhua.site.backups.restoring import restore_backup

PASSWORD = "seven grey herons"


@dataclass(frozen=True)
class Installation:
    """A data folder with its signed heads, a database, and the backup of both."""

    url: str
    home: Path
    backup: Path
    made: Made
    heads: bytes


def fill(url: str, home: Path) -> Installation:
    """Add evidence, an import under review and a password to a filled database, and back it up."""
    backup = home.parent / f"{home.name}.backup"
    with opened("default", url):
        household = a_household()
        for subject, name, data in (
            (household.id, "借据.png", drawing()),
            (members(household)[0].id, "合影.jpg", photograph()),
            (household.id, "传错了.jpg", photograph(8, 8)),
        ):
            values = {"subject_id": subject, "name": name, "data": data, "received_at": cast.NOW}
            last = bring(LOCAL_OPERATOR, wish=cast.fresh(), **values).file
        assert last is not None
        removed = RemoveFile(id=cast.fresh(), file_id=last.id)
        assert execute(removed, actor=LOCAL_OPERATOR, received_at=cast.NOW).accepted
        upload = {"name": "名单.csv", "data": "姓名\n何慧珍\n".encode(), "received_at": cast.NOW}
        steps.begin(cast.actor("county"), cast.fresh(), **upload)
        account = cast.account_id("county")
        set_password(account, PASSWORD, command_id=cast.fresh(), actor=LOCAL_OPERATOR, received_at=cast.NOW)
        made = back_up(backup, home)
    return Installation(url, home, backup, made, (home / HEADS).read_bytes())


def back_up(target: Path, home: Path, *, demo: bool = False, **more: Any) -> Made:
    """Back up the default database and a data folder."""
    master, _ = load_master(home, create=False)
    return make_backup(target, home=home, master=master, made=cast.NOW, demo=demo, **more)


@contextmanager
def new_home(folder: Path, *, key: Path) -> Iterator[Path]:
    """Make the data folder of a new machine, with nothing but a master key, that of the settings meanwhile."""
    folder.mkdir(parents=True)
    shutil.copy(key / "master.key", folder)
    before, settings.HOME = settings.HOME, folder
    try:
        yield folder
    finally:
        settings.HOME = before


def restore(source: Path, home: Path, **more: Any) -> Any:
    """Restore into the default database and a data folder."""
    master, _ = load_master(home, create=False)
    return restore_backup(source, home=home, master=master, demo_mark=home / "demo-x", **more)


def rows(using: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of the product, by Django's own reading, sorted."""
    own = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("xiuhua.")]
    return {model._meta.db_table: _rows(model, using) for model in own}


def _rows(model: type[models.Model], using: str) -> list[tuple[Any, ...]]:
    names = [field.attname for field in model._meta.concrete_fields]
    found = model._base_manager.using(using).values_list(*names)
    return sorted((tuple(_comparable(value) for value in row) for row in found), key=repr)


def _comparable(value: Any) -> Any:
    return b64encode(bytes(value)).decode() if isinstance(value, bytes | memoryview) else value


def evidence(home: Path) -> dict[str, bytes]:
    """Return what lies in the folder of evidence."""
    return {path.name: path.read_bytes() for path in contents.lying(home)}
