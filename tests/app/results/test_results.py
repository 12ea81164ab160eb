"""Results on disk, and the worklist as CSV."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import CacheError
from app.results import case_files
from app.results.csv_export import write_csv
from inference.errors import Reason
from inference.types import CaseState
from tests.app.values import T0, record, result, study, summary


def test_saved_and_loaded(tmp_path: Path) -> None:
    labels = np.zeros((3, 8, 8), np.uint8)
    labels[1, 2:4, 2:4] = 4
    case_files.save(tmp_path, result(labels=labels, slices=("1.1", "1.2", "1.3")))
    assert {path.name for path in tmp_path.iterdir()} == {"result.json", "labels.npz"}
    assert json.loads((tmp_path / "result.json").read_text())["schema"] == 1
    loaded = case_files.load(tmp_path)
    assert loaded is not None and loaded.labels is not None
    assert (loaded.labels == labels).all() and loaded.labels.dtype == np.uint8
    assert loaded.state is CaseState.POSITIVE and loaded.total_ml == 5.0


def test_no_result(tmp_path: Path) -> None:
    assert case_files.load(tmp_path) is None
    assert case_files.load(tmp_path / "nowhere") is None


def test_a_result_without_an_answer_leaves_no_old_masks(tmp_path: Path) -> None:
    case_files.save(tmp_path, result(labels=np.ones((2, 4, 4), np.uint8)))
    case_files.save(tmp_path, result(CaseState.NOT_ANALYSABLE))
    loaded = case_files.load(tmp_path)
    assert loaded is not None and loaded.labels is None and loaded.probability is None
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 99}', "null", '{"schema": 1}'])
def test_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / "result.json").write_text(text)
    with pytest.raises(CacheError, match="analyse the study again"):
        case_files.load(tmp_path)


def test_damaged_masks(tmp_path: Path) -> None:
    case_files.save(tmp_path, result(labels=np.ones((2, 4, 4), np.uint8)))
    (tmp_path / "labels.npz").write_bytes((tmp_path / "labels.npz").read_bytes()[:40])
    with pytest.raises(CacheError):
        case_files.load(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CacheError):
        case_files.save(tmp_path / "nowhere", result())


FULL = record(
    StudyState.POSITIVE,
    3,
    found=study(
        "1.2.3",
        patient_name="=cmd|'/c calc'!A0",
        patient_id="+4711",
        birth_date=date(1950, 1, 1),
        sex="F",
        accession_number="@A1",
        description='CT "HEAD", Ü',
        study_at=datetime(2026, 3, 1, 23, 0),
        images_expected=30,
    ),
    summary=summary(0.9, 5.0),
    reasons=(Reason("a", "First."), Reason("b", "Second.")),
    read_at=T0,
)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_without_patients(tmp_path: Path) -> None:
    rows: list[StudyRecord] = [FULL, record(StudyState.NOT_ANALYSABLE, 4)]
    assert write_csv(rows, tmp_path / "w.csv") == 2
    first, second = read(tmp_path / "w.csv")
    assert first["description"] == 'CT "HEAD", Ü' and first["reasons"] == "First.; Second."
    assert (first["state"], first["probability"], first["iph_ml"], first["total_ml"]) == (
        "positive",
        "0.9",
        "5.0",
        "5.0",
    )
    assert first["accession_number"] == "'@A1"
    assert (second["state"], second["probability"], second["total_ml"]) == ("not_analysable", "", "")
    text = (tmp_path / "w.csv").read_text(encoding="utf-8-sig")
    assert "4711" not in text and "cmd" not in text and "1950" not in text


def test_csv_holds_the_interval_of_the_probability(tmp_path: Path) -> None:
    assert FULL.summary is not None
    known = replace(FULL, summary=replace(FULL.summary, probability_interval=(0.7, 0.95)))
    write_csv([known, FULL], tmp_path / "w.csv")
    ends = [(row["probability_low"], row["probability_high"], row["threshold"]) for row in read(tmp_path / "w.csv")]
    assert ends == [("0.7", "0.95", "0.5"), ("", "", "0.5")]


def test_csv_with_patients_runs_no_formula(tmp_path: Path) -> None:
    write_csv([FULL], tmp_path / "w.csv", patients=True)
    (row,) = read(tmp_path / "w.csv")
    assert row["patient_name"].startswith("'=") and row["patient_id"] == "'+4711"
    assert (row["age_years"], row["sex"]) == ("76", "F")


def test_csv_to_nowhere(tmp_path: Path) -> None:
    with pytest.raises(CacheError):
        write_csv([FULL], tmp_path / "nowhere" / "w.csv")


@pytest.mark.parametrize("state", [StudyState.FAILED, StudyState.WITHDRAWN, StudyState.QUEUED], ids=str)
def test_csv_holds_no_numbers_of_an_answer_that_no_longer_holds(tmp_path: Path, state: StudyState) -> None:
    write_csv([replace(FULL, state=state)], tmp_path / "w.csv")
    (row,) = read(tmp_path / "w.csv")
    assert {row[name] for name in ("probability", "score", "iph_ml", "total_ml", "model")} == {""}
    assert row["reasons"] == "First.; Second."


def test_csv_of_a_study_that_could_not_be_analysed_reads_no_zero(tmp_path: Path) -> None:
    refused = summary(None, 0.0)
    write_csv([replace(FULL, state=StudyState.NOT_ANALYSABLE, summary=refused)], tmp_path / "w.csv")
    (row,) = read(tmp_path / "w.csv")
    assert row["iph_ml"] == row["total_ml"] == "" and row["model"] == "m"
