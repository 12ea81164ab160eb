"""pyqtgraph's parts, as a reading station has them: an interpolated image, and a view that the mouse scrolls."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter


class SmoothImage(pg.ImageItem):
    """A row-major image that is interpolated when enlarged."""

    def __init__(self) -> None:
        super().__init__(axisOrder="row-major")

    def paint(self, painter: QPainter, *args: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *args)


class SliceBox(pg.ViewBox):
    """Wheel and left drag scroll, right drag windows, middle drag pans, Ctrl and wheel zoom."""

    #: Slices towards the head.
    scrolled = Signal(int)
    #: Pixels to the right and up.
    windowed = Signal(float, float)
    #: The reader panned or zoomed.
    moved_by_hand = Signal()

    def __init__(self) -> None:
        super().__init__(lockAspect=1.0, invertY=True, enableMenu=False, border=None)
        self._wheel = self._drag = 0.0
        #: Pixels of a left drag for each slice.
        self.drag_step = 8.0

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event, axis)
            self.moved_by_hand.emit()
            return
        event.accept()
        self._wheel += event.delta() / 120
        steps = int(self._wheel)
        if steps:
            self._wheel -= steps
            self.scrolled.emit(steps)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            super().mouseDragEvent(event, axis)
            self.moved_by_hand.emit()
            return
        event.accept()
        moved = event.screenPos() - event.lastScreenPos()
        if event.button() == Qt.MouseButton.RightButton:
            self.windowed.emit(moved.x(), -moved.y())
            return
        self._drag = (0.0 if event.isStart() else self._drag) - moved.y()
        steps = int(self._drag / self.drag_step)
        if steps:
            self._drag -= steps * self.drag_step
            self.scrolled.emit(steps)
