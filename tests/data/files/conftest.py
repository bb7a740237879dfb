"""The stage of the register, with records that name files."""

from data.registry.conftest import stage

__all__ = ["stage"]
