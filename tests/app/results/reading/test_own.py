"""Firstread's own results are taken back exactly as they were sent, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import ImplicitVRLittleEndian

from app.results.dicom.carried import CREATOR, GROUP
from app.results.dicom.kinds import Kind
from app.results.dicom.make import make
from app.results.dicom.source import Source, result_uid
from app.results.reading import own
from inference import result_json
from inference.dicom import load_volume, read_studies
from inference.types import CaseResult, CaseState, FileSource, Volume
from tests.app.results.dicom_sources import images, source
from tests.app.results.others_products import written


def series_of(paths: Sequence[FileSource], result: CaseResult) -> Volume | None:
    found = (series for study in read_studies(paths) for series in study.series)
    return next((load_volume(one) for one in found if one.series_instance_uid == result.series_instance_uid), None)


class Sent:
    """A study with the objects of its result, as files of an archive."""

    def __init__(self, folder: Path, state: CaseState, undrawn: bool = False) -> None:
        self.images = images()
        self.source: Source = source(state, self.images, undrawn=undrawn)
        self.made = make(self.source)
        self.files = [written(one, folder / "ct") for one in self.images]
        self.of = {kind: written(one, folder / "ours") for kind, one in self.made.items()}
        self.uid = str(self.images[0].StudyInstanceUID)
        self.runtime = self.source.result.runtime

    @property
    def paths(self) -> list[Path]:
        return [*self.of.values(), *self.files]

    def restore(self, **runtime: str) -> own.Restored | None:
        return own.restore(self.paths, self.uid, replace(self.runtime, **runtime), series_of)

    def rewrite(self, kind: Kind, change: Callable[[Dataset], object]) -> None:
        ds = pydicom.dcmread(self.of[kind])
        change(ds)
        ds.save_as(self.of[kind], enforce_file_format=True)


@pytest.mark.parametrize(("state", "undrawn"), [(CaseState.POSITIVE, True), (CaseState.NEGATIVE, False)])
def test_taken_back_bit_by_bit(tmp_path: Path, state: CaseState, undrawn: bool) -> None:
    sent = Sent(tmp_path, state, undrawn)
    found = sent.restore(provider="cuda", device="another")  # what it runs on is not what it is
    assert found is not None and found.made_at == sent.source.made_at
    before = sent.source.result
    assert result_json.to_json(found.result) == result_json.to_json(before)
    assert found.result.labels is not None and before.labels is not None
    assert found.result.labels.dtype == np.uint8 and np.array_equal(found.result.labels, before.labels)


def test_no_other_algorithm_and_no_other_study(tmp_path: Path) -> None:
    sent = Sent(tmp_path, CaseState.POSITIVE)
    assert sent.restore() is not None
    assert sent.restore(version="9") is None
    assert sent.restore(model_sha256="1" * 64) is None
    assert sent.restore(model_sha256="") is None
    assert own.restore(sent.paths, "1.2.3", sent.runtime, series_of) is None


def test_without_an_answer_there_is_nothing_to_take_back(tmp_path: Path) -> None:
    sent = Sent(tmp_path, CaseState.FAILED)
    assert own.reports(sent.paths, sent.uid) == () and sent.restore() is None


def test_an_archive_that_keeps_implicit_vr(tmp_path: Path) -> None:
    sent = Sent(tmp_path, CaseState.POSITIVE)
    for kind in (Kind.REPORT, Kind.SEGMENTATION):
        ds = pydicom.dcmread(sent.of[kind])
        ds.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        ds.save_as(sent.of[kind], implicit_vr=True, little_endian=True, enforce_file_format=True)
    assert sent.restore() is not None


def test_objects_of_the_first_releases_are_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their UIDs follow from study, images, algorithm and outcome alone."""
    with monkeypatch.context() as then:
        then.setattr(Source, "uid", lambda self, *what: result_uid(self.result, "", *what))
        sent = Sent(tmp_path, CaseState.POSITIVE)
    assert str(sent.made[Kind.REPORT].SOPInstanceUID) != sent.source.uid("report")
    found, labels = sent.restore(), sent.source.result.labels
    assert found is not None and found.result.labels is not None and labels is not None
    assert np.array_equal(found.result.labels, labels)


def test_the_first_releases_are_known_by_their_uids() -> None:
    """Computed by version 0.1.0; archives hold them."""
    known = replace(source().result, study_instance_uid="1.2", series_instance_uid="1.3", slices=())
    assert result_uid(known, "", "report") == "2.25.4408627013152549089701427030471831331"


def _turn_a_pixel(ds: Dataset) -> None:
    ds.PixelData = bytes([ds.PixelData[0] ^ 1]) + ds.PixelData[1:]


def _drop_privates(ds: Dataset) -> None:
    ds.remove_private_tags()


def _say_negative(ds: Dataset) -> None:
    element = ds.private_block(GROUP, CREATOR)[1]
    element.value = element.value.replace('"state":"positive"', '"state":"negative"')


def _say_more_likely(ds: Dataset) -> None:
    element = ds.private_block(GROUP, CREATOR)[1]
    element.value = element.value.replace('"probability":0.93', '"probability":0.98')


def _break(ds: Dataset) -> None:
    ds.private_block(GROUP, CREATOR)[1].value = '{"schema":1}'


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Kind.SEGMENTATION, _turn_a_pixel),
        (Kind.REPORT, _drop_privates),
        (Kind.REPORT, _say_negative),
        (Kind.REPORT, _say_more_likely),
        (Kind.REPORT, _break),
    ],
)
def test_what_was_changed_on_the_way_is_not_believed(
    tmp_path: Path, kind: Kind, change: Callable[[Dataset], None]
) -> None:
    sent = Sent(tmp_path, CaseState.POSITIVE)
    sent.rewrite(kind, change)
    assert sent.restore() is None


def test_a_missing_segmentation_or_image_is_noticed(tmp_path: Path) -> None:
    sent = Sent(tmp_path, CaseState.POSITIVE)
    without = [path for path in sent.paths if path != sent.of[Kind.SEGMENTATION]]
    assert own.restore(without, sent.uid, sent.runtime, series_of) is None
    assert own.restore(sent.paths[:-1], sent.uid, sent.runtime, series_of) is None


def test_versions_are_numbers() -> None:
    one = source().result.runtime
    assert own.newer(replace(one, version="0.10.0"), replace(one, version="0.9.3"))
    assert not own.newer(replace(one, version="0.9.3"), replace(one, version="0.9.3"))
    assert not own.newer(replace(one, version="unknown"), replace(one, version="0.1"))


def test_a_newer_report_names_the_one_that_it_replaces(tmp_path: Path) -> None:
    sent = Sent(tmp_path, CaseState.POSITIVE)
    (old,) = own.reports(sent.paths, sent.uid)
    result = replace(sent.source.result, runtime=replace(sent.runtime, version="2"))
    report = make(replace(sent.source, result=result, replaces=(old.header,)))[Kind.REPORT]
    (study,) = report.PredecessorDocumentsSequence
    (series,) = study.ReferencedSeriesSequence
    (named,) = series.ReferencedSOPSequence
    assert named.ReferencedSOPInstanceUID == old.header.SOPInstanceUID != report.SOPInstanceUID


def test_a_report_with_another_answer_replaces_an_earlier_one(tmp_path: Path) -> None:
    sent = Sent(tmp_path, CaseState.POSITIVE)
    (there,) = own.reports(sent.paths, sent.uid)
    later = sent.source.made_at + timedelta(minutes=1)
    changed = replace(sent.source, result=replace(sent.source.result, probability=0.7))
    assert own.replaced(there, replace(changed, made_at=later))
    assert not own.replaced(there, changed), "nobody knows which was first"
    assert not own.replaced(there, replace(sent.source, made_at=later)), "it is the same report"
    newer = replace(sent.source.result, runtime=replace(sent.runtime, version="2"))
    assert own.replaced(there, replace(sent.source, result=newer))
