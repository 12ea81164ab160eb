"""The support bundle: what is in it, and that neither a patient nor a secret is."""

from __future__ import annotations

import json
import os
import re
import socket
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import crash_reports, support_bundle
from app.__main__ import main
from app.crash import CRASH_FILE, LOG_FILE
from app.domain.study import Study
from app.errors import CacheError
from app.paths import Paths
from app.settings import Settings
from app.store.journal import Journal

STUDY = Study(
    "1.2.826.0.1.3680043.8.498.4711", "ÆRØSKØBING^JANE MARIA", "ID 0815-X", date(1961, 2, 3), "F", "ACC-9",
    "CT HEAD", datetime(2026, 3, 1, 22, 0),
)  # fmt: skip
SAID = ("Ærøskøbing", "JANE", "ID 0815-X", "ACC-9", "1.2.826.0.1.3680043.8.498.4711")
SECRET = "s3cr3t-XYZ"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A profile whose log, against all rules, names a patient, and whose archive is not there."""
    paths = Paths.of_profile(tmp_path / "profile").make()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    Settings(
        archive_port=port, archive_connection_timeout_s=0.3, analysis_model_dir=str(tmp_path / "none"),
        viewer_url=f"https://pacs/?study={{study_uid}}&accessToken={SECRET}", archive_user="jdoe",
        viewer_command=("viewer", f"--accessToken={SECRET}"), fetch_least_memory_gb=0,
    ).save(paths.settings_file)  # fmt: skip
    with Journal(paths.journal_file) as journal:
        journal.found(STUDY)
    lines = [f"2026 INFO app.test: odd line with {word}, indeed\n" for word in SAID]
    (paths.log / LOG_FILE).write_text("2026 INFO app.test: kept\n" + "".join(lines), encoding="utf-8")
    (paths.log / f"{LOG_FILE}.1").write_text("2025 INFO app.test: older\n", encoding="utf-8")
    (paths.log / CRASH_FILE).write_text('  File "/home/jdoe/x.py", line 1 in f\n', encoding="utf-8")
    crash_reports.write(paths.log, "Something happened.", "ValueError\n  x.py:1 f")
    return paths


def test_everything_is_in_it_but_patients_and_secrets(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bundle.zip"
    assert main(["--profile", str(paths.config.parent), "support-bundle", "--out", str(out)]) == 0
    assert f"{len(SAID)} lines might have named a patient" in capsys.readouterr().out
    with zipfile.ZipFile(out) as bundle:
        parts = {name: bundle.read(name).decode("utf-8") for name in bundle.namelist()}
    names = set(parts)
    assert {"README.txt", "doctor.json", "machine.json", "settings.toml", f"log/{LOG_FILE}"} <= names
    assert f"log/{LOG_FILE}.1" in names and any(name.startswith("log/new-") for name in names)
    assert "kept" in parts[f"log/{LOG_FILE}"] and "older" in parts[f"log/{LOG_FILE}.1"]
    assert json.loads(parts["doctor.json"])["findings"] and json.loads(parts["machine.json"])["packages"]["numpy"]
    assert f"might name a patient: {len(SAID)}." in parts["README.txt"]
    whole = "\n".join([*parts, *parts.values()]).lower()
    for word in (*SAID, "maria", SECRET, "1961-02-03", "19610203"):
        assert word.lower() not in whole, word
    assert "archive.user" in parts["settings.toml"] and '= "jdoe"' not in parts["settings.toml"]
    if os.name == "posix":
        assert out.stat().st_mode & 0o077 == 0


def test_the_journal_is_left_as_it_is(paths: Paths, tmp_path: Path) -> None:
    with Journal(paths.journal_file) as journal:
        before = journal.records()
    support_bundle.make(paths, tmp_path / "bundle.zip")
    with Journal(paths.journal_file) as journal:
        assert journal.records() == before


def test_a_place_that_cannot_be_written(paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CacheError, match="cannot be written"):
        support_bundle.make(paths, tmp_path / "no folder" / "bundle.zip")
    assert list(tmp_path.rglob("*.part")) == []
    out = str(tmp_path / "no folder" / "bundle.zip")
    assert main(["--profile", str(paths.config.parent), "support-bundle", "--out", out]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_journal_that_cannot_be_read_is_said(paths: Paths, tmp_path: Path) -> None:
    for file in paths.data.glob("journal*"):
        file.write_bytes(b"no database" * 100)
    support_bundle.make(paths, tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        assert "could not be held against the journal" in bundle.read("README.txt").decode()


words = st.text(st.characters(categories=("L", "N")), min_size=3, max_size=12)


@given(words, words, st.lists(st.text(max_size=20), max_size=4), st.sampled_from("^ ,:/()='\""))
def test_no_line_with_a_part_of_a_name_stays(family: str, given_name: str, around: list[str], sign: str) -> None:
    known = support_bundle.patient_words([Study("1.2.3", f"{family}^{given_name}", "PID-1")])
    lines = [f"begin {sign}{family.upper()}{sign} end", f"x {given_name}.", "PID-1", "quiet", *around]
    kept, dropped = support_bundle.without_patients("\n".join(lines), known)
    assert dropped >= 3
    left = set(re.split(r"[^\w]+", kept.upper()))
    assert family.upper() not in left and "PID-1" not in kept
