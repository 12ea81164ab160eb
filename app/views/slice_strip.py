"""The strip beside the image: the whole stack from head (top) to skull base, with the findings marked on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.views import theme
from inference.types import CaseResult, HemorrhageType

_C = theme.COLOURS
_MARGIN = 8


class SliceStrip(QWidget):
    """Every slice a line: types found in their colours, the score as a bar, the shown slice as a frame."""

    slice_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._index = 0
        self._types: dict[int, tuple[HemorrhageType, ...]] = {}
        self._scores: dict[int, float] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Slice strip")

    def sizeHint(self) -> QSize:
        """A narrow strip."""
        return QSize(34, 200)

    def set_case(self, count: int, result: CaseResult | None) -> None:
        """Mark the findings of ``result`` on ``count`` slices."""
        self._count = count
        found: dict[int, list[HemorrhageType]] = {}
        for lesion in result.lesions if result is not None else ():
            for index in range(lesion.slices[0], lesion.slices[1] + 1):
                kinds = found.setdefault(index, [])
                if lesion.type not in kinds:
                    kinds.append(lesion.type)
        self._types = {index: tuple(kinds) for index, kinds in found.items()}
        self._scores = {s.index: s.score for s in result.slices} if result is not None else {}
        self.update()

    def set_index(self, index: int) -> None:
        """Frame slice ``index``."""
        self._index = index
        self.update()

    def slice_at(self, y: float) -> int:
        """Slice at a height of the widget, 0 at the bottom."""
        room = max(1.0, self.height() - 2.0 * _MARGIN)
        place = int((y - _MARGIN) / room * self._count)
        return self._count - 1 - min(max(place, 0), self._count - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stack."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(_C.window))
        if not self._count:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(9, _MARGIN, self.width() - 14, self.height() - 2 * _MARGIN)
        painter.fillRect(track, QColor(_C.raised))
        step = track.height() / self._count
        for index in range(self._count):
            line = QRectF(track.left(), track.bottom() - (index + 1) * step, track.width(), max(1.0, step - 0.6))
            score = self._scores.get(index, 0.0)
            if score > 0:
                bar = QRectF(line)
                bar.setWidth(line.width() * min(1.0, score))
                painter.fillRect(bar, QColor(_C.line_strong))
            kinds = self._types.get(index, ())
            for place, kind in enumerate(kinds):
                width = line.width() / len(kinds)
                part = QRectF(line.left() + place * width, line.top(), width, line.height())
                painter.fillRect(part, QColor(theme.TYPE_COLOURS[kind]))
        y = track.bottom() - (self._index + 0.5) * step
        half = max(2.5, step / 2)
        painter.setPen(QColor(_C.text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(track.left() - 1, y - half, track.width() + 2, 2 * half))
        painter.setBrush(QColor(_C.text))
        painter.drawPolygon(QPolygonF([QPointF(2, y - 5), QPointF(7.5, y), QPointF(2, y + 5)]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the slice under the pointer."""
        if self._count and event.buttons() & Qt.MouseButton.LeftButton:
            self.slice_requested.emit(self.slice_at(event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pressed pointer."""
        self.mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell what is on the slice under the pointer."""
        if isinstance(event, QHelpEvent) and self._count:
            index = self.slice_at(event.pos().y())
            parts = [f"Slice {index + 1} of {self._count}", *self._types.get(index, ())]
            if index in self._scores:
                parts.append(f"score {self._scores[index]:.2f}")
            QToolTip.showText(event.globalPos(), ", ".join(parts), self)
            return True
        return super().event(event)
