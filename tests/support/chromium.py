"""A real Chromium from the system's packages: found, or installed where root may."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
"""The build without a window comes first: it opens a page at a quarter of the cost."""

PACKAGES = ("chromium-headless-shell", "chromium")
PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)


def chromium() -> str | None:
    """Return the program's path, or ``None``. ``XIUHUA_CHROMIUM`` names another one."""
    chosen = os.environ.get("XIUHUA_CHROMIUM")
    if chosen:
        return chosen if Path(chosen).exists() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).exists()), None)


def ensure_chromium() -> str | None:
    """Return the program's path, after installing it where it is missing and root runs on Debian or alike."""
    found = chromium()
    apt = shutil.which("apt-get")
    if found or apt is None or os.geteuid() != 0:
        if found is None:
            print("没有 Chromium，浏览器测试将跳过 / no Chromium, browser tests will be skipped", flush=True)
        return found
    print("安装 Chromium / installing Chromium from the system's packages", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run((apt, "update", "-qq"), env=quiet, check=False, stdout=subprocess.DEVNULL)
    for package in PACKAGES:
        install = (apt, "install", "-y", "-qq", "--no-install-recommends", package)
        done = subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL)
        if done.returncode == 0:
            return chromium()
        print(f"apt-get install {package}: {done.returncode}", flush=True)
    return None
