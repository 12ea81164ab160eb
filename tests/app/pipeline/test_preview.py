from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.pipeline.preview import key_slice
from app.results import case_files
from app.store.cache import ImageCache
from inference.types import Volume
from tests.gui import values


def test_the_slice_with_the_highest_score_and_its_mask(cache: ImageCache, volume: Volume) -> None:
    uid = volume.study_instance_uid
    case_files.save(cache.folder(uid), values.result_of(volume, at=6))
    found = key_slice(cache, uid)
    assert found is not None and (found.number, found.count) == (7, 10)
    inside = (volume.hu[6] > 0) & (volume.hu[6] < 80)
    assert np.allclose(found.grey[inside], volume.hu[6][inside] / 80 * 255, atol=1)
    assert found.grey[volume.hu[6] <= 0].max() == 0 and found.grey[volume.hu[6] >= 80].min() == 255
    assert found.labels[20:30, 24:40].all() and found.labels.sum() == 10 * 16 * 2  # subdural
    assert found.pixel_mm == volume.pixel_mm


def test_without_any_score_the_middle_is_shown(cache: ImageCache, volume: Volume) -> None:
    uid = volume.study_instance_uid
    result = values.result_of(volume, at=6)
    none = replace(result, slices=tuple(replace(s, score=0.0) for s in result.slices), labels=None)
    case_files.save(cache.folder(uid), none)
    found = key_slice(cache, uid)
    assert found is not None and found.number == 6 and not found.labels.any()


def test_what_is_gone_or_damaged_gives_no_picture(cache: ImageCache, volume: Volume) -> None:
    uid = volume.study_instance_uid
    assert key_slice(cache, uid) is None  # no result yet
    result = values.result_of(volume, at=6)
    case_files.save(cache.folder(uid), result)
    masks = cache.folder(uid) / case_files.LABELS
    kept = masks.read_bytes()
    masks.write_bytes(kept[:40])
    assert key_slice(cache, uid) is None  # a mask that cannot be read must not look like none
    masks.write_bytes(kept)
    assert key_slice(cache, uid) is not None
    path = cache.image_path(uid, result.slices[6].sop_instance_uid)
    path.write_bytes(b"no DICOM")
    assert key_slice(cache, uid) is None
    path.unlink()
    assert key_slice(cache, uid) is None
    (cache.folder(uid) / case_files.RESULT).write_text("{")
    assert key_slice(cache, uid) is None
    assert key_slice(cache, "2.25.404") is None
