"""Rigid registration against a movement that is known."""

from __future__ import annotations

import numpy as np
import pytest

from inference.errors import Cancelled
from inference.registration import register, resample_slice
from tests.heads import from_head, head, to_head

MOVED = (9.0, 4.0, (7.0, -6.0, 8.0))
FIXED, MOVING = head(), head(*MOVED, slices=38, tilt=0.15)


def test_a_moved_head_is_found() -> None:
    found = register(FIXED, MOVING)
    points = np.random.default_rng(0).uniform(-45, 45, (300, 3))
    wanted = from_head(points, *MOVED)
    error = np.linalg.norm(points @ found.matrix[:3, :3].T + found.matrix[:3, 3] - wanted, axis=1)
    assert error.mean() < 2.5 and error.max() < 5.0  # slices are 5 mm apart
    assert found.agreement > 0.9
    assert found.degrees == pytest.approx(9.8, abs=2.5)
    hu, labels = resample_slice(MOVING, (MOVING.hu > 500).view(np.uint8), FIXED, 18, found.matrix)
    assert labels is not None and labels.shape == hu.shape == FIXED.hu.shape[1:]
    assert np.corrcoef(hu.ravel(), FIXED.hu[18].ravel())[0, 1] > 0.85


def test_a_slice_of_the_same_volume_is_itself() -> None:
    labels = (FIXED.hu > 500).view(np.uint8)
    hu, drawn = resample_slice(FIXED, labels, FIXED, 10, np.eye(4))
    assert np.abs(hu - FIXED.hu[10]).max() <= 1 and drawn is not None and (drawn == labels[10]).all()
    away = np.eye(4)
    away[2, 3] = 500.0
    nothing, undrawn = resample_slice(FIXED, labels, FIXED, 10, away)
    assert (nothing == -1024).all() and undrawn is not None and not undrawn.any()


def test_the_helper_of_these_tests_inverts() -> None:
    points = np.array([[10.0, 20.0, -5.0]])
    assert to_head(from_head(points, *MOVED), *MOVED) == pytest.approx(points)


def test_it_can_be_cancelled() -> None:
    calls = []

    def cancelled() -> bool:
        calls.append(1)
        return len(calls) > 3

    with pytest.raises(Cancelled):
        register(FIXED, MOVING, cancelled)
    assert len(calls) == 4
