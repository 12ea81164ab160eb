"""The program as an installer for Windows, by NSIS: ``firstread.nsi`` says what that installer does."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent.parent
SIGN = HERE.parent / "sign.py"


def makensis() -> str | None:
    """The compiler, if it is on this machine; its own installer does not put it on Windows' path."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", r"C:\Program Files (x86)")) / "NSIS" / "makensis.exe"
    return shutil.which("makensis") or (str(usual) if usual.is_file() else None)


def nsis(program: Path, target: Path, version: str, stub: str = "x86-unicode") -> Path:
    """Packs the folder ``program`` of PyInstaller into the installer ``target``; returns it.

    Args:
        program: with ``firstread.exe``, ``firstread-detector.exe``, ``icons/firstread.ico`` and all else.
        version: the project's, such as ``0.1.0``.
        stub: what the installer itself runs on: ``x86-unicode`` works on every Windows; ``amd64-unicode`` where
            Wine has no 32 bits.

    Raises:
        SystemExit: makensis is missing or failed, or the signing hook did.
    """
    compiler = makensis()
    if compiler is None:
        raise SystemExit("An installer for Windows needs makensis (NSIS 3.08 or later), which is not on this machine.")
    size_kb = sum(path.stat().st_size for path in program.rglob("*") if path.is_file()) // 1024
    given = {
        "VERSION": version,
        "VERSION4": four_numbers(version),
        "PROGRAM": str(program),
        "SIZE_KB": str(size_kb),
        "OUT": str(target),
        "LICENSE": str(REPO / "LICENSE"),
        "STUB": stub,
    }
    if os.environ.get("FIRSTREAD_SIGN"):
        given["SIGN"] = _joined([sys.executable, str(SIGN)])
    command = [compiler, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{k}={v}" for k, v in given.items())]
    done = subprocess.run([*command, str(HERE / "firstread.nsi")])
    if done.returncode != 0:
        raise SystemExit(f"makensis failed with status {done.returncode}.")
    return target


def four_numbers(version: str) -> str:
    """``0.1.0`` or ``0.1.0rc1`` as Windows wants a version: ``0.1.0.0``."""
    numbers = [int(number) for number in re.findall(r"\d+", re.split(r"[^0-9.]", version)[0])]
    return ".".join(str(number) for number in (numbers + [0] * 4)[:4])


def _joined(command: list[str]) -> str:
    return subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)
