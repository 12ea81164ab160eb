"""A second reader beside the line: real processes, and once the whole way with networks made by hand."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import triage
from app.domain.events import SecondReaderStatus, StudyChanged
from app.domain.second_reading import SecondReading
from app.domain.states import StudyState
from app.pacs.archive import Archive
from app.pipeline.analysis import OpenDetector, second_opener_of
from app.settings import Settings
from app.store.journal import Journal
from inference.errors import Reason
from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.types import CaseState, HemorrhageType
from tests.app.pipeline import detectors
from tests.inference.model_by_hand import write_model
from tests.inference.test_blast_ct import write_reader
from tests.integration import peers
from tests.integration.test_pipeline import FAST, Line, running, send

pytestmark = [pytest.mark.peer, pytest.mark.timeout(600)]

TWO = replace(FAST, analysis_second_reader=True)


@pytest.fixture(autouse=True)
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the second detector says what it does."""
    folder = tmp_path / "second"
    folder.mkdir()
    monkeypatch.setenv(detectors.SECOND_FOLDER, str(folder))
    return folder


@contextmanager
def two_readers(archive: Archive, folder: Path, opener: OpenDetector = detectors.open_second) -> Iterator[Line]:
    with running(archive, folder, TWO, second=opener) as line:
        yield line


def begun(folder: Path) -> list[str]:
    """The studies that the second reader began with, in order."""
    file = folder / detectors.BEGUN
    return [text.split()[0] for text in file.read_text().splitlines()] if file.exists() else []


def second_of(line: Line, uid: str) -> SecondReading:
    line.wait(lambda: (record := line.journal.get(uid)) is not None and record.second is not None)
    record = line.journal.get(uid)
    assert record is not None and record.second is not None
    return record.second


def test_it_judges_what_has_its_answer_and_changes_nothing(fresh: Archive, tmp_path: Path, second: Path) -> None:
    yes, no = send(fresh, "POSITIVE"), send(fresh, "NEGATIVE")
    with two_readers(fresh, tmp_path) as line:
        agrees, differs = second_of(line, yes), second_of(line, no)
        assert (agrees.state, agrees.agrees, agrees.model) == (CaseState.POSITIVE, True, "second 1")
        assert agrees.dice == pytest.approx(2 / 3) and agrees.slice_number == 1 and agrees.total_ml == 5.0
        assert (differs.agrees, differs.dice, differs.score) == (False, None, 0.8)
        for uid, state in ((yes, StudyState.POSITIVE), (no, StudyState.NEGATIVE)):
            record = line.journal.get(uid)
            assert record is not None and record.state is state and record.summary is not None
            assert record.summary.model == "test 1" and triage.sort_key(record) == triage.sort_key(
                replace(record, second=None)
            )
            steps = [step.after for step in line.journal.transitions(uid)]
            assert steps.count(StudyState.ANALYSING) == 1 and steps[-1] is state
            assert not (line.cache.folder(uid) / "second").exists()
        line.wait(lambda: any(isinstance(e, StudyChanged) and e.record.second == differs for e in line.events))
        assert line.told(SecondReaderStatus) == [SecondReaderStatus()]


def test_a_new_study_ends_a_second_reading_at_once_and_it_is_done_later(
    fresh: Archive, tmp_path: Path, second: Path
) -> None:
    """The second reader hears of no cancel here: its process has to go."""
    slow = send(fresh, "POSITIVE", StudyDescription="SLOW")
    with two_readers(fresh, tmp_path) as line:
        line.wait_for(slow, StudyState.POSITIVE)
        line.wait(lambda: begun(second) == [slow])
        pid = int((second / detectors.BEGUN).read_text().split()[1])
        new = send(fresh, "NEGATIVE")
        line.wait_for(new, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING, StudyState.NEGATIVE)
        seen = time.monotonic()
        line.wait(lambda: not _runs(pid))
        assert time.monotonic() - seen < 2.0
        line.wait_for(new, StudyState.NEGATIVE)
        record = line.journal.get(slow)
        assert record is not None and record.second is None and record.state is StudyState.POSITIVE
        (second / detectors.GO).touch()
        assert second_of(line, slow).agrees and second_of(line, new).agrees is False
        assert begun(second).count(slow) >= 2


def test_it_is_kept_over_a_restart_and_what_was_not_done_is_done_then(
    fresh: Archive, tmp_path: Path, second: Path
) -> None:
    done = send(fresh, "POSITIVE")
    with two_readers(fresh, tmp_path) as line:
        said = second_of(line, done)
        slow = send(fresh, "NEGATIVE", StudyDescription="SLOW")
        line.wait_for(slow, StudyState.NEGATIVE)
        line.wait(lambda: slow in begun(second))
    (second / detectors.GO).touch()
    with two_readers(fresh, tmp_path) as line:
        assert second_of(line, done) == said
        assert second_of(line, slow).agrees is False
    assert begun(second).count(done) == 1


def test_it_leaves_with_its_study_and_with_the_answer_that_it_judged(
    fresh: Archive, tmp_path: Path, second: Path
) -> None:
    uid, gone = send(fresh, "POSITIVE"), send(fresh, "NEGATIVE")
    with two_readers(fresh, tmp_path) as line:
        second_of(line, uid), second_of(line, gone)
        line.pipeline._poller.stop()  # the archive still has it
        line.pipeline._poller.join(30)
        line.pipeline.forget(lambda at_work: [one for one in [gone] if line.journal.forget([one])])
        line.wait(lambda: line.journal.get(gone) is None)
        before = begun(second).count(uid)
        line.pipeline.retry(uid)
        line.wait(lambda: begun(second).count(uid) > before)
        assert second_of(line, uid).agrees
    with Journal(tmp_path / "data" / "journal") as journal:
        rows = journal.select("SELECT study_instance_uid AS uid, second_reading AS said FROM study")
        assert [row["uid"] for row in rows] == [uid] and rows[0]["said"]


def test_what_was_read_or_is_old_is_left_alone(fresh: Archive, tmp_path: Path, second: Path) -> None:
    with running(fresh, tmp_path) as line:
        read, other = send(fresh, "POSITIVE"), send(fresh, "NEGATIVE")
        for uid in (read, other):
            line.wait_for(uid, StudyState.POSITIVE, StudyState.NEGATIVE)
        line.journal.mark_read(read, True)
    with two_readers(fresh, tmp_path) as line:
        second_of(line, other)
        assert begun(second) == [other]
        line.pipeline.mark_read(read, False)
        second_of(line, read)


def test_what_it_cannot_do_it_says(fresh: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = send(fresh, "POSITIVE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nothing"))
    with two_readers(fresh, tmp_path, second_opener_of(Settings())) as line:
        line.wait(lambda: len(line.told(SecondReaderStatus)) == 2)
        status = line.told(SecondReaderStatus)[-1]
        assert isinstance(status, SecondReaderStatus) and "import-blast-ct" in status.text
        assert line.wait_for(uid, StudyState.POSITIVE).second is None
    with two_readers(fresh, tmp_path, detectors.open_obedient) as line:
        assert second_of(line, uid).agrees
    crash = send(fresh, "POSITIVE")
    with two_readers(fresh, tmp_path, open_crashing_at_work) as line:
        said = second_of(line, crash)
        assert (said.state, said.agrees) == (CaseState.FAILED, None)
        assert said.reasons == (Reason("analysis_crashed", "The analysis process ended unexpectedly."),)
        record = line.journal.get(crash)
        assert record is not None and record.state is StudyState.POSITIVE


class _Crashing(detectors.ObedientDetector):
    def analyze(self, images: object, batch: int | None) -> None:  # type: ignore[override]
        os._exit(3)


def open_crashing_at_work(model_dir: str, provider: str) -> detectors.ObedientDetector:
    return _Crashing()


@pytest.mark.parametrize("reader", ["firstread", "blast-ct"])
def test_imported_networks_judge_alone_and_beside(reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    write_reader(tmp_path / "user" / "firstread" / "models" / "blast-ct")
    study = tmp_path / "study"
    study.mkdir()
    spec = PhantomSpec(7, (Hemorrhage(HemorrhageType.IPH, 30.0, hu=70),))
    write_series(render(spec, slices=10, matrix=96, spacing_mm=2.4, slice_mm=8), study)
    model = write_model(tmp_path / "model", threshold=0.999)
    settings = Settings(
        analysis_reader=reader, analysis_second_reader=reader == "firstread", analysis_model_dir=str(model),
        analysis_provider="cpu",
    )  # fmt: skip
    nobody = peers.archive_on(peers.free_port(), "NOBODY")
    with running(nobody, tmp_path, settings, None) as line:
        line.pipeline.open_files([study])
        line.wait(lambda: any(record.state.analysed for record in line.journal.records()))
        (record,) = line.journal.records()
        assert record.summary is not None
        if reader == "blast-ct":
            assert record.state is StudyState.POSITIVE and record.summary.model == "blast-ct by hand"
            assert {"extra_axial_not_split", "not_calibrated"} <= {reason.code for reason in record.reasons}
            return
        assert record.summary.model == "by-hand 1"
        said = second_of(line, record.uid)
        assert said.state is CaseState.POSITIVE and said.model == "blast-ct by hand"
        assert said.agrees is (record.state is StudyState.POSITIVE)
        assert said.score is not None and said.score >= said.threshold == 0.5 and said.total_ml > 15
        assert said.slice_number is not None and 1 <= said.slice_number <= 10


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
