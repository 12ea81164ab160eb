"""One slice on the screen: pixels, masks, boxes, measurements and the writing in the corners; lives with the window."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.models.measurements import MeasurementKind, Point, value_at
from app.models.translation import tr
from app.models.view_threshold import Filtered, LesionMasks, refilter
from app.views.anatomy import radiological_flips
from app.views.annotations import Line
from app.views.background import Latest
from app.views.measure_tool import MeasureTool
from app.views.other_overlay import Drawn, draw_others
from app.views.slice_items import Drag, MaskStyle
from app.views.slice_overlay import Scene, Shown, draw_boxes, draw_focus, draw_measurements, draw_writing
from app.views.slice_stage import SliceStage
from app.views.slice_words import Probe
from app.views.windows import PRESETS
from inference.types import TYPES, CaseResult, Volume

#: Slices of a Page key.
PAGE = 5
_LEFT = Qt.MouseButton.LeftButton
_STEPS = {
    Qt.Key.Key_Up.value: 1, Qt.Key.Key_Down.value: -1,
    Qt.Key.Key_PageUp.value: PAGE, Qt.Key.Key_PageDown.value: -PAGE,
}  # fmt: skip


class SliceCanvas(SliceStage):
    """Shows one slice of a volume with what is known of it.

    Keys and wheel go the way the patient lies in the slice strip: up is towards the head. The patient's right is at
    the left of the screen, unless the reader flips the image.
    """

    slice_changed = Signal(int)
    #: The :class:`Probe` under the pointer, or None.
    probed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 200)  # lower than wide: bars and lists share a screen of 720 lines with it
        self.setAccessibleName(tr("Slice view"))
        self.measuring = MeasureTool(self)
        self._volume: Volume | None = None
        self._result: CaseResult | None = None
        self._labels: NDArray[np.uint8] | None = None
        self._plane_labels: NDArray[np.uint8] | None = None
        self._parts: LesionMasks | None = None
        self._parts_asked = False
        self._finding = Latest(self)
        self._finding.done.connect(self._take_parts)
        self._filtered: Filtered | None = None
        self._index = 0
        self._shown = Shown()
        self._peek = False
        self._place: tuple[int, int] | None = None
        self._probe: Probe | None = None
        self._lesion_id: int | None = None
        self._others: tuple[Drawn, ...] = ()
        self._top_left: tuple[str | Line, ...] = ()
        self._bottom_left: tuple[str | Line, ...] = ()
        self._box.scrolled.connect(self.step)
        self.measuring.changed.connect(self.viewport().update)

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
    def shown(self) -> Shown:
        """Which overlays are on."""
        return self._shown

    @property
    def filtered(self) -> Filtered | None:
        """Boxes and lesions at the threshold for looking; None without a result."""
        return self._filtered

    @property
    def overlays_visible(self) -> bool:
        """False while all overlays are hidden for a look at the bare image."""
        return not self._peek

    def set_case(
        self, volume: Volume | None, result: CaseResult | None, index: int, place: tuple[int, int] | None = None
    ) -> None:
        """Show ``volume`` at slice ``index`` with the masks and boxes of ``result``; None clears the view.

        Of the same series, zoom and flips stay; another one starts afresh, with what was measured on it before. Window
        and inversion go back when the view is cleared: in the bone window of the last study no one would see blood.
        ``place`` is the number and the count of slices where ``volume`` is one slice of a series that is still read;
        nothing is measured on it.
        """
        same = (
            volume is not None
            and self._volume is not None
            and volume.series_instance_uid == self._volume.series_instance_uid
        )
        self._volume, self._result, self._lesion_id = volume, result, None
        self._place = place
        self._finding.drop()
        self._parts, self._parts_asked, self._plane_labels = None, False, None
        labels = result.labels if result is not None else None
        self._labels = labels if volume is not None and labels is not None and labels.shape == volume.hu.shape else None
        self._filtered = refilter(result) if result is not None else None
        if not same:
            self.measuring.open(volume.series_instance_uid if volume is not None else "")
        self._tell_probe(None)
        if volume is None:  # another study comes: what the reader chooses until it is there is for that one
            self.set_window(PRESETS[0][1])
            self.set_inverted(False)
            self._set_plane(None, None, (1.0, 1.0))
            return
        self._box.drag_step = max(3.0, min(14.0, 360.0 / volume.hu.shape[0]))
        self._index = min(max(index, 0), volume.hu.shape[0] - 1)
        if not same:
            self._set_flips(radiological_flips(volume.affine))
        self._draw_slice(volume)
        if not (same and self._by_hand):
            self.fit()
        self.slice_changed.emit(self._index)

    def set_writing(self, top_left: tuple[str | Line, ...], bottom_left: tuple[str | Line, ...]) -> None:
        """The lines of the two left corners (patient and study; notices)."""
        self._top_left, self._bottom_left = top_left, bottom_left
        self.viewport().update()

    def set_shown(self, **changes: Any) -> None:
        """Switch overlays: ``masks``, ``filled``, ``boxes``, ``rejected`` (bool), ``opacity`` (0 to 1)."""
        self._shown = replace(self._shown, **changes)
        self._style_mask()

    def set_peek(self, peek: bool) -> None:
        """Hide all overlays while True."""
        if peek != self._peek:
            self._peek = peek
            self._style_mask()

    def set_threshold(self, threshold: float | None) -> None:
        """Show what another threshold leaves of the result, for looking only; None goes back to the stored one.

        Which pixels belong to which lesion is found beside the window's thread when a threshold is looked at first;
        until then only the boxes follow.
        """
        if self._result is None or self._volume is None:
            return
        self._filtered = refilter(self._result, threshold)
        stored, lesions, voxel_ml = self._result.labels, self._result.lesions, self._volume.voxel_ml
        if self._labels is not None and stored is not None:
            if threshold is not None and not self._parts_asked:
                self._parts_asked = True
                self._finding.ask(lambda _: LesionMasks(stored, lesions, voxel_ml))
            self._labels = stored
            self._draw_labels()
        self.viewport().update()

    @Slot(object)
    def _take_parts(self, parts: LesionMasks) -> None:
        self._parts = parts
        self._draw_labels()

    def show_labels(self, labels: NDArray[np.uint8]) -> None:
        """Draw masks uint8 [Z, Y, X] on the volume's grid in place of the result's, while a reader edits them."""
        if self._volume is not None and labels.shape == self._volume.hu.shape:
            self._labels = labels
            self._draw_labels()

    @Slot(object)
    def set_others(self, drawn: tuple[Drawn, ...]) -> None:
        """Draw these outlines of other products over the slices."""
        self._others = drawn
        self.viewport().update()

    def mark_lesion(self, lesion_id: int | None) -> None:
        """Draw the boxes of one lesion thicker."""
        self._lesion_id = lesion_id
        self.viewport().update()

    def reset(self) -> None:
        """Window, zoom, inversion and flips as at the start; measurements stay."""
        self.set_window(PRESETS[0][1])
        self.set_inverted(False)
        if self._volume is not None:
            self._set_flips(radiological_flips(self._volume.affine))
        self.fit()

    def go_to(self, index: int) -> None:
        """Show slice ``index``, or the nearest there is."""
        if self._volume is None:
            return
        index = min(max(index, 0), self._volume.hu.shape[0] - 1)
        if index != self._index:
            self._index = index
            if self.measuring.busy:
                self.measuring.cancel()
            self._draw_slice(self._volume)
            self.slice_changed.emit(index)

    def step(self, slices: int) -> None:
        """Go this many slices towards the head."""
        self.go_to(self._index + slices)

    def use(self, tool: Drag | MeasurementKind) -> None:
        """What the left button does from now on."""
        self.measuring.cancel()
        self.measuring.kind = tool if isinstance(tool, MeasurementKind) else None
        self._box.left = tool if isinstance(tool, Drag) else Drag.SCROLL
        self.show_pointer()

    def show_pointer(self) -> None:
        """Give the pointer the shape of the left button's tool."""
        measuring = self.measuring.kind is not None
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if measuring else Qt.CursorShape.ArrowCursor)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self.step(_STEPS[key])
        elif key == Qt.Key.Key_Home and self._volume is not None:
            self.go_to(self._volume.hu.shape[0] - 1)
        elif key == Qt.Key.Key_End:
            self.go_to(0)
        elif key == Qt.Key.Key_Escape and self.measuring.busy:
            self.measuring.cancel()
        else:
            event.ignore()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point, volume = self.pixel_at(event.position()), self._volume
        mine = event.button() == _LEFT and not event.modifiers() and not self._peek and self._place is None
        if mine and volume is not None and point is not None:
            shape = volume.hu.shape[1:]
            if self.measuring.press(self._index, point, event.position(), self.to_screen, shape):
                self.setFocus()
                event.accept()
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point, volume = self.pixel_at(event.position()), self._volume
        self._tell_probe(point)
        moved = point is not None and volume is not None and self.measuring.move(point, volume.hu.shape[1:])
        if moved:
            event.accept()
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == _LEFT and self.measuring.release():
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()  # the frame of the focus

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: Any) -> None:
        self._tell_probe(None)
        super().leaveEvent(event)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        volume = self._volume
        if volume is None:
            return
        scene = Scene(
            volume=volume,
            index=self._index,
            place=self._place,
            window=self._window,
            inverted=self._inverted,
            flips=self._flips,
            view=QRectF(self.viewport().rect()),
            to_screen=self.to_screen,
            device_ratio=self.viewport().devicePixelRatioF(),
            corners=(self._top_left, self._bottom_left),
            hidden=self._peek,
        )
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        if not self._peek:
            if self._filtered is not None:
                draw_boxes(painter, self._filtered, self._index, self._shown, self._lesion_id, self.to_screen)
            draw_others(painter, self._others, self._index, self.to_screen, scene.view)
            if self._place is None:
                draw_measurements(painter, scene, self.measuring.on(self._index), self.measuring.selected)
        draw_writing(painter, scene)
        if self.hasFocus():
            draw_focus(painter, scene.view)
        painter.restore()

    # Drawing

    def _draw_slice(self, volume: Volume) -> None:
        self._plane_labels = self._labels_here()
        self._set_plane(volume.hu[self._index], self._plane_labels, volume.pixel_mm)
        self._style_mask()

    def _draw_labels(self) -> None:
        self._plane_labels = self._labels_here()
        if self._plane_labels is not None:
            self._set_labels(self._plane_labels)

    def _labels_here(self) -> NDArray[np.uint8] | None:
        """The masks uint8 [Y, X] of the slice shown, less what the threshold for looking takes from the result's."""
        if self._labels is None:
            return None
        edited = self._result is None or self._labels is not self._result.labels
        if edited or self._parts is None or self._filtered is None:
            return self._labels[self._index]
        return self._parts.without(self._filtered.hidden, self._index)

    def _style_mask(self) -> None:
        self._mask.setVisible(self._shown.masks and not self._peek)
        self._mask.set_style(MaskStyle(self._shown.filled, self._shown.opacity))
        self.viewport().update()

    def _tell_probe(self, point: Point | None) -> None:
        probe = None
        if point is not None and self._volume is not None:
            hu = value_at(self._volume.hu[self._index], point)
            if hu is not None:
                x, y = int(point[0]), int(point[1])
                label = int(self._plane_labels[y, x]) if self._plane_labels is not None else 0
                probe = Probe(x, y, hu, TYPES[label - 1] if 0 < label <= len(TYPES) else None)
        if probe != self._probe:
            self._probe = probe
            self.probed.emit(probe)
