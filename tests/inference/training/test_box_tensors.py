"""Boxes in PyTorch are the boxes of the detector."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")

from inference import boxes as bx  # noqa: E402
from inference.training import box_tensors as bt  # noqa: E402
from inference.training.network import LEVELS, RATIOS  # noqa: E402


def _boxes(rng: np.random.Generator, *shape: int) -> np.ndarray:
    low = rng.uniform(-20, 90, (*shape, 2))
    return np.concatenate([low, low + rng.uniform(1, 60, (*shape, 2))], -1).astype(np.float32)


def test_anchors_overlaps_and_deltas_are_those_of_the_detector() -> None:
    rng = np.random.default_rng(0)
    cells = ((6, 8), (3, 4))
    places = np.concatenate(
        [bx.anchors(h, w, s, e, RATIOS) for (h, w), (_, s, e) in zip(cells, LEVELS[:2], strict=True)]
    )
    levels = tuple((s, e) for _, s, e in LEVELS[:2])
    assert np.array_equal(bt.anchors(cells, levels, RATIOS, torch.device("cpu")).numpy(), places)
    a, b = _boxes(rng, 3, 40), _boxes(rng, 3, 5)
    one, two = torch.from_numpy(a), torch.from_numpy(b)
    for n in range(3):
        np.testing.assert_allclose(bt.iou(one, two)[n].numpy(), bx.iou(a[n], b[n]), atol=1e-6)
    np.testing.assert_allclose(bt.iou(one[0], two).numpy(), bt.iou(one[:1].expand(3, -1, -1), two).numpy())
    pairs = _boxes(rng, 40)
    deltas = bt.encode(one[0], torch.from_numpy(pairs), bx.BOX_WEIGHTS)
    np.testing.assert_allclose(deltas.numpy(), bx.encode(a[0], pairs, bx.BOX_WEIGHTS), atol=1e-4)
    moves = rng.normal(0, 1.5, (40, 4)).astype(np.float32)
    decoded = bt.decode(torch.from_numpy(moves), torch.from_numpy(pairs)).numpy()
    np.testing.assert_allclose(decoded, bx.decode(moves, pairs), rtol=1e-5, atol=1e-3)
    np.testing.assert_array_equal(bt.clip(one, 60, 70).numpy(), bx.clip(a, 60, 70))
    np.testing.assert_array_equal(bt.level_of(one[1], 4).numpy(), bx.level_of(a[1], 4))


def test_suppression_keeps_what_the_detector_keeps() -> None:
    rng = np.random.default_rng(1)
    boxes = _boxes(rng, 4, 200)
    usable = rng.random((4, 200)) < 0.8
    for limit in (0.2, 0.5, 0.7):
        kept = bt.kept_by_nms(torch.from_numpy(boxes), torch.from_numpy(usable), limit).numpy()
        for n in range(4):
            those = np.flatnonzero(usable[n])
            best_first = -np.arange(len(those), dtype=np.float32)
            expected = those[bx.nms(np.zeros(len(those), np.intp), boxes[n][those], best_first, limit)]
            assert np.flatnonzero(kept[n]).tolist() == sorted(expected.tolist())
