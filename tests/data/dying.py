"""What a process does that is killed while it prepares the tables."""

import os
import signal
from typing import Any

from django.db.migrations.recorder import MigrationRecorder

from xiuhua.site.command_line.ready import ensure_ready

_record = MigrationRecorder.record_applied


def die_before_recording(name: str) -> None:
    """Prepare the installation, and be killed when a migration was done and is about to be written down."""

    def record(self: Any, app: str, migration: str) -> None:
        if f"{app}.{migration}" == name:
            os.kill(os.getpid(), signal.SIGKILL)
        _record(self, app, migration)

    MigrationRecorder.record_applied = record
    ensure_ready()
