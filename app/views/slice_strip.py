"""The strip beside the image: the whole stack from head (top) to skull base, with the findings marked on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.models.translation import tr
from app.views import image_colours as c
from app.views import theme
from app.views.anatomy import Flips
from app.views.slice_pixels import grey_picture, grey_table
from app.views.windows import PRESETS
from inference.types import CaseResult, HemorrhageType

_MARGIN = 8
#: Sides of the small pictures, in pixels; there are none where a slice has less room than the least.
_LEAST, _MOST = 14, 36
_POINTER = 9


class SliceStrip(QWidget):
    """Every slice a line: a small picture, types found in their colours, the score, the shown slice as a frame."""

    slice_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._index = 0
        self._wheel = 0.0
        self._hu: NDArray[np.int16] | None = None
        self._flips = Flips()
        self._types: dict[int, tuple[HemorrhageType, ...]] = {}
        self._scores: dict[int, float] = {}
        self._small: dict[int, QImage] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Slice strip"))

    def sizeHint(self) -> QSize:
        """A narrow strip."""
        return QSize(_POINTER + _MOST + 14 + self.fontMetrics().horizontalAdvance("0.00") + 10, 200)

    def set_case(
        self, count: int, result: CaseResult | None, hu: NDArray[np.int16] | None = None,
        hidden: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        """Mark the findings of ``result``, less the lesions ``hidden``, on ``count`` slices.

        ``hu`` int16 [Z, Y, X] gives the small pictures.
        """
        self._count = count
        if hu is not self._hu:
            self._hu, self._small = hu, {}
        found: dict[int, list[HemorrhageType]] = {}
        for lesion in result.lesions if result is not None else ():
            if lesion.id in hidden:
                continue
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

    def set_flips(self, flips: Flips) -> None:
        """Mirror the small pictures as the large one."""
        if flips != self._flips:
            self._flips, self._small = flips, {}
            self.update()

    def slice_at(self, y: float) -> int:
        """Slice at a height of the widget, 0 at the bottom."""
        room = max(1.0, self.height() - 2.0 * _MARGIN)
        place = int((y - _MARGIN) / room * self._count)
        return self._count - 1 - min(max(place, 0), self._count - 1)

    def next_finding(self, index: int, up: bool) -> int | None:
        """The nearest slice above or below ``index`` where a run of findings begins; None where there is none.

        Within a run it is the end of the run in that direction, so that no key press stays where it is.
        """
        marked = sorted(self._types)
        runs = [i for i in marked if i - 1 not in self._types or i + 1 not in self._types]
        beyond = [i for i in runs if (i > index if up else i < index)]
        return (min(beyond) if up else max(beyond)) if beyond else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stack."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(c.GROUND))
        if not self._count:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(_POINTER, _MARGIN, self.width() - _POINTER - 5, self.height() - 2 * _MARGIN)
        painter.fillRect(track, QColor(c.TRACK))
        step = track.height() / self._count
        side = min(step - 1, _MOST) if self._hu is not None and step >= _LEAST else 0.0
        text_height = self.fontMetrics().height() * 0.8
        best = self._best_of_runs() if step < text_height else set(self._types)
        painter.setFont(self._small_font())
        for index in range(self._count):
            line = QRectF(track.left(), track.bottom() - (index + 1) * step, track.width(), max(1.0, step - 0.6))
            if side:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                place = QRectF(line.left() + (_MOST - side) / 2, line.top(), side, side)
                painter.drawImage(place, self._picture(index))
                line.setLeft(line.left() + _MOST + 2)
            self._draw_marks(painter, line, index)
            if index in best and index in self._scores:
                self._draw_score(painter, line, self._scores[index])
        y = track.bottom() - (self._index + 0.5) * step
        half = max(2.5, step / 2)
        painter.setPen(QColor(c.TEXT))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(track.left() - 1, y - half, track.width() + 2, 2 * half))
        painter.setBrush(QColor(c.TEXT))
        painter.drawPolygon(QPolygonF([QPointF(2, y - 5), QPointF(7.5, y), QPointF(2, y + 5)]))

    def _draw_marks(self, painter: QPainter, line: QRectF, index: int) -> None:
        """The types found, side by side; where none was found, the score as a faint bar."""
        kinds = self._types.get(index, ())
        score = self._scores.get(index, 0.0)
        if not kinds and score > 0:
            painter.fillRect(
                QRectF(line.left(), line.top(), line.width() * min(1.0, score), line.height()), QColor(c.BAR)
            )
        wide = min(12.0, line.width()) if line.width() < self.width() / 2 else line.width() * 0.3
        for place, kind in enumerate(kinds):
            width = wide / len(kinds)
            part = QRectF(line.left() + place * width, line.top(), width, line.height())
            painter.fillRect(part, QColor(theme.TYPE_COLOURS[kind]))

    def _draw_score(self, painter: QPainter, line: QRectF, score: float) -> None:
        height = painter.fontMetrics().height()
        room = QRectF(line.left(), line.center().y() - height / 2, line.width() - 2, height)
        painter.setPen(QColor(c.TEXT))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{score:.2f}")

    def _small_font(self):
        font = self.font()
        font.setPointSizeF(max(7.5, font.pointSizeF() * 0.82))
        return font

    def _best_of_runs(self) -> set[int]:
        """The slice of the highest score of each run of findings: where not every score has room."""
        best: set[int] = set()
        run: list[int] = []
        for index in [*sorted(self._types), self._count + 2]:
            if run and index != run[-1] + 1:
                best.add(max(run, key=lambda i: self._scores.get(i, 0.0)))
                run = []
            run.append(index)
        return best

    def _picture(self, index: int) -> QImage:
        """A slice in the brain window, made small."""
        if index not in self._small and self._hu is not None:
            plane = self._hu[index]
            rows, columns = plane.shape
            # The middle, where the head is.
            plane = plane[rows // 8 : rows - rows // 8, columns // 8 : columns - columns // 8]
            plane = _smaller(plane, max(1, max(plane.shape) // (2 * _MOST)))
            if self._flips.sideways:
                plane = plane[:, ::-1]
            if self._flips.upside_down:
                plane = plane[::-1]
            self._small[index] = grey_picture(plane, _BRAIN)
        return self._small[index]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the slice under the pointer."""
        if self._count and event.buttons() & Qt.MouseButton.LeftButton:
            self.slice_requested.emit(self.slice_at(event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pressed pointer."""
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll as over the image: up is towards the head."""
        event.accept()
        if not self._count:
            return
        self._wheel += event.angleDelta().y() / 120
        steps = int(self._wheel)
        self._wheel -= steps
        wanted = min(max(self._index + steps, 0), self._count - 1)
        if wanted != self._index:
            self.slice_requested.emit(wanted)

    def event(self, event: QEvent) -> bool:
        """Tell what is on the slice under the pointer."""
        if isinstance(event, QHelpEvent) and self._count:
            index = self.slice_at(event.pos().y())
            slice_text = tr("Slice {number} of {count}").format(number=index + 1, count=self._count)
            parts = [slice_text, *self._types.get(index, ())]
            if index in self._scores:
                parts.append(tr("score {score}").format(score=f"{self._scores[index]:.2f}"))
            QToolTip.showText(event.globalPos(), ", ".join(parts), self)
            return True
        return super().event(event)


_WINDOW = PRESETS[0][1]
_BRAIN = grey_table(_WINDOW)


def _smaller(plane: NDArray[np.int16], factor: int) -> NDArray[np.int16]:
    """Grey values of the brain window, averaged over squares of ``factor`` pixels: int16 [Y / factor, X / factor].

    Single pixels picked from a skull base look like noise.
    """
    rows, columns = (size // factor for size in plane.shape)
    seen = np.clip(plane[: rows * factor, : columns * factor], int(_WINDOW.low), int(_WINDOW.high))
    # Along the rows first: whole lines are added to each other, which is four times as fast as squares at once.
    lines = seen.reshape(rows, factor, columns * factor).sum(axis=1, dtype=np.int32)
    sums = lines.reshape(rows, columns, factor).sum(axis=2)
    return (sums // factor**2).astype(np.int16)
