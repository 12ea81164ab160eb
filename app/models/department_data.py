"""What the panel of the department is made of, read once when it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.department import OperatingCurve, latest_model
from app.domain.feedback import Judgement, judgements_of
from app.domain.study import StudyRecord


@dataclass(frozen=True, slots=True)
class DepartmentData:
    """Attributes:
    records: all studies.
    verdicts: what readers said, without those who said nothing.
    model: the model of the latest answer; empty without one.
    threshold: the threshold of that model.
    curve: measured rates by threshold, from this site's readers or else from the model card; None without any.
    """

    records: tuple[StudyRecord, ...]
    verdicts: tuple[Judgement, ...]
    model: str
    threshold: float
    curve: OperatingCurve | None

    @classmethod
    def of(
        cls, records: Sequence[StudyRecord], verdicts: Sequence[Judgement], manifest: Mapping[str, Any]
    ) -> DepartmentData:
        """``manifest`` is that of the model in use; empty where it is not known."""
        model = latest_model(records)
        latest = [r.summary.threshold for r in records if r.summary is not None and r.summary.model == model]
        judgements = judgements_of(records, verdicts, silent=True)
        curve = OperatingCurve.from_judgements(judgements, model) or OperatingCurve.from_manifest(manifest)
        threshold = latest[-1] if latest else float(manifest.get("threshold", 0.5))
        return cls(tuple(records), tuple(verdicts), model, threshold, curve)
