"""Names and sizes of this computer's processors, for choosing threads and for saying what computed a result."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

_TOPOLOGY = Path("/sys/devices/system/cpu")
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def cpu_name() -> str:
    """The processor's model name, such as ``"AMD EPYC 7763 64-Core Processor"``."""
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key:
            return str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).strip()
    if sys.platform == "darwin":
        return _first_line(["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]) or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def gpu_name() -> str | None:
    """Name of the first NVIDIA GPU as its driver gives it; None without one."""
    tool = shutil.which("nvidia-smi")
    return _first_line([tool, "--query-gpu=name", "--format=csv,noheader"]) if tool else None


def usable_cores() -> int | None:
    """Physical cores that this process may use (affinity, container quota); None where the system does not say.

    Two hardware threads of one core do not make matrix products faster, they slow each other down.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None
    allowed = os.sched_getaffinity(0)
    cores = set()
    for cpu in allowed:
        folder = _TOPOLOGY / f"cpu{cpu}" / "topology"
        try:
            cores.add(((folder / "physical_package_id").read_text(), (folder / "core_id").read_text()))
        except OSError:
            cores.add(("", str(cpu)))
    return max(1, min(len(cores), _quota() or len(cores)))


def _quota() -> int | None:
    """Whole processors granted by a container (cgroup v2), rounded up; None without a limit."""
    try:
        limit, period = _QUOTA.read_text().split()
        return -(-int(limit) // int(period))
    except (OSError, ValueError):  # not a container, or "max"
        return None


def _first_line(command: list[str]) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return next((line.strip() for line in done.stdout.splitlines() if line.strip()), None)
