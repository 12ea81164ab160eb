"""Augmented examples keep their lesions, their range and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from torch import Tensor

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")

from inference.training.augment import CROP, augment  # noqa: E402


def _head(count: int) -> tuple[Tensor, Tensor]:
    y, x = np.mgrid[:480, :416]
    hu = np.full((count, 5, 480, 416), -1000, np.int16)
    hu[:, :, np.hypot(y - 240, x - 208) < 150] = 35
    codes = np.zeros((count, 1, 480, 416), np.uint8)
    for code, row in ((4, 200), (2 + 8 * 3, 280)):
        lesion = np.hypot(y - row, x - 230) < 15
        hu[:, :, lesion] = 70
        codes[:, :, lesion] = code
    return torch.from_numpy(hu), torch.from_numpy(codes)


def test_lesions_are_moved_with_their_pixels_and_never_mixed() -> None:
    torch.manual_seed(0)
    slabs, codes = augment(*_head(24), np.random.default_rng(0))
    assert slabs.shape == (24, 1, 5, *CROP) and codes.shape == (24, 1, *CROP) and codes.dtype == torch.uint8
    assert float(slabs.abs().max()) <= 3.0
    assert set(codes.unique().tolist()) == {0, 4, 26}
    blood, brain = slabs[:, 0, 2][codes[:, 0] > 0] * 80, slabs[:, 0, 2][(codes[:, 0] == 0) & (slabs[:, 0, 2] > 0)] * 80
    assert float(blood.median()) == pytest.approx(70, abs=6) and float(brain.median()) == pytest.approx(35, abs=6)
    sizes = (codes[:, 0] == 4).sum((1, 2)).float()
    assert float(sizes.min()) > 300 and float(sizes.max()) < 1500 and float(sizes.std()) > 20


def test_the_same_seed_gives_the_same_scans() -> None:
    found = []
    for _ in range(2):
        torch.manual_seed(3)
        found.append(augment(*_head(2), np.random.default_rng(5)))
    torch.testing.assert_close(found[0], found[1])
    torch.manual_seed(3)
    other, _ = augment(*_head(2), np.random.default_rng(6))
    assert not torch.equal(other, found[0][0])
