from __future__ import annotations

import json
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

import app.upkeep
from app.domain.drift import LEAST_SCORES, ScoreHistogram
from app.domain.events import DeviceStatus, PriorChanged, PriorLoaded, QueueStatus, ResultSent, StudyChanged
from app.domain.states import StudyState
from app.errors import AuditError
from app.results import case_files
from app.settings import Settings
from app.store import marks
from app.store.audit import Action, AuditLog, Entry, login_name, study_name, verify
from app.store.cache import ImageCache
from app.store.journal import Journal
from app.upkeep import Upkeep, manifest_of
from inference.errors import Reason
from inference.types import CaseState, InputStatistics
from tests.app import values

UID = "1.2.3"


@dataclass
class House:
    """What the housekeeper keeps, and what it told."""

    folder: Path
    journal: Journal
    cache: ImageCache
    upkeep: Upkeep
    told: list[str] = field(default_factory=list)

    def step(self, state: StudyState, *reasons: Reason) -> None:
        self.upkeep.note(StudyChanged(self.journal.transition(UID, state, reasons)))

    def entries(self) -> list[tuple[str, str, str]]:
        file = self.folder / "audit.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [(line["action"], line["study"], line["detail"]) for line in map(json.loads, lines)]

    def wait(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < until
            time.sleep(0.02)


def _house(folder: Path, settings: Settings | None = None) -> House:
    journal, cache, told = Journal(folder / "journal"), ImageCache(folder / "cache"), list[str]()
    upkeep = Upkeep(AuditLog(folder / "audit.jsonl"), journal, cache, settings or Settings(), folder, told.append)
    return House(folder, journal, cache, upkeep, told)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = _house(tmp_path)
    yield house
    house.upkeep.close()
    house.journal.close()


def test_what_a_study_went_through_is_in_the_audit_file_once(house: House) -> None:
    house.upkeep.start()
    house.upkeep.note(StudyChanged(house.journal.found(values.study(UID, patient_name="SECRET^NAME"))))
    for state in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING):
        house.step(state)
    record = house.journal.save_result(UID, values.result(CaseState.POSITIVE, uid=UID))
    for _ in range(3):
        house.upkeep.note(StudyChanged(record))
    house.upkeep.opened(UID)
    house.upkeep.opened(UID)
    house.upkeep.record(Action.EXPORTED, detail="worklist as CSV")
    house.upkeep.close()
    study = study_name(UID)
    assert house.entries() == [
        ("started", "", ""), ("fetched", study, "complete"), ("analysed", study, "positive"), ("opened", study, ""),
        ("exported", "", "worklist as CSV"), ("stopped", "", ""),
    ]  # fmt: skip
    assert verify(house.folder / "audit.jsonl").problems == ()
    text = (house.folder / "audit.jsonl").read_text()
    assert "SECRET" not in text and UID not in text.replace(study, "") and login_name() in text
    metrics = house.upkeep.metrics
    assert (metrics.answered, metrics.promoted, metrics.to_promoted.count) == (1, 1, 1)
    assert house.told == []


def test_steps_that_the_line_told_late_or_at_once_are_not_missed(house: House) -> None:
    house.upkeep.start()
    house.journal.found(values.study(UID))
    house.journal.transition(UID, StudyState.QUEUED)
    house.journal.transition(UID, StudyState.FETCHING)
    house.journal.transition(UID, StudyState.READY)
    house.step(StudyState.ANALYSING)  # the only one that is told
    house.step(StudyState.FAILED, Reason("analysis_crashed", "It crashed."))
    house.upkeep.close()
    assert [entry[0::2] for entry in house.entries()] == [
        ("started", ""), ("fetched", "complete"), ("failed", "analysis_crashed"), ("stopped", ""),
    ]  # fmt: skip
    assert house.upkeep.metrics.failures == ((StudyState.FAILED, "analysis_crashed", 1),)


def test_what_an_earlier_start_wrote_is_not_written_again(tmp_path: Path) -> None:
    for start in range(2):
        house = _house(tmp_path)
        house.upkeep.start()
        if start == 0:
            house.journal.found(values.study(UID))
            for state in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING):
                house.step(state)
            house.journal.save_result(UID, values.result(CaseState.NEGATIVE, 0.1, uid=UID))
        for record in house.journal.records():  # as the pipeline does at its start
            house.upkeep.note(StudyChanged(record))
        house.upkeep.close()
        house.journal.close()
        assert house.upkeep.metrics.answered == 1
    assert [entry[0] for entry in house.entries()] == [
        "started", "fetched", "analysed", "stopped", "started", "stopped"
    ]  # fmt: skip


def test_what_a_killed_run_did_last_is_written_by_the_next(tmp_path: Path) -> None:
    """Killed twice: after the images came, and again before the next run could say that it had started."""
    house = _house(tmp_path)
    house.upkeep.start()
    house.upkeep.note(StudyChanged(house.journal.found(values.study(UID))))
    for state in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY):
        house.step(state)
    house.wait(lambda: len(house.entries()) == 2)
    _kill(house)
    with Journal(tmp_path / "journal") as journal:  # what it did meanwhile, and could not write any more
        journal.transition(UID, StudyState.ANALYSING)
        journal.save_result(UID, values.result(CaseState.NEGATIVE, 0.1, uid=UID))
    for end in (_kill, _end):
        house = _house(tmp_path)
        house.upkeep.start()
        for record in house.journal.records():
            house.upkeep.note(StudyChanged(record))
        house.wait(lambda house=house: house.entries()[-1][0] == "started")  # type: ignore[misc]
        end(house)
    assert [entry[0] for entry in house.entries()] == [
        "started", "fetched", "analysed", "started", "started", "stopped"
    ]  # fmt: skip
    assert house.upkeep.metrics.answered == 1
    assert verify(tmp_path / "audit.jsonl").problems == ()


def test_what_a_reader_did_just_before_a_kill_is_written_by_the_next_run_and_once(tmp_path: Path) -> None:
    house = _house(tmp_path)
    house.upkeep.start()
    for uid in (UID, "1.2.4"):
        house.journal.found(values.study(uid))
    written = house.upkeep.record(Action.CHANGED, UID, "claimed")
    marks.acted(house.journal, UID, written)
    house.wait(lambda: len(house.entries()) == 2)
    at = datetime.now(UTC)
    for uid, detail in ((UID, "marked as read"), ("1.2.4", "flagged"), ("unknown", "flagged")):  # and no time for more
        marks.acted(house.journal, uid, Entry(at, login_name(), Action.CHANGED, study_name(uid), detail))
    _kill(house)
    for end in (_kill, _end, _end):  # the first is killed before it could say that it had started
        house = _house(tmp_path)
        house.upkeep.start()
        house.wait(lambda house=house: house.entries()[-1][0] == "started")  # type: ignore[misc]
        house.wait(lambda house=house: not marks.last_act(house.journal))  # type: ignore[misc]
        end(house)
    studies = [study_name(UID), study_name(UID), study_name("1.2.4")]
    assert [entry[1:] for entry in house.entries() if entry[0] == "changed"] == list(
        zip(studies, ("claimed", "marked as read", "flagged"), strict=True)
    )
    assert [entry[0] for entry in house.entries()][:4] == ["started", *["changed"] * 3]
    assert verify(tmp_path / "audit.jsonl").problems == ()


def test_what_a_reader_does_while_the_last_run_is_caught_up_with_is_of_this_run(tmp_path: Path) -> None:
    house = _house(tmp_path)
    house.journal.found(values.study(UID))
    house.upkeep.start()
    house.wait(lambda: len(house.entries()) == 1)
    _kill(house)
    house = _house(tmp_path)
    marks.acted(house.journal, UID, house.upkeep.record(Action.CHANGED, UID, "claimed"))
    house.upkeep.start()
    house.wait(lambda: house.entries()[-1][0] == "started")
    assert [act[0] for act in marks.acts(house.journal, marks.last_act(house.journal))] == [UID]
    _end(house)
    assert [entry[0] for entry in house.entries()].count("changed") == 1


class _Ahead(datetime):
    """A clock that is an hour ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(hours=1)


def _wrong_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("app.upkeep", "app.store.journal", "app.store.marks"):
        monkeypatch.setattr(f"{module}.datetime", _Ahead)


@pytest.mark.parametrize("put_right", range(6))
def test_a_clock_that_is_put_back_leaves_nothing_out(
    put_right: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour ahead before the time server is asked, and put right before the start is said, or after so many steps."""
    with monkeypatch.context() as wrong:
        _wrong_clock(wrong)
        house = _house(tmp_path)
        house.upkeep.start()
        if put_right:
            house.wait(lambda: len(house.entries()) == 1)
        house.journal.found(values.study(UID))
        for count, state in enumerate(
            (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING, StudyState.FAILED)
        ):
            if count == put_right:
                wrong.undo()
            house.step(state)
        _end(house)
    assert [entry[0] for entry in house.entries()] == ["started", "fetched", "failed", "stopped"]
    assert verify(tmp_path / "audit.jsonl").problems == ()


def test_what_a_killed_run_did_after_its_clock_was_put_back_is_written_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as wrong:
        _wrong_clock(wrong)
        house = _house(tmp_path)
        house.upkeep.start()
        house.journal.found(values.study(UID))
        marks.acted(house.journal, UID, house.upkeep.record(Action.CHANGED, UID, "claimed"))
        house.wait(lambda: len(house.entries()) == 2)
    house.upkeep.record(Action.OPENED, UID)
    house.wait(lambda: len(house.entries()) == 3)
    for state in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY):
        house.journal.transition(UID, state)
    act = Entry(datetime.now(UTC), login_name(), Action.CHANGED, study_name(UID), "flagged")
    marks.acted(house.journal, UID, act)
    _kill(house)
    for _ in range(2):
        house = _house(tmp_path)
        house.upkeep.start()
        for record in house.journal.records():
            house.upkeep.note(StudyChanged(record))
        house.wait(lambda house=house: house.entries()[-1][0] == "started")  # type: ignore[misc]
        assert marks.last_act(house.journal) == 0
        _end(house)
    assert [entry[0::2] for entry in house.entries()][:6] == [
        ("started", ""), ("changed", "claimed"), ("opened", ""), ("fetched", "complete"), ("changed", "flagged"),
        ("started", ""),
    ]  # fmt: skip
    assert [entry[0] for entry in house.entries()][6:] == ["stopped", "started", "stopped"]
    assert verify(tmp_path / "audit.jsonl").problems == ()


def _kill(house: House) -> None:
    """The thread ends without a word."""
    house.upkeep._queue.put(None)
    house.upkeep._thread.join()
    house.journal.close()


def _end(house: House) -> None:
    house.upkeep.close()
    house.journal.close()


def test_what_is_only_compared_with_and_what_is_sent_are_in_the_audit_file(house: House) -> None:
    house.upkeep.start()
    house.upkeep.note(PriorChanged(house.journal.found(values.study(UID), prior=True)))
    for state in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING):
        house.upkeep.note(PriorChanged(house.journal.transition(UID, state)))
    house.upkeep.note(PriorChanged(house.journal.save_result(UID, values.result(CaseState.POSITIVE, uid=UID))))
    house.upkeep.note(ResultSent("1.2.4", "PACS"))
    house.upkeep.close()
    assert house.entries()[1:-1] == [
        ("fetched", study_name(UID), "complete"), ("analysed", study_name(UID), "positive"),
        ("exported", study_name("1.2.4"), "result, to the archive PACS"),
    ]  # fmt: skip
    assert house.upkeep.metrics.answered == 0  # nobody waited for it


def test_metrics_are_written_and_name_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.upkeep, "METRICS_S", 0.05)
    monkeypatch.setattr(app.upkeep, "FILES_S", 0.05)
    house.upkeep.start()
    house.journal.found(values.study(UID, patient_name="SECRET^NAME", patient_id="SECRET-ID"))
    house.upkeep.note(QueueStatus(3, 2, 1))
    house.upkeep.note(DeviceStatus(True, "cpu", "Test CPU", "Runs."))
    file = house.folder / "metrics.json"
    house.wait(lambda: file.exists() and "Test CPU" in file.read_text())
    content = json.loads(file.read_text())
    assert content["queue"]["waiting"] == 2 and content["device"]["device"] == "Test CPU"
    prom = (house.folder / "metrics.prom").read_text()
    assert 'firstread_queue_studies{stage="fetching"} 3' in prom
    assert "SECRET" not in prom + json.dumps(content) and UID not in prom + json.dumps(content)


def test_the_cache_is_kept_within_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.upkeep, "METRICS_S", 0.05)
    house = _house(tmp_path, Settings(storage_images_gb=0.1, storage_free_gb=0))
    for uid in ("1", "2"):
        house.journal.found(values.study(uid))
        house.journal.transition(uid, StudyState.FAILED)
        os.truncate(house.cache.store(uid, "1", b"x"), 70_000_000)  # a file of holes
    house.upkeep.opened("1")
    house.upkeep.start()
    try:
        house.wait(lambda: not house.cache.images("2"))
        assert len(house.cache.images("1")) == 1
    finally:
        house.upkeep.close()
        house.journal.close()
    assert ("removed", study_name("2"), "images, to keep the limits") in house.entries()


def test_what_is_open_or_at_work_or_wanted_meanwhile_is_not_forgotten(house: House) -> None:
    uids = ["open", "beside", "at work", "waits", "wanted", "old", "young"]
    for uid in uids:
        house.journal.found(values.study(uid))
        house.journal.transition(uid, StudyState.QUEUED if uid == "waits" else StudyState.FAILED)
        house.cache.store(uid, "1", b"x")
    with closing(sqlite3.connect(house.folder / "journal")) as db, db:
        long_ago = "2020-01-01T00:00:00+00:00"
        db.execute(
            "UPDATE study SET found_at = ?, changed_at = ? WHERE study_instance_uid != 'young'", (long_ago, long_ago)
        )
    house.upkeep.start()
    house.upkeep.opened("open")
    house.upkeep.note(PriorLoaded(1, "open", values.study("beside"), None, loading=True))
    house.upkeep.note(PriorLoaded(1, "left before", values.study("old"), None))
    asked = list[str]()

    def at_work(uid: str) -> bool:
        asked.append(uid)
        if uid == "wanted" and uid not in asked[:-1]:  # a reader marks it right after it was looked at
            threading.Thread(target=lambda: house.journal.mark_read(uid, True)).start()
            house.wait(lambda: (one := house.journal.get(uid)) is not None and one.read_at is not None)
        return uid == "at work"

    assert house.upkeep.forget_old(at_work) == ["old"]
    assert [record.uid for record in house.journal.records()] == [uid for uid in uids if uid != "old"]
    assert not house.cache.images("old") and all(house.cache.images(uid) for uid in uids if uid != "old")
    assert asked == ["at work", "wanted", "old", "old"] and not house.told
    house.upkeep.opened("young")  # what was open and beside it is closed now
    assert house.upkeep.forget_old(lambda uid: uid in ("at work", "wanted")) == ["open", "beside"]
    house.upkeep.close()
    removed = [study for action, study, _ in house.entries() if action == "removed"]
    assert removed == [study_name(uid) for uid in ("old", "open", "beside")]


def test_where_the_clock_leapt_nothing_is_forgotten_for_a_week_and_that_is_said_once(house: House) -> None:
    house.journal.found(values.study(UID))
    house.journal.transition(UID, StudyState.FAILED)
    long_ago, clock = datetime(2020, 1, 1, tzinfo=UTC), house.folder / app.upkeep.CLOCK_FILE
    with closing(sqlite3.connect(house.folder / "journal")) as db, db:
        db.execute("UPDATE study SET found_at = ?, changed_at = ?", (long_ago.isoformat(), long_ago.isoformat()))
    house.journal.found(values.study("found since"))  # by that clock, so it proves nothing of it
    clock.write_text(json.dumps({"seen": long_ago.isoformat(), "leapt": None}))
    for _ in range(2):
        assert house.upkeep.over(house.journal.records()) == []
        assert house.upkeep.forget_old(lambda _: False) == []
    assert len(house.journal.records()) == 2
    image = house.cache.store(UID, "1", b"x")
    for folder in (image.parent, image.parent.parent):
        os.utime(folder, (0, 0))
    house.upkeep._sweep()
    assert house.cache.images(UID)  # nor do its images go
    (told,) = house.told
    assert "clock" in told and f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%d}" in told
    noted = json.loads(clock.read_text())
    noted["leapt"] = (datetime.now(UTC) - timedelta(days=7, seconds=1)).isoformat()
    clock.write_text(json.dumps(noted))
    house.upkeep._sweep()
    assert not house.cache.images(UID)
    assert house.upkeep.over(house.journal.records()) == house.upkeep.forget_old(lambda _: False) == [UID]


def test_an_audit_file_that_cannot_be_written_is_told_once_and_written_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, full = AuditLog.append, threading.Event()
    full.set()

    def sometimes(self: AuditLog, entries: list[Entry]) -> None:
        if full.is_set():
            raise AuditError("audit_not_written", "The audit file cannot be written: disk full.")
        append(self, entries)

    monkeypatch.setattr(AuditLog, "append", sometimes)
    house.upkeep.start()
    for _ in range(3):
        house.upkeep.record(Action.CHANGED, detail="x")
        time.sleep(0.05)
    house.wait(lambda: bool(house.told))
    full.clear()
    house.upkeep.close()
    assert house.told == ["The audit file cannot be written: disk full."], "once"
    assert [entry[0] for entry in house.entries()] == ["started", "changed", "changed", "changed", "stopped"]


def test_trouble_that_lasts_or_is_back_is_told_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the status bar goes after seconds, and Firstread runs for weeks."""

    def never(self: AuditLog, entries: list[Entry]) -> None:
        raise AuditError("audit_not_written", "The audit file cannot be written: disk full.")

    monkeypatch.setattr(AuditLog, "append", never)
    monkeypatch.setattr("app.upkeep.TOLD_AGAIN_S", 0.2)
    house.upkeep.start()
    house.upkeep.record(Action.CHANGED, detail="x")
    house.wait(lambda: len(house.told) == 1)
    first = time.monotonic()
    while len(house.told) == 1:
        assert time.monotonic() - first < 20
        house.upkeep.record(Action.CHANGED, detail="x")
        time.sleep(0.02)
    assert time.monotonic() - first >= 0.15


def test_leaving_a_note_does_not_wait(house: House) -> None:
    """The window leaves notes while the housekeeper is busy, or not yet there."""
    record = house.journal.found(values.study(UID))
    started = time.perf_counter()
    for number in range(1000):
        house.upkeep.opened(f"1.{number}")
        house.upkeep.note(StudyChanged(record))
    assert (time.perf_counter() - started) / 1000 < 0.005


def test_the_manifest_of_a_model(tmp_path: Path) -> None:
    manifest = {"name": "net", "version": "1", "score_reference": {"edges": [0, 0.5, 1], "counts": [1, 2]}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert manifest_of("net 1", str(tmp_path)) == manifest
    assert manifest_of("net 2", str(tmp_path)) == {}
    assert manifest_of("net 1", str(tmp_path / "missing")) == {}
    assert manifest_of("no such model", "") == {}


def test_scores_and_images_of_answers_are_held_against_the_references_of_their_model(tmp_path: Path) -> None:
    """Scores as they should be, slices as they are not."""
    name, version = values.RUNTIME.model.split()
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "manifest.json").write_text(
        json.dumps({
            "name": name, "version": version, "score_reference": {"edges": [0, 0.5, 1], "counts": [1, 1]},
            "input_reference": {"slices": {"edges": [20, 30, 40], "counts": [1, 1]}},
        })
    )  # fmt: skip
    house = _house(tmp_path, Settings(analysis_model_dir=str(tmp_path / "model")))
    house.upkeep.start()
    for number in range(LEAST_SCORES):
        uid = f"1.2.{number}"
        house.journal.found(values.study(uid))
        for state in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING):
            house.journal.transition(uid, state)
        answer, probability = (CaseState.POSITIVE, 0.9) if number % 2 else (CaseState.NEGATIVE, 0.1)
        found = replace(values.result(answer, probability, uid=uid), inputs=InputStatistics(200, 0.6, None))
        case_files.save(house.cache.folder(uid), found)
        house.upkeep.note(StudyChanged(house.journal.save_result(uid, found)))
    house.upkeep.close()
    house.journal.close()
    metrics = house.upkeep.metrics
    assert metrics.drift.index == pytest.approx(0) and metrics.drift.scores == LEAST_SCORES
    told = {one.name: one for one in metrics.inputs}
    assert told["slices"].drift.index is not None and told["slices"].drift.index > 0.25 and told["slices"].median == 200
    assert told["spacing_mm"].median == 0.6 and told["spacing_mm"].drift.index is None
    assert told["brain_hu"].drift.scores == 0


def test_the_model_that_ships_has_references(repo: Path) -> None:
    manifests = sorted((repo / "resources" / "models").glob("*/manifest.json"))
    for file in manifests:
        manifest = json.loads(file.read_text(encoding="utf-8"))
        assert ScoreHistogram.from_manifest(manifest) is not None
        assert set(ScoreHistogram.of_inputs(manifest)) == {"slices", "brain_hu"}


def test_a_missing_certificate_of_the_collector_is_told_and_stops_nothing(tmp_path: Path) -> None:
    house = _house(tmp_path, Settings(audit_syslog_host="audit.invalid", audit_syslog_ca_file=str(tmp_path / "none")))
    house.upkeep.start()
    house.upkeep.close()
    house.journal.close()
    assert "audit.syslog_ca_file" in house.told[0] and "gets no audit messages" in house.told[0]
    assert "started" in (tmp_path / "audit.jsonl").read_text()


def test_a_collector_of_audit_messages_hears_what_the_file_holds(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(20)
        settings = Settings(
            audit_syslog_host="127.0.0.1", audit_syslog_port=collector.getsockname()[1], audit_syslog_tls=False
        )
        house = _house(tmp_path, settings)
        house.journal.found(values.study(UID, patient_name="SECRET^NAME", patient_id="P-1"))
        house.upkeep.start()
        house.upkeep.opened(UID)
        house.upkeep.close()
        heard = [collector.recv(65_536).decode() for _ in range(3)]
        house.journal.close()
    assert [text.partition('csd-code="')[2][:6] for text in heard] == ["110100", "110103", "110100"]
    assert f'ParticipantObjectID="{UID}"' in heard[1]
    assert not any("SECRET" in text or "P-1" in text for text in heard)  # no Patient ID without TLS
