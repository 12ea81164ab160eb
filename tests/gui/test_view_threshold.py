from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.models.view_threshold import LesionMasks, refilter
from app.views import slice_canvas
from inference.types import Box, CaseResult, HemorrhageType, Volume
from inference.volumetry import measure
from tests.gui import values

IPH, SAH = HemorrhageType.IPH, HemorrhageType.SAH
ALL_SLICES = range(12)


@pytest.fixture(scope="module")
def case() -> tuple[Volume, CaseResult]:
    """Two lesions of one type on the same slices, one of another type inside the larger, and a rejected box."""
    image = values.volume()
    labels = np.zeros(image.hu.shape, np.uint8)
    labels[4:7, 10:20, 10:20] = IPH.label
    labels[4:7, 40:46, 40:46] = IPH.label
    labels[5, 14:16, 14:16] = SAH.label
    boxes = [
        (IPH, Box(4, 9, 9, 21, 21, 0.7)), (IPH, Box(5, 9, 9, 21, 21, 0.9)), (IPH, Box(5, 39, 39, 47, 47, 0.65)),
        (SAH, Box(5, 13, 13, 17, 17, 0.8)),
    ]  # fmt: skip
    base = values.result_of(image)
    result = replace(
        base, threshold=0.6, labels=labels, lesions=measure(labels, image, boxes),
        excluded=(Box(5, 1, 1, 8, 8, 0.4), Box(2, 1, 1, 8, 8, 0.2)),
    )  # fmt: skip
    assert [(lesion.type, lesion.score) for lesion in result.lesions] == [(IPH, 0.9), (IPH, 0.65), (SAH, 0.8)]
    return image, result


def test_its_own_threshold_is_the_result_as_stored(case: tuple[Volume, CaseResult]) -> None:
    _, result = case
    for found in (refilter(result), refilter(result, 0.6)):
        assert len(found.accepted) == 4 and found.rejected == result.excluded
        assert not found.admitted and not found.hidden and found.threshold == 0.6


def test_a_higher_threshold_takes_boxes_and_lesions_away(case: tuple[Volume, CaseResult]) -> None:
    _, result = case
    found = refilter(result, 0.75)
    assert sorted(box.score for box, _ in found.accepted) == [0.8, 0.9]
    assert found.hidden == {2} and not found.admitted and found.rejected == result.excluded
    assert refilter(result, 0.95).hidden == {1, 2, 3}
    painted = replace(result.lesions[0], id=4, boxes=(), score=0.0)
    assert refilter(replace(result, lesions=(*result.lesions, painted)), 0.95).hidden == {1, 2, 3}


def test_a_lower_threshold_lets_rejected_proposals_in(case: tuple[Volume, CaseResult]) -> None:
    _, result = case
    found = refilter(result, 0.3)
    assert len(found.accepted) == 4 and not found.hidden
    assert [box.score for box in found.admitted] == [0.4] and [box.score for box in found.rejected] == [0.2]


def test_a_hidden_lesion_takes_its_own_pixels_and_no_others(case: tuple[Volume, CaseResult]) -> None:
    image, result = case
    assert result.labels is not None
    stored = result.labels.copy()
    masks = LesionMasks(result.labels, result.lesions, image.voxel_ml)

    def without(hidden: frozenset[int]) -> NDArray[np.uint8]:
        return np.stack([masks.without(hidden, index) for index in ALL_SLICES])

    small = without(frozenset({2}))
    expected = stored.copy()
    expected[4:7, 40:46, 40:46] = 0
    assert np.array_equal(small, expected)
    large = without(frozenset({1}))
    expected = stored.copy()
    expected[expected == IPH.label] = 0
    expected[4:7, 40:46, 40:46] = IPH.label
    assert np.array_equal(large, expected)
    assert not without(frozenset({1, 2, 3})).any()
    for index, hidden in ((5, frozenset[int]()), (9, frozenset({1, 2, 3}))):  # nothing to hide: nothing is copied
        assert np.shares_memory(masks.without(hidden, index), result.labels)
    assert np.array_equal(result.labels, stored)  # the result is never written to


def test_the_window_does_not_wait_for_the_pixels_of_a_lesion(
    case: tuple[Volume, CaseResult], bot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    image, result = case
    where: list[threading.Thread] = []

    class Told(LesionMasks):
        def __init__(self, *values: object) -> None:
            where.append(threading.current_thread())
            super().__init__(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(slice_canvas, "LesionMasks", Told)
    canvas = slice_canvas.SliceCanvas()
    bot.addWidget(canvas)
    canvas.set_case(image, result, 5)
    assert not where  # opening a study costs nothing of it

    def drawn() -> set[int]:
        assert canvas._mask._labels is not None
        return set(np.unique(canvas._mask._labels).tolist())

    canvas.set_threshold(0.85)  # hides all but the first lesion
    canvas.set_threshold(0.86)
    bot.waitUntil(lambda: drawn() == {0, IPH.label})
    assert len(where) == 1 and where[0] is not threading.main_thread()
    canvas.go_to(6)
    assert drawn() == {0, IPH.label} and not canvas._mask._labels[40:46, 40:46].any()  # type: ignore[index]
    canvas.go_to(5)
    canvas.set_threshold(None)
    assert drawn() == {0, IPH.label, SAH.label}
    canvas.set_threshold(0.85)
    canvas.show_labels(np.full_like(result.labels, SAH.label))  # a reader's masks are never hidden
    assert drawn() == {SAH.label}
    canvas.set_case(image, result, 5)
    assert drawn() == {0, IPH.label, SAH.label}
