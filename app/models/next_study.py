"""Which studies a reader will probably open next."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.models.worklist import WorklistModel

_WITH_IMAGES = frozenset(
    {StudyState.READY, StudyState.ANALYSING, StudyState.POSITIVE, StudyState.NEGATIVE, StudyState.NOT_ANALYSABLE}
)
#: How far down the list to look for a study that has its images.
_REACH = 20


def next_studies(model: WorklistModel, uid: str) -> tuple[str, ...]:
    """Study Instance UIDs to read ahead while ``uid`` is open, the likeliest first.

    The next row below that has its images, then the first row of the list that is neither open nor read.
    """
    row = model.row_of(uid)
    below = _first(model, range(row + 1, row + 1 + _REACH), lambda record: True) if row >= 0 else None
    top = _first(model, range(_REACH), lambda record: record.read_at is None and record.uid != uid)
    return tuple(dict.fromkeys(found for found in (below, top) if found is not None and found != uid))


def _first(model: WorklistModel, rows: range, wanted: Callable[[StudyRecord], bool]) -> str | None:
    for row in rows:
        record = model.record(row)
        if record is None:
            return None
        if record.state in _WITH_IMAGES and wanted(record):
            return record.uid
    return None
