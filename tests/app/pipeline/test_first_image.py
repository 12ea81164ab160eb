from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.edits import ReaderResult
from app.errors import CacheError
from app.pipeline.first_image import first_image
from app.results import case_files, reader_files
from app.store.cache import ImageCache
from inference.types import Box, Volume
from tests.gui import values


def test_the_slice_of_the_highest_score_with_its_masks_boxes_and_place(cache: ImageCache, volume: Volume) -> None:
    uid = volume.study_instance_uid
    elsewhere = (Box(2, 1, 1, 5, 5, 0.2), Box(6, 3, 3, 9, 9, 0.3))
    result = replace(values.result_of(volume, at=6), excluded=elsewhere)
    assert result.labels is not None
    case_files.save(cache.folder(uid), result)
    found = first_image(cache, uid)
    assert found is not None and (found.number, found.count) == (7, 10)
    assert np.array_equal(found.volume.hu, volume.hu[6:7])
    assert found.volume.pixel_mm == volume.pixel_mm
    assert np.allclose(found.volume.affine[:3, 3], (volume.affine @ [0, 0, 6, 1])[:3])
    assert found.result.labels is not None and np.array_equal(found.result.labels, result.labels[6:7])
    assert found.result.excluded == (replace(elsewhere[1], slice=0),)
    boxes = {box for lesion in result.lesions for box in lesion.boxes if box.slice == 6}
    assert boxes and {replace(b, slice=6) for lesion in found.result.lesions for b in lesion.boxes} == boxes
    assert [score.score for score in found.result.slices] == [result.slices[6].score]


def test_without_a_result_or_with_one_that_a_reader_changed_the_study_is_read_as_a_whole(
    cache: ImageCache, volume: Volume
) -> None:
    uid = volume.study_instance_uid
    assert first_image(cache, uid) is None
    result = values.result_of(volume, at=6)
    case_files.save(cache.folder(uid), result)
    assert first_image(cache, uid) is not None
    reader_files.save(cache.folder(uid), ReaderResult(result, reader_files.fingerprint(result), frozenset(), (), ()))
    assert first_image(cache, uid) is None


def test_what_is_gone_damaged_or_of_another_series_gives_no_first_image(cache: ImageCache, volume: Volume) -> None:
    uid = volume.study_instance_uid
    result = values.result_of(volume, at=6)
    case_files.save(cache.folder(uid), replace(result, series_instance_uid="2.25.1"))
    assert first_image(cache, uid) is None
    case_files.save(cache.folder(uid), replace(result, labels=np.zeros((10, 8, 8), np.uint8)))
    assert first_image(cache, uid) is None
    case_files.save(cache.folder(uid), result)
    (cache.folder(uid) / case_files.LABELS).write_bytes(b"no masks")
    assert first_image(cache, uid) is None
    case_files.save(cache.folder(uid), result)
    path = cache.image_path(uid, result.slices[6].sop_instance_uid)
    path.write_bytes(b"no DICOM")
    assert first_image(cache, uid) is None
    path.unlink()
    assert first_image(cache, uid) is None


@pytest.mark.parametrize("index", [0, 4, 9])
def test_one_slice_of_the_masks_without_the_others(tmp_path: Path, index: int, volume: Volume) -> None:
    labels = np.random.default_rng(1).integers(0, 6, (10, 64, 64), dtype=np.uint8)
    case_files.save(tmp_path, replace(values.result_of(volume, at=6), labels=labels))
    found = case_files.load_label_slice(tmp_path, index)
    assert found is not None and np.array_equal(found, labels[index])
    with pytest.raises(CacheError):
        case_files.load_label_slice(tmp_path, 10)


def test_no_masks_are_no_error(tmp_path: Path) -> None:
    assert case_files.load_label_slice(tmp_path, 0) is None
