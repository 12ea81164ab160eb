"""Plots in the theme's colours that stand still: nothing can be dragged out of sight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.views import theme

_Numbers = Sequence[float] | NDArray[np.float64]
#: Symbol, line and mark in the legend, by place: readers with any colour vision can tell the lines apart.
_STYLES: tuple[tuple[str, Qt.PenStyle, str], ...] = (
    ("o", Qt.PenStyle.SolidLine, "\N{BOX DRAWINGS LIGHT HORIZONTAL}\N{BLACK CIRCLE}"),
    ("s", Qt.PenStyle.DashLine, "\N{BOX DRAWINGS LIGHT DOUBLE DASH HORIZONTAL}\N{BLACK SQUARE}"),
    ("t1", Qt.PenStyle.DotLine, "\N{BOX DRAWINGS LIGHT QUADRUPLE DASH HORIZONTAL}\N{BLACK UP-POINTING TRIANGLE}"),
)
_BAR = "\N{BLACK SQUARE}"


class ThemedPlot(pg.PlotWidget):
    """Ground, axes and title in the theme's colours; what is plotted is drawn anew by its page."""

    def take_theme(self) -> None:
        """Use the colours of the theme in use."""
        colours = theme.COLOURS
        self.setBackground(colours.panel)
        item = self.getPlotItem()
        self.write_title(item.titleLabel.text)
        for side in ("bottom", "left"):
            axis = item.getAxis(side)
            axis.setPen(colours.line_strong)
            axis.setTextPen(colours.dim)
            axis.setLabel(axis.labelText, color=colours.dim)

    def write_title(self, text: str) -> None:
        """Write one or more lines over the plot, which pyqtgraph has room for one of."""
        item, metrics = self.getPlotItem(), self.fontMetrics()
        item.setTitle(text, color=theme.COLOURS.text, size=f"{self.font().pointSize()}pt")
        height = round(metrics.lineSpacing() * (1 + text.count("<br>")) + metrics.height() * 0.6)
        item.titleLabel.setMaximumHeight(height)
        item.layout.setRowFixedHeight(0, height)


def plot(title: str, bottom: str, left: str) -> ThemedPlot:
    """An empty plot."""
    widget = ThemedPlot()
    widget.setAccessibleName(title)
    item = widget.getPlotItem()
    item.setTitle(title)
    item.setMouseEnabled(False, False)
    item.setMenuEnabled(False)
    item.hideButtons()
    item.showGrid(x=False, y=True, alpha=0.18)
    for side, text in (("bottom", bottom), ("left", left)):
        axis = item.getAxis(side)
        axis.enableAutoSIPrefix(False)
        axis.setLabel(text)
    widget.take_theme()
    metrics = widget.fontMetrics()
    widget.setMinimumSize(metrics.averageCharWidth() * 40, metrics.height() * 11)
    return widget


def bars(centres: Sequence[float], heights: Sequence[float], width: float, colour: str) -> pg.BarGraphItem:
    """Bars of one colour."""
    return pg.BarGraphItem(x=list(centres), height=list(heights), width=width, brush=colour, pen=None)


def band(x: Sequence[float], low: Sequence[float], high: Sequence[float], colour: str) -> pg.FillBetweenItem:
    """The area between two lines, faint."""
    edges = [pg.PlotCurveItem(np.asarray(x), np.asarray(values)) for values in (low, high)]
    return pg.FillBetweenItem(edges[0], edges[1], brush=theme.colour(colour, 60))


def line(x: _Numbers, y: _Numbers, colour: str, place: int = 0, *, dots: bool = False) -> pg.PlotDataItem:
    """A line in the style of its ``place`` in the legend; with ``dots`` a mark at each point, so that one is seen."""
    symbol, style, _ = _STYLES[place]
    marks = {"symbol": symbol, "symbolSize": 8, "symbolBrush": colour, "symbolPen": None} if dots else {}
    return pg.PlotDataItem(np.asarray(x), np.asarray(y), pen=pg.mkPen(colour, width=2, style=style), **marks)


def threshold_line(at: float, colour: str, text: str, *, dashed: bool = False) -> pg.InfiniteLine:
    """A vertical line with a word beside it."""
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    options = {"position": 0.96, "color": QColor(colour), "movable": False}
    return pg.InfiniteLine(at, angle=90, pen=pg.mkPen(colour, width=2, style=style), label=text, labelOpts=options)


def legend(widget: ThemedPlot, *entries: tuple[str, str], bars: bool = False) -> None:
    """Name, mark and colour of each line or bar, below the title: so the legend never lies over the lines."""
    title = widget.accessibleName()
    marks = [
        f'<span style="color: {colour}">{_BAR if bars else mark}</span>&nbsp;{name}'
        for (name, colour), (_, _, mark) in zip(entries, _STYLES, strict=False)
    ]
    widget.write_title(f"{title}<br>{'&nbsp;&nbsp; '.join(marks)}")
