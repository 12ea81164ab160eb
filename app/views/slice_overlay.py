"""What is painted over a slice, in screen pixels: boxes, measurements, the writing in the corners, scale bar, focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.models import wording
from app.models.measurements import Measurement, describe
from app.models.translation import tr
from app.models.view_threshold import Filtered
from app.views import image_colours
from app.views.anatomy import Flips, edge_letters
from app.views.annotations import Line, draw_box, draw_corner, draw_letters, draw_scale, name_box
from app.views.measure_draw import draw_measurement, write_measurement
from app.views.slice_words import laterality, slice_lines
from app.views.windows import Window
from inference.types import Box, Volume

_ALIGN = Qt.AlignmentFlag
#: Where a point in pixels of the slice (x, y) lies on the screen.
ToScreen = Callable[[float, float], QPointF]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which overlays are on; ``opacity`` of filled masks in [0, 1]."""

    masks: bool = True
    filled: bool = True
    boxes: bool = True
    rejected: bool = False
    opacity: float = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A slice on the screen, as far as the writing over it is concerned.

    Attributes:
        place: number of the slice and how many there are, where ``volume`` is one slice of a series still being read.
        view: the whole view in screen pixels.
        to_screen: where a point in pixels of the slice lies.
        device_ratio: device pixels for each screen pixel.
        corners: the lines of the upper left and the lower left corner.
        hidden: the overlays are hidden for a look at the bare image.
    """

    volume: Volume
    index: int
    place: tuple[int, int] | None
    window: Window
    inverted: bool
    flips: Flips
    view: QRectF
    to_screen: ToScreen
    device_ratio: float
    corners: tuple[tuple[str | Line, ...], tuple[str | Line, ...]]
    hidden: bool


def draw_writing(painter: QPainter, scene: Scene) -> None:
    """Orientation letters, corners and scale bar."""
    volume, view, inverted = scene.volume, scene.view, scene.inverted
    scale = abs(scene.to_screen(1, 0).x() - scene.to_screen(0, 0).x())
    lines = slice_lines(volume, scene.index, scene.window, inverted, scale * scene.device_ratio, scene.place)
    if scene.hidden:
        lines.append(Line(tr("Overlays hidden"), image_colours.WARNING))
    top_left, bottom_left = scene.corners
    draw_letters(painter, view, edge_letters(volume.affine).flipped(scene.flips))
    draw_corner(painter, view, _ALIGN.AlignLeft | _ALIGN.AlignTop, top_left, 1.0, inverted)
    draw_corner(painter, view, _ALIGN.AlignRight | _ALIGN.AlignTop, lines, 1.0, inverted)
    draw_corner(painter, view, _ALIGN.AlignLeft | _ALIGN.AlignBottom, bottom_left, 0.9, inverted)
    above = draw_scale(painter, view, scale / volume.pixel_mm[1])
    free = view.adjusted(0, 0, 0, -above)
    side = [laterality(volume, scene.flips)]
    draw_corner(painter, free, _ALIGN.AlignRight | _ALIGN.AlignBottom, side, 0.9, inverted)


def draw_boxes(
    painter: QPainter, found: Filtered, index: int, shown: Shown, chosen: int | None, to_screen: ToScreen
) -> None:
    """The boxes on slice ``index`` with their scores; those of lesion ``chosen`` thicker.

    Rejected proposals are purple, those that the threshold for looking would let in are dashed.
    """
    dashed, solid = Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine
    green, purple = image_colours.ACCEPTED, image_colours.REJECTED
    boxes: list[tuple[Box, str, str, Qt.PenStyle, float]] = []
    taken: list[QRectF] = []
    if shown.rejected:
        boxes += [(box, wording.box_text(box), purple, dashed, 1.6) for box in found.rejected]
    if shown.boxes:
        boxes += [(box, f"? {box.score:.2f}", green, dashed, 1.6) for box in found.admitted]
        for box, lesion in found.accepted:
            width = 3.2 if lesion.id == chosen else 2.0
            boxes.append((box, f"{lesion.type.value} {box.score:.2f}", green, solid, width))
    here = [
        (QRectF(to_screen(box.x0, box.y0), to_screen(box.x1, box.y1)).normalized(), text, tint, line, width)
        for box, text, tint, line, width in boxes
        if box.slice == index
    ]
    for frame, _, tint, line, width in here:
        draw_box(painter, frame, tint, line, width)
    for frame, text, tint, _, width in here:  # last, so that no frame goes through a number
        name_box(painter, frame, text, tint, width, taken)


def draw_measurements(painter: QPainter, scene: Scene, measured: Sequence[Measurement], chosen: int | None) -> None:
    """The measurements of the slice with their values; ``chosen`` is the number of the one that is selected."""
    volume = scene.volume
    taken: list[QRectF] = []
    for one in measured:
        draw_measurement(painter, one, scene.to_screen, one.id == chosen)
    for one in measured:
        lines = describe(one, volume.hu[scene.index], volume.affine, volume.pixel_mm)
        write_measurement(painter, scene.view, one, lines, scene.to_screen, one.id == chosen, taken)


def draw_focus(painter: QPainter, view: QRectF) -> None:
    """The frame of the view that has the keyboard."""
    painter.setPen(QPen(QColor(image_colours.FOCUS), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(view.adjusted(1, 1, -1, -1))
