"""``python -m app export-results``: the journal in one file, noted in the audit file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.__main__ import main
from app.command_line import export_results
from app.domain.states import StudyState
from app.paths import Paths
from app.profile_lock import profile_lock
from app.store.audit import verify
from app.store.journal import Journal
from tests.app.values import result, study


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile with one positive study and one that was only found."""
    folder = tmp_path / "profile"
    with Journal(Paths.of_profile(folder).journal_file) as journal:
        for number in (1, 2):
            journal.found(study(f"1.2.{number}", patient_name="Secret^Name", patient_id="4711"))
        for state in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING):
            journal.transition("1.2.1", state)
        journal.save_result("1.2.1", result(uid="1.2.1"))
    return folder


def exported(profile: Path) -> list[str]:
    lines = Paths.of_profile(profile).audit_file.read_text(encoding="utf-8").splitlines()
    return [line["detail"] for line in map(json.loads, lines) if line["action"] == "exported"]


@pytest.mark.parametrize(
    ("form", "patients", "written", "said"),
    [
        ("csv", None, "1.2.1,", "results as csv, 2 studies, patients left-out"),
        ("parquet", None, "PAR1", "results as parquet, 2 studies, patients left-out"),
        ("fhir", None, '"transaction"', "results as fhir, 1 studies, patients replaced"),
        ("hl7", "named", "Secret^Name", "results as hl7, 1 studies, patients named"),
    ],
)
def test_the_journal_in_one_file(
    profile: Path, tmp_path: Path, form: str, patients: str | None, written: str, said: str
) -> None:
    more = ["--patients", patients] if patients else []
    out = tmp_path / "out"
    assert main(["--profile", str(profile), "export-results", "--format", form, "--out", str(out), *more]) == 0
    content = out.read_bytes()
    assert written.encode() in content
    assert (b"4711" in content) == (patients == "named")
    assert exported(profile) == [said] and not verify(Paths.of_profile(profile).audit_file).problems


def test_messages_without_patients_are_wrong_usage(profile: Path, tmp_path: Path) -> None:
    arguments = ["export-results", "--format", "hl7", "--out", str(tmp_path / "out"), "--patients", "left-out"]
    with pytest.raises(SystemExit) as ended:
        main(["--profile", str(profile), *arguments])
    assert ended.value.code == 2 and not (tmp_path / "out").exists()


def test_nothing_is_written(profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export_results.run(tmp_path / "other", "csv", tmp_path / "out", None) == 2
    assert export_results.run(profile, "csv", tmp_path / "no" / "out", None) == 1
    with profile_lock(Paths.of_profile(profile)):
        assert export_results.run(profile, "csv", tmp_path / "out", None) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3 and all(line.endswith(".") for line in said)
    assert not (tmp_path / "out").exists()
