"""Covers the windows after inactivity: names and images are hidden, fetching and analysing go on.

It keeps glances away, and is no access control: whoever sits down and clicks goes on. Only the operating system can ask
who that is.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QWindow
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.models.translation import tr
from app.views import theme
from app.views.message_page import MessagePage

_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    QEvent.Type.TouchEnd, QEvent.Type.ShortcutOverride, QEvent.Type.ContextMenu,
})  # fmt: skip
_CLICKS = frozenset({QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd})
_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_WINDOWS = frozenset({Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet})
_SHORT_LIVED = frozenset({Qt.WindowType.Popup, Qt.WindowType.ToolTip})


class _Cover(QWidget):
    """Lies over everything else in one window, and follows its size; the window itself takes no input meanwhile."""

    def __init__(self, window: QWidget, text: str) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._window = window
        self._title = window.windowTitle()
        # Not isEnabled(): that is False, too, for a dialog whose parent was covered just before.
        self._enabled = not window.testAttribute(Qt.WidgetAttribute.WA_ForceDisabled)
        self._focus = window.focusWidget()
        self.page = MessagePage()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.say(text)
        window.setWindowTitle("Firstread")
        window.setEnabled(False)  # its shortcuts rest, too
        window.installEventFilter(self)
        self._fit()
        self.show()

    def say(self, text: str) -> None:
        """Show this text."""
        self.page.show_message("firstread", tr("Covered while nobody is here"), text)

    def lift(self) -> None:
        """Give the window back as it was."""
        self._window.removeEventFilter(self)
        self._window.setWindowTitle(self._title)
        self._window.setEnabled(self._enabled)
        self.hide()
        self.deleteLater()
        if self._focus is not None and isValid(self._focus):  # a table may have closed its editor meanwhile
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded, QEvent.Type.Show):
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled by hand: under a style sheet a widget is transparent."""
        QPainter(self).fillRect(event.rect(), QColor(theme.COLOURS.window))

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())
        self.raise_()


class Lock(QObject):
    """Watches mouse and keyboard of the whole program; call it from the window's thread."""

    #: True when the windows were covered, False when they are shown again.
    covered = Signal(bool)

    def __init__(self, waiting: Callable[[], str], parent: QObject | None = None) -> None:
        """``waiting`` says in words, without patients, what waits for the reader; it is shown on the cover."""
        super().__init__(parent)
        self._waiting = waiting
        self._after_s = 0.0
        self._used_at = time.monotonic()
        self._covers: dict[QWidget, _Cover] = {}
        self._is_covered = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    @property
    def is_covered(self) -> bool:
        """Whether the windows are covered now."""
        return self._is_covered

    def set_after(self, seconds: float) -> None:
        """Cover the windows after so long without mouse and keyboard; 0 for never."""
        self._after_s, self._used_at = seconds, time.monotonic()
        self._timer.stop()
        if seconds > 0:
            self._timer.start(round(seconds * 1000))
        self._watch()

    def stop(self) -> None:
        """Never cover anything again, and show what is covered."""
        self.set_after(0.0)
        self.lift()

    @Slot()
    def cover(self) -> None:
        """Cover the windows now."""
        if self._is_covered:
            return
        self._is_covered = True
        self._watch()
        QToolTip.hideText()
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                self._cover_one(widget)
        self.covered.emit(True)

    @Slot()
    def lift(self) -> None:
        """Show the windows again."""
        if not self._is_covered:
            return
        self._is_covered = False
        covers, self._covers = self._covers, {}
        for cover in covers.values():
            cover.lift()
        self.set_after(self._after_s)
        self.covered.emit(False)

    @Slot()
    def refresh(self) -> None:
        """Say anew on the covers what waits."""
        for cover in self._covers.values():
            cover.say(self._text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is here; over a covered window, show it again and keep the click from what lies below."""
        kind = event.type()
        if self._is_covered and kind == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._cover_one(watched)
            return False
        if kind not in _INPUT:
            return False
        self._used_at = time.monotonic()
        if not self._is_covered or not self._lies_below(watched):
            return False
        is_key = kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and event.key() in _KEYS
        if is_key or kind in _CLICKS:
            self.lift()
        return True

    def _cover_one(self, window: QWidget) -> None:
        if window.windowType() in _SHORT_LIVED:
            window.hide()
        elif window.windowType() in _WINDOWS and window not in self._covers:
            cover = self._covers[window] = _Cover(window, self._text())
            cover.destroyed.connect(lambda: self._gone(window, cover))

    def _gone(self, window: QWidget, cover: _Cover) -> None:
        """A covered window was closed for good, or a cover that was lifted is gone."""
        if self._covers.get(window) is cover:
            del self._covers[window]

    def _lies_below(self, watched: QObject) -> bool:
        if isinstance(watched, QWidget):
            return watched.window() in self._covers
        return isinstance(watched, QWindow) and any(window.windowHandle() is watched for window in self._covers)

    def _text(self) -> str:
        text = tr("{waiting}. Fetching and analysing go on.\nClick, or press Enter, to go on.")
        return text.format(waiting=self._waiting())

    def _watch(self) -> None:
        """Every event of the program passes the filter, so it is there only while it is needed."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if self._after_s > 0 or self._is_covered:
                application.installEventFilter(self)

    @Slot()
    def _look(self) -> None:
        if self._after_s <= 0:
            return
        left = self._used_at + self._after_s - time.monotonic()
        if left <= 0:
            self.cover()
        else:
            self._timer.start(round(left * 1000) + 1)
