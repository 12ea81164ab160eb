"""Boxes that lie on each other agree on a type."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.naming import agreed
from inference.types import TYPES, HemorrhageType

HERE, PART, AWAY = (100, 100, 140, 140), (110, 110, 130, 130), (300, 300, 340, 340)
#: In the order of the types: EDH, SDH, SAH, IPH, IVH.
UNSURE, SURE = (0.0, 0.0, 0.50, 0.25, 0.15), (0.0, 0.0, 0.10, 0.75, 0.10)


def names(*boxes: tuple[int, tuple[int, int, int, int], tuple[float, ...]]) -> list[HemorrhageType]:
    """What each of slice, box and types is called."""
    slices, places, types = zip(*boxes, strict=True)
    out = agreed(np.array(slices, np.intp), np.array(places, np.float32), np.array(types, np.float32))
    return [TYPES[i] for i in out.argmax(1)]


def test_one_sure_box_among_unsure_ones_is_outvoted() -> None:
    assert names((5, HERE, SURE)) == [HemorrhageType.IPH]
    many = [(z, place, UNSURE) for z in (4, 5, 6) for place in (HERE, PART)]
    assert names((5, HERE, SURE), *many) == [HemorrhageType.SAH] * 7


def test_an_iph_stays_one() -> None:
    assert names((5, HERE, SURE), (6, HERE, SURE), (6, PART, UNSURE)) == [HemorrhageType.IPH] * 3


def test_blood_on_the_bone_keeps_its_name_and_is_heard() -> None:
    edh = (0.5, 0.2, 0.1, 0.1, 0.1)
    found = names((5, HERE, edh), (5, PART, UNSURE), (6, PART, UNSURE), (4, HERE, UNSURE))
    assert found == [HemorrhageType.EDH] + [HemorrhageType.SAH] * 3


def test_boxes_elsewhere_are_not_asked() -> None:
    assert names((5, HERE, SURE), (5, AWAY, UNSURE), (6, AWAY, UNSURE))[0] is HemorrhageType.IPH
    assert names((5, HERE, SURE), (7, HERE, UNSURE), (8, HERE, UNSURE))[0] is HemorrhageType.IPH  # a slice between
    edge = (130, 100, 170, 140)  # a quarter of it lies on the other
    assert names((5, HERE, SURE), (5, edge, UNSURE), (6, edge, UNSURE))[0] is HemorrhageType.IPH


@given(st.integers(0, 2**32 - 1), st.integers(0, 40))
def test_scores_stay_and_order_does_not_matter(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    slices, corners = rng.integers(0, 6, count), rng.integers(0, 40, (count, 2))
    boxes = np.concatenate([corners, corners + rng.integers(0, 40, (count, 2))], 1).astype(np.float32)
    types = (rng.dirichlet(np.ones(len(TYPES)), count) * rng.random((count, 1))).astype(np.float32)
    out = agreed(slices, boxes, types)
    assert out.dtype == np.float32 and out.shape == (count, len(TYPES)) and (out >= 0).all()
    assert out.sum(1) == pytest.approx(types.sum(1), abs=1e-5)
    order = rng.permutation(count)
    assert agreed(slices[order], boxes[order], types[order]) == pytest.approx(out[order], abs=1e-5)
