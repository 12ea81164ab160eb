"""The set-up assistant with what it needs: shown before the first worklist, and from menu Tools."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app import loaded
from app.doctor import machine
from app.doctor.archive import examine_archive
from app.doctor.finding import Finding, look
from app.interrupt import interruptible
from app.loaded import Loaded
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.paths import Paths
from app.program import is_packaged
from app.settings import Settings
from app.views.assistant import SetupAssistant


def wanted(paths: Paths, found: Loaded) -> bool:
    """Whether nobody has set this up yet: no settings file, and no archive from policy or command line.

    Not where nobody could see it either.
    """
    seen = QGuiApplication.platformName() not in ("offscreen", "minimal")
    return seen and not paths.settings_file.exists() and "archive.host" not in found.locked


def look_at_archive(settings: Settings, cancel: Cancel) -> Iterator[Finding]:
    """The doctor's look at the first archive; raises ArchiveCancelled."""
    first = Settings.archives(settings)[0]
    yield from examine_archive(Archive.from_settings(first), settings, cancel)


def look_at_processor(settings: Settings, cancel: Cancel) -> Iterator[Finding]:
    """The doctor's look at the processor; raises ArchiveCancelled."""
    yield look("processor", partial(machine.processor, settings, cancel))


def start_demo() -> bool:
    """Start the demo as a program of its own; whether that worked."""
    if is_packaged():
        command, folder = [sys.executable, "demo"], ""
    else:
        command, folder = [sys.executable, "-m", "app", "demo"], str(Path(__file__).resolve().parents[1])
    started, _ = QProcess.startDetached(command[0], command[1:], folder)
    return bool(started)


def assistant(settings: Settings, locked: Container[str], parent: QWidget | None = None) -> SetupAssistant:
    """The assistant, working on ``settings``; ``locked`` are keys that cannot be changed."""
    return SetupAssistant(settings, locked, look_at_archive, look_at_processor, start_demo, parent)


def run(paths: Paths, found: Loaded) -> Settings | None:
    """Show the assistant until it ends, and keep what was chosen.

    Returns the settings to work with, or None where the program was told to end. The file is written also where nothing
    was chosen: it is what tells that the assistant was seen. Raises SettingsError where it cannot be written.
    """
    dialog = assistant(found.settings, found.locked)
    chosen: list[Settings] = []
    told_to_end: list[bool] = []
    dialog.ended.connect(chosen.append)

    def end() -> None:  # QApplication.quit() ends no loop before the application's own has begun
        told_to_end.append(True)
        dialog.reject()

    with interruptible(end):
        dialog.exec()
    dialog.deleteLater()
    if told_to_end:
        return None
    loaded.save(chosen[-1], paths, found.policy, found.switches)
    return chosen[-1]
