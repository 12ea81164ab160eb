"""The gate: what is refused, what is warned of, and that no real patient is lost."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.dicom import load_volume, read_studies
from inference.errors import NotAnalysable, Reason
from inference.phantom import MIMICS, Hemorrhage, PhantomSpec, render
from inference.series import choose
from inference.suitability import Findings, check, measure
from inference.types import HemorrhageType, Volume
from tests.benchmarks.suitability import judge
from tests.inference.dicom_files import HU, SHARED_DATA, datasets, head_hu, trunk_hu

HEAD = head_hu()


def gate(hu: HU, **elements: object) -> tuple[Reason, ...]:
    elements = {"pixel_mm": (1.4, 1.4)} | elements
    series = read_studies(datasets(hu, **elements))[0].series[0]  # type: ignore[arg-type]
    return check(load_volume(series), series)


def refused(hu: HU, **elements: object) -> str:
    with pytest.raises(NotAnalysable) as caught:
        gate(hu, **elements)
    return caught.value.reason.code


def test_a_plain_head_passes_without_a_word() -> None:
    assert gate(HEAD, KVP="120", PatientAge="040Y", BodyPartExamined="HEAD", SeriesDescription="HEAD WO CONTRAST") == ()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("step", [1.25, 2.5, 5.0, 7.5])
def test_plain_heads_of_any_spacing_pass(seed: int, step: float) -> None:
    hu = head_hu(slices=int(120 / step), step_mm=step, noise=4 * np.sqrt(5 / step), seed=seed)
    assert gate(hu, step_mm=step) == ()


@pytest.mark.parametrize("kind", ["abdomen", "chest", "pelvis", "neck"])
@pytest.mark.parametrize("body_part", ["HEAD", ""])
def test_other_parts_of_the_body_are_refused_whatever_the_header_says(kind: str, body_part: str) -> None:
    pixel = 0.9 if kind == "neck" else 2.4
    assert refused(trunk_hu(kind, pixel_mm=pixel), pixel_mm=(pixel, pixel), BodyPartExamined=body_part) == "not_a_head"


@pytest.mark.parametrize("filling", [-990, 0, 35, 120])
def test_phantoms_without_a_brain_are_refused(filling: float) -> None:
    assert refused(head_hu(filling=filling)) in ("no_brain", "not_a_head")


def test_empty_air_is_refused() -> None:
    assert refused(np.full((20, 64, 64), -1000, np.int16)) == "not_a_head"


@pytest.mark.parametrize("level", [130, 170, 250])
def test_enhanced_vessels_are_refused_on_pixels_alone(level: float) -> None:
    assert refused(head_hu(contrast_hu=level)) == "contrast"


def with_tubes(slices: range, *at_mm: float, radius_mm: float = 2.2, level: float = 300) -> HU:
    """The plain head with a bright tube at each of ``at_mm`` (to the left), that runs outwards as it rises."""
    hu = HEAD.copy()
    y, x = (np.mgrid[:160, :160] - 79.5) * 1.4
    for k in slices:
        for side in at_mm:
            hu[k][np.hypot(y + 10, x - side - np.sign(side) * (k - slices[0])) < radius_mm] = level
    return hu


@pytest.mark.parametrize("level", [250, 300, 400])
def test_arteries_of_the_lower_half_alone_warn_and_with_a_word_of_the_header_refuse(level: float) -> None:
    hu = with_tubes(range(5, 9), -36, 36, 2, level=level)
    assert [w.code for w in gate(hu)] == ["arteries_bright"]
    assert refused(hu, SeriesDescription="CTA HEAD") == "contrast"


def test_what_is_bright_in_the_lower_half_and_is_no_contrast() -> None:
    assert gate(with_tubes(range(5, 7), -36, 36)) == ()  # calcified on both sides, but short
    assert gate(with_tubes(range(4, 14), 36, 2)) == ()  # a shunt and a calcified falx
    assert gate(with_tubes(range(5, 9), -24, 24, radius_mm=8)) == ()  # calcified basal ganglia
    assert gate(with_tubes(range(5, 9), -36, 36, level=90)) == ()  # clots in both arteries


def test_short_arteries_say_nothing_without_a_word_of_the_header() -> None:
    hu = with_tubes(range(5, 8), -36, 36)
    assert gate(hu) == ()
    assert refused(hu, SeriesDescription="CTA HEAD") == "contrast"


def test_contrast_in_the_header_alone_warns_and_in_both_texts_refuses() -> None:
    assert [w.code for w in gate(HEAD, ContrastBolusAgent="OMNIPAQUE")] == ["contrast_declared"]
    assert [w.code for w in gate(HEAD, SeriesDescription="HEAD C+")] == ["contrast_declared"]
    assert refused(HEAD, ContrastBolusAgent="OMNIPAQUE", SeriesDescription="HEAD C+") == "contrast"


def test_the_protocol_is_the_whole_examinations_and_no_second_witness() -> None:
    """A plain head before the angiogram: agent and protocol are those of the examination."""
    plain = {"ContrastBolusAgent": "OMNIPAQUE 350", "SeriesDescription": "HEAD 5.0 H31s", "ProtocolName": "CTA HEAD"}
    assert [w.code for w in gate(HEAD, **plain)] == ["contrast_declared"]
    assert refused(HEAD, **plain | {"SeriesDescription": "CTA HEAD 5.0"}) == "contrast"
    assert refused(with_tubes(range(5, 8), -36, 36), ProtocolName="CTA HEAD") == "contrast"  # with what the pixels show


@pytest.mark.parametrize("agent", ["NONE", "No", "no contrast", "N/A", "WITHOUT"])
@pytest.mark.parametrize(
    "description", ["HEAD W/O CONTRAST", "CT HEAD WITHOUT CONTRAST", "HEAD C-", "NON-CONTRAST HEAD", "PLAIN"]
)
def test_denied_contrast_is_no_contrast(agent: str, description: str) -> None:
    assert gate(HEAD, ContrastBolusAgent=agent, SeriesDescription=description) == ()


def test_large_fresh_hemorrhage_is_not_contrast_and_not_refused() -> None:
    hu = HEAD.copy()
    z, y, x = np.mgrid[: hu.shape[0], : hu.shape[1], : hu.shape[2]]
    blood = (np.abs(z - 12) < 5) & (np.hypot(y - 80, x - 100) < 22) & (hu > -50) & (hu < 70)
    hu[blood] += 50  # 80 to 90 HU
    assert gate(hu) == ()


def test_craniectomy_and_metal_are_not_refused() -> None:
    hu = HEAD.copy()
    hu[8:20, 40:120, :45] = np.where(hu[8:20, 40:120, :45] > 100, 30, hu[8:20, 40:120, :45])
    hu[10:12, 70:73, 70:73] = 3000
    assert gate(hu) == ()


def test_too_few_slices() -> None:
    assert refused(HEAD[8:12]) == "too_few_slices"
    assert refused(HEAD[5:17], step_mm=1.0) == "too_few_slices"
    few = head_hu(slices=12, step_mm=10.0)[4:9]
    assert refused(few[:4], step_mm=10.0) == "too_few_slices"
    assert gate(few, step_mm=10.0) == ()


def test_slice_gaps() -> None:
    kept = [k for k in range(24) if k != 9]
    positions = [(0, 0, 5 * k) for k in kept]
    assert gate(HEAD[kept], positions=positions) == ()  # one missing slice is a warning of the volume
    kept = [k for k in range(24) if not 8 <= k < 12]
    assert refused(HEAD[kept], positions=[(0, 0, 5 * k) for k in kept]) == "slice_gaps"
    kept = [k for k in range(24) if k % 4 != 2]
    assert refused(HEAD[kept], positions=[(0, 0, 5 * k) for k in kept]) == "slice_gaps"


@pytest.mark.parametrize(
    ("every", "step", "code"),
    [(5, 5.0, "slice_gaps"), (2, 5.0, "slice_gaps"), (3, 2.5, "slice_gaps"), (1, 7.5, ""), (1, 7.0, "")],
)
def test_an_even_stack_of_slices_far_apart(every: int, step: float, code: str) -> None:
    """The steps say nothing where all are alike: the thickness does. 5 mm every 7.5 mm are scanners' own."""
    hu = head_hu(int(120 / step), step)[::every]
    positions = [(0, 0, every * step * k) for k in range(len(hu))]
    if code:
        assert refused(hu, positions=positions, SliceThickness=min(step, 5.0)) == code
        assert gate(hu, positions=positions, SliceThickness=every * step) == ()
        assert gate(hu, positions=positions, SliceThickness=None) == ()  # nobody says that anything is missing
    else:
        assert gate(hu, positions=positions) == ()


def test_a_reformat_that_states_the_thickness_of_its_source() -> None:
    reformat = {"SliceThickness": 0.6, "ImageType": ["DERIVED", "SECONDARY", "AXIAL", "MPR"]}
    assert gate(HEAD, **reformat) == ()
    assert refused(HEAD, SliceThickness=0.6) == "slice_gaps"
    kept = [k for k in range(24) if not 8 <= k < 12]
    assert refused(HEAD[kept], positions=[(0, 0, 5 * k) for k in kept], **reformat) == "slice_gaps"


def test_thin_slices_of_the_base_and_thick_ones_of_the_vault_are_one_stack() -> None:
    fine = head_hu(54, 2.5)
    kept = [*range(20), *range(21, 54, 2)]
    thickness = [2.5] * 20 + [5.0] * 17
    positions = [(0, 0, 2.5 * k) for k in kept]
    assert gate(fine[kept], positions=positions, SliceThickness=lambda k: thickness[k]) == ()
    assert refused(fine[kept], positions=positions, SliceThickness=2.5) == "slice_gaps"


def test_bone_kernel_only_and_noise() -> None:
    assert refused(head_hu(noise=45, sharp=True)) == "bone_kernel"
    assert refused(head_hu(noise=22, sharp=True), ConvolutionKernel="H70h") == "bone_kernel"
    assert [w.code for w in gate(head_hu(noise=22), ConvolutionKernel="H30s")] == ["noisy"]
    assert gate(head_hu(noise=8), ConvolutionKernel="H30s") == ()


@pytest.mark.parametrize(("step", "codes"), [(1, []), (2, []), (4, ["coarse_grey"]), (16, ["coarse_grey"])])
def test_few_shades_of_grey_warn(step: int, codes: list[str]) -> None:
    """As 8 bits for all HU have, which hides what is little brighter than brain."""
    assert [w.code for w in gate((HEAD // step * step).astype(np.int16))] == codes


@pytest.mark.parametrize(
    ("age", "ok"), [("003M", False), ("300D", False), ("050W", False), ("013M", True), ("001Y", True)]
)
def test_infants_are_refused(age: str, ok: bool) -> None:
    assert gate(HEAD, PatientAge=age) == () if ok else refused(HEAD, PatientAge=age) == "infant"


@pytest.mark.parametrize(("born", "ok"), [("20251201", False), ("20250401", True), ("19800101", True), ("", True)])
def test_infants_are_known_by_their_date_of_birth_too(born: str, ok: bool) -> None:
    elements = {"PatientAge": "", "PatientBirthDate": born, "StudyDate": "20260601"}
    assert gate(HEAD, **elements) == () if ok else refused(HEAD, **elements) == "infant"


def test_unusual_tube_voltage_warns() -> None:
    assert [w.code for w in gate(HEAD, KVP="70")] == ["kvp"]
    assert [w.code for w in gate(HEAD, KVP="160")] == ["kvp"]
    assert [w.code for w in gate(HEAD, KVP="89")] == ["kvp"]
    assert gate(HEAD, KVP="90") == () and gate(HEAD, KVP="150") == ()


def test_part_of_the_brain_warns() -> None:
    assert [w.code for w in gate(HEAD[16:24])] == ["partial_brain"]
    assert gate(HEAD[12:24]) == ()


# ---------------------------------------------------------------- phantoms

FINE = {"matrix": 384, "spacing_mm": 0.6, "slices": 20}  # pixels of 1 mm hide arteries
ALL_MIMICS = tuple(mimic for mimic in MIMICS if mimic not in ("motion", "fracture"))


@pytest.mark.parametrize(
    ("spec", "options", "code"),
    [
        (PhantomSpec(seed=21, age=60), {}, None),
        (PhantomSpec(seed=22, hemorrhages=(Hemorrhage(HemorrhageType.SDH, 90, hu=80),)), {}, None),
        (PhantomSpec(seed=23, mimics=("postoperative", "falx_calcification")), {}, None),
        (PhantomSpec(seed=23, mimics=ALL_MIMICS, age=70), {}, None),
        (PhantomSpec(seed=24, contrast=True), {}, "contrast"),
        (PhantomSpec(seed=24, arteries_hu=250), FINE, "arteries_bright"),
        (PhantomSpec(seed=24, arteries_hu=300, contrast=True), FINE, "contrast"),
        (PhantomSpec(seed=25, body="abdomen"), {}, "not_a_head"),
        (PhantomSpec(seed=26, body="chest"), {}, "not_a_head"),
        (PhantomSpec(seed=27), {"kernel": "bone", "matrix": 400, "spacing_mm": 0.58, "slices": 8}, "bone_kernel"),
    ],
)
def test_phantoms(spec: PhantomSpec, options: dict[str, Any], code: str | None) -> None:
    spacing = 1.0 if spec.body == "head" else 1.6
    phantom = render(spec, **({"matrix": 256, "spacing_mm": spacing} | options))
    (series,) = read_studies(datasets(phantom.hu[:1]))[0].series
    if code in (None, "arteries_bright"):
        assert [warning.code for warning in check(phantom.to_volume(), series)] == ([] if code is None else [code])
        return
    with pytest.raises(NotAnalysable) as caught:
        check(phantom.to_volume(), series)
    assert caught.value.reason.code == code


# ---------------------------------------------------------------- real patients

real = pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="the development data are not on this machine")


@pytest.fixture(scope="module")
def ctich() -> ModuleType:
    """The tool that turns CT-ICH pictures into HU."""
    spec = importlib.util.spec_from_file_location("ctich_to_dicom", SHARED_DATA.parent / "tools" / "ctich_to_dicom.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def findings(hu: NDArray[np.int16], pixel_mm: float, step_mm: float) -> Findings:
    z = len(hu)
    affine = np.diag([pixel_mm, pixel_mm, step_mm, 1.0])
    return measure(
        Volume(
            hu, affine, np.arange(z, dtype=np.float64) * step_mm, np.zeros((z, 2)), 0.0, "1", "2", ("",) * z, (1,) * z
        )
    )


@real
@pytest.mark.slow
def test_no_ctich_patient_is_refused(ctich: ModuleType) -> None:
    images = SHARED_DATA / "ctich" / "images"
    patients = sorted({file.name[:3] for file in images.glob("*.jpg")})
    assert len(patients) == 57
    for patient in patients:
        hu = ctich.slices(patient, images, 256)  # a quarter of the pixels, a quarter of the time
        series = read_studies(
            datasets(hu, pixel_mm=(0.9014, 0.9014), BodyPartExamined="HEAD", ConvolutionKernel="SOFT")
        )
        choice = choose(series[0])  # asks the gate
        assert (choice.refused, choice.warnings) == (None, ()), patient


@real
@pytest.mark.slow
def test_ctich_at_full_size_with_all_warnings() -> None:
    """Fractures, a head after surgery, and those nearest to a limit; ``tests.benchmarks.suitability`` takes all 57."""
    warned = {"049": (), "059": (), "068": (), "076": (), "078": (), "085": ("skull_open",), "091": (), "126": ()}
    for patient, warnings in warned.items():
        judged = judge(SHARED_DATA / "ctich", patient)
        assert (judged.refused, judged.warnings) == ("", warnings), patient
        assert judged.arteries_mm <= 20 and judged.edge_mm < 0.6 and judged.flap_mm <= 5, patient


@real
def test_ctich_margins(ctich: ModuleType) -> None:
    """The patients that came nearest to a limit: the smallest brain, and the brightest."""
    small = findings(ctich.slices("085", SHARED_DATA / "ctich" / "images", 512), 0.4507, 5.0)
    assert small.brain_ml > 2 * 250 and small.texture_hu > 2 * 2.0 and small.noise_hu < 6
    bright = findings(ctich.slices("091", SHARED_DATA / "ctich" / "images", 512), 0.4507, 5.0)
    assert bright.bright_cm2 < 0.1 * 0.1


@real
def test_real_tilted_head_passes() -> None:
    (study,) = read_studies(SHARED_DATA / "dicom" / "ge_hispeed_tilt")
    choice = choose(study)
    assert check(choice.volume, choice.series) == ()


@real
def test_real_thin_head_passes_as_dicom() -> None:
    nibabel = pytest.importorskip("nibabel")
    image = nibabel.load(SHARED_DATA / "volumes" / "invesalius_0051.nii.gz")
    hu = np.ascontiguousarray(np.asarray(image.dataobj).transpose(2, 1, 0)).astype(np.int16)
    found = datasets(hu, pixel_mm=(0.957, 0.957), step_mm=1.5)
    choice = choose(read_studies(found)[0])
    assert check(choice.volume, choice.series) == () and choice.volume.warnings == ()


@real
@pytest.mark.parametrize("name", ["philips_phantom_axial", "philips_phantom_tilt"])
def test_plastic_head_phantoms_are_refused(name: str) -> None:
    (study,) = read_studies(Path(SHARED_DATA) / "dicom" / name)
    series = study.series[0]
    with pytest.raises(NotAnalysable) as caught:
        check(load_volume(series), series)
    assert caught.value.reason.code == "no_brain"
