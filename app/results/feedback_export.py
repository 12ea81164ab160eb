"""Verdicts as a CSV file without anything that names a patient, a study, a reader or a day."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from pathlib import Path

from app.domain.feedback import Judgement
from app.errors import CacheError

COLUMNS = (
    "year", "answer", "verdict", "reason", "hemorrhage", "probability", "score", "threshold", "types", "total_ml",
    "model", "emergency",
)  # fmt: skip


def write_feedback(judgements: Iterable[Judgement], path: Path) -> int:
    """Write one line a verdict, those of silent readers left out; returns how many. Raises CacheError.

    Of dates only the year is left (45 CFR 164.514(b)(2)(i)(C)), and the lines are sorted by what they hold, so that
    their order tells nothing of the order of the studies.
    """
    lines = sorted(_line(one) for one in judgements if one.verdict is not None)
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(lines)
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("csv_not_written", f"The CSV file cannot be written: {why}.") from error
    return len(lines)


def _line(one: Judgement) -> list[str]:
    return [
        str(one.at.year),
        "positive" if one.positive else "negative",
        one.verdict.value if one.verdict is not None else "",
        one.reason,
        str(int(one.hemorrhage)),
        _number(one.probability, 4),
        _number(one.score, 4),
        _number(one.threshold, 4),
        " ".join(one.types),
        _number(one.total_ml, 2),
        one.model,
        str(int(one.emergency)),
    ]


def _number(value: float | None, digits: int) -> str:
    return "" if value is None or math.isnan(value) else f"{value:.{digits}f}"
