"""Augmented examples keep their lesions, their range and their order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from torch import Tensor

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")

from inference.training.augment import (  # noqa: E402
    CROP,
    Moves,
    augment,
    brain_window,
    darker_fat,
    move,
    noise,
    other_kernel,
    other_level,
    thicker_slices,
)


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


def _middle(codes: Tensor, code: int) -> tuple[float, float]:
    """Row and column of a lesion, from the middle of the crop."""
    _, _, y, x = (codes == code).nonzero(as_tuple=True)
    return float(y.float().mean()) - (CROP[0] - 1) / 2, float(x.float().mean()) - (CROP[1] - 1) / 2


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("angle", [0.0], (-39.5, 22.5)),
        ("angle", [np.pi / 2], (-22.5, -39.5)),
        ("zoom", [0.5], (-79.0, 45.0)),
        ("flip", [-1.0], (-39.5, -22.5)),
        ("shear", [[[0.0, 0.2], [0.0, 0.0]]], (-39.5, 30.4)),
        ("shift", [[10.0, -6.0]], (-33.5, 12.5)),
    ],
)
def test_each_move_takes_a_lesion_where_it_must(name: str, value: list[float], place: tuple[float, float]) -> None:
    moves = replace(Moves.none(1), **{name: np.array(value)})
    hu, codes = move(*_head(1), moves)
    assert _middle(codes, 4) == pytest.approx(place, abs=1.0)
    assert float(hu[0, 2][codes[0, 0] == 4].median()) == pytest.approx(70, abs=1)


def test_a_bend_moves_one_part_and_leaves_the_others() -> None:
    still = Moves.none(1)
    bend = still.bend.copy()
    bend[0, 0, 0, 0] = 3.0  # the upper left corner, 3 pixels in x
    hu = torch.arange(416).float().expand(1, 1, 480, 416).to(torch.int16)
    codes = torch.zeros(1, 1, 480, 416, dtype=torch.uint8)
    before, after = move(hu, codes, still)[0], move(hu, codes, replace(still, bend=bend))[0]
    assert float((after - before)[0, 0, 0, 0]) == pytest.approx(3, abs=0.1)
    assert float((after - before)[0, 0, 250:, 250:].abs().max()) < 0.01


def test_no_move_is_none() -> None:
    hu, codes = _head(2)
    moved, bent = move(hu, codes, Moves.none(2))
    rows, columns = slice(32, 32 + CROP[0]), slice(32, 32 + CROP[1])
    torch.testing.assert_close(moved, hu[:, :, rows, columns].float(), atol=0.1, rtol=0)
    assert torch.equal(bent, codes[:, :, rows, columns])


def _tissues() -> Tensor:
    """Four examples: bands of air, fat, CSF, brain, blood, partial volume and bone, 40 columns each."""
    bands = torch.tensor([-1000.0, -20.0, 5.0, 35.0, 70.0, 140.0, 900.0]).repeat_interleave(40)
    found: Tensor = bands.expand(4, 5, 60, 280).clone()
    return found


_AIR, _FAT, _CSF, _BRAIN, _BLOOD, _PARTIAL, _BONE = (slice(40 * i + 10, 40 * i + 30) for i in range(7))


def test_only_fat_becomes_darker() -> None:
    hu = _tissues()
    out = darker_fat(hu, np.random.default_rng(0), share=1.0)
    drop = (hu - out)[..., _FAT]
    assert float(drop[:, :, 5:-5].min()) >= 20 and float(drop.max()) <= 100
    assert torch.equal(out[..., 80:], hu[..., 80:]) and torch.equal(out[..., _AIR], hu[..., _AIR])
    assert torch.equal(darker_fat(hu, np.random.default_rng(0), share=0.0), hu)


def test_slices_take_from_those_beside_them() -> None:
    hu = torch.zeros(4, 5, 8, 8)
    hu[:, 2] = 60.0
    out = thicker_slices(hu, np.random.default_rng(1), share=1.0)
    assert (out[:, 2] < 60).all() and (out[:, 2] >= 42).all()
    torch.testing.assert_close(out[:, 1] + out[:, 3], 60 - out[:, 2])
    assert torch.equal(out[:, 0], hu[:, 0])


def test_kernels_soften_and_sharpen_an_edge() -> None:
    hu = _tissues()
    for soft, sharp in ((1.0, 0.0), (0.0, 1.0)):
        out = other_kernel(hu, np.random.default_rng(2), soft, sharp)
        steepest = out[:, 2, 30].diff(dim=1)[:, 150:170].max(1).values  # from brain to blood, 35 HU
        assert (steepest < 34.9).all() if soft else (steepest > 35.1).all()
        torch.testing.assert_close(out[..., _BLOOD], hu[..., _BLOOD], atol=0.5, rtol=0)
    assert torch.equal(other_kernel(hu, np.random.default_rng(2), 0.0, 0.0), hu)


def test_noise_has_no_level_of_its_own() -> None:
    torch.manual_seed(0)
    hu = torch.full((8, 5, 96, 96), 35.0)
    out = noise(hu, np.random.default_rng(3), share=1.0) - hu
    spread = out.flatten(1).std(1)
    assert float(spread.min()) > 0.3 and float(spread.max()) < 6 and float(spread.max() / spread.min()) > 1.5
    assert float(out.mean()) == pytest.approx(0, abs=0.1)


def test_levels_move_all_but_air() -> None:
    hu = _tissues()
    out = other_level(hu, np.random.default_rng(4))
    assert torch.equal(out[..., _AIR], hu[..., _AIR])
    assert (out[..., _BRAIN] != 35).all() and float((out[..., _BRAIN] - 35).abs().max()) < 14
    assert (out[..., _BRAIN] < out[..., _BLOOD]).all()


def test_a_picture_in_the_brain_window_loses_the_texture_of_bone_and_fat() -> None:
    hu = _tissues()
    hu[..., _BONE] += torch.linspace(-300, 300, 20)
    hu[..., _FAT] = torch.linspace(-110, -30, 20)
    out = brain_window(hu, np.random.default_rng(5), share=1.0)
    assert (out[..., _PARTIAL] == 800).all() and (out[..., _BONE] == 800).all() and (out[..., _FAT] == -20).all()
    for kept in (_AIR, _CSF, _BRAIN, _BLOOD):
        assert torch.equal(out[..., kept], hu[..., kept])
    assert torch.equal(brain_window(hu, np.random.default_rng(5), share=0.0), hu)
