"""The metrics as rows of text, for the panel."""

from __future__ import annotations

from app.domain.metrics import Durations, InputDrift, Metrics
from app.domain.states import StudyState

_NONE = "none yet"
_INPUTS = {"slices": "slices", "spacing_mm": "slice spacing in mm", "brain_hu": "brain in HU"}


def rows(metrics: Metrics) -> tuple[tuple[str, str], ...]:
    """Name and value of each line of the panel; a value may have several lines."""
    queue, device = metrics.queue, metrics.device
    failures = [f"{_state(state)}, {code.replace('_', ' ')}: {count}" for state, code, count in metrics.failures]
    waiting = f"{queue.fetching} fetching, {queue.waiting} waiting, {queue.analysing} analysing"
    return (
        ("Studies in the last hour", str(metrics.last_hour)),
        ("Answered in 24 hours", f"{metrics.answered}, of them {metrics.promoted} to the top"),
        ("Last image to answer", _times(metrics.to_answer)),
        ("Last image to the top", _times(metrics.to_promoted)),
        ("Queue", waiting + (" (paused)" if queue.paused else "")),
        ("No answer in 24 hours", "\n".join(failures) or "none"),
        ("Device", f"{device.device} ({device.provider})" if device.ready else device.text or "starting"),
        ("Drift of the scores", metrics.drift.text),
        *((f"Images: {_INPUTS[one.name]}", _input(one)) for one in metrics.inputs),
    )


def _input(one: InputDrift) -> str:
    return one.drift.text if one.median is None else f"median {one.median:.4g}\n{one.drift.text}"


def _times(durations: Durations) -> str:
    if durations.median_s is None or durations.p95_s is None:
        return _NONE
    return f"median {durations.median_s:.1f} s, 95 % within {durations.p95_s:.1f} s ({durations.count})"


def _state(state: StudyState) -> str:
    return state.value.replace("_", " ")
