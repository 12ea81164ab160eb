"""The intracranial space: closed skulls, sealed gaps, open skulls, and what looks like one."""

from __future__ import annotations

import numpy as np
import pytest

from inference.intracranial import Cells, intracranial
from tests.inference.heads_by_hand import PIXEL_MM, SHAPE, as_seen, brain, head

WIDEST = int(np.argmax(SHAPE))


def cells(mask: Cells) -> Cells:
    """At least half of a 4 x 4 block."""
    slices, height, width = mask.shape
    return np.asarray(mask.reshape(slices, height // 4, 4, width // 4, 4).mean((2, 4)) >= 0.5)


def dice(a: Cells, b: Cells) -> float:
    return 2 * float((a & b).sum()) / float(a.sum() + b.sum())


def test_a_closed_skull_gives_its_inside_and_nothing_else() -> None:
    found, truth = intracranial(as_seen(head()), PIXEL_MM), cells(brain())
    for z, share in enumerate(SHAPE):
        assert found[z].any() == (share > 0), z
        if share > 0.4:
            assert dice(found[z], truth[z]) > 0.95, z
    assert not (found & ~cells(brain(tuple(share + 0.05 if share else 0 for share in SHAPE)))).any()


@pytest.mark.parametrize("gap_mm", [3.0, 7.0, 12.0])
def test_sutures_and_fractures_are_sealed(gap_mm: float) -> None:
    found = intracranial(as_seen(head(gap_mm=gap_mm, gap_slices=range(3, 8))), PIXEL_MM)
    truth = cells(brain())
    for z in range(3, 8):
        assert dice(found[z], truth[z]) > 0.93, z


def test_nothing_is_claimed_where_the_skull_is_open() -> None:
    found = intracranial(as_seen(head(gap_mm=70, gap_slices=(6, 7))), PIXEL_MM)
    assert found[6].all() and found[7].all()
    assert dice(found[WIDEST], cells(brain())[WIDEST]) > 0.95


def test_nothing_is_claimed_without_a_skull() -> None:
    assert intracranial(as_seen(head(shape=[0.0] * 6)), PIXEL_MM).all()
    assert intracranial(np.full((3, 128, 128), -3, np.float32), PIXEL_MM).all()


@pytest.mark.parametrize("filling", [-60.0, -990.0, 150.0])
def test_what_is_enclosed_by_bone_but_holds_no_brain_is_left_out(filling: float) -> None:
    """An orbit full of fat, a sinus full of air, a solid block of bone: beside the skull, on its level."""
    hu = head()
    y, x = np.mgrid[:512, :512]
    distance = np.hypot(y - 50, x - 256) * PIXEL_MM
    for z in (WIDEST, WIDEST - 1):
        hu[z][distance < 16] = 900
        hu[z][distance < 13] = filling
    found = intracranial(as_seen(hu), PIXEL_MM)
    assert not found[:, :20, 60:68].any()
    assert dice(found[WIDEST], cells(brain())[WIDEST]) > 0.95


def test_flat_bone_and_full_range_look_the_same() -> None:
    """Stacks that were rescued from pictures have bone at 800 HU and fat at -20; scanners give both in full."""
    flat = head()
    flat[flat >= 900] = 800
    real = head()
    rng = np.random.default_rng(3)
    bone, fat = real >= 900, real == -20
    real[bone] = rng.uniform(350, 1600, int(bone.sum()))
    real[fat] = rng.normal(-95, 8, int(fat.sum()))
    np.testing.assert_array_equal(intracranial(as_seen(flat), PIXEL_MM), intracranial(as_seen(real), PIXEL_MM))
