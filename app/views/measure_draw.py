"""Measurements on the screen: lines, handles and numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.models.measurements import Measurement, MeasurementKind, Point
from app.views import image_colours, theme
from app.views.annotations import scaled_font, take_room

#: From a pixel of the slice to the screen.
ToScreen = Callable[[float, float], QPointF]
_HANDLE = 3.5
_NEAR_HANDLE, _NEAR_LINE = 9.0, 6.0


def draw_measurement(painter: QPainter, measurement: Measurement, to_screen: ToScreen, selected: bool) -> None:
    """Draw one measurement without its numbers."""
    spots = [to_screen(*point) for point in measurement.points]
    tint = _tint(selected)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("#000000", 3.4), (tint, 1.6)):
        painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if measurement.kind is MeasurementKind.ELLIPSE:
            painter.drawEllipse(QRectF(*spots).normalized())
        elif measurement.kind is MeasurementKind.POINT:
            x, y = spots[0].x(), spots[0].y()
            painter.drawLines([QLineF(x - 6, y, x - 2, y), QLineF(x + 2, y, x + 6, y),
                               QLineF(x, y - 6, x, y - 2), QLineF(x, y + 2, x, y + 6)])  # fmt: skip
        elif measurement.kind is MeasurementKind.MIDLINE:
            painter.drawLine(spots[0], spots[1])
            painter.drawLine(spots[2], _foot(spots))
        else:
            painter.drawPolyline(spots)
    if measurement.kind is not MeasurementKind.POINT:
        painter.setPen(QPen(QColor("#000000"), 1))
        painter.setBrush(QColor(tint))
        for spot in spots:
            painter.drawEllipse(spot, _HANDLE, _HANDLE)


def write_measurement(
    painter: QPainter,
    view: QRectF,
    measurement: Measurement,
    lines: Sequence[str],
    to_screen: ToScreen,
    selected: bool,
    taken: list[QRectF],
) -> None:
    """Write the numbers ``lines`` of a measurement beside it, inside ``view`` in screen pixels.

    ``taken`` holds the rooms of the numbers so far, which these leave free, and is added to.
    """
    if not lines:
        return
    at = _text_at(measurement, [to_screen(*point) for point in measurement.points])
    painter.save()
    scaled_font(painter, 0.95, bold=True)
    metrics = painter.fontMetrics()
    size = QSizeF(max(map(metrics.horizontalAdvance, lines)) + 10, metrics.lineSpacing() * len(lines) + 4)
    room = take_room(_rooms(view, at, size, taken), taken)
    painter.fillRect(room, theme.colour("#000000", 185))
    painter.setPen(QColor(_tint(selected)))
    painter.drawText(room.adjusted(5, 2, -5, -2), Qt.AlignmentFlag.AlignLeft, "\n".join(lines))
    painter.restore()


def _rooms(view: QRectF, at: QPointF, size: QSizeF, taken: Sequence[QRectF]) -> list[QRectF]:
    """Rooms of this size in ``view``: at the lower right of ``at``, then above and below what is taken, by nearness."""
    left = max(view.left(), min(at.x() + 8, view.right() - size.width()))
    usual = at.y() + 4
    beside = [y for one in taken for y in (one.bottom() + 1, one.top() - size.height() - 1)]
    tops = (usual, *sorted(beside, key=lambda y: abs(y - usual)))
    return [QRectF(QPointF(left, max(view.top(), min(top, view.bottom() - size.height()))), size) for top in tops]


def _tint(selected: bool) -> str:
    return image_colours.SELECTED if selected else image_colours.MEASURE


def _foot(spots: Sequence[QPointF]) -> QPointF:
    """Where the perpendicular from the third spot meets the line through the others.

    The view is true to millimetres in both directions, so that it is the perpendicular in the patient too.
    """
    along, out = spots[1] - spots[0], spots[2] - spots[0]
    square = QPointF.dotProduct(along, along)
    return spots[0] if square == 0 else spots[0] + along * (QPointF.dotProduct(out, along) / square)


def _text_at(measurement: Measurement, spots: Sequence[QPointF]) -> QPointF:
    if measurement.kind is MeasurementKind.ANGLE:
        return spots[1]
    if measurement.kind is MeasurementKind.MIDLINE:
        return spots[2]
    return QPointF(max(spot.x() for spot in spots), max(spot.y() for spot in spots))


def handle_near(measurement: Measurement, spot: QPointF, to_screen: ToScreen) -> int | None:
    """The point of a measurement within reach of a spot on the screen, None where none is."""
    apart = [QLineF(to_screen(*point), spot).length() for point in measurement.points]
    nearest = min(range(len(apart)), key=lambda place: apart[place])
    return nearest if apart[nearest] <= _NEAR_HANDLE else None


def line_near(measurement: Measurement, spot: QPointF, to_screen: ToScreen) -> bool:
    """Whether a spot on the screen lies on the lines of a measurement."""
    spots = [to_screen(*point) for point in measurement.points]
    if measurement.kind is MeasurementKind.ELLIPSE:
        box = QRectF(spots[0], spots[1]).normalized()
        rx, ry = max(box.width() / 2, 1.0), max(box.height() / 2, 1.0)
        x, y = (spot.x() - box.center().x()) / rx, (spot.y() - box.center().y()) / ry
        return abs(math.hypot(x, y) - 1) * min(rx, ry) <= _NEAR_LINE
    if measurement.kind is MeasurementKind.MIDLINE:
        spots = [spots[0], spots[1], _foot(spots), spots[2]]
    return any(_to_segment(spot, a, b) <= _NEAR_LINE for a, b in pairwise(spots))


def _to_segment(spot: QPointF, a: QPointF, b: QPointF) -> float:
    along, out = b - a, spot - a
    square = QPointF.dotProduct(along, along)
    share = 0.0 if square == 0 else min(1.0, max(0.0, QPointF.dotProduct(out, along) / square))
    return QLineF(spot, a + along * share).length()


def clamped(point: Point, shape: tuple[int, int]) -> Point:
    """The nearest point on a slice of ``shape`` (rows, columns)."""
    return min(max(point[0], 0.0), float(shape[1])), min(max(point[1], 0.0), float(shape[0]))
