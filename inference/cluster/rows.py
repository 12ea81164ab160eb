"""One study of a backfill as a row of Parquet, and back to what the evaluation counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from inference.cluster.sources import Item
from inference.errors import Reason
from inference.evaluation.case import Judged
from inference.types import TYPES, CaseResult, CaseState

#: Volumes in mL, times in seconds, probabilities and scores in [0, 1] and null without an answer.
SCHEMA: Final = pa.schema(
    [
        ("key", pa.string()),
        ("study_instance_uid", pa.string()),
        ("series_instance_uid", pa.string()),
        ("state", pa.string()),
        ("reason_codes", pa.list_(pa.string())),
        ("reasons", pa.list_(pa.string())),
        ("probability", pa.float64()),
        ("probability_low", pa.float64()),
        ("probability_high", pa.float64()),
        ("score", pa.float64()),
        ("threshold", pa.float64()),
        *((f"probability_{kind.value.lower()}", pa.float64()) for kind in TYPES),
        *((f"volume_{kind.value.lower()}_ml", pa.float64()) for kind in TYPES),
        ("volume_total_ml", pa.float64()),
        ("lesions", pa.int32()),
        ("highest_slice", pa.int32()),
        ("seconds", pa.float64()),
        ("provider", pa.string()),
        ("device", pa.string()),
        ("node", pa.string()),
        ("model", pa.string()),
        ("model_sha256", pa.string()),
        ("version", pa.string()),
    ]
)


def row_of(item: Item, result: CaseResult, node: str) -> dict[str, Any]:
    """The row of ``result``, computed on the computer ``node``."""
    low, high = result.probability_interval or (None, None)
    answered = result.state in (CaseState.POSITIVE, CaseState.NEGATIVE)
    highest = max(result.slices, key=lambda s: s.score, default=None)
    return {
        "key": item.key,
        "study_instance_uid": result.study_instance_uid,
        "series_instance_uid": result.series_instance_uid,
        "state": result.state.value,
        "reason_codes": [reason.code for reason in result.reasons],
        "reasons": [reason.text for reason in result.reasons],
        "probability": result.probability,
        "probability_low": low,
        "probability_high": high,
        "score": result.score,
        "threshold": result.threshold,
        **{f"probability_{kind.value.lower()}": result.probability_by_type.get(kind) for kind in TYPES},
        **{f"volume_{kind.value.lower()}_ml": result.volumes_ml.get(kind, 0.0) if answered else None for kind in TYPES},
        "volume_total_ml": result.total_ml if answered else None,
        "lesions": len(result.lesions) if answered else None,
        "highest_slice": highest.index if highest is not None else None,
        "seconds": result.timing.total,
        "provider": result.runtime.provider,
        "device": result.runtime.device,
        "node": node,
        "model": result.runtime.model,
        "model_sha256": result.runtime.model_sha256,
        "version": result.runtime.version,
    }


def judged_of(row: Mapping[str, Any], item: Item) -> Judged | None:
    """The row beside its labels; None where the study has none."""
    if item.example is None:
        return None
    return Judged(
        example=item.example,
        state=CaseState(row["state"]),
        reasons=tuple(Reason(code, text) for code, text in zip(row["reason_codes"], row["reasons"], strict=True)),
        score=row["score"],
        probability=row["probability"],
        threshold=row["threshold"],
        seconds=row["seconds"],
        highest_slice=row["highest_slice"],
    )
