"""Where a slice lies on the screen and in which greys: the part of the slice view that knows nothing of a study."""

from __future__ import annotations

import pyqtgraph as pg
from numpy import int16, uint8
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.models.measurements import Point
from app.views import image_colours
from app.views.anatomy import Flips
from app.views.slice_items import GreyItem, MaskItem, SliceBox
from app.views.windows import PRESETS, Window


class SliceStage(pg.GraphicsView):
    """One plane with its masks in millimetres, so that non-square pixels keep their true shape.

    The plane's first pixel has its corner at (0, 0) mm.
    """

    window_changed = Signal(object)
    #: Flips or inversion changed.
    orientation_changed = Signal()
    #: A millimetre of the slice has another length or place on the screen.
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=image_colours.GROUND)
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.FullViewportUpdate)
        # A kept background is blitted whole, a fifth of a frame at 4K, and knows nothing of where the slice has gone.
        self.setCacheMode(pg.GraphicsView.CacheModeFlag.CacheNone)
        # drawBackground and the slice cover everything; filling 4K twice more beneath it took a third of a frame.
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._box = SliceBox()
        self.setCentralItem(self._box)
        self._image, self._mask = GreyItem(), MaskItem()
        self._mask.setZValue(1)
        self._box.addItem(self._image, ignoreBounds=True)
        self._box.addItem(self._mask, ignoreBounds=True)
        self._extent = QRectF()
        self._pixel_mm = (1.0, 1.0)
        self._window, self._inverted = PRESETS[0][1], False
        self._flips = Flips()
        self._by_hand = False
        self._box.windowed.connect(self._drag_window)
        self._box.moved_by_hand.connect(self._mark_by_hand)
        self._box.sigTransformChanged.connect(self._tell_zoom)

    @property
    def window_hu(self) -> Window:
        """The CT window."""
        return self._window

    @property
    def inverted(self) -> bool:
        """Whether dense is dark."""
        return self._inverted

    @property
    def flips(self) -> Flips:
        """How the stored image is mirrored on the screen."""
        return self._flips

    def set_window(self, window: Window) -> None:
        """Use this CT window."""
        self._window = window
        self._image.set_window(window, self._inverted)
        self.viewport().update()
        self.window_changed.emit(window)

    def set_inverted(self, inverted: bool) -> None:
        """Show dense as dark."""
        if inverted != self._inverted:
            self._inverted = inverted
            self._image.set_window(self._window, inverted)
            self.viewport().update()
            self.orientation_changed.emit()

    def flip(self, sideways: bool = False, upside_down: bool = False) -> None:
        """Mirror what is shown; letters follow."""
        self._set_flips(Flips(self._flips.sideways != sideways, self._flips.upside_down != upside_down))

    def fit(self) -> None:
        """Show the whole slice."""
        self._by_hand = False
        if not self._extent.isEmpty():
            self._box.setRange(self._extent, padding=0.01)

    def zoom_to(self, x_mm: float, y_mm: float, pixels_per_mm: float) -> None:
        """Put a place of the stored slice, in mm from its first pixel's corner, in the middle at this scale."""
        width, height = self._box.width() / pixels_per_mm, self._box.height() / pixels_per_mm
        self._box.setRange(QRectF(x_mm - width / 2, y_mm - height / 2, width, height), padding=0)
        self._by_hand = True

    def look_as(self, other: SliceStage) -> None:
        """Window, inversion, flips and zoom of another view of the same plane."""
        self.set_window(other._window)
        self.set_inverted(other._inverted)
        self._set_flips(other._flips)
        if other._by_hand:
            seen = other._box.viewRect()
            self.zoom_to(seen.center().x(), seen.center().y(), other._box.width() / seen.width())

    def to_screen(self, x: float, y: float) -> QPointF:
        """Where a point in pixels of the slice lies in the view."""
        row, column = self._pixel_mm
        return self._box.mapViewToScene(QPointF(x * column, y * row))

    def pixel_at(self, spot: QPointF) -> Point | None:
        """The point in pixels of the slice under a spot of the view; None where no slice is shown."""
        if self._extent.isEmpty():
            return None
        row, column = self._pixel_mm
        place = self._box.mapSceneToView(spot)
        return place.x() / column, place.y() / row

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None and not self._by_hand:
            self.fit()

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """The ground beside the slice only: what the slice covers need not be painted twice."""
        painter.save()
        painter.resetTransform()
        ground = QRegion(self.viewport().rect())
        if not self._extent.isEmpty():
            corners = self._extent.topLeft(), self._extent.bottomRight()
            covered = QRectF(*(self._box.mapViewToScene(corner) for corner in corners)).normalized()
            ground = ground.subtracted(QRegion(covered.adjusted(2, 2, -2, -2).toRect()))
        painter.setClipRegion(ground)
        painter.fillRect(self.viewport().rect(), QColor(image_colours.GROUND))
        painter.restore()

    # For the slice view

    def _set_plane(
        self, plane: NDArray[int16] | None, labels: NDArray[uint8] | None, pixel_mm: tuple[float, float]
    ) -> None:
        """Show HU int16 [Y, X] with its labels uint8 [Y, X]; None shows nothing. ``pixel_mm`` is (row, column)."""
        self._pixel_mm, self._extent = pixel_mm, QRectF()
        if plane is not None:
            self._extent = QRectF(0, 0, plane.shape[1] * pixel_mm[1], plane.shape[0] * pixel_mm[0])
        self._image.set_plane(plane, self._extent)
        self._mask.set_labels(labels, self._extent)
        self.viewport().update()

    def _set_labels(self, labels: NDArray[uint8]) -> None:
        self._mask.set_labels(labels, self._extent)
        self.viewport().update()

    def _set_flips(self, flips: Flips) -> None:
        self._flips = flips
        self._box.invertX(flips.sideways)
        self._box.invertY(not flips.upside_down)
        self.viewport().update()
        self.orientation_changed.emit()

    def _drag_window(self, right: float, up: float) -> None:
        self.set_window(self._window.dragged(right, up))

    def _mark_by_hand(self) -> None:
        self._by_hand = True

    def _tell_zoom(self) -> None:
        self.zoomed.emit()
