"""Studies, records and results for the tests of the application, with sensible defaults and Hypothesis strategies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.domain.states import StudyState
from app.domain.study import ResultSummary, Study, StudyRecord
from inference.errors import Reason
from inference.types import (
    TYPES,
    CaseResult,
    CaseState,
    FileSource,
    HemorrhageType,
    Runtime,
    SliceScore,
    Timing,
    opened,
)

T0 = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
RUNTIME = Runtime("cpu", "Test CPU", "test 1", "0" * 64, "0")


def study(uid: str = "1.2.3", **fields: object) -> Study:
    """A study; any field can be set."""
    return Study(study_instance_uid=uid, **fields)  # type: ignore[arg-type]


def summary(probability: float | None = 0.9, ml: float = 5.0, score: float | None = None) -> ResultSummary:
    """The summary of a result with ``ml`` of IPH; positive where ``score`` (the probability without) is >= 0.5."""
    volumes = dict.fromkeys(TYPES, 0.0) | {HemorrhageType.IPH: ml}
    return ResultSummary(probability, probability if score is None else score, 0.5, volumes, "cpu", "CPU", "m", 1.0)


def record(
    state: StudyState = StudyState.FOUND, arrival: int = 1, *, found: Study | None = None, **fields: object
) -> StudyRecord:
    """A record; its UID follows from ``arrival``."""
    at = T0 + timedelta(seconds=arrival)
    values: dict[str, object] = {"found_at": at, "changed_at": at} | fields
    return StudyRecord(found or study(f"1.2.{arrival}"), state, arrival, **values)  # type: ignore[arg-type]


def result(
    state: CaseState = CaseState.POSITIVE,
    probability: float | None = 0.9,
    *,
    uid: str = "1.2.3",
    series_uid: str = "1.2.3.4",
    labels: NDArray[np.uint8] | None = None,
    reasons: tuple[Reason, ...] = (),
    slices: tuple[str, ...] = (),
) -> CaseResult:
    """A result with 5 mL of IPH where positive."""
    answered = state in (CaseState.POSITIVE, CaseState.NEGATIVE)
    return CaseResult(
        study_instance_uid=uid,
        series_instance_uid=series_uid,
        state=state,
        reasons=reasons,
        probability=probability if answered else None,
        probability_by_type=dict.fromkeys(TYPES, 0.1) if answered else {},
        score=probability if answered else None,
        threshold=0.5,
        slices=tuple(SliceScore(n, sop, 5.0 * n, 0.0) for n, sop in enumerate(slices)),
        lesions=(),
        excluded=(),
        volumes_ml=dict.fromkeys(TYPES, 0.0) | {HemorrhageType.IPH: 5.0 if state is CaseState.POSITIVE else 0.0},
        timing=Timing(total=1.5),
        runtime=RUNTIME,
        labels=labels,
    )


probabilities = st.none() | st.floats(0, 1) | st.just(float("nan"))


@st.composite
def records(draw: st.DrawFn, arrival: int = 1) -> StudyRecord:
    """Any record the journal can hold."""
    state = draw(st.sampled_from(StudyState))
    has_summary = state.analysed or draw(st.booleans())
    return record(
        state,
        arrival,
        found=study(f"1.2.{arrival}", emergency=draw(st.booleans())),
        summary=summary(draw(probabilities), draw(st.floats(0, 200))) if has_summary else None,
        read_at=draw(st.none() | st.just(T0)),
    )


worklists = st.lists(st.integers(1, 10_000), unique=True, max_size=30).flatmap(
    lambda arrivals: st.tuples(*(records(arrival) for arrival in arrivals)).map(list)
)


def content(source: FileSource) -> bytes:
    """What is in a file of the cache."""
    with opened(source) as file:
        return file.read()
