"""What is written and drawn over a slice: boxes with scores, orientation letters, corners, scale bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from app.models.wording import unbroken
from app.views import image_colours, theme
from app.views.anatomy import EdgeLetters

_ALIGN = Qt.AlignmentFlag
#: Space between writing and the edge of the view, in pixels.
EDGE = 10
#: Letters of a single word that are measured: no view is as wide.
_LONGEST_WORD = 500
_RIM = theme.colour(image_colours.GROUND, 220)


class Line(NamedTuple):
    """One line in a corner and its colour."""

    text: str
    tint: str = image_colours.TEXT


def scaled_font(painter: QPainter, scale: float, bold: bool = False) -> None:
    """Use the painter's own font at ``scale``, never below 8 points."""
    font = painter.font()
    font.setPointSizeF(max(8.0, font.pointSizeF() * scale))
    font.setBold(bold)
    painter.setFont(font)


def draw_box(painter: QPainter, frame: QRectF, tint: str, line: Qt.PenStyle, width: float) -> None:
    """A box in screen pixels."""
    painter.setPen(QPen(QColor(tint), width, line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame)


def name_box(painter: QPainter, frame: QRectF, text: str, tint: str, width: float, taken: list[QRectF]) -> None:
    """The text of a box above it, or below it where there is no room above.

    ``taken`` holds the rooms of the texts so far, which this one leaves free, and is added to.
    """
    painter.save()
    scaled_font(painter, 0.85, bold=True)
    metrics = painter.fontMetrics()
    room = QRectF(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height())
    left = frame.left() - width / 2
    above, below = frame.top() - 1 - room.height(), frame.bottom() + 1
    right = frame.right() + width / 2 - room.width()
    edge = max(0.0, painter.viewport().width() - room.width())  # a long text stays in sight where its box does
    left, right = (min(max(x, 0.0), edge) for x in (left, right))
    places = [QPointF(x, y) for y in (above, below) for x in (left, right) if y >= 0] or [QPointF(left, below)]
    room = take_room([QRectF(place, room.size()) for place in places], taken)
    painter.fillRect(room, theme.colour("#000000", 190))
    painter.setPen(QColor(tint))
    painter.drawText(room, _ALIGN.AlignCenter, text)
    painter.restore()


def take_room(rooms: Sequence[QRectF], taken: list[QRectF]) -> QRectF:
    """The first of ``rooms`` that is free of what is ``taken``, else the first at all; it is taken from now on."""
    room = next((one for one in rooms if not any(one.intersects(other) for other in taken)), rooms[0])
    taken.append(room)
    return room


def draw_letters(painter: QPainter, view: QRectF, edges: EdgeLetters) -> None:
    """The orientation letters at the middle of each edge."""
    area = view.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    painter.save()
    scaled_font(painter, 1.25, bold=True)
    for letter, where in (
        (edges.left, _ALIGN.AlignLeft | _ALIGN.AlignVCenter),
        (edges.right, _ALIGN.AlignRight | _ALIGN.AlignVCenter),
        (edges.top, _ALIGN.AlignTop | _ALIGN.AlignHCenter),
        (edges.bottom, _ALIGN.AlignBottom | _ALIGN.AlignHCenter),
    ):
        _write(painter, area, where, letter, image_colours.WARNING)
    painter.restore()


def draw_corner(
    painter: QPainter,
    view: QRectF,
    corner: Qt.AlignmentFlag,
    lines: Sequence[str | Line],
    scale: float,
    plate: bool = False,
) -> None:
    """Lines in a corner, broken between words where they would leave their part of the view.

    ``plate`` puts a dark ground behind them, for an inverted image.
    """
    area = view.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    width = area.width() * 0.46
    left = area.left() if corner & _ALIGN.AlignLeft else area.right() - width
    painter.save()
    scaled_font(painter, scale)
    metrics = painter.fontMetrics()
    height = metrics.lineSpacing()
    kept = [
        Line(part, line.tint)
        for line in (line if isinstance(line, Line) else Line(line) for line in lines if line)
        for part in _broken(unbroken(line.text), metrics, width)
    ]
    top = area.bottom() - height * len(kept) if corner & _ALIGN.AlignBottom else area.top()
    side = corner & _ALIGN.AlignHorizontal_Mask
    for place, line in enumerate(kept):
        room = QRectF(left, top + place * height, width, height)
        if plate:
            ground = painter.boundingRect(room, side | _ALIGN.AlignVCenter, line.text)
            painter.fillRect(ground.adjusted(-3, 0, 3, 0), theme.colour("#000000", 215))
        _write(painter, room, side | _ALIGN.AlignVCenter, line.text, line.tint)
    painter.restore()


def _broken(text: str, metrics: QFontMetrics, width: float) -> list[str]:
    """``text`` in lines of at most ``width`` pixels; a single word that is longer is cut with an ellipsis."""
    out: list[str] = []
    rest = text
    while metrics.horizontalAdvance(rest) > width:
        cut, blank = 0, rest.find(" ", 1)  # from the front: a description may have thousands of letters
        while blank > 0 and metrics.horizontalAdvance(rest[:blank]) <= width:
            cut, blank = blank, rest.find(" ", blank + 1)
        if cut == 0:
            break
        out.append(rest[:cut].rstrip())
        rest = rest[cut + 1 :].lstrip()
    return [*out, metrics.elidedText(rest[:_LONGEST_WORD], Qt.TextElideMode.ElideRight, int(width))]


def draw_scale(painter: QPainter, view: QRectF, pixels_per_mm: float) -> float:
    """A bar of 5 cm at the lower right, or of the largest shorter length that takes at most 30 % of the width.

    Returns how high it stands above the lower edge of the view, in pixels.
    """
    room = view.width() * 0.3
    mm = next((mm for mm in (50, 20, 10, 5, 2, 1) if mm * pixels_per_mm <= room), 1)
    length = mm * pixels_per_mm
    right, y = view.right() - EDGE - 2, view.bottom() - EDGE - 6
    for offset, tint in ((1, "#000000"), (0, image_colours.TEXT)):
        painter.setPen(QPen(QColor(tint), 1.6))
        for x0, y0, x1, y1 in ((right - length, y, right, y), (right - length, y - 5, right - length, y + 5),
                               (right, y - 5, right, y + 5)):  # fmt: skip
            painter.drawLine(QPointF(x0 + offset, y0 + offset), QPointF(x1 + offset, y1 + offset))
    painter.save()
    scaled_font(painter, 0.9)
    height = painter.fontMetrics().height()
    text = f"{mm // 10} cm" if mm >= 10 else f"{mm} mm"
    _write(painter, QRectF(right - 200, y - 8 - height, 200, height), _ALIGN.AlignRight, text)
    painter.restore()
    return view.bottom() - (y - 8 - height)


def _write(painter: QPainter, room: QRectF, where: Qt.AlignmentFlag, text: str, tint: str = image_colours.TEXT) -> None:
    """Text with a dark rim, readable on bone as on air."""
    if not text:
        return
    ratio = painter.device().devicePixelRatioF()
    picture = _word(text, tint, painter.font().toString(), ratio)
    width, height = picture.width() / ratio, picture.height() / ratio
    left, top = room.left() - 1, room.top() - 1
    if where & _ALIGN.AlignRight:
        left = room.right() + 1 - width
    elif where & _ALIGN.AlignHCenter:
        left = room.center().x() - width / 2
    if where & _ALIGN.AlignBottom:
        top = room.bottom() + 1 - height
    elif where & _ALIGN.AlignVCenter:
        top = room.center().y() - height / 2
    # On whole pixels, or the letters would be blurred.
    painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), picture)


@lru_cache(256)
def _word(text: str, tint: str, font: str, ratio: float) -> QImage:
    """One line with its rim, one pixel of ground around it, at ``ratio`` device pixels a pixel.

    Kept, because most lines are the same on every frame, and drawing one with its rim is drawing it six times.
    """
    face = QFont()
    face.fromString(font)
    metrics = QFontMetrics(face)
    width, height = metrics.horizontalAdvance(text) + 3, metrics.height() + 3
    picture = QImage(math.ceil(width * ratio), math.ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(face)
    base = 1 + metrics.ascent()
    painter.setPen(_RIM)
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1), (1, 1)):
        painter.drawText(QPointF(1 + dx, base + dy), text)
    painter.setPen(QColor(tint))
    painter.drawText(QPointF(1, base), text)
    painter.end()
    return picture
