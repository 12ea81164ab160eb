"""Measuring with the mouse: draws new measurements, moves and removes those there are, keeps them by slice."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Signal

from app.models.measurements import Measurement, MeasurementKind, MidlineShift, Point, midline_shift
from app.views.measure_draw import ToScreen, clamped, handle_near, line_near

#: Of so many series that were left the measurements are remembered.
_SERIES = 200


class MeasureTool(QObject):
    """The measurements of the open series, and what the left button is doing with them.

    Positions come twice: as a point in pixels of the slice and as a spot on the screen. Measurements stay until the
    reader removes them or the program ends: who comes back to a series finds them again.
    """

    #: Anything that is drawn changed.
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        #: What a new measurement will be; None while the left button does something else.
        self.kind: MeasurementKind | None = None
        self._kept: list[Measurement] = []
        self._series = ""
        self._elsewhere: OrderedDict[str, list[Measurement]] = OrderedDict()
        self._next = 1
        self._selected: int | None = None
        self._drawing: Measurement | None = None
        self._held: int | None = None
        self._handle: int | None = None
        self._last: Point = (0.0, 0.0)

    # What there is

    @property
    def kept(self) -> tuple[Measurement, ...]:
        """All finished measurements of the series, in the order in which they were made."""
        return tuple(self._kept)

    @property
    def selected(self) -> int | None:
        """Number of the chosen measurement."""
        return self._selected

    @property
    def busy(self) -> bool:
        """Whether a measurement is being drawn or moved."""
        return self._drawing is not None or self._held is not None

    def on(self, index: int) -> tuple[Measurement, ...]:
        """What is drawn on a slice, the one in the making last."""
        found = [m for m in self._kept if m.slice == index]
        if self._drawing is not None and self._drawing.slice == index:
            found.append(self._drawing)
        return tuple(found)

    def midline(self, affine: NDArray[np.float64]) -> MidlineShift | None:
        """The shift of the midline as it was marked last; ``affine`` is that of the volume."""
        marked = [m for m in self._kept if m.kind is MeasurementKind.MIDLINE]
        return midline_shift(marked[-1], affine) if marked else None

    # Commands

    def open(self, series_instance_uid: str) -> None:
        """Go on with what was measured on this series; an empty UID is none."""
        if series_instance_uid != self._series:
            if self._kept and self._series:
                self._elsewhere[self._series] = self._kept
                while len(self._elsewhere) > _SERIES:
                    self._elsewhere.popitem(last=False)
            self._series = series_instance_uid
            self._kept, self._selected = self._elsewhere.pop(series_instance_uid, []), None
        self.cancel()

    def take(self, other: MeasureTool) -> None:
        """Go on with all that was measured with another tool, on the same series."""
        self._kept, self._next = list(other._kept), other._next
        self._elsewhere = OrderedDict(other._elsewhere)
        self.cancel()

    def cancel(self) -> None:
        """Give up the measurement in the making."""
        self._drawing = self._held = self._handle = None
        self.changed.emit()

    def remove(self, index: int) -> bool:
        """Remove the chosen measurement, or else the latest on slice ``index``; whether there was one."""
        mine = [m for m in self._kept if m.slice == index]
        gone = next((m for m in mine if m.id == self._selected), mine[-1] if mine else None)
        if gone is None:
            return False
        self._kept = [m for m in self._kept if m.id != gone.id]
        self._selected = None
        self.cancel()
        return True

    def remove_all(self, index: int) -> None:
        """Remove all measurements of slice ``index``."""
        self._kept = [m for m in self._kept if m.slice != index]
        self._selected = None
        self.cancel()

    # Mouse

    def press(self, index: int, point: Point, spot: QPointF, to_screen: ToScreen, shape: tuple[int, int]) -> bool:
        """The left button went down; whether it is for this tool."""
        if self._drawing is not None:  # the third point lies here
            self.move(point, shape)
            self._finish()
            return True
        for kept in reversed(self.on(index)):
            handle = handle_near(kept, spot, to_screen)
            if handle is not None or line_near(kept, spot, to_screen):
                self._selected = self._held = kept.id
                self._handle, self._last = handle, point
                self.changed.emit()
                return True
        self._selected = None
        if self.kind is None:
            self.changed.emit()
            return False
        start = clamped(point, shape)
        self._drawing = Measurement(self._next, self.kind, index, (start,) * self.kind.points)
        self.changed.emit()
        return True

    def move(self, point: Point, shape: tuple[int, int]) -> bool:
        """The pointer moved; whether something moved with it."""
        if self._drawing is not None:
            first = 1 if self._handle is None else self._handle
            for place in range(min(first, len(self._drawing.points) - 1), len(self._drawing.points)):
                self._drawing = self._drawing.with_point(place, clamped(point, shape))
        elif self._held is not None:
            place = next(i for i, m in enumerate(self._kept) if m.id == self._held)
            if self._handle is not None:
                self._kept[place] = self._kept[place].with_point(self._handle, clamped(point, shape))
            else:
                self._kept[place] = self._kept[place].moved(point[0] - self._last[0], point[1] - self._last[1])
            self._last = point
        else:
            return False
        self.changed.emit()
        return True

    def release(self) -> bool:
        """The left button came up; whether it was for this tool."""
        drawing = self._drawing
        if drawing is None:
            held, self._held, self._handle = self._held, None, None
            return held is not None
        if drawing.kind is MeasurementKind.POINT:
            self._finish()
        elif drawing.points[0] == drawing.points[-1]:
            self.cancel()  # a click without a drag measures nothing
        elif drawing.kind.points == 3:
            self._handle = 2  # now the third point follows the pointer until the next click
        else:
            self._finish()
        return True

    def _finish(self) -> None:
        drawing, self._drawing, self._handle = self._drawing, None, None
        if drawing is not None:
            self._kept.append(drawing)
            self._selected, self._next = drawing.id, self._next + 1
        self.changed.emit()
