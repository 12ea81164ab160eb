"""The metrics as files for others: ``metrics.json``, and ``metrics.prom`` in the text format of Prometheus.

Written as a whole and then put in place, so that whoever collects them never reads half a file. They hold no patient
data: counts, times, codes of reasons, and the name of the processor.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.domain.metrics import Durations, Metrics
from app.errors import CacheError
from app.paths import write_private

JSON_FILE = "metrics.json"
PROMETHEUS_FILE = "metrics.prom"
_ABSENT = "; absent where the model has no reference, or studies are too few yet"


def write(metrics: Metrics, folder: Path) -> None:
    """Write both files into ``folder``; raises CacheError."""
    texts = {
        JSON_FILE: json.dumps(document(metrics), indent=2) + "\n",
        PROMETHEUS_FILE: prometheus(metrics),
    }
    try:
        for name, text in texts.items():
            write_private(folder / name, text.encode())
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("metrics_not_written", f"The metrics cannot be written: {why}.") from error


def document(metrics: Metrics) -> dict[str, Any]:
    """The content of ``metrics.json``; the times are in seconds."""
    queue, device = metrics.queue, metrics.device
    return {
        "schema": 1,
        "at": metrics.at.isoformat(timespec="seconds"),
        "studies_last_hour": metrics.last_hour,
        "last_24_hours": {
            "answered": metrics.answered,
            "promoted": metrics.promoted,
            "last_image_to_answer_s": _durations(metrics.to_answer),
            "last_image_to_promoted_s": _durations(metrics.to_promoted),
            "failures": [
                {"state": state.value, "reason": code, "count": count} for state, code, count in metrics.failures
            ],
        },
        "queue": {
            "fetching": queue.fetching, "waiting": queue.waiting, "analysing": queue.analysing, "paused": queue.paused,
        },
        "device": {"ready": device.ready, "provider": device.provider, "device": device.device},
        "gpus": [
            {
                "name": one.name, "busy": one.busy, "memory_used_bytes": one.memory_used,
                "memory_total_bytes": one.memory_total,
            }
            for one in metrics.gpus
        ],
        "score_drift": {"psi": metrics.drift.index, "scores": metrics.drift.scores, "text": metrics.drift.text},
        "input_drift": {
            one.name: {
                "median": one.median, "psi": one.drift.index, "studies": one.drift.scores, "text": one.drift.text,
            }
            for one in metrics.inputs
        },
    }  # fmt: skip


def _durations(durations: Durations) -> dict[str, Any]:
    return {"count": durations.count, "median": durations.median_s, "p95": durations.p95_s}


def prometheus(metrics: Metrics) -> str:
    """The content of ``metrics.prom``; what is not known is left out."""
    queue, device = metrics.queue, metrics.device
    families: list[tuple[str, str, Iterable[tuple[dict[str, str], float | None]]]] = [
        ("firstread_studies_last_hour", "Studies that got an answer within the last hour.", [({}, metrics.last_hour)]),
        ("firstread_studies_answered", "Studies that got an answer within 24 hours.", [({}, metrics.answered)]),
        ("firstread_studies_promoted", "Studies that went to the top within 24 hours.", [({}, metrics.promoted)]),
        *(
            (f"firstread_last_image_to_{name}_seconds", f"From the last image fetched to {what}, within 24 hours.",
             [({"quantile": "0.5"}, one.median_s), ({"quantile": "0.95"}, one.p95_s)])
            for name, what, one in (
                ("answer", "the answer", metrics.to_answer),
                ("promoted", "the place at the top", metrics.to_promoted),
            )
        ),
        ("firstread_queue_studies", "Studies in each stage of the line.",
         [({"stage": "fetching"}, queue.fetching), ({"stage": "waiting"}, queue.waiting),
          ({"stage": "analysing"}, queue.analysing)]),
        ("firstread_paused", "Whether the line is paused by hand.", [({}, float(queue.paused))]),
        ("firstread_failures", "Studies that ended without an answer within 24 hours.",
         [({"state": state.value, "reason": code}, count) for state, code, count in metrics.failures]),
        ("firstread_device_ready", "Whether the detector works, and on what.",
         [({"provider": device.provider, "device": device.device}, float(device.ready))]),
        ("firstread_gpu_busy", "Share of the last moment in which a graphics processor computed.",
         [({"gpu": str(n), "name": one.name}, one.busy) for n, one in enumerate(metrics.gpus)]),
        ("firstread_gpu_memory_used_bytes", "Memory of a graphics processor in use by all programs.",
         [({"gpu": str(n), "name": one.name}, one.memory_used) for n, one in enumerate(metrics.gpus)]),
        ("firstread_gpu_memory_bytes", "Memory that a graphics processor has.",
         [({"gpu": str(n), "name": one.name}, one.memory_total) for n, one in enumerate(metrics.gpus)]),
        ("firstread_score_drift", f"Population stability index of the latest scores{_ABSENT}.",
         [({}, metrics.drift.index)]),
        ("firstread_input_median", "Median of what describes the images of the latest studies.",
         [({"input": one.name}, one.median) for one in metrics.inputs]),
        ("firstread_input_drift", f"Population stability index of what describes the images{_ABSENT}.",
         [({"input": one.name}, one.drift.index) for one in metrics.inputs]),
        ("firstread_metrics_time_seconds", "When this was written, since 1970.", [({}, metrics.at.timestamp())]),
    ]  # fmt: skip
    lines: list[str] = []
    for name, help_text, samples in families:
        lines += [f"# HELP {name} {help_text}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_labels(labels)} {value:.15g}" for labels, value in samples if value is not None]
    return "\n".join(lines) + "\n"


def _labels(labels: dict[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
