"""The window of the head: it holds the brain with its margin, and leads back to the same pixels."""

from __future__ import annotations

import numpy as np
import pytest

from inference.crop import COARSEST, MARGIN, Window, whole, window_of
from inference.intracranial import intracranial
from tests.inference.heads_by_hand import PIXEL_MM, SHAPE, as_seen, brain, head


def test_the_window_holds_the_brain_with_its_margin_and_leaves_out_the_rest() -> None:
    window = window_of(intracranial(as_seen(head()), PIXEL_MM))
    _, ys, xs = np.nonzero(brain())
    assert window.y0 <= ys.min() - MARGIN and window.y1 > ys.max() + MARGIN
    assert window.x0 <= xs.min() - MARGIN and window.x1 > xs.max() + MARGIN
    assert all(edge % COARSEST == 0 for edge in (window.y0, window.y1, window.x0, window.x1))
    assert (window.y1 - window.y0) * (window.x1 - window.x0) < 0.8 * 512**2
    assert [window.z0, window.z1] == [1, len(SHAPE) - 1]  # neck and air above the vertex have no skull


def test_boxes_lead_back() -> None:
    window = Window(0, 3, 32, 480, 64, 448)
    pixels = np.zeros((3, 512, 512), np.float32)
    pixels[1, 100:110, 200:230] = 1
    y, x = np.nonzero(window.cut(pixels)[1])
    box = np.array([[x.min(), y.min(), x.max() + 1, y.max() + 1]], np.float32)
    assert window.boxes_back(box).tolist() == [[200, 100, 230, 110]]


@pytest.mark.parametrize("value", [True, False])
def test_without_a_skull_everything_is_looked_at(value: bool) -> None:
    inside = np.full((4, 128, 128), value)
    assert window_of(inside) == whole(inside) == Window(0, 4, 0, 512, 0, 512)


def test_few_open_slices_do_not_widen_the_window_and_many_do() -> None:
    inside = intracranial(as_seen(head()), PIXEL_MM)
    window = window_of(inside)
    inside[4] = True
    assert window_of(inside) == window
    inside[5:7] = True
    assert window_of(inside) == whole(inside)
