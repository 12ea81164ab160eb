"""The slices that show the worst errors, with boxes and outlines, as a reader would want to see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from inference.evaluation.key_slice import KeySlice
from inference.evaluation.pictures import style
from inference.evaluation.summary import Report
from inference.evaluation.worst import WorstCase

_TITLES = {
    "misses": "Worst misses: studies with hemorrhage called negative",
    "false_positives": "Worst false positives: studies without hemorrhage called positive",
    "missed_lesions": "Largest lesions missed in studies called positive",
}
_TRUTH, _ANSWER, _ACCEPTED, _REJECTED = "#FFD400", "#00C8FF", "#35D06A", "#C77DFF"
_COLUMNS = 3


def figures(report: Report, slices: Mapping[int, KeySlice]) -> dict[str, tuple[str, Figure]]:
    """One figure for each kind of error that occurred."""
    out = {}
    for kind, cases in report.worst.items():
        shown = [(case, slices[case.line]) for case in cases
                 if case.line in slices and slices[case.line].index == case.slice]  # fmt: skip
        if shown:
            out[kind] = (_TITLES[kind], montage(_TITLES[kind], shown))
    return out


def montage(title: str, shown: Sequence[tuple[WorstCase, KeySlice]]) -> Figure:
    """The slices beside each other, named by their lines of the manifest."""
    rows = -(-len(shown) // _COLUMNS)
    figure, panels = style.new(10.5, 4 * rows + 0.9, rows, _COLUMNS)
    for axes in panels:
        axes.set_axis_off()
    for axes, (case, picture) in zip(panels, shown, strict=False):
        _slice(axes, picture)
        volume = "" if case.truth_ml is None else f" {case.truth_ml:.2f} mL"
        truth = f"{case.types or 'hemorrhage'}{volume}, " if case.types or volume else ""
        axes.set_title(f"Line {case.line}, slice {picture.index + 1} of {picture.count}\n{truth}score {case.score:.3f}")
    figure.suptitle(title, fontsize=12)
    keys = [
        Line2D([], [], color=_TRUTH, linewidth=2, label="true mask"),
        Line2D([], [], color=_ANSWER, linewidth=2, label="drawn mask"),
        Line2D([], [], color=_ACCEPTED, linewidth=2, label="box taken for hemorrhage"),
        Line2D([], [], color=_REJECTED, linewidth=2, linestyle="--", label="box rejected"),
    ]
    legend = figure.legend(handles=keys, loc="outside lower center", ncols=4, facecolor="black", framealpha=1)
    for text in legend.get_texts():
        text.set_color("white")
    return figure


def _slice(axes: Axes, picture: KeySlice) -> None:
    row_mm, column_mm = picture.pixel_mm
    axes.imshow(picture.grey, cmap="gray", vmin=0, vmax=255, aspect=row_mm / column_mm, interpolation="bilinear")
    for mask, colour in ((picture.answer, _ANSWER), (picture.truth, _TRUTH)):
        if mask is not None and mask.any():
            # half a pixel beyond the border, so that a lesion at the image's edge is closed
            padded = np.pad((mask > 0).astype(np.float64), 1)
            y, x = (np.arange(length) - 1 for length in padded.shape)
            axes.contour(x, y, padded, levels=[0.5], colors=[colour], linewidths=1.2)
    # of the rejected ones, which may be many, the scores would cover the image
    for boxes, colour, line, named in (
        (picture.rejected, _REJECTED, "--", False),
        (picture.accepted, _ACCEPTED, "-", True),
    ):
        for box in boxes:
            corner, width, height = (box.x0 - 0.5, box.y0 - 0.5), box.x1 - box.x0, box.y1 - box.y0
            axes.add_patch(
                Rectangle(corner, width, height, fill=False, edgecolor=colour, linestyle=line, linewidth=1.3)
            )
            if named:
                axes.text(box.x1 + 1, box.y0, f"{box.score:.2f}", color=colour, fontsize=8, va="top")
