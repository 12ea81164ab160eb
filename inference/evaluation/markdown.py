"""The report for people."""

from __future__ import annotations

from collections.abc import Sequence

from inference import measures as ms
from inference.evaluation.by_lesion import FALSE_RATES, MISSED, NOTHING
from inference.evaluation.strata import GROUPS
from inference.evaluation.summary import Report
from inference.evaluation.worst import WorstCase
from inference.types import TYPES, SizeClass

_ERRORS = {
    "misses": "Studies with hemorrhage called negative",
    "false_positives": "Studies without hemorrhage called positive",
    "missed_lesions": "Lesions missed in studies called positive",
}


def markdown(report: Report) -> str:
    """The report as Markdown, with links to the pictures."""
    parts = (
        _head(report), _states(report), _full_set(report), _sizes(report), _balanced_set(report), _lesions(report),
        _types(report), _slices(report), _volumes(report), _calibration(report), _worst(report),
        _mask_problems(report), _pictures(report),
    )  # fmt: skip
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _head(report: Report) -> list[str]:
    studies = sum(sum(pair) for pair in report.counts.values())
    positives = sum(pair[0] for pair in report.counts.values())
    return [
        "# Evaluation",
        "",
        f"Model {report.model} (sha256 {report.model_sha256[:12]}) on {report.provider}, {report.device}; a study is "
        f"positive from a score of {report.threshold:g}. {studies} studies, {positives} of them with hemorrhage. "
        f"Seconds an exam: mean {report.seconds[0]:.2f}, median {report.seconds[1]:.2f}, max {report.seconds[2]:.2f}.",
        *(line for remark in report.remarks for line in ("", remark)),
    ]


def _states(report: Report) -> list[str]:
    missing = sum(report.not_answered.values())
    codes = ", ".join(f"{code} {n}" for code, n in report.not_answered.items())
    return [
        "## What became of the studies",
        "",
        *_table(["State", "truly positive", "truly negative"],
                [[state, str(a), str(b)] for state, (a, b) in report.counts.items()]),
        "",
        f"Without an answer: {missing}" + (f" ({codes})." if missing else "."),
    ]  # fmt: skip


def _full_set(report: Report) -> list[str]:
    o = report.overall
    return [
        "## Detection on the full set",
        "",
        *_table(["", "Accuracy", "AUC", "Sensitivity", "Specificity", "PPV", "NPV"],
                [["Answered studies", *map(_cell, (o.accuracy, o.auc, o.sensitivity, o.specificity, o.ppv, o.npv))],
                 ["Unanswered counted as wrong", "", "", _cell(o.pessimistic_sensitivity),
                  _cell(o.pessimistic_specificity), "", ""]]),
    ]  # fmt: skip


def _sizes(report: Report) -> list[str]:
    return [
        "## Positive studies by size",
        "",
        *_table(["Size", *("All" if name == "all" else name for name in report.sizes)],
                [[size, *(str(report.sizes[name][size]) for name in report.sizes)]
                 for size in next(iter(report.sizes.values()))]),
        "",
        "Large, medium, small and punctate are > 25, 5-25, 0.01-5 and < 0.01 mL; unknown: no mask.",
    ]  # fmt: skip


def _balanced_set(report: Report) -> list[str]:
    return [
        "## Balanced set, by type and size",
        "",
        *_table(["", "n", "Accuracy", "AUC", "Sensitivity", "Specificity", "PPV", "NPV"],
                [[name if size == "all" else f"{name}, {size}", str(row.positives),
                  *(_cell(e) for e in (row.balanced.accuracy, row.auc, row.sensitivity, row.specificity,
                                       row.balanced.ppv, row.balanced.npv))]
                 for (name, size), row in report.rows.items()]),
        "",
        "95 % intervals: Wilson for sensitivity, specificity and the full set's proportions, bootstrap for the AUC "
        "(of no width where every positive scores above every negative), Jeffreys draws for the balanced set.",
    ]  # fmt: skip


def _lesions(report: Report) -> list[str]:
    found = report.lesions
    if not found.count:
        return []
    sizes = ("all", *(s.value for s in reversed(SizeClass)))
    names = dict.fromkeys(name for name, _ in found.found)
    rates = [f"{rate:g}" for rate in FALSE_RATES]
    return [
        "## Lesions",
        "",
        f"{found.count} true lesions in {found.exams} answered studies whose true mask is known. At the threshold "
        f"there are {_cell(found.false_per_exam)} false findings an exam.",
        "",
        *_table(["Found at the threshold", *sizes],
                [[name, *(_of_n(found.found[name, size]) for size in sizes)] for name in names]),
        "",
        "The best sensitivity with at most so many false findings (of any type) an exam, whatever the threshold:",
        "",
        *_table(["Lesions", *rates],
                [[name, *(_cell(found.froc_at[name][rate]) for rate in FALSE_RATES)] for name in ("all", *GROUPS)]),
        "",
        "A true lesion is a 26-connected region of one type in the true mask. It is found when a box holds a pixel "
        "of it. Boxes that overlap on the same or neighbouring slices are one finding; one that holds no pixel of any "
        "true lesion is false. 95 % intervals: Wilson for the lesions found (as if they were independent), bootstrap "
        "of exams for the rest.",
    ]  # fmt: skip


def _types(report: Report) -> list[str]:
    found = report.lesions
    if not found.count:
        return []
    columns = [*map(str, TYPES), MISSED]
    return [
        "## Confusion of types",
        "",
        *_table(["True lesion", *(f"taken for {c}" if c != MISSED else c for c in columns)],
                [[row if row != NOTHING else "nothing (false finding)",
                  *(str(cells[c]) if c in cells else "" for c in columns)] for row, cells in found.confusion.items()]),
    ]  # fmt: skip


def _slices(report: Report) -> list[str]:
    s = report.slices
    if not s.positives:
        return []
    return [
        "## Slices",
        "",
        *_table(["", "with hemorrhage", "without", "AUC", "Sensitivity", "Specificity"],
                [[f"Slices of {s.exams} studies", str(s.positives), str(s.negatives),
                  *map(_cell, (s.auc, s.sensitivity, s.specificity))]]),
        "",
        "95 % intervals: bootstrap of exams, since the slices of one are alike.",
    ]  # fmt: skip


def _volumes(report: Report) -> list[str]:
    shown = report.quantification
    return [
        "## Masks and volumes",
        "",
        *_table(["", "n", "Dice, mean", "Dice, median", "Pearson r of volumes", "bias", "ABC/2: r", "ABC/2: bias"],
                [[name, str(q.dice.n), _cell(q.dice), _cell(q.dice_median), _cell(q.volume_r),
                  _percent(q.bias, q.bias_interval), _cell(q.abc2_r), _percent(q.abc2_bias, q.abc2_bias_interval)]
                 for name, q in shown.items()]),
        "",
        *_table(["Difference from the true volume in mL", "mean", "limits of agreement", "ABC/2: mean",
                 "ABC/2: limits of agreement"],
                [[name, _cell(q.volume_agreement.difference, 2), _limits(q.volume_agreement),
                  _cell(q.abc2_agreement.difference, 2), _limits(q.abc2_agreement)] for name, q in shown.items()]),
        "",
        "Over the studies that truly have it and have a mask, also those without an answer. Bias: sum of volumes "
        "against sum of true volumes. ABC/2 is drawn on the true mask. 95 % intervals: bootstrap for Dice and bias, "
        "Fisher for r, Student for the mean difference. Between the limits of agreement lie 95 % of the differences, "
        "if they are normal.",
    ]  # fmt: skip


def _calibration(report: Report) -> list[str]:
    return [
        "## Calibration",
        "",
        *_table(["Probability", "n", "mean probability", "with hemorrhage"],
                [[f"{b.low:.1f}-{b.high:.1f}", str(b.observed.n),
                  "NA" if b.mean_probability is None else f"{b.mean_probability:.3f}", _cell(b.observed)]
                 for b in report.calibration]),
        "",
        f"Expected calibration error {_plain(report.calibration_error)}, Brier score {_plain(report.brier)}.",
    ]  # fmt: skip


def _worst(report: Report) -> list[str]:
    out = ["## The worst errors", ""]
    if not any(report.worst.values()):
        return [*out, "None."]
    out += ["By line of the manifest; slices count from 1, inferior to superior."]
    for kind, cases in report.worst.items():
        if cases:
            out += [
                "",
                f"{_ERRORS[kind]}:",
                "",
                *_table(["line", "truth", "mL", "score", "slice"], list(map(_row, cases))),
            ]
    return out


def _row(case: WorstCase) -> list[str]:
    return [
        str(case.line),
        case.types or "-",
        "-" if case.truth_ml is None else f"{case.truth_ml:.2f}",
        f"{case.score:.3f}",
        "-" if case.slice is None else str(case.slice + 1),
    ]


def _mask_problems(report: Report) -> list[str]:
    if not report.mask_problems:
        return []
    lines = [f"- line {line}: {text}" for line, text in report.mask_problems.items()]
    return ["## Masks that could not be used", "", *lines]


def _pictures(report: Report) -> list[str]:
    out = ["## Pictures", ""]
    if report.pictures_missing:
        return [*out, report.pictures_missing]
    if not report.pictures:
        return []
    return [*out, *"\n\n".join(f"![{title}]({path})" for title, path in report.pictures.items()).split("\n")]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _cell(estimate: ms.Estimate, digits: int = 3) -> str:
    if estimate.value is None:
        return "NA"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.{digits}f}"
    # a minus sign before the second bound would read as two dashes
    dash = "-" if estimate.low >= 0 else " to "
    return f"{estimate.value:.{digits}f} ({estimate.low:.{digits}f}{dash}{estimate.high:.{digits}f})"


def _of_n(estimate: ms.Estimate) -> str:
    return f"{_cell(estimate)}, n = {estimate.n}" if estimate.n else "NA"


def _limits(agreement: ms.Agreement) -> str:
    if agreement.low is None or agreement.high is None:
        return "NA"
    return f"{agreement.low:.2f} to {agreement.high:.2f}"


def _percent(value: float | None, interval: tuple[float, float] | None) -> str:
    if value is None:
        return "NA"
    return f"{value:+.1%}" + (f" ({interval[0]:+.1%} to {interval[1]:+.1%})" if interval is not None else "")


def _plain(value: float | None) -> str:
    return "NA" if value is None else f"{value:.3f}"
