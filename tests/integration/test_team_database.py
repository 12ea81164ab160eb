"""Workstations that share their readers' marks through a real PostgreSQL, over TLS, and go on without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import trustme

from app.domain.events import StudyChanged
from app.domain.feedback import Verdict
from app.domain.shared_marks import Act, MarkKind
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import TeamError
from app.pacs.secret_store import TEAM, Kind, store_secret
from app.pipeline.team import team_of
from app.pipeline.team_database import RETRY_S, DatabaseTeam
from app.settings import Settings
from app.store import marks, shared_marks
from app.store.audit import study_name
from app.store.journal import Journal
from app.store.shared_database import SharedDatabase
from tests.app.key_store import Store, key_store
from tests.app.values import result, study
from tests.integration.postgres_process import Postgres, database

__all__ = ["database"]

_TO_ANALYSIS = (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING)
_PATIENCE_S = 30.0


@pytest.fixture(autouse=True)
def keys(database: Postgres) -> Iterator[Store]:
    with key_store() as store:
        store_secret(TEAM, Kind.DATABASE, database.password)
        yield store


class Workstation:
    """A journal with studies that every workstation has, and its end of the team."""

    def __init__(self, path: Path, settings: Settings, uids: tuple[str, ...]) -> None:
        self.reader, self.told = settings.team_reader_name, list[str]()
        self.journal = Journal(path)
        self.team = team_of(settings, self.journal, self.act, self.told.append)
        for uid in uids:
            self.finds(uid)

    def finds(self, uid: str) -> None:
        if self.journal.get(uid) is None:
            self.journal.found(study(uid))
            for step in _TO_ANALYSIS:
                self.journal.transition(uid, step)
            self.journal.save_result(uid, result(uid=uid))
        self.act(lambda journal: journal.get(uid))

    def act(self, change: marks.Change) -> None:
        record = change(self.journal)
        assert record is not None
        self.team.note(StudyChanged(record))

    def does(self, uid: str, change: marks.Change) -> None:
        self.act(lambda journal: self.team.share(journal, uid, self.reader, change))

    def claim(self, uid: str, reader: str | None = None) -> None:
        self.does(uid, lambda journal: marks.claim(journal, uid, self.reader if reader is None else reader))

    def flag(self, uid: str) -> None:
        self.does(uid, lambda journal: marks.flag(journal, uid, True))

    def note(self, uid: str, text: str) -> None:
        self.does(uid, lambda journal: marks.note(journal, uid, text))

    def read(self, uid: str) -> None:
        self.does(uid, lambda journal: journal.mark_read(uid, True, self.reader))

    def judge(self, uid: str, verdict: Verdict | None) -> None:
        self.does(uid, lambda journal: marks.judge(journal, uid, verdict, "", self.reader))

    def has(self, uid: str) -> StudyRecord:
        record = self.journal.get(uid)
        assert record is not None
        return record

    def close(self) -> None:
        self.team.close()
        self.journal.close()


@contextmanager
def _three(folder: Path, database: Postgres, *uids: str) -> Iterator[list[Workstation]]:
    settings = Settings(team_database=database.url, team_database_ca_file=str(database.ca_file))
    three = [
        Workstation(folder / name, replace(settings, team_reader_name=name), uids) for name in ("ann", "bob", "cy")
    ]
    try:
        for one in three:
            one.team.start()
        yield three
    finally:
        for one in three:
            one.close()


def _until(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.02)


def _settled(three: list[Workstation]) -> bool:
    return not any(shared_marks.waiting(one.journal) for one in three)


def _uid() -> str:
    """A study that no other test has."""
    return f"2.25.{uuid4().int}"


def test_every_mark_shows_on_the_others(tmp_path: Path, database: Postgres) -> None:
    uid = _uid()
    with _three(tmp_path, database, uid) as (ann, bob, cy):
        ann.claim(uid)
        _until(lambda: bob.has(uid).claimed_by == cy.has(uid).claimed_by == "ann")
        bob.claim(uid)  # takes over what he sees that Ann has
        _until(lambda: ann.has(uid).claimed_by == cy.has(uid).claimed_by == "bob")
        bob.flag(uid)
        bob.note(uid, "Compare.\nTwo lines.")
        cy.judge(uid, Verdict.AGREE)
        cy.judge(uid, Verdict.NOT_HEMORRHAGE)
        _until(lambda: ann.has(uid).flagged and ann.has(uid).note == "Compare.\nTwo lines.")
        _until(lambda: ann.has(uid).feedback == bob.has(uid).feedback == "not_hemorrhage")
        assert marks.verdicts(ann.journal) == marks.verdicts(cy.journal)
        bob.read(uid)
        _until(lambda: ann.has(uid).read_by == cy.has(uid).read_by == "bob")
        _until(lambda: ann.has(uid).claimed_by == "")
        assert ann.has(uid).read_at == bob.has(uid).read_at
        cy.judge(uid, None)
        _until(lambda: ann.has(uid).feedback == bob.has(uid).feedback == "")
        assert not ann.told + bob.told + cy.told
    named = database.ask(f"SELECT count(*) FROM mark WHERE study = '{study_name(uid)}'")
    assert named == [(5,)]
    assert database.ask(f"SELECT count(*) FROM mark WHERE mark::text LIKE '%{uid}%'") == [(0,)]  # no study in clear


def test_a_study_that_is_found_later_has_its_marks(tmp_path: Path, database: Postgres) -> None:
    uid = _uid()
    with _three(tmp_path, database) as (ann, bob, _):
        ann.finds(uid)
        ann.flag(uid)
        _until(lambda: _settled([ann]))
        bob.finds(uid)
        _until(lambda: bob.has(uid).flagged)


def test_without_the_database_all_go_on_and_nothing_is_lost_or_twice(tmp_path: Path, database: Postgres) -> None:
    uids = tuple(_uid() for _ in range(4))
    claimed, flagged, noted, judged = uids
    with _three(tmp_path, database, *uids) as three:
        ann, bob, cy = three
        ann.claim(claimed)
        # a claim of Bob's without having heard of Ann's would not take hers over
        _until(lambda: bob.has(claimed).claimed_by == cy.has(claimed).claimed_by == "ann")
        database.kill()
        ann.claim(claimed, "")  # both of these were done without knowing of the other
        bob.claim(claimed)
        cy.claim(flagged)
        bob.flag(flagged)
        ann.flag(flagged)
        for one in three:
            one.note(noted, f"Note of {one.reader}")
        ann.judge(judged, Verdict.AGREE)
        bob.judge(judged, Verdict.NOT_HEMORRHAGE)
        cy.read(judged)
        _until(lambda: all(one.told for one in three))
        assert ann.has(noted).note == "Note of ann"  # each goes on alone
        waiting = [act for one in three for _, act in shared_marks.waiting(one.journal)]
        assert len(waiting) == 11
        cy.close()  # and closed and opened again in the meantime
        settings = Settings(
            team_database=database.url, team_database_ca_file=str(database.ca_file), team_reader_name="cy"
        )
        cy = three[2] = Workstation(tmp_path / "cy", settings, uids)
        cy.team.start()
        database.start()
        _until(lambda: _settled(three))
        _until(lambda: len({one.has(noted).note for one in three}) == 1)
        for one in three:
            assert sorted(one.has(noted).note.count(f"Note of {name}") for name in ("ann", "bob", "cy")) == [1, 1, 1]
        _until(lambda: all(one.has(claimed).claimed_by == ann.has(claimed).claimed_by for one in three))
        assert ann.has(claimed).claimed_by == "bob"  # whoever of the two was heard first
        _until(lambda: all(one.has(flagged).flagged and one.has(flagged).claimed_by == "cy" for one in three))
        _until(lambda: all(one.has(judged).read_by == "cy" for one in three))
        _until(lambda: all(one.has(judged).feedback == "not_hemorrhage" for one in three))  # the latest shows
        acts = database.ask("SELECT id::text FROM act")
        assert {act.id for act in waiting} <= {row[0] for row in acts}
        verdicts = database.ask(
            f"SELECT slot, said->>'kind' FROM mark WHERE study = '{study_name(judged)}' AND slot <> '' ORDER BY slot"
        )
        assert verdicts == [("ann", "agree"), ("bob", "not_hemorrhage")]  # but every reader's is kept


def test_an_act_that_is_sent_twice_counts_once_and_an_old_version_loses_nothing(database: Postgres) -> None:
    shared = SharedDatabase(database.url, database.password, str(database.ca_file))
    try:
        act = Act(str(uuid4()), study_name(_uid()), MarkKind.NOTE, "first", "ann", datetime.now(UTC), 0)
        first = shared.put(act)
        assert (first.said, first.version) == ("first", 1)
        assert shared.put(act) == first  # the answer was lost on its way
        late = shared.put(replace(act, id=str(uuid4()), said="second", reader="bob"))
        assert (late.said, late.version) == ("first\nbob: second", 2)
        seen = shared.put(replace(act, id=str(uuid4()), said="third\0\ud800", version=2))
        assert (seen.said, seen.version) == ("third?", 3)
        database.ask(f"UPDATE mark SET said = '7' WHERE study = '{act.study}' RETURNING 1")
        assert list(shared.marks([act.study])) == []  # nonsense is passed over, and written over
        assert shared.put(replace(act, id=str(uuid4()), said="fourth")).said == "fourth"
    finally:
        shared.close()


def test_a_positive_answer_after_reading_is_not_read_again(tmp_path: Path, database: Postgres) -> None:
    """What the others marked before must not hide a hemorrhage that was found since."""
    uid = _uid()
    with _three(tmp_path, database, uid) as (ann, bob, _):
        ann.read(uid)
        _until(lambda: bob.has(uid).read_at is not None and _settled([ann]))
        for step in _TO_ANALYSIS:
            bob.journal.transition(uid, step)
        bob.journal.save_result(uid, result(uid=uid))
        assert bob.has(uid).read_at is None
        database.kill()
        _until(lambda: bool(bob.told))
        database.start()
        ann.flag(uid)
        _until(lambda: bob.has(uid).flagged)
        assert bob.has(uid).read_at is None


def test_who_is_not_trusted_gets_no_word(tmp_path: Path, database: Postgres, keys: Store) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    with pytest.raises(TeamError, match="nobody signed whom we trust"):
        SharedDatabase(database.url, database.password, str(other))
    with pytest.raises(TeamError, match="does not accept our user or password") as refused:
        SharedDatabase(database.url, "wrong", str(database.ca_file))
    assert "wrong" not in str(refused.value)
    with pytest.raises(TeamError, match="key store"):
        SharedDatabase("postgresql://firstread:secret@localhost/postgres")
    with pytest.raises(TeamError, match="postgresql"):
        SharedDatabase("mysql://firstread@localhost/postgres")
    with pytest.raises(TeamError, match="address"):
        SharedDatabase("nonsense")
    keys.locked = True
    told = list[str]()
    with Journal(tmp_path / "journal") as journal:
        settings = Settings(team_database=database.url, team_database_ca_file=str(database.ca_file))
        team = DatabaseTeam(settings, journal, lambda _: None, told.append)
        team.start()
        _until(lambda: bool(told))
        team.close()
    assert "key store" in told[0]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("localhost", "127.0.0.1", "certificate for another name"),
        ("localhost", "nowhere.invalid", "host that is not known"),
        ("{port}", "9", "cannot be reached; check host and port"),
        ("{port}", "port", "is no address"),
        ("/postgres", "/nothing", "is not there under this name"),
    ],
)
def test_what_is_wrong_with_the_address_is_said(database: Postgres, before: str, after: str, words: str) -> None:
    url = database.url.replace(before.format(port=database.port), after)
    with pytest.raises(TeamError, match=words):
        SharedDatabase(url, database.password, str(database.ca_file))


def test_a_file_without_certificates_is_said(database: Postgres, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("none")
    with pytest.raises(TeamError, match="holds no certificate"):
        SharedDatabase(database.url, database.password, str(tmp_path / "ca.pem"))


def test_a_user_who_may_not_write_is_told_once(tmp_path: Path, database: Postgres, keys: Store) -> None:
    """It is let in each time, and refused what it then asks for: no reason to say so every two seconds."""
    SharedDatabase(database.url, database.password, str(database.ca_file)).close()  # the tables are there
    database.ask("SELECT 1; CREATE ROLE guest LOGIN PASSWORD 'guest'")
    store_secret(TEAM, Kind.DATABASE, "guest")
    url = database.url.replace("firstread@", "guest@")
    told, uid = list[str](), _uid()
    with Journal(tmp_path / "journal") as journal:
        journal.found(study(uid))
        team = DatabaseTeam(
            Settings(team_database=url, team_database_ca_file=str(database.ca_file)), journal, lambda _: None,
            told.append,
        )  # fmt: skip
        team.share(journal, uid, "ann", lambda journal: marks.flag(journal, uid, True))
        team.start()
        time.sleep(3 * RETRY_S)
        team.close()
        assert len(shared_marks.waiting(journal)) == 1
    assert len(told) == 1 and "does not let us make or write its tables" in told[0]
