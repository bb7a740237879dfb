"""The two processes that ``xiuhua serve`` looks after: the web server, and the worker that runs the jobs.

Each is a fresh interpreter, in a session of its own (Ctrl+C reaches the supervisor alone, which then ends them
in order), and ends when the process that started it is gone: a killed supervisor leaves nothing behind.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from xiuhua.site.locks import Held, file_lock

GRACE_SECONDS = 8.0
WEB_THREADS = 16
LOCK_HELD = 75
"""Exit code of a worker that found another one at work."""


def web(host: str, port: int) -> None:
    """Serve until a signal comes. Requests are not logged: addresses hold what people search for."""
    os.setsid()
    end_with_parent()
    Granian(
        "xiuhua.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=WEB_THREADS,
        workers_kill_timeout=int(GRACE_SECONDS) - 3,
        log_level=LogLevels.error,
        log_access=False,
    ).serve(target_loader=load_application)


def load_application(target: str) -> Callable[..., Any]:
    """Import the application, in the server's own child process."""
    end_with_parent()
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    import_module("xiuhua.platform.exchange.temporary").clear_temporary()
    return application


def worker() -> None:
    """Run jobs until a signal comes; exit with ``LOCK_HELD`` where another worker is at work."""
    os.setsid()
    end_with_parent()
    django.setup()
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    try:
        with file_lock(Path(settings.HOME) / "worker.lock", wait=False):
            import_module("xiuhua.site.worker").run_worker()
    except Held:
        sys.exit(LOCK_HELD)


def end_with_parent() -> None:
    """End this process soon after its parent has gone, however that went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()
