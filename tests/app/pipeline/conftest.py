from __future__ import annotations

from pathlib import Path

import pytest

from app.store.cache import ImageCache
from inference.dicom import load_volume, read_studies
from inference.types import Volume
from tests.inference import dicom_files


@pytest.fixture
def cache(tmp_path: Path) -> ImageCache:
    return ImageCache(tmp_path / "cache")


@pytest.fixture
def volume(cache: ImageCache) -> Volume:
    """A small head whose images are in the cache."""
    found = dicom_files.datasets(dicom_files.head_hu(10, matrix=64, pixel_mm=3.5))
    for ds in found:
        cache.store(ds.StudyInstanceUID, ds.SOPInstanceUID, dicom_files.to_bytes(ds))
    (study,) = read_studies(cache.images_folder(found[0].StudyInstanceUID))
    return load_volume(study.series[0])
