"""Three numbers of an examination, measured on a phantom whose tissue is known."""

from __future__ import annotations

import numpy as np
import pytest

from inference.input_statistics import input_statistics
from inference.intracranial import intracranial
from inference.phantom import PhantomSpec, render
from inference.preprocess import prepare
from inference.types import Volume


@pytest.fixture(scope="module")
def volume() -> Volume:
    return render(PhantomSpec(3), slices=24, matrix=256).to_volume()


def test_of_a_head(volume: Volume) -> None:
    seen = prepare(volume)
    found = input_statistics(volume, seen, intracranial(seen.pixels, seen.mm[0]))
    assert found.slices == 24 and found.spacing_mm == pytest.approx(np.median(np.diff(volume.positions_mm)))
    assert found.brain_hu is not None and 20 < found.brain_hu < 45


def test_where_the_skull_is_too_open_to_tell(volume: Volume) -> None:
    seen = prepare(volume)
    inside = np.ones((len(seen.pixels), 128, 128), bool)
    assert input_statistics(volume, seen, inside).brain_hu is None
