"""Whether there is room to fetch more: free space on the disk of the image cache, and free memory.

Fetching stops early, while there still is room for results and for the journal; a disk that is really full would
fail each study instead.
"""

from __future__ import annotations

import ctypes
import shutil
import sys
from pathlib import Path

_GB = 1e9
_MEMINFO = Path("/proc/meminfo")


def shortage(folder: Path, least_disk_gb: float, least_memory_gb: float) -> str:
    """One plain sentence on what is short, or an empty text; a limit of 0 is no limit.

    Args:
        folder: a folder on the disk in question.
        least_disk_gb, least_memory_gb: in 10^9 bytes.
    """
    try:
        disk = shutil.disk_usage(folder).free / _GB
    except OSError:
        disk = least_disk_gb  # a disk that cannot be asked fails by itself, with its own words
    if disk < least_disk_gb:
        return f"The disk of the image cache has {disk:.1f} GB left, less than {least_disk_gb:g} GB."
    memory = available_memory()
    if memory is not None and memory / _GB < least_memory_gb:
        return f"The computer has {memory / _GB:.1f} GB of memory left, less than {least_memory_gb:g} GB."
    return ""


def available_memory() -> int | None:
    """Bytes that programs can still have without swapping; None where the system does not say (macOS)."""
    if sys.platform == "win32":
        status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
        return int(status.available) if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = next((line.split()[1] for line in lines if line.startswith("MemAvailable:")), None)
    return None if found is None else int(found) * 1024


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_uint32), ("load", ctypes.c_uint32), ("total", ctypes.c_uint64),
        ("available", ctypes.c_uint64), ("page_total", ctypes.c_uint64), ("page_available", ctypes.c_uint64),
        ("virtual_total", ctypes.c_uint64), ("virtual_available", ctypes.c_uint64), ("extended", ctypes.c_uint64),
    )  # fmt: skip
