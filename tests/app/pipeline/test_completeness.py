"""Holes in a stack, found by geometry and Instance Number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.pipeline.completeness import missing_slices
from tests.integration import peers


def _written(folder: Path, left_out: Sequence[int], numbers: Sequence[str] | None = None) -> list[Path]:
    images = peers.ct_images(12, size=16)
    for n, ds in enumerate(images):
        ds.InstanceNumber = numbers[n] if numbers else str(n + 1)
    return peers.write([ds for n, ds in enumerate(images) if n not in left_out], folder)


def test_a_whole_stack(tmp_path: Path) -> None:
    assert missing_slices(_written(tmp_path, ())) is None
    assert missing_slices([]) is None


@pytest.mark.parametrize(
    ("left_out", "words"),
    [((4,), "1 slices are missing, at one place"), ((3, 4, 8), "3 slices are missing, at 2 places")],
)
def test_holes_are_counted(tmp_path: Path, left_out: tuple[int, ...], words: str) -> None:
    reason = missing_slices(_written(tmp_path, left_out))
    assert reason is not None and reason.code == "slices_missing"
    assert reason.text.startswith(words.replace("1 slices are", "1 slice is"))


def test_a_gap_that_the_scanner_left_is_none(tmp_path: Path) -> None:
    """The Instance Numbers go on counting over it."""
    numbers = [str(n + 1 - (n > 4)) for n in range(12)]
    assert missing_slices(_written(tmp_path, (4,), numbers)) is None


def test_without_instance_numbers_the_gap_decides(tmp_path: Path) -> None:
    reason = missing_slices(_written(tmp_path, (4, 5), [""] * 12))
    assert reason is not None and reason.text.startswith("2 slices")


def test_every_second_slice_is_a_whole_stack(tmp_path: Path) -> None:
    assert missing_slices(_written(tmp_path, (1, 3, 5, 7, 9, 11))) is None
