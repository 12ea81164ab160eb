"""How large a window may be, so that its buttons are on the screen: many laptops have 720 lines, or fewer."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


def screen_room(window: QWidget) -> QSize:
    """What the screen of ``window`` has room for, without the frame that the desktop adds around a window."""
    frame = QSize(0, 3 * window.fontMetrics().height())
    return window.screen().availableSize() - frame


def resize_within(window: QWidget, size: QSize) -> None:
    """Give ``window`` this size, or what of it the screen has room for."""
    window.resize(size.boundedTo(screen_room(window)))
