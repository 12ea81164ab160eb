"""The report's curves and tables as figures. Every figure says what its bands and bars are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from inference import measures as ms
from inference.evaluation.by_lesion import MISSED, NOTHING
from inference.evaluation.case import Judged
from inference.evaluation.pictures import style
from inference.evaluation.strata import GROUPS
from inference.evaluation.summary import Report
from inference.types import TYPES

Figures = dict[str, tuple[str, Figure]]
"""File name without extension -> (title, figure)."""

_MARKERS = {"IPH": "o", "EDH/SDH": "s", "SAH": "^"}


def figures(report: Report, judged: Sequence[Judged]) -> Figures:
    """Those of the report's pictures for which it has data."""
    out: Figures = {}
    if report.roc:
        out["roc"] = ("ROC curve of the studies", roc(report))
    if report.lesions.froc["all"]:
        out["froc"] = ("FROC curve of the lesions", froc(report))
    if report.lesions.count:
        out["types"] = ("Confusion of types", types(report))
    if any(b.observed.n for b in report.calibration):
        out["calibration"] = ("Calibration curve", calibration(report))
        out["scores"] = ("Scores of the studies", scores(report, judged))
    if any(report.quantification[name].dice.n for name in GROUPS):
        out["volumes"] = ("Volumes against the masks, and ABC/2", volumes(report, judged))
    return out


def roc(report: Report) -> Figure:
    """Sensitivity against 1 - specificity, with the bootstrap band and the operating point."""
    figure, (axes,) = style.new(6, 5.6)
    style.plain(axes)
    if report.roc_band:
        axes.fill_between(
            [1 - b.specificity for b in report.roc_band], [b.low for b in report.roc_band],
            [b.high for b in report.roc_band], color=style.BLUE, alpha=0.15, linewidth=0, label="95 % (bootstrap)",
        )  # fmt: skip
    axes.plot([1 - p.specificity for p in report.roc], [p.sensitivity for p in report.roc], color=style.BLUE,
              linewidth=2, label=f"AUC {_interval(report.overall.auc)}")  # fmt: skip
    axes.plot([0, 1], [0, 1], color=style.GREY, linewidth=1, linestyle=":", label="chance")
    se, sp = report.overall.sensitivity, report.overall.specificity
    if se.value is not None and sp.value is not None:
        axes.errorbar(
            1 - sp.value, se.value, xerr=_arms(sp, flipped=True), yerr=_arms(se), color=style.RED, marker="o",
            capsize=3, zorder=4, label=f"threshold {report.threshold:g} (Wilson)",
        )  # fmt: skip
    axes.set(xlabel="1 - specificity", ylabel="Sensitivity", xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal")
    axes.set_title(f"Studies: {se.n} with hemorrhage, {sp.n} without")
    axes.legend(loc="lower right", frameon=False)
    return figure


def froc(report: Report) -> Figure:
    """Lesion sensitivity against false findings an exam: all lesions with their band, and the paper's groups."""
    figure, (axes,) = style.new(7, 5.6)
    style.plain(axes)
    for name, curve in report.lesions.froc.items():
        if not curve:
            continue
        x, y, low, high = np.array(
            [(p.false_per_exam, p.sensitivity.value, p.sensitivity.low, p.sensitivity.high) for p in curve], np.float64
        ).T  # None becomes NaN, which is not drawn
        label = f"{name}, {curve[0].sensitivity.n} lesions"
        axes.plot(x, y, color=style.OF_GROUP[name], linewidth=2.2 if name == "all" else 1.2, label=label)
        if name == "all":
            axes.fill_between(x, low, high, color=style.OF_GROUP[name], alpha=0.15, linewidth=0,
                              label="95 % (bootstrap of exams)")  # fmt: skip
    whole, now = report.lesions.found["all", "all"], report.lesions.false_per_exam
    if whole.value is not None and now.value is not None:
        axes.plot(now.value, whole.value, color=style.RED, marker="o", linestyle="none", zorder=4,
                  label=f"threshold {report.threshold:g}")  # fmt: skip
    # the far end of the curve, at thresholds that nobody would set, must not squeeze the part that matters
    reach = max(p.false_per_exam for p in report.lesions.froc["all"])
    axes.set(xlabel="False findings an exam (any type)", ylabel="Lesions found", ylim=(-0.02, 1.02))
    axes.set_xlim(-0.02 * min(reach, 10), max(min(reach, 10), 2 * (now.value or 0), 0.1) * 1.02)
    axes.set_title(f"Lesions in {report.lesions.exams} exams")
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure


def types(report: Report) -> Figure:
    """True against given type of every lesion, and the types of the false findings; shares are of the row."""
    figure, (axes,) = style.new(7, 5)
    columns = [*map(str, TYPES), MISSED]
    rows = list(report.lesions.confusion)
    counts = np.array([[report.lesions.confusion[row].get(column, 0) for column in columns] for row in rows])
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if row == NOTHING and column == MISSED:
                continue
            text = f"{counts[i, j]}\n{share[i, j]:.0%}" if counts[i, j] else "0"
            axes.text(j, i, text, ha="center", va="center", color="white" if share[i, j] > 0.55 else "black")
    axes.axhline(len(rows) - 1.5, color="black", linewidth=1.5)
    axes.axvline(len(columns) - 1.5, color="black", linewidth=1.5)
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), ["nothing\n(false)" if row == NOTHING else row for row in rows])
    axes.set(xlabel="Taken for", ylabel="True lesion")
    axes.set_title(f"Lesions at the threshold {report.threshold:g}; percent of the row")
    axes.tick_params(length=0)
    return figure


def calibration(report: Report) -> Figure:
    """What the probability promised and what happened, and below it how many studies stand behind each point."""
    figure, (axes, below) = style.new(6, 6.6, rows=2)
    figure.get_layout_engine().set(hspace=0.02)  # type: ignore[union-attr,call-arg]
    style.plain(axes)
    style.plain(below)
    used = [b for b in report.calibration if b.mean_probability is not None and b.observed.value is not None]
    axes.plot([0, 1], [0, 1], color=style.GREY, linewidth=1, linestyle=":", label="perfect")
    x = [b.mean_probability or 0.0 for b in used]
    y = [b.observed.value or 0.0 for b in used]
    arms = np.hstack([_arms(b.observed) for b in used])
    axes.errorbar(x, y, yerr=arms, color=style.BLUE, marker="o", linewidth=1.5, capsize=3, label="95 % (Wilson)")
    axes.set(xlabel="Mean probability", ylabel="With hemorrhage", xlim=(-0.02, 1.02), ylim=(-0.02, 1.05))
    errors = f"Calibration error {_number(report.calibration_error)}, Brier score {_number(report.brier)}"
    axes.set_title(errors)
    axes.legend(loc="upper left", frameon=False)
    counts = [b.observed.n for b in report.calibration]
    bars = below.bar([b.low + 0.05 for b in report.calibration], counts, width=0.09, color=style.BLUE)
    below.bar_label(bars, labels=[str(n) if n else "" for n in counts], fontsize=9)
    below.set(xlabel="Probability", ylabel="Studies", xlim=(-0.02, 1.02))
    below.margins(y=0.15)
    return figure


def scores(report: Report, judged: Sequence[Judged]) -> Figure:
    """Raw scores of the studies with and without hemorrhage, and the threshold between."""
    figure, panels = style.new(6.4, 5.2, rows=2)
    edges = np.linspace(0, 1, 26)
    for axes, truth, colour in zip(panels, (True, False), (style.RED, style.BLUE), strict=True):
        style.plain(axes)
        mine = [j.score or 0.0 for j in judged if j.analysed and j.example.positive is truth]
        axes.hist(mine, bins=edges.tolist(), color=colour)
        axes.axvline(report.threshold, color="black", linewidth=1.2, linestyle="--")
        axes.set(ylabel="Studies", xlim=(0, 1))
        axes.set_title(f"{len(mine)} studies {'with' if truth else 'without'} hemorrhage", loc="left")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    panels[-1].set_xlabel(f"Score (positive from {report.threshold:g}, dashed)")
    return figure


def volumes(report: Report, judged: Sequence[Judged]) -> Figure:
    """Volumes of the detector and of ABC/2 against the masks, and below them the differences (Bland and Altman)."""
    figure, panels = style.new(10, 8.6, rows=2, columns=2)
    pairs = [
        (name, q.truth_ml, q.predicted_ml, q.abc2_ml)
        for j in judged
        for name in GROUPS
        if (q := j.quantities.get(name)) is not None and q.truth_ml > 0
    ]
    highest = max(max(pair[1:]) for pair in pairs)
    for column, title in ((2, "Detector"), (3, "ABC/2 on the true mask")):
        above, below = panels[column - 2], panels[column]
        for name in GROUPS:
            truth = np.array([pair[1] for pair in pairs if pair[0] == name])
            found = np.array([pair[column] for pair in pairs if pair[0] == name], np.float64)
            if not len(truth):
                continue
            over = report.quantification[name]
            r, bias = (over.volume_r, over.bias) if column == 2 else (over.abc2_r, over.abc2_bias)
            label = f"{name}: r {_number(r.value)}, bias {bias:+.0%}" if bias is not None else name
            look = {"marker": _MARKERS[name], "color": style.OF_GROUP[name], "linestyle": "none", "alpha": 0.75}
            above.plot(truth, found, label=label, **look)  # type: ignore[arg-type]
            below.plot((truth + found) / 2, found - truth, **look)  # type: ignore[arg-type]
        _identity(above, highest, title)
        _differences(below, ms.agreement([pair[1] for pair in pairs], [pair[column] for pair in pairs]))
    # one scale for both, so that the eye may compare
    span = max(abs(limit) for axes in panels[2:] for limit in axes.get_ylim())
    for axes in panels[2:]:
        axes.set_ylim(-span, span)
    return figure


def _identity(axes: Axes, highest: float, title: str) -> None:
    style.plain(axes)
    axes.plot([0, highest * 2], [0, highest * 2], color=style.GREY, linewidth=1, linestyle=":")
    axes.set_xscale("symlog", linthresh=1)
    axes.set_yscale("symlog", linthresh=1)
    ticks = [t for t in (0, 1, 10, 100, 1000) if t <= highest * 2]
    axes.set_xticks(ticks, [str(t) for t in ticks])
    axes.set_yticks(ticks, [str(t) for t in ticks])
    axes.minorticks_off()
    axes.set(
        xlabel="True volume (mL)", ylabel="Measured volume (mL)", xlim=(0, highest * 1.3), ylim=(-0.1, highest * 1.3)
    )
    axes.set_title(title)
    axes.legend(loc="upper left", frameon=False, fontsize=9)


def _differences(axes: Axes, agreement: ms.Agreement) -> None:
    style.plain(axes)
    mean, low, high = agreement.difference.value, agreement.low, agreement.high
    if mean is not None:
        axes.axhline(mean, color="black", linewidth=1.2, label=f"mean {mean:+.1f} mL")
    if low is not None and high is not None:
        axes.axhline(low, color="black", linewidth=1, linestyle="--", label=f"limits {low:+.1f} to {high:+.1f} mL")
        axes.axhline(high, color="black", linewidth=1, linestyle="--")
    axes.axhline(0, color=style.GREY, linewidth=1, linestyle=":")
    axes.set(xlabel="Mean of both (mL)", ylabel="Measured - true (mL)")
    axes.legend(loc="upper left", frameon=False, fontsize=9)


def _arms(estimate: ms.Estimate, flipped: bool = False) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Lengths of the error bar below and above a value, [2, 1]; of 1 - value if ``flipped``."""
    value, low, high = estimate.value or 0.0, estimate.low or 0.0, estimate.high or 0.0
    arms = np.array([[value - low], [high - value]]).clip(0)
    return arms[::-1] if flipped else arms


def _interval(estimate: ms.Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return _number(estimate.value)
    return f"{_number(estimate.value)} ({estimate.low:.3f}-{estimate.high:.3f})"


def _number(value: float | None) -> str:
    return "NA" if value is None else f"{value:.3f}"
