"""One slice on the screen: pixels, masks, boxes and the writing in the corners. Lives as long as the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.views import theme
from app.views.anatomy import edge_letters
from app.views.annotations import draw_box, draw_corner, draw_letters, draw_scale
from app.views.slice_items import SliceBox, SmoothImage
from app.views.slice_pixels import HU_OFFSET, display_plane, mask_picture
from app.views.windows import PRESETS, Window, preset_name
from inference.types import Box, CaseResult, Lesion, Volume

#: Slices of a Page key.
PAGE = 5
_ALIGN = Qt.AlignmentFlag
_STEPS = {
    Qt.Key.Key_Up.value: 1, Qt.Key.Key_Down.value: -1,
    Qt.Key.Key_PageUp.value: PAGE, Qt.Key.Key_PageDown.value: -PAGE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """Which overlays are on; ``opacity`` of the masks in [0, 1]."""

    masks: bool = True
    boxes: bool = True
    rejected: bool = True
    opacity: float = 0.7


class SliceCanvas(pg.GraphicsView):
    """Shows one slice of a volume in millimetres, so that non-square pixels keep their true shape.

    Keys and wheel go the way the patient lies in the slice strip: up is towards the head.
    """

    slice_changed = Signal(int)
    window_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=theme.COLOURS.image_ground)
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 320)
        self.setAccessibleName("Slice view")
        self._box = SliceBox()
        self.setCentralItem(self._box)
        self._image, self._mask = SmoothImage(), SmoothImage()
        self._mask.setZValue(1)
        self._box.addItem(self._image)
        self._box.addItem(self._mask)
        self._volume: Volume | None = None
        self._labels: NDArray[np.uint8] | None = None
        self._accepted: dict[int, list[tuple[Box, Lesion]]] = {}
        self._rejected: dict[int, list[Box]] = {}
        self._index = 0
        self._window = PRESETS[0][1]
        self._shown = Shown()
        self._peek = False
        self._by_hand = False
        self._lesion_id: int | None = None
        self._top_left: tuple[str, ...] = ()
        self._bottom_left: tuple[str, ...] = ()
        self._box.scrolled.connect(self.step)
        self._box.windowed.connect(self._drag_window)
        self._box.moved_by_hand.connect(self._mark_by_hand)

    # What is shown

    @property
    def volume(self) -> Volume | None:
        """The volume shown, or None."""
        return self._volume

    @property
    def index(self) -> int:
        """Slice shown, 0 at the skull base."""
        return self._index

    @property
    def window_hu(self) -> Window:
        """The CT window."""
        return self._window

    @property
    def shown(self) -> Shown:
        """Which overlays are on."""
        return self._shown

    @property
    def overlays_visible(self) -> bool:
        """False while all overlays are hidden for a look at the bare image."""
        return not self._peek

    def set_case(self, volume: Volume | None, result: CaseResult | None, index: int) -> None:
        """Show ``volume`` at slice ``index`` with the masks and boxes of ``result``; None clears the view.

        The picture is fitted, unless it is the same series again and the reader zoomed.
        """
        same = (
            volume is not None
            and self._volume is not None
            and volume.series_instance_uid == self._volume.series_instance_uid
        )
        self._volume, self._lesion_id = volume, None
        labels = result.labels if result is not None else None
        self._labels = labels if volume is not None and labels is not None and labels.shape == volume.hu.shape else None
        self._accepted, self._rejected = {}, {}
        for lesion in result.lesions if result is not None else ():
            for box in lesion.boxes:
                self._accepted.setdefault(box.slice, []).append((box, lesion))
        for box in result.excluded if result is not None else ():
            self._rejected.setdefault(box.slice, []).append(box)
        if volume is None:
            self._image.clear()
            self._mask.clear()
            self.viewport().update()
            return
        self._box.drag_step = max(3.0, min(14.0, 360.0 / volume.hu.shape[0]))
        self._index = min(max(index, 0), volume.hu.shape[0] - 1)
        self._draw_slice(volume)
        if not (same and self._by_hand):
            self.fit()
        self.slice_changed.emit(self._index)

    def set_writing(self, top_left: tuple[str, ...], bottom_left: tuple[str, ...]) -> None:
        """The lines of the two left corners (patient and study; notices)."""
        self._top_left, self._bottom_left = top_left, bottom_left
        self.viewport().update()

    def set_shown(self, **changes: Any) -> None:
        """Switch overlays: ``masks``, ``boxes``, ``rejected`` (bool), ``opacity`` (0 to 1)."""
        self._shown = replace(self._shown, **changes)
        self._draw_mask()
        self.viewport().update()

    def set_peek(self, peek: bool) -> None:
        """Hide all overlays while True."""
        if peek != self._peek:
            self._peek = peek
            self._draw_mask()
            self.viewport().update()

    def mark_lesion(self, lesion_id: int | None) -> None:
        """Draw the boxes of one lesion thicker."""
        self._lesion_id = lesion_id
        self.viewport().update()

    def set_window(self, window: Window) -> None:
        """Use this CT window."""
        self._window = window
        self._image.setLevels((window.low + HU_OFFSET, window.high + HU_OFFSET))
        self.viewport().update()
        self.window_changed.emit(window)

    def go_to(self, index: int) -> None:
        """Show slice ``index``, or the nearest there is."""
        if self._volume is None:
            return
        index = min(max(index, 0), self._volume.hu.shape[0] - 1)
        if index != self._index:
            self._index = index
            self._draw_slice(self._volume)
            self.slice_changed.emit(index)

    def step(self, slices: int) -> None:
        """Go this many slices towards the head."""
        self.go_to(self._index + slices)

    def fit(self) -> None:
        """Show the whole slice."""
        self._by_hand = False
        if self._volume is not None:
            self._box.setRange(_extent(self._volume), padding=0.01)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self.step(_STEPS[key])
        elif key == Qt.Key.Key_Home and self._volume is not None:
            self.go_to(self._volume.hu.shape[0] - 1)
        elif key == Qt.Key.Key_End:
            self.go_to(0)
        else:
            event.ignore()
            return
        event.accept()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None and not self._by_hand:
            self.fit()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        if self._volume is None:
            return
        view = QRectF(self.viewport().rect())
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        if not self._peek:
            self._draw_boxes(painter, self._volume)
        draw_letters(painter, view, edge_letters(self._volume.affine))
        draw_corner(painter, view, _ALIGN.AlignLeft | _ALIGN.AlignTop, self._top_left, 1.0)
        draw_corner(painter, view, _ALIGN.AlignRight | _ALIGN.AlignTop, self._slice_lines(self._volume), 1.0)
        draw_corner(painter, view, _ALIGN.AlignLeft | _ALIGN.AlignBottom, self._bottom_left, 0.9)
        draw_scale(painter, view, self._on_screen(1, 0).x() - self._on_screen(0, 0).x())
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.COLOURS.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(view.adjusted(1, 1, -1, -1))
        painter.restore()

    # Drawing

    def _draw_slice(self, volume: Volume) -> None:
        levels = (self._window.low + HU_OFFSET, self._window.high + HU_OFFSET)
        self._image.setImage(display_plane(volume.hu[self._index]), autoLevels=False, levels=levels)
        self._image.setRect(_extent(volume))
        self._draw_mask()
        self.viewport().update()

    def _draw_mask(self) -> None:
        wanted = self._shown.masks and not self._peek and self._volume is not None
        labels = self._labels[self._index] if wanted and self._labels is not None else None
        if labels is None or self._volume is None or not labels.any():
            self._mask.setVisible(False)
            return
        self._mask.setImage(mask_picture(labels), autoLevels=False, levels=None)
        self._mask.setRect(_extent(self._volume))
        self._mask.setOpacity(self._shown.opacity)
        self._mask.setVisible(True)

    def _draw_boxes(self, painter: QPainter, volume: Volume) -> None:
        if self._shown.rejected:
            for box in self._rejected.get(self._index, ()):
                frame = self._frame(box, volume)
                draw_box(painter, frame, f"{box.score:.2f}", theme.COLOURS.rejected_box, Qt.PenStyle.DashLine, 1.6)
        if self._shown.boxes:
            for box, lesion in self._accepted.get(self._index, ()):
                width = 3.2 if lesion.id == self._lesion_id else 2.0
                text = f"{lesion.type.value} {box.score:.2f}"
                frame = self._frame(box, volume)
                draw_box(painter, frame, text, theme.COLOURS.accepted_box, Qt.PenStyle.SolidLine, width)

    def _slice_lines(self, volume: Volume) -> list[str]:
        name = preset_name(self._window)
        lines = [
            f"Slice {self._index + 1} of {volume.hu.shape[0]}",
            f"{volume.positions_mm[self._index]:.1f} mm, {volume.slice_extent_mm[self._index]:.1f} mm apart",
            f"W {self._window.width:.0f}  L {self._window.center:.0f}" + (f"  {name}" if name else ""),
        ]
        if volume.tilt_degrees:
            lines.append(f"Gantry tilt {volume.tilt_degrees:.1f}\N{DEGREE SIGN}")
        if self._peek:
            lines.append("Overlays hidden")
        return lines

    def _on_screen(self, x_mm: float, y_mm: float) -> QPointF:
        return self._box.mapViewToScene(QPointF(x_mm, y_mm))

    def _frame(self, box: Box, volume: Volume) -> QRectF:
        row, column = volume.pixel_mm
        corners = self._on_screen(box.x0 * column, box.y0 * row), self._on_screen(box.x1 * column, box.y1 * row)
        return QRectF(*corners).normalized()

    def _drag_window(self, right: float, up: float) -> None:
        self.set_window(self._window.dragged(right, up))

    def _mark_by_hand(self) -> None:
        self._by_hand = True


def _extent(volume: Volume) -> QRectF:
    """The slice in millimetres, its first pixel's corner at the origin."""
    row, column = volume.pixel_mm
    return QRectF(0, 0, volume.hu.shape[2] * column, volume.hu.shape[1] * row)
