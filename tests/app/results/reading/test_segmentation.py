"""Segmentations of other products: bit for bit what was drawn, in any order of frames, or refused with a sentence."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import highdicom as hd
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import RLELossless, generate_uid

from app.domain.other_results import ResultKind
from app.results.dicom.segmentation import make_segmentation
from app.results.reading import segmentation
from app.results.reading.drawing import NotDrawable
from inference.dicom import load_volume, read_studies
from inference.types import Volume
from tests.app.results import others_products as products
from tests.app.results.dicom_sources import images, source

SPACE = "1.2.3.9"


def _masks(seed: int = 1) -> NDArray[np.bool_]:
    """Two segments without any symmetry that overlap, some slices empty: bool [8, 64, 64, 2]."""
    rng = np.random.default_rng(seed)
    masks = np.zeros((8, 64, 64, 2), np.bool_)
    masks[2:6, 10:31, 5:28, 0] = rng.random((4, 21, 23)) < 0.4
    masks[4:8, 25:40, 20:60, 1] = rng.random((4, 15, 40)) < 0.3
    masks[0, 0, 63, 1] = masks[7, 63, 0, 0] = True
    return masks


def _volume(scanned: list[Dataset]) -> Volume:
    return load_volume(read_studies(scanned)[0].series[0])


def _drawn(ds: Dataset, volume: Volume, folder: Path, space: str = SPACE) -> dict[int, NDArray[np.bool_]]:
    drawing = segmentation.draw(products.written(ds, folder), volume, space)
    return {number: drawing.full(number, volume) for number in drawing.parts}


def _shuffle(ds: Dataset, seed: int = 5) -> None:
    """The same frames in another order."""
    order = list(range(int(ds.NumberOfFrames)))
    random.Random(seed).shuffle(order)
    pixels = ds.pixel_array.reshape(len(order), ds.Rows, ds.Columns)
    ds.PerFrameFunctionalGroupsSequence = [ds.PerFrameFunctionalGroupsSequence[n] for n in order]
    flat = pixels[order].astype(np.uint8)
    ds.PixelData = np.packbits(flat.ravel(), bitorder="little").tobytes() if ds.BitsAllocated == 1 else flat.tobytes()
    if len(ds.PixelData) % 2:
        ds.PixelData += b"\0"


@pytest.mark.parametrize("refer", [True, False])
@pytest.mark.parametrize("shuffled", [True, False])
@pytest.mark.parametrize("kind", ["BINARY", "FRACTIONAL", "LABELMAP"])
def test_every_pixel_is_where_the_product_drew_it(kind: str, shuffled: bool, refer: bool, tmp_path: Path) -> None:
    scanned = images()
    volume, masks = _volume(scanned), _masks()
    wanted = {1: masks[..., 0], 2: masks[..., 1]}
    if kind == "LABELMAP":
        numbers = np.where(masks[..., 1], 2, np.where(masks[..., 0], 1, 0)).astype(np.uint8)
        ds, wanted = products.segmentation(scanned, numbers, kind), {1: numbers == 1, 2: numbers == 2}
    elif kind == "FRACTIONAL":
        rng = np.random.default_rng(2)
        shares = np.where(masks, rng.uniform(0.55, 1.0, masks.shape), rng.uniform(0, 0.45, masks.shape))
        ds = products.segmentation(scanned, shares, kind, max_fractional_value=200)
    else:
        ds = products.segmentation(scanned, masks, kind)
    if shuffled:
        _shuffle(ds)
    if not refer:  # by Frame of Reference and position alone
        for item in ds.PerFrameFunctionalGroupsSequence:
            item.DerivationImageSequence = []
    found = _drawn(ds, volume, tmp_path)
    assert found.keys() == wanted.keys()
    for number, mask in wanted.items():
        assert np.array_equal(found[number], mask)
    # and so says highdicom's own reader
    if refer and kind != "FRACTIONAL":
        read = hd.seg.segread(next(tmp_path.iterdir()))
        theirs = read.get_pixels_by_source_instance(
            list(volume.sop_instance_uids), assert_missing_frames_are_empty=True
        )
        for number in wanted:
            assert np.array_equal(found[number], theirs[..., number - 1].astype(bool))


def test_slices_in_any_order_and_with_a_tilted_gantry(tmp_path: Path) -> None:
    scanned = images()
    for number, one in enumerate(scanned):  # the table moves straight on, the gantry is tilted by 20 degrees
        tilt = np.radians(20)
        one.ImageOrientationPatient = [1, 0, 0, 0, float(np.cos(tilt)), float(-np.sin(tilt))]
        one.ImagePositionPatient = [-32, -32, 5.0 * number]
    order = [3, 0, 7, 1, 6, 2, 5, 4]
    mixed = [scanned[n] for n in order]
    volume, masks = _volume(mixed), _masks()
    assert volume.tilt_degrees == pytest.approx(20, abs=0.1)
    ds = products.segmentation(mixed, masks[order])
    for item in ds.PerFrameFunctionalGroupsSequence:
        item.DerivationImageSequence = []
    found = _drawn(ds, volume, tmp_path)
    assert np.array_equal(found[1], masks[..., 0]) and np.array_equal(found[2], masks[..., 1])


def test_our_own_and_compressed_ones(tmp_path: Path) -> None:
    made = source()
    assert made.volume is not None and made.result.labels is not None
    ours = make_segmentation(made)
    assert ours is not None
    found = _drawn(ours, made.volume, tmp_path / "ours")
    assert np.array_equal(np.any(list(found.values()), axis=0), made.result.labels > 0) and len(found) == 6
    scanned = images()
    numbers = _masks()[..., 0].astype(np.uint8)
    packed = products.segmentation(scanned, numbers, "LABELMAP", ("Bleed",), transfer_syntax_uid=RLELossless)
    assert np.array_equal(_drawn(packed, _volume(scanned), tmp_path / "rle")[1], numbers > 0)


def test_what_it_says_of_itself(tmp_path: Path) -> None:
    ds = products.segmentation(images(), _masks())
    found = segmentation.describe(ds, tmp_path)
    assert found.kind is ResultKind.SEGMENTATION and not found.ours and not found.trouble
    assert (found.product, found.version, found.title) == ("Acme BrainFinder", "4.2", "Bleeds by Acme")
    assert found.made_at is not None and found.made_at.isoformat() == "2026-03-01T23:15:00"
    assert found.says == ("2 segments (binary): Bleed, Edema",)
    assert [(part.number, part.label, part.text) for part in found.parts] == [
        (1, "Bleed", "Hemorrhage, automatic, BrainFinder"), (2, "Edema", "Hemorrhage, automatic, BrainFinder"),
    ]  # fmt: skip
    red, green, blue = found.parts[0].colour or (0, 0, 0)
    assert abs(red) < 8 and abs(green - 160) < 8 and abs(blue - 80) < 8
    ours = make_segmentation(source())
    assert ours is not None and segmentation.describe(ours, tmp_path).ours


def _other_space(ds: Dataset) -> None:
    ds.FrameOfReferenceUID = generate_uid()
    _unreferred(ds)


def _unreferred(ds: Dataset) -> None:
    for item in ds.PerFrameFunctionalGroupsSequence:
        item.DerivationImageSequence = []


def _moved(mm: tuple[float, float, float]) -> Callable[[Dataset], None]:
    def move(ds: Dataset) -> None:
        _unreferred(ds)
        _moved_with_references(ds, mm)

    return move


def _moved_with_references(ds: Dataset, mm: tuple[float, float, float] = (0, 0, 5)) -> None:
    for item in ds.PerFrameFunctionalGroupsSequence:
        place = item.PlanePositionSequence[0]
        place.ImagePositionPatient = [float(a) + b for a, b in zip(place.ImagePositionPatient, mm, strict=True)]


def _spacing(ds: Dataset) -> None:
    ds.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].PixelSpacing = [1.0, 0.9]


def _turned(ds: Dataset) -> None:
    ds.SharedFunctionalGroupsSequence[0].PlaneOrientationSequence[0].ImageOrientationPatient = [0, 1, 0, 1, 0, 0]


def _without_segments(ds: Dataset) -> None:
    for item in ds.PerFrameFunctionalGroupsSequence:
        item.SegmentIdentificationSequence = []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_other_space, "seg_space"),
        (_moved((0, 0, 2.4)), "seg_slices"),
        (_moved((0, 0, 500)), "seg_slices"),
        (_moved((0.6, 0, 0)), "seg_shifted"),
        (_moved_with_references, "seg_position"),
        (_spacing, "seg_grid"),
        (_turned, "seg_turned"),
        (_without_segments, "seg_frames"),
        (lambda ds: setattr(ds, "Rows", 32), "seg_grid"),
        (lambda ds: setattr(ds, "NumberOfFrames", 5), "seg_frames"),
        (lambda ds: setattr(ds, "SegmentationType", "COLOURFUL"), "seg_kind"),
        (lambda ds: setattr(ds, "PixelData", ds.PixelData[:100]), "seg_damaged"),
    ],
)
def test_what_does_not_fit_is_refused(spoil: Callable[[Dataset], None], code: str, tmp_path: Path) -> None:
    scanned = images()
    ds = products.segmentation(scanned, _masks())
    spoil(ds)
    with pytest.raises(NotDrawable) as refused:
        _drawn(ds, _volume(scanned), tmp_path)
    assert refused.value.reason.code == code and refused.value.reason.text.endswith(".")


def test_empty_frames_elsewhere_do_no_harm(tmp_path: Path) -> None:
    scanned = images()
    masks = _masks()
    ds = products.segmentation(scanned, masks, omit_empty_frames=False)
    _unreferred(ds)
    volume = _volume(scanned[:7])  # the uppermost slice is not shown
    with pytest.raises(NotDrawable):
        _drawn(ds, volume, tmp_path)
    masks[7] = False
    empty = products.segmentation(scanned, masks, omit_empty_frames=False)
    _unreferred(empty)
    assert np.array_equal(_drawn(empty, volume, tmp_path)[1], masks[:7, ..., 0])


def test_without_a_frame_of_reference_the_images_decide(tmp_path: Path) -> None:
    scanned = images()
    ds = products.segmentation(scanned, _masks())
    assert len(_drawn(ds, _volume(scanned), tmp_path, space="")) == 2
    _unreferred(ds)
    with pytest.raises(NotDrawable) as refused:
        _drawn(ds, _volume(scanned), tmp_path, space="")
    assert refused.value.reason.code == "seg_space"


def test_another_study_of_the_same_place_is_not_drawn(tmp_path: Path) -> None:
    scanned = images()
    ds = products.segmentation(scanned, _masks())
    volume = _volume(scanned)
    moved = replace(volume, affine=volume.affine + np.array([[0, 0, 0, 0.5], [0] * 4, [0] * 4, [0] * 4]))
    with pytest.raises(NotDrawable):
        _drawn(ds, moved, tmp_path)
