"""The phantom head: true volumes, tissue as in life, one head per spec, valid DICOM."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.uid import CTImageStorage, XRayRadiationDoseSRStorage

from inference.phantom import (
    MIMICS,
    SITES,
    TRANSFER_SYNTAXES,
    Hemorrhage,
    Phantom,
    PhantomPatient,
    PhantomSpec,
    PhantomStudy,
    dose_report,
    image_datasets,
    reformat,
    render,
    scout,
    uid_from,
    write_datasets,
    write_series,
)
from inference.phantom.hemorrhage import threshold_for
from inference.phantom.scan import plan_scan
from inference.types import TYPES, HemorrhageType

#: A coarse matrix keeps the suite fast; the physics is the same.
COARSE: dict[str, float] = {"matrix": 256, "spacing_mm": 0.9}

CASES = [
    (HemorrhageType.IPH, "left basal_ganglia", 30.0),
    (HemorrhageType.IPH, "right thalamus", 6.0),
    (HemorrhageType.IPH, "pons", 2.0),
    (HemorrhageType.IPH, "left cerebellum", 10.0),
    (HemorrhageType.IPH, "right lobar", 0.3),
    (HemorrhageType.EDH, "left temporal", 35.0),
    (HemorrhageType.EDH, "right frontal", 10.0),
    (HemorrhageType.EDH, "left parietal", 2.0),
    (HemorrhageType.EDH, "right posterior_fossa", 6.0),
    (HemorrhageType.SDH, "left convexity", 70.0),
    (HemorrhageType.SDH, "right convexity", 5.0),
    (HemorrhageType.SDH, "left falx", 4.0),
    (HemorrhageType.SDH, "right tentorium", 4.0),
    (HemorrhageType.SAH, "basal", 18.0),
    (HemorrhageType.SAH, "right sylvian", 4.0),
    (HemorrhageType.SAH, "left convexity", 2.0),
    (HemorrhageType.SAH, "perimesencephalic", 3.0),
    (HemorrhageType.IVH, "occipital_horns", 3.0),
    (HemorrhageType.IVH, "left filling", 20.0),
]


def head(spec: PhantomSpec, **options: float) -> Phantom:
    return render(spec, **{**COARSE, **options})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def negative() -> Phantom:
    return head(PhantomSpec(seed=7, age=60), noise_hu=0.0)


@pytest.fixture(scope="module")
def short() -> Phantom:
    """A few slices with a bleed, enough for everything about files."""
    return head(PhantomSpec(seed=3, hemorrhages=(Hemorrhage(HemorrhageType.IPH, 5.0, "left thalamus"),)), slices=4)


def cavity_of(phantom: Phantom) -> NDArray[np.bool_]:
    """Soft tissue well inside the skull on the upper slices, found from the pixels alone."""
    from scipy import ndimage

    inside = np.zeros(phantom.hu.shape, dtype=bool)
    for index, slice_hu in enumerate(phantom.hu):
        bone = slice_hu > 250
        filled = ndimage.binary_fill_holes(bone)
        inside[index] = ndimage.binary_erosion(filled & ~bone, iterations=3)
    return inside


@pytest.mark.parametrize(("kind", "site", "volume"), CASES)
def test_the_mask_has_the_volume_asked_for_and_looks_like_blood(kind: HemorrhageType, site: str, volume: float) -> None:
    phantom = head(PhantomSpec(seed=11, age=65, hemorrhages=(Hemorrhage(kind, volume, site),)), slices=15)
    voxel_ml = abs(np.linalg.det(phantom.affine[:3, :3])) / 1000.0
    mask = phantom.labels > 0
    assert set(np.unique(phantom.labels)) == {0, kind.label}
    assert mask.sum() * voxel_ml == pytest.approx(volume, rel=0.05, abs=voxel_ml)
    assert phantom.truth_ml[kind] == pytest.approx(volume, rel=0.05, abs=voxel_ml)
    assert phantom.lesion_ml == pytest.approx([phantom.truth_ml[kind]])
    assert sum(phantom.truth_ml.values()) == pytest.approx(phantom.truth_ml[kind])
    middle = float(np.median(phantom.hu[mask]))
    assert 50 <= middle <= 80
    x = (phantom.affine[:3, :3] @ np.argwhere(mask)[:, ::-1].mean(axis=0) + phantom.affine[:3, 3])[0]
    if site.startswith("left"):
        assert x > 0  # LPS: x grows to the patient's left
    if site.startswith("right"):
        assert x < 0


def test_every_site_is_covered_above() -> None:
    assert {(kind, site.split(" ")[-1]) for kind, site, _ in CASES} == {
        (kind, site) for kind in TYPES for site in SITES[kind]
    }


def test_blood_replaces_what_was_there_and_nothing_far_away_changes() -> None:
    options = {"noise_hu": 0.0, "slices": 12, "first_mm": -40.0}
    plain = head(PhantomSpec(seed=21), **options)
    bled = head(PhantomSpec(seed=21, hemorrhages=(Hemorrhage(HemorrhageType.SAH, 8.0, "basal"),)), **options)
    mask = bled.labels > 0
    rise = bled.hu.astype(int) - plain.hu
    assert np.median(rise[mask]) > 15
    assert (rise[~mask & (plain.hu > -50)] < -1).mean() < 0.01
    # Cisterns were CSF or thin cortex before, never bone.
    assert np.percentile(plain.hu[mask], 95) < 70


def test_intraventricular_blood_lies_in_what_was_csf_and_layers_to_the_back() -> None:
    spec = PhantomSpec(seed=5, hemorrhages=(Hemorrhage(HemorrhageType.IVH, 2.0, "occipital_horns"),))
    bled = head(spec, noise_hu=0.0, slices=9, first_mm=-12.0)
    plain = head(PhantomSpec(seed=5), noise_hu=0.0, slices=9, first_mm=-12.0)
    mask = bled.labels == HemorrhageType.IVH.label
    assert np.median(plain.hu[mask]) < 15
    rows = np.argwhere(mask)[:, 1]
    csf_rows = np.argwhere((plain.hu < 12) & (plain.hu > -20) & cavity_of(plain))[:, 1]
    assert rows.mean() > np.percentile(csf_rows, 75)


def test_several_hemorrhages_keep_their_own_volumes() -> None:
    wanted = (
        Hemorrhage(HemorrhageType.IPH, 20.0, "left basal_ganglia"),
        Hemorrhage(HemorrhageType.IVH, 6.0, "left filling"),
        Hemorrhage(HemorrhageType.SDH, 15.0, "right convexity"),
    )
    phantom = head(PhantomSpec(seed=4, hemorrhages=wanted))
    for lesion, measured in zip(wanted, phantom.lesion_ml, strict=True):
        assert measured == pytest.approx(lesion.volume_ml, rel=0.05)
        assert phantom.truth_ml[lesion.type] == pytest.approx(measured)


def test_thick_and_thin_slices_show_the_same_bleed() -> None:
    spec = PhantomSpec(seed=31, hemorrhages=(Hemorrhage(HemorrhageType.IPH, 12.0, "right lobar"),))
    centres = []
    for slice_mm, count in ((5.0, 16), (2.0, 40)):
        phantom = head(spec, slice_mm=slice_mm, slices=count)
        assert phantom.truth_ml[HemorrhageType.IPH] == pytest.approx(12.0, rel=0.05)
        index = np.argwhere(phantom.labels > 0)[:, ::-1].mean(axis=0)
        centres.append(phantom.affine[:3, :3] @ index + phantom.affine[:3, 3])
    assert np.linalg.norm(centres[0] - centres[1]) < 1.5


def test_a_subdural_shifts_the_midline_away() -> None:
    sides = {}
    for side in ("left", "right"):
        spec = PhantomSpec(seed=9, hemorrhages=(Hemorrhage(HemorrhageType.SDH, 90.0, f"{side} convexity"),))
        phantom = head(spec, noise_hu=0.0, slices=3, first_mm=10.0)
        ventricles = (phantom.hu < 12) & (phantom.hu > -20) & cavity_of(phantom)
        middle = slice(90, 166)
        sides[side] = float(np.argwhere(ventricles[:, middle, middle])[:, 2].mean())
    assert sides["left"] < sides["right"] - 2


def test_a_subdural_is_a_crescent_and_an_epidural_a_lens() -> None:
    """The middle of the inner border lies outside the line from horn to horn for a crescent, inside it for a lens."""
    slender, bulge = {}, {}
    for kind, site in ((HemorrhageType.SDH, "left convexity"), (HemorrhageType.EDH, "left parietal")):
        phantom = head(PhantomSpec(seed=10, hemorrhages=(Hemorrhage(kind, 12.0, site),)), noise_hu=0.0)
        blood = phantom.labels[int((phantom.labels > 0).sum(axis=(1, 2)).argmax())] > 0
        rows = np.flatnonzero(blood.any(axis=1))
        inner = blood[rows].argmax(axis=1)  # the patient's left is the right of the image
        middle = inner[len(rows) // 3 : -(len(rows) // 3)].mean()
        slender[kind] = np.ptp(rows) / blood[rows].sum(axis=1).max()
        bulge[kind] = float((inner[:3].mean() + inner[-3:].mean()) / 2 - middle)
    assert slender[HemorrhageType.SDH] > 2 * slender[HemorrhageType.EDH]
    assert bulge[HemorrhageType.SDH] < -1
    assert bulge[HemorrhageType.EDH] > bulge[HemorrhageType.SDH] + 5


def test_tissue_has_the_attenuation_of_life(negative: Phantom) -> None:
    upper = negative.origin_mm[:, 2] > 0
    brain = negative.hu[upper][cavity_of(negative)[upper]]
    assert 28 <= np.median(brain) <= 36
    low, high = np.percentile(brain, [10, 90])
    assert 24 <= low <= 33
    assert 34 <= high <= 44
    assert (brain > 55).mean() < 0.01
    csf = ((brain > -5) & (brain < 14)).mean()
    assert 0.01 < csf < 0.2
    assert negative.hu.min() >= -1024
    assert np.percentile(negative.hu, 99.5) > 900  # compact bone
    assert np.percentile(negative.hu[:, :20], 50) == -1000  # air
    fat = ((negative.hu > -130) & (negative.hu < -60)).mean()
    assert fat > 0.005
    assert not negative.labels.any()


def test_the_size_is_an_adult_head(negative: Phantom) -> None:
    bone = (
        (negative.hu > 300)
        & (negative.origin_mm[:, 2] > -5)[:, None, None]
        & (negative.origin_mm[:, 2] < 40)[:, None, None]
    )
    rows, columns = np.flatnonzero(bone.any(axis=(0, 2))), np.flatnonzero(bone.any(axis=(0, 1)))
    assert 160 < np.ptp(rows) * 0.9 < 205
    assert 125 < np.ptp(columns) * 0.9 < 165


@pytest.mark.parametrize("kernel", ["soft", "bone"])
def test_noise_has_the_asked_strength_and_the_kernels_texture(kernel: str) -> None:
    spec = PhantomSpec(seed=2)
    options = {"slices": 3, "first_mm": 45.0, "kernel": kernel}
    clean = render(spec, noise_hu=0.0, **options)  # type: ignore[arg-type]
    noisy = render(spec, noise_hu=4.0, **options)  # type: ignore[arg-type]
    middle = np.s_[:, 220:290, 220:290]
    grain = (noisy.hu.astype(float) - clean.hu)[middle]
    assert grain.std() == pytest.approx(4.0, rel=0.15)
    neighbours = np.corrcoef(grain[:, :, :-1].ravel(), grain[:, :, 1:].ravel())[0, 1]
    assert neighbours > 0.6 if kernel == "soft" else neighbours < 0.4


def test_the_default_noise_is_that_of_a_five_millimetre_head() -> None:
    spec = PhantomSpec(seed=2)
    clean, noisy = head(spec, noise_hu=0.0, slices=3), head(spec, slices=3)
    assert 2.8 < (noisy.hu.astype(float) - clean.hu)[:, 110:146, 110:146].std() < 4.2


def test_equal_specs_give_equal_pixels_and_seeds_differ() -> None:
    spec = PhantomSpec(seed=6, hemorrhages=(Hemorrhage(HemorrhageType.EDH, 8.0),), mimics=("motion",))
    first, second = head(spec, slices=5), head(spec, slices=5)
    assert np.array_equal(first.hu, second.hu)
    assert np.array_equal(first.labels, second.labels)
    other = head(PhantomSpec(seed=7, hemorrhages=spec.hemorrhages, mimics=spec.mimics), slices=5)
    assert not np.array_equal(first.hu, other.hu)


def test_part_of_a_head_is_the_same_head(negative: Phantom) -> None:
    middle = negative.origin_mm[12, 2]
    part = head(negative.spec, slices=4, first_mm=float(middle), noise_hu=0.0)
    # Matrix products of another size may round the last bit differently.
    assert np.abs(part.hu.astype(int) - negative.hu[12:16]).max() <= 1


@pytest.mark.parametrize("mimic", MIMICS)
def test_mimics_change_the_image_and_are_never_labelled(mimic: str, negative: Phantom) -> None:
    shown = head(PhantomSpec(seed=7, age=60, mimics=(mimic,)), noise_hu=0.0)
    assert not shown.labels.any()
    assert sum(shown.truth_ml.values()) == 0
    assert (np.abs(shown.hu.astype(int) - negative.hu) > 12).sum() > 20


def test_contrast_fills_vessels_and_sinuses() -> None:
    plain, enhanced = (
        head(PhantomSpec(seed=8, contrast=on), noise_hu=0.0, slices=10, first_mm=-15.0) for on in (False, True)
    )
    inside = cavity_of(plain)
    assert (enhanced.hu[inside] > 120).sum() * enhanced.voxel_ml > 1.0
    assert (plain.hu[inside] > 120).sum() * plain.voxel_ml < 0.5
    assert not enhanced.labels.any()


def test_arteries_alone_are_bright_before_any_vein() -> None:
    plain, arterial = (
        head(PhantomSpec(seed=8, arteries_hu=level), noise_hu=0.0, slices=6, first_mm=-15.0) for level in (None, 350)
    )
    brighter = np.where(cavity_of(plain), arterial.hu.astype(int) - plain.hu, 0)
    assert (brighter > 150).sum() * plain.voxel_ml > 0.2
    behind = brighter[:, 180:]  # where sinuses and choroid plexus lie
    assert np.abs(behind).max() <= 1
    assert not arterial.labels.any()


@pytest.mark.parametrize("body", ["abdomen", "chest"])
def test_a_wrong_body_part_is_no_head(body: str) -> None:
    phantom = render(PhantomSpec(seed=1, body=body), matrix=128, spacing_mm=3.1, slices=6)  # type: ignore[arg-type]
    soft = (phantom.hu > 0) & (phantom.hu < 100)
    assert soft.mean() > 0.05
    assert not phantom.labels.any()
    row_extent = np.flatnonzero((phantom.hu > -300).any(axis=(0, 1)))
    assert np.ptp(row_extent) * 3.1 > 260


def test_age_and_atrophy_widen_the_ventricles() -> None:
    csf = []
    for atrophy in (0.0, 0.9):
        phantom = head(PhantomSpec(seed=3, atrophy=atrophy), noise_hu=0.0, slices=6, first_mm=5.0)
        brain = phantom.hu[cavity_of(phantom)]
        csf.append(float(((brain > -5) & (brain < 14)).mean()))
    assert csf[1] > 2 * csf[0]


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="volume_ml"):
        Hemorrhage(HemorrhageType.IPH, 0.0)
    with pytest.raises(ValueError, match="site"):
        Hemorrhage(HemorrhageType.IPH, 1.0, "left moon")
    with pytest.raises(ValueError, match="mimics"):
        PhantomSpec(seed=1, mimics=("ghost",))
    with pytest.raises(ValueError, match="head"):
        PhantomSpec(seed=1, body="chest", mimics=("motion",))
    with pytest.raises(ValueError, match="head"):
        PhantomSpec(seed=1, body="chest", arteries_hu=300)
    with pytest.raises(ValueError, match="arteries_hu"):
        PhantomSpec(seed=1, arteries_hu=80)
    with pytest.raises(ValueError, match="slice_mm"):
        render(PhantomSpec(seed=1), slice_mm=40.0)
    with pytest.raises(ValueError, match="fit"):
        head(PhantomSpec(seed=1, hemorrhages=(Hemorrhage(HemorrhageType.IVH, 60.0),)), slices=1, first_mm=60.0)


@given(
    tilt=st.floats(-28, 28),
    slice_mm=st.floats(0.6, 10),
    count=st.integers(2, 40),
)
@settings(max_examples=60, deadline=None)
def test_slices_touch_along_their_normal_at_any_tilt(tilt: float, slice_mm: float, count: int) -> None:
    scan = plan_scan((-66.0, 87.0), slice_mm, 0.5, 64, count, tilt, 0.0, None)
    cy, cz = scan.column_direction
    normal = np.cross([1.0, 0.0, 0.0], [0.0, cy, cz])
    steps = np.diff(scan.origins(), axis=0)
    assert normal[2] > 0
    assert np.allclose(steps @ normal, slice_mm)
    assert np.allclose(steps[:, :2], 0)  # the table moves along z only


@given(st.integers(0, 2**32 - 1), st.integers(1, 300))
@settings(max_examples=40, deadline=None)
def test_the_threshold_is_exact(seed: int, voxels: int) -> None:
    rng = np.random.default_rng(seed)
    score = rng.normal(0, 5, 1000).astype(np.float32)
    host = rng.uniform(0.2, 1, 1000).astype(np.float32)
    spread = rng.uniform(0, 3, 1000).astype(np.float32)
    limit = threshold_for(score, spread, host, np.ones(1000, dtype=bool), voxels, 1.0)
    share = host.astype(float) * np.clip(0.5 + (score - limit) / (1.0 + spread), 0, 1)
    assert abs(int((share >= 0.5 - 1e-5).sum()) - voxels) <= 1


def test_a_series_is_valid_ct_storage_and_reads_back(short: Phantom, tmp_path: Path) -> None:
    study = PhantomStudy(
        uid_from("a study"),
        patient=PhantomPatient("Muster^Erika", "P1", date(1950, 2, 3), "F"),
        at=datetime(2026, 3, 4, 5, 6, 7),
        accession="A77",
        station="CT2",
    )
    paths = write_series(short, tmp_path / "series", study=study, series_uid=uid_from("a series"))
    assert [path.name for path in paths] == ["0000.dcm", "0001.dcm", "0002.dcm", "0003.dcm"]
    uids = set()
    for index, path in enumerate(paths):
        ds = dcmread(path)
        assert ds.file_meta.MediaStorageSOPClassUID == ds.SOPClassUID == CTImageStorage
        assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
        uids.add(ds.SOPInstanceUID)
        hu = ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept)
        assert np.array_equal(hu, short.hu[index])
        assert np.allclose(ds.ImagePositionPatient, short.origin_mm[index], atol=1e-5)
        assert np.allclose(ds.ImageOrientationPatient, [1, 0, 0, 0, 1, 0])
        assert np.allclose(ds.PixelSpacing, short.pixel_mm)
        assert float(ds.SliceThickness) == 5.0
        assert (ds.Rows, ds.Columns) == (256, 256)
        assert (ds.AccessionNumber, ds.StationName, ds.StudyDate, ds.StudyTime) == ("A77", "CT2", "20260304", "050607")
        assert (ds.PatientBirthDate, ds.PatientSex, ds.BodyPartExamined) == ("19500203", "F", "HEAD")
        for keyword in ("StudyID", "ReferringPhysicianName", "FrameOfReferenceUID", "KVP", "AcquisitionNumber"):
            assert keyword in ds  # type 2 and 1 of the CT image IOD
    assert len(uids) == 4


@pytest.mark.parametrize("syntax", TRANSFER_SYNTAXES)
def test_every_transfer_syntax_keeps_the_pixels(short: Phantom, tmp_path: Path, syntax: str) -> None:
    (path,) = write_series(short, tmp_path, study_uid=uid_from("s"), indices=[2], transfer_syntax=syntax)
    ds = dcmread(path)
    assert ds.file_meta.TransferSyntaxUID == TRANSFER_SYNTAXES[syntax]
    assert ds.InstanceNumber == 3
    assert np.array_equal(ds.pixel_array + int(ds.RescaleIntercept), short.hu[2])


def test_a_tilted_gantry_is_in_the_geometry() -> None:
    spec = PhantomSpec(seed=3, hemorrhages=(Hemorrhage(HemorrhageType.IPH, 10.0, "left thalamus"),))
    phantom = head(spec, tilt_degrees=18.5, slices=12)
    files = list(image_datasets(phantom, study=PhantomStudy("1.2.3"), series_uid="1.2.3.4"))
    row, column = np.array(files[0].ImageOrientationPatient).reshape(2, 3)
    normal = np.cross(row, column)
    assert float(files[0].GantryDetectorTilt) == 18.5
    assert np.degrees(np.arccos(normal[2])) == pytest.approx(18.5, abs=0.01)
    positions = np.array([ds.ImagePositionPatient for ds in files], dtype=float)
    assert np.allclose(np.diff(positions @ normal), 5.0, atol=1e-4)
    assert np.allclose(positions[:, :2], positions[0, :2])
    volume = phantom.to_volume()
    assert np.allclose(volume.affine[:3, 2], positions[1] - positions[0], atol=1e-4)
    assert volume.voxel_ml * (phantom.labels > 0).sum() == pytest.approx(10.0 * np.ones(12), rel=0.05)
    # The head is tipped along, so the same thalamus bleeds.
    index = np.argwhere(phantom.labels > 0)[:, ::-1].mean(axis=0)
    centre = volume.affine[:3, :3] @ index + volume.affine[:3, 3]
    assert abs(centre[0] - 13) < 6


def test_a_study_has_localizer_reformats_and_dose_report(negative: Phantom, tmp_path: Path) -> None:
    study = PhantomStudy(uid_from("full study"))
    localizer = scout(negative, study=study, series_uid="1.2.1")
    assert list(localizer.ImageType) == ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    assert abs(localizer.pixel_array.shape[0] * negative.pixel_mm[0] - 155) < 6
    for plane, normal in (("coronal", [0, 1, 0]), ("sagittal", [-1, 0, 0])):
        series = list(
            reformat(negative, plane, study=study, series_uid=uid_from(plane), pixel_mm=0.9)  # type: ignore[arg-type]
        )
        row, column = np.array(series[0].ImageOrientationPatient).reshape(2, 3)
        assert np.allclose(np.abs(np.cross(row, column)), np.abs(normal))
        assert series[0].ImageType[0] == "DERIVED"
        middle = series[len(series) // 2]
        hu = middle.pixel_array + int(middle.RescaleIntercept)
        assert ((hu > 0) & (hu < 80)).mean() > 0.1
        # A point deep in the head has the same attenuation in both grids.
        position = np.array(middle.ImagePositionPatient, dtype=float)
        spot = position + 0.9 * (row * (hu.shape[1] // 2) + column * 60)
        x, y, z = np.linalg.solve(negative.affine[:3, :3], spot - negative.affine[:3, 3])
        near = negative.hu[int(z) : int(z) + 2, int(y) - 4 : int(y) + 6, int(x) - 4 : int(x) + 6]
        here = hu[56:65, hu.shape[1] // 2 - 4 : hu.shape[1] // 2 + 5]
        assert abs(float(np.median(near)) - float(np.median(here))) < 8
    report = dose_report(study=study, series_uid="1.2.9")
    paths = write_datasets([localizer, report], tmp_path, "extra")
    read = dcmread(paths[1])
    assert read.SOPClassUID == XRayRadiationDoseSRStorage
    assert read.Modality == "SR"
    assert "PixelData" not in read
    assert read.StudyInstanceUID == localizer.StudyInstanceUID
    tilted = head(PhantomSpec(seed=1), slices=2, tilt_degrees=10.0)
    with pytest.raises(ValueError, match="untilted"):
        reformat(tilted, "coronal", study=study, series_uid="1.2.5")
