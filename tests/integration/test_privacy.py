"""A shift with the application around the line: what it writes beside journal and cache names no patient."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from app.application import Application, qt_messages
from app.command_line import forget
from app.crash import crash_hooks, logging_to
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.pacs.archive import Archive
from app.pacs.demo_archive import DemoArchive, Options
from app.pacs.demo_shift import DemoSeries, DemoStudy
from app.paths import Paths
from app.results.exchange.write import Format, Patients
from app.settings import Settings
from app.store.audit import study_name, verify
from app.store.journal import Journal
from inference.phantom import PhantomSpec
from tests.app.pipeline import detectors
from tests.integration import peers
from tests.patient_words import found_in, said_of

pytestmark = pytest.mark.peer

FAST = Settings(
    poll_interval_s=0.2, fetch_settle_s=0.3, fetch_backoff_s=0.1, fetch_retries=1, analysis_timeout_s=20.0,
    fetch_least_memory_gb=0.0, fetch_least_disk_gb=0.0, storage_free_gb=0.0,
)  # fmt: skip
#: As in the demo's shift: one in another alphabet, whose images never all come.
SHIFT = (
    DemoStudy(
        1, "DEMO^ΓΑΛΗΝΗ", "F", "CT ABDOMEN", "DEMOCT1", 0, PhantomSpec(seed=1, body="abdomen", age=40),
        StudyState.INCOMPLETE, (DemoSeries(slice_mm=12.0, deliver=5, matrix=128),), withheld=3,
    ),
)  # fmt: skip
#: And one for each way the analysis can end; the detector does as the accession number says.
TASKS = ("POSITIVE", "NEGATIVE", "WRONG", "ODD", "CRASH")


@pytest.fixture
def shift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive with the demo's studies, and those that were sent to it."""
    with DemoArchive(Options(tmp_path_factory.mktemp("archive"), studies=SHIFT, scale=0)) as archive:
        for number, task in enumerate(TASKS):
            images = peers.ct_images(
                4, AccessionNumber=task, PatientName=f"TESTER{number}^Name{number}", PatientID=f"PID-77{number}",
                PatientBirthDate=f"196{number}0203", StudyDescription=f"CT HEAD FOR DR WHO{number}",
                StudyTime=f"00010{number}",  # not now, which is what the log's own lines begin with
            )  # fmt: skip
            peers.store(archive, images)
        yield archive


def _answered(records: list[StudyRecord]) -> None:
    """Raises AssertionError with the states while not all studies came to rest."""
    given_up = (StudyState.INCOMPLETE, "The archive was asked 2 times")
    waiting = [
        r for r in records if not r.state.final and (r.state is not given_up[0] or given_up[1] not in str(r.reasons))
    ]
    assert (waiting, len(records)) == ([], len(SHIFT) + len(TASKS))


@pytest.mark.slow
@pytest.mark.timeout(420)
def test_logs_audit_metrics_and_file_names_hold_no_patient_data(
    qtbot: QtBot, shift: Archive, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)  # also what would not reach the file
    paths = Paths.of_profile(tmp_path / "profile").make()
    with (
        logging_to(paths.log, verbose=True),
        qt_messages(),
        Application(paths, FAST, shift, opener=detectors.open_obedient) as application,
        crash_hooks(paths.log, application.window.report),
    ):
        window = application.window
        qtbot.addWidget(window)
        application.start()
        qtbot.waitUntil(lambda: _answered(application.journal.records()), timeout=200_000)
        records = application.journal.records()
        for record in records:
            window.open_study(record.uid)
            qtbot.waitUntil(lambda: window.viewer.answered, timeout=20_000)
        window.export_results(Format.FHIR, Patients.REPLACED, tmp_path / "list.json")
        QThreadPool.globalInstance().waitForDone(5000)
    states = {record.study.accession_number: record.state for record in records}
    assert states["POSITIVE"] is StudyState.POSITIVE and states["CRASH"] is StudyState.FAILED
    words = set().union(*(said_of(record.study, TASKS) for record in records))
    assert {"TESTER0", "Name3", "PID-774", "19610203", "DEMO-001", "DEMO26001", "ΓΑΛΗΝΗ"} <= words

    journal = b"".join(path.read_bytes() for path in paths.data.glob("journal*"))
    assert b"TESTER0" in journal  # the search would find what is there
    kept = (p for p in paths.data.rglob("*") if p.is_file() and not p.name.startswith("journal"))
    files = [*paths.log.iterdir(), *kept]
    assert {"firstread.log", "audit.jsonl", "audit.head", "metrics.json", "metrics.prom"} <= {p.name for p in files}
    assert found_in(files, words) == []
    names = "\n".join(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert [word for word in words if word in names] == []
    ours = [r for r in caplog.records if r.name.split(".")[0] in ("app", "inference", "qt", "root")]
    told = "\n".join(record.getMessage() for record in ours)
    assert [word for word in words if word in told] == []
    terminal = "".join(capfd.readouterr())  # of the analysis process, too, which fails with a text that says whose
    assert "ZeroDivisionError" in terminal and "patient's name" not in terminal
    assert [word for word in words if word in terminal] == []

    assert verify(paths.audit_file).problems == ()
    lines = [json.loads(line) for line in paths.audit_file.read_text(encoding="utf-8").splitlines()]
    done = {(line["action"], line["study"], line["detail"]) for line in lines}
    for record in records:
        study = study_name(record.uid)
        assert ("opened", study, "") in done
        if record.state in (StudyState.POSITIVE, StudyState.NEGATIVE):
            assert {("fetched", study, "complete"), ("analysed", study, record.state.value)} <= done
        elif record.state is StudyState.FAILED:
            assert ("failed", study, record.reasons[0].code) in done
    metrics = json.loads((paths.data / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["last_24_hours"]["answered"] == 2 and metrics["last_24_hours"]["promoted"] == 1
    assert metrics["last_24_hours"]["last_image_to_promoted_s"]["count"] == 1


@pytest.mark.slow
def test_a_wiped_patient_is_not_fetched_again(qtbot: QtBot, fresh: Archive, tmp_path: Path) -> None:
    for number in (1, 2):
        peers.store(fresh, peers.ct_images(4, AccessionNumber="NEGATIVE", PatientID=f"PID-{number}"))
    paths = Paths.of_profile(tmp_path).make()
    with Application(paths, FAST, fresh, opener=detectors.open_obedient) as application:
        qtbot.addWidget(application.window)
        application.start()
        qtbot.waitUntil(lambda: _negative(application, 2), timeout=60_000)
    assert forget.run(tmp_path, "PID-1", True) == 0
    with Application(paths, FAST, fresh, opener=detectors.open_obedient) as application:
        qtbot.addWidget(application.window)
        application.start()
        peers.store(fresh, peers.ct_images(4, AccessionNumber="NEGATIVE", PatientID="PID-3"))
        qtbot.waitUntil(lambda: _negative(application, 2), timeout=60_000)
    with Journal(paths.journal_file) as journal:
        assert {record.study.patient_id for record in journal.records()} == {"PID-2", "PID-3"}


def _negative(application: Application, count: int) -> bool:
    states = [record.state for record in application.journal.records()]
    return states == [StudyState.NEGATIVE] * count
