"""What this system refuses to be has no column, no command field and no policy value."""

import re
from collections.abc import Iterator

import yaml
from django.apps import apps
from django.db import models

from support.source import SRC
from xiuhua.platform.journal.catalogue import command_types

REFUSED = {
    "score", "scores", "rank", "ranking", "ranks", "points", "dwell", "gps", "latitude_of_person", "checkin",
    "check_in", "rating", "stars", "leaderboard", "geolocation", "attendance_code",
}  # fmt: skip


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("xiuhua.")]


def names() -> Iterator[tuple[str, str]]:
    for model in own_models():
        yield model.__name__, model._meta.db_table
        for field in model._meta.get_fields():
            yield model.__name__, field.name
    for kind in command_types():
        for name in _fields(kind.command.model_json_schema()):
            yield kind.command.__name__, name
    for path in SRC.glob("**/policy.yaml"):
        for key in yaml.safe_load(path.read_text("utf-8")) or {}:
            yield path.parent.name, key


def _fields(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _fields(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _fields(part)


def words(name: str) -> set[str]:
    parts = re.split(r"[^a-z]+", name.lower())
    return {*parts, "_".join(parts)}


def test_there_are_names_to_look_at() -> None:
    assert len(own_models()) > 8
    assert len(list(command_types())) > 5


def test_nothing_scores_ranks_or_watches_people() -> None:
    assert [(where, name) for where, name in names() if words(name) & REFUSED] == []
