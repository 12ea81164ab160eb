"""Side and region in a head of known axes, also one that lies turned, rolled and off the middle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.head_frame import head_frame
from inference.regions import region_of, side_of
from inference.types import Box, HemorrhageType
from inference.volumetry import measure
from tests.heads import from_head, head

EDH, SDH, SAH, IPH, IVH = HemorrhageType
POSES = {"straight": (0.0, 0.0, (0.0, 0.0, 0.0)), "askew": (11.0, 6.0, (9.0, -7.0, 4.0))}
FRAMES = {name: head_frame(head(turn, roll, shift)) for name, (turn, roll, shift) in POSES.items()}


@pytest.mark.parametrize("pose", POSES)
def test_the_frame_is_that_of_the_head(pose: str) -> None:
    frame = FRAMES[pose]
    assert frame is not None and frame.whole
    turn, roll, shift = POSES[pose]
    left = from_head(np.eye(3), turn, roll, (0, 0, 0))[0]
    assert frame.axes[0] @ left > np.cos(np.radians(4))
    assert frame.axes @ frame.axes.T == pytest.approx(np.eye(3), abs=1e-9)
    assert 2 * frame.half_length_mm == pytest.approx(165, abs=8)
    assert 2 * frame.half_width_mm == pytest.approx(132, abs=8)
    (middle,) = frame.place(from_head(np.zeros((1, 3)), turn, roll, shift))
    assert middle == pytest.approx([0.0, 0.0, 75.0], abs=7)


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize(
    ("kind", "centre", "side", "region"),
    [
        (IPH, (28, -5, 0), "left", "deep"),
        (IPH, (-30, -50, 20), "right", "frontal"),
        (IPH, (-40, 45, 35), "right", "parietal"),
        (IPH, (30, 65, 5), "left", "occipital"),
        (IPH, (50, -12, -20), "left", "temporal"),
        (IPH, (-25, 50, -42), "right", "posterior fossa"),
        (IPH, (0, 8, -36), "midline", "posterior fossa"),
        (IVH, (12, -10, 5), "left", "ventricles"),
        (SAH, (0, -15, -22), "midline", "basal cisterns"),
        (SAH, (0, 4, -16), "midline", "basal cisterns"),  # around the midbrain
        (SAH, (46, -18, -14), "left", "Sylvian fissure"),
        (SAH, (-52, -10, 32), "right", "frontal convexity"),
        (SDH, (58, -18, 20), "left", "frontal convexity"),
        (EDH, (-58, 15, -15), "right", "temporal convexity"),
        (SDH, (0, 30, 25), "midline", "falx"),
    ],
)
def test_places_of_a_head_are_named(
    pose: str, kind: HemorrhageType, centre: tuple[float, float, float], side: str, region: str
) -> None:
    frame = FRAMES[pose]
    assert frame is not None
    turn, roll, shift = POSES[pose]
    near = np.array(centre, float) + np.random.default_rng(1).normal(0, 1.8, (200, 3))
    places = frame.place(from_head(near, turn, roll, shift))
    assert (side_of(places), region_of(places, kind, frame)) == (side, region)


def test_a_subdural_on_the_tentorium_is_told_from_one_at_the_skull() -> None:
    frame = FRAMES["straight"]
    assert frame is not None
    along = np.linspace(0, 1, 60)
    noise = np.random.default_rng(2).normal(0, 1.5, (60, 3))
    sheet = np.stack([18 + 31 * along, 29 + 29 * along, -11 - 16 * along], axis=1) + noise  # mm from the middle
    assert region_of(frame.place(sheet), SDH, frame) == "tentorium"
    assert region_of(frame.place(sheet), IPH, frame) != "tentorium"
    at_skull = sheet * [1.45, 1.0, 1.0]
    assert region_of(frame.place(at_skull), SDH, frame).endswith("convexity")


def test_on_both_sides() -> None:
    frame = FRAMES["straight"]
    assert frame is not None
    across = np.concatenate([np.linspace(-40, -10, 50), np.linspace(10, 40, 50)])
    assert side_of(np.stack([across, np.zeros(100), np.full(100, 40.0)], axis=1)) == "bilateral"


def test_without_the_vertex_only_the_side_is_known() -> None:
    whole = head()
    low = replace(
        whole, hu=whole.hu[:21], positions_mm=whole.positions_mm[:21], offsets_mm=whole.offsets_mm[:21],
        sop_instance_uids=whole.sop_instance_uids[:21], frame_numbers=whole.frame_numbers[:21],
    )  # fmt: skip
    frame = head_frame(low)
    assert frame is not None and not frame.whole
    places = frame.place(np.array([[25.0, 0.0, 0.0]] * 5))
    assert side_of(places) == "left" and region_of(places, IPH, frame) == ""


def test_a_head_holder_is_no_skull() -> None:
    volume, bare = head(), FRAMES["straight"]
    held = volume.hu.copy()
    held[:, 2:94, 8:11] = 600  # plates on both sides, a finger's width away
    held[:, 2:94, 85:88] = 600
    frame = head_frame(replace(volume, hu=held))
    assert frame is not None and bare is not None
    assert frame.half_width_mm == pytest.approx(bare.half_width_mm) and frame.axes == pytest.approx(bare.axes)


def test_no_skull_no_frame() -> None:
    volume = head()
    assert head_frame(replace(volume, hu=np.minimum(volume.hu, 100))) is None


def test_lesions_carry_their_place() -> None:
    volume = head()
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[16:19, 44:50, 57:61] = IPH.label  # 24-31 mm to the left, deep
    box = Box(20, 20, 40, 26, 50, 0.7)  # far to the right, nothing drawn
    lesions = measure(labels, volume, [(SDH, box)], head_frame(volume))
    assert [(one.type, one.side, one.region) for one in lesions] == [
        (IPH, "left", "deep"),
        (SDH, "right", "frontal convexity"),
    ]
    assert {(one.side, one.region) for one in measure(labels, volume)} == {("", "")}
