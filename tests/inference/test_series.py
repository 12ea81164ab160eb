"""Which series of a study is analysed, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset

import inference.series
from inference import pixels
from inference.dicom import read_studies
from inference.errors import NoSuitableSeries, Reason
from inference.headers import Series
from inference.series import SeriesChoice, choose
from inference.suitability import check
from inference.types import Volume
from tests.inference.dicom_files import HU, SHARED_DATA, datasets, head_hu, trunk_hu, write

AXIAL = head_hu()
GEOMETRY = {"pixel_mm": (1.4, 1.4), "step_mm": 5.0}


def head(uid: int, hu: HU = AXIAL, **elements: object) -> list[Dataset]:
    return datasets(hu, series=f"2.25.{uid}", **{**GEOMETRY, **elements})  # type: ignore[arg-type]


def chosen(*series: list[Dataset]) -> SeriesChoice:
    (study,) = read_studies([ds for one in series for ds in one])
    return choose(study)


def reasons(choice: SeriesChoice) -> dict[str, str]:
    return {uid.rsplit(".", 1)[-1]: reason.code for uid, reason in choice.rejected}


def reformat(uid: int, plane: str) -> list[Dataset]:
    hu = np.ascontiguousarray(AXIAL.transpose(1, 0, 2)[::8] if plane == "coronal" else AXIAL.transpose(2, 0, 1)[::8])
    orientation = (1, 0, 0, 0, 0, -1) if plane == "coronal" else (0, 1, 0, 0, 0, -1)
    axis = 1 if plane == "coronal" else 0
    positions = np.zeros((len(hu), 3))
    positions[:, axis] = np.arange(len(hu)) * 5
    return head(uid, hu, orientation=orientation, positions=positions.tolist(), pixel_mm=(5.0, 1.4))


def scout(uid: int) -> list[Dataset]:
    return head(uid, AXIAL[:2], orientation=(1, 0, 0, 0, 0, -1), ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])


def dose_report(uid: int) -> list[Dataset]:
    report = dcmread(str(get_testdata_file("reportsi.dcm")))
    report.StudyInstanceUID, report.SeriesInstanceUID = "2.25.100", f"2.25.{uid}"
    return [report]


def dose_picture(uid: int) -> list[Dataset]:
    return head(uid, AXIAL[:1], SamplesPerPixel=3, PhotometricInterpretation="RGB", ImageOrientationPatient=None)


BONE = head_hu(noise=45, sharp=True, seed=3)
THIN = head_hu(slices=96, step_mm=1.25, noise=9, seed=4)
CONTRAST = head_hu(contrast_hu=170, seed=5)
CHEST = trunk_hu("chest")


def test_a_whole_study_in_any_order_and_without_any_text() -> None:
    """Scout, bone, thin, reformats, contrast, chest, reports: geometry and pixels alone find the plain 5 mm stack."""
    parts: list[list[Dataset]] = [
        scout(1), head(2), head(3, BONE), head(4, THIN, step_mm=1.25), reformat(5, "coronal"), reformat(6, "sagittal"),
        head(7, CONTRAST), head(8, CHEST, pixel_mm=(2.4, 2.4)), dose_report(9), dose_picture(10), head(11, AXIAL[:4]),
    ]  # fmt: skip
    expected = {
        "1": "localizer", "3": "bone_kernel", "4": "thinner", "5": "not_axial", "6": "not_axial", "7": "contrast",
        "8": "not_a_head", "9": "not_ct", "10": "colour_image", "11": "too_few_slices",
    }  # fmt: skip
    for order in (parts, parts[::-1]):
        choice = chosen(*order)
        assert choice.series.series_instance_uid == "2.25.2"
        np.testing.assert_array_equal(choice.volume.hu, AXIAL)
        assert reasons(choice) == expected


def test_misleading_texts_do_not_decide() -> None:
    plain = head(2, SeriesDescription="BONE 1.0 CHEST", ConvolutionKernel="H70h", BodyPartExamined="CHEST")
    bone = head(3, BONE, SeriesDescription="BRAIN 5.0 SOFT", ConvolutionKernel="H30s", BodyPartExamined="HEAD")
    choice = chosen(bone, plain)
    assert choice.series.series_instance_uid == "2.25.2" and reasons(choice) == {"3": "bone_kernel"}


def test_texts_decide_between_equals() -> None:
    other = head_hu(seed=9)
    choice = chosen(head(2, other, ConvolutionKernel="H60s"), head(3, ConvolutionKernel="H31s"))
    assert choice.series.series_instance_uid == "2.25.3"
    choice = chosen(head(2, other, BodyPartExamined="NECK"), head(3, BodyPartExamined="HEAD"))
    assert choice.series.series_instance_uid == "2.25.3"
    projected = head(2, other, ImageType=["DERIVED", "SECONDARY", "AXIAL", "MIP"])
    assert chosen(projected, head(3)).series.series_instance_uid == "2.25.3"


def test_a_plain_series_with_the_protocol_of_an_angiogram_is_a_candidate() -> None:
    texts: dict[str, object] = {"ContrastBolusAgent": "OMNIPAQUE 350", "ProtocolName": "CTA HEAD NECK"}
    plain = head(2, AXIAL, SeriesDescription="HEAD 5.0 H31s", **texts)
    choice = chosen(plain, head(7, CONTRAST, SeriesDescription="CTA 5.0", **texts))
    assert choice.series.series_instance_uid == "2.25.2" and reasons(choice) == {"7": "contrast"}


def test_thin_soft_stack_alone_is_taken() -> None:
    choice = chosen(scout(1), head(4, THIN, step_mm=1.25))
    assert choice.series.series_instance_uid == "2.25.4" and len(choice.volume.hu) == 96


def test_thin_soft_before_thick_bone() -> None:
    choice = chosen(head(3, BONE), head(4, THIN, step_mm=1.25))
    assert choice.series.series_instance_uid == "2.25.4" and reasons(choice) == {"3": "bone_kernel"}


def test_more_of_the_head_before_less() -> None:
    choice = chosen(head(2, AXIAL[8:16]), head(3))
    assert choice.series.series_instance_uid == "2.25.3" and reasons(choice) == {"2": "covers_less"}


def test_a_damaged_winner_gives_way_to_the_next() -> None:
    best = head(2)
    best[1].PixelData = best[1].PixelData[:100]  # not among the few slices looked at
    choice = chosen(best, head(3, head_hu(noise=7, seed=8)))
    assert choice.series.series_instance_uid == "2.25.3" and reasons(choice)["2"] == "truncated_pixels"


def test_only_the_winner_is_decoded_completely(tmp_path: Path) -> None:
    write(tmp_path, head(2), "a")
    write(tmp_path, head(4, THIN, step_mm=1.25), "b")
    (study,) = read_studies(tmp_path)
    decoded: list[object] = []
    stored = pixels._stored

    def counting(ds: Dataset, header: object) -> object:
        decoded.append(header)
        return stored(ds, header)  # type: ignore[arg-type]

    with patch.object(pixels, "_stored", counting):
        choose(study)
    assert len(decoded) <= 7 + 7 + len(AXIAL)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: [scout(1)], "localizer"),
        (lambda: [reformat(5, "coronal"), scout(1)], "not_axial"),
        (lambda: [head(3, BONE), reformat(5, "coronal")], "bone_kernel"),
        (lambda: [head(8, CHEST, pixel_mm=(2.4, 2.4)), scout(1)], "not_a_head"),
        (lambda: [head(8, head_hu(filling=-990))], "no_brain"),
        (lambda: [head(8, AXIAL[:3])], "too_few_slices"),
        (lambda: [dose_report(9)], "not_ct"),
        (lambda: [dose_picture(9)], "colour_image"),
        (lambda: [head(2, Modality="MR"), dose_report(9)], "not_ct"),
        (lambda: [head(2, PixelSpacing=None)], "missing_pixel_spacing"),
        (lambda: [head(2, PixelData=b"12")], "truncated_pixels"),
        (lambda: [head(2), head(2, head_hu(seed=11))], "conflicting_positions"),
    ],
)
def test_no_suitable_series_says_what_came_nearest(make: Callable[[], list[list[Dataset]]], code: str) -> None:
    with pytest.raises(NoSuitableSeries) as caught:
        chosen(*make())
    assert caught.value.reason.code == code


def test_an_enhanced_series_that_is_alone_goes_to_the_gate_which_refuses_it() -> None:
    """Calcified falx and choroid can look enhanced on a few slices: only all slices may refuse a study."""
    choice = chosen(head(7, CONTRAST), head(3, BONE))
    assert choice.refused is not None and choice.refused.code == "contrast"
    assert choice.series.series_instance_uid == "2.25.7" and reasons(choice) == {"3": "bone_kernel"}


def test_the_gate_refuses_a_series_and_not_the_study() -> None:
    """A hole shows neither on the few slices looked at nor in their number, and the thick stack would come first."""
    kept = [k for k in range(24) if not 8 <= k < 12]
    holed = head(2, AXIAL[kept], positions=[(0, 0, 5 * k) for k in kept])
    complete = head(3, head_hu(48, 2.5, noise=6), step_mm=2.5)
    choice = chosen(holed, complete)
    assert choice.series.series_instance_uid == "2.25.3" and choice.refused is None and choice.warnings == ()
    assert reasons(choice) == {"2": "slice_gaps"}
    alone = chosen(holed)
    assert alone.refused is not None and alone.refused.code == "slice_gaps" and alone.rejected == ()
    both = chosen(holed, head(7, CONTRAST))
    assert both.refused is not None and both.refused.code == "slice_gaps" and reasons(both) == {"7": "contrast"}


def test_the_gate_looks_once_at_the_series_chosen() -> None:
    looked: list[str] = []

    def counting(volume: Volume, series: Series) -> tuple[Reason, ...]:
        looked.append(series.series_instance_uid)
        return check(volume, series)

    with patch.object(inference.series, "check", counting):
        choice = chosen(head(2, KVP="80"), head(4, THIN, step_mm=1.25))
    assert looked == ["2.25.2"] and [w.code for w in choice.warnings] == ["kvp"]


def test_files_that_nobody_can_read_are_said(tmp_path: Path) -> None:
    write(tmp_path, head(2), "a")
    raw = (tmp_path / "a003.dcm").read_bytes()
    for name, cut in (("a003.dcm", raw.index(b"\x20\x00\x0d\x00")), ("a004.dcm", 140)):
        (tmp_path / name).write_bytes(raw[:cut])
    (study,) = read_studies(tmp_path)
    choice = choose(study)
    assert [w.code for w in choice.warnings] == ["images_skipped", "slice_gap"]
    assert choice.warnings[0].text.startswith("2 files ")


@pytest.mark.skipif(not (SHARED_DATA / "dicom").is_dir(), reason="the development data are not on this machine")
def test_real_scans() -> None:
    (study,) = read_studies(SHARED_DATA / "dicom" / "ge_hispeed_tilt")
    assert len(choose(study).volume.hu) == 28
    for name in ("philips_phantom_axial", "philips_phantom_tilt"):
        (study,) = read_studies(SHARED_DATA / "dicom" / name)
        with pytest.raises(NoSuitableSeries) as caught:
            choose(study)
        assert caught.value.reason.code == "no_brain"
