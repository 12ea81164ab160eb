from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.events import DeviceStatus, QueueStatus
from app.domain.metrics import GpuLoad, Metrics, Tally
from app.domain.states import StudyState
from app.errors import CacheError
from app.results.metrics_file import JSON_FILE, PROMETHEUS_FILE, document, prometheus, write
from inference.types import InputStatistics
from tests.app.values import T0

#: A sample of the text format: name, labels, value.
SAMPLE = re.compile(r'([a-z_]+)(\{[a-z]+="(?:[^"\\\n]|\\.)*"(?:,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? (\S+)')


def _metrics() -> Metrics:
    tally = Tally()
    tally.queue, tally.device = QueueStatus(1, 2, 1, True), DeviceStatus(True, "cuda", 'A "fast"\\one', "Runs.")
    tally.gpus = (GpuLoad("Card", 0.5, 2_000, 8_000), GpuLoad("Part", None, 1_000, 4_000))
    tally.answered(T0, True, T0 - timedelta(seconds=12), 0.9)
    tally.looked_like(InputStatistics(32, 5.0, 31.5))
    tally.failed(T0, StudyState.FAILED, "analysis_crashed")
    return tally.metrics(T0)


def test_both_files_say_the_same(tmp_path: Path) -> None:
    metrics = _metrics()
    write(metrics, tmp_path)
    content = json.loads((tmp_path / JSON_FILE).read_text())
    assert content == document(metrics)
    assert content["studies_last_hour"] == 1
    assert content["last_24_hours"]["last_image_to_promoted_s"] == {"count": 1, "median": 12.0, "p95": 12.0}
    assert content["last_24_hours"]["failures"] == [{"state": "failed", "reason": "analysis_crashed", "count": 1}]
    assert content["queue"] == {"fetching": 1, "waiting": 2, "analysing": 1, "paused": True}
    assert content["score_drift"]["psi"] is None and "Cannot be told" in content["score_drift"]["text"]
    assert content["input_drift"]["brain_hu"]["median"] == 31.5 and content["input_drift"]["slices"]["psi"] is None
    assert [(one["busy"], one["memory_used_bytes"]) for one in content["gpus"]] == [(0.5, 2_000), (None, 1_000)]
    text = (tmp_path / PROMETHEUS_FILE).read_text()
    for line in (
        "firstread_studies_last_hour 1",
        'firstread_last_image_to_promoted_seconds{quantile="0.95"} 12',
        'firstread_input_median{input="spacing_mm"} 5',
        'firstread_gpu_busy{gpu="0",name="Card"} 0.5',
        'firstread_gpu_memory_bytes{gpu="1",name="Part"} 4000',
        'firstread_queue_studies{stage="waiting"} 2',
        'firstread_failures{state="failed",reason="analysis_crashed"} 1',
        'firstread_device_ready{provider="cuda",device="A \\"fast\\"\\\\one"} 1',
    ):
        assert line in text.splitlines()
    assert text.count("firstread_gpu_busy{") == 1  # the part does not tell
    assert not any(line.startswith("firstread_score_drift ") for line in text.splitlines())
    assert {path.name for path in tmp_path.iterdir()} == {JSON_FILE, PROMETHEUS_FILE}
    if os.name == "posix":
        assert (tmp_path / PROMETHEUS_FILE).stat().st_mode & 0o777 == 0o600


def test_the_text_format_of_prometheus() -> None:
    odd = replace(_metrics(), device=DeviceStatus(False, "", "two\nlines", ""))
    for metrics in (_metrics(), Tally().metrics(T0), odd):
        text = prometheus(metrics)
        assert text.endswith("\n") and "None" not in text
        announced: list[str] = []
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                announced.append(line.split()[2])
                assert line.endswith(" gauge")
            elif not line.startswith("# HELP "):
                match = SAMPLE.fullmatch(line)
                assert match is not None and match[1] == announced[-1], line
                float(match[3])
        assert len(announced) == len(set(announced)) == text.count("# HELP ")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CacheError):
        write(_metrics(), tmp_path / "missing")
