"""The report for programs: JSON, and a line of CSV for each study."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from inference.evaluation.case import Judged
from inference.evaluation.summary import Report
from inference.types import TYPES


def report_json(report: Report) -> dict[str, Any]:
    """The report as plain JSON values; rows are keyed ``"IPH, large"``, and infinite thresholds are null."""
    content = asdict(report)
    content["rows"] = {f"{name}, {size}": asdict(row) for (name, size), row in report.rows.items()}
    content["lesions"]["found"] = {f"{name}, {size}": asdict(e) for (name, size), e in report.lesions.found.items()}
    content["lesions"]["froc_at"] = {
        name: {f"{rate:g}": asdict(e) for rate, e in at.items()} for name, at in report.lesions.froc_at.items()
    }
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


def write_cases(judged: Sequence[Judged], path: Path) -> None:
    """One line a study: state, scores, volumes in mL, lesions found and false findings (empty where not known)."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["line", "positive", "types", "state", "reason", "score", "probability", "seconds",
                        "truth_ml", "predicted_ml", "lesions", "lesions_found", "false_findings"])  # fmt: skip
        for j in judged:
            whole = j.quantities.get("all")
            reason = j.reasons[0].code if j.reasons else ""
            types = "+".join(t for t in TYPES if t in j.example.types)
            volumes = (whole.truth_ml, whole.predicted_ml) if whole is not None else ("", "")
            found: tuple[object, ...] = ("", "", "")
            if j.findings is not None:
                hits = sum(lesion.given is not None for lesion in j.findings.lesions)
                found = (len(j.findings.lesions), hits, len(j.findings.false_types))
            table.writerow([j.example.line, int(j.example.positive), types, j.state.value, reason,
                            j.score, j.probability, round(j.seconds, 3), *volumes, *found])  # fmt: skip
