"""The metrics as rows of text, for the panel."""

from __future__ import annotations

from app.domain.metrics import Durations, GpuLoad, InputDrift, Metrics
from app.models import wording
from app.models.translation import QT_TR_NOOP, tr

_INPUTS = {
    "slices": QT_TR_NOOP("slices"),
    "spacing_mm": QT_TR_NOOP("slice spacing in mm"),
    "brain_hu": QT_TR_NOOP("brain in HU"),
}


def rows(metrics: Metrics) -> tuple[tuple[str, str], ...]:
    """Name and value of each line of the panel; a value may have several lines."""
    queue, device = metrics.queue, metrics.device
    failures = [
        f"{tr(wording.STATE_WORDS[state])}, {code.replace('_', ' ')}: {count}"
        for state, code, count in metrics.failures
    ]
    waiting = ", ".join((
        tr("%n fetching", "", queue.fetching), tr("%n waiting", "", queue.waiting),
        tr("%n analysing", "", queue.analysing),
    ))  # fmt: skip
    answered = tr("{answered}, of them {promoted} to the top")
    return (
        (tr("Studies in the last hour"), str(metrics.last_hour)),
        (tr("Answered in 24 hours"), answered.format(answered=metrics.answered, promoted=metrics.promoted)),
        (tr("Last image to answer"), _times(metrics.to_answer)),
        (tr("Last image to the top"), _times(metrics.to_promoted)),
        (tr("Queue"), tr("{queue} (paused)").format(queue=waiting) if queue.paused else waiting),
        (tr("No answer in 24 hours"), "\n".join(failures) or tr("none")),
        (tr("Device"), f"{device.device} ({device.provider})" if device.ready else device.text or tr("starting")),
        (tr("Graphics processors"), "\n".join(_gpu(one) for one in metrics.gpus) or tr("none that tells of its load")),
        (tr("Drift of the scores"), metrics.drift.text),
        *((tr("Images: {what}").format(what=tr(_INPUTS[one.name])), _input(one)) for one in metrics.inputs),
    )


def _input(one: InputDrift) -> str:
    if one.median is None:
        return one.drift.text
    return tr("median {median}").format(median=f"{one.median:.4g}") + f"\n{one.drift.text}"


def _gpu(one: GpuLoad) -> str:
    busy = tr("load not told") if one.busy is None else tr("{share} busy").format(share=f"{one.busy:.0%}")
    memory = tr("{used} of {total} GB in use").format(
        used=f"{one.memory_used / 1e9:.1f}", total=f"{one.memory_total / 1e9:.1f}"
    )
    return f"{one.name}: {busy}, {memory}"


def _times(durations: Durations) -> str:
    if durations.median_s is None or durations.p95_s is None:
        return tr("none yet")
    return tr("median {median} s, 95 % within {most} s ({count})").format(
        median=f"{durations.median_s:.1f}", most=f"{durations.p95_s:.1f}", count=durations.count
    )
