"""What a backfill keeps as it goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from inference.cluster import parts
from inference.cluster.rows import SCHEMA


def _row(key: str, state: str = "negative", model: str = "m", score: float | None = 0.1) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(SCHEMA.names)
    return empty | {"key": key, "state": state, "model_sha256": model, "score": score}


def _keep(folder: Path, *rows: dict[str, Any]) -> None:
    with parts.Parts(folder) as kept:
        for row in rows:
            kept.add(row)


def test_each_study_is_in_the_results_once(tmp_path: Path) -> None:
    _keep(tmp_path, _row("b"), _row("a"))
    _keep(tmp_path, _row("a"), _row("c"))  # a run that was killed before it had written a, and the next
    assert parts.done(tmp_path, "m") == {"a", "b", "c"}
    assert parts.gathered(tmp_path, "m", {"a", "b", "c"})["key"].to_pylist() == ["a", "b", "c"]
    assert parts.gathered(tmp_path, "m", {"c", "d"})["key"].to_pylist() == ["c"]


def test_another_model_reads_everything_anew(tmp_path: Path) -> None:
    _keep(tmp_path, _row("a", model="older"), _row("b"))
    assert parts.done(tmp_path, "m") == {"b"}
    assert parts.gathered(tmp_path, "m", {"a", "b"})["key"].to_pylist() == ["b"]


@pytest.mark.parametrize("failed_first", [True, False])
def test_what_failed_is_tried_again_and_an_answer_counts_more(tmp_path: Path, failed_first: bool) -> None:
    both = [_row("a", "failed", score=None), _row("a", "positive", score=0.9)]
    for row in both if failed_first else both[::-1]:
        _keep(tmp_path, row)
    _keep(tmp_path, _row("b", "failed", score=None))
    assert parts.done(tmp_path, "m") == {"a"}
    rows = parts.gathered(tmp_path, "m", {"a", "b"}).to_pylist()
    assert [(row["key"], row["state"], row["score"]) for row in rows] == [("a", "positive", 0.9), ("b", "failed", None)]


def test_no_end_of_a_run_leaves_half_a_file(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), parts.Parts(tmp_path) as kept:
        for key in "abc":
            kept.add(_row(key))
        raise KeyboardInterrupt
    (tmp_path / "half.part").write_bytes(b"PAR1")  # as a killed run leaves it
    assert parts.done(tmp_path, "m") == {"a", "b", "c"}


def test_nothing_read_is_an_empty_table(tmp_path: Path) -> None:
    assert parts.done(tmp_path, "m") == set()
    assert parts.gathered(tmp_path, "m", {"a"}).schema == SCHEMA
