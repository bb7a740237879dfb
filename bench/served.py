"""``xiuhua serve`` of an installation, and a signed-in browser that asks it for pages with several hands at once."""

import http.client
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from bench.installations import ROOT, Failed, Installation, end

START_SECONDS = 60.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """Somebody who has signed in at an address."""

    def __init__(self, port: int, login: str, password: str) -> None:
        self._port = port
        cookies = CookieJar()
        opener = build_opener(HTTPCookieProcessor(cookies))
        address = f"http://127.0.0.1:{port}/sign-in"
        with opener.open(address, timeout=START_SECONDS) as page:
            token = _TOKEN.search(page.read().decode())
        form = {"login": login, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        with opener.open(address, urlencode(form).encode(), timeout=START_SECONDS) as page:
            if page.url == address:
                raise Failed("nobody can sign in")
        self._cookie = "; ".join(f"{each.name}={each.value}" for each in cookies)

    def visit(self, addresses: Sequence[str], *, times: int, hands: int) -> list[float]:
        """Ask for the addresses in turn, so many times in all, and return the seconds of each answer."""
        seconds: list[float] = []
        problems: list[str] = []
        numbers = count()

        def hand() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=START_SECONDS)
            while (number := next(numbers)) < times and not problems:
                address = addresses[number % len(addresses)]
                start = time.perf_counter()
                connection.request("GET", address, headers={"Cookie": self._cookie})
                with connection.getresponse() as page:
                    page.read()
                seconds.append(time.perf_counter() - start)
                if page.status != http.client.OK:
                    problems.append(f"{address}: {page.status}")
            connection.close()

        threads = [threading.Thread(target=hand) for _ in range(hands)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems or len(seconds) != times:
            raise Failed("; ".join(problems) or "not every address was answered")
        return seconds


@contextmanager
def serving(place: Installation) -> Iterator[int]:
    """Serve the installation as people do, and yield the port."""
    port = _free_port()
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("xiuhua")), "serve", "--port", str(port)],
        env=place.environment(),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        _until_it_answers(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            end(process)


def _until_it_answers(port: int, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Failed("the pages are not served")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number
