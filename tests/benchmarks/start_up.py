"""How soon the worklist can be used, and what it takes while nothing happens.

``python -m tests.benchmarks.start_up [PROGRAM]``: PROGRAM is a packaged ``firstread``, or without it the source tree.
Starts it on an X server of its own beside an empty archive, a few times with one profile, the first time a new one.
*Shown* is the time until the window is seen, *usable* until it answers a key (its page of keys is there); both with
the processor time of its processes until then, which holds on a busy machine, too. Then it is left alone, and processor
time and memory are read from ``/proc``. The goals are 2 s, 1 % of a core, and 350 MB. Linux only.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.pacs.demo_archive import DemoArchive, Options
from app.paths import Paths
from app.settings import Settings
from tests.integration.desktop import Desktop, desktop, until

STARTS = 4
SETTLE_S, IDLE_S = 20.0, 30.0
_WORDS = "shown after {:.2f} s (processor {:.2f} s), usable after {:.2f} s (processor {:.2f} s)"
WINDOW = "^Firstread .* not a medical device"


def main(program: str | None = None) -> int:
    """Measure and print; returns the exit status."""
    command = [program] if program else [sys.executable, "-m", "app"]
    print(f"sorting 1,000,000 numbers: {_reference():.2f} s; load of this machine {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        profile = scratch / "profile"
        with desktop(scratch) as screen, DemoArchive(Options(scratch / "archive", studies=())) as archive:
            paths = Paths.of_profile(profile).make()
            Settings(
                archive_host=archive.host, archive_port=archive.port, archive_ae_title=archive.ae_title
            ).save(paths.settings_file)  # fmt: skip
            figures = []
            for n in range(STARTS):
                last = n == STARTS - 1
                figures.append(_start([*command, "--profile", str(profile)], screen, idle=last))
                print(f"start {n + 1}: {_WORDS.format(*figures[-1])}", flush=True)
    print(f"median but the first: {_WORDS.format(*(statistics.median(one) for one in zip(*figures[1:], strict=True)))}")
    return 0


def _start(command: list[str], screen: Desktop, idle: bool) -> tuple[float, float, float, float]:
    """Seconds and processor time until the window is shown, and until it answers a key."""
    began = time.monotonic()
    with subprocess.Popen(command, env=screen.environment, stderr=subprocess.PIPE, text=True) as program:
        try:
            window = screen.window(WINDOW)
            shown, worked_shown = time.monotonic() - began, _spent(program.pid)
            screen.run("xdotool", "windowactivate", "--sync", window)
            screen.press("F1")
            until(lambda: len(screen.run("xdotool", "search", "--onlyvisible", "--pid", str(program.pid)).split()) > 1)
            usable, worked_usable = time.monotonic() - began, _spent(program.pid)
            screen.press("Escape")
            if idle:
                time.sleep(SETTLE_S)
                _idle(program.pid)
        finally:
            program.send_signal(signal.SIGTERM)
            program.communicate(timeout=60)
    return shown, worked_shown, usable, worked_usable


def _idle(pid: int) -> None:
    before = _spent(pid)
    began = time.monotonic()
    time.sleep(IDLE_S)
    print(f"idle: {(_spent(pid) - before) / (time.monotonic() - began):.2%} of a core over {IDLE_S:.0f} s")
    for one in _family(pid):
        words = (Path("/proc") / str(one) / "cmdline").read_bytes().split(b"\0")
        name = "window's process" if one == pid else " ".join(os.fsdecode(word) for word in words[:4])[-60:]
        print(f"  {name}: {_memory(one, 'Rss'):.0f} MB resident, {_memory(one, 'Pss'):.0f} MB its share")
    print(f"  together: {sum(_memory(one, 'Pss') for one in _family(pid)):.0f} MB")


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _spent(pid: int) -> float:
    """Processor time of a process and all that it started, in seconds."""
    ticks = 0
    for one in _family(pid):
        fields = (Path("/proc") / str(one) / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(pid: int, kind: str) -> float:
    """``Rss``, or ``Pss`` where shared pages are shared out, in MB."""
    lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(f"{kind}:"))


def _reference() -> float:
    numbers = [(n * 7919) % 1_000_003 for n in range(1_000_000)]
    began = time.process_time()
    sorted(numbers)
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
