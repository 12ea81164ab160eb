"""The dialog that checks the set-up, on made-up findings and on the doctor himself."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from app.application import Application
from app.doctor.archive import examine_archive
from app.doctor.finding import Finding
from app.errors import ArchiveCancelled
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.paths import Paths
from app.settings import Settings
from app.views.doctor_dialog import DoctorDialog, Examine
from tests.app.pipeline import detectors

FINE = Finding("program", True, "Firstread 1.", group="This computer")
BAD = Finding("archive: C-ECHO", False, "It does not know us.", "Add our AE title.", group="Archive")
SKIPPED = Finding("archive: C-FIND", None, "Not tried, because a step before failed.", group="Archive")


def opened(bot: QtBot, *findings: Finding, examine: Examine | None = None) -> DoctorDialog:
    dialog = DoctorDialog(examine or (lambda cancel: iter(findings)))
    bot.addWidget(dialog)
    dialog.show()
    return dialog


def texts(dialog: DoctorDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.text()]


def test_each_finding_is_shown_with_its_remedy(bot: QtBot, tmp_path: Path) -> None:
    dialog = opened(bot, FINE, BAD, SKIPPED)
    bot.waitUntil(lambda: not dialog.running)
    assert dialog.summary.text() == "One thing is wrong."
    shown = texts(dialog)
    for text in ("This computer", "Archive", "Program", "C-ECHO", BAD.text, "To mend it: Add our AE title."):
        assert text in shown
    marks = [label.accessibleName() for label in dialog.findChildren(QLabel) if label.accessibleName()]
    assert marks == ["In order", "Wrong", "Not looked at"]
    dialog.copy.click()
    assert "BAD archive: C-ECHO" in QGuiApplication.clipboard().text()
    dialog.write(tmp_path / "out.json")
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert written["ok"] is False and [f["name"] for f in written["findings"]] == [
        "program", "archive: C-ECHO", "archive: C-FIND",
    ]  # fmt: skip
    dialog.write(tmp_path / "no folder" / "out.json")
    assert dialog.summary.text().startswith("out.json cannot be written")


def test_what_was_mended_is_green_the_next_time(bot: QtBot) -> None:
    rounds: list[tuple[Finding, ...]] = [(FINE,), (FINE, BAD)]
    dialog = opened(bot, examine=lambda cancel: iter(rounds.pop()))
    bot.waitUntil(lambda: not dialog.running)
    assert dialog.summary.text() == "One thing is wrong."
    dialog.again.click()
    bot.waitUntil(lambda: not dialog.running)
    assert dialog.summary.text() == "Everything is in order." and dialog.findings == [FINE]
    assert BAD.text not in texts(dialog)


def test_closing_it_stops_the_examination(bot: QtBot) -> None:
    """And the window does not wait meanwhile: findings appear while the next is still looked for."""
    go_on, ended = threading.Event(), threading.Event()

    def slow(cancel: Cancel) -> Iterator[Finding]:
        yield FINE
        with cancel.ending(go_on.set):
            assert go_on.wait(20)
        ended.set()
        raise ArchiveCancelled

    dialog = opened(bot, examine=slow)
    bot.waitUntil(lambda: dialog.findings == [FINE])
    assert dialog.running and not dialog.again.isEnabled() and dialog.summary.text().startswith("Looking")
    dialog.reject()
    assert ended.wait(20)
    assert QThreadPool.globalInstance().waitForDone(20_000)
    bot.waitUntil(lambda: not dialog.running)


def test_a_doctor_who_fails(bot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    def broken(cancel: Cancel) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield FINE

    dialog = opened(bot, examine=broken)
    bot.waitUntil(lambda: not dialog.running)
    assert dialog.summary.text() == "Nothing could be looked at."
    assert "the examination failed" in caplog.text


def test_the_doctor_himself(bot: QtBot) -> None:
    archive = Archive("Hospital", "no-such-host.invalid", 104, "X")
    dialog = opened(bot, examine=lambda cancel: examine_archive(archive, Settings(), cancel))
    bot.waitUntil(lambda: not dialog.running, timeout=20_000)
    assert dialog.summary.text() == "One thing is wrong." and "Hospital" in texts(dialog)


def test_it_opens_from_the_menu(bot: QtBot, tmp_path: Path) -> None:
    """In the application itself, which ends while the examination is under way."""
    with socket.socket() as free:  # bound, but nobody listens
        free.bind(("127.0.0.1", 0))
        settings = Settings(archive_port=free.getsockname()[1], poll_interval_s=3600)
        paths = Paths.of_profile(tmp_path).make()
        settings.save(paths.settings_file)
        with Application(
            paths, settings, Archive.from_settings(settings), opener=detectors.open_obedient
        ) as application:
            bot.addWidget(application.window)
            application.window.show()
            menus = application.window.menuBar().findChildren(QMenu)
            action = next(a for menu in menus for a in menu.actions() if a.text() == "&Check the set-up")
            action.trigger()
            dialog = application.window.findChild(DoctorDialog)
            assert dialog is not None and dialog.isVisible()
            bot.waitUntil(lambda: any(f.name == "journal" for f in dialog.findings), timeout=30_000)
    assert QThreadPool.globalInstance().waitForDone(10_000)
