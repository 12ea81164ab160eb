"""The set-up assistant: each of its steps, with a real archive, and that it is shown once only."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QSpinBox, QWizard
from pytestqt.qtbot import QtBot

from app import first_run
from app.doctor.finding import Finding
from app.errors import ArchiveCancelled
from app.loaded import load
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.pacs.demo_archive import DemoArchive, Options
from app.paths import Paths
from app.settings import Settings
from app.views.assistant import SetupAssistant
from app.views.assistant.steps import Look

FINE = Finding("processor", True, "Runs on a test.")


def _nothing(settings: Settings, cancel: Cancel) -> Iterator[Finding]:
    yield FINE


class Asked:
    """The assistant on the screen, and what it gave at its end."""

    def __init__(
        self, bot: QtBot, settings: Settings | None = None, locked: tuple[str, ...] = (), archive: Look = _nothing,
        processor: Look = _nothing, demo: bool = True,
    ) -> None:  # fmt: skip
        self.bot, self.demos, self.given = bot, 0, list[Settings]()
        self._demo = demo
        self.dialog = SetupAssistant(settings or Settings(), locked, archive, processor, self._start)
        bot.addWidget(self.dialog)
        self.dialog.ended.connect(self.given.append)
        self.dialog.show()

    def _start(self) -> bool:
        self.demos += 1
        return self._demo

    def press(self, button: QWizard.WizardButton) -> None:
        assert self.dialog.button(button).isVisible()
        self.dialog.button(button).click()

    def next(self) -> None:
        self.press(QWizard.WizardButton.NextButton)

    def type(self, key: str, value: str | int) -> None:
        control = self.dialog.archive.fields.editors[key].control
        if isinstance(control, QSpinBox):
            control.setValue(int(value))
        else:
            assert isinstance(control, QLineEdit)
            control.setText(str(value))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with DemoArchive(Options(tmp_path_factory.mktemp("archive"), studies=(), scale=0)) as one:
        yield one


def test_the_welcome_says_what_it_is_not_and_shows_the_demo(bot: QtBot) -> None:
    asked = Asked(bot)
    welcome = asked.dialog.welcome
    assert asked.dialog.currentPage() is welcome
    words = " ".join(label.text() for label in welcome.findChildren(type(welcome.heading)))
    assert "not a medical device" in words and "not analysed never means negative" in words
    assert not asked.dialog.button(QWizard.WizardButton.CustomButton2).isVisible()
    welcome.demo.click()
    assert asked.demos == 1 and not welcome.demo.isEnabled() and "window of its own" in welcome.told.text()
    failing = Asked(bot, demo=False)
    failing.dialog.welcome.demo.click()
    assert failing.dialog.welcome.demo.isEnabled() and "could not" in failing.dialog.welcome.told.text()


def test_an_archive_is_entered_tested_and_green(bot: QtBot, archive: Archive) -> None:
    """From the first page to the last, with a real archive."""
    asked = Asked(bot, archive=first_run.look_at_archive)
    asked.next()
    page = asked.dialog.archive
    asked.type("archive.host", archive.host)
    asked.type("archive.port", archive.port)
    asked.type("archive.ae_title", archive.ae_title)
    page.test.click()
    assert page.running and not page.test.isEnabled()
    bot.waitUntil(lambda: not page.running, timeout=60_000)
    assert page.summary.text().startswith("The archive answers. 0 CT studies")
    assert {one.name for one in page.found.findings} >= {"archive: port", "archive: C-ECHO", "archive: C-FIND"}
    asked.next()
    asked.next()
    bot.waitUntil(lambda: not asked.dialog.processor.running, timeout=20_000)
    asked.next()
    ready = asked.dialog.ready
    assert asked.dialog.currentPage() is ready and ready.heading.text() == "Firstread is ready"
    assert f"{archive.host}:{archive.port}. The archive answers." in ready.lines[0][1].text()
    asked.press(QWizard.WizardButton.FinishButton)
    (given,) = asked.given
    assert (given.archive_host, given.archive_port, given.archive_ae_title) == (
        archive.host, archive.port, archive.ae_title,
    )  # fmt: skip


def test_an_archive_that_is_not_there_is_told_in_plain_words(bot: QtBot) -> None:
    asked = Asked(bot, Settings(archive_host="no-such-host.invalid"), archive=first_run.look_at_archive)
    asked.next()
    page = asked.dialog.archive
    page.test.click()
    bot.waitUntil(lambda: not page.running, timeout=30_000)
    assert "is not known on the network" in page.summary.text() and page.well() is False
    for _ in range(3):
        asked.next()
    ready = asked.dialog.ready
    bot.waitUntil(lambda: not asked.dialog.processor.running, timeout=20_000)
    assert ready.heading.text() == "Not everything works yet" and "not known" in ready.lines[0][1].text()


def test_what_was_found_is_forgotten_when_something_else_is_typed(bot: QtBot) -> None:
    asked = Asked(bot)
    asked.next()
    page = asked.dialog.archive
    page.test.click()
    bot.waitUntil(lambda: not page.running)
    assert page.well() is True
    asked.type("archive.host", "other.example.org")
    assert page.well() is None and page.found.findings == [] and page.summary.text() == ""
    assert "not tested yet" in page.outcome()[1]


def test_what_is_wrong_is_said_and_holds_the_step(bot: QtBot) -> None:
    asked = Asked(bot)
    asked.next()
    page = asked.dialog.archive
    asked.type("archive.ae_title", "A\\B")
    page.test.click()
    assert not page.running and "ASCII" in page.fields.notes["archive.ae_title"].text()
    asked.next()
    assert asked.dialog.currentPage() is page
    asked.press(QWizard.WizardButton.CustomButton2)  # skipping goes on without it
    assert asked.dialog.currentPage() is asked.dialog.intake
    asked.dialog.reject()
    assert asked.given == [Settings()]


def test_every_step_can_be_skipped(bot: QtBot) -> None:
    asked = Asked(bot)
    asked.next()
    asked.type("archive.host", "typed")
    asked.press(QWizard.WizardButton.CustomButton2)
    asked.dialog.intake.receive.setChecked(True)
    asked.press(QWizard.WizardButton.CustomButton2)
    assert asked.dialog.currentPage() is asked.dialog.processor
    bot.waitUntil(lambda: not asked.dialog.processor.running)
    asked.press(QWizard.WizardButton.CustomButton2)
    assert asked.dialog.ready.heading.text() == "Almost ready"
    asked.press(QWizard.WizardButton.FinishButton)
    assert asked.given == [Settings()]


def test_the_rest_can_be_skipped_and_what_was_confirmed_stays(bot: QtBot) -> None:
    asked = Asked(bot)
    asked.next()
    asked.type("archive.host", "pacs.example.org")
    asked.next()
    asked.dialog.intake.receive.setChecked(True)
    asked.press(QWizard.WizardButton.CustomButton1)
    assert asked.given == [Settings(archive_host="pacs.example.org")]


def test_other_ways_in(bot: QtBot, tmp_path: Path) -> None:
    asked = Asked(bot)
    asked.next()
    asked.next()
    page = asked.dialog.intake
    assert not page.fields.isEnabled() and not page.folder.isEnabled()
    page.receive.setChecked(True)
    page.watch.setChecked(True)
    asked.next()
    assert asked.dialog.currentPage() is page and "Choose a folder" in page.note.text()
    page.folder.editors["folder.path"].put(str(tmp_path))
    asked.next()
    assert asked.dialog.currentPage() is asked.dialog.processor
    bot.waitUntil(lambda: not asked.dialog.processor.running)
    asked.next()
    assert "sent to port 11112" in asked.dialog.ready.lines[1][1].text()
    asked.press(QWizard.WizardButton.FinishButton)
    assert asked.given == [Settings(receive_enabled=True, folder_path=str(tmp_path))]


def test_the_truth_about_the_processor(bot: QtBot) -> None:
    def broken(settings: Settings, cancel: Cancel) -> Iterator[Finding]:
        yield Finding("processor", False, "No model.", f"Install one for {settings.analysis_provider}.")

    asked = Asked(bot, processor=broken)
    for _ in range(3):
        asked.next()
    page = asked.dialog.processor
    bot.waitUntil(lambda: not page.running)
    assert page.summary.text() == "It does not work." and page.outcome() == (False, "No model. Install one for auto.")
    page.fields.editors["analysis.provider"].put("cpu")
    page.test.click()
    bot.waitUntil(lambda: not page.running)
    assert page.outcome() == (False, "No model. Install one for cpu.")


def test_leaving_a_page_ends_its_look(bot: QtBot) -> None:
    ended = threading.Event()

    def slow(settings: Settings, cancel: Cancel) -> Iterator[Finding]:
        assert cancel.wait(20)
        ended.set()
        raise ArchiveCancelled
        yield FINE

    asked = Asked(bot, archive=slow)
    asked.next()
    asked.dialog.archive.test.click()
    asked.next()
    assert ended.wait(20)
    bot.waitUntil(lambda: not asked.dialog.archive.running)
    assert asked.dialog.archive.well() is None
    assert QThreadPool.globalInstance().waitForDone(10_000)


def test_what_the_policy_sets_is_locked(bot: QtBot) -> None:
    settings = Settings(archive_host="pacs", receive_enabled=True)
    asked = Asked(bot, settings, ("archive.host", "receive.enabled"))
    asked.next()
    assert not asked.dialog.archive.fields.editors["archive.host"].isEnabled()
    asked.type("archive.host", "elsewhere")
    asked.next()
    assert not asked.dialog.intake.receive.isEnabled()
    asked.dialog.reject()
    assert asked.given == [settings]


@contextmanager
def closing_it() -> Iterator[None]:
    """Within this context an assistant that shows is closed by its reader."""

    def look() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, SetupAssistant) and widget.isVisible():
                widget.close()

    watch = QTimer()
    watch.timeout.connect(look)
    watch.start(50)
    yield
    watch.stop()


def test_it_is_shown_until_it_was_seen(bot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = Paths.of_profile(tmp_path).make()
    assert not first_run.wanted(paths, load(paths))  # nobody could see it here
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    assert first_run.wanted(paths, load(paths))
    assert not first_run.wanted(paths, load(paths, {"archive.host": "pacs"}))

    with closing_it():
        assert first_run.run(paths, load(paths)) == Settings()
    assert paths.settings_file.exists() and not first_run.wanted(paths, load(paths))


def test_a_program_that_is_told_to_end_keeps_it_for_the_next_start(bot: QtBot, tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path).make()
    QTimer.singleShot(200, lambda: os.kill(os.getpid(), signal.SIGINT))
    assert first_run.run(paths, load(paths)) is None
    assert not paths.settings_file.exists()


def test_a_switch_is_not_kept(bot: QtBot, tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path).make()
    replace(Settings(), archive_name="Mine").save(paths.settings_file)
    with closing_it():
        used = first_run.run(paths, load(paths, {"archive.port": 104}))
    assert used is not None and used.archive_port == 104
    assert Settings.load(paths.settings_file)[0] == replace(Settings(), archive_name="Mine")
