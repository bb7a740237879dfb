"""Each test of this folder has the stage, and leaves the journal whole."""

from support.staged import on_stage, stage, stage_database

__all__ = ["on_stage", "stage", "stage_database"]
