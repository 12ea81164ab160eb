"""Arteries of the base: what looks like one, and what else is bright there and is none."""

from __future__ import annotations

import numpy as np
import pytest

from inference.anatomy import look
from inference.suitability import ARTERIES_MM, PERHAPS_ARTERIES_MM
from inference.vessels import Spot, arteries_mm
from tests.inference.dicom_files import head_hu

Z = [5.0 * k for k in range(12)]


def column(x_mm: float, slabs: range, drift_mm: float = 0.0) -> list[tuple[Spot, ...]]:
    """One spot on each of ``slabs``, ``drift_mm`` further to the side each time."""
    return [(Spot(-20.0, x_mm + np.sign(x_mm) * drift_mm * (k - slabs[0])),) if k in slabs else () for k in range(12)]


def together(*columns: list[tuple[Spot, ...]]) -> float:
    slabs = [sum(parts, ()) for parts in zip(*columns, strict=True)]
    return arteries_mm(slabs, Z, 5.0, sideways=1)


def test_branches_on_both_sides_are_followed_as_they_run_outwards() -> None:
    assert together(column(14, range(3, 7), drift_mm=8), column(-14, range(3, 6), drift_mm=8)) == 35


def test_one_side_or_the_middle_is_not_enough() -> None:
    """A shunt is as long and as thin; falx, pineal and basilar artery lie in the middle."""
    shunt, falx = column(25, range(2, 11)), column(3, range(2, 11))
    assert together(shunt) == together(falx) == together(shunt, falx) == 0


def test_calcified_plexus_on_both_sides_is_too_short() -> None:
    assert together(column(25, range(6, 8)), column(-25, range(6, 8))) < PERHAPS_ARTERIES_MM
    assert together(column(25, range(6, 7)), column(-25, range(2, 9))) == 0


def test_what_jumps_is_not_one_column() -> None:
    near, far = (column(20, range(2, 6), drift_mm=drift) for drift in (11, 14))
    assert together(near, column(-20, range(2, 5))) == ARTERIES_MM
    assert together(far, column(-20, range(2, 5))) < PERHAPS_ARTERIES_MM


def test_slabs_that_were_left_out_do_not_break_a_column() -> None:
    z = [0.0, 10.0, 20.0]
    slabs = [(Spot(0, -20.0 - 8 * k), Spot(0, 20.0 + 8 * k)) for k in range(3)]
    assert arteries_mm(slabs, z, 5.0, sideways=1) == 50
    assert arteries_mm([tuple(Spot(s.x_mm, s.y_mm) for s in one) for one in slabs], z, 5.0, sideways=0) == 50


@pytest.mark.parametrize(
    ("radius_mm", "level", "at_mm", "seen"),
    [
        (2.2, 300, 40, True),
        (2.2, 90, 40, False),  # a clot in an artery
        (9.0, 300, 40, False),  # calcified basal ganglia
        (2.2, 2500, 40, False),  # a clip
        (2.2, 300, 63, False),  # against the skull
    ],
)
def test_a_spot_is_thin_bright_and_free(radius_mm: float, level: float, at_mm: float, seen: bool) -> None:
    hu = head_hu()[8]
    y, x = (np.mgrid[:160, :160] - 79.5) * 1.4
    hu[np.hypot(y + 10, x - at_mm) < radius_mm] = level
    spots = look(hu, (1.4, 1.4)).spots
    assert [(round(s.y_mm, -1), round(s.x_mm, -1)) for s in spots] == ([(-10, at_mm)] if seen else [])
