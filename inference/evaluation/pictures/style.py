"""How all pictures look: size, type and colours (Okabe and Ito's, which the colour-blind tell apart)."""

from __future__ import annotations

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#777777"
OF_GROUP = {"all": BLUE, "IPH": RED, "EDH/SDH": GREEN, "SAH": ORANGE}
DPI = 120


def new(width: float, height: float, rows: int = 1, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """A figure of so many inches, and its axes, row by row. No screen and no global state of matplotlib is used."""
    with rc_context({"font.family": "DejaVu Sans", "font.size": 10, "axes.titlesize": 11, "axes.labelsize": 10}):
        figure = Figure(figsize=(width, height), dpi=DPI, layout="constrained", facecolor="white")
        axes = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    return figure, axes


def plain(axes: Axes) -> None:
    """Without the frame above and right, with a faint grid."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
