"""What other products drew, over a slice: broken outlines in colours of their own, each with the product's name.

Ours are filled or solid, in the colours of the types; these are neither, so that nobody takes one for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.results.reading.drawing import Patch
from app.views import image_colours, theme
from app.views.annotations import scaled_font

#: In turn; none is a colour of a type or of a box.
COLOURS = ("#ff7ad9", "#00e5ff", "#c6ff00", "#ffffff", "#8c9eff", "#ffab91")
_DASHES = (4.0, 2.5)
#: Of a line, in pixels of the screen.
_WIDTH = 2.0

_Corner = tuple[int, int]
Loop = tuple[_Corner, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A segment or region to be drawn; ``name`` says whose it is and what, ``slices`` holds its masks by index."""

    name: str
    colour: str
    slices: Mapping[int, Patch]
    _loops: dict[int, tuple[Loop, ...]] = field(default_factory=dict)

    def loops(self, index: int) -> tuple[Loop, ...]:
        """Its outlines on a slice, along the edges of the pixels."""
        if index not in self._loops:
            patch = self.slices.get(index)
            self._loops[index] = () if patch is None else outlines(patch.mask, patch.x, patch.y)
        return self._loops[index]


def outlines(mask: NDArray[np.bool_], x: int = 0, y: int = 0) -> tuple[Loop, ...]:
    """Closed lines along the edges of the pixels of ``mask`` bool [Y, X], inside on the right hand.

    Corners are (column, row) of pixel corners, ``x`` and ``y`` those of the mask's first pixel; only where a line
    turns there is a corner.
    """
    padded = np.pad(mask, 1)
    edges: defaultdict[_Corner, list[_Corner]] = defaultdict(list)
    for row, column in np.argwhere(padded[1:] != padded[:-1]).tolist():  # between row and row + 1
        inside_below = bool(padded[row + 1, column])
        start, end = (column - 1, row), (column, row)
        edges[start if inside_below else end].append(end if inside_below else start)
    for row, column in np.argwhere(padded[:, 1:] != padded[:, :-1]).tolist():
        inside_left = bool(padded[row, column])
        start, end = (column, row - 1), (column, row)
        edges[start if inside_left else end].append(end if inside_left else start)
    loops: list[Loop] = []
    while edges:
        first = next(iter(edges))
        here, line = first, [first]
        while True:
            ways = edges[here]
            there = ways.pop()
            if not ways:
                del edges[here]
            here = there
            if here == first:
                break
            line.append(here)
        turns = [
            (at[0] + x, at[1] + y)
            for before, at, after in zip((line[-1], *line[:-1]), line, (*line[1:], line[0]), strict=True)
            if (at[0] - before[0], at[1] - before[1]) != (after[0] - at[0], after[1] - at[1])
        ]
        loops.append(tuple(turns))
    return tuple(loops)


def draw_others(
    painter: QPainter, drawn: Sequence[Drawn], index: int, to_screen: Callable[[float, float], QPointF], view: QRectF
) -> None:
    """The outlines on slice ``index``, with their names beside them."""
    taken: list[QRectF] = []
    for one in drawn:
        lines = [QPolygonF([to_screen(*corner) for corner in (*loop, loop[0])]) for loop in one.loops(index)]
        if not lines:
            continue
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dashed = QPen(QColor(one.colour), _WIDTH)
        dashed.setDashPattern(_DASHES)
        for pen in (QPen(theme.colour(image_colours.GROUND, 170), _WIDTH + 2), dashed):
            painter.setPen(pen)
            for line in lines:
                painter.drawPolyline(line)
        _name(painter, one, lines, view, taken)


def _name(painter: QPainter, one: Drawn, lines: Sequence[QPolygonF], view: QRectF, taken: list[QRectF]) -> None:
    """Beside the right end of what is drawn, and within the view; below the names that are there."""
    bounds = QRectF()
    for line in lines:
        bounds = bounds.united(line.boundingRect())
    painter.save()
    scaled_font(painter, 0.85, bold=True)
    metrics = painter.fontMetrics()
    most = int(view.width() * 0.6)
    text = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, most)
    room = QRectF(bounds.right() + 6, bounds.top(), metrics.horizontalAdvance(text) + 8, metrics.height())
    if room.right() > view.right():
        room.moveRight(bounds.left() - 6)
    room.moveLeft(max(view.left(), min(room.left(), view.right() - room.width())))
    room.moveTop(max(view.top(), min(room.top(), view.bottom() - room.height())))
    for _ in range(20):
        below = next((other for other in taken if other.intersects(room)), None)
        if below is None:
            break
        room.moveTop(below.bottom() + 1)
    taken.append(room)
    painter.fillRect(room, theme.colour(image_colours.GROUND, 200))
    painter.setPen(QColor(one.colour))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
