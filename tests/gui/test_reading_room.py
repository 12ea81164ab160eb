"""The parts of a reading room in the real application: over the pipeline, the journal and the audit file."""

from __future__ import annotations

import json
import socket
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain.alerts import QuietHours, Rules
from app.domain.feedback import Verdict
from app.domain.states import StudyState
from app.models import wording
from app.pacs.archive import Archive
from app.paths import Paths
from app.reading_room import manifest_of, rules_of
from app.settings import Settings
from app.store import marks
from app.store.journal import Journal
from tests.app.values import result
from tests.gui import values

UID = values.study(1).study_instance_uid
_TO_ANALYSIS = (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING)


@pytest.fixture
def archive() -> Archive:
    """An archive that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Archive("Gone", "127.0.0.1", free.getsockname()[1], "GONE", connection_timeout_s=0.3)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths.of_profile(tmp_path).make()
    with Journal(paths.journal_file) as journal:
        journal.found(values.study(1))
        for step in _TO_ANALYSIS:
            journal.transition(UID, step)
        journal.save_result(UID, result(uid=UID))
    return paths


def _audit(paths: Paths) -> list[str]:
    lines = paths.audit_file.read_text(encoding="ascii").splitlines()
    return [json.loads(line)["detail"] for line in lines]


def test_acts_alerts_and_panel_of_the_application(bot: QtBot, tmp_path: Path, paths: Paths, archive: Archive) -> None:
    settings = Settings(
        poll_interval_s=5.0, analysis_model_dir=str(tmp_path / "no model"), team_reader_name="Dr Ann", alerts_strip=True
    )
    with Application(paths, settings, archive) as application:
        window, room = application.window, application.room
        bot.addWidget(window)
        application.start()
        assert room.strip.isVisible() and room.strip.count.text() == "1"
        bot.waitUntil(lambda: UID in marks.alerts(application.journal), timeout=10_000)
        window.worklist.table.select(UID)
        room.acts.claim.trigger()
        room.acts.flag.trigger()
        room.acts.agree.trigger()

        def entered() -> bool:
            shown = window.model.find(UID)
            return shown is not None and (shown.claimed_by, shown.flagged, shown.feedback) == ("Dr Ann", True, "agree")

        bot.waitUntil(entered, timeout=10_000)
        window._read.trigger()
        bot.waitUntil(lambda: room.strip.count.text() == "0", timeout=10_000)
        room.show_strip.trigger()
        assert not room.strip.isVisible()
        panel = room.show_department()
        bot.waitUntil(lambda: 0 in panel.pages, timeout=10_000)
        panel.page(3)
        panel.export_to(tmp_path / "verdicts.csv")
        QThreadPool.globalInstance().waitForDone(5000)
        QApplication.processEvents()
    with Journal(paths.journal_file) as journal:
        (record,) = journal.records()
        assert record.read_by == "Dr Ann" and record.claimed_by == ""
        assert [one.verdict for one in marks.verdicts(journal)] == [Verdict.AGREE]
    details = _audit(paths)
    for detail in ("claimed", "flagged", "verdict agree", "marked as read", "verdicts as CSV, 1 lines, without names"):
        assert detail in details


def test_what_the_settings_say_of_alerts_holds_at_once(
    bot: QtBot, tmp_path: Path, paths: Paths, archive: Archive
) -> None:
    settings = Settings(analysis_model_dir=str(tmp_path / "no model"), alerts_enabled=False)
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        application.room.start(application.journal.records(), application._core.layout)
        application.room.centre.look()
        calls: list[object] = []
        application.room.centre.called.connect(calls.append)
        application.room.apply(Settings(alerts_least_probability=0.99))
        application.room.centre.look()
        assert calls == []
        application.room.apply(Settings(alerts_strip_names=True))
        application.room.centre.look()
        assert len(calls) == 1
        assert "PATIENT01" in application.room.strip.lines[0].text().upper()


def test_rules_and_manifest_come_from_settings() -> None:
    settings = Settings(alerts_quiet_from="22:00", alerts_quiet_to="06:30", alerts_escalate_minutes=5.0)
    assert rules_of(settings) == Rules(0.0, 300.0, QuietHours(time(22), time(6, 30)))
    assert rules_of(Settings()).quiet is None
    assert manifest_of("no such model", "") == {}


def test_the_cover_takes_the_names_out_of_the_strip_and_follows_the_settings(
    bot: QtBot, tmp_path: Path, paths: Paths, archive: Archive
) -> None:
    settings = Settings(analysis_model_dir=str(tmp_path / "no model"), alerts_strip=True, alerts_strip_names=True)
    with Application(paths, settings, archive) as application:
        window, room = application.window, application.room
        bot.addWidget(window)
        room.start(application.journal.records(), application._core.layout)
        window.show()
        name = wording.patient_name(values.study(1).patient_name)
        assert name in room.strip.lines[0].text()
        room.lock.cover()
        assert room.strip.isVisible() and room.strip.isEnabled() and name not in room.strip.lines[0].text()
        assert not window.isEnabled()
        window.open_study(UID)  # what comes from the pipeline or the tray lands below the cover
        assert not window.isEnabled()
        room.lock.lift()
        assert window.isEnabled() and name in room.strip.lines[0].text()
        room.apply(Settings(privacy_lock_minutes=5))
        assert room.lock._timer.isActive()
        room.apply(Settings())
        assert not room.lock._timer.isActive()
