"""Three whole workstations, each a process of its own, and one PostgreSQL that is killed and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.integration import station_process
from tests.integration.postgres_process import Postgres, database
from tests.integration.station_process import READERS, Station

__all__ = ["database"]

_SEEN_S = 10.0  # one on a quiet computer: tests/benchmarks/stations.py
_UIDS = [f"2.25.{uuid4().int}" for _ in range(2)]


@pytest.fixture
def three(tmp_path: Path, database: Postgres) -> Iterator[list[Station]]:
    with station_process.three(tmp_path, database, _UIDS, 120) as stations:
        yield stations


def test_claims_show_and_no_mark_is_lost(three: list[Station], database: Postgres) -> None:
    ann, bob, cy = three
    at = ann.order("claim", _UIDS[0], True)
    for other in (bob, cy):
        seen = other.until(lambda change: change["claimed_by"] == "ann")
        assert seen["at"] - at < _SEEN_S
    database.kill()
    for station in three:
        station.order("note", _UIDS[1], f"Note of {station.reader}")
        station.until(lambda change, station=station: change["note"] == f"Note of {station.reader}")  # type: ignore[misc]
    bob.order("flag", _UIDS[1], True)
    database.start()
    for station in three:
        station.until(
            lambda change: (
                change["flagged"] and sorted(change["note"].count(f"Note of {name}") for name in READERS) == [1, 1, 1]
            )
        )
    for station in three:
        assert station.close() == 0
    assert database.ask("SELECT count(*) FROM act") == [(5,)]  # a claim, three notes, a flag: each once
