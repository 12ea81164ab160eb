"""DICOM files -> studies -> series -> Volume."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import tracemalloc
import zlib
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydicom import dcmread, examples
from pydicom.data import get_testdata_file
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.tag import Tag
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from inference.dicom import Series, StudyFiles, load_slices, load_volume, read_studies
from inference.errors import FileError, FirstreadError, GeometryError, NotAnalysable, UnreadableInput
from inference.types import StoredFile, Volume
from tests.inference.dicom_files import SHARED_DATA, datasets, enhanced, jpeg_lossless, to_bytes, write

RNG = np.random.default_rng(7)
HU = RNG.integers(-1000, 2000, (6, 12, 10)).astype(np.int16)


def one_volume(source: object) -> Volume:
    (study,) = read_studies(source)  # type: ignore[arg-type]
    (series,) = study.series
    return load_volume(series)


def code_of(source: object) -> str:
    with pytest.raises(FirstreadError) as caught:
        one_volume(source)
    assert re.fullmatch(r"[A-Z].*\.", caught.value.reason.text)
    return caught.value.reason.code


# ---------------------------------------------------------------- sorting and geometry


def test_sorted_by_position_whatever_names_and_instance_numbers_say(tmp_path: Path) -> None:
    found = datasets(HU, InstanceNumber=lambda k: 100 - 7 * k)
    volume = one_volume(write(tmp_path, found[::-1]))
    np.testing.assert_array_equal(volume.hu, HU)
    np.testing.assert_allclose(volume.positions_mm, np.arange(6) * 5.0)
    assert volume.sop_instance_uids == tuple(f"2.25.200.{k}" for k in range(1, 7))
    assert volume.frame_numbers == (1,) * 6
    assert (volume.study_instance_uid, volume.series_instance_uid) == ("2.25.100", "2.25.200")
    assert volume.tilt_degrees == 0 and not volume.offsets_mm.any() and volume.warnings == ()


@given(st.permutations(range(6)))
@settings(max_examples=25, deadline=None)
def test_any_order_of_arrival_gives_the_same_volume(order: list[int]) -> None:
    found = datasets(HU)
    volume = one_volume([found[k] for k in order])
    np.testing.assert_array_equal(volume.hu, HU)


@pytest.mark.parametrize(
    "orientation",
    [(1, 0, 0, 0, 1, 0), (-1, 0, 0, 0, -1, 0), (1, 0, 0, 0, -1, 0), (-1, 0, 0, 0, 1, 0), (0, 1, 0, 1, 0, 0)],
)
def test_slices_rise_to_the_head_in_every_orientation(orientation: tuple[float, ...]) -> None:
    volume = one_volume(datasets(HU, orientation=orientation))
    np.testing.assert_array_equal(volume.hu, HU)
    assert volume.affine[2, 2] == pytest.approx(5.0)
    np.testing.assert_allclose(volume.affine[:3, 0], np.multiply(orientation[:3], 1.4))
    np.testing.assert_allclose(volume.affine[:3, 1], np.multiply(orientation[3:], 1.4))


@given(
    tilt=st.floats(-30, 30), spin=st.floats(-25, 25), rows_mm=st.floats(0.2, 1.5), columns_mm=st.floats(0.2, 1.5),
    steps=st.lists(st.floats(0.5, 8), min_size=5, max_size=5), origin=st.tuples(*[st.floats(-500, 500)] * 3),
)  # fmt: skip
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tilted_stack_keeps_every_pixel_in_place(
    tilt: float, spin: float, rows_mm: float, columns_mm: float, steps: list[float], origin: tuple[float, float, float]
) -> None:
    """First pixel of slice k = position of slice 0 + positions along the normal + offsets in the plane, as written."""
    a, b = np.radians(tilt), np.radians(spin)
    x = np.array([np.cos(b), np.sin(b), 0])
    y = np.array([-np.sin(b) * np.cos(a), np.cos(b) * np.cos(a), -np.sin(a)])
    normal = np.cross(x, y)
    table = np.concatenate([[0], np.cumsum(steps)])
    written = np.array(origin) + table[:, None] * np.array([0, 0, 1.0])
    found = datasets(HU, pixel_mm=(rows_mm, columns_mm), positions=np.round(written, 6).tolist(),
                     orientation=np.round([*x, *y], 8).tolist())  # fmt: skip
    volume = one_volume(found)
    restored = (
        volume.affine[:3, 3] + volume.positions_mm[:, None] * normal
        + volume.offsets_mm[:, :1] * x + volume.offsets_mm[:, 1:] * y
    )  # fmt: skip
    np.testing.assert_allclose(restored, written, atol=0.11 * min(rows_mm, columns_mm))
    voxel = rows_mm * columns_mm * table[-1] / 5 * abs(np.cos(a))
    assert abs(np.linalg.det(volume.affine[:3, :3])) == pytest.approx(voxel, rel=2e-3)
    assert volume.voxel_ml[1:-1].sum() * 1000 <= rows_mm * columns_mm * table[-1] + 1e-6
    assert volume.tilt_degrees == pytest.approx(abs(tilt), abs=0.5)
    np.testing.assert_allclose(volume.affine[:3, 3] + 5 * volume.affine[:3, 2], written[-1], atol=0.2)


def test_unequal_spacing_is_kept_and_said() -> None:
    z = [0, 4, 8, 9.1, 16, 23]
    volume = one_volume(datasets(HU, positions=[(0, 0, p) for p in z], SliceThickness=7))
    np.testing.assert_allclose(volume.positions_mm, z)
    assert [w.code for w in volume.warnings] == ["unequal_spacing"]


def test_missing_slices_are_kept_as_a_gap_and_said() -> None:
    found = datasets(HU)
    del found[2]
    volume = one_volume(found)
    np.testing.assert_allclose(volume.positions_mm, [0, 5, 15, 20, 25])
    assert [w.code for w in volume.warnings] == ["slice_gap"] and "5 mm" in volume.warnings[0].text
    assert volume.slice_extent_mm[1] == pytest.approx(7.5)


@pytest.mark.parametrize(
    ("step", "codes"), [(5.0, []), (5.5, []), (7.0, ["slices_apart"]), (7.5, ["slices_apart"]), (10.0, ["slice_gap"])]
)
def test_slices_thinner_than_their_distance_are_said(step: float, codes: list[str]) -> None:
    volume = one_volume(datasets(HU, positions=[(0, 0, step * k) for k in range(6)]))
    assert [w.code for w in volume.warnings] == codes and volume.thickness_mm == (5.0,) * 6
    if step == 7:
        assert "29% of the stack" in volume.warnings[0].text


def test_loading_holds_the_stack_once(tmp_path: Path) -> None:
    write(tmp_path, datasets(np.resize(HU, (150, 128, 128))))
    (study,) = read_studies(tmp_path)
    load_slices(study.series[0], 1)  # what is imported on the way does not count
    tracemalloc.start()
    try:
        volume = load_volume(study.series[0])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1.5 * volume.hu.nbytes


def test_exact_duplicates_are_dropped(tmp_path: Path) -> None:
    write(tmp_path / "a", datasets(HU))
    write(tmp_path / "b", datasets(HU)[:2])
    volume = one_volume(tmp_path)
    np.testing.assert_array_equal(volume.hu, HU)
    assert [w.code for w in volume.warnings] == ["duplicates_dropped"]


def test_different_images_at_one_position_are_an_error() -> None:
    assert code_of([*datasets(HU), *datasets(HU[::-1])[2:3]]) == "conflicting_positions"


def scan(number: int, hu: NDArray[np.int16] = HU, first_mm: float = 0.0, step_mm: float = 5.0) -> list[Dataset]:
    """One acquisition of 5 mm slices in the series of the others."""
    places = [(0, 0, first_mm + step_mm * k) for k in range(len(hu))]
    found = datasets(hu, positions=places, AcquisitionNumber=number)
    for k, ds in enumerate(found):
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = UID(f"2.25.{number}.{k + 1}")
    return found


@pytest.mark.parametrize("moved_mm", [0.0, 1.3, 2.5, -2.0])
def test_of_a_scan_and_its_repeat_the_later_one_is_taken(moved_mm: float) -> None:
    for parts in ([*scan(1), *scan(2, HU[::-1], moved_mm)], [*scan(2, HU[::-1], moved_mm), *scan(1)]):
        volume = one_volume(parts)
        np.testing.assert_array_equal(volume.hu, HU[::-1])
        np.testing.assert_allclose(np.diff(volume.positions_mm), 5)
        (warning,) = volume.warnings
        assert warning.code == "repeated_scan" and warning.text.startswith("6 images ")


def test_a_repeat_of_a_few_slices_does_not_take_the_place_of_a_head() -> None:
    volume = one_volume([*scan(1), *scan(2, HU[:2], 6.5)])
    np.testing.assert_array_equal(volume.hu, HU)
    assert [w.code for w in volume.warnings] == ["repeated_scan"]


def test_what_only_the_repeated_scan_shows_stays() -> None:
    volume = one_volume([*scan(1), *scan(2, HU[::-1], 7)])
    np.testing.assert_array_equal(volume.hu, [HU[0], *HU[::-1]])
    np.testing.assert_allclose(volume.positions_mm, [0, 7, 12, 17, 22, 27, 32])
    assert [w.code for w in volume.warnings] == ["repeated_scan", "unequal_spacing"]


def test_a_scan_of_single_turns_and_its_repeat() -> None:
    turns = [one for k in range(3) for one in scan(k + 1, HU[2 * k : 2 * k + 2], 10 * k)]
    again = [one for k in range(3) for one in scan(k + 4, HU[::-1][2 * k : 2 * k + 2], 10 * k + 3)]
    np.testing.assert_array_equal(one_volume(turns).hu, HU)
    assert one_volume(turns).warnings == ()
    np.testing.assert_array_equal(one_volume([*turns, *again]).hu, HU[::-1])


def test_acquisitions_that_follow_or_complete_each_other_are_one_stack() -> None:
    base_and_vault = [*scan(1, HU[3:], 15), *scan(2, HU[:3])]  # from above to below
    assert one_volume(base_and_vault).warnings == ()
    np.testing.assert_array_equal(one_volume(base_and_vault).hu, HU)
    overlapping = one_volume([*scan(1), *scan(2, HU, 24)])  # the next slice lies 1 mm from the last one
    assert len(overlapping.hu) == 12 and [w.code for w in overlapping.warnings] == ["unequal_spacing"]
    seam = one_volume([*scan(1), *(one for k in range(6) for one in scan(2 + k, HU[k : k + 1], 23.5 + 5 * k))])
    assert len(seam.hu) == 12
    interlaced = one_volume([*scan(1, HU[::2], step_mm=10), *scan(2, HU[1::2], 5, step_mm=10)])
    np.testing.assert_array_equal(interlaced.hu, HU)
    assert interlaced.warnings == ()


def test_a_place_scanned_at_many_times_is_an_error() -> None:
    assert code_of([*scan(1), *scan(2, HU[::-1]), *scan(3, HU)]) == "conflicting_positions"
    assert code_of([*scan(1), *scan(2, HU, 1.0), *scan(3, HU, 2.0)]) == "conflicting_positions"


def test_a_repeat_among_the_frames_of_one_image() -> None:
    both = np.concatenate([HU, HU[::-1]])
    ds = enhanced(both, range(12))
    for k, frame in enumerate(ds.PerFrameFunctionalGroupsSequence):
        frame.PlanePositionSequence[0].ImagePositionPatient = [0, 0, 5 * (k % 6) + 1.5 * (k // 6)]
        content = Dataset()
        content.FrameAcquisitionNumber = 1 + k // 6
        frame.FrameContentSequence = [content]
    volume = one_volume([ds])
    np.testing.assert_array_equal(volume.hu, HU[::-1])
    assert volume.frame_numbers == tuple(range(7, 13)) and [w.code for w in volume.warnings] == ["repeated_scan"]


def test_localizers_are_left_out_and_two_stacks_refused() -> None:
    scout = datasets(HU[:2], orientation=(1, 0, 0, 0, 0, -1), ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])
    volume = one_volume([*scout, *datasets(HU)])
    np.testing.assert_array_equal(volume.hu, HU)
    assert [w.code for w in volume.warnings] == ["images_left_out"]
    coronal = datasets(HU, orientation=(1, 0, 0, 0, 0, -1), positions=[(0, 5 * k, 0) for k in range(6)])
    assert code_of([*datasets(HU), *coronal]) == "mixed_orientation"
    assert (
        code_of([*datasets(HU), *datasets(HU[:, ::2], positions=[(0, 0, 50 + 5 * k) for k in range(6)])])
        == "mixed_grids"
    )


def test_single_slice_is_a_volume() -> None:
    volume = one_volume(datasets(HU[:1]))
    assert volume.hu.shape == (1, 12, 10) and volume.positions_mm.tolist() == [0.0]
    assert abs(np.linalg.det(volume.affine[:3, :3])) == pytest.approx(1.4 * 1.4 * 5)


# ---------------------------------------------------------------- values


def test_rescale_differs_by_slice_and_has_fractions() -> None:
    found = datasets(HU[:3], slope=0.5, intercept=-1024.5)
    found += datasets(HU, intercept=-2000, slope=1)[3:]
    np.testing.assert_allclose(one_volume(found).hu, HU, atol=0.51)


def test_values_beyond_int16_are_clipped() -> None:
    found = datasets(HU[:2], RescaleSlope=100, RescaleIntercept=-1024)
    volume = one_volume(found)
    assert volume.hu.max() == 32767 and volume.hu.dtype == np.int16


def test_padding_becomes_air_whatever_its_vr() -> None:
    hu = HU.copy()
    hu[:, :2] = -1024
    found = datasets(hu, PixelPaddingValue=0)
    assert (one_volume(found).hu[:, :2] <= -1024).all()
    signed = datasets(HU[:1], intercept=0, PixelRepresentation=1, PixelPaddingValue=63536)[0]  # -2000 written as US
    stored = HU[0].copy()
    stored[0] = -2000
    signed.PixelData = stored.astype("<i2").tobytes()
    np.testing.assert_array_equal(one_volume([signed]).hu[0][0], -2000)


def test_padding_with_a_tissue_value_spares_the_inside() -> None:
    hu = np.full((1, 20, 20), 30, np.int16)
    hu[0, :3] = hu[0, 10:12, 10:12] = 0
    volume = one_volume(datasets(hu, intercept=-1024, PixelPaddingValue=1024))
    assert (volume.hu[0, :3] <= -1024).all() and (volume.hu[0, 10:12, 10:12] == 0).all()


def test_padding_range_limit() -> None:
    hu = np.full((1, 20, 20), 30, np.int16)
    hu[0, 0], hu[0, 1] = -1020, -1015
    volume = one_volume(datasets(hu, PixelPaddingValue=0, PixelPaddingRangeLimit=10))
    assert (volume.hu[0, :2] <= -1024).all() and (volume.hu[0, 2:] == 30).all()


def test_monochrome1_keeps_hu_and_undoes_truly_inverted_values() -> None:
    hu = np.full((3, 40, 40), -1000, np.int16)
    hu[:, 10:30, 10:30] = 35
    hu[:, 18:22, 18:22] = 1000
    volume = one_volume(datasets(hu, PhotometricInterpretation="MONOCHROME1"))
    np.testing.assert_array_equal(volume.hu, hu)
    inverted = datasets((-(hu.astype(int))).astype(np.int16), PhotometricInterpretation="MONOCHROME1", intercept=-1024)
    volume = one_volume(inverted)
    assert [w.code for w in volume.warnings] == ["inverted_grey"]
    assert volume.hu[0, 0, 0] < -900 and volume.hu[0, 20, 20] > 900
    np.testing.assert_allclose(volume.hu, hu, atol=25)


def test_no_rescale_is_refused_unless_values_are_hu_already() -> None:
    assert code_of(datasets(HU, RescaleIntercept=None)) == "no_rescale"
    signed = datasets(HU, intercept=0, RescaleIntercept=None, RescaleSlope=None, PixelRepresentation=1)
    for k, ds in enumerate(signed):
        ds.PixelData = HU[k].astype("<i2").tobytes()
    np.testing.assert_array_equal(one_volume(signed).hu, HU)


@pytest.mark.parametrize("keyword", ["RescaleSlope", "RescaleIntercept"])
@pytest.mark.parametrize("raw", [b"0,5 ", b"Not Supplied", b"1\\1 "])
def test_a_rescale_value_that_nobody_can_read_is_not_guessed(keyword: str, raw: bytes) -> None:
    found = datasets(HU, intercept=0, PixelRepresentation=1)
    for k, ds in enumerate(found):
        ds.PixelData = HU[k].astype("<i2").tobytes()
        ds[keyword] = RawDataElement(Tag(keyword), "DS", len(raw), raw, 0, False, True)
    assert code_of(found) == "no_rescale"


@pytest.mark.parametrize("keyword", ["SamplesPerPixel", "PhotometricInterpretation"])
def test_grey_values_that_do_not_say_so(keyword: str) -> None:
    found = datasets(HU)
    for ds in found:
        del ds[keyword]
    np.testing.assert_array_equal(one_volume(found).hu, HU)


def test_unused_high_bits_are_ignored() -> None:
    hu = (HU.astype(int) % 3000 - 1024).astype(np.int16)
    found = datasets(hu, BitsStored=12, HighBit=11)
    for k, ds in enumerate(found):  # an old overlay in bits 12 to 15 (PS3.5 8.1.2)
        ds.PixelData = ((hu[k].astype(int) + 1024) | 0x8000).astype("<u2").tobytes()
    np.testing.assert_array_equal(one_volume(found).hu, hu)


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
def test_uncompressed_syntaxes(tmp_path: Path, syntax: UID) -> None:
    found = datasets(HU)
    for ds in found:
        ds.file_meta.TransferSyntaxUID = syntax
    np.testing.assert_array_equal(one_volume(write(tmp_path, found)).hu, HU)


def test_big_endian(tmp_path: Path) -> None:
    found = datasets(HU)
    for k, ds in enumerate(found):
        ds.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
        ds.PixelData = (HU[k].astype(int) + 1024).astype(">u2").tobytes()
        ds["PixelData"].VR = "OW"
    np.testing.assert_array_equal(one_volume(write(tmp_path, found)).hu, HU)


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless])
def test_compressed_by_pydicom(tmp_path: Path, syntax: str) -> None:
    hu = np.repeat(np.repeat(HU, 4, axis=1), 4, axis=2)
    found = datasets(hu)
    for ds in found:
        ds.compress(syntax, generate_instance_uid=False)
    np.testing.assert_array_equal(one_volume(write(tmp_path, found)).hu, hu)


def test_jpeg_lossless(tmp_path: Path) -> None:
    found = [jpeg_lossless(ds) for ds in datasets(HU)]
    np.testing.assert_array_equal(one_volume(write(tmp_path, found)).hu, HU)


def test_jpeg_ls(tmp_path: Path) -> None:
    """The stream of pydicom's own JPEG-LS file, in a CT header."""
    compressed = dcmread(str(get_testdata_file("MR_small_jpeg_ls_lossless.dcm")))
    plain = dcmread(str(get_testdata_file("MR_small.dcm"))).pixel_array
    (ds,) = datasets(plain[None].astype(np.int16), intercept=0, PixelRepresentation=1)
    ds.PixelData = compressed.PixelData
    ds["PixelData"].VR = "OB"
    ds.file_meta.TransferSyntaxUID = JPEGLSLossless
    np.testing.assert_array_equal(one_volume(write(tmp_path, [ds])).hu[0], plain)


def test_enhanced_multi_frame(tmp_path: Path) -> None:
    order = [3, 0, 5, 1, 4, 2]
    volume = one_volume(write(tmp_path, [enhanced(HU, order)]))
    np.testing.assert_array_equal(volume.hu, HU)
    assert volume.frame_numbers == (2, 4, 6, 1, 5, 3) and len(set(volume.sop_instance_uids)) == 1
    compressed = enhanced(np.repeat(HU, 8, axis=1), order)
    compressed.compress(RLELossless, generate_instance_uid=False)
    np.testing.assert_array_equal(one_volume([compressed]).hu, np.repeat(HU, 8, axis=1))


def test_enhanced_without_frame_positions() -> None:
    ds = enhanced(HU, range(6))
    del ds.PerFrameFunctionalGroupsSequence
    assert code_of([ds]) == "missing_position"


@pytest.mark.parametrize("place", ["SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"])
def test_enhanced_kernel_and_voltage_of_all_frames_or_of_each(place: str) -> None:
    ds = enhanced(HU, range(6))
    for group in ds[place].value:
        for sequence, keyword, content in (
            ("CTReconstructionSequence", "ConvolutionKernel", "H70h"), ("CTXRayDetailsSequence", "KVP", 80),
        ):  # fmt: skip
            item = Dataset()
            setattr(item, keyword, content)
            setattr(group, sequence, [item])
    (series,) = read_studies([ds])[0].series
    assert (series.kernel, series.kvp) == ("H70h", 80.0)


def test_frames_without_a_position_are_counted_one_by_one() -> None:
    ds = enhanced(HU, range(6))
    for frame in ds.PerFrameFunctionalGroupsSequence[4:]:
        del frame.PlanePositionSequence
    volume = one_volume([ds])
    np.testing.assert_array_equal(volume.hu, HU[:4])
    (warning,) = volume.warnings
    assert warning.code == "images_skipped" and warning.text.startswith("2 images ")


@pytest.mark.parametrize("charset", [None, "", "ISO_IR 999", "nonsense", ["", "ISO 2022 IR 87"], "GB18030"])
def test_character_sets_are_never_fatal(
    tmp_path: Path, charset: str | list[str] | None, caplog: pytest.LogCaptureFixture
) -> None:
    found = datasets(HU, SeriesDescription="KOPF")
    for ds in found:
        ds.SpecificCharacterSet = "ISO_IR 192"
        ds.PatientName = "Müller^Åsa=山田"
    write(tmp_path, found)
    for file in tmp_path.iterdir():
        raw = file.read_bytes()
        wanted = charset if isinstance(charset, str) else "\\".join(charset or ["ISO_IR 192"])
        file.write_bytes(raw.replace(b"ISO_IR 192", wanted.encode().ljust(10)[:10]))
    with caplog.at_level(logging.DEBUG):
        np.testing.assert_array_equal(one_volume(tmp_path).hu, HU)
    assert not caplog.records


def test_no_file_meta_and_no_preamble(tmp_path: Path) -> None:
    for k, ds in enumerate(datasets(HU)):
        raw = to_bytes(ds)
        meta_length = int.from_bytes(raw[140:144], "little")
        (tmp_path / str(k)).write_bytes(raw[144 + meta_length :])
    np.testing.assert_array_equal(one_volume(tmp_path).hu, HU)


# ---------------------------------------------------------------- folders


def test_any_nesting_and_other_files(tmp_path: Path) -> None:
    found = datasets(HU)
    write(tmp_path / "a" / "b", found[:3])
    write(tmp_path / "c" / "d" / "e", found[3:])
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "empty").touch()
    (tmp_path / "void").mkdir()
    np.testing.assert_array_equal(one_volume(tmp_path).hu, HU)
    files = list(tmp_path.rglob("*.dcm"))
    np.testing.assert_array_equal(one_volume(files).hu, HU)
    assert one_volume(files[0]).hu.shape[0] == 1


def test_dicomdir_is_ignored(tmp_path: Path) -> None:
    write(tmp_path, datasets(HU))
    directory = get_testdata_file("DICOMDIR")
    assert directory
    shutil.copy(str(directory), tmp_path / "DICOMDIR")
    np.testing.assert_array_equal(one_volume(tmp_path).hu, HU)


def test_several_studies_and_series(tmp_path: Path) -> None:
    write(tmp_path, datasets(HU), "a")
    write(tmp_path, datasets(HU, series="2.25.300"), "b")
    write(tmp_path, datasets(HU, study="2.25.9", series="2.25.400"), "c")
    studies = read_studies(tmp_path)
    assert [(s.study_instance_uid, len(s.series)) for s in studies] == [("2.25.100", 2), ("2.25.9", 1)]
    assert all(isinstance(s, StudyFiles) and all(isinstance(x, Series) for x in s.series) for s in studies)


def test_headers_do_not_hold_pixels_and_a_few_slices_are_cheap(tmp_path: Path) -> None:
    (study,) = read_studies(write(tmp_path, datasets(HU)))
    (series,) = study.series
    for file in sorted(tmp_path.iterdir())[1:3]:
        file.unlink()
    hu, headers = load_slices(series, 2, (0.0, 1.0))
    np.testing.assert_array_equal(hu, HU[[0, 5]])
    assert len(headers) == 2
    with pytest.raises(FileError):
        load_volume(series)


def test_series_texts() -> None:
    (study,) = read_studies(datasets(
        HU, SeriesDescription="HEAD 5.0", ConvolutionKernel="H30s", BodyPartExamined="head", KVP="120",
        ContrastBolusAgent="", PatientAge="006M", GantryDetectorTilt="-12.5", ProtocolName="Trauma",
        InstitutionName="North Hospital",
    ))  # fmt: skip
    (series,) = study.series
    image = load_volume(series)
    assert (image.series_description, image.institution) == ("HEAD 5.0", "North Hospital")
    assert "North" not in repr(series) + repr(image)  # whose it is stays out of logs
    assert (series.description, series.kernel, series.body_part, series.kvp) == ("HEAD 5.0", "H30s", "HEAD", 120.0)
    assert series.patient_age_years == pytest.approx(0.5) and series.tilt_degrees == -12.5
    assert (series.plane, series.thickness_mm, series.modality) == ("axial", 5.0, "CT")


def test_age_from_dates() -> None:
    (study,) = read_studies(datasets(HU, PatientBirthDate="20200101", StudyDate="20200701"))
    assert study.series[0].patient_age_years == pytest.approx(0.5, abs=0.01)


# ---------------------------------------------------------------- what cannot be read


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_studies(tmp_path / "absent")
    assert caught.value.reason.code == "not_found" and "absent" not in str(caught.value)
    (tmp_path / "a.txt").write_text("hello")
    for source in (tmp_path, tmp_path / "a.txt", [], [tmp_path]):
        with pytest.raises(UnreadableInput) as caught:
            read_studies(source)
        assert caught.value.reason.code == "no_dicom"


def test_damaged_headers_only(tmp_path: Path) -> None:
    (tmp_path / "x.dcm").write_bytes(b"\0" * 128 + b"DICM" + b"\xfe\xff" * 50)
    with pytest.raises(UnreadableInput) as caught:
        read_studies(tmp_path)
    assert caught.value.reason.code in ("unreadable", "no_dicom")


def test_one_damaged_file_does_not_lose_the_study(tmp_path: Path) -> None:
    write(tmp_path, datasets(HU))
    (tmp_path / "x.dcm").write_bytes(b"\0" * 128 + b"DICM" + b"\x02\x00\x10\x00UI\xff\xff")
    assert one_volume_of_first(tmp_path).hu.shape == HU.shape


def test_a_header_cut_before_its_uids_is_no_other_study(tmp_path: Path) -> None:
    write(tmp_path, datasets(HU))
    raw = (tmp_path / "002.dcm").read_bytes()
    for name, tag in (("002.dcm", b"\x20\x00\x0d\x00"), ("003.dcm", b"\x20\x00\x0e\x00")):  # Study, Series UID
        (tmp_path / name).write_bytes(raw[: raw.index(tag)])
    (study,) = read_studies(tmp_path)
    assert study.damaged == 2 and [len(one.slices) for one in study.series] == [4]


def test_whole_images_without_any_uid_are_read_all_the_same() -> None:
    (study,) = read_studies(datasets(HU, StudyInstanceUID="", SeriesInstanceUID=""))
    assert study.damaged == 0 and len(study.series[0].slices) == 6


class _Failing(StoredFile):
    """On a disk that gives out after the header was read, or before."""

    name = "image"

    def __init__(self, raw: bytes, reads: int) -> None:
        self._raw, self._reads = raw, reads

    def read(self) -> bytes:
        self._reads -= 1
        if self._reads < 0:
            raise OSError(errno.EIO, "Input/output error", "/home/Secret^Name/image.dcm")
        return self._raw


@pytest.mark.parametrize("reads", [0, 1])
def test_a_disk_that_fails_leaves_no_image_out(reads: int) -> None:
    files = [_Failing(to_bytes(ds), reads if k == 3 else 2) for k, ds in enumerate(datasets(HU))]
    with pytest.raises(FileError) as caught:
        one_volume(files)
    assert caught.value.reason.code == "file_not_read" and "Secret" not in str(caught.value)
    assert not isinstance(caught.value, NotAnalysable)  # nothing is known of the study


def test_a_file_that_vanishes_leaves_no_image_out(tmp_path: Path) -> None:
    files = sorted(write(tmp_path, datasets(HU)).iterdir())
    with patch("inference.dicom.files_under", lambda root: [*files, tmp_path / "gone.dcm"]), pytest.raises(FileError):
        read_studies(tmp_path)


def test_a_folder_that_may_not_be_read_leaves_no_image_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "series", datasets(HU))
    for name in ("more", "lost+found"):  # the latter is of the disk, and nobody may look into it
        (tmp_path / name).mkdir()
    look = os.scandir

    def guarded(path: str) -> object:
        if Path(path).name in closed:
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", guarded)
    closed = {"lost+found"}
    assert len(read_studies(tmp_path)[0].series[0].slices) == len(datasets(HU))
    closed = {"lost+found", "more"}
    with pytest.raises(FileError, match="Permission denied"):
        read_studies(tmp_path)


def test_a_name_that_cannot_be_looked_up(tmp_path: Path) -> None:
    with pytest.raises((FileError, UnreadableInput)):
        read_studies(tmp_path / ("x" * 300))


def one_volume_of_first(path: Path) -> Volume:
    return load_volume(read_studies(path)[0].series[0])


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ({"Modality": "MR"}, "not_ct"),
        ({"ImagePositionPatient": None}, "missing_position"),
        ({"ImageOrientationPatient": None}, "missing_orientation"),
        ({"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]}, "missing_orientation"),
        ({"ImageOrientationPatient": [0, 0, 0, 0, 0, 0]}, "missing_orientation"),
        ({"PixelSpacing": None}, "missing_pixel_spacing"),
        ({"PixelSpacing": [0, 0]}, "missing_pixel_spacing"),
        ({"Rows": None}, "not_an_image"),
        ({"PixelData": None}, "no_pixels"),
        ({"PixelData": b"\0" * 10}, "truncated_pixels"),
        ({"Rows": 4097}, "bad_matrix"),
        ({"Rows": 4096, "Columns": 4096}, "truncated_pixels"),
        ({"Rows": 0}, "bad_matrix"),
        ({"NumberOfFrames": 10000}, "missing_position"),
        ({"NumberOfFrames": 2**31 - 1}, "bad_matrix"),
        ({"BitsAllocated": 12}, "unsupported_pixels"),
        ({"BitsAllocated": 0}, "unsupported_pixels"),
        ({"BitsStored": 17}, "unsupported_pixels"),
        ({"BitsAllocated": 32, "BitsStored": 32}, "truncated_pixels"),
        ({"SamplesPerPixel": 3, "PhotometricInterpretation": "RGB"}, "colour_image"),
        ({"RescaleIntercept": None}, "no_rescale"),
    ],
)
def test_what_cannot_become_a_volume_says_why(elements: dict[str, object], code: str) -> None:
    assert code_of(datasets(HU, **elements)) == code  # type: ignore[arg-type]


def test_not_supplied_in_numeric_and_uid_fields(tmp_path: Path) -> None:
    write(tmp_path, datasets(HU, KVP="120", SeriesNumber=1))
    for file in tmp_path.iterdir():
        raw = file.read_bytes()
        raw = raw.replace(b"IS\x02\x001 ", b"IS\x0c\x00Not Supplied", 1)
        raw = raw.replace(b"DS\x04\x00120 ", b"DS\x0c\x00Not Supplied", 1)
        file.write_bytes(raw)
    volume = one_volume(tmp_path)
    np.testing.assert_array_equal(volume.hu, HU)
    study = read_studies(datasets(HU, study="Not Supplied", series="Not Supplied"))
    assert study[0].study_instance_uid == "Not Supplied"


def test_position_not_supplied_in_one_image_is_skipped() -> None:
    found = datasets(HU)
    del found[5].ImagePositionPatient
    volume = one_volume(found)
    np.testing.assert_array_equal(volume.hu, HU[:5])
    (warning,) = volume.warnings
    assert warning.code == "images_skipped" and warning.text.startswith("One image ")


def test_structured_report_is_no_volume() -> None:
    report = dcmread(str(get_testdata_file("reportsi.dcm")))
    assert read_studies([report])[0].series[0].slices == ()
    assert code_of([report]) == "not_ct"


def test_mr_and_colour_examples() -> None:
    assert code_of([examples.mr]) == "not_ct"
    assert code_of([examples.rgb_color]) == "not_ct"


def test_truncated_file(tmp_path: Path) -> None:
    raw = to_bytes(datasets(HU)[0])
    (tmp_path / "a.dcm").write_bytes(raw[:-50])
    assert code_of(tmp_path) in ("truncated_pixels", "no_pixels", "damaged_pixels")


def test_truncated_compressed_stream_is_an_error() -> None:
    (ds,) = datasets(np.repeat(np.repeat(HU[:1], 8, axis=1), 8, axis=2))
    ds.compress(JPEG2000Lossless, generate_instance_uid=False)
    ds.PixelData = ds.PixelData[: len(ds.PixelData) // 2]
    assert code_of([ds]) in ("damaged_pixels", "no_pixels")


def test_unknown_transfer_syntax_is_not_quoted() -> None:
    found = datasets(HU)
    for ds in found:
        ds.file_meta.TransferSyntaxUID = UID("1.2.3.4.5")
        ds.PixelData = encapsulate([b"abcd"])
    with pytest.raises(UnreadableInput) as caught:
        one_volume(found)
    assert caught.value.reason.code == "unsupported_encoding" and "1.2.3" not in str(caught.value)


def test_codestream_larger_than_the_header_is_not_decoded() -> None:
    """A JPEG 2000 stream that claims 60000 x 60000 must be refused before a decoder allocates 7 GB."""
    (ds,) = datasets(np.repeat(np.repeat(HU[:1], 8, axis=1), 8, axis=2))
    ds.compress(JPEG2000Lossless, generate_instance_uid=False)
    raw = bytearray(ds.PixelData)
    at = raw.index(b"\xff\x4f\xff\x51") + 8
    raw[at : at + 8] = (60000).to_bytes(4, "big") * 2
    ds.PixelData = bytes(raw)
    assert code_of([ds]) == "damaged_pixels"


def test_deflate_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.files._MAX_INFLATED", 1_000_000)
    (ds,) = datasets(HU[:1])
    ds.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    raw = to_bytes(ds)
    start = 144 + int.from_bytes(raw[140:144], "little")
    bomb = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = b"\x08\x00\x60\x00CS\x02\x00CT" + b"\x09\x00\x10\x10OB\0\0\xff\xff\xff\x7f" + b"\0" * 5_000_000
    (tmp_path / "bomb.dcm").write_bytes(raw[:start] + bomb.compress(body) + bomb.flush())
    with pytest.raises(UnreadableInput) as caught:
        read_studies(tmp_path)
    assert caught.value.reason.code == "unreadable"


def test_no_patient_data_in_messages_or_logs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    bad: list[list[Dataset]] = [
        datasets(HU, PixelSpacing=None), datasets(HU, PixelData=b"12"), datasets(HU, Modality="MR"),
        [*datasets(HU), *datasets(HU[::-1])],
    ]  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        for k, found in enumerate(bad):
            folder = write(tmp_path / "Secret^Name" / str(k), found)
            for file in folder.iterdir():
                file.write_bytes(file.read_bytes().replace(b"SECRET-ID", b"SECRET\xff\xfeI"))
            with pytest.raises(NotAnalysable) as caught:
                one_volume(folder)
            chain: BaseException | None = caught.value
            while chain is not None:
                assert "secret" not in str(chain).lower()
                chain = chain.__cause__
            assert "Secret" not in repr(read_studies(folder))
    out, err = capfd.readouterr()
    assert "secret" not in (caplog.text + out + err).lower()


# ---------------------------------------------------------------- real scanners


@pytest.mark.skipif(not (SHARED_DATA / "dicom").is_dir(), reason="the development data are not on this machine")
def test_real_tilted_scan_with_two_slice_distances() -> None:
    volume = one_volume(SHARED_DATA / "dicom" / "ge_hispeed_tilt")
    assert volume.hu.shape == (28, 512, 512) and volume.tilt_degrees == pytest.approx(18.5, abs=0.01)
    steps = np.diff(volume.positions_mm) / np.cos(np.radians(18.5))  # along the table, as the headers tell
    assert steps.min() == pytest.approx(1.14, abs=0.01) and steps.max() == pytest.approx(7.38, abs=0.01)
    assert [w.code for w in volume.warnings] == ["unequal_spacing"]
    assert volume.offsets_mm[-1, 1] == pytest.approx(-48.21, abs=0.01)
    voxel = 0.4882812**2 * volume.positions_mm[-1] / 27
    assert abs(np.linalg.det(volume.affine[:3, :3])) == pytest.approx(voxel, rel=1e-6)
    assert volume.hu.min() <= -1024


@pytest.mark.skipif(not (SHARED_DATA / "dicom").is_dir(), reason="the development data are not on this machine")
@pytest.mark.parametrize(
    ("name", "tilt", "count"), [("philips_phantom_axial", 0.0, 28), ("philips_phantom_tilt", 18.5, 54)]
)
def test_real_phantom_scans(name: str, tilt: float, count: int) -> None:
    volume = one_volume(SHARED_DATA / "dicom" / name)
    assert len(volume.hu) == count and volume.tilt_degrees == pytest.approx(tilt, abs=0.01) and volume.warnings == ()


def test_geometry_error_is_not_analysable() -> None:
    with pytest.raises(GeometryError):
        one_volume(datasets(HU, ImagePositionPatient=None))
