"""Every dialog and every page of the viewer, in each language with text at 150 %: no word is cut off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QScrollArea,
    QToolBar,
    QToolButton,
    QWidget,
    QWizard,
)
from pytestqt.qtbot import QtBot

from app.doctor.finding import Finding
from app.domain.alerts import Rules
from app.domain.events import CaseLoaded, DeviceStatus, StudyChanged
from app.domain.metrics import Tally
from app.models.department_data import DepartmentData
from app.models.report import ReportCase
from app.settings import Settings
from app.views.about import About
from app.views.alert_centre import AlertCentre
from app.views.assistant import SetupAssistant
from app.views.crash_dialog import CrashDialog
from app.views.department.panel import DepartmentPanel
from app.views.doctor_dialog import DoctorDialog
from app.views.elided_label import ElidedButton, ElidedLabel
from app.views.export_dialog import ExportDialog
from app.views.keys import Keys
from app.views.main_window import MainWindow
from app.views.metrics_dialog import MetricsDialog
from app.views.note_dialog import NoteDialog
from app.views.report_dialog import ReportDialog
from app.views.second_strip import SecondStrip
from app.views.settings_dialog import SettingsDialog
from tests.gui import values
from tests.gui.test_department import MANIFEST, _studies, _verdicts
from tests.gui.test_main_window import Recorder

FINDINGS = (
    Finding("program", True, "Firstread 1.", group="This computer"),
    Finding("archive: C-ECHO", False, "It does not know us.", "Add our AE title.", group="Archive"),
    Finding("archive: C-FIND", None, "Not tried, because a step before failed.", group="Archive"),
)


def _cut(window: QWidget) -> list[str]:
    """The words of ``window`` that have less room than they need, or reach beyond what they lie in."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel | ElidedButton):
            continue
        text = ""
        need = QSize()
        if isinstance(widget, QLabel) and widget.pixmap().isNull():
            text = widget.text()
            need = widget.sizeHint()
            if widget.wordWrap():
                words = max(text.split() or [""], key=lambda word: widget.fontMetrics().horizontalAdvance(word))
                need = QSize(widget.fontMetrics().horizontalAdvance(words), widget.heightForWidth(widget.width()))
        elif isinstance(widget, QToolButton) and isinstance(widget.parentWidget(), QToolBar):
            continue  # a bar that is too narrow shows icons alone, and the others behind an arrow
        elif isinstance(widget, QAbstractButton):
            text, need = widget.text(), widget.minimumSizeHint()
        elif isinstance(widget, QComboBox):
            text, need = widget.currentText(), QSize(widget.minimumSizeHint().width(), 0)
        if not text.strip():
            continue
        if widget.width() < need.width() or widget.height() < need.height():
            found.append(f"{text!r} has {widget.width()} x {widget.height()}, needs {need.width()} x {need.height()}")
        parent = widget.parentWidget()
        scrolled = parent is not None and isinstance(parent.parentWidget(), QScrollArea)
        if parent is not None and not scrolled and not parent.rect().contains(widget.geometry()):
            found.append(f"{text!r} reaches beyond its {type(parent).__name__}")
    return found


def _expect_room(bot: QtBot, window: QWidget) -> None:
    """Fails where words are still cut off when the layouts, which take several turns of the loop, have come to rest."""

    def has_room() -> None:
        assert _cut(window) == []

    bot.wait(30)
    bot.waitUntil(has_room, timeout=3000)


def test_what_is_cut_off_is_noticed(bot: QtBot) -> None:
    window = QWidget()
    bot.addWidget(window)
    words, wrapped = QLabel("Probable bleed", window), QLabel("A long sentence that wraps", window)
    wrapped.setWordWrap(True)
    window.show()
    words.resize(words.sizeHint())
    wrapped.resize(400, 100)
    window.resize(500, 200)
    assert _cut(window) == []
    words.resize(words.sizeHint().width() - 4, 40)
    wrapped.resize(60, 20)
    assert len(_cut(window)) == 2
    words.resize(words.sizeHint())
    words.move(450, 0)
    wrapped.resize(400, 100)
    assert len(_cut(window)) == 1


def _case() -> ReportCase:
    image = values.volume()
    return ReportCase(values.positive(1), image, values.result_of(image), None, None, None)


@dataclass
class _NoCommands:
    def alerted(self, uids: object, again: bool) -> None:
        """Nothing is noted."""


def _assistant() -> SetupAssistant:
    return SetupAssistant(Settings(), (), lambda *_: iter(FINDINGS), lambda *_: iter(FINDINGS), lambda: True)


def _strip() -> SecondStrip:
    centre = AlertCentre(_NoCommands(), Rules(), {})
    centre.start([values.positive(1), values.positive(2)])
    strip = SecondStrip(centre, names=True)
    centre.setParent(strip)
    return strip


WINDOWS: dict[str, Callable[[], QWidget]] = {
    "about": lambda: About(DeviceStatus(True, "CPUExecutionProvider", "CPU", "Runs on the CPU.")),
    "crash": lambda: CrashDialog(["Traceback (most recent call last):"]),
    "doctor": lambda: DoctorDialog(lambda cancel: iter(FINDINGS)),
    "export": lambda: ExportDialog(12),
    "metrics": lambda: MetricsDialog(lambda: Tally().metrics(values.START)),
    "note": lambda: NoteDialog("Spoken to the ward.", "DEMO, ADA"),
    "note that is shared": lambda: NoteDialog("Spoken to the ward.", "DEMO, ADA", shared=True),
    "report": lambda: ReportDialog(_case()),
    "settings": lambda: SettingsDialog(Settings()),
    "strip": _strip,
}


@pytest.mark.parametrize("name", WINDOWS)
def test_no_word_of_a_dialog_is_cut_off(bot: QtBot, large: str, name: str) -> None:
    window = WINDOWS[name]()
    bot.addWidget(window)
    window.show()
    _expect_room(bot, window)


@pytest.mark.parametrize("name", [*WINDOWS, "assistant", "keys"])
def test_no_button_of_a_dialog_lies_below_a_small_screen(bot: QtBot, name: str) -> None:
    main = MainWindow(Recorder())
    bot.addWidget(main)
    made: dict[str, Callable[[], QWidget]] = {**WINDOWS, "assistant": _assistant, "keys": lambda: Keys(main)}
    window = made[name]()
    bot.addWidget(window)
    window.show()
    bot.wait(30)
    room = window.screen().availableSize()
    assert room.height() <= 800  # else this tells nothing
    assert window.width() <= room.width() and window.height() <= room.height()


def test_no_word_of_the_assistant_is_cut_off(bot: QtBot, large: str) -> None:
    wizard = _assistant()
    bot.addWidget(wizard)
    wizard.show()
    for _ in wizard.pageIds():
        _expect_room(bot, wizard)
        wizard.button(QWizard.WizardButton.NextButton).click()


def test_no_word_of_the_department_is_cut_off(bot: QtBot, large: str) -> None:
    panel = DepartmentPanel(lambda: DepartmentData.of(_studies(), _verdicts(), MANIFEST), Settings())
    bot.addWidget(panel)
    panel.show()
    panel.load()
    bot.waitUntil(lambda: 0 in panel.pages, timeout=10_000)
    for index in range(panel.tabs.count()):
        panel.tabs.setCurrentIndex(index)
        _expect_room(bot, panel)
        room = panel.screen().availableSize()
        assert panel.width() <= room.width() and panel.height() <= room.height()  # a page scrolls instead


def _with_an_open_study(bot: QtBot, size: QSize, note: str = "") -> MainWindow:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    record = replace(values.positive(1), note=note)
    window.handle(StudyChanged(record))
    window.model.flush()
    window.resize(size)
    window.show()
    image = values.volume()
    window.open_study(record.uid)
    window.handle(CaseLoaded(window.generation, record.uid, image, values.result_of(image)))
    return window


def test_no_page_makes_the_window_larger_than_a_small_screen(bot: QtBot, large: str) -> None:
    window = _with_an_open_study(bot, QSize(1280, 690))
    for page in window.pages.view_actions:
        page.trigger()
        bot.wait(300)  # a window grows some turns of the loop later
        assert window.width() <= 1280 and window.height() <= 690, page.text()


def test_no_word_of_the_viewer_and_the_keys_is_cut_off(bot: QtBot, large: str) -> None:
    window = _with_an_open_study(bot, QSize(1600, 1000), note="Spoken to the ward.")
    for page in window.pages.view_actions:
        page.trigger()
        _expect_room(bot, window.pages)
    keys = Keys(window)
    keys.show()
    _expect_room(bot, keys)
