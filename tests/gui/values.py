"""Real frozen values for the tests of models and views: studies, a small head-like volume, results."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from app.domain.second_reading import SecondReading
from app.domain.states import StudyState
from app.domain.study import ResultSummary, Study, StudyRecord
from inference.errors import Reason
from inference.types import (
    TYPES,
    Box,
    CaseResult,
    CaseState,
    HemorrhageType,
    Lesion,
    Runtime,
    SizeClass,
    SliceScore,
    Timing,
    Volume,
)

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
RUNTIME = Runtime("CPUExecutionProvider", "CPU - test machine", "firstread-test", "0" * 64, "0.0")
H = HemorrhageType


def study(number: int, **changes: object) -> Study:
    """Study ``number`` of a shift; any field may be changed."""
    values: dict[str, object] = {
        "study_instance_uid": f"2.25.{1000 + number}",
        "patient_name": f"Patient{number:02}^Test",
        "patient_id": f"P{number:04}",
        "birth_date": date(1950 + number % 50, 5, 17),
        "sex": "F" if number % 2 else "M",
        "accession_number": f"A{number:06}",
        "description": "CT HEAD WO CONTRAST",
        "study_at": datetime(2026, 3, 2, 7, number % 60),
        "station_name": "CT1",
        "images_expected": 32,
    }
    return Study(**(values | changes))  # type: ignore[arg-type]


def summary(probability: float, **ml: float) -> ResultSummary:
    """A summary with volumes such as ``SDH=12.0``."""
    volumes = {kind: float(ml.get(kind.value, 0.0)) for kind in TYPES}
    return ResultSummary(probability, probability, 0.5, volumes, RUNTIME.provider, RUNTIME.device, RUNTIME.model, 1.5)


def record(number: int, state: StudyState = StudyState.FOUND, **changes: object) -> StudyRecord:
    """The row of study ``number``, which is also its place of arrival."""
    at = START + timedelta(minutes=number)
    values: dict[str, object] = {
        "study": study(number), "state": state, "arrival": number, "found_at": at, "changed_at": at,
    }  # fmt: skip
    return StudyRecord(**(values | changes))  # type: ignore[arg-type]


def positive(number: int, probability: float = 0.9, **ml: float) -> StudyRecord:
    """A study with probable hemorrhage."""
    return record(number, StudyState.POSITIVE, summary=summary(probability, **(ml or {"SDH": 12.0})))


def negative(number: int) -> StudyRecord:
    """A study in which nothing was found."""
    return record(number, StudyState.NEGATIVE, summary=summary(0.03))


def second(
    state: CaseState = CaseState.POSITIVE, agrees: bool | None = True, *reasons: Reason, dice: float | None = None
) -> SecondReading:
    """What a second reader says; 12 mL and most on slice 5 where it is positive."""
    score = None if agrees is None else 0.97 if state is CaseState.POSITIVE else 0.12
    ml = 12.0 if state is CaseState.POSITIVE else 0.0
    return SecondReading(state, reasons, score, 0.5, agrees, dice, ml, "blast-ct 1", 5 if score else None)


def not_analysed(number: int) -> StudyRecord:
    """A study that could not be analysed."""
    return record(number, StudyState.NOT_ANALYSABLE, reasons=(Reason("not_a_head", "The images do not show a head."),))


def volume(slices: int = 12, size: int = 64, uid: str = "2.25.1001") -> Volume:
    """A bright ring around grey matter: int16 [slices, size, size], 4 mm by 2 mm pixels, 5 mm apart."""
    y, x = np.mgrid[:size, :size] - size / 2
    radius = np.hypot(y, x)
    plane = np.where(radius < size * 0.4, 35, np.where(radius < size * 0.46, 900, -1000)).astype(np.int16)
    affine = np.diag([2.0, 4.0, 5.0, 1.0])
    affine[:3, 3] = (-size, -2.0 * size, 30.0)
    return Volume(
        hu=np.ascontiguousarray(np.broadcast_to(plane, (slices, size, size))),
        affine=affine,
        positions_mm=np.arange(slices, dtype=np.float64) * 5.0,
        offsets_mm=np.zeros((slices, 2)),
        tilt_degrees=0.0,
        study_instance_uid=uid,
        series_instance_uid=f"{uid}.1",
        sop_instance_uids=tuple(f"{uid}.1.{index}" for index in range(slices)),
        frame_numbers=(1,) * slices,
    )


def result_of(image: Volume, kind: HemorrhageType = H.SDH, at: int = 7) -> CaseResult:
    """A positive result with one lesion on slices ``at - 1`` to ``at + 1`` and one rejected box on ``at``."""
    labels = np.zeros(image.hu.shape, np.uint8)
    labels[at - 1 : at + 2, 20:30, 24:40] = kind.label
    ml = float((image.voxel_ml[:, None, None] * (labels > 0)).sum())
    lesion = Lesion(
        1, kind, 0.93, ml, (ml * 0.8, ml * 1.2), SizeClass.MEDIUM, ml * 0.9, (at - 1, at + 1),
        tuple(Box(z, 22, 18, 42, 32, 0.93 - 0.1 * abs(z - at)) for z in range(at - 1, at + 2)), (0.0, 0.0, at * 5.0),
    )  # fmt: skip
    scores = tuple(
        SliceScore(z, uid, 5.0 * z, max(0.0, 0.93 - 0.1 * abs(z - at)) if abs(z - at) < 2 else 0.0)
        for z, uid in enumerate(image.sop_instance_uids)
    )
    return CaseResult(
        image.study_instance_uid, image.series_instance_uid, CaseState.POSITIVE, (), 0.93,
        {k: 0.9 if k is kind else 0.02 for k in TYPES}, 0.93, 0.5, scores, (lesion,), (Box(at, 5, 5, 15, 15, 0.31),),
        {k: ml if k is kind else 0.0 for k in TYPES}, Timing(total=1.5), RUNTIME, labels,
    )  # fmt: skip


def nothing_found(image: Volume) -> CaseResult:
    """A negative result: no lesion, no score, 3 %."""
    found = result_of(image)
    return replace(
        found, state=CaseState.NEGATIVE, probability=0.03, score=0.2, lesions=(), excluded=(),
        labels=np.zeros(image.hu.shape, np.uint8), volumes_ml=dict.fromkeys(TYPES, 0.0),
        probability_by_type=dict.fromkeys(TYPES, 0.01), slices=tuple(replace(one, score=0.0) for one in found.slices),
    )  # fmt: skip


def no_answer(image: Volume) -> CaseResult:
    """A result that says why there is none."""
    reasons = (Reason("contrast", "Contrast medium was given."),)
    return CaseResult(
        image.study_instance_uid, image.series_instance_uid, CaseState.NOT_ANALYSABLE, reasons, None,
        {}, None, 0.5, (), (), (), {}, Timing(), RUNTIME, None,
    )  # fmt: skip
