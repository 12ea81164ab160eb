"""Two workstations and one Orthanc: what one computed the other shows; a newer version computes and replaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from app.domain.events import CaseLoaded, OtherResultsFound, Refused
from app.domain.other_results import ResultKind
from app.domain.states import StudyState
from app.pacs.archive import Archive
from app.results import case_files, outbox
from inference import result_json
from inference.types import CaseResult
from tests.app.pipeline import detectors
from tests.inference import dicom_files
from tests.integration.peers import ct_images, start_orthanc, stop, store, wait_for
from tests.integration.test_pipeline import FAST, Line, running
from tests.integration.test_results_sent import in_archive

pytestmark = [pytest.mark.peer, pytest.mark.timeout(600)]
SENDING = replace(FAST, results_send=True, results_objects=("segmentation", "report"), results_commitment=False)


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of its own, so that no other study is on the line."""
    process, archive = start_orthanc(tmp_path_factory.mktemp("orthanc"))
    try:
        wait_for(archive, process)
        yield archive
    finally:
        stop(process)


HEAD = dicom_files.head_hu(24, matrix=64, pixel_mm=3.5)


def _head(first: int, last: int, study_uid: str, series_uid: str) -> list[Dataset]:
    """Slices of a head, which can be chosen among other series."""
    more = {"PixelSpacing": [3.5, 3.5], "FrameOfReferenceUID": "1.2.3.9"}
    images = ct_images(last - first, more, study_uid=study_uid, series_uid=series_uid)
    for one, hu in zip(images, HEAD[first:last], strict=True):
        one.PixelData = np.clip(hu + 1024, 0, 4095).astype("<u2").tobytes()
    return images


def _sent(line: Line, uid: str) -> None:
    folder = line.cache.folder(uid)
    line.wait(lambda: any(bool(box.items) and not box.waiting for box in outbox.load_all(folder)))


def _result(line: Line, uid: str) -> CaseResult:
    result = case_files.load(line.cache.folder(uid))
    assert result is not None
    return result


def test_what_one_workstation_computed_the_other_shows(orthanc: Archive, tmp_path: Path) -> None:
    uid = generate_uid()
    store(orthanc, _head(0, 24, uid, generate_uid()))
    with running(orthanc, tmp_path / "a", SENDING, detectors.open_measuring) as line:
        first = line.wait_for(uid, StudyState.POSITIVE)
        _sent(line, uid)
        computed = _result(line, uid)
    assert [reason.code for reason in first.reasons] == ["vertex_missing"]

    with running(orthanc, tmp_path / "b", SENDING, detectors.open_idle) as line:
        record = line.wait_for(uid, StudyState.POSITIVE, StudyState.FAILED)
        assert record.state is StudyState.POSITIVE, record.reasons
        where, own = record.reasons
        assert where.code == "found_in_archive" and "Firstread 1.0.0 computed it on " in where.text
        assert own.code == "vertex_missing" and record.summary == first.summary
        shown = _result(line, uid)
        assert result_json.to_json(shown) == result_json.to_json(computed)
        assert shown.labels is not None and computed.labels is not None and np.count_nonzero(shown.labels) == 213
        assert np.array_equal(shown.labels, computed.labels) and shown.labels.dtype == computed.labels.dtype
        line.pipeline.open_case(uid, 1)
        line.wait(lambda: bool(line.told(CaseLoaded)))
        (case,) = line.told(CaseLoaded)
        assert isinstance(case, CaseLoaded) and case.volume is not None and case.result is not None
        assert outbox.load_all(line.cache.folder(uid)) == (), "what came from the archive is not sent there again"
        line.pipeline.retry(uid)  # a reader who asks for it gets it computed
        line.wait_for(uid, StudyState.FAILED)
        assert not line.told(Refused)

    before = {str(one.SOPInstanceUID): one for one in in_archive(orthanc, uid, tmp_path / "before")}
    with running(orthanc, tmp_path / "c", SENDING, detectors.open_measuring_newer) as line:
        record = line.wait_for(uid, StudyState.POSITIVE)
        assert [reason.code for reason in record.reasons] == ["vertex_missing"], "it was computed here"
        _sent(line, uid)
        line.pipeline.open_other_results(uid, 1)
        line.wait(lambda: any(isinstance(e, OtherResultsFound) and not e.loading for e in line.told(OtherResultsFound)))
    after = {str(one.SOPInstanceUID): one for one in in_archive(orthanc, uid, tmp_path / "after")}
    new = [one for key, one in after.items() if key not in before]
    assert sorted(one.Modality for one in new) == ["SEG", "SR"] and before.keys() <= after.keys()
    (report,) = (one for one in new if one.Modality == "SR")
    (old,) = (one for one in before.values() if one.Modality == "SR")
    named = report.PredecessorDocumentsSequence[0].ReferencedSeriesSequence[0].ReferencedSOPSequence[0]
    assert named.ReferencedSOPInstanceUID == old.SOPInstanceUID and report.SoftwareVersions == "1.10.0"

    with running(orthanc, tmp_path / "d", SENDING, detectors.open_measuring) as line:  # an old one comes late
        line.wait_for(uid, StudyState.POSITIVE)
        line.pipeline.open_other_results(uid, 1)
        line.wait(lambda: any(isinstance(e, OtherResultsFound) and not e.loading for e in line.told(OtherResultsFound)))
        found = line.told(OtherResultsFound)[-1]
        assert isinstance(found, OtherResultsFound) and all(one.ours for one in found.results)
        reports = [one for one in found.results if one.kind is ResultKind.REPORT]
        assert {one.version: one.replaces for one in reports} == {
            "1.10.0": (str(old.SOPInstanceUID),), "1.0.0": (),
        }  # fmt: skip
    assert {str(one.SOPInstanceUID) for one in in_archive(orthanc, uid, tmp_path / "late")} == after.keys()


def test_a_series_that_came_after_a_result_is_looked_at(orthanc: Archive, tmp_path: Path) -> None:
    """The study is fetched again with the earlier answer, which was sent; that speaks of another series."""
    uid, early, whole = generate_uid(), generate_uid(), generate_uid()
    store(orthanc, _head(6, 20, uid, early))
    with running(orthanc, tmp_path, SENDING, detectors.open_measuring) as line:
        line.wait_for(uid, StudyState.POSITIVE)
        _sent(line, uid)
        assert _result(line, uid).series_instance_uid == early
        store(orthanc, _head(0, 24, uid, whole))
        line.wait(lambda: (r := line.journal.get(uid)) is not None and r.images_received >= 38 and r.state.final)
        record = line.wait_for(uid, StudyState.POSITIVE)
        assert [reason.code for reason in record.reasons] == ["vertex_missing"], "it was computed"
        assert _result(line, uid).series_instance_uid == whole
