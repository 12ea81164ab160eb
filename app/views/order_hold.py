"""When the worklist must keep still: while the reader's hand is on it."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QApplication

#: A key press, click or wheel turn holds the order this long.
TOUCH_S = 4.0
#: A pointer that rests over the list this long is nobody's hand; its first move holds the order again.
REST_S = 30.0

_POINTER = frozenset({QEvent.Type.Enter, QEvent.Type.HoverMove, QEvent.Type.MouseMove})
_TOUCH = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
                    QEvent.Type.Wheel, QEvent.Type.ContextMenu})  # fmt: skip


class OrderHold(QObject):
    """Watches an item view and says whether its rows may move.

    Held while the pointer is over the view (and moved within ``rest_s``), while a menu is open, and ``touch_s``
    after the last click, key or wheel turn in it. A pointer that moves before it clicks holds in time; of one that
    does not, the table lets no click through to a row that came under it at rest.
    """

    changed = Signal(bool)
    #: The pointer left the view, or something was clicked or typed in it.
    left = Signal()

    def __init__(self, view: QAbstractItemView, touch_s: float = TOUCH_S, rest_s: float = REST_S) -> None:
        super().__init__(view)
        self._view = view
        self._touch_s, self._rest_s = touch_s, rest_s
        self._held = self._over = False
        self._moved_at = self._touched_at = -float("inf")
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self._update)
        view.viewport().setMouseTracking(True)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def held(self) -> bool:
        """Whether rows must stay where they are."""
        return self._held

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of the pointer and of every touch; filters nothing out."""
        kind = event.type()
        if kind in _POINTER and watched is self._view.viewport():
            self._over, self._moved_at = True, monotonic()
            self._update()
        elif kind == QEvent.Type.Leave and watched is self._view.viewport():
            self._over = False
            self._update()
            self.left.emit()
        elif kind in _TOUCH:
            self.touch()
            self.left.emit()
        return False

    @Slot()
    def touch(self) -> None:
        """The reader did something with the list."""
        self._touched_at = monotonic()
        self._update()

    @Slot()
    def release(self) -> None:
        """The reader asked for the right order: hold again only with the next touch or move."""
        self._touched_at = self._moved_at = -float("inf")
        self._update()

    @Slot()
    def _update(self) -> None:
        now = monotonic()
        pointing = self._over and now - self._moved_at < self._rest_s
        held = pointing or now - self._touched_at < self._touch_s or QApplication.activePopupWidget() is not None
        if held and not self._timer.isActive():
            self._timer.start()
        elif not held:
            self._timer.stop()
        if held != self._held:
            self._held = held
            self.changed.emit(held)
