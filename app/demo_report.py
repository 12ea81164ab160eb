"""Judges a finished demo shift against what was drawn into its phantoms, and writes the results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain import triage
from app.domain.events import DeviceStatus
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.pacs.demo_shift import DemoStudy
from app.results.csv_export import write_csv
from inference import __version__
from inference.types import TYPES

_NO_ANSWER = (StudyState.NOT_ANALYSABLE, StudyState.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was wrong with a shift (``problems`` fail the demo, ``notes`` do not); plain sentences."""

    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True without problems."""
        return not self.problems


def settled(record: StudyRecord) -> bool:
    """Whether a study has come to rest, when nothing of it waits in the queue."""
    return record.state.final or record.state is StudyState.INCOMPLETE


def judge(shift: Sequence[DemoStudy], shown: Sequence[StudyRecord]) -> Verdict:
    """Compare the worklist, in the order ``shown``, with the shift.

    Problems: a study that never came; a positive phantom below a negative one, or called negative; a study that
    should have no answer with one, or without its reasons; a failed analysis. A false alarm is a note.
    """
    drawn = {study.accession_number: study for study in shift}
    problems: list[str] = []
    notes: list[str] = []
    place = {record.study.accession_number: row for row, record in enumerate(shown)}
    records = {record.study.accession_number: record for record in shown}
    for accession, study in drawn.items():
        record = records.get(accession)
        name = f"{accession} ({study.description.lower()}, {_drawing(study)})"
        if record is None:
            problems.append(f"{name} never arrived.")
        elif record.state is StudyState.FAILED:
            problems.append(f"{name} failed: {_reasons(record)}")
        elif study.expected in _NO_ANSWER:
            if record.state is not study.expected:
                problems.append(f"{name} should be {_word(study.expected)} and is {_word(record.state)}.")
            elif not record.reasons:
                problems.append(f"{name} is {_word(record.state)} without any reason.")
        elif not record.state.analysed:
            problems.append(f"{name} has no answer: {_reasons(record)}")
        elif study.expected is StudyState.POSITIVE and record.state is StudyState.NEGATIVE:
            problems.append(f"{name} was missed (called negative).")
        elif study.expected is StudyState.NEGATIVE and record.state is StudyState.POSITIVE:
            notes.append(f"{name} is a false alarm.")
    for low, high in _inversions(drawn, place):
        problems.append(f"{low} shows hemorrhage and stands below {high}, which does not.")
    if [r.uid for r in shown] != [r.uid for r in triage.order(shown)]:
        problems.append("The worklist is not in the order of triage.")
    return Verdict(tuple(problems), tuple(notes))


def _inversions(drawn: dict[str, DemoStudy], place: dict[str, int]) -> list[tuple[str, str]]:
    """(positive, negative) pairs of accession numbers whose positive stands below the negative."""
    positives = [a for a, study in drawn.items() if study.expected is StudyState.POSITIVE and a in place]
    negatives = [a for a, study in drawn.items() if study.expected is StudyState.NEGATIVE and a in place]
    return [(p, n) for p in positives for n in negatives if place[p] > place[n]]


def document(
    shift: Sequence[DemoStudy],
    shown: Sequence[StudyRecord],
    verdict: Verdict,
    device: DeviceStatus | None,
    seconds: float,
) -> dict[str, Any]:
    """``results.json``: the studies in the order of the worklist, each beside what was drawn."""
    drawn = {study.accession_number: study for study in shift}
    return {
        "schema": 1,
        "version": __version__,
        "passed": verdict.passed,
        "problems": list(verdict.problems),
        "notes": list(verdict.notes),
        "seconds": round(seconds, 1),
        "provider": device.provider if device is not None else "",
        "device": device.device if device is not None else "",
        "studies": [_study(row, record, drawn.get(record.study.accession_number)) for row, record in enumerate(shown)],
    }


def write(folder: Path, results: dict[str, Any], shown: Sequence[StudyRecord]) -> None:
    """Write ``results.json`` and ``results.csv``; raises OSError, CacheError. The patients are invented."""
    text = json.dumps(results, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    write_csv(shown, folder / "results.csv", patients=True)


def _study(row: int, record: StudyRecord, study: DemoStudy | None) -> dict[str, Any]:
    summary = record.summary if record.state.analysed else None
    return {
        "place": row + 1,
        "accession_number": record.study.accession_number,
        "description": record.study.description,
        "state": record.state.value,
        "expected": study.expected.value if study is not None else None,
        "drawn": [{"type": h.type.value, "ml": h.volume_ml} for h in study.spec.hemorrhages]
        if study is not None
        else [],
        "probability": summary.probability if summary is not None else None,
        "score": summary.score if summary is not None else None,
        "volumes_ml": {t.value: summary.volumes_ml.get(t, 0.0) for t in TYPES} if summary is not None else None,
        "total_ml": summary.total_ml if summary is not None else None,
        "seconds_analysis": summary.seconds if summary is not None else None,
        "seconds_to_answer": round((record.changed_at - record.found_at).total_seconds(), 1),
        "reasons": [{"code": reason.code, "text": reason.text} for reason in record.reasons],
    }


def _drawing(study: DemoStudy) -> str:
    return " and ".join(study.types) if study.types else "no hemorrhage"


def _word(state: StudyState) -> str:
    return state.value.replace("_", " ")


def _reasons(record: StudyRecord) -> str:
    return " ".join(reason.text for reason in record.reasons) or f"it is {_word(record.state)}."
