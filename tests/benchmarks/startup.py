"""From the start to a window that takes a key, and what Firstread takes when it has nothing to do.

Run it with ``python -m tests.benchmarks.startup [--runs N] [--idle S] [-- COMMAND ...]``; COMMAND is ``python -m app``
of this tree without one, or for example ``firstread`` of an installed package. It needs Xvfb, openbox and xdotool.
Each run has a fresh profile (so COMMAND has to know ``--profile``) with settings that name an archive that is not
there. Printed are, in seconds from the start of the process: the first window of any kind (the splash), the main
window, the answer to a key; the processor time that was taken until then, which a busy machine changes less; and then,
once the model is loaded: memory (resident, of the window's process and of all its children; proportional, which counts
shared pages once) and the share of one processor while nobody does anything. Returns 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.paths import Paths
from app.settings import Settings
from tests.integration.desktop import Desktop, desktop

USABLE_S, IDLE_PERCENT, MEMORY_MB = 2.0, 1.0, 350.0
_TICKS = os.sysconf("SC_CLK_TCK")
_SETTLE_S = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    parser.add_argument("--idle", type=float, default=20.0, metavar="S", help="how long the idle program is watched")
    parser.add_argument("command", nargs="*", metavar="COMMAND")
    given = parser.parse_args(arguments)
    command = given.command or [sys.executable, "-m", "app"]
    rounds = []
    with tempfile.TemporaryDirectory() as scratch, desktop(Path(scratch)) as screen:
        for number in range(given.runs):
            last = number == given.runs - 1
            with tempfile.TemporaryDirectory() as profile:
                rounds.append(_round(screen, command, Path(profile), given.idle if last else 0.0))
            print("  ".join(f"{name} {value:.2f}" for name, value in rounds[-1].items()), flush=True)
    usable = min(one["usable_s"] for one in rounds)
    idle = rounds[-1]
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    middle = statistics.median(one["usable_s"] for one in rounds)
    print(f"usable after {usable:.2f} s (best), {middle:.2f} s (median); goal {USABLE_S:.0f} s")
    print(f"idle {idle['idle_percent']:.2f} % of a processor; goal {IDLE_PERCENT:.0f} %")
    print(f"memory {idle['window_rss_mb']:.0f} MB; goal {MEMORY_MB:.0f} MB (of the process with the window)")
    good = usable <= USABLE_S and idle["idle_percent"] < IDLE_PERCENT and idle["window_rss_mb"] <= MEMORY_MB
    return 0 if good else 1


def _round(screen: Desktop, command: Sequence[str], profile: Path, idle_s: float) -> dict[str, float]:
    paths = Paths.of_profile(profile).make()
    Settings(archive_port=9, archive_host="127.0.0.1").save(paths.settings_file)
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--profile", str(profile)], env=screen.environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    found: dict[str, float] = {}
    try:
        _until(lambda: screen.run("xdotool", "search", "--onlyvisible", "--pid", str(process.pid)), process)
        found["first_window_s"] = time.perf_counter() - started
        window = _until(lambda: screen.run("xdotool", "search", "--onlyvisible", "--name", "^Firstread —"), process)
        found["main_window_s"] = time.perf_counter() - started

        def answered() -> str:
            screen.run("xdotool", "windowfocus", window.split()[0], "key", "--clearmodifiers", "F1")
            return screen.run("xdotool", "search", "--onlyvisible", "--name", "Keys")

        _until(answered, process)
        found["usable_s"] = time.perf_counter() - started
        found["usable_cpu_s"] = _cpu_s([process.pid])
        if idle_s:
            screen.press("Escape")
            time.sleep(_SETTLE_S)
            before = _cpu_s(_family(process.pid))
            time.sleep(idle_s)
            family = _family(process.pid)
            found["idle_percent"] = (_cpu_s(family) - before) / idle_s * 100
            found["window_rss_mb"] = _memory_mb(process.pid, "Rss")
            found["all_rss_mb"] = sum(_memory_mb(pid, "Rss") for pid in family)
            found["all_pss_mb"] = sum(_memory_mb(pid, "Pss") for pid in family)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return found


def _until(see: Callable[[], str], process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if seen := see():
            return seen
        if process.poll() is not None:
            raise SystemExit(f"the program ended with status {process.returncode}")
        time.sleep(0.01)
    raise SystemExit("the window was not seen")


def _family(pid: int) -> list[int]:
    children = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [pid, *(one for child in children for one in _family(child))]


def _cpu_s(pids: Sequence[int]) -> float:
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def _memory_mb(pid: int, kind: str) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1000
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
