"""The curve of a training run as a picture."""

from __future__ import annotations

import csv
from pathlib import Path

_NOT_TERMS = ("step", "seconds", "learning_rate")


def draw_curve(table: Path, picture: Path) -> bool:
    """Draws each loss of ``curve.csv`` over the steps, the learning rate below; False where there is nothing to draw.

    Without matplotlib (extra ``train``) the table is all there is.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        return False
    if not table.exists():
        return False
    with table.open(newline="") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    if len(rows) < 2:
        return False
    steps = [row["step"] for row in rows]
    figure = Figure(figsize=(8, 6), layout="constrained")
    FigureCanvasAgg(figure)
    losses, rate = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    for name in (name for name in rows[0] if name not in _NOT_TERMS):
        losses.plot(steps, [row[name] for row in rows], label=name)
    losses.set_ylabel("mean loss of 100 steps")
    losses.set_ylim(bottom=0)
    losses.grid(alpha=0.3)
    losses.legend(ncols=3, fontsize="small")
    rate.semilogy(steps, [row["learning_rate"] for row in rows], color="black")
    rate.set_ylabel("learning rate")
    rate.set_xlabel("step")
    rate.grid(alpha=0.3)
    figure.savefig(picture, dpi=120)
    return True
