from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.pipeline import look_ahead
from app.pipeline.look_ahead import LookAhead, case_bytes
from app.pipeline.stages import load_case
from app.results import case_files
from app.store.cache import ImageCache
from inference.phantom import PhantomSpec, render
from inference.phantom.dicom_writer import PhantomStudy, image_datasets
from tests.gui import values
from tests.inference import dicom_files

UIDS = ("2.25.501", "2.25.502", "2.25.503")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with three studies of six small slices each."""
    root = tmp_path_factory.mktemp("cache")
    cache = ImageCache(root)
    phantom = render(PhantomSpec(seed=5), slices=6, matrix=48, spacing_mm=4.0)
    for uid in UIDS:
        for image in image_datasets(phantom, study=PhantomStudy(uid, at=values.START), series_uid=f"{uid}.1"):
            cache.store(uid, str(image.SOPInstanceUID), dicom_files.to_bytes(image))
    return root


@pytest.fixture
def cache(filled: Path) -> ImageCache:
    return ImageCache(filled)


def _until_kept(ahead: LookAhead, *uids: str) -> None:
    deadline = time.monotonic() + 20
    while set(ahead.kept) != set(uids) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert set(ahead.kept) == set(uids)


def test_a_case_read_ahead_is_served_from_memory(cache: ImageCache) -> None:
    ahead = LookAhead(cache)
    ahead.start()
    try:
        ahead.want(UIDS[:2])
        _until_kept(ahead, *UIDS[:2])
    finally:
        ahead.stop()
        assert ahead.join(10)
    first = ahead.case(UIDS[0])
    assert first.volume is not None and first.volume.study_instance_uid == UIDS[0]
    assert ahead.case(UIDS[0]) is first


def test_what_was_opened_stays_too_and_the_oldest_goes(cache: ImageCache) -> None:
    size = case_bytes(load_case(cache, UIDS[0]))
    assert size == 6 * 48 * 48 * 2
    ahead = LookAhead(cache, limit_bytes=2 * size)
    one = ahead.case(UIDS[0])
    ahead.case(UIDS[1])
    assert ahead.case(UIDS[0]) is one
    ahead.case(UIDS[2])
    assert list(ahead.kept) == [UIDS[0], UIDS[2]]
    ahead.forget(UIDS[0])
    assert list(ahead.kept) == [UIDS[2]]


def test_a_case_larger_than_the_limit_is_not_kept(cache: ImageCache) -> None:
    ahead = LookAhead(cache, limit_bytes=100)
    assert ahead.case(UIDS[0]).volume is not None
    assert ahead.kept == ()


def test_changed_files_are_read_again(cache: ImageCache) -> None:
    ahead = LookAhead(cache)
    before = ahead.case(UIDS[2])
    assert before.result is None and before.volume is not None
    folder = cache.folder(UIDS[2])
    case_files.save(folder, values.no_answer(before.volume))
    answered = ahead.case(UIDS[2])
    assert answered.result is not None and answered is not before
    os.utime(cache.images_folder(UIDS[2]), (1, 1))  # an image came or went
    assert ahead.case(UIDS[2]) is not answered
    (folder / case_files.RESULT).unlink()


def test_files_that_change_while_they_are_read_are_not_kept(cache: ImageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(cache: ImageCache, uid: str) -> object:
        case = load_case(cache, uid)
        os.utime(cache.images_folder(uid))
        return case

    monkeypatch.setattr(look_ahead, "load_case", read)
    ahead = LookAhead(cache)
    assert ahead.case(UIDS[1]).volume is not None
    assert ahead.kept == ()


def test_a_study_without_images_does_not_end_the_thread(cache: ImageCache) -> None:
    ahead = LookAhead(cache)
    ahead.start()
    try:
        ahead.want(["2.25.999", UIDS[0]])
        _until_kept(ahead, "2.25.999", UIDS[0])
    finally:
        ahead.stop()
        assert ahead.join(10)
    assert ahead.case("2.25.999").volume is None


def test_a_thread_that_never_started_has_ended(cache: ImageCache) -> None:
    ahead = LookAhead(cache)
    ahead.stop()
    assert ahead.join(0)
