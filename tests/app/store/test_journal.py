"""The journal: transitions, crash resume, damage."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resources
from app.domain import triage
from app.domain.second_reading import SecondReading
from app.domain.states import StudyState, may_follow
from app.domain.study import ResultSummary, Source, StudyRecord
from app.errors import CacheError, IllegalTransition, JournalError
from app.store import marks, shared_marks
from app.store.journal import SCHEMA_VERSION, Journal
from inference.errors import Reason
from inference.types import CaseState
from tests.app.values import record, result, study, summary

FULL = study(
    "1.2.840.1",
    patient_name="YAMADA^TAROU=山田^太郎",
    patient_id="P'1",
    birth_date=date(1950, 2, 28),
    sex="F",
    accession_number="A1",
    description="CT HEAD",
    study_at=datetime(2026, 3, 1, 23, 59, 58, 123456),
    station_name="CT1",
    body_part="HEAD",
    images_expected=30,
    emergency=True,
)
#: The way from found to the analysis.
TO_ANALYSIS = (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING)


def test_found_and_read_again(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.sqlite3") as journal:
        made = journal.found(FULL)
        assert made.study == FULL and made.state is StudyState.FOUND
        assert datetime.now(UTC) - made.found_at < timedelta(minutes=1)
    with Journal(tmp_path / "j.sqlite3") as journal:
        assert journal.get(FULL.study_instance_uid) == made
        assert journal.records() == [made]
        assert journal.get("1.2.3") is None and journal.transitions("1.2.3") == []
        assert journal.select("PRAGMA journal_mode") == [{"journal_mode": "wal"}]


def test_letters_once_known_are_not_lost(tmp_path: Path) -> None:
    """The archive leaves a letter out of every answer; a name that it corrects is taken all the same."""
    with Journal(tmp_path / "j") as journal:
        full = replace(FULL, patient_name="MÜLLER^JÜRGEN", description="CT SCHÄDEL")
        journal.found(replace(full, patient_name="MLER^JRGEN"))
        assert journal.found(full).study == full
        assert journal.found(replace(full, patient_name="MLER^JRGEN", description="CT SCH?DEL")).study == full
        assert journal.found(replace(full, patient_name="MEIER")).study.patient_name == "MEIER"


def test_arrival_rises_and_is_kept(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        first, second = journal.found(study("1.1")), journal.found(study("1.2"))
        assert first.arrival < second.arrival
        assert journal.found(study("1.1", description="new")).arrival == first.arrival
        assert [r.uid for r in journal.records()] == ["1.1", "1.2"]


def test_a_later_description_adds_and_does_not_erase(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.found(FULL)
        record = journal.found(study(FULL.study_instance_uid, description="CT HEAD 2", images_expected=31))
        assert record.study == replace(FULL, description="CT HEAD 2", images_expected=31)


def test_each_step_is_kept_with_time_and_reason(tmp_path: Path) -> None:
    why = Reason("images_missing", "12 of 30 images arrived.")
    with Journal(tmp_path / "j") as journal:
        uid = journal.found(FULL).uid
        journal.transition(uid, StudyState.QUEUED)
        journal.transition(uid, StudyState.FETCHING, attempts=1, images_announced=30)
        record = journal.transition(uid, StudyState.INCOMPLETE, (why,), images_received=12)
        assert (record.reasons, record.images_received, record.attempts) == ((why,), 12, 1)
        steps = journal.transitions(uid)
        assert [(s.before, s.after) for s in steps] == [
            (None, StudyState.FOUND),
            (StudyState.FOUND, StudyState.QUEUED),
            (StudyState.QUEUED, StudyState.FETCHING),
            (StudyState.FETCHING, StudyState.INCOMPLETE),
        ]
        assert steps[-1].reasons == (why,) and steps[-1].at == record.changed_at
        assert all(a.at <= b.at for a, b in pairwise(steps))


def test_the_result_and_its_summary(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = journal.found(FULL).uid
        for state in TO_ANALYSIS:
            journal.transition(uid, state)
        case = replace(result(CaseState.POSITIVE, 0.87, uid=uid), probability_interval=(0.7, 0.95))
        record = journal.save_result(uid, case)
        assert record.state is StudyState.POSITIVE
        assert record.summary == ResultSummary.of(case) and record.summary.probability_interval == (0.7, 0.95)
        record = journal.mark_read(uid, True)
        assert record.read_at is not None and journal.mark_read(uid, True) == record
        assert journal.mark_read(uid, False).read_at is None


def test_not_analysable_has_no_probability(tmp_path: Path) -> None:
    why = Reason("not_a_head", "The images do not show a head.")
    with Journal(tmp_path / "j") as journal:
        uid = journal.found(FULL).uid
        for state in TO_ANALYSIS:
            journal.transition(uid, state)
        record = journal.save_result(uid, result(CaseState.NOT_ANALYSABLE, reasons=(why,), uid=uid))
        assert record.state is StudyState.NOT_ANALYSABLE and record.reasons == (why,)
        assert record.summary is not None and record.summary.probability is None and record.summary.score is None


@given(st.lists(st.sampled_from(StudyState), max_size=12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_permitted_steps_are_taken(tmp_path: Path, steps: list[StudyState]) -> None:
    with Journal(tmp_path / f"{threading.get_ident()}-{os.urandom(4).hex()}") as journal:
        state = journal.found(FULL).state
        taken = 1
        for step in steps:
            if may_follow(state, step):
                state = journal.transition(FULL.study_instance_uid, step).state
                taken += 1
                assert state is step
            else:
                with pytest.raises(IllegalTransition):
                    journal.transition(FULL.study_instance_uid, step)
        record = journal.get(FULL.study_instance_uid)
        assert record is not None and record.state is state
        assert len(journal.transitions(FULL.study_instance_uid)) == taken


def test_a_second_reading_stays_with_the_answer_that_it_judged(tmp_path: Path) -> None:
    said = {
        "state": "positive", "reasons": [{"code": "c", "text": "T."}], "score": 0.8, "threshold": 0.5, "agrees": False,
        "dice": None, "volumes_ml": {"total": 3.5}, "model": "second", "slice_number": 4,
    }  # fmt: skip
    with Journal(tmp_path / "j") as journal:
        uid = journal.found(study()).uid
        for state in TO_ANALYSIS:
            journal.transition(uid, state)
        first = journal.save_result(uid, result(CaseState.NEGATIVE, 0.1, uid=uid))
        kept = journal.save_second(first, said)
        assert kept is not None and kept.disputed and replace(kept, second=None) == first
        assert len(journal.transitions(uid)) == 6
    with Journal(tmp_path / "j") as journal:
        assert journal.get(uid) == kept and kept.second == SecondReading(
            CaseState.POSITIVE, (Reason("c", "T."),), 0.8, 0.5, False, None, 3.5, "second", 4
        )  # fmt: skip
        for state in TO_ANALYSIS:
            journal.transition(uid, state)
        assert journal.save_second(first, said) is None  # another answer is on its way
        again = journal.save_result(uid, result(CaseState.NEGATIVE, 0.1, uid=uid))
        assert again.second is None and journal.save_second(first, said) is None
        assert journal.save_second(replace(again, study=study("9.9")), said) is None


def test_which_answers_get_a_second_reading() -> None:
    now = datetime.now(UTC)
    one = record(StudyState.NEGATIVE, changed_at=now)
    assert one.second_wanted(now) and replace(one, state=StudyState.POSITIVE).second_wanted(now)
    for left in (
        replace(one, read_at=now), replace(one, prior=True), replace(one, state=StudyState.NOT_ANALYSABLE),
        replace(one, state=StudyState.QUEUED), replace(one, changed_at=now - timedelta(hours=25)),
    ):  # fmt: skip
        assert not left.second_wanted(now)


def test_unknown_studies_are_refused(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        with pytest.raises(JournalError, match="does not hold"):
            journal.transition("9.9", StudyState.QUEUED)
        with pytest.raises(JournalError, match="does not hold"):
            journal.mark_read("9.9", True)
        with pytest.raises(JournalError, match="does not hold"):
            journal.save_result("9.9", result())


def test_resume_takes_back_what_was_under_way(tmp_path: Path) -> None:
    to = {
        "1.1": TO_ANALYSIS[:2],
        "1.2": TO_ANALYSIS,
        "1.3": (*TO_ANALYSIS, StudyState.NEGATIVE),
        "1.4": (*TO_ANALYSIS[:2], StudyState.INCOMPLETE),
    }
    with Journal(tmp_path / "j") as journal:
        for uid, states in to.items():
            journal.found(study(uid))
            for state in states:
                journal.transition(uid, state)
        assert {r.uid: r.state for r in journal.resume()} == {"1.1": StudyState.QUEUED, "1.2": StudyState.READY}
        assert {r.uid: r.state for r in journal.records()} == {
            "1.1": StudyState.QUEUED,
            "1.2": StudyState.READY,
            "1.3": StudyState.NEGATIVE,
            "1.4": StudyState.INCOMPLETE,
        }
        assert journal.transitions("1.1")[-1].reasons[0].code == "interrupted"
        assert journal.resume() == []


_CRASH = """
import sys
from pathlib import Path
from app.domain.states import StudyState
from app.domain.study import Study
from app.store.journal import Journal
journal = Journal(Path(sys.argv[1]))
for n in range(10**6):
    uid = f"1.2.{n}"
    journal.found(Study(uid))
    journal.transition(uid, StudyState.QUEUED)
    journal.transition(uid, StudyState.FETCHING)
    journal.transition(uid, StudyState.READY, images_received=3)
    print(n, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_killed_program_loses_nothing_it_was_told_of(tmp_path: Path, repo: Path) -> None:
    path = tmp_path / "j"
    with subprocess.Popen([sys.executable, "-c", _CRASH, str(path)], stdout=subprocess.PIPE, cwd=repo) as program:
        assert program.stdout is not None
        last = -1
        for line in program.stdout:
            last = int(line)
            if last >= 20:
                break
        program.send_signal(signal.SIGKILL)
    with Journal(path) as journal:
        journal.resume()
        records = journal.records()
        assert len(records) >= last + 1
        assert all(r.state is StudyState.READY and r.images_received == 3 for r in records[: last + 1])
        assert all(r.state in (StudyState.FOUND, StudyState.QUEUED, StudyState.READY) for r in records)
        assert [r.arrival for r in records] == list(range(1, len(records) + 1))


def test_many_threads(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        failures: list[BaseException] = []

        def work(n: int) -> None:
            try:
                for m in range(10):
                    uid = f"1.{n}.{m}"
                    journal.found(study(uid))
                    journal.transition(uid, StudyState.QUEUED)
                    journal.transition(uid, StudyState.FETCHING)
                    journal.transition(uid, StudyState.READY)
                    journal.records()
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        assert len(journal.records()) == 60
        assert all(r.state is StudyState.READY for r in journal.records())


def test_who_reads_all_studies_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(tmp_path / "journal") as journal:
        journal.found(study("1"))
        waited: list[bool] = []
        make = Journal._record

        def slowly(self: Journal, row: sqlite3.Row) -> StudyRecord:
            other = threading.Thread(target=journal.last_step)
            other.start()
            other.join(10)
            waited.append(other.is_alive())
            return make(self, row)

        with monkeypatch.context() as patch:
            patch.setattr(Journal, "_record", slowly)
            assert [one.uid for one in journal.records()] == journal.uids() == ["1"]
        assert waited == [False]


def test_a_damaged_file_is_named_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_bytes(b"this is no database, but long enough to look at" * 20)
    before = path.read_bytes()
    with pytest.raises(JournalError):
        Journal(path)
    assert path.read_bytes() == before


def test_a_newer_journal_is_left_alone(tmp_path: Path) -> None:
    Journal(tmp_path / "j").close()
    db = sqlite3.connect(tmp_path / "j")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(JournalError, match="newer"):
        Journal(tmp_path / "j")


def test_a_journal_that_was_closed(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.close()
    journal.close()
    with pytest.raises(JournalError):
        journal.records()
    with pytest.raises(JournalError):
        journal.found(FULL)
    with pytest.raises(JournalError):
        journal.get("1")


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    with Journal(tmp_path / "deep" / "j") as journal:
        journal.found(FULL)
        assert (tmp_path / "deep").stat().st_mode & 0o777 == 0o700
        for path in (tmp_path / "deep").iterdir():
            assert path.stat().st_mode & 0o777 == 0o600, path.name


def test_a_summary_survives_the_next_step(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = journal.found(FULL).uid
        journal.transition(uid, StudyState.QUEUED, summary=summary(0.9))
        assert journal.transition(uid, StudyState.FETCHING).summary == summary(0.9)


def test_a_read_study_that_becomes_positive_is_unread_again_and_says_why(tmp_path: Path) -> None:
    """Read as negative; then more slices come, and they show a bleed."""
    with Journal(tmp_path / "j") as journal:
        uid = journal.found(FULL).uid
        for state in TO_ANALYSIS:
            journal.transition(uid, state)
        journal.save_result(uid, result(CaseState.NEGATIVE, 0.1, uid=uid))
        journal.mark_read(uid, True)
        for state in TO_ANALYSIS:
            assert journal.transition(uid, state).read_at is not None
        record = journal.save_result(uid, result(CaseState.POSITIVE, 0.9, uid=uid))
        assert record.read_at is None and triage.part(record) is triage.Part.FIRST
        assert [reason.code for reason in record.reasons] == ["positive_after_read"]
        assert "unread again" in journal.transitions(uid)[-1].moved
        assert journal.mark_read(uid, True).read_at is not None


def test_moves_are_kept_with_their_sentence(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = journal.found(study("1.1")).uid
        for state in TO_ANALYSIS:
            journal.transition(uid, state)
        journal.save_result(uid, result(CaseState.POSITIVE, 0.9, uid=uid))
        journal.mark_read(uid, True)
        journal.found(study("1.1", description="CT HEAD"))  # moves nothing, so nothing is entered
        steps = journal.transitions(uid)
        assert len(steps) == len(TO_ANALYSIS) + 3
        assert steps[0].moved.startswith("New in the list") and not any(step.moved for step in steps[1:-2])
        assert steps[-2].moved.startswith("Moved up")
        assert (steps[-1].before, steps[-1].after) == (StudyState.POSITIVE, StudyState.POSITIVE)
        assert steps[-1].moved.startswith("Moved to the end")
        journal.found(study("1.2"))
        journal.found(study("1.2", emergency=True))
        assert journal.transitions("1.2")[-1].moved == "Moved up: it is an emergency."


def test_what_was_announced_tells_whether_a_study_grew(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        assert not journal.found(study("1.1", images_expected=5)).grown
        journal.transition("1.1", StudyState.QUEUED)
        assert not journal.transition("1.1", StudyState.FETCHING, images_announced=5).grown
        assert not journal.found(study("1.1")).grown
        assert journal.found(study("1.1", images_expected=6)).grown


_RELEASED = {
    1: """
INSERT INTO study (study_instance_uid, patient_name, patient_id, sex, accession_number, description, station_name,
    body_part, images_expected, emergency, state, found_at, changed_at, images_received, attempts, probability, score,
    threshold, edh_ml, sdh_ml, sah_ml, iph_ml, ivh_ml, provider, device, model, seconds)
VALUES ('1.1', 'DOE^JANE', 'P1', 'F', 'A1', 'CT HEAD', 'CT1', 'HEAD', 30, 1, 'positive', '2026-03-01T22:00:00+00:00',
    '2026-03-01T22:01:00+00:00', 30, 2, 0.9, 0.9, 0.5, 0, 0, 0, 5, 0, 'cpu', 'CPU', 'm', 1);
INSERT INTO study (study_instance_uid, patient_name, patient_id, sex, accession_number, description, station_name,
    body_part, images_expected, emergency, state, found_at, changed_at)
VALUES ('1.2', '', '', '', '', '', '', '', 20, 0, 'fetching', '2026-03-01T22:00:00+00:00',
    '2026-03-01T22:01:00+00:00');
INSERT INTO transition (arrival, at, before, after) VALUES
    (1, '2026-03-01T22:00:00+00:00', NULL, 'found'), (2, '2026-03-01T22:00:00+00:00', NULL, 'found'),
    (1, '2026-03-01T22:01:00+00:00', 'analysing', 'positive'), (2, '2026-03-01T22:01:00+00:00', 'found', 'fetching');
"""
}
#: What each version could hold besides, of the first study.
_ADDED = {
    2: "UPDATE study SET images_announced = images_expected WHERE images_received > 0;",
    3: """
UPDATE study SET opened_at = '2026-03-01T22:02:00+00:00', claimed_by = 'ann', flagged = 1, pinned = 1, note = 'Look.',
    feedback = 'agree' WHERE arrival = 1;
INSERT INTO feedback (arrival, at, reader, kind, positive, score)
VALUES (1, '2026-03-01T22:03:00+00:00', 'ann', 'agree', 1, 0.9);
INSERT INTO alert VALUES (1, '2026-03-01T22:01:30+00:00', NULL);
""",
    4: """
UPDATE study SET source = 'push', archive = 'PACS', tries = 2 WHERE arrival = 1;
INSERT INTO taken_file VALUES ('f', 's');
""",
    5: "UPDATE study SET probability_low = 0.8, probability_high = 0.95 WHERE arrival = 1;",
    6: "",  # the key of an encrypted journal: test_encryption.py
    7: "UPDATE study SET prior = 1 WHERE arrival = 2;",
    8: "INSERT INTO shared_mark VALUES (1, 'note', 3, 'an act', 'ann', '2026-03-01T22:03:00+00:00');",
    9: "UPDATE study SET source = 'opened' WHERE arrival = 2;",
    10: "",  # acts of readers, which belong to one run
}
for _version, _more in _ADDED.items():
    _RELEASED[_version] = _RELEASED[_version - 1] + _more


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_journal_of_every_released_version_is_taken_over(tmp_path: Path, version: int) -> None:
    path = tmp_path / "j"
    db = sqlite3.connect(path)
    for step in range(1, version + 1):
        db.executescript(resources.text("schema", f"journal_{step}.sql"))
    db.executescript(f"{_RELEASED[version]} PRAGMA user_version = {version};")
    db.close()
    with Journal(path) as journal:
        bleed, other = journal.records()
        assert (bleed.uid, bleed.state, bleed.study.emergency) == ("1.1", StudyState.POSITIVE, True)
        interval = (0.8, 0.95) if version >= 5 else None
        assert bleed.summary == replace(summary(0.9), probability_interval=interval)
        assert bleed.images_announced == 30 and not bleed.grown and other.images_announced is None
        marks_of = (
            bleed.claimed_by,
            bleed.flagged,
            bleed.pinned,
            bleed.note,
            bleed.feedback,
            bleed.opened_at is not None,
        )
        assert marks_of == (
            ("ann", True, True, "Look.", "agree", True) if version >= 3 else ("", False, False, "", "", False)
        )
        assert (len(marks.verdicts(journal)), len(marks.alerts(journal))) == ((1, 1) if version >= 3 else (0, 0))
        came = (bleed.source, bleed.archive, bleed.tries, journal.taken_files())
        assert came == ((Source.PUSH, "PACS", 2, {"f"}) if version >= 4 else (Source.QUERY, "", 0, set()))
        assert (bleed.prior, other.prior) == (False, version >= 7) and bleed.second is None
        assert (other.source is Source.OPENED) == (version >= 9) and marks.last_act(journal) == 0
        assert [act.id for _, act in shared_marks.waiting(journal)] == (["an act"] if version >= 8 else [])
        assert [len(journal.transitions(uid)) for uid in ("1.1", "1.2")] == [2, 2]
        assert [r.uid for r in journal.resume()] == ["1.2"]
        assert journal.transition("1.1", StudyState.QUEUED).state is StudyState.QUEUED
        assert journal.found(study("1.3")).arrival == 3
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    fresh = sqlite3.connect(":memory:")
    for step in range(1, SCHEMA_VERSION + 1):
        fresh.executescript(resources.text("schema", f"journal_{step}.sql"))
    shape = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    assert db.execute(shape).fetchall() == fresh.execute(shape).fetchall()
    db.close()
    fresh.close()


def test_a_migration_that_is_cut_short_leaves_the_old_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "j"
    db = sqlite3.connect(path)
    db.executescript(f"{resources.text('schema', 'journal_1.sql')} {_RELEASED[1]} PRAGMA user_version = 1;")
    db.close()
    whole = resources.text("schema", "journal_2.sql")
    with monkeypatch.context() as patch, pytest.raises(JournalError):
        patch.setattr(resources, "text", lambda *_: whole.replace("ALTER TABLE transition", "ALTER TABLE nothing"))
        Journal(path)
    with Journal(path) as journal:
        assert len(journal.records()) == 2 and len(journal.transitions("1.1")) == 2


def test_where_a_study_came_from_stays_and_who_holds_it_is_learnt(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        assert journal.found(study("1.1"), Source.PUSH).source is Source.PUSH
        record = journal.found(study("1.1", images_expected=9), archive="PACS")
        assert (record.source, record.archive, record.study.images_expected) == (Source.PUSH, "PACS", 9)
        assert journal.found(study("1.1")).archive == "PACS"
        assert journal.found(study("1.2"), archive="PACS").source is Source.QUERY


def test_tries_are_counted_over_restarts(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.found(study("1.1"))
        journal.transition("1.1", StudyState.QUEUED, tries=2)
        assert journal.count_tries("1.1", 3).tries == 3
    with Journal(tmp_path / "j") as journal:
        record = journal.get("1.1")
        assert record is not None and record.tries == 3
        with pytest.raises(JournalError):
            journal.count_tries("1.2", 1)


def test_what_may_not_go_stays_also_where_the_answer_is_an_error(tmp_path: Path) -> None:
    def may_go(record: StudyRecord) -> bool:
        assert journal.get(record.uid) == record
        if record.uid == "1.4":
            raise CacheError("cache_not_written", "The image cache cannot be used.")
        return record.uid != "1.2"

    with Journal(tmp_path / "j") as journal:
        for uid in ("1.1", "1.2", "1.3", "1.4", "1.5"):
            journal.found(study(uid, patient_name=f"Unmistakable {uid}"))
        with pytest.raises(CacheError):
            journal.forget(["1.1", "1.2", "9.9", "1.3", "1.4", "1.5"], may_go)
        assert [record.uid for record in journal.records()] == ["1.2", "1.4", "1.5"]
    left = (tmp_path / "j").read_bytes()
    assert b"Unmistakable 1.1" not in left and b"Unmistakable 1.3" not in left and b"Unmistakable 1.2" in left


def test_files_of_the_watched_folder_are_remembered_by_study(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.take_files(["a", "b"], "one")
        journal.take_files(["b", "c"], "two")
        assert journal.taken_files() == {"a", "b", "c"}
        assert journal.drop_files(study="one") == 2 and journal.taken_files() == {"c"}
        assert journal.drop_files(["c", "x"]) == 1 and journal.taken_files() == set()
