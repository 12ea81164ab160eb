"""The cover: what it hides, what goes on below it, and how it goes away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.views.lock import Lock


@pytest.fixture
def window(bot: QtBot) -> QMainWindow:
    """A window with a name, a field, a button and a shortcut; each press of one of these counts."""
    window = QMainWindow()
    window.setWindowTitle("DOE^JANE")
    inside = QWidget()
    rows = QVBoxLayout(inside)
    for part in (QLabel("DOE^JANE"), QLineEdit(), QPushButton("Open")):
        rows.addWidget(part)
    window.setCentralWidget(inside)
    window.resize(400, 300)
    bot.addWidget(window)
    window.show()
    bot.waitExposed(window)
    return window


@pytest.fixture
def lock(window: QMainWindow) -> Iterator[Lock]:
    lock = Lock(lambda: "2 urgent studies", window)
    yield lock
    lock.stop()


def _picture(window: QWidget) -> object:
    return window.grab().toImage()


def test_the_cover_hides_everything_and_a_click_shows_it_again(bot: QtBot, window: QMainWindow, lock: Lock) -> None:
    button = window.findChild(QPushButton)
    field = window.findChild(QLineEdit)
    assert isinstance(button, QPushButton) and isinstance(field, QLineEdit)
    field.setFocus()
    pressed: list[int] = []
    told: list[bool] = []
    button.clicked.connect(lambda: pressed.append(1))
    shortcut = QShortcut(QKeySequence("Ctrl+O"), window)
    shortcut.activated.connect(lambda: pressed.append(2))
    lock.covered.connect(told.append)
    lock.cover()
    assert window.windowTitle() == "Firstread" and not window.isEnabled()
    QApplication.processEvents()
    assert any("2 urgent studies" in label.text() for label in window.findChildren(QLabel))
    before = _picture(window)
    label = window.findChild(QLabel)
    assert isinstance(label, QLabel)
    label.setText("ANOTHER^NAME")
    assert _picture(window) == before  # nothing of what is below shines through
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert lock.is_covered
    place = button.mapTo(window, button.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QApplication.processEvents()
    assert not lock.is_covered and window.isEnabled() and window.windowTitle() == "DOE^JANE"
    assert pressed == [] and told == [True, False]
    assert window.focusWidget() is field
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_enter_goes_on_and_is_not_typed(window: QMainWindow, lock: Lock) -> None:
    field = window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    lock.cover()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_X)
    assert lock.is_covered
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert not lock.is_covered and field.text() == ""


def test_dialogs_are_covered_too_those_that_open_later_as_well(bot: QtBot, window: QMainWindow, lock: Lock) -> None:
    early, late = QDialog(window), QDialog(window)
    early.show()
    lock.cover()
    late.show()
    assert not early.isEnabled() and not late.isEnabled()
    early.resize(500, 400)
    QApplication.processEvents()
    cover = early.childAt(QPoint(490, 390))
    assert cover is not None and cover is not early
    late.deleteLater()
    QApplication.sendPostedEvents(late, QEvent.Type.DeferredDelete)
    lock.lift()
    assert early.isEnabled()


def test_a_field_that_went_away_below_the_cover_gets_no_focus(window: QMainWindow, lock: Lock) -> None:
    field = window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    lock.cover()
    field.deleteLater()
    QApplication.sendPostedEvents(field, QEvent.Type.DeferredDelete)
    lock.lift()
    assert window.isEnabled() and not lock.is_covered


def test_it_comes_by_itself_and_not_while_somebody_works(bot: QtBot, window: QMainWindow, lock: Lock) -> None:
    lock.set_after(0.05)
    bot.waitUntil(lambda: lock.is_covered, timeout=5000)
    lock.lift()
    lock.set_after(0.0)
    lock._look()  # a timer that had been on its way
    assert not lock.is_covered
    lock.set_after(3600.0)
    lock._used_at -= 3601.0
    QTest.mouseMove(window.windowHandle(), QPoint(5, 5))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_X)
    lock._look()
    assert not lock.is_covered
    lock._used_at -= 3601.0
    lock._look()
    assert lock.is_covered
