"""A desktop of its own for a test: an X server, a window manager, and hands on keyboard and mouse."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

PROGRAMS = ("Xvfb", "openbox", "xdotool", "xclip", "xprop")


def need_programs() -> None:
    """Skips where a program is missing, but fails in CI on Linux, where all have to be there."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing and os.environ.get("CI") == "true" and sys.platform.startswith("linux"):
        pytest.fail(f"{', '.join(missing)} missing, and in CI they have to be there")
    if missing:
        pytest.skip(f"no {', '.join(missing)} on this machine")


class Desktop:
    """One screen of 1600 x 1000 pixels; ``environment`` is for programs that shall show on it."""

    def __init__(self, display: str) -> None:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "WAYLAND"))}
        self.environment = inherited | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

    def run(self, *command: str) -> str:
        """Standard output of a program that ends by itself; empty where it fails."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    def window(self, name: str) -> str:
        """The X window whose title matches ``name``, as soon as it is seen."""
        return until(lambda: self.run("xdotool", "search", "--onlyvisible", "--name", name).partition("\n")[0])

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as ``ctrl+c``, in the window that has the keyboard."""
        self.run("xdotool", "key", "--clearmodifiers", "--delay", "80", *keys)

    def click(self, window: str, x: int, y: int) -> None:
        """Click at a place of a window."""
        self.run("xdotool", "mousemove", "--window", window, str(x), str(y), "click", "1")

    def clipboard(self) -> str:
        """The text that another program would paste."""
        return self.run("xclip", "-selection", "clipboard", "-out")


@contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """Within this context the desktop is there."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    with (folder / "desktop.log").open("wb") as log:
        server = subprocess.Popen(command, pass_fds=[write], stdout=log, stderr=log)
        os.close(write)
        manager = None
        try:
            with os.fdopen(read) as number:
                display = f":{number.readline().strip()}"
            one = Desktop(display)
            manager = subprocess.Popen(["openbox", "--sm-disable"], env=one.environment, stdout=log, stderr=log)
            until(lambda: "window id" in one.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"))
            yield one
        finally:
            for process in (manager, server):
                if process is not None:
                    process.terminate()
                    process.wait(20)


def until(found: Callable[[], T], seconds: float = 150.0) -> T:
    """The first answer of ``found`` that counts as true; fails the test after ``seconds``."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        if time.monotonic() > end:
            pytest.fail(f"nothing came within {seconds:.0f} s")
        time.sleep(0.1)
    return answer
