"""A process that wrote and read about somebody keeps nothing of it: whoever is erased is so in every process."""

import gc
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from support.stage import TODAY, actor, family, person, registered
from xiuhua.kernel.once import reading_once
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.search import search

NAME, HEALTH = "濮阳翠萍", "腰疼，下不了地"
_KEEPER: Any = type(lru_cache(lambda: None))


@pytest.mark.usefixtures("stage")
def test_no_name_and_no_word_of_health_stays() -> None:
    _, *others = family()
    head = person(NAME, "户主", "1970-03-05", female=True, health=HEALTH)
    home = registered(members=(head, *others))
    with reading_once():
        assert household(actor("leader"), home, on=TODAY) is not None
        assert NAME in repr(search(actor("leader"), NAME, on=TODAY))
    kept = list(_kept())
    assert kept
    assert [where for where, words in kept if NAME in words or NAME[2:] in words or HEALTH in words] == []


def _kept() -> Iterator[tuple[str, str]]:
    """Yield each function that keeps its answers, and all that it keeps, as text."""
    for name, module in list(sys.modules.items()):
        if name.startswith("xiuhua."):
            for word, value in vars(module).items():
                if isinstance(value, _KEEPER) and value.cache_info().currsize:
                    yield f"{name}.{word}", "".join(map(repr, gc.get_referents(value)))
