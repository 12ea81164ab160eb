"""Completeness, and what the viewer gets of a study."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.pacs.query import SeriesFound
from app.pacs.retrieve import Retrieved
from app.pipeline.stages import Description, chosen_series, load_case, missing_images
from app.results import case_files
from app.store.cache import ImageCache, folder_name
from inference.types import CaseState
from tests.app.values import result, study
from tests.inference import dicom_files
from tests.integration.peers import ct_images, write


def retrieved(count: int, offered: int | None = None, failed: int = 0) -> Retrieved:
    return Retrieved(frozenset(map(str, range(count))), offered, failed)


@pytest.mark.parametrize(
    ("expected", "here", "offered", "failed", "text"),
    [
        (4, 4, 4, 0, None),
        (4, 5, 5, 0, None),  # more than announced
        (None, 4, 4, 0, None),  # dcmqrscp does not count, C-GET does
        (None, 4, None, 0, None),  # nobody counts, nothing failed
        (None, 4, None, 1, "4 of 5 images arrived."),
        (6, 4, 4, 0, "4 of 6 images arrived."),
        (4, 4, 6, 0, "4 of 6 images arrived."),
        (6, 0, 0, 0, "None of 6 images arrived."),
        (None, 0, None, 0, "No image arrived."),
        (0, 0, 0, 0, "No image arrived."),
    ],
)
def test_completeness(
    tmp_path: Path, expected: int | None, here: int, offered: int | None, failed: int, text: str | None
) -> None:
    described = Description(study(images_expected=expected), ())
    images = write(ct_images(here), tmp_path)
    reason = missing_images(described, retrieved(here, offered, failed), images)
    assert (reason.text if reason else None) == text


def test_a_report_that_does_not_come_is_no_reason_to_wait(tmp_path: Path) -> None:
    images = write(ct_images(4, series_uid="1.1"), tmp_path)
    series = (SeriesFound("1.1", "CT", images_expected=4), SeriesFound("1.2", "SR", images_expected=1))
    described = Description(study(images_expected=5), series)
    assert missing_images(described, retrieved(4, 5, 1), images) is None


def test_a_report_does_not_stand_for_a_missing_image(tmp_path: Path) -> None:
    images = write(ct_images(3, series_uid="1.1"), tmp_path) + write(ct_images(2, series_uid="1.2"), tmp_path, "sr")
    series = (SeriesFound("1.1", "CT", images_expected=4), SeriesFound("1.2", "SR", images_expected=2))
    reason = missing_images(Description(study(images_expected=6), series), retrieved(5, 6, 1), images)
    assert reason is not None and reason.text == "3 of 4 images arrived."


@pytest.fixture
def cache(tmp_path: Path) -> ImageCache:
    """A cache with study 1.1: series 1.1.1 of four images."""
    cache = ImageCache(tmp_path / "cache")
    keep(cache, 4, "1.1.1")
    return cache


def keep(cache: ImageCache, count: int, series_uid: str) -> None:
    for path in write(ct_images(count, study_uid="1.1", series_uid=series_uid), cache.root.parent / series_uid):
        cache.store("1.1", path.name + series_uid, path.read_bytes())


def test_volume_and_result(cache: ImageCache) -> None:
    labels = np.zeros((4, 64, 64), np.uint8)
    case_files.save(cache.folder("1.1"), result(uid="1.1", series_uid="1.1.1", labels=labels))
    case = load_case(cache, "1.1")
    assert case.volume is not None and case.volume.series_instance_uid == "1.1.1" and case.text == ""
    assert case.result is not None and case.result.labels is not None and case.result.labels.shape == labels.shape


def test_a_study_that_no_series_suits_is_shown_all_the_same(cache: ImageCache) -> None:
    """A small sphere is no head, and no result says which series it was."""
    keep(cache, 3, "1.1.2")
    case_files.save(cache.folder("1.1"), result(CaseState.NOT_ANALYSABLE, uid="1.1", series_uid=""))
    case = load_case(cache, "1.1")
    assert case.volume is not None and case.volume.series_instance_uid == "1.1.1"  # the larger one
    assert case.result is not None and case.result.state is CaseState.NOT_ANALYSABLE


def test_the_analysed_series_is_shown(cache: ImageCache) -> None:
    keep(cache, 3, "1.1.2")
    labels = np.zeros((3, 64, 64), np.uint8)
    case_files.save(cache.folder("1.1"), result(uid="1.1", series_uid="1.1.2", labels=labels))
    case = load_case(cache, "1.1")
    assert case.volume is not None and case.volume.series_instance_uid == "1.1.2" and case.result is not None


def test_a_result_of_other_images_is_not_shown_on_these(cache: ImageCache) -> None:
    labels = np.zeros((9, 64, 64), np.uint8)
    case_files.save(cache.folder("1.1"), result(uid="1.1", series_uid="1.1.1", labels=labels))
    case = load_case(cache, "1.1")
    assert case.volume is not None and case.result is None and "changed" in case.text


def test_a_damaged_result(cache: ImageCache) -> None:
    (cache.folder("1.1") / case_files.RESULT).write_text("{")
    case = load_case(cache, "1.1")
    assert case.volume is not None and case.result is None and "cannot be read" in case.text


def test_without_images(cache: ImageCache) -> None:
    case = load_case(cache, "1.2")
    assert case.volume is None and case.result is None and "arrived" in case.text


def test_files_that_are_no_images(cache: ImageCache) -> None:
    cache.store("1.3", "1.3.1", b"no DICOM at all")
    case = load_case(cache, "1.3")
    assert case.volume is None and case.text.endswith(".")


def test_images_that_were_removed_are_not_said_to_be_still_to_come(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path)
    assert "has arrived yet" in load_case(cache, "1.2").text
    cache.store("1.2", "1", b"x")
    case_files.save(cache.folder("1.2"), result(uid="1.2"))
    cache.remove_images(folder_name("1.2"))
    case = load_case(cache, "1.2")
    assert case.volume is None and case.result is not None and "were removed" in case.text


def test_a_result_counts_only_while_its_series_is_the_one_to_look_at(tmp_path: Path) -> None:
    head = dicom_files.head_hu(24, matrix=64, pixel_mm=3.5)
    early, whole = (
        dicom_files.datasets(hu, series=uid, pixel_mm=(3.5, 3.5))
        for uid, hu in (("2.25.9", head[6:20]), ("2.25.8", head))
    )
    before, after = write(early, tmp_path, "early"), write(whole, tmp_path, "whole")
    old, new = (result(uid="2.25.100", series_uid=uid) for uid in ("2.25.9", "2.25.8"))
    volume = chosen_series(before, old)
    assert volume is not None and volume.series_instance_uid == "2.25.9" and len(volume.hu) == 14
    assert chosen_series([*before, *after], old) is None, "the better series came after that result"
    assert chosen_series([*before, *after], new) is not None
    assert chosen_series(before, new) is None and chosen_series([], new) is None
    assert chosen_series(write(ct_images(4, study_uid="2.25.100", series_uid="2.25.9"), tmp_path / "no"), old) is None
