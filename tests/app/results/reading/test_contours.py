"""Contours of structure sets as pixels: those whose middle lies within, or a refusal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid
from skimage.measure import points_in_poly

from app.domain.other_results import ResultKind
from app.results.reading import contours
from app.results.reading.drawing import Drawing, NotDrawable
from inference.dicom import load_volume, read_studies
from inference.types import Volume
from tests.app.results import others_products as products
from tests.app.results.dicom_sources import images

SPACE = "1.2.3.9"


def _square(x: float, y: float, side: float, z: float) -> list[tuple[float, float, float]]:
    """Corners around whole pixels; pixels are 1 mm and the first one's middle lies at (-32, -32)."""
    x, y = x - 32 - 0.5, y - 32 - 0.5
    return [(x, y, z), (x + side, y, z), (x + side, y + side, z), (x, y + side, z)]


def _draw(ds: Dataset, scanned: list[Dataset], folder: Path, space: str = SPACE) -> tuple[Drawing, Volume]:
    volume = load_volume(read_studies(scanned)[0].series[0])
    return contours.draw(products.written(ds, folder), volume, space), volume


def test_every_pixel_within(tmp_path: Path) -> None:
    scanned = images()
    ds = products.structures(scanned, {
        "Ring": [("CLOSED_PLANAR", _square(10, 20, 8, 15.0)), ("CLOSEDPLANAR_XOR", _square(12, 22, 3, 15.0))],
        "Two": [("CLOSED_PLANAR", _square(1, 1, 2, 0.0)), ("CLOSED_PLANAR", _square(2, 2, 2, 0.0)),
                ("POINT", [(0, 0, 0)])],
    })  # fmt: skip
    drawing, volume = _draw(ds, scanned, tmp_path)
    ring, two = drawing.full(1, volume), drawing.full(2, volume)
    wanted = np.zeros(volume.hu.shape, np.bool_)
    wanted[3, 20:28, 10:18] = True
    wanted[3, 22:25, 12:15] = False
    assert np.array_equal(ring, wanted)
    wanted[:] = False
    wanted[0, 1:3, 1:3] = wanted[0, 2:4, 2:4] = True
    assert np.array_equal(two, wanted) and drawing.note == "1 points or open lines are not drawn."


def test_what_it_says_of_itself(tmp_path: Path) -> None:
    ds = products.structures(images(), {"PTV": [], "Brain": []})
    found = contours.describe(ds, tmp_path)
    assert found.kind is ResultKind.CONTOURS and (found.product, found.version) == ("Plan AG Plan", "1, b")
    assert found.says == ("2 regions of interest: PTV, Brain",) and found.title == "Targets"
    assert found.made_at is not None and found.made_at.isoformat() == "2026-03-02T07:00:00"
    assert [(one.number, one.text, one.colour) for one in found.parts] == [
        (1, "manual", (255, 0, 128)), (2, "manual", (255, 0, 128)),
    ]  # fmt: skip


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    scanned = images()
    for place, code in (((0, 0, 2.5), "rt_slices"), ((0, 0, 900), "rt_slices")):
        square = [tuple(np.add(corner, place).tolist()) for corner in _square(5, 5, 4, 0)]
        with pytest.raises(NotDrawable) as refused:
            _draw(products.structures(scanned, {"A": [("CLOSED_PLANAR", square)]}), scanned, tmp_path)
        assert refused.value.reason.code == code
    good = products.structures(scanned, {"A": [("CLOSED_PLANAR", _square(5, 5, 4, 0))]})
    with pytest.raises(NotDrawable) as refused:
        _draw(good, scanned, tmp_path, generate_uid())
    assert refused.value.reason.code == "rt_space"
    steep = [(0.0, 0.0, 0.0), (5.0, 0.0, 5.0), (5.0, 5.0, 0.0)]
    with pytest.raises(NotDrawable):
        _draw(products.structures(scanned, {"A": [("CLOSED_PLANAR", steep)]}), scanned, tmp_path)
    for bad in ([1.0, 2.0], [], [1.0] * 10):
        good.ROIContourSequence[0].ContourSequence[0].ContourData = bad
        with pytest.raises(NotDrawable) as refused:
            _draw(good, scanned, tmp_path)
        assert refused.value.reason.code == "rt_damaged"


coordinates = st.floats(-5, 25).map(lambda x: round(x, 3) + 0.0004)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=12))
def test_filled_as_another_library_fills(corners: list[tuple[float, float]]) -> None:
    x, y = np.array(corners).T
    ours = contours.fill(x, y, (20, 20))
    grid = np.stack(np.meshgrid(np.arange(20), np.arange(20)), axis=-1).reshape(-1, 2).astype(float)
    theirs = points_in_poly(grid, np.array(corners)).reshape(20, 20)
    edges = zip(corners, corners[1:] + corners[:1], strict=True)
    # A pixel's centre on the line itself is neither in nor out: rounding decides, in each library otherwise.
    clear = np.min([_distances(grid, np.array(a), np.array(b)) for a, b in edges], axis=0).reshape(20, 20) > 1e-6
    assert np.array_equal(ours & clear, theirs & clear)


def _distances(points: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each point from the line from ``a`` to ``b``."""
    way = b - a
    share = np.clip((points - a) @ way / max(float(way @ way), 1e-12), 0, 1)
    return np.asarray(np.hypot(*(points - a - share[:, None] * way).T), np.float64)
