"""Synthetic hemorrhage: the volume asked for, in the place its type has, with the host's noise; mimics without label.

The heads are phantoms, which every machine can make, and one real stack where the data for development are there.
"""

from __future__ import annotations

import dataclasses
import importlib
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

pytest.importorskip("skimage", reason="scikit-image is only in the extra `train`")

from inference.phantom import Phantom, PhantomSpec, render
from inference.phantom.dura import tentorium_height
from inference.phantom.pose import draw_patient, placement
from inference.training.synthesis import MIMICS, HeadAnatomy, add_mimics, anatomy, bleed, mimic, shapes, synthesise
from inference.training.synthesis.blend import cover, host_noise, noise_field, paint
from inference.training.synthesis.sharpness import EDGE_SIGMA, edge_of_pictures, edge_sigma
from inference.training.synthesis.sites import draw
from inference.training.synthesis.skull import operate
from inference.training.synthesis.sutures import bones
from inference.types import TYPES, HemorrhageType

Head = tuple[NDArray[np.int16], tuple[float, float, float], HeadAnatomy]
EDH, SDH, SAH, IPH, IVH = TYPES


@pytest.fixture(scope="module")
def drawn() -> Phantom:
    return render(PhantomSpec(seed=11, atrophy=0.5), matrix=336, spacing_mm=0.68)


@pytest.fixture(scope="module")
def phantom(drawn: Phantom) -> Head:
    spacing = (drawn.slice_mm, *drawn.pixel_mm)
    return drawn.hu, spacing, anatomy(drawn.hu, spacing)


@pytest.fixture(scope="module")
def patient(shared_data: Path) -> Head:
    from inference.training.ctich import SPACING, load_patient

    stack = load_patient(shared_data / "ctich", "106")
    return stack.hu, SPACING, anatomy(stack.hu, SPACING)


@pytest.fixture(scope="module", params=["phantom", "patient"])
def head(request: pytest.FixtureRequest) -> Head:
    found: Head = request.getfixturevalue(request.param)
    return found


def test_anatomy_is_a_heads(head: Head) -> None:
    hu, _, found = head
    assert 800 < found.brain.sum() * found.voxel_ml < 2000
    assert 25 < found.parenchyma_hu < 45
    assert not (found.brain & (hu >= 150)).any()
    # The falx divides the brain into halves, and the ventricles lie deep, on both sides of it.
    z, y, x = np.nonzero(found.brain[:, ::4, ::4])
    side = found.lateral((4 * y).astype(np.float32), (4 * x).astype(np.float32))
    assert 0.46 < np.mean(side > 0) < 0.54
    z, y, x = np.nonzero(found.ventricle)
    assert 2 < len(z) * found.voxel_ml < 90
    assert found.depth[z, y, x].min() > 10
    assert 0.2 < np.mean(found.lateral(y.astype(np.float32), x.astype(np.float32)) > 0) < 0.8
    assert np.median(hu[found.ventricle]) < found.parenchyma_hu - 10


def test_anatomy_needs_a_skull() -> None:
    with pytest.raises(ValueError, match="intracranial"):
        anatomy(np.full((6, 128, 128), 35, np.int16), (5.0, 1.0, 1.0))


def test_no_subarachnoid_space_beside_the_lateral_ventricles(head: Head) -> None:
    """Neither in what no fixed plane tells from them, nor in their blurred walls, nor in the callosum."""
    _, _, found = head
    crop = found.box
    y = np.arange(crop[1].start, crop[1].stop, dtype=np.float32)[:, None]
    x = np.arange(crop[2].start, crop[2].stop, dtype=np.float32)[None]
    aside, below = np.abs(found.lateral(y, x))[None] / found.scale, found.below(crop[0])
    along = ((y - crop[1].start) / (crop[1].stop - crop[1].start - 1))[None]
    place = np.greater(found.depth[crop], 32 * found.scale) & (aside < 25) & (below > 38) & (below < 62)
    place &= (along > 0.25) & (along < 0.72)
    opened = (found.open_sulci[crop] > 64) & place
    assert opened.sum() < 0.05 * (found.ventricle[crop] & place).sum()


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("volume_ml", [0.5, 4.0])
def test_volume_label_and_contrast(head: Head, kind: HemorrhageType, volume_ml: float) -> None:
    hu, spacing, found = head
    before = hu.copy()
    for seed in range(3):
        out, labels, placed = synthesise(hu, spacing, np.random.default_rng(seed), [kind], volume_ml, found)
        assert np.array_equal(hu, before)
        assert out.dtype == np.int16 and labels.dtype == np.uint8 and out.shape == labels.shape == hu.shape
        assert len(placed) == 1 and placed[0].type is kind
        made = (labels > 0).sum() * found.voxel_ml
        assert placed[0].volume_ml == pytest.approx(made)
        # Sulci, and what a level leaves of a ventricle, may hold less than was asked for; solid shapes hold all of it.
        assert {SAH: 0.1, IVH: 0.6}.get(kind, 0.98) * volume_ml <= made <= 1.03 * volume_ml + 2 * found.voxel_ml
        assert set(np.unique(labels)) == {0, kind.label}
        assert found.brain[labels > 0].all()
        assert np.array_equal(out[~found.brain], hu[~found.brain])
        deep = (labels > 0) & (found.depth > 1)
        assert out[deep].mean() > hu[deep].mean() + 3  # half a mL in a thin layer is faint, as the scanner blurs it
        assert out[labels > 0].mean() > found.parenchyma_hu + 2


def _in_the_head(drawn: Phantom, voxels: NDArray[np.floating]) -> NDArray[np.float64]:
    """Voxels [N, 3] (z, y, x) in the coordinates in which the phantom is drawn: mm to the side, back and vertex."""
    z = np.rint(voxels[:, 0]).astype(int)
    lps = drawn.origin_mm[z] + voxels[:, 2:3] * drawn.pixel_mm[1] * drawn.row_direction
    lps = lps + voxels[:, 1:2] * drawn.pixel_mm[0] * drawn.column_direction
    patient = draw_patient(drawn.spec, 0.0)
    found: NDArray[np.float64] = (lps - np.asarray(patient.shift)) @ np.linalg.inv(placement(patient)).T
    found[:, 0] = np.abs(found[:, 0])
    return found


def _near(at: NDArray[np.float64], mm: float, *parts: tuple[tuple[float, ...], tuple[float, ...]]) -> NDArray[np.bool_]:
    """Which places lie in one of the ellipsoids (middle, radii), made ``mm`` larger."""
    within = [(((at - middle) / (np.array(radii) + mm)) ** 2).sum(1) < 1 for middle, radii in parts]
    return np.asarray(np.any(within, axis=0), bool)


def _above_tentorium(at: NDArray[np.float64]) -> NDArray[np.floating]:
    x, y, z = at.T.astype(np.float32)
    return tentorium_height(x, y, z)


#: The phantom's own parts, as :mod:`inference.phantom.brain` draws them.
_CAUDATE, _PUTAMEN, _PALLIDUM = ((14, -27, 8), (6, 10, 10)), ((27, -13, 4), (5, 16, 11)), ((20, -9, 1), (4, 9, 7))
_THALAMUS, _PONS, _MIDBRAIN = ((11.5, 2, 8), (8, 15, 9)), ((0, 10, -29), (17, 13, 13)), ((0, 7, -11), (15, 13, 10))
#: Site -> type that bleeds there, and whether places [N, 3] of the phantom's head belong to it.
_PLACES: dict[str, tuple[HemorrhageType, Callable[[NDArray[np.float64]], NDArray[np.bool_]]]] = {
    "basal ganglia": (IPH, lambda p: _near(p, 10, _CAUDATE, _PUTAMEN, _PALLIDUM)),
    "thalamus": (IPH, lambda p: _near(p, 9, _THALAMUS)),
    "pons": (IPH, lambda p: _near(p, 8, _PONS)),
    "cerebellum": (IPH, lambda p: (_above_tentorium(p) < 3) & (p[:, 1] > 15) & ~_near(p, -2, _PONS)),
    "lobar": (IPH, lambda p: (_above_tentorium(p) > -8) | (p[:, 1] < 0)),
    "contusion": (IPH, lambda p: (p[:, 1] < -18) | ((p[:, 0] > 28) & (p[:, 2] < 18))),
    "falx": (SDH, lambda p: (p[:, 0] < 9) & (p[:, 2] > -12)),
    "tentorium": (SDH, lambda p: (np.abs(_above_tentorium(p)) < 14) & (p[:, 1] > -12)),
    "sulci": (SAH, lambda p: _near(p, 2, ((0, 2, 4), (67, 82, 74))) & ~_near(p, -28, ((0, 2, 4), (67, 82, 74)))),
    "sylvian": (SAH, lambda p: (p[:, 0] > 16) & (p[:, 1] > -52) & (p[:, 1] < 32) & (np.abs(p[:, 2]) < 28)),
    "cisterns": (SAH, lambda p: (p[:, 0] < 36) & (p[:, 1] > -48) & (p[:, 1] < 45) & (p[:, 2] > -55) & (p[:, 2] < 14)),
    "perimesencephalic": (SAH, lambda p: _near(p, 14, _MIDBRAIN, _PONS)),
    "interhemispheric": (SAH, lambda p: p[:, 0] < 10),
    "ventricle": (IVH, lambda p: (p[:, 0] < 42) & (p[:, 1] > -52) & (p[:, 1] < 66) & (p[:, 2] > -45) & (p[:, 2] < 34)),
    "temporal": (EDH, lambda p: (p[:, 0] > 40) & (p[:, 1] < 42) & (p[:, 2] < 30)),
    "posterior fossa": (EDH, lambda p: (p[:, 1] > 25) & (p[:, 2] < 2)),
}  # fmt: skip


@pytest.mark.parametrize("site", _PLACES)
def test_blood_of_each_site_lies_in_its_place(
    drawn: Phantom, phantom: Head, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The phantom knows where its parts are; the synthesis has only its pixels."""
    hu, spacing, found = phantom
    kind, belongs = _PLACES[site]
    monkeypatch.setattr(shapes, "draw", lambda head, _, rng: draw(head, {site: 1.0}, rng))
    shares = []
    for seed in range(5):
        _, labels, placed = synthesise(hu, spacing, np.random.default_rng(seed), [kind], 0.7, found)
        assert [(p.type, p.site) for p in placed] in ([(kind, site)], [(IVH, "layering")], [(IVH, "cast")])
        shares.append(float(belongs(_in_the_head(drawn, np.argwhere(labels).astype(float))).mean()))
    assert min(shares) > 0.7 and np.mean(shares) > 0.85


def test_parenchymal_blood_does_not_pass_the_falx(head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    hu, spacing, found = head
    monkeypatch.setattr(shapes, "draw", lambda head, _, rng: draw(head, {"lobar": 1.0}, rng))
    for seed in range(6):
        _, labels, _ = synthesise(hu, spacing, np.random.default_rng(seed), [IPH], 60.0, found)
        z, y, x = np.nonzero(labels)
        side = found.lateral(y.astype(np.float32), x.astype(np.float32))
        above = (found.below(slice(0, len(hu)))[z, 0, 0] < 35) | (found.depth[z, y, x] < 20)
        counts = int((above & (side > 1.5)).sum()), int((above & (side < -1.5)).sum())
        assert min(counts) <= 0.01 * max(counts)


def test_epidural_blood_ends_at_a_suture(head: Head) -> None:
    hu, spacing, found = head
    crop = (slice(0, hu.shape[0]), slice(0, hu.shape[1]), slice(0, hu.shape[2]))
    over = bones(found, crop)
    seen = set()
    for seed in range(8):
        _, labels, _ = synthesise(hu, spacing, np.random.default_rng(seed), [EDH], 40.0, found)
        counts = np.bincount(over[labels > 0], minlength=3)
        assert counts.max() > 0.97 * counts.sum()  # the blur of the scanner reaches beyond
        seen.add(int(counts.argmax()))
    assert len(seen) > 1
    # the coronal suture lies in front of the lambdoid one on every level, and both further front below
    z, y, _ = np.nonzero(found.brain & (over == 1))
    for level in (found.top - 4, found.top - 12):
        rows = y[z == level]
        share = (np.array([rows.min(), rows.max()]) - found.y_range[0]) / np.ptp(found.y_range)
        assert 0.15 < share[0] < 0.5 and 0.75 < share[1] <= 1.0


def test_epidural_blood_thins_out_to_what_holds_the_dura(head: Head) -> None:
    """Not cut off straight: of its border in the brain little lies where the brain goes on but blood must not."""
    hu, _, found = head
    cross = ndimage.generate_binary_structure(2, 1)[None]
    cut = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        shape = shapes.epidural(found, 60.0, rng)
        assert shape is not None
        soft = found.brain[shape.grid.crop] & (hu[shape.grid.crop] < 100)
        allowed = shape.allowed & soft
        _, label = cover(shape.field, allowed, soft, round(shape.most * 60.0 / found.voxel_ml), found.edge)
        border = ndimage.binary_dilation(label, cross) & soft & ~label
        beyond = ndimage.binary_dilation(soft & ~allowed, cross, iterations=2)
        cut.append(float((border & beyond).sum() / border.sum()))
    assert np.median(cut) < 0.2


@pytest.mark.parametrize("kind", [EDH, SDH, IPH])
def test_large_bleeds_have_room(head: Head, kind: HemorrhageType) -> None:
    hu, spacing, found = head
    made = [synthesise(hu, spacing, np.random.default_rng(s), [kind], 100.0, found)[2][0].volume_ml for s in range(3)]
    assert max(made) > 70


def test_edges_are_as_sharp_as_the_hosts_bone(drawn: Phantom, phantom: Head) -> None:
    _, _, found = phantom
    assert found.edge == pytest.approx(0.42 / 0.68, abs=0.2)  # the phantom's own point spread is 0.42 mm
    blurred = ndimage.gaussian_filter(drawn.hu.astype(np.float32), (0, 1.2, 1.2)).astype(np.int16)
    assert edge_sigma(blurred, found.brain, 150) == pytest.approx(np.hypot(0.42 / 0.68, 1.2), abs=0.3)
    flat = np.where(drawn.hu >= 100, 800, drawn.hu).astype(np.int16)
    assert edge_sigma(flat, found.brain, 150) == EDGE_SIGMA  # a picture's bone says nothing of its scanner


@pytest.mark.parametrize("sigma", [1.8, 2.6])
def test_sharpness_of_pictures_is_read_from_the_foot_of_the_bone(sigma: float) -> None:
    y, x = np.mgrid[:400, :400] - 199.5
    hu = np.full((3, 400, 400), 36.0)
    hu[:, (np.hypot(y, x) > 130) & (np.hypot(y, x) < 160)] = 1036.0
    hu[:, np.hypot(y, x) >= 160] = -1000.0
    seen: NDArray[np.float32] = np.asarray(ndimage.gaussian_filter(hu, (0, sigma, sigma)), np.float32)
    seen += np.random.default_rng(0).normal(0, 3, seen.shape).astype(np.float32)
    found = edge_of_pictures(seen.clip(-20, 100), seen >= 98)
    assert found == pytest.approx(0.8 * sigma, rel=0.25)  # of real bone, the rest is its lean
    assert edge_of_pictures(seen[:, :40].clip(-20, 100), seen[:, :40] >= 98) is None


def test_punctate_bleed_is_labelled_and_seen(head: Head) -> None:
    hu, spacing, found = head
    gain = []
    for seed in range(6):
        out, labels, _ = synthesise(hu, spacing, np.random.default_rng(seed), [IPH], 0.01, found)
        count = round(0.01 / found.voxel_ml)
        assert abs(int((labels > 0).sum()) - count) <= 2
        gain.append(float(np.mean(out[labels > 0].astype(float) - hu[labels > 0])))
    assert min(gain) > 2 and np.mean(gain) > 8


def test_extra_axial_blood_lies_on_the_bone_on_one_side(head: Head) -> None:
    hu, spacing, found = head
    thick = {}
    for kind in (EDH, SDH):
        deepest = []
        for seed in range(8):
            _, labels, placed = synthesise(hu, spacing, np.random.default_rng(seed), [kind], 12.0, found)
            if placed[0].site in ("falx", "tentorium"):
                continue
            z, y, x = np.nonzero(labels)
            depth = found.depth[z, y, x].astype(float)
            assert np.percentile(depth, 10) < 2.5
            deepest.append(np.percentile(depth, 98))
            side = found.lateral(y.astype(np.float32), x.astype(np.float32))
            assert max(np.mean(side > -2.5), np.mean(side < 2.5)) > 0.99
        thick[kind] = float(np.mean(deepest))
    # Of the same volume, the lens is thicker than the crescent.
    assert thick[EDH] > 1.3 * thick[SDH]


def test_subdural_sheets_follow_the_falx(head: Head) -> None:
    hu, spacing, found = head
    seen = 0
    for seed in range(30):
        _, labels, placed = synthesise(hu, spacing, np.random.default_rng(seed), [SDH], 3.0, found)
        if placed[0].site == "falx":
            _, y, x = np.nonzero(labels)
            side = found.lateral(y.astype(np.float32), x.astype(np.float32))
            assert np.abs(side).max() < 14 and np.median(np.abs(side)) < 5
            seen += 1
    assert seen


def test_subarachnoid_blood_lies_in_thin_lines_in_the_sulci(head: Head) -> None:
    hu, spacing, found = head
    room = np.maximum(found.open_sulci, found.narrow_sulci)
    for seed in range(4):
        out, labels, placed = synthesise(hu, spacing, np.random.default_rng(seed), [SAH], 5.0, found)
        assert not (labels[found.ventricle] > 0).mean() > 0.02
        near = ndimage.maximum_filter(found.csf.astype(np.float32), (1, 3, 3))
        if placed[0].site != "narrow sulci":
            assert near[labels > 0].mean() > 2 * near[found.brain].mean()
        assert np.mean(room[labels > 0] > 60) > 0.9
        # Nowhere as thick as an IPH of its volume, which has a radius of 10 mm.
        thick = max(ndimage.distance_transform_edt(p, sampling=spacing[1:]).max() for p in labels > 0)
        assert thick < 6.5
        # The label is what is seen.
        smooth = ndimage.gaussian_filter(out.astype(np.float32), (0, 1, 1))
        assert np.mean(smooth[labels > 0] > found.parenchyma_hu + 2) > 0.8


def test_subarachnoid_blood_has_the_scanners_blur(phantom: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rim rises no faster than the point spread lets an edge rise: by 0.4 / sigma a pixel."""
    hu, spacing, found = phantom
    soft = dataclasses.replace(found, edge=2.0)
    shares: list[NDArray[np.float32]] = []

    def keep(
        local: NDArray[np.float32], share: NDArray[np.float32], blood: NDArray[np.float32], noise: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        shares.append(share)
        return paint(local, share, blood, noise)

    monkeypatch.setattr(importlib.import_module("inference.training.synthesis.bleed"), "paint", keep)
    for seed in range(3):
        synthesise(hu, spacing, np.random.default_rng(seed), [SAH], 4.0, soft)
        steps = np.abs(np.diff(shares[-1], axis=2))
        within = (shares[-1][..., 1:] > 0) & (shares[-1][..., :-1] > 0)
        assert shares[-1].max() > 0.3 and np.percentile(steps[within], 99.5) < 0.2


def test_subdural_blood_is_longer_along_the_skull_than_epidural(head: Head) -> None:
    hu, spacing, found = head
    lengths: dict[HemorrhageType, list[float]] = {EDH: [], SDH: []}
    for kind, ratios in lengths.items():
        for seed in range(8):
            _, labels, placed = synthesise(hu, spacing, np.random.default_rng(seed), [kind], 15.0, found)
            if placed[0].site in ("falx", "tentorium"):
                continue
            z = int((labels > 0).sum(axis=(1, 2)).argmax())
            y, x = np.nonzero(labels[z])
            along = np.hypot(np.ptp(y) * spacing[1], np.ptp(x) * spacing[2])
            ratios.append(along / max(float(np.percentile(found.depth[z, y, x].astype(float), 98)), 1.0))
    assert np.median(lengths[SDH]) > 9 > 6 > np.median(lengths[EDH])


def test_an_operation_opens_the_skull_and_leaves_a_thin_layer_under_it(head: Head) -> None:
    hu, _, found = head
    seen = 0
    for seed in range(12):
        out, labels = hu.copy(), np.zeros(hu.shape, np.uint8)
        placed = bleed(out, labels, found, np.random.default_rng(seed), volume_ml=8.0)
        if not placed or placed[0].site != "bone flap":
            continue
        seen += 1
        assert ((hu >= 150) & (out < 100) & ~found.brain).any()
        assert placed[0].type in (EDH, SDH) and 20 < placed[0].blood_hu < 60
        depth = found.depth[labels == placed[0].type.label].astype(float)
        assert np.percentile(depth, 95) < 15
    for seed in range(3):  # a hard negative: opened, and no blood
        out = hu.copy()
        flap = operate(out, found, np.random.default_rng(seed))
        assert flap is not None
        assert ((hu >= 150) & (out < 100) & ~found.brain).any()
        assert out[found.brain & (found.depth > 12)].tolist() == hu[found.brain & (found.depth > 12)].tolist()


def test_intraventricular_blood_is_dependent_or_a_cast(head: Head) -> None:
    hu, spacing, found = head
    ventricle = ndimage.maximum_filter(found.ventricle, (1, 9, 9))
    layered = 0
    for seed in range(8):
        _, labels, placed = synthesise(hu, spacing, np.random.default_rng(seed), [IVH], 1.0, found)
        assert ventricle[labels > 0].mean() > 0.95
        if placed[0].site == "layering":
            layered += 1
            assert np.nonzero(labels)[1].mean() > np.nonzero(found.ventricle)[1].mean()
    assert layered


def test_parenchymal_blood_darkens_and_pushes_its_surroundings(head: Head) -> None:
    hu, spacing, found = head
    darker = []
    for seed in range(6):
        out, labels, _ = synthesise(hu, spacing, np.random.default_rng(seed), [IPH], 15.0, found)
        assert (labels[found.ventricle] > 0).mean() < 0.02
        z = int((labels > 0).sum(axis=(1, 2)).argmax())
        distance = ndimage.distance_transform_edt(labels[z] == 0, sampling=spacing[1:])
        rim = (distance > 1.5) & (distance < 4) & found.brain[z]
        darker.append(float(np.mean(out[z][rim].astype(float) - hu[z][rim])))
    # Three in four have oedema; the pushed tissue itself may be lighter or darker.
    assert sum(change < -1 for change in darker) >= 2


@pytest.mark.parametrize("kind", [EDH, IPH])
def test_tissue_beside_blood_keeps_its_grain(phantom: Head, kind: HemorrhageType) -> None:
    """Moved noise would be drawn out: pixels beside the blood would equal their neighbours more often than others."""
    _, _, found = phantom
    texture = np.zeros_like(found.texture)
    texture[:, 5, 5] = 3.0
    grained = dataclasses.replace(found, texture=texture)
    ratios = []
    for seed in range(4):
        noise = np.random.default_rng(seed).normal(0, 3, found.brain.shape)
        out = np.where(found.depth > 0, np.rint(34 + noise), 900).astype(np.int16)
        labels = np.zeros(out.shape, np.uint8)
        bleed(out, labels, grained, np.random.default_rng(seed), [kind], 40.0)
        equal = (out[:, 1:, 1:] == out[:, :-1, 1:]) | (out[:, 1:, 1:] == out[:, 1:, :-1])
        distance = _to_blood(labels)[:, 1:, 1:]
        deep = np.greater(found.depth[:, 1:, 1:], 5)
        near, far = equal[deep & (distance > 6) & (distance < 16)], equal[deep & (distance > 70)]
        ratios.append(float(near.mean() / far.mean()))
    assert min(ratios) > 0.9 and max(ratios) < 1.1


def _to_blood(labels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Pixels to the nearest label of the same slice, [Z, Y, X]; 99 on slices without one."""
    return np.stack([ndimage.distance_transform_edt(p == 0) if p.any() else np.full(p.shape, 99.0) for p in labels])


@pytest.mark.parametrize("dense", [60, 84])
def test_a_second_bleed_moves_the_first_with_its_label(phantom: Head, dense: int) -> None:
    """A shell of blood in an even brain without noise: after an EDH beside it, its labels still tell where it is."""
    _, _, found = phantom
    still = dataclasses.replace(found, texture=np.zeros_like(found.texture))
    shell = found.brain & (found.depth > 8) & (found.depth < 16)
    moved = 0
    for seed in range(6):
        out = np.where(found.brain, np.where(shell, dense, 34), 900).astype(np.int16)
        labels = (IPH.label * shell).astype(np.uint8)
        bleed(out, labels, still, np.random.default_rng(seed), [EDH], 30.0)
        away = ndimage.distance_transform_edt(labels != EDH.label) > 5
        judged = found.brain & (found.depth > 3) & away
        blood = out > (34 + dense) / 2
        changed, wrong = int((judged & (blood != shell)).sum()), int((judged & (blood != (labels == IPH.label))).sum())
        moved += changed > 300
        assert wrong < 0.3 * changed + 50
    assert moved >= 3


def test_oedema_does_not_darken_earlier_blood(phantom: Head) -> None:
    _, _, found = phantom
    still = dataclasses.replace(found, texture=np.zeros_like(found.texture))
    earlier = found.brain & (found.depth > 3)
    darker = 0
    for seed in range(4):
        out = np.where(found.brain, np.where(earlier, 60, 34), 900).astype(np.int16)
        labels = (SDH.label * earlier).astype(np.uint8)
        bleed(out, labels, still, np.random.default_rng(seed), [IPH], 15.0)
        away = ndimage.distance_transform_edt(labels != IPH.label) > 5
        darker += int((out[away & (labels == SDH.label) & (found.depth > 6)] < 58).sum())
    assert darker == 0


def test_blood_has_the_hosts_noise(patient: Head) -> None:
    hu, spacing, found = patient
    out, labels, _ = synthesise(hu, spacing, np.random.default_rng(2), [IPH], 40.0, found)
    z = int((labels > 0).sum(axis=(1, 2)).argmax())

    def grain(plane: NDArray[np.int16], where: NDArray[np.bool_]) -> float:
        fine = plane - ndimage.gaussian_filter(plane.astype(np.float32), 1.5)
        return float(np.std(fine[where]))

    clot = ndimage.binary_erosion(labels[z] > 0, iterations=5)
    tissue = ndimage.binary_erosion(found.brain[z] & (found.csf[z] < 0.2) & (found.depth[z] > 10), iterations=2)
    assert clot.sum() > 400 and tissue.sum() > 400
    assert 0.6 < grain(out[z], clot) / grain(hu[z], tissue) < 1.5


def test_the_same_seed_gives_the_same_head(phantom: Head) -> None:
    hu, spacing, found = phantom
    first = synthesise(hu, spacing, np.random.default_rng(5), anatomy=found)
    again = synthesise(hu, spacing, np.random.default_rng(5), anatomy=found)
    other = synthesise(hu, spacing, np.random.default_rng(6), anatomy=found)
    assert np.array_equal(first[0], again[0]) and np.array_equal(first[1], again[1]) and first[2] == again[2]
    assert not np.array_equal(first[0], other[0])


def test_every_type_and_size_is_drawn(phantom: Head) -> None:
    hu, spacing, found = phantom
    rng = np.random.default_rng(0)
    placed = [p for _ in range(40) for p in synthesise(hu, spacing, rng, anatomy=found)[2]]
    assert {p.type for p in placed} == set(TYPES)
    volumes = np.array([p.volume_ml for p in placed])
    assert volumes.min() < 0.3 and volumes.max() > 15
    levels = np.array([p.blood_hu for p in placed])
    assert levels.min() >= 25 and levels.max() <= 88 and np.ptp(levels) > 20


def test_fast_enough_for_the_training_loop(head: Head) -> None:
    hu, spacing, found = head
    rng = np.random.default_rng(1)
    spent = []
    for _ in range(12):
        start = time.process_time()
        synthesise(hu, spacing, rng, anatomy=found)
        spent.append(time.process_time() - start)
    assert np.median(spent) < 0.3


@pytest.mark.parametrize("name", MIMICS)
def test_mimics_say_on_which_slices_they_are_seen(head: Head, name: str) -> None:
    hu, _, found = head
    for seed in range(4):
        out = hu.copy()
        for told, span in add_mimics(out, found, np.random.default_rng(seed), [name]):
            assert told == name and 0 <= span.start < span.stop <= len(hu)
            changed = np.abs(out.astype(int) - hu).clip(0, 30).sum(axis=(1, 2))
            assert changed[span].sum() > 0.7 * changed.sum() > 0
            assert (changed[span] > 0).mean() > 0.3


@pytest.mark.parametrize("name", MIMICS)
def test_mimics_change_the_picture_only_where_they_may(head: Head, name: str) -> None:
    hu, spacing, found = head
    before = hu.copy()
    changed = 0
    for seed in range(6):
        out = mimic(hu, spacing, np.random.default_rng(seed), found, (name,))
        assert np.array_equal(hu, before) and out.dtype == np.int16 and out.shape == hu.shape
        where = out != hu
        changed += bool(where.any())
        assert hu[where].min(initial=0) >= -200
        bone = hu >= 150
        if name == "fracture":
            assert bone[where].all() and (out[where] <= hu[where]).all()
        elif name != "surgery":
            assert np.array_equal(out[bone & ~found.brain], hu[bone & ~found.brain])
    assert changed >= 4


def test_mimics_are_drawn_and_named(phantom: Head) -> None:
    hu, spacing, found = phantom
    first, second = (mimic(hu, spacing, np.random.default_rng(seed), found) for seed in (1, 2))
    assert not np.array_equal(first, second)
    with pytest.raises(KeyError):
        mimic(hu, spacing, np.random.default_rng(0), found, ("unicorn",))


def test_cover_counts_voxels_and_shares_edges() -> None:
    z, y, x = np.mgrid[-4:5, -30:31, -30:31].astype(np.float32)
    field = np.sqrt((z * 5) ** 2 + (y * 0.45) ** 2 + (x * 0.45) ** 2)
    everywhere = np.ones(field.shape, bool)
    share, label = cover(field, everywhere, everywhere, 3000)
    assert abs(int(label.sum()) - 3000) < 60
    assert share.min() >= 0 and share.max() <= 1
    assert share.sum() == pytest.approx(3000, rel=0.08)
    edge = (share > 0.05) & (share < 0.95)
    assert edge.sum() > 300  # soft in the plane and from slice to slice
    share, label = cover(field, everywhere & False, everywhere, 10)
    assert not share.any() and not label.any()


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.8, 1.0])
def test_mixing_keeps_the_level_of_the_noise(share: float) -> None:
    hu, noise = np.random.default_rng(0).normal(0, 3, (2, 1, 200, 200)).astype(np.float32)
    painted = paint(35 + hu, np.full(hu.shape, share, np.float32), 65.0, noise)
    assert float(painted.mean()) == pytest.approx(35 + 30 * share, abs=0.1)
    assert float(painted.std()) == pytest.approx(3.0, rel=0.03)


def test_fields_have_unit_spread_and_scale() -> None:
    rng = np.random.default_rng(0)
    fine = noise_field((8, 200, 200), (5.0, 0.45, 0.45), 4.0, rng)
    coarse = noise_field((8, 200, 200), (5.0, 0.45, 0.45), 20.0, rng)
    assert 0.5 < fine.std() < 1.5 and 0.3 < coarse.std() < 1.7
    assert np.abs(np.diff(fine, axis=2)).mean() > 2 * np.abs(np.diff(coarse, axis=2)).mean()


def test_host_noise_has_the_measured_level(phantom: Head) -> None:
    _, _, found = phantom
    middle = (found.box[0].start + found.box[0].stop) // 2
    noise = host_noise(found, (slice(middle, middle + 1), slice(0, 150), slice(0, 150)), np.random.default_rng(0))
    assert noise.shape == (1, 150, 150)
    assert float(noise.std()) == pytest.approx(float(np.sqrt((found.texture[middle] ** 2).sum())), rel=0.15)
