"""Boxes: regression and its inverse, overlap, suppression, pyramid level."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from inference import boxes as bx

_corner = hnp.arrays(np.float32, (6, 2), elements=st.floats(0, 400, width=32))
_size = hnp.arrays(np.float32, (6, 2), elements=st.floats(4, 100, width=32))


@given(_corner, _size, _corner, _size)
def test_decode_undoes_encode(corner: bx.Floats, size: bx.Floats, corner0: bx.Floats, size0: bx.Floats) -> None:
    boxes, references = np.concatenate([corner, corner + size], 1), np.concatenate([corner0, corner0 + size0], 1)
    growth = np.log(size / size0)
    back = bx.decode(bx.encode(boxes, references, bx.BOX_WEIGHTS), references, bx.BOX_WEIGHTS)
    within = (growth <= bx.MAX_LOG_SCALE).all(1)
    np.testing.assert_allclose(back[within], boxes[within], atol=0.05)


def test_anchors_have_their_area_centre_and_ratio() -> None:
    anchors = bx.anchors(3, 5, 8, 32, (1.0, 0.5, 2.0)).reshape(3, 5, 3, 4)
    width, height = anchors[..., 2] - anchors[..., 0], anchors[..., 3] - anchors[..., 1]
    np.testing.assert_allclose(width * height, 32**2, rtol=1e-5)
    np.testing.assert_allclose((height / width)[0, 0], [1.0, 0.5, 2.0], rtol=1e-5)
    np.testing.assert_allclose(anchors[2, 4, :, :2] + (anchors[2, 4, :, 2:] - anchors[2, 4, :, :2]) / 2, [[36, 20]] * 3)


def test_iou_of_known_boxes() -> None:
    a = np.array([[0, 0, 10, 10]], np.float32)
    b = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30]], np.float32)
    np.testing.assert_allclose(bx.iou(a, b), [[1.0, 50 / 150, 0.0]], rtol=1e-5)


@given(
    _corner, _size, hnp.arrays(np.float32, 6, elements=st.floats(0, 1, width=32)), st.floats(0.1, 0.9),
    hnp.arrays(np.intp, 6, elements=st.integers(3, 5)),
)  # fmt: skip
def test_suppression_keeps_the_best_of_each_slice_and_nothing_that_overlaps_it(
    corner: bx.Floats, size: bx.Floats, scores: bx.Floats, limit: float, slices: NDArray[np.intp]
) -> None:
    boxes = np.concatenate([corner, corner + size], 1)
    all_kept = bx.nms(slices, boxes, scores, limit)
    assert (np.diff(slices[all_kept]) >= 0).all()
    for n in np.unique(slices):
        mine, kept = np.flatnonzero(slices == n), all_kept[slices[all_kept] == n]
        assert scores[kept[0]] == scores[mine].max() and (np.diff(scores[kept]) <= 0).all()
        overlap = bx.iou(boxes[kept], boxes[kept])
        assert (overlap[~np.eye(len(kept), dtype=bool)] <= limit).all()
        for dropped in np.setdiff1d(mine, kept):  # each one dropped overlaps a kept one at least as good
            rivals = kept[bx.iou(boxes[dropped : dropped + 1], boxes[kept])[0] > limit]
            assert (scores[rivals] >= scores[dropped]).any()


def test_suppression_of_nothing_keeps_nothing() -> None:
    none = np.empty(0, np.float32)
    assert bx.nms(np.empty(0, np.intp), np.empty((0, 4), np.float32), none, 0.5).tolist() == []


def test_level_rises_by_one_for_each_doubling() -> None:
    edges = np.array([8, 31, 33, 63, 65, 127, 129, 500], np.float32)
    boxes = np.stack([np.zeros(8), np.zeros(8), edges, edges], 1).astype(np.float32)
    assert bx.level_of(boxes, 4).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
