"""Where two readers of one study agree and where they do not.

The second reader never changes the first one's result. Its score does not join the probability: on patients that
neither had seen it made that worse (the model card has the figures).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.types import TYPES, CaseResult, CaseState

_ANSWERS = (CaseState.POSITIVE, CaseState.NEGATIVE)


def compare(first: CaseResult, second: CaseResult) -> dict[str, Any]:
    """The second reader's answer beside the first one's, as plain JSON values.

    Returns:
        ``state``, ``reasons``, ``score``, ``threshold``, ``volumes_ml``, ``seconds``, ``model`` and ``provider`` of
        ``second``; ``agrees``: whether both say positive, or both negative; ``dice``: overlap of what they drew, of
        whatever type. The last two are None where one of them has no answer, or where neither drew anything, the
        overlap also where they looked at different series.
    """
    answered = first.state in _ANSWERS and second.state in _ANSWERS
    same = answered and first.series_instance_uid == second.series_instance_uid
    volumes = {kind.value: float(second.volumes_ml.get(kind, 0.0)) for kind in TYPES}
    return {
        "state": second.state.value,
        "reasons": [{"code": reason.code, "text": reason.text} for reason in second.reasons],
        "score": second.score,
        "threshold": float(second.threshold),
        "agrees": first.state is second.state if answered else None,
        "dice": _dice(first.labels, second.labels) if same else None,
        "volumes_ml": {**volumes, "total": float(sum(volumes.values()))},
        "seconds": float(second.timing.total),
        "model": second.runtime.model,
        "provider": second.runtime.provider,
    }


def _dice(first: NDArray[np.uint8] | None, second: NDArray[np.uint8] | None) -> float | None:
    if first is None or second is None or first.shape != second.shape:
        return None
    a, b = first > 0, second > 0
    drawn = int(a.sum()) + int(b.sum())
    return 2 * int((a & b).sum()) / drawn if drawn else None
