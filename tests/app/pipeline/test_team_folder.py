"""Two workstations see each other's claims through a folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.events import StudyChanged
from app.pipeline.team import Alone, team_of
from app.pipeline.team_folder import FolderTeam
from app.settings import Settings
from app.store import marks
from app.store.journal import Journal
from app.store.shared_claims import LIFE, SharedClaims
from tests.app.values import study


class Workstation:
    """A journal with the same two studies as the other's, and its end of the team."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.journal = Journal(path)
        self.told: list[str] = []
        self.team = FolderTeam(folder, self.act, self.told.append, look_s=0.05)
        for uid in ("1.2.1", "1.2.2"):
            self.team.note(StudyChanged(self.journal.found(study(uid))))

    def act(self, change: marks.Change) -> None:
        record = change(self.journal)
        assert record is not None
        self.team.note(StudyChanged(record))

    def claim(self, uid: str, reader: str) -> None:
        self.act(lambda journal: self.team.share(journal, uid, reader, lambda own: marks.claim(own, uid, reader)))

    def sees(self, uid: str, reader: str) -> bool:
        record = self.journal.get(uid)
        return record is not None and record.claimed_by == reader


@contextmanager
def _two(tmp_path: Path) -> Iterator[tuple[Workstation, Workstation]]:
    folder = tmp_path / "team"
    folder.mkdir()
    both = Workstation(tmp_path / "a", folder), Workstation(tmp_path / "b", folder)
    for one in both:
        one.team.start()
    try:
        yield both
    finally:
        for one in both:
            one.team.close()
            one.journal.close()


def _until(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_claim_is_seen_taken_over_and_given_free(tmp_path: Path) -> None:
    with _two(tmp_path) as (left, right):
        left.claim("1.2.1", "ann")
        _until(lambda: right.sees("1.2.1", "ann"))
        right.claim("1.2.1", "bob")
        _until(lambda: left.sees("1.2.1", "bob"))
        right.claim("1.2.1", "")
        _until(lambda: left.sees("1.2.1", ""))
        assert left.sees("1.2.2", "") and right.sees("1.2.2", "")
        names = [path.name for path in (tmp_path / "team").iterdir()]
        assert len(names) == 1 and "1.2.1" not in names[0]
        assert not left.told and not right.told


def test_a_folder_that_is_gone_is_told_once_and_used_when_it_is_back(tmp_path: Path) -> None:
    with _two(tmp_path) as (left, right):
        folder = tmp_path / "team"
        folder.rmdir()
        left.claim("1.2.1", "ann")
        _until(lambda: len(left.told) == 1)
        left.claim("1.2.1", "ann")
        folder.mkdir()
        left.claim("1.2.2", "ann")
        _until(lambda: right.sees("1.2.2", "ann"))
        _until(lambda: right.sees("1.2.1", "ann"))  # claimed while the folder was away
        assert len(left.told) == 1


def test_who_claimed_while_the_folder_was_away_takes_nothing_from_another(tmp_path: Path) -> None:
    with _two(tmp_path) as (left, right):
        folder = tmp_path / "team"
        folder.rename(tmp_path / "away")
        left.claim("1.2.1", "ann")
        _until(lambda: len(left.told) == len(right.told) == 1)
        SharedClaims(tmp_path / "away").put("1.2.1", "cy")  # a third, which reaches the folder
        (tmp_path / "away").rename(folder)
        _until(lambda: left.sees("1.2.1", "cy") and right.sees("1.2.1", "cy"))


def test_a_folder_that_is_not_there_is_told_also_where_nobody_claims(tmp_path: Path) -> None:
    alone = Workstation(tmp_path / "a", tmp_path / "not mounted")
    alone.team.start()
    try:
        _until(lambda: len(alone.told) == 1)
        assert "cannot be used" in alone.told[0]
    finally:
        alone.team.close()
        alone.journal.close()


def test_what_is_no_claim_is_passed_over_and_old_ones_go(tmp_path: Path) -> None:
    claims = SharedClaims(tmp_path)
    put = claims.put("1.2.1", "ann")
    old = datetime.now(UTC) - LIFE - timedelta(hours=1)
    for name, text in {
        "a": "no json", "b": "[]", "c": '{"reader": 3, "at": "2026-01-01"}', "d": '{"reader": "x"}',
        "e": f'{{"reader": "x\\u0007", "at": "{datetime.now(UTC).isoformat()}"}}',
        "f": f'{{"reader": "x", "at": "{old.isoformat()}"}}',
    }.items():  # fmt: skip
        (tmp_path / f"{name}.claim").write_text(text)
    assert list(claims.read()) == [put]
    assert not (tmp_path / "f.claim").exists() and (tmp_path / "a.claim").exists()


def test_without_a_folder_nothing_runs(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal") as journal:
        journal.found(study("1.2.1"))
        team = team_of(Settings(), journal, lambda _: None, lambda _: None)
        assert isinstance(team, Alone)
        team.start()
        record = team.share(journal, "1.2.1", "ann", lambda own: marks.claim(own, "1.2.1", "ann"))
        assert record is not None and record.claimed_by == "ann"
        team.close()
