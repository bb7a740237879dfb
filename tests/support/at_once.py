"""A stage in a database to which nobody is connected, and processes that act there at the same moment."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import override_settings

from support import stage
from support.copies import Copies, opened
from support.databases import EmptyDatabase
from support.nursery import Nursery
from xiuhua.platform.journal.verification import verify


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What was set up on the stage, processes that act there, and how to look at it in between."""

    there: Any
    nursery: Nursery
    opened: Callable[[], AbstractContextManager[None]]

    def __call__(self, *wishes: tuple[str, Any]) -> list[dict[str, Any]]:
        """Let each carry out a wish at the same moment; return what became of them."""
        start = time.time() + 0.3
        children = [
            self.nursery.start(
                "support.carrying_out:carry_out", login, wish.code, json.loads(wish.model_dump_json()), start
            )
            for login, wish in wishes
        ]
        for child in children:
            assert self.nursery.end_of(child) == 0, child.err.read_text("utf-8")
        return [json.loads(child.said()) for child in children]


@contextmanager
def at_once(
    engine: str, empty: EmptyDatabase, folder: Path, unblock: AbstractContextManager[None], set_up: Callable[[], Any]
) -> Iterator[AtOnce]:
    """Load the stage and what else is to be there; in the end the journal is whole."""
    home = folder / "home"
    with unblock, override_settings(HOME=home):
        url = Copies(engine, folder, empty).migrated()
        with opened("default", url):
            stage.load()
            there = set_up()
        environment = {"XIUHUA_HOME": str(home), "DATABASE_URL": url, "XIUHUA_TEST": "1"}
        with Nursery(folder, environment) as nursery:
            yield AtOnce(there, nursery, lambda: opened("default", url))
        with opened("default", url):
            assert verify(rows=True).findings == ()
