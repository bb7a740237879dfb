"""The tables that modules keep as YAML beside their code: policies, refusals, code lists, the glossary."""

from pathlib import Path
from typing import Any

import yaml

# Every process reads them all as it starts; the parser of libyaml takes a tenth of the time of the one in Python.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_table(path: Path) -> Any:
    """Return what a YAML file holds: mappings, lists, texts, numbers and days; None for an empty file."""
    return _LOADER(path.read_text("utf-8")).get_single_data()
