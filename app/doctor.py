"""The doctor: every connection, the processor, the disk; what is wrong and how to mend it. Needs no Qt.

The archive is asked step by step (name, port, C-ECHO, C-FIND), so that the first step that fails names the trouble.
The network is opened as the worklist does it, in a process of its own, with its numeric self-test.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import echo
from app.pacs.query import find_studies, window
from app.paths import Paths
from app.pipeline.analysis import AnalysisPool
from app.policy import machine_policy
from app.settings import Settings
from inference import __version__

#: Room for some forty studies with thin slices.
_FREE_GB = 5.0
_PACKAGES = ("PySide6-Essentials", "pyqtgraph", "pydicom", "pynetdicom", "numpy", "onnxruntime-gpu", "onnxruntime")
_ABORTS = "6.12.0"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what, such as ``"archive: C-ECHO"``.
        ok: False where something is wrong; None where it could not be looked at, because an earlier step failed.
        text: what was found; one sentence, without patient data.
        remedy: how to mend it; empty where nothing is wrong.
        seconds: how long looking took.
    """

    name: str
    ok: bool | None
    text: str
    remedy: str = ""
    seconds: float = 0.0


class _Wrong(Exception):
    """Something is wrong: what, and how to mend it."""

    def __init__(self, text: str, remedy: str) -> None:
        super().__init__(text)
        self.text, self.remedy = text, remedy


def _look(name: str, see: Callable[[], str]) -> Finding:
    started = time.perf_counter()
    try:
        text, ok, remedy = see(), True, ""
    except _Wrong as wrong:
        text, ok, remedy = wrong.text, False, wrong.remedy
    return Finding(name, ok, text, remedy, round(time.perf_counter() - started, 3))


def examine(profile: Path | None) -> Iterator[Finding]:
    """All findings, one after the other, as they come."""
    yield _look("program", _program)
    yield _look("screen", _screen)
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    policy = machine_policy()
    settings, problems = Settings.load(paths.settings_file, policy.values)
    problems = (*policy.problems, *problems)

    def settings_read() -> str:
        if problems:
            raise _Wrong(" ".join(problem.text for problem in problems), "Correct settings.toml.")
        return "The settings were read." if paths.settings_file.exists() else "No settings yet: the defaults are used."

    yield _look("settings", settings_read)
    for name, folder in (("config", paths.config), ("data", paths.data), ("cache", paths.cache), ("log", paths.log)):
        yield _look(f"disk: {name}", lambda folder=folder: _disk(folder))  # type: ignore[misc]
    yield _look("journal", lambda: _journal(paths.journal_file))
    yield from _archive(settings)
    yield _look("processor", lambda: _processor(settings))


def _program() -> str:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    if found.get("PySide6-Essentials") == _ABORTS:
        raise _Wrong(
            f"PySide6 {_ABORTS} aborts after some hundred events.",
            f"Install another: pip install 'PySide6-Essentials!={_ABORTS}'",
        )
    if "onnxruntime" not in found and "onnxruntime-gpu" not in found:
        raise _Wrong("ONNX Runtime is not installed.", "Install Firstread again; it brings ONNX Runtime.")
    packages = ", ".join(f"{name} {number}" for name, number in found.items())
    return f"Firstread {__version__}, Python {platform.python_version()}, {platform.system()}; {packages}."


def _screen() -> str:
    if sys.platform in ("win32", "darwin"):
        return "The platform's own."
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        if os.environ.get(name):
            return f"{name} is set."
    raise _Wrong("No screen is announced.", "Start from a desktop session, or use: python -m app demo --headless DIR")


def _disk(folder: Path) -> str:
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"firstread")
            file.flush()
        free_gb = shutil.disk_usage(there).free / 1e9
    except OSError as error:
        why = error.strerror or "unknown error"
        raise _Wrong(
            f"The folder cannot be written: {why}.", "Make it writable, or choose another with --profile DIR."
        ) from error
    if free_gb < _FREE_GB:
        raise _Wrong(f"Only {free_gb:.1f} GB are free.", f"Make room: {_FREE_GB:.0f} GB or more.")
    return f"Writable, {free_gb:.0f} GB free."


def _journal(path: Path) -> str:
    if not path.exists():
        return "None yet; it is made at the first start."
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as db:
            (answer,) = db.execute("PRAGMA quick_check").fetchone()
            (count,) = db.execute("SELECT count(*) FROM study").fetchone()
    except sqlite3.Error as error:
        raise _Wrong(f"The journal cannot be read: {error}.", _RENAME) from error
    if answer != "ok":
        raise _Wrong("The journal is damaged.", _RENAME)
    return f"Sound, {count} {'study' if count == 1 else 'studies'}."


_RENAME = "Rename journal.sqlite3 while Firstread is closed; the archive still has the studies."


def _archive(settings: Settings) -> Iterator[Finding]:
    try:
        archive = Archive.from_settings(settings)
    except ValueError as error:
        yield Finding("archive", False, f"The archive's settings are wrong: {error}.", "Correct settings.toml.")
        return
    steps: tuple[tuple[str, Callable[[Archive], str]], ...] = (
        ("name", _resolve),
        ("port", _connect),
        ("C-ECHO", _echo),
        ("C-FIND", lambda one: _find(one, settings)),
    )
    failed = False
    for step, do in steps:
        name = f"archive: {step}"
        if failed:
            yield Finding(name, None, "Not tried, because the step before failed.")
            continue
        finding = _look(name, lambda do=do: do(archive))  # type: ignore[misc]
        failed = not finding.ok
        yield finding


def _resolve(archive: Archive) -> str:
    try:
        found = socket.getaddrinfo(archive.host, archive.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _Wrong(
            f"The host {archive.host!r} of {archive.name} is not known on the network.",
            "Check archive.host in settings.toml.",
        ) from error
    return f"{archive.host} is {found[0][4][0]}."


def _connect(archive: Archive) -> str:
    try:
        with socket.create_connection((archive.host, archive.port), archive.connection_timeout_s):
            return f"Port {archive.port} is open."
    except TimeoutError as error:
        raise _Wrong(
            f"Port {archive.port} of {archive.host} does not answer.", "Ask for the port to be opened in the firewall."
        ) from error
    except OSError as error:
        why = error.strerror or "unknown error"
        raise _Wrong(
            f"Port {archive.port} of {archive.host} cannot be reached: {why}.",
            "Check archive.port in settings.toml, and that the archive is running.",
        ) from error


def _echo(archive: Archive) -> str:
    try:
        echo(archive)
    except ArchiveError as error:
        raise _Wrong(
            error.reason.text,
            f"Have {archive.calling_ae_title} entered as a DICOM node in the archive, and check archive.ae_title.",
        ) from error
    return f"{archive.ae_title} answers {archive.calling_ae_title}."


def _find(archive: Archive, settings: Settings) -> str:
    first, last = window(datetime.now(), settings.poll_lookback_hours)
    try:
        count = len(find_studies(archive, first, last, settings.poll_modality))
    except ArchiveError as error:
        raise _Wrong(
            error.reason.text, "Have queries (C-FIND, Study Root) allowed for this node in the archive."
        ) from error
    return f"{count} {settings.poll_modality} {'study' if count == 1 else 'studies'} in the time that is looked at."


def _processor(settings: Settings) -> str:
    pool = AnalysisPool(settings.analysis_model_dir, settings.analysis_provider)
    try:
        pool.start()
        device = pool.device()
    finally:
        pool.close()
        pool.join()
    if not device.ready:
        raise _Wrong(
            device.text,
            'Set analysis.provider = "auto" (or "cpu") in settings.toml, and check that the model is installed.',
        )
    return device.text


def document(findings: list[Finding]) -> dict[str, Any]:
    """The findings as JSON; ``ok`` only where nothing is wrong."""
    return {
        "schema": 1,
        "version": __version__,
        "ok": all(f.ok for f in findings),
        "findings": [asdict(f) for f in findings],
    }


def run(profile: Path | None, json_file: Path | None) -> int:
    """Examine, print as it goes, and write ``json_file``; 0 where nothing is wrong, 1 otherwise."""
    findings: list[Finding] = []
    for finding in examine(profile):
        findings.append(finding)
        mark = {True: "ok  ", False: "BAD ", None: "-   "}[finding.ok]
        print(f"{mark}{finding.name:<16} {finding.text}", flush=True)
        if finding.remedy:
            print(f"{'':<21}To mend it: {finding.remedy}", flush=True)
    if json_file is not None:
        try:
            json_file.write_text(json.dumps(document(findings), indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            print(f"{json_file.name} cannot be written: {error.strerror or error}", file=sys.stderr)
            return 1
    return 0 if all(finding.ok for finding in findings) else 1
