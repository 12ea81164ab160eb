"""What every reader needs: names for screen readers, all by keyboard, text that is never cut off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.events import CaseLoaded, StudyChanged
from app.views import keys, theme
from app.views.elided_label import ElidedButton, ElidedLabel
from app.views.keys import Keys, sections
from app.views.main_window import MainWindow
from app.views.settings_dialog import SettingsDialog
from tests.gui import values
from tests.gui.test_main_window import Recorder
from tests.gui.test_room_for_words import WINDOWS, _assistant

_CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def _window(bot: QtBot) -> MainWindow:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    for record in (values.positive(1), values.negative(2), values.not_analysed(3)):
        window.handle(StudyChanged(record))
    window.model.flush()
    window.show()
    image = values.volume()
    window.open_study(image.study_instance_uid)
    window.handle(CaseLoaded(window.generation, image.study_instance_uid, image, values.result_of(image)))
    QApplication.processEvents()
    return window


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _inside(widget: QWidget) -> bool:
    """Whether a control is a part of another one, such as the list that a box drops."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, _CONTROLS):
        parent = parent.parentWidget()
    return parent is not None


def test_a_screen_reader_can_name_every_control(bot: QtBot) -> None:
    assert not _unnamed(_window(bot))


@pytest.mark.parametrize("name", [*WINDOWS, "assistant"])
def test_a_screen_reader_can_name_every_control_of_a_dialog(bot: QtBot, name: str) -> None:
    window = {**WINDOWS, "assistant": _assistant}[name]()
    bot.addWidget(window)
    window.show()
    if isinstance(window, SettingsDialog):
        for page in range(window.sections.count()):
            window.sections.setCurrentRow(page)
    QApplication.processEvents()
    assert not _unnamed(window)


def _unnamed(window: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, _CONTROLS)
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")
        and not _inside(widget)
        and not (widget.objectName() == "stripLine" and widget.isHidden())  # of a study that there is not
        and not _name(widget).strip()
    ]


def test_cells_and_titles_have_words_for_a_screen_reader(bot: QtBot) -> None:
    window = _window(bot)
    table = QAccessible.queryAccessibleInterface(window.worklist.table)
    assert table is not None and table.text(QAccessible.Text.Name) == "Worklist"
    model = window.model
    words = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert "Urgent" in words and "Probable bleed" in words and "SDH" in words  # what is drawn as badge, icon, chip


def test_every_key_is_on_the_page_of_keys(bot: QtBot) -> None:
    window = _window(bot)
    shown = {key for _, entries in sections(window) for keys, _ in entries for key in keys.split(", ")}
    wanted = {a.shortcut().toString(a.shortcut().SequenceFormat.NativeText) for a in window.findChildren(QAction)} - {
        ""
    }
    assert wanted <= shown
    dialog = Keys(window)
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Keep on top", "Search the worklist", "open the study"} <= texts


#: What a key of Qt is called on the page of keys.
_CALLED = {"PageUp": "Page Up", "PageDown": "Page Down", "Return": "Enter", "Escape": "Esc"}


def test_every_key_that_a_view_handles_by_itself_is_on_the_page_of_keys(bot: QtBot) -> None:
    shown = {
        word for _, entries in sections(_window(bot)) for given, _ in entries for word in re.split(", | in ", given)
    }
    handled = {
        found
        for path in Path(keys.__file__).parent.rglob("*.py")
        for found in re.findall(r"Key\.Key_(\w+)", path.read_text(encoding="utf-8"))
    }
    assert {"Up", "PageDown", "Escape", "Space"} <= handled
    assert {_CALLED.get(name, name) for name in handled} <= shown


def test_from_search_to_an_open_study_without_a_mouse(bot: QtBot) -> None:
    window = _window(bot)
    QTest.keyClick(window.worklist.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bot.waitUntil(window.worklist.search.line.hasFocus, timeout=2000)
    QTest.keyClicks(window.worklist.search.line, "patient03")
    QTest.keyClick(window.worklist.search.line, Qt.Key.Key_Return)
    QTest.keyClick(window.worklist.search.line, Qt.Key.Key_Down)
    bot.waitUntil(window.worklist.table.hasFocus, timeout=2000)
    assert window.worklist.table.current_record() is None  # nobody chose one yet
    QTest.keyClick(window.worklist.table, Qt.Key.Key_Down)
    QTest.keyClick(window.worklist.table, Qt.Key.Key_Return)
    assert window.open_uid == values.study(3).study_instance_uid


def test_no_text_is_cut_off_at_150_percent(bot: QtBot, large: str) -> None:
    window = _window(bot)
    window.resize(1366, 900)
    QApplication.processEvents()
    assert window.width() <= 1366
    for widget in window.worklist.findChildren(QWidget) + window.status.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel | ElidedButton):
            continue
        if isinstance(widget, QLabel) and widget.text():
            needs = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            assert widget.height() >= needs and (widget.wordWrap() or widget.width() >= widget.sizeHint().width())
        elif isinstance(widget, QComboBox):
            assert widget.width() >= widget.sizeHint().width()
    header = window.worklist.table.horizontalHeader()
    for column in range(header.count() - 1):
        assert header.sectionSize(column) >= header.sectionSizeFromContents(column).width() - 8, column


def test_a_frame_shows_which_table_has_the_keyboard(bot: QtBot) -> None:
    window = _window(bot)
    tables = (window.worklist.table, window.lesions.table)
    for table in tables:
        table.setFocus()
        bot.wait(20)
        framed = [
            one.grab().toImage().pixelColor(0, one.height() // 2).name() == theme.COLOURS.accent for one in tables
        ]
        assert framed == [one is table for one in tables]
