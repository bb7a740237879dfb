"""Queueing a slow job from a test."""

import subprocess
import sys
from pathlib import Path

from support.served import environment
from support.source import ROOT

SETTINGS = {"DJANGO_SETTINGS_MODULE": "support.slow_jobs.settings", "PYTHONPATH": str(ROOT / "tests")}
"""The environment in which the product knows these jobs."""


def start_job(home: Path, database_url: str, kind: str, *, steps: int, login: str = "") -> str:
    """Queue a job from a process of its own and return its id."""
    command = (sys.executable, "-m", "support.slow_jobs", kind, str(steps), *([login] if login else []))
    env = environment(home, database_url, **SETTINGS)
    return subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
