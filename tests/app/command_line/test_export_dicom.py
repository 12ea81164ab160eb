"""``python -m app export-dicom``: the objects of one study, in a folder."""

from __future__ import annotations

from pathlib import Path

import highdicom as hd
import pydicom
import pytest

from app.command_line.export_dicom import export, run
from inference.types import CaseState
from tests.app.results.dicom_sources import MADE_AT, images, source
from tests.integration.peers import write


@pytest.mark.parametrize("state", [CaseState.POSITIVE, CaseState.NOT_ANALYSABLE])
def test_objects_are_written(state: CaseState, tmp_path: Path) -> None:
    some = images()
    write(some, tmp_path / "study")
    result = source(state, some).result
    written = export(tmp_path / "study", result, tmp_path / "new" / "out", MADE_AT)
    found = ["segmentation", "report", "key-objects", "presentation-state", "capture"]
    names = found if state is CaseState.POSITIVE else ["report", "capture"]
    assert [path.name for path in written] == [f"{name}.dcm" for name in names]
    for path in written:
        assert pydicom.dcmread(path).StudyInstanceUID == some[0].StudyInstanceUID
    if state is CaseState.POSITIVE:
        assert hd.seg.segread(written[0]).number_of_segments == 6


def test_a_study_without_images(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no CT image"):
        export(tmp_path, source(CaseState.FAILED).result, tmp_path / "out", MADE_AT)


def test_a_study_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none", tmp_path / "out", None) == 1
    assert capsys.readouterr().err == "The file or folder does not exist.\n"


def test_a_study_that_cannot_be_looked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As where it lies in somebody else's folder."""
    assert run(tmp_path / ("x" * 300), tmp_path / "out", None) == 1
    assert capsys.readouterr().err.startswith("The result cannot be exported: ")


def test_a_model_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, tmp_path / "out", tmp_path / "no-model") == 1
    assert capsys.readouterr().err.strip()
    assert not (tmp_path / "out").exists()
