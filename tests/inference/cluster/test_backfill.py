"""How a backfill is paced and when it gives a cluster up; the whole of it is in tests/integration/test_cluster.py."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

pytest.importorskip("ray")

from inference.cluster.backfill import _Pace
from inference.cluster.head import Head
from inference.cluster.readers import Reader
from inference.cluster.sources import Item
from inference.errors import FirstreadError
from tests.integration.peers import free_port


def test_a_study_that_is_not_on_a_node_failed_and_is_no_answer(tmp_path: Path) -> None:
    row = Reader("", "cpu", 1).read(Item("key", str(tmp_path / "study")))
    assert (row["key"], row["state"], row["reason_codes"]) == ("key", "failed", ["study_missing"])
    assert row["volume_total_ml"] is None


def test_an_archive_that_does_not_answer_is_no_answer() -> None:
    class _Away:
        def studies(self) -> list[str]:
            return ["1.2.3"]

        def fetch(self, study_instance_uid: str, folder: Path) -> None:
            raise FirstreadError("unreachable", "The archive does not answer.")

    row = Reader("", "cpu", 1).read(Item("key", "1.2.3", source=_Away()))
    assert (row["state"], row["reasons"]) == ("failed", ["The archive does not answer."])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def _begun(pace: _Pace, clock: list[float], seconds: float) -> int:
    """How many studies are begun if it is asked four times a second, as often as it likes."""
    begun, end = 0, clock[0] + seconds
    while clock[0] < end:
        while begun < 1000 and pace.may_begin():
            begun += 1
        clock[0] += 0.25
    return begun


@pytest.mark.parametrize("per_minute", [1.5, 20.0, 600.0])
def test_the_archive_is_asked_no_faster_than_it_may_be(clock: list[float], per_minute: float) -> None:
    pace = _Pace(per_minute)
    first = _begun(pace, clock, 60)
    assert 0.99 * per_minute - 1 <= first <= per_minute + 1
    clock[0] += 3600  # a slow hour
    assert _begun(pace, clock, 60) <= per_minute + 1 + per_minute / 60


def test_without_a_limit_there_is_none(clock: list[float]) -> None:
    assert _begun(_Pace(None), clock, 1) == 1000


def test_a_head_that_is_gone_is_given_up_only_after_a_while(clock: list[float]) -> None:
    head = Head(f"127.0.0.1:{free_port()}")
    for _ in range(3):
        clock[0] += 6
        head.check()
    clock[0] += 6
    with pytest.raises(FirstreadError, match="same command again"):
        head.check()


def test_a_head_that_is_there_is_kept(clock: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        head = Head(f"127.0.0.1:{there.getsockname()[1]}")
        for _ in range(10):
            clock[0] += 6
            head.check()
