"""A picture in millimetres on the screen: a CT plane with its mask, letters, writing and a crosshair.

Used where a plane is made for the moment (reformats, a registered prior); the stored slices have their own viewer.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.models.reformat import Plane
from app.views import image_colours
from app.views.anatomy import EdgeLetters, letters
from app.views.annotations import draw_corner, draw_letters, draw_scale
from app.views.slice_pixels import grey_picture, grey_table, mask_picture
from app.views.windows import PRESETS, Window

_ALIGN = Qt.AlignmentFlag


def plane_letters(plane: Plane) -> EdgeLetters:
    """The letters at the edges of a plane."""
    return EdgeLetters(letters(-plane.right), letters(plane.right), letters(-plane.down), letters(plane.down))


def mask_image(plane: Plane) -> QImage | None:
    """The mask of a plane as a picture, or None without one."""
    if plane.labels is None or not plane.labels.any():
        return None
    rgba = np.ascontiguousarray(mask_picture(plane.labels))
    height, width = rgba.shape[:2]
    return QImage(rgba.data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()


class PlaneCanvas(QWidget):
    """Shows one :class:`Plane`, as large as fits, its pixels in true proportion."""

    #: Where the reader clicked or dragged with the left button: LPS mm, float64 [3].
    picked = Signal(object)
    #: Steps of the wheel, up or forwards.
    scrolled = Signal(int)
    #: Pixels to the right and up of a drag with the right button.
    windowed = Signal(float, float)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(200, 160)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self._plane: Plane | None = None
        self._grey: QImage | None = None
        self._mask: QImage | None = None
        self._window = PRESETS[0][1]
        self._table = grey_table(self._window)
        self._cross: tuple[float, float] | None = None
        self._show_masks = True
        self._opacity = 0.6
        self._top_left: tuple[str, ...] = ()
        self._top_right: tuple[str, ...] = ()
        self._bottom_left: tuple[str, ...] = ()
        self._message = ""
        self._wheel = 0.0
        self._last = QPointF()

    @property
    def plane(self) -> Plane | None:
        """What is shown."""
        return self._plane

    @property
    def window_hu(self) -> Window:
        """The CT window."""
        return self._window

    def sizeHint(self) -> QSize:
        return QSize(420, 420)

    def show_plane(self, plane: Plane | None, message: str = "") -> None:
        """Show a plane, or a sentence in its place."""
        self._plane, self._message = plane, message
        self._mask = mask_image(plane) if plane is not None else None
        self._make_grey()

    def set_window(self, window: Window) -> None:
        """Use this CT window."""
        if window != self._window:
            self._window, self._table = window, grey_table(window)
            self._make_grey()

    def set_masks(self, on: bool) -> None:
        """Draw the masks, or not."""
        self._show_masks = on
        self.update()

    def set_cross(self, point: object) -> None:
        """Draw the crosshair at an LPS point float64 [3], or none for None."""
        if self._plane is None or not isinstance(point, np.ndarray):
            self._cross = None
        else:
            self._cross = self._plane.mm(point)
        self.update()

    def set_writing(
        self, top_left: tuple[str, ...] = (), top_right: tuple[str, ...] = (), bottom_left: tuple[str, ...] = ()
    ) -> None:
        """The lines in the corners."""
        self._top_left, self._top_right, self._bottom_left = top_left, top_right, bottom_left
        self.update()

    def frame(self) -> QRectF:
        """Where the picture lies in the widget; empty without one."""
        if self._plane is None:
            return QRectF()
        height, width = self._plane.hu.shape
        down, across = height * self._plane.pixel_mm[0], width * self._plane.pixel_mm[1]
        scale = min(self.width() / across, self.height() / down)
        room = QRectF(0, 0, across * scale, down * scale)
        room.moveCenter(QRectF(self.rect()).center())
        return room

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(image_colours.GROUND))
        if self._plane is None or self._grey is None:
            painter.setPen(QColor(image_colours.DIM))
            area = QRectF(self.rect()).adjusted(20, 20, -20, -20)
            painter.drawText(area, _ALIGN.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        room = self.frame()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(room, self._grey)
        if self._mask is not None and self._show_masks:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.setOpacity(self._opacity)
            painter.drawImage(room, self._mask)
            painter.setOpacity(1.0)
        scale = room.width() / (self._plane.hu.shape[1] * self._plane.pixel_mm[1])
        if self._cross is not None:
            self._draw_cross(painter, room, scale)
        view = QRectF(self.rect())
        draw_letters(painter, view, plane_letters(self._plane))
        draw_corner(painter, view, _ALIGN.AlignLeft | _ALIGN.AlignTop, self._top_left, 0.95)
        draw_corner(painter, view, _ALIGN.AlignRight | _ALIGN.AlignTop, self._top_right, 0.95)
        draw_corner(painter, view, _ALIGN.AlignLeft | _ALIGN.AlignBottom, self._bottom_left, 0.85)
        draw_scale(painter, view, scale)
        if self.hasFocus():
            painter.setPen(QPen(QColor(image_colours.FOCUS), 2))
            painter.drawRect(view.adjusted(1, 1, -1, -1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel += event.angleDelta().y() / 120
        steps = int(self._wheel)
        if steps:
            self._wheel -= steps
            self.scrolled.emit(steps)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position()
        self._pick(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.RightButton:
            moved = event.position() - self._last
            self._last = event.position()
            self.windowed.emit(moved.x(), -moved.y())
            return
        self._pick(event)

    def _pick(self, event: QMouseEvent) -> None:
        if self._plane is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        room = self.frame()
        mm = room.width() / (self._plane.hu.shape[1] * self._plane.pixel_mm[1])
        at = QPointF(
            min(max(event.position().x(), room.left()), room.right() - 0.01),
            min(max(event.position().y(), room.top()), room.bottom() - 0.01),
        )
        self.picked.emit(self._plane.lps((at.x() - room.left()) / mm, (at.y() - room.top()) / mm))

    def _make_grey(self) -> None:
        self._grey = grey_picture(self._plane.hu, self._table) if self._plane is not None else None
        self.update()

    def _draw_cross(self, painter: QPainter, room: QRectF, scale: float) -> None:
        if self._cross is None:
            return
        x, y = room.left() + self._cross[0] * scale, room.top() + self._cross[1] * scale
        gap = 14.0
        for width, tint in ((3.0, "#000000"), (1.2, image_colours.MEASURE)):
            painter.setPen(QPen(QColor(tint), width))
            for start, end in (
                (QPointF(room.left(), y), QPointF(x - gap, y)), (QPointF(x + gap, y), QPointF(room.right(), y)),
                (QPointF(x, room.top()), QPointF(x, y - gap)), (QPointF(x, y + gap), QPointF(x, room.bottom())),
            ):  # fmt: skip
                painter.drawLine(start, end)
