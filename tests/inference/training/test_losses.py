"""The joint losses: a slice without an outline is ignored, a batch can be learned by heart."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")

from inference import boxes as bx  # noqa: E402
from inference.training.losses import losses, mask_targets  # noqa: E402
from inference.training.network import HybridMaskRCNN  # noqa: E402
from inference.training.truth import Truth, lesion_codes  # noqa: E402


def _truth(*labels: np.ndarray, known: bool = True) -> Truth:
    codes = torch.from_numpy(lesion_codes(np.stack(labels)))
    return Truth.of(codes, torch.full((len(labels),), known))


def _blob(label: int = 4) -> np.ndarray:
    labels = np.zeros((96, 96), np.uint8)
    labels[30:60, 40:64] = label
    return labels


def test_truth_joins_near_parts_and_splits_far_ones() -> None:
    labels = np.zeros((96, 96), np.uint8)
    labels[10:20, 10:20] = 3
    labels[10:20, 23:30] = 3  # three pixels away: the same clot
    labels[70:80, 70:80] = 3
    labels[40:44, 40:44] = 2
    labels[90, 3] = 1  # a single pixel is no lesion
    truth = _truth(labels, _blob())
    found = zip(truth.types[0].tolist(), truth.boxes[0].tolist(), strict=True)
    assert sorted(found) == [
        (2, [38.0, 38.0, 46.0, 46.0]),
        (3, [9.0, 9.0, 31.0, 21.0]),
        (3, [69.0, 69.0, 81.0, 81.0]),
    ]
    assert truth.types[1].tolist() == [4, 0, 0]
    assert truth.boxes[1].tolist() == [[39.0, 29.0, 65.0, 61.0], [0.0] * 4, [0.0] * 4]
    assert np.array_equal(truth.labels[0].numpy(), labels)


def test_slices_without_an_outline_teach_nothing() -> None:
    torch.manual_seed(0)
    model = HybridMaskRCNN().eval()
    dense = model(torch.randn(1, 1, 5, 96, 96))
    unknown = _truth(np.zeros((96, 96), np.uint8), known=False)
    terms = losses(model, dense, unknown)
    assert all(float(t.detach()) == 0.0 for t in terms.values())


def test_mask_target_is_the_part_of_the_mask_inside_the_box() -> None:
    rois = torch.tensor([[40.0, 30.0, 64.0, 60.0], [28.0, 30.0, 64.0, 60.0]])
    target = mask_targets(_truth(_blob()), torch.zeros(2, dtype=torch.int64), rois, torch.tensor([4, 4]), 28)
    assert float(target[0].mean()) > 0.99
    assert abs(float(target[1].mean()) - 24 / 36) < 0.02


def test_one_batch_is_learned_by_heart() -> None:
    torch.manual_seed(1)
    labels = _blob()
    pixels = np.where(labels > 0, 0.9, 0.3)[None].repeat(5, 0) + np.random.default_rng(1).normal(0, 0.05, (5, 96, 96))
    slabs = torch.from_numpy(pixels[None, None].astype(np.float32))
    truth = _truth(labels, labels)
    model = HybridMaskRCNN().train()
    optimiser = torch.optim.Adam(model.parameters(), 1e-3)
    course = []
    for _ in range(25):
        terms = losses(model, model(slabs.repeat(2, 1, 1, 1, 1)), truth)
        total = torch.stack(list(terms.values())).sum()
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        course.append({k: float(v.detach()) for k, v in terms.items()})
    for name in ("class", "dense", "mask"):
        assert course[-1][name] < 0.6 * course[0][name], (name, course[0][name], course[-1][name])
    assert np.isfinite(list(course[-1].values())).all()
    assert bx.iou(truth.boxes[0].numpy(), np.array([[39, 29, 65, 61]], np.float32))[0, 0] == pytest.approx(1.0)
