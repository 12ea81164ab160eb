"""What is in a study's folder, and that nothing in it stops the reading."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.uid import generate_uid

from app.domain.other_results import OtherResult, ResultKind
from app.results.dicom.make import make
from app.results.reading import segmentation
from app.results.reading.catalogue import catalogue, draw
from app.results.reading.drawing import Drawing, NotDrawable
from inference.dicom import load_volume, read_studies
from inference.types import Volume
from tests.app.results import others_products as products
from tests.app.results.dicom_sources import images, source
from tests.app.results.reading.test_segmentation import _masks


def _everything(folder: Path) -> tuple[str, Volume, list[Path]]:
    """A study with its images, our four results, and those of others."""
    scanned = images()
    made = source(images=scanned)
    others = [
        products.segmentation(scanned, _masks()), products.measurements(scanned),
        products.text_report(scanned, "None."),
        products.structures(scanned, {"A": [("CLOSED_PLANAR", [(0, 0, 0), (5, 0, 0), (5, 5, 0)])]}),
    ]  # fmt: skip
    paths = [products.written(one, folder) for one in (*scanned, *make(made).values(), *others)]
    return str(scanned[0].StudyInstanceUID), load_volume(read_studies(scanned)[0].series[0]), paths


def test_all_results_of_a_study_the_newest_first(tmp_path: Path) -> None:
    uid, volume, paths = _everything(tmp_path)
    stranger = images(FrameOfReferenceUID="9.9")
    paths.append(products.written(products.measurements(stranger), tmp_path))
    (tmp_path / "notes.txt").write_text("hello")
    found = catalogue([*paths, paths[-1], tmp_path / "notes.txt", tmp_path / "gone.dcm"], uid)
    assert sorted(one.kind for one in found.results) == ["RTSTRUCT", "SEG", "SEG", "SR", "SR", "SR"]
    assert sum(one.ours for one in found.results) == 2 and not any(one.trouble for one in found.results)
    dates = [one.made_at for one in found.results if one.made_at is not None]
    assert dates == sorted(dates, reverse=True)
    assert dict(found.frames_of_reference) == {volume.series_instance_uid: "1.2.3.9"}
    for one in found.results:
        if one.kind is ResultKind.REPORT:
            with pytest.raises(NotDrawable):
                draw(one, volume, "1.2.3.9")
        else:
            assert draw(one, volume, "1.2.3.9").parts
    assert catalogue(paths, generate_uid()).results == ()
    assert catalogue(paths, uid, lambda: True).results == ()


def _read(one: OtherResult, volume: Volume) -> Drawing | None:
    """A drawing, or a plain sentence; anything else is raised."""
    try:
        return draw(one, volume, "1.2.3.9")
    except NotDrawable as error:
        assert error.reason.text.endswith(".") and error.__cause__ is not error
        return None


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Volume, list[bytes]]:
    uid, volume, paths = _everything(tmp_path_factory.mktemp("originals"))
    return uid, volume, [path.read_bytes() for path in paths[8:]]


@settings(max_examples=80, deadline=None)
@given(which=st.integers(0, 7), seed=st.integers(0, 2**32 - 1), how=st.sampled_from(["flip", "cut", "repeat", "swap"]))
def test_damaged_objects_end_in_a_sentence(
    originals: tuple[str, Volume, list[bytes]],
    tmp_path_factory: pytest.TempPathFactory,
    which: int,
    seed: int,
    how: str,
) -> None:
    uid, volume, files = originals
    raw, rng = bytearray(files[which]), random.Random(seed)
    if how == "flip":
        for _ in range(rng.randint(1, 60)):
            raw[rng.randrange(132, len(raw))] = rng.randrange(256)
    elif how == "cut":
        del raw[rng.randrange(132, len(raw)) :]
    elif how == "repeat":
        at = rng.randrange(132, len(raw))
        raw[at:at] = raw[at : at + rng.randint(1, 4000)] * 3
    else:
        a, b = sorted(rng.sample(range(132, len(raw)), 2))
        raw[a : a + 64], raw[b : b + 64] = raw[b : b + 64], raw[a : a + 64]
    path = tmp_path_factory.getbasetemp() / "damaged.dcm"
    path.write_bytes(raw)
    began = time.process_time()
    for one in catalogue([path], uid).results:
        assert one.trouble or one.product or one.says is not None
        assert all(len(part.label) <= 240 for part in one.parts) and len(one.lines) < 2000
        if not one.trouble:
            _read(one, volume)
    assert time.process_time() - began < 20


def test_a_segmentation_of_far_too_many_frames_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned = images()
    path = products.written(products.segmentation(scanned, _masks()), tmp_path)
    volume = load_volume(read_studies(scanned)[0].series[0])
    (found,) = catalogue([path], str(scanned[0].StudyInstanceUID)).results
    monkeypatch.setattr(segmentation, "MOST_FRAMES", 5)
    with pytest.raises(NotDrawable) as refused:
        draw(found, volume, "1.2.3.9")
    assert refused.value.reason.code == "seg_large"
