"""``xiuhua serve``: the web server and the worker, started together, looked after, stopped together."""

import ipaddress
import multiprocessing
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import Any

from xiuhua.site.processes import GRACE_SECONDS, LOCK_HELD, web, worker

POLL_SECONDS = 0.2
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
SHORTEST_LIFE_SECONDS = 5.0
"""A process that ends sooner is not started again at once, whatever it says."""

STEADY_SECONDS = 60.0
"""A process that ran so long before it ended starts again after the first pause."""

Say = Callable[[str, str], None]


class PortTaken(RuntimeError):
    """Somebody else listens on the address."""


class Child:
    """A process that is started again whenever it ends by itself: at once after a plain end, else after a pause."""

    def __init__(self, name: str, target: Callable[..., None], arguments: tuple[Any, ...], say: Say) -> None:
        self._name, self._target, self._arguments, self._say = name, target, arguments, say
        self._pause = FIRST_PAUSE_SECONDS
        self._began = self._again_at = 0.0
        self._process: SpawnProcess | None = None

    def look_after(self) -> None:
        """Start the process if it should run and does not."""
        if self._process is not None:
            if self._process.is_alive():
                return
            self._ended(self._process.exitcode or 0)
            self._process = None
        if time.monotonic() >= self._again_at:
            self._began = time.monotonic()
            self._process = multiprocessing.get_context("spawn").Process(
                target=self._target, args=self._arguments, name=f"xiuhua-{self._name}"
            )
            self._process.start()

    def stop(self) -> None:
        """Ask the process to end."""
        if self._process is not None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end of the process, and kill it when the time is up."""
        if self._process is None:
            return
        self._process.join(max(0.0, until - time.monotonic()))
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _ended(self, code: int) -> None:
        ran = time.monotonic() - self._began
        if ran > STEADY_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        if code == 0 and ran > SHORTEST_LIFE_SECONDS:
            return
        if code == LOCK_HELD:
            self._say("另一个进程正在处理后台工作，等待接手", "another process runs the jobs; waiting to take over")
        else:
            self._say(
                f"{self._name} 停止（代码 {code}），{self._pause:.0f} 秒后重新启动",
                f"{self._name} ended (code {code}), starts again in {self._pause:.0f} s",
            )
        self._again_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)


class Supervisor:
    """Looks after the web server and the worker until SIGINT or SIGTERM."""

    def __init__(self, host: str, port: int, say: Say) -> None:
        self._host, self._port = host, port
        self._stop = threading.Event()
        self._children = (Child("web", web, (host, port), say), Child("worker", worker, (), say))

    def run(self, greet: Callable[[], None]) -> None:
        """Serve; ``greet`` is called once, when the address answers. Raise ``PortTaken`` before anything starts."""
        if not port_is_free(self._host, self._port):
            raise PortTaken(f"{self._host}:{self._port}")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told_to_stop)
        greeted = False
        try:
            while not self._stop.is_set():
                for child in self._children:
                    child.look_after()
                if not greeted and answers(self._host, self._port):
                    greeted = True
                    greet()
                self._stop.wait(POLL_SECONDS)
        finally:
            until = time.monotonic() + GRACE_SECONDS
            for child in self._children:
                child.stop()
            for child in self._children:
                child.wait(until)

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()


def reachable(host: str) -> str:
    """Return the host by which this machine reaches an address it listens on."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"


def port_is_free(host: str, port: int) -> bool:
    """Say whether the address can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Say whether something accepts connections at the address."""
    try:
        with socket.create_connection((reachable(host), port), timeout=0.5):
            return True
    except OSError:
        return False
