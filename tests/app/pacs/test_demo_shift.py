"""The invented shift: complete, and obviously invented."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pydicom
import pytest

from app.domain.states import StudyState
from app.pacs.demo_render import overlay, render_study
from app.pacs.demo_shift import SHIFT, DemoSeries, DemoStudy, SeriesKind
from inference.phantom import PhantomSpec
from inference.types import HemorrhageType


def test_the_shift_has_what_a_shift_has() -> None:
    assert 14 <= len(SHIFT) <= 18
    assert {t for study in SHIFT for t in study.types} == set(HemorrhageType)
    assert [study.number for study in SHIFT] == list(range(1, len(SHIFT) + 1))
    assert [study.arrives_s for study in SHIFT] == sorted(study.arrives_s for study in SHIFT)
    assert len({study.spec.seed for study in SHIFT}) == len(SHIFT)
    for state in (StudyState.POSITIVE, StudyState.NEGATIVE, StudyState.NOT_ANALYSABLE, StudyState.INCOMPLETE):
        assert any(study.expected is state for study in SHIFT)
    volumes = [h.volume_ml for study in SHIFT for h in study.spec.hemorrhages]
    assert min(volumes) <= 3 and max(volumes) >= 35
    assert any(len(study.series) > 4 for study in SHIFT)
    assert any(series.tilt_degrees for study in SHIFT for series in study.series)
    assert any(series.slice_mm < 2 for study in SHIFT for series in study.series)


@pytest.mark.parametrize("study", SHIFT, ids=lambda s: str(s.number))
def test_what_is_expected_follows_from_what_is_drawn(study: DemoStudy) -> None:
    assert (study.expected is StudyState.POSITIVE) == bool(study.spec.hemorrhages)
    if study.spec.body != "head" or study.spec.contrast:
        assert study.expected is StudyState.NOT_ANALYSABLE
    assert (study.expected is StudyState.INCOMPLETE) == (study.withheld > 0)
    assert study.name.startswith("DEMO^") and study.patient_id.startswith("DEMO")
    assert len(study.accession_number) <= 16 and len(study.station) <= 16


SMALL = DemoStudy(
    7, "DEMO^ΓΑΛΗΝΗ", "F", "CT ABDOMEN", "DEMOCT1", 0, PhantomSpec(seed=7, body="abdomen", age=40),
    StudyState.NOT_ANALYSABLE,
    (
        DemoSeries(slice_mm=12.0, matrix=128),
        DemoSeries(SeriesKind.SCOUT, slice_mm=12.0, matrix=128),
        DemoSeries(SeriesKind.CORONAL, slice_mm=12.0, matrix=128),
        DemoSeries(SeriesKind.DOSE_REPORT),
    ),
)  # fmt: skip


def test_rendered_once_and_dated_anew(tmp_path: Path) -> None:
    paths = render_study(SMALL, tmp_path)
    times = [path.stat().st_mtime_ns for path in paths]
    assert render_study(SMALL, tmp_path) == paths
    assert [path.stat().st_mtime_ns for path in paths] == times
    assert {pydicom.dcmread(path, stop_before_pixels=True).Modality for path in paths} == {"CT", "SR"}
    scout = [path for path in paths if path.name.startswith("2-")]
    assert len(scout) == 1 and "LOCALIZER" in pydicom.dcmread(scout[0]).ImageType

    coronal = [pydicom.dcmread(path) for path in paths if path.name.startswith("3-")]
    assert len(coronal) > 20 and list(coronal[0].ImageOrientationPatient) == [1, 0, 0, 0, 0, -1]
    steps = {round(b.ImagePositionPatient[1] - a.ImagePositionPatient[1], 2) for a, b in pairwise(coronal)}
    assert len(steps) == 1 and 3 < steps.pop() < 8

    now = datetime(2026, 3, 1, 0, 2)
    first, again, other = (overlay(SMALL, paths[0], run, now) for run in ("a", "a", "b"))
    assert first == again
    assert {first.StudyInstanceUID, other.StudyInstanceUID} == {first.StudyInstanceUID, other.StudyInstanceUID}
    assert first.StudyInstanceUID != other.StudyInstanceUID and first.SOPInstanceUID != other.SOPInstanceUID
    assert (first.StudyDate, first.StudyTime) == ("20260228", "235800")  # before midnight
    assert first.PatientName == SMALL.name and first.PatientAge == "040Y"
    studies = {str(overlay(SMALL, path, "a", now).StudyInstanceUID) for path in paths}
    assert studies == {str(first.StudyInstanceUID)}
