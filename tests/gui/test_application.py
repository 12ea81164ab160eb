from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QThreadPool, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu, QSpinBox
from pytestqt.qtbot import QtBot

from app import start
from app.__main__ import main
from app.application import Application
from app.crash import crash_hooks, logging_to
from app.domain.events import CaseLoaded, StudiesForgotten, StudyChanged
from app.domain.states import StudyState
from app.errors import JournalError
from app.interrupt import interruptible
from app.loaded import load, previous_file
from app.models.measurements import MeasurementKind
from app.models.translation import tr
from app.pacs.archive import Archive
from app.paths import Paths
from app.policy import Policy
from app.results.exchange.write import Format, Patients
from app.settings import Settings
from app.store.audit import verify
from app.store.cache import ImageCache, folder_name
from app.store.journal import Journal
from app.views import languages, theme
from app.views.study_pages import REFORMATS
from app.views.windows import Window
from tests.app.key_store import key_store
from tests.gui import values
from tests.gui.watchdog import Watchdog
from tests.integration import peers


@pytest.fixture
def archive() -> Archive:
    """An archive that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Archive("Gone", "127.0.0.1", free.getsockname()[1], "GONE", connection_timeout_s=0.3)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(poll_interval_s=0.2, analysis_model_dir=str(tmp_path / "no model"))


def test_the_window_shows_the_journal_and_the_truth_about_archive_and_detector(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings
) -> None:
    paths = Paths.of_profile(tmp_path).make()
    with Journal(paths.journal_file) as journal:
        journal.found(values.study(1))
    with Application(paths, settings, archive) as application:
        window = application.window
        bot.addWidget(window)
        application.start()
        assert [r.uid for r in window.model.records()] == [values.study(1).study_instance_uid]
        bot.waitUntil(lambda: "Gone: not reachable" in window.status.archive.text.text(), timeout=10_000)
        bot.waitUntil(lambda: "model" in window.status.device.text.text().lower(), timeout=30_000)
        window.open_study(values.study(1).study_instance_uid)
        bot.waitUntil(lambda: window.viewer.answered, timeout=10_000)
        assert "No image of this study has arrived yet." in window.viewer.message.text.text()
        window._read.trigger()
        bot.waitUntil(lambda: window.model.records()[0].read_at is not None, timeout=5_000)
    with Journal(paths.journal_file) as journal:
        assert journal.records()[0].read_at is not None
    assert (paths.config / "window.ini").exists()


def test_one_profile_is_open_only_once(bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings) -> None:
    paths = Paths.of_profile(tmp_path).make()
    with Application(paths, settings, archive) as first:
        bot.addWidget(first.window)
        with pytest.raises(JournalError, match="already runs"):
            Application(paths, settings, archive)
    with Application(paths, settings, archive) as again:
        bot.addWidget(again.window)


def test_the_layout_comes_back(bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings) -> None:
    paths = Paths.of_profile(tmp_path).make()
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        application.window.worklist.table.horizontalHeader().resizeSection(5, 321)
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        assert application.window.worklist.table.columnWidth(5) == 321


def test_ctrl_c_ends_the_loop(bot: QtBot) -> None:
    ended: list[int] = []
    with interruptible(lambda: ended.append(1)):
        os.kill(os.getpid(), signal.SIGINT)
        bot.waitUntil(lambda: bool(ended), timeout=2000)
    QApplication.processEvents()


def _start(*arguments: str, repo: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app", *arguments], cwd=repo, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process on Windows")
def test_the_program_starts_and_ends_cleanly(tmp_path: Path, repo: Path) -> None:
    process = _start("--profile", str(tmp_path), repo=repo)
    try:
        until = time.monotonic() + 60
        while not (tmp_path / "data" / "audit.head").exists() and time.monotonic() < until:  # written at the start
            time.sleep(0.1)
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert not (tmp_path / "data" / "firstread.lock").exists()


def test_wrong_usage_is_told(repo: Path) -> None:
    process = _start("demo", "--speed", "0", repo=repo)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2 and "--speed" in errors


def test_bad_settings_are_named_with_their_line_and_do_not_stop_the_start(bot: QtBot, tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path).make()
    paths.settings_file.write_text('[analysis]\nmodel_dir = "missing"\n[archive]\nae_title = "A\\\\B"\nport = 70000\n')
    end = QTimer(interval=200)  # again and again: the splash lets events through before the loop begins
    end.timeout.connect(QApplication.quit)
    end.start()
    assert start.run(tmp_path) == 0
    end.stop()
    QTimer.singleShot(0, QApplication.quit)  # what was posted to quit must not end the loops of later tests
    QApplication.exec()
    log = (paths.log / "firstread.log").read_text(encoding="utf-8")
    assert "settings.toml, line 4: archive.ae_title must be" in log
    assert "settings.toml, line 5: archive.port must be" in log


def test_why_it_cannot_start_is_shown_where_there_is_no_terminal(
    bot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = Paths.of_profile(tmp_path).make()
    paths.journal_file.write_bytes(b"no database" * 100)
    shown: list[str] = []
    monkeypatch.setattr("app.qt_application.QGuiApplication.platformName", lambda: "xcb")
    monkeypatch.setattr("app.qt_application.QMessageBox.critical", lambda _, title, text: shown.append(text))
    assert start.run(tmp_path, background=True) == 1
    why = "Firstread cannot start: The journal cannot be read: file is not a database."
    assert shown == [why] and capsys.readouterr().err == f"{why}\n"
    assert "cannot start" in (paths.log / "firstread.log").read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", None)
    assert start.run(tmp_path, background=True) == 1 and len(shown) == 2
    with (tmp_path / "errors.txt").open("w") as file:  # a script would wait for ever for a box to be closed
        monkeypatch.setattr(sys, "stderr", file)
        assert start.run(tmp_path, background=True) == 1 and len(shown) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="its profiles are private by their own rules")
def test_every_file_of_a_profile_is_its_owner_s(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings
) -> None:
    paths = Paths.of_profile(tmp_path / "profile").make()
    (paths.log / "firstread.log").touch(mode=0o644)
    with logging_to(paths.log), Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        with crash_hooks(paths.log, application.report):
            application.start()
            logging.getLogger("app").warning("something")
            handler = next(one for one in logging.getLogger().handlers if isinstance(one, RotatingFileHandler))
            handler.doRollover()
    found = {path for path in (tmp_path / "profile").rglob("*") if path.is_file()}
    assert {"window.ini", "firstread.log", "firstread.log.1", "crash.log"} <= {path.name for path in found}
    assert [path.name for path in found if path.stat().st_mode & 0o077] == []


def _audit(paths: Paths) -> list[tuple[str, str]]:
    lines = paths.audit_file.read_text(encoding="utf-8").splitlines()
    return [(line["action"], line["detail"]) for line in map(json.loads, lines)]


def test_settings_are_asked_for_saved_and_audited(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings
) -> None:
    paths = Paths.of_profile(tmp_path).make()
    policy = Policy({"archive.name": "Hospital"})
    with Application(paths, settings, archive, policy=policy) as application:
        bot.addWidget(application.window)
        application.start()
        (tools,) = [action.menu() for action in application.window.menuBar().actions() if action.text() == "&Tools"]
        assert isinstance(tools, QMenu) and [a.text() for a in tools.actions() if a.text()] == [
            "&Settings ...", "&Metrics", "&Check the set-up", "Set-up &assistant ...", "For &IT", "&Department",
            "&Strip on top of all windows", "&Cover the windows",
        ]  # fmt: skip
        dialog = application.front.show_settings()
        assert not dialog.rows["archive.name"].editor.isEnabled()
        control = dialog.rows["archive.port"].editor.control
        assert isinstance(control, QSpinBox)
        control.setValue(104)
        dialog._add_archive()
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
        bot.waitUntil(paths.settings_file.exists, timeout=10_000)
        QThreadPool.globalInstance().waitForDone(5000)
        again = application.front.show_settings()
        assert again.form.settings().archive_port == 104 and again.form.changed == ()
        again.reject()
        panel = application.front.show_metrics()
        assert panel.values["Studies in the last hour"].text() == "0"
        panel.reject()
    saved, problems = Settings.load(paths.settings_file)
    assert problems == () and saved.archive_port == 104 and saved.archive_name == settings.archive_name
    assert saved.more_archives == ((("name", "Archive 2"),),)
    assert {("changed", "setting archive.port = 104"), ("changed", "setting archives")} <= set(_audit(paths))
    assert verify(paths.audit_file).problems == ()


def test_what_somebody_else_wrote_into_the_settings_meanwhile_stays(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings
) -> None:
    paths = Paths.of_profile(tmp_path).make()
    settings.save(paths.settings_file)
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        application.start()
        by_hand = (("name", "Archive 2"),)
        replace(settings, alerts_sound=True, storage_images_days=3, more_archives=(by_hand,)).save(paths.settings_file)
        application._save_settings(replace(settings, storage_images_days=5))
        QThreadPool.globalInstance().waitForDone(5000)
        saved, problems = Settings.load(paths.settings_file)
        assert problems == () and saved.storage_images_days == 5, "what the reader chose goes before"
        assert saved.alerts_sound and saved.more_archives == (by_hand,)
        paths.settings_file.write_text("half of a fi", encoding="utf-8")
        application._save_settings(replace(settings, storage_images_days=6))
        QThreadPool.globalInstance().waitForDone(5000)
    saved, problems = Settings.load(paths.settings_file)
    assert problems == () and (saved.storage_images_days, saved.poll_interval_s) == (6, settings.poll_interval_s)


def test_another_theme_is_shown_at_once(bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    paths = Paths.of_profile(tmp_path).make()
    theme.apply(qt, "dark")
    try:
        with Application(paths, replace(settings, window_theme="dark"), archive) as application:
            bot.addWidget(application.window)
            application.start()
            spot = application.window.worklist.table.viewport()
            before = spot.grab().toImage().pixelColor(3, spot.height() - 3)
            application._save_settings(replace(settings, window_theme="light", alerts_sound=True))
            after = spot.grab().toImage().pixelColor(3, spot.height() - 3)
            assert (before.name(), after.name()) == (theme.DARK.panel, theme.LIGHT.panel)
            said = application.window.status
            bot.waitUntil(lambda: "They are in effect" in said.currentMessage(), timeout=10_000)
            QThreadPool.globalInstance().waitForDone(5000)
    finally:
        theme.apply(qt, "dark")


def test_another_language_is_spoken_at_once_and_everything_stays_where_it_was(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings
) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    paths = Paths.of_profile(tmp_path).make()
    uid = values.study(7).study_instance_uid
    with Journal(paths.journal_file) as journal:
        for number in range(40):
            journal.found(values.study(number))
        for step in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING):
            journal.transition(uid, step)
        journal.save_result(uid, values.result_of(values.volume(uid=uid)))
    try:
        with Application(paths, settings, archive) as application:
            old = application.window
            bot.addWidget(old)
            application.start()
            bot.waitUntil(lambda: old.model.rowCount() == 40)
            bot.waitUntil(lambda: "not reachable" in old.status.archive.text.text(), timeout=10_000)
            application.room.strip.show()
            old.worklist.search.set_line("is:unread")
            assert old.worklist.search.save_view("Night") == ""
            kept = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
            assert kept.value("views") == '[["Night", "is:unread"]]'  # a crash now takes nothing along
            old.open_study(uid)
            bot.waitUntil(lambda: old.viewer.answered, timeout=10_000)
            image = values.volume(10)
            loaded_case = CaseLoaded(old.generation, uid, image, values.result_of(image))
            old.handle(loaded_case)  # as if its images had come
            canvas = old.viewer.canvas
            canvas.go_to(3)
            canvas.set_window(Window(200, 75))
            canvas.flip(sideways=True)
            canvas.zoom_to(20.0, 20.0, 9.0)
            canvas.measuring.kind = MeasurementKind.LENGTH
            canvas.measuring.press(3, (5.0, 5.0), QPointF(), canvas.to_screen, (64, 64))
            canvas.measuring.move((9.0, 5.0), (64, 64))
            canvas.measuring.release()
            old.viewer.acts.outline.setChecked(True)
            old.viewer.threshold.slider.setValue(77)
            old.pages.reformats_action.trigger()
            old.worklist.table.select(uid)
            old.worklist.table.verticalScrollBar().setValue(5)
            apart = canvas.to_screen(9, 5) - canvas.to_screen(2, 3)
            application._save_settings(replace(settings, window_language="de"))
            bot.waitUntil(lambda: application.window is not old, timeout=10_000)
            new = application.window
            bot.addWidget(new)
            said = new.status
            bot.waitUntil(lambda: said.currentMessage() == tr("Settings saved. They are in effect."), timeout=10_000)
            assert said.currentMessage().startswith("Einstellungen")
            assert new.menuBar().actions()[0].text() == tr("&Study") != "&Study"
            assert "nicht erreichbar" in new.status.archive.text.text()
            assert new.isVisible() and application.room.strip.isVisible()
            # The worklist
            assert new.model.rowCount() == 40 and new.worklist.search.line.text() == "is:unread"
            assert [view.name for view in new.worklist.search.own] == ["Night"]
            current = new.worklist.table.current_record()
            assert current is not None and current.uid == uid
            assert new.worklist.table.verticalScrollBar().value() == 5
            header = new.worklist.table.horizontalHeader()
            for column in range(header.count() - 1):
                assert header.sectionSize(column) >= header.sectionSizeFromContents(column).width() - 8
            # The open study
            look = new.viewer.canvas
            assert new.open_uid == uid and look.volume is image and look.index == 3
            assert look.window_hu == Window(200, 75) and look.flips == canvas.flips
            assert (look.to_screen(9, 5) - look.to_screen(2, 3) - apart).manhattanLength() < 0.1
            middle = look.pixel_at(QPointF(look.viewport().rect().center()))
            assert middle is not None and np.allclose(middle, np.divide(20.0, image.pixel_mm[::-1]), atol=0.2)
            assert len(look.measuring.kept) == 1 and not look.shown.filled and new.viewer.acts.outline.isChecked()
            assert new.viewer.threshold.threshold == 0.77
            assert new.pages.currentIndex() == REFORMATS and new.pages.reformats_action.isChecked()
            # The window before rests, and only the new one hears of changes.
            assert old.isHidden() and old.open_uid is None and old.viewer.canvas.volume is None
            application.bridge.send(StudyChanged(application.journal.mark_read(uid, True)))
            bot.waitUntil(lambda: new.model.counts.unread == 39, timeout=5000)
            assert old.model.rowCount() == 0
    finally:
        languages.install(qt)


def test_what_the_reader_does_is_audited(bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings) -> None:
    paths = Paths.of_profile(tmp_path).make()
    with Journal(paths.journal_file) as journal:
        journal.found(values.study(1))
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        application.start()
        application.window.open_study(values.study(1).study_instance_uid)
        bot.waitUntil(lambda: application.window.viewer.answered, timeout=10_000)
        application.window._read.trigger()
        application.window._pause.trigger()
        application.window.export_results(Format.CSV, Patients.LEFT_OUT, tmp_path / "list.csv")
        QThreadPool.globalInstance().waitForDone(5000)
    assert _audit(paths) == [
        ("started", ""), ("opened", ""), ("changed", "marked as read"), ("changed", "paused"),
        ("exported", "results as csv, 1 studies, patients left-out"), ("stopped", ""),
    ]  # fmt: skip


def _let_age(paths: Paths, *uids: str) -> None:
    """Have studies been left alone for years, and the images that are here of them."""
    with closing(sqlite3.connect(paths.journal_file, timeout=10)) as db, db:
        long_ago = "2020-01-01T00:00:00+00:00"
        for uid in uids:
            db.execute(
                "UPDATE study SET found_at = ?, changed_at = ? WHERE study_instance_uid = ?", (long_ago, long_ago, uid)
            )
    for images in (paths.cache / folder_name(uid) / "images" for uid in uids):
        if images.exists():
            os.utime(images, (0, 0))


def test_studies_whose_days_are_over_are_forgotten_at_the_start(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings
) -> None:
    paths = Paths.of_profile(tmp_path).make()
    old, new = values.study(1), values.study(2)
    with Journal(paths.journal_file) as journal:
        for study in (old, new):
            journal.found(study)
            journal.transition(study.study_instance_uid, StudyState.FAILED)
    ImageCache(paths.cache).store(old.study_instance_uid, "1", b"x")
    _let_age(paths, old.study_instance_uid)
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        application.start()
        assert [record.uid for record in application.window.model.records()] == [new.study_instance_uid]
        bot.waitUntil(lambda: application.cache.kept() == [], timeout=20_000)  # done in the background
    assert ("removed", "the study, after its days") in _audit(paths)


def test_nothing_is_decrypted_or_forgotten_because_of_an_error_in_the_settings_file(
    bot: QtBot, tmp_path: Path, archive: Archive
) -> None:
    paths = Paths.of_profile(tmp_path).make()
    old = values.study(1)
    wanted = Settings(analysis_model_dir="missing", privacy_encrypt_journal=True, privacy_encrypt_images=True)
    replace(wanted, storage_results_days=36500).save(paths.settings_file)
    torn = f"{paths.settings_file.read_text()}[archive]\nport = \n"
    paths.settings_file.write_text(torn)
    with key_store() as keys:
        with Journal(paths.journal_file, encrypt=True) as journal:
            journal.found(old)
            journal.transition(old.study_instance_uid, StudyState.FAILED)
        image = ImageCache(paths.cache, encrypt=True).store(old.study_instance_uid, "1", b"x")
        _let_age(paths, old.study_instance_uid)
        sealed = image.read_bytes()
        found = load(paths)
        assert found.problems and not found.settings.privacy_encrypt_journal
        with Application(paths, found.settings, archive, problems=found.problems) as application:
            bot.addWidget(application.window)
            application.start()
            assert [record.uid for record in application.window.model.records()] == [old.study_instance_uid]
            dialog = application.front.show_settings()
            assert dialog.form.value("privacy.encrypt_journal") and dialog.form.value("privacy.encrypt_images")
            control = dialog.rows["archive.port"].editor.control
            assert isinstance(control, QSpinBox)
            control.setValue(104)
            dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
            QThreadPool.globalInstance().waitForDone(5000)
        assert len(keys.kept) == 2 and image.read_bytes() == sealed
        assert Settings.load(paths.settings_file)[0].privacy_encrypt_journal
        assert previous_file(paths).read_text() == torn
        with Journal(paths.journal_file) as journal:
            assert journal.encrypted and journal.get(old.study_instance_uid) is not None


def test_studies_whose_days_end_while_the_program_runs_are_forgotten_day_by_day(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for how_often in ("FORGET_EVERY", "LOOK_EVERY"):
        monkeypatch.setattr(f"app.application.{how_often}", timedelta(seconds=0.5))
    paths = Paths.of_profile(tmp_path).make()
    old, shown, waiting, coming, young, later = uids = [values.study(n).study_instance_uid for n in range(1, 7)]
    with Journal(paths.journal_file) as journal:
        for number, uid in enumerate(uids, 1):
            journal.found(values.study(number))
            journal.transition(uid, StudyState.FAILED)
    with Application(paths, settings, archive) as application:
        window, hold = application.window, application.window.worklist.hold
        bot.addWidget(window)
        forgotten: list[tuple[str, ...]] = []
        application.bridge.arrived.connect(
            lambda event: forgotten.append(event.studies) if isinstance(event, StudiesForgotten) else None,
            Qt.ConnectionType.QueuedConnection,
        )
        application.start()
        window.open_study(shown)
        bot.waitUntil(lambda: window.viewer.answered, timeout=10_000)
        application.journal.transition(waiting, StudyState.QUEUED)  # and its turn is to come
        application.cache.store(old, "1", b"x")
        window.worklist.table.select(old)
        hold._touch_s = 3600.0
        hold.touch()
        rows = [record.uid for record in window.model.records()]
        assert len(rows) == len(uids)
        with Watchdog() as dog:
            application.cache.store(coming, "1", b"x")  # somebody sends more of it
            _let_age(paths, old, shown, waiting)
            _let_age(paths, coming)
            application.cache.store(coming, "2", b"x")
            bot.waitUntil(lambda: bool(forgotten), timeout=20_000)
            bot.waitUntil(lambda: window.model.find(old) is None, timeout=10_000)
            # the reader's hand is on the list: no row moves, yet nothing can be done to what is gone
            assert [record.uid for record in window.model.records()] == rows
            assert window.worklist.table.current_record() is None
            hold.release()
            bot.waitUntil(lambda: window.model.row_of(old) < 0, timeout=10_000)
            _let_age(paths, later)  # and the next day another one
            bot.waitUntil(lambda: len(forgotten) == 2, timeout=20_000)
        assert forgotten == [(old,), (later,)]
        left = {shown, waiting, coming, young}
        bot.waitUntil(lambda: {record.uid for record in window.model.records()} == left, timeout=10_000)
        assert {record.uid for record in application.journal.records()} == left
        assert not (paths.cache / folder_name(old)).exists() and application.cache.images(coming)
        assert window.open_uid == shown and window.viewer.answered
        assert max(dog.turns) < 0.4  # as in test_worklist_view: what takes long is done in another thread
        window.open_study(young)
        bot.waitUntil(lambda: len(forgotten) == 3, timeout=20_000)  # closed, it goes as any other
        assert forgotten[2] == (shown,)
    assert _audit(paths).count(("removed", "the study, after its days")) == 3


def test_a_day_counts_also_where_the_computer_slept_most_of_it(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.application.LOOK_EVERY", timedelta(seconds=0.05))
    paths = Paths.of_profile(tmp_path).make()
    uid = values.study(1).study_instance_uid
    with Journal(paths.journal_file) as journal:
        journal.found(values.study(1))
        journal.transition(uid, StudyState.FAILED)
    with Application(paths, settings, archive) as application:
        window = application.window
        bot.addWidget(window)
        application.start()
        bot.waitUntil(lambda: "Gone: not reachable" in window.status.archive.text.text(), timeout=10_000)
        _let_age(paths, uid)
        bot.wait(500)
        assert application.journal.get(uid) is not None  # not every hour: its day is not over
        application._forgot_at -= timedelta(hours=24)
        bot.waitUntil(lambda: window.model.find(uid) is None, timeout=20_000)
        assert application.journal.get(uid) is None


def test_a_forgotten_study_that_is_opened_from_a_disk_again_is_there_again(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for how_often in ("FORGET_EVERY", "LOOK_EVERY"):
        monkeypatch.setattr(f"app.application.{how_often}", timedelta(seconds=0.5))
    paths = Paths.of_profile(tmp_path / "profile").make()
    images = peers.ct_images(2, size=16)
    uid, other = str(images[0].StudyInstanceUID), values.study(1)
    peers.write(images, tmp_path / "disc")
    with Journal(paths.journal_file) as journal:
        journal.found(other)
    with Application(paths, settings, archive) as application:
        window, model = application.window, application.window.model
        bot.addWidget(window)
        application.start()
        for _ in range(2):
            application.front.files.open([tmp_path / "disc"])
            bot.waitUntil(lambda: window.open_uid == uid, timeout=10_000)
            bot.waitUntil(lambda: window.viewer.canvas.volume is not None, timeout=10_000)
            assert uid in application.pipeline.kept_in_memory
            application.pipeline.withdraw(uid)  # there is no model that could analyse it
            bot.waitUntil(lambda: (one := model.find(uid)) is not None and one.state.final, timeout=10_000)
            window.open_study(other.study_instance_uid)
            _let_age(paths, uid)
            bot.waitUntil(lambda: model.find(uid) is None, timeout=20_000)
            assert application.journal.get(uid) is None and uid not in application.pipeline.kept_in_memory


#: The whole program, killed with its audit file three acts behind: its disk is too slow.
_KILLED = """
import os, signal, sys, time
from pathlib import Path
from app.application import Application
from app.pacs.archive import Archive
from app.paths import Paths
from app.qt_application import qt_application
from app.settings import Settings
from app.store.audit import AuditLog

paths, port, uid = Paths.of_profile(Path(sys.argv[1])), int(sys.argv[2]), sys.argv[3]
settings = Settings(analysis_model_dir=str(paths.data))
qt = qt_application(settings)
with Application(paths, settings, Archive("Gone", "127.0.0.1", port, "GONE", connection_timeout_s=0.3)) as application:
    application.start()
    until = time.monotonic() + 60
    while '"started"' not in paths.audit_file.read_text() and time.monotonic() < until:
        qt.processEvents()
    AuditLog.append = lambda *_: time.sleep(3600)
    window = application.window
    window.open_study(uid)
    window._read.trigger()
    application._core.commands.flag(uid, True)
    while not ((one := application.journal.get(uid)).read_at and one.flagged) and time.monotonic() < until:
        qt.processEvents()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_what_a_reader_did_before_the_program_was_killed_is_in_the_audit_file(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings, repo: Path
) -> None:
    paths, uid = Paths.of_profile(tmp_path).make(), values.study(1).study_instance_uid
    with Journal(paths.journal_file) as journal:
        journal.found(values.study(1))
        journal.transition(uid, StudyState.FAILED)
    command = [sys.executable, "-c", _KILLED, str(tmp_path), str(archive.port), uid]
    ended = subprocess.run(command, cwd=repo, env=os.environ | {"PYTHONPATH": str(repo)}, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert [action for action, _ in _audit(paths)] == ["started"]
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        application.start()
    assert _audit(paths) == [
        ("started", ""), ("opened", ""), ("changed", "marked as read"), ("changed", "flagged"), ("started", ""),
        ("stopped", ""),
    ]  # fmt: skip
    assert verify(paths.audit_file).problems == ()


def test_files_are_opened_at_the_start_and_by_a_second_start(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile"
    paths = Paths.of_profile(profile).make()
    first, second = (peers.ct_images(2, size=16) for _ in range(2))
    for name, images in (("first", first), ("second", second)):
        peers.write(images, tmp_path / name)
    with Application(paths, settings, archive) as application:
        window = application.window
        bot.addWidget(window)
        application.start()
        window.worklist.search.set_line("nobody")
        application.front.files.open([tmp_path / "first"])
        bot.waitUntil(lambda: window.open_uid == first[0].StudyInstanceUID, timeout=10_000)
        current = window.worklist.table.current_record()
        assert current is not None and current.uid == window.open_uid  # the search let it through
        bot.waitUntil(lambda: window.viewer.canvas.volume is not None, timeout=10_000)
        window.hide()
        ended: list[int] = []
        later = threading.Thread(target=lambda: ended.append(start.run(profile, files=[tmp_path / "second"])))
        later.start()
        bot.waitUntil(lambda: window.open_uid == second[0].StudyInstanceUID, timeout=10_000)
        later.join()
        assert ended == [0] and window.isVisible()
        urls = QMimeData()
        urls.setUrls([QUrl.fromLocalFile(str(tmp_path / "first"))])
        held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, urls, *held)
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, urls, *held))
        bot.waitUntil(lambda: window.open_uid == first[0].StudyInstanceUID, timeout=10_000)
        application._requests.eventFilter(window, QFileOpenEvent(str(tmp_path / "empty")))  # as on macOS
        bot.waitUntil(lambda: "could not be opened" in window.status.currentMessage(), timeout=10_000)
    capsys.readouterr()


@pytest.mark.parametrize("words", [["FILE"], ["--profile", "P", "FILE"], ["open", "FILE"], ["FILE", "--verbose"]])
def test_a_path_in_the_place_of_a_command_is_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
) -> None:
    given: list[tuple[object, ...]] = []

    def run(*words: object) -> int:
        given.append(words)
        return 7

    monkeypatch.setattr(start, "run", run)
    file = str(tmp_path / "doctor.dcm")
    assert main([file if word == "FILE" else word for word in words]) == 7
    ((profile, verbose, _, _, files),) = given
    assert files == [Path(file)]
    assert (profile, verbose) == (Path("P") if "P" in words else None, "--verbose" in words)


def test_a_word_that_is_no_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["docter"])
    assert ended.value.code == 2 and "invalid choice: 'docter'" in capsys.readouterr().err
