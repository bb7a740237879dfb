"""Each test of this folder has the stage of the register, with records that name files."""

from support.staged import on_stage, stage, stage_database

__all__ = ["on_stage", "stage", "stage_database"]
