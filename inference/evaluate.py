"""The tables of Chang 2018 on any labelled set: detection by type and size, volumes, masks, calibration.

Every study of the manifest is counted. One that could not be analysed, or failed, is shown as such and enters a second,
pessimistic sensitivity and specificity in which it counts as wrong.

"Balanced" numbers are computed from sensitivity and specificity at a prevalence of one half. The paper's predictive
values follow from its own rates in that way; its balanced accuracies do not (0.984 with rates of 0.971 and 0.975).
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference import measures as ms
from inference.detect import analyze, unanswered
from inference.dicom import read_studies
from inference.errors import Cancelled, DeviceError, FirstreadError, Reason
from inference.result_json import to_json
from inference.series import choose
from inference.session import Session
from inference.types import TYPES, CaseResult, CaseState, HemorrhageType, SizeClass, Volume
from inference.volumetry import measure, size_class, volumes_ml

GROUPS: tuple[str, ...] = ("IPH", "EDH/SDH", "SAH")
"""The paper's three groups; IPH holds IVH."""
STRATA: dict[str, frozenset[HemorrhageType]] = {
    "all": frozenset(TYPES),
    **{group: frozenset(t for t in TYPES if t.group == group) for group in GROUPS},
    **{f"type {t}": frozenset({t}) for t in TYPES if t is not HemorrhageType.SAH},
}
"""Every row's types: all, the paper's groups, and the single types of the groups that hold two."""
COLUMNS = ("path", "any", "iph", "edh", "sdh", "sah", "ivh")

Say = Callable[[str], None]


class ManifestError(ValueError):
    """The manifest cannot be used; the message names the line."""


@dataclass(frozen=True, slots=True)
class Example:
    """One line of the manifest.

    Attributes:
        line: its number, which stands for the study in every report.
        path: the study's file or folder.
        positive: any hemorrhage.
        types: the types in it; may be empty for a positive study whose types are not known.
        mask: NumPy file with ``labels`` uint8 [Z, Y, X] on the analysed series' grid, inferior to superior.
    """

    line: int
    path: Path
    positive: bool
    types: frozenset[HemorrhageType]
    mask: Path | None = None

    def has(self, stratum: str) -> bool:
        """Whether it belongs to one of :data:`STRATA`."""
        return self.positive and (stratum == "all" or bool(self.types & STRATA[stratum]))


@dataclass(frozen=True, slots=True)
class Quantity:
    """Truth and answer for one stratum in one study with a mask; volumes in mL.

    ``abc2_ml`` is the bedside estimate from the true mask, as a reader would draw it.
    """

    truth_ml: float
    predicted_ml: float
    abc2_ml: float
    dice: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One study and what came of it."""

    example: Example
    state: CaseState
    reasons: tuple[Reason, ...]
    score: float | None
    probability: float | None
    threshold: float
    seconds: float
    quantities: Mapping[str, Quantity] = field(default_factory=dict)

    @property
    def analysed(self) -> bool:
        """Whether there is an answer."""
        return self.state in (CaseState.POSITIVE, CaseState.NEGATIVE)

    @property
    def called(self) -> bool:
        """Called positive."""
        return self.state is CaseState.POSITIVE

    def size(self, name: str) -> SizeClass | None:
        """Size class of the true hemorrhage of a stratum; None without a mask or without any of it."""
        quantity = self.quantities.get(name)
        return size_class(quantity.truth_ml) if quantity is not None and quantity.truth_ml > 0 else None


@dataclass(frozen=True, slots=True)
class Detection:
    """One row of the paper's Table 2, with the positives of one group and size against all negatives."""

    positives: int
    negatives: int
    sensitivity: ms.Estimate
    specificity: ms.Estimate
    auc: ms.Estimate
    balanced: ms.Balanced


@dataclass(frozen=True, slots=True)
class Overall:
    """The whole set at its own prevalence; the pessimistic rates count unanswered studies as wrong."""

    accuracy: ms.Estimate
    auc: ms.Estimate
    sensitivity: ms.Estimate
    specificity: ms.Estimate
    ppv: ms.Estimate
    npv: ms.Estimate
    pessimistic_sensitivity: ms.Estimate
    pessimistic_specificity: ms.Estimate


@dataclass(frozen=True, slots=True)
class Quantification:
    """Masks and volumes of one stratum over the studies that truly have it and have a mask.

    ``bias`` is (sum of answers - sum of truths) / sum of truths.
    """

    dice: ms.Estimate
    volume_r: ms.Estimate
    bias: float | None
    abc2_r: ms.Estimate
    abc2_bias: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the evaluation found.

    Attributes:
        counts: state -> (truly positive, truly negative) studies.
        not_answered: code of the reason -> studies.
        rows: (stratum, size class or "all") -> row of Table 2.
        sizes: stratum -> size class or "unknown" -> positive studies (Table 1).
    """

    model: str
    model_sha256: str
    provider: str
    device: str
    threshold: float
    counts: dict[str, tuple[int, int]]
    not_answered: dict[str, int]
    overall: Overall
    rows: dict[tuple[str, str], Detection]
    sizes: dict[str, dict[str, int]]
    quantification: dict[str, Quantification]
    roc: tuple[ms.RocPoint, ...]
    calibration: tuple[ms.CalibrationBin, ...]
    calibration_error: float | None
    brier: float | None
    seconds: tuple[float, float, float]
    mask_problems: dict[int, str]


def read_manifest(path: Path) -> tuple[Example, ...]:
    """The studies of a CSV with the columns ``path,any,iph,edh,sdh,sah,ivh[,mask]``.

    Paths are relative to the manifest's folder. A study with a type has hemorrhage; one without any has no type.

    Raises:
        ManifestError: columns missing, values other than 0 and 1, contradictions, or files that do not exist.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return tuple(_examples(csv.DictReader(file), path.parent))
    except (OSError, UnicodeError) as error:
        raise ManifestError("the manifest cannot be read") from error


def _examples(rows: csv.DictReader[str], folder: Path) -> Iterator[Example]:
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise ManifestError(f"the manifest has no column {', '.join(missing)}")
    for row in rows:
        line = rows.line_num
        values = {name: (row[name] or "").strip() for name in COLUMNS}
        if any(values[name] not in ("0", "1") for name in COLUMNS[1:]):
            raise ManifestError(f"line {line}: the labels must be 0 or 1")
        types = frozenset(t for t in TYPES if values[t.value.lower()] == "1")
        if types and values["any"] == "0":
            raise ManifestError(f"line {line}: a type of hemorrhage, but any is 0")
        study = folder / values["path"]
        mask = folder / text if (text := (row.get("mask") or "").strip()) else None
        if not values["path"] or not study.exists() or (mask is not None and not mask.is_file()):
            raise ManifestError(f"line {line}: a file or folder that does not exist")
        yield Example(line, study, values["any"] == "1", types, mask)


def evaluate(manifest: Path, out: Path, session: Session, say: Say = lambda _: None) -> Report:
    """Analyses every study of ``manifest`` and writes the report to the folder ``out``.

    Writes ``report.json``, ``report.md``, ``cases.csv`` and ``cases/LINE.json`` (the result of each study). Only the
    manifest's line numbers name the studies.

    Args:
        say: called with a line of progress for each study.

    Raises:
        ManifestError: see :func:`read_manifest`; also if it has no studies.
        Cancelled: ``session.cancel()`` was called.
    """
    examples = read_manifest(manifest)
    if not examples:
        raise ManifestError("the manifest has no studies")
    (out / "cases").mkdir(parents=True, exist_ok=True)
    judged, problems = [], {}
    for number, example in enumerate(examples, start=1):
        result = _analyze(example, session)
        (out / "cases" / f"{example.line}.json").write_text(json.dumps(to_json(result), indent=1) + "\n")
        quantities: dict[str, Quantity] = {}
        if example.mask is not None:
            try:
                quantities = _quantities(example, result)
            except (ValueError, KeyError, OSError, FirstreadError) as error:
                problems[example.line] = str(error)
        judged.append(
            Judged(
                example, result.state, result.reasons, result.score, result.probability, result.threshold,
                result.timing.total, quantities,
            )
        )  # fmt: skip
        say(f"{number} of {len(examples)}: {result.state}, {result.timing.total:.1f} s")
    report = summarise(judged, session, problems)
    (out / "report.json").write_text(json.dumps(report_json(report), indent=1, allow_nan=False) + "\n")
    (out / "report.md").write_text(markdown(report))
    _write_cases(judged, out / "cases.csv")
    return report


def _analyze(example: Example, session: Session) -> CaseResult:
    started = time.perf_counter()
    try:
        return analyze(example.path, session)
    except (Cancelled, KeyboardInterrupt):
        raise
    except DeviceError as error:
        reason = error.reason
    except Exception as error:  # a defect must cost one study of the table, and be seen in it
        reason = Reason("defect", f"The program itself failed ({type(error).__name__}).")
    return unanswered(CaseState.FAILED, reason, session, "", "", started)


def _quantities(example: Example, result: CaseResult) -> dict[str, Quantity]:
    """Truth against answer for each stratum."""
    volume = choose(read_studies(example.path)[0]).volume
    assert example.mask is not None
    truth = read_labels(example.mask)
    if truth.shape != volume.hu.shape:
        raise ValueError(f"the mask is {truth.shape}, the analysed series {volume.hu.shape}")
    answer = result.labels if result.labels is not None else np.zeros_like(truth)
    return quantities(truth, answer, volume)


def quantities(truth: NDArray[np.uint8], answer: NDArray[np.uint8], volume: Volume) -> dict[str, Quantity]:
    """Truth against answer for each of :data:`STRATA`; masks uint8 [Z, Y, X]."""
    true_ml, answer_ml = volumes_ml(truth, volume), volumes_ml(answer, volume)
    bedside = dict.fromkeys(TYPES, 0.0)
    for lesion in measure(truth, volume):
        bedside[lesion.type] += lesion.abc2_ml
    out = {}
    for name, mine in STRATA.items():
        labels = [t.label for t in mine]
        out[name] = Quantity(
            sum(true_ml[t] for t in mine),
            sum(answer_ml[t] for t in mine),
            sum(bedside[t] for t in mine),
            ms.dice(np.isin(answer, labels), np.isin(truth, labels)),
        )
    return out


def read_labels(path: Path) -> NDArray[np.uint8]:
    """A label mask uint8 [Z, Y, X] from ``.npz`` (entry ``labels``) or ``.npy``.

    Raises:
        ValueError: not such a file, or values above 5.
    """
    loaded = np.load(path, allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        labels = loaded
    else:
        with loaded:
            labels = loaded["labels"]
    if labels.ndim != 3 or not np.issubdtype(labels.dtype, np.integer) or labels.min(initial=0) < 0:
        raise ValueError("a mask must hold whole numbers [Z, Y, X]")
    if labels.max(initial=0) > len(TYPES):
        raise ValueError(f"a mask must hold 0 to {len(TYPES)}")
    return labels.astype(np.uint8)


def summarise(judged: Sequence[Judged], session: Session, problems: Mapping[int, str] | None = None) -> Report:
    """The report on judged studies."""
    counts = {
        state.value: tuple(
            sum(1 for j in judged if j.state is state and j.example.positive is truth) for truth in (True, False)
        )
        for state in CaseState
    }
    reasons: dict[str, int] = {}
    for j in judged:
        if not j.analysed:
            code = j.reasons[0].code if j.reasons else "unknown"
            reasons[code] = reasons.get(code, 0) + 1
    done = [j for j in judged if j.analysed]
    scores = [j.score or 0.0 for j in done]
    truths = [j.example.positive for j in done]
    rated = [(j.probability, j.example.positive) for j in done if j.probability is not None]
    table = ms.calibration([p for p, _ in rated], [t for _, t in rated])
    seconds = np.array([j.seconds for j in judged])
    runtime = session.runtime
    return Report(
        model=runtime.model,
        model_sha256=runtime.model_sha256,
        provider=runtime.provider,
        device=runtime.device,
        threshold=float(session.manifest["threshold"]),
        counts={state: (pair[0], pair[1]) for state, pair in counts.items()},
        not_answered=reasons,
        overall=_overall(judged),
        rows=_rows(done),
        sizes={name: _sizes(judged, name) for name in ("all", *GROUPS)},
        quantification={name: _quantification(judged, name) for name in STRATA},
        roc=ms.roc(scores, truths),
        calibration=table,
        calibration_error=ms.calibration_error(table),
        brier=ms.brier([p for p, _ in rated], [t for _, t in rated]),
        seconds=(float(seconds.mean()), float(np.median(seconds)), float(seconds.max())),
        mask_problems=dict(problems or {}),
    )


def _overall(judged: Sequence[Judged]) -> Overall:
    done = [j for j in judged if j.analysed]
    true_positive = sum(j.called and j.example.positive for j in done)
    true_negative = sum(not j.called and not j.example.positive for j in done)
    positives, negatives = (sum(j.example.positive is truth for j in done) for truth in (True, False))
    called = sum(j.called for j in done)
    return Overall(
        accuracy=ms.proportion(true_positive + true_negative, len(done)),
        auc=_auc(done, [j for j in done if j.example.positive]),
        sensitivity=ms.proportion(true_positive, positives),
        specificity=ms.proportion(true_negative, negatives),
        ppv=ms.proportion(true_positive, called),
        npv=ms.proportion(true_negative, len(done) - called),
        pessimistic_sensitivity=ms.proportion(true_positive, sum(j.example.positive for j in judged)),
        pessimistic_specificity=ms.proportion(true_negative, sum(not j.example.positive for j in judged)),
    )


def _auc(done: Sequence[Judged], positives: Sequence[Judged]) -> ms.Estimate:
    return ms.auc_estimate(
        [j.score or 0.0 for j in positives], [j.score or 0.0 for j in done if not j.example.positive]
    )


def _rows(done: Sequence[Judged]) -> dict[tuple[str, str], Detection]:
    negatives = [j for j in done if not j.example.positive]
    out = {}
    for name in STRATA:
        members = [j for j in done if j.example.has(name)]
        sizes = ("all",) if name.startswith("type") else ("all", *(s.value for s in reversed(SizeClass)))
        for size in sizes:
            chosen = members if size == "all" else [j for j in members if j.size(name) == size]
            out[name, size] = Detection(
                len(chosen),
                len(negatives),
                ms.proportion(sum(j.called for j in chosen), len(chosen)),
                ms.proportion(sum(not j.called for j in negatives), len(negatives)),
                _auc(done, chosen),
                ms.balanced(
                    np.array([j.called for j in chosen], np.bool_),
                    np.array([not j.called for j in negatives], np.bool_),
                ),
            )
    return out


def _sizes(judged: Sequence[Judged], name: str) -> dict[str, int]:
    sizes = [j.size(name) for j in judged if j.example.has(name)]
    known = {s.value: sum(size is s for size in sizes) for s in reversed(SizeClass)}
    return {**known, "unknown": sum(size is None for size in sizes)}


def _quantification(judged: Sequence[Judged], name: str) -> Quantification:
    used = [j.quantities[name] for j in judged if name in j.quantities and j.quantities[name].truth_ml > 0]
    truth = np.array([q.truth_ml for q in used])
    answer = np.array([q.predicted_ml for q in used])
    bedside = np.array([q.abc2_ml for q in used])
    total = float(truth.sum())
    return Quantification(
        dice=ms.mean([q.dice for q in used if q.dice is not None]),
        volume_r=ms.pearson(truth, answer),
        bias=float(answer.sum() / total - 1) if used else None,
        abc2_r=ms.pearson(truth, bedside),
        abc2_bias=float(bedside.sum() / total - 1) if used else None,
    )


def report_json(report: Report) -> dict[str, Any]:
    """The report as plain JSON values; rows are keyed ``"IPH, large"``, and infinite thresholds are null."""
    content = asdict(report)
    content["rows"] = {f"{name}, {size}": asdict(row) for (name, size), row in report.rows.items()}
    for point in content["roc"]:
        if not np.isfinite(point["threshold"]):
            point["threshold"] = None
    content["mask_problems"] = {str(line): text for line, text in report.mask_problems.items()}
    mean, median, longest = report.seconds
    content["seconds"] = {"mean": mean, "median": median, "max": longest}
    content["counts"] = {
        state: {"truly_positive": pair[0], "truly_negative": pair[1]} for state, pair in report.counts.items()
    }
    return {"schema": 1, **content}


def _write_cases(judged: Sequence[Judged], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["line", "positive", "types", "state", "reason", "score", "probability", "seconds",
                        "truth_ml", "predicted_ml"])  # fmt: skip
        for j in judged:
            whole = j.quantities.get("all")
            reason = j.reasons[0].code if j.reasons else ""
            types = "+".join(t for t in TYPES if t in j.example.types)
            volumes = (whole.truth_ml, whole.predicted_ml) if whole is not None else ("", "")
            table.writerow([j.example.line, int(j.example.positive), types, j.state.value, reason,
                            j.score, j.probability, round(j.seconds, 3), *volumes])  # fmt: skip


def markdown(report: Report) -> str:
    """The report for people."""
    o, unanswered_count = report.overall, sum(report.not_answered.values())
    studies = sum(sum(pair) for pair in report.counts.values())
    positives = sum(pair[0] for pair in report.counts.values())
    lines = [
        "# Evaluation",
        "",
        f"Model {report.model} (sha256 {report.model_sha256[:12]}) on {report.provider}, {report.device}; a study is "
        f"positive from a score of {report.threshold:g}. {studies} studies, {positives} of them with hemorrhage. "
        f"Seconds an exam: mean {report.seconds[0]:.2f}, median {report.seconds[1]:.2f}, max {report.seconds[2]:.2f}.",
        "",
        "## What became of the studies",
        "",
        *_table(["State", "truly positive", "truly negative"],
                [[state, str(a), str(b)] for state, (a, b) in report.counts.items()]),
        "",
        f"Without an answer: {unanswered_count}"
        + (f" ({', '.join(f'{code} {n}' for code, n in report.not_answered.items())})." if unanswered_count else "."),
        "",
        "## Detection on the full set",
        "",
        *_table(["", "Accuracy", "AUC", "Sensitivity", "Specificity", "PPV", "NPV"],
                [["Answered studies", *map(_cell, (o.accuracy, o.auc, o.sensitivity, o.specificity, o.ppv, o.npv))],
                 ["Unanswered counted as wrong", "", "", _cell(o.pessimistic_sensitivity),
                  _cell(o.pessimistic_specificity), "", ""]]),
        "",
        "## Positive studies by size",
        "",
        *_table(["Size", *("All" if name == "all" else name for name in report.sizes)],
                [[size, *(str(report.sizes[name][size]) for name in report.sizes)]
                 for size in next(iter(report.sizes.values()))]),
        "",
        "Large, medium, small and punctate are > 25, 5-25, 0.01-5 and < 0.01 mL; unknown: no mask.",
        "",
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
        "",
        "## Masks and volumes",
        "",
        *_table(["", "n", "Dice", "Pearson r of volumes", "bias", "ABC/2: r", "ABC/2: bias"],
                [[name, str(q.dice.n), _cell(q.dice), _cell(q.volume_r), _percent(q.bias), _cell(q.abc2_r),
                  _percent(q.abc2_bias)] for name, q in report.quantification.items()]),
        "",
        "## Calibration",
        "",
        *_table(["Probability", "n", "mean probability", "with hemorrhage"],
                [[f"{b.low:.1f}-{b.high:.1f}", str(b.observed.n),
                  "NA" if b.mean_probability is None else f"{b.mean_probability:.3f}", _cell(b.observed)]
                 for b in report.calibration]),
        "",
        f"Expected calibration error {_plain(report.calibration_error)}, Brier score {_plain(report.brier)}.",
    ]  # fmt: skip
    if report.mask_problems:
        lines += ["", "## Masks that could not be used", ""]
        lines += [f"- line {line}: {text}" for line, text in report.mask_problems.items()]
    return "\n".join(lines) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _cell(estimate: ms.Estimate) -> str:
    if estimate.value is None:
        return "NA"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ({estimate.low:.3f}-{estimate.high:.3f})"


def _percent(value: float | None) -> str:
    return "NA" if value is None else f"{value:+.1%}"


def _plain(value: float | None) -> str:
    return "NA" if value is None else f"{value:.3f}"
