"""Exported results: what they hold, that they come out the same twice, and that others' programs accept them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import highdicom as hd
import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.sr import _concepts_dict
from pydicom.sr.coding import Code
from pydicom.uid import UID

from app.results import codes
from app.results.dicom.capture import edges, lines
from app.results.dicom.kinds import SOP_CLASSES, Kind
from app.results.dicom.lesion_masks import key_slices, numbered
from app.results.dicom.make import encoded, make
from app.results.dicom.source import CHARACTERS, Source, completed, read_headers
from inference import result_json
from inference.errors import Reason
from inference.types import Box, CaseResult, CaseState, HemorrhageType, Timing
from tests.app.results.dicom_sources import MADE_AT, images, mask, source
from tests.app.results.standard_tables import complaints
from tests.inference.dicom_files import enhanced
from tests.integration.peers import program, write


@pytest.fixture(scope="module")
def positive() -> Source:
    return source(undrawn=True)


@pytest.fixture(scope="module")
def objects(positive: Source) -> dict[Kind, Dataset]:
    return make(positive)


def reread(made: Dataset) -> Dataset:
    return pydicom.dcmread(BytesIO(encoded(made)))


def content(made: Dataset) -> hd.sr.MeasurementReport:
    """A report as highdicom reads it."""
    read = hd.sr.srread(BytesIO(encoded(made))).content
    assert isinstance(read, hd.sr.MeasurementReport)
    return read


def check(tool: str, path: Path) -> str:
    """What a validator says, both streams."""
    done = subprocess.run([program(tool), str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# ---- codes ----


def known(code: str, scheme: str) -> set[str]:
    concepts: dict[str, Any] = _concepts_dict.concepts[scheme]
    return {meaning for named in concepts.values() for value, (meaning, _) in named.items() if value == code}


def all_codes() -> list[Code]:
    """All but our own, and ml, of which PS3.16 lists only what is made of it, such as ml/min."""
    found: list[object] = []
    named: dict[str, Any] = vars(codes)
    for value in named.values():
        found += value.values() if isinstance(value, dict) else [value]
    standard = [one for one in found if isinstance(one, Code) and one.scheme_designator != codes.SCHEME]
    return [one for one in standard if one != codes.MILLILITER]


@pytest.mark.parametrize("code", all_codes(), ids=str)
def test_codes_are_those_of_the_standard(code: Code) -> None:
    meanings = {one.lower() for one in known(code.value, code.scheme_designator)}
    said = {code.meaning.lower(), f"{code.meaning.lower()} (qualifier value)"}
    assert said & meanings, f"{code} is {meanings}"


def test_each_type_is_told_from_the_others() -> None:
    assert len({one.value for one in codes.TYPE_CODES.values()}) == len(HemorrhageType)
    assert set(codes.SITES) == set(HemorrhageType)


# ---- segmentation ----


def test_masks_come_back_bit_for_bit(positive: Source, objects: dict[Kind, Dataset]) -> None:
    assert positive.volume is not None
    expected = numbered(positive.result, positive.volume)
    assert expected is not None
    read = hd.seg.segread(BytesIO(encoded(objects[Kind.SEGMENTATION])))
    for number, lesion in enumerate(expected.lesions, start=1):
        planes = read.get_pixels_by_source_instance(
            source_sop_instance_uids=list(positive.volume.sop_instance_uids),
            segment_numbers=[number],
            assert_missing_frames_are_empty=True,
        )[..., 0]
        assert np.array_equal(planes > 0, expected.labels == number)
        first, last = lesion.slices
        assert np.flatnonzero(planes.any(axis=(1, 2)))[[0, -1]].tolist() == [first, last]
        described = read.get_segment_description(number)
        assert described.segmented_property_category == codes.ABNORMAL
        assert described.segmented_property_type == codes.HEMORRHAGE
        assert described.anatomic_regions[0] == codes.SITES[lesion.type]
        assert described.segment_label.startswith(codes.NAMES[lesion.type])
        assert described.algorithm_type is hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC


def test_every_object_says_that_it_is_for_research(objects: dict[Kind, Dataset]) -> None:
    assert {kind: str(made.SeriesDescription) for kind, made in objects.items()} == dict.fromkeys(
        Kind, "Firstread, research only"
    )


def test_volumes_agree_with_what_a_reader_measures(positive: Source, objects: dict[Kind, Dataset]) -> None:
    read = hd.seg.segread(BytesIO(encoded(objects[Kind.SEGMENTATION])))
    stack = read.get_volume(combine_segments=False)
    voxel_ml = float(np.prod(stack.spacing)) / 1000
    drawn = [lesion for lesion in positive.result.lesions if lesion.volume_ml > 0]
    for number, lesion in enumerate(drawn):
        assert np.count_nonzero(stack.array[..., number]) * voxel_ml == pytest.approx(lesion.volume_ml, rel=1e-3)


def test_two_lesions_of_one_size_keep_their_places(positive: Source) -> None:
    assert positive.volume is not None
    found = numbered(positive.result, positive.volume)
    assert found is not None
    for number, lesion in enumerate(found.lesions, start=1):
        x = np.argwhere(found.labels == number)[:, 2].mean() + positive.volume.affine[0, 3]
        assert x == pytest.approx(lesion.centroid_mm[0], abs=1e-6)
    assert np.array_equal(found.labels > 0, mask(found.labels.shape) > 0)


def test_a_mask_of_another_result_is_refused(positive: Source) -> None:
    other = replace(positive.result, lesions=positive.result.lesions[1:])
    with pytest.raises(ValueError, match="does not hold the lesions"):
        make(Source(other, positive.headers, positive.volume, MADE_AT))


def test_missing_images_are_refused(positive: Source) -> None:
    with pytest.raises(ValueError, match="not all images"):
        make(Source(positive.result, positive.headers[:-1], positive.volume, MADE_AT))


def enhanced_ct(order: Sequence[int], *, each: bool = False) -> Dataset:
    """An Enhanced CT of eight slices, its frames in this order; ``each``: every frame has groups of its own."""
    hu = np.zeros((8, 64, 64), np.int16)
    hu[:, 16:48, 16:48] = 40
    made = enhanced(hu, order)
    if each:
        (shared,) = made.SharedFunctionalGroupsSequence
        for group in list(shared):
            for frame in made.PerFrameFunctionalGroupsSequence:
                frame[group.tag] = group
            del shared[group.tag]
    return made


@pytest.mark.parametrize(
    "whole",
    [
        enhanced_ct([3, 0, 1, 2, 7, 6, 5, 4]),
        enhanced_ct([3, 0, 1, 2, 7, 6, 5, 4], each=True),
        enhanced_ct([3, 0, 1, 2, 3, 0, 7, 6, 5, 4]),  # two of them twice
    ],
    ids=["shared", "each", "twice"],
)
def test_an_enhanced_ct_gets_its_masks_on_the_right_frames(whole: Dataset) -> None:
    one = source(images=[whole])
    assert one.volume is not None and len(one.headers) == 1
    expected = numbered(one.result, one.volume)
    assert expected is not None
    made = make(one)
    read = hd.seg.segread(BytesIO(encoded(made[Kind.SEGMENTATION])))
    drawn = read.get_pixels_by_source_frame(
        source_sop_instance_uid=str(whole.SOPInstanceUID),
        source_frame_numbers=list(one.volume.frame_numbers),
        combine_segments=True,
        assert_missing_frames_are_empty=True,
    )
    assert np.array_equal(drawn, expected.labels)
    assert set(made) == set(Kind)


def test_a_stack_of_several_enhanced_objects_has_its_report_and_key_objects() -> None:
    parts = [enhanced_ct(range(5)), enhanced_ct(range(5, 8))]
    parts[1].SOPInstanceUID = UID(f"{parts[0].SOPInstanceUID}.2")
    made = make(source(images=parts))
    assert set(made) == {Kind.REPORT, Kind.KEY_OBJECTS, Kind.CAPTURE}
    (study,) = made[Kind.KEY_OBJECTS].CurrentRequestedProcedureEvidenceSequence
    named = {str(one.ReferencedSOPInstanceUID) for one in study.ReferencedSeriesSequence[0].ReferencedSOPSequence}
    assert named == {str(one.SOPInstanceUID) for one in parts}


@pytest.mark.peer
@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("SliceThickness", "absent"), ("SliceThickness", None), ("SpacingBetweenSlices", None), ("NumberOfFrames", 1),
        ("ImageOrientationPatient", [0.9999999, 0, 0, 0, 1, 0]),
    ],
)  # fmt: skip
def test_what_some_images_lack_or_say_otherwise_costs_no_object(keyword: str, value: object, tmp_path: Path) -> None:
    some = images()
    for one in some if keyword != "ImageOrientationPatient" else some[3:4]:
        if value == "absent":
            del one[keyword]
        else:
            setattr(one, keyword, value)
    made = make(source(images=some))
    assert set(made) == set(Kind)
    dciodvfy(made, tmp_path)


def test_the_segmentation_of_an_uneven_stack_is_as_thick_as_its_slices_are_on_average() -> None:
    uneven = images(SliceThickness=4)
    for one, z in zip(uneven, (0, 4, 8, 12, 19, 26, 33, 40), strict=True):
        one.ImagePositionPatient = [-32, -32, z]
    found = source(images=uneven)
    assert found.volume is not None
    (measures,) = make(found)[Kind.SEGMENTATION].SharedFunctionalGroupsSequence[0].PixelMeasuresSequence
    mean = pytest.approx(found.volume.slice_extent_mm.mean())
    assert (measures.SliceThickness, measures.SpacingBetweenSlices) == (mean, mean)
    assert {one.SliceThickness for one in found.headers} == {4}


# ---- report ----


def test_the_report_says_what_was_found(positive: Source, objects: dict[Kind, Dataset]) -> None:
    report = content(objects[Kind.REPORT])
    segments = {str(one.TrackingUID): one for one in objects[Kind.SEGMENTATION].SegmentSequence}
    groups = report.get_volumetric_roi_measurement_groups()
    drawn = [lesion for lesion in positive.result.lesions if lesion.volume_ml > 0]
    assert len(groups) == len(drawn) == len(segments)
    for group, lesion in zip(groups, drawn, strict=True):
        assert group.finding_type == codes.HEMORRHAGE
        assert group.finding_sites[0].value == codes.SITES[lesion.type]
        segment = segments[str(group.tracking_uid)]
        assert group.referenced_segment is not None
        (reference,) = group.referenced_segment[0].ReferencedSOPSequence
        assert reference.ReferencedSegmentNumber == segment.SegmentNumber
        assert reference.ReferencedSOPInstanceUID == objects[Kind.SEGMENTATION].SOPInstanceUID
        assert group.tracking_identifier == segment.TrackingID
        (volume,) = group.get_measurements(codes.VOLUME)
        assert volume.value == pytest.approx(lesion.volume_ml, rel=1e-3)
        assert volume.method == codes.VOXEL_SUM
        (kind,) = group.get_qualitative_evaluations(codes.TYPE_NAME)
        assert kind.value == codes.TYPE_CODES[lesion.type]


def test_the_report_says_how_likely(positive: Source, objects: dict[Kind, Dataset]) -> None:
    report = content(objects[Kind.REPORT])
    group = report.get_image_measurement_groups(tracking_uid=positive.uid("study"))[0]
    (probability,) = group.get_measurements(codes.PROBABILITY)
    assert probability.value == pytest.approx(93)
    assert group.get_qualitative_evaluations(codes.SUMMARY)[0].value == codes.OUTCOMES[CaseState.POSITIVE]


@pytest.mark.parametrize("state", [s for s in CaseState if s is not CaseState.POSITIVE])
def test_no_finding_and_no_answer_have_their_codes(state: CaseState) -> None:
    one = source(state)
    made = make(one)
    assert set(made) == {Kind.REPORT, Kind.CAPTURE}
    report = content(made[Kind.REPORT])
    (group,) = report.get_image_measurement_groups()
    said: Any = group.get_qualitative_evaluations(codes.SUMMARY)[0].value
    assert said.value == {"negative": "111241", "not_analysable": "111245", "failed": "111245"}[state.value]
    if state is not CaseState.NEGATIVE:
        assert not group.get_measurements()
        assert "does not mean that there is no hemorrhage" in lines(one)[0]


def test_how_an_analysis_can_end_is_a_code_of_the_standard() -> None:
    """CID 6047; ours is one algorithm, so that some of its successes (111243, 111244) cannot be."""
    named: dict[str, Any] = _concepts_dict.concepts["DCM"]
    success = {value for one in named.values() for value in one if value.startswith("11124")}
    assert {code.value for code in codes.OUTCOMES.values()} == {"111241", "111242", "111245"} <= success
    assert set(codes.OUTCOMES) == set(CaseState)


# ---- key objects and capture ----


def test_key_objects_are_the_slices_where_lesions_are_largest(positive: Source, objects: dict[Kind, Dataset]) -> None:
    assert positive.volume is not None
    (series,) = objects[Kind.KEY_OBJECTS].CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence
    named = {str(one.ReferencedSOPInstanceUID) for one in series.ReferencedSOPSequence}
    assert named == {positive.volume.sop_instance_uids[index] for index in key_slices(positive.result)}
    assert key_slices(positive.result) == (1, 3, 4, 5, 6, 7)
    assert key_slices(positive.result, 1) == (3,)  # the largest lesion


@pytest.mark.parametrize(
    ("along", "at_the_edges", "orientation"),
    [
        ([1, 0, 0, 0, 1, 0], ("R", "L"), ["L", "P"]),
        ([-1, 0, 0, 0, 1, 0], ("L", "R"), ["R", "P"]),
        ([-1, 0, 0, 0, -1, 0], ("L", "R"), ["R", "A"]),
        ([0, 1, 0, -1, 0, 0], ("A", "P"), ["P", "R"]),  # the patient lay on a side
        ([0, -1, 0, 1, 0, 0], ("P", "A"), ["A", "L"]),
    ],
)
def test_the_capture_says_which_side_is_which(
    along: list[int], at_the_edges: tuple[str, str], orientation: list[str]
) -> None:
    one = source(images=images(ImageOrientationPatient=along))
    assert one.volume is not None
    assert edges(one.volume) == at_the_edges
    assert list(make(one)[Kind.CAPTURE].PatientOrientation) == orientation


def test_the_capture_is_a_picture_without_a_name(positive: Source, objects: dict[Kind, Dataset]) -> None:
    picture = reread(objects[Kind.CAPTURE]).pixel_array
    assert picture.ndim == 3 and picture.shape[1:] == (768, 3)
    assert (picture == (255, 96, 64)).all(axis=2).any(), "no lesion is outlined"
    assert not any("ller" in line or "4711" in line for line in lines(positive))


# ---- presentation state ----


def test_the_presentation_state_draws_the_boxes(positive: Source, objects: dict[Kind, Dataset]) -> None:
    read = reread(objects[Kind.PRESENTATION_STATE])
    (series,) = read.ReferencedSeriesSequence
    assert series.SeriesInstanceUID == positive.result.series_instance_uid
    assert positive.volume is not None
    uids = positive.volume.sop_instance_uids
    assert [str(one.ReferencedSOPInstanceUID) for one in series.ReferencedImageSequence] == list(uids)
    tracked = {str(one.TrackingUID): one.SegmentLabel for one in objects[Kind.SEGMENTATION].SegmentSequence}
    drawn = {}
    for annotation in read.GraphicAnnotationSequence:
        index = uids.index(annotation.ReferencedImageSequence[0].ReferencedSOPInstanceUID)
        *words, notice = annotation.TextObjectSequence
        assert notice.UnformattedTextValue == "Firstread, research only"
        for text, frame in zip(words, annotation.GraphicObjectSequence, strict=True):
            assert (frame.GraphicType, frame.GraphicAnnotationUnits) == ("POLYLINE", "PIXEL")
            corners = np.array(frame.GraphicData, float).reshape(5, 2)
            assert np.array_equal(corners[0], corners[4])
            drawn[index, *map(float, corners[0]), *map(float, corners[2])] = text.UnformattedTextValue
            assert text.TrackingUID == frame.TrackingUID
            kind = text.UnformattedTextValue.split()[0]
            if frame.TrackingUID in tracked:
                assert tracked[frame.TrackingUID].startswith(codes.NAMES[HemorrhageType(kind)])
            left, top = text.BoundingBoxTopLeftHandCorner
            right, bottom = text.BoundingBoxBottomRightHandCorner
            assert 0 <= left < right <= 64 and 0 <= top < bottom <= 64
    boxes = [(lesion, box) for lesion in positive.result.lesions for box in lesion.boxes]
    assert len(boxes) == 5
    assert drawn == {
        (box.slice, box.x0, box.y0, box.x1, box.y1): f"{lesion.type.value} {box.score:.2f}" for lesion, box in boxes
    }
    assert read.ContentDescription.startswith("Made by an algorithm")
    window = read.SoftcopyVOILUTSequence[0]
    assert (window.WindowCenter, window.WindowWidth) == (40, 80)
    assert (read.RescaleSlope, read.RescaleIntercept, read.RescaleType) == (1, -1024, "HU")
    assert (read.PresentationCreationDate, read.PresentationCreationTime) == ("20260301", "230507")


def test_a_box_at_the_edge_stays_in_the_image(positive: Source) -> None:
    outside = replace(positive.result.lesions[0], boxes=(Box(3, -4, -2, 70, 66, 0.5),))
    one = replace(positive, result=replace(positive.result, lesions=(outside, *positive.result.lesions[1:])))
    made = make(one, [Kind.PRESENTATION_STATE])[Kind.PRESENTATION_STATE]
    first = made.GraphicAnnotationSequence
    (frame,) = (f for a in first for f in a.GraphicObjectSequence if f.TrackingID.endswith(f" {outside.id}"))
    assert sorted(set(frame.GraphicData)) == [0, 64]


def test_no_state_where_slices_are_scaled_differently() -> None:
    some = images()
    some[3].RescaleSlope = 2
    assert Kind.PRESENTATION_STATE not in make(source(images=some))


def test_pixels_that_are_not_square_are_shown_as_they_are() -> None:
    made = make(source(images=images(PixelSpacing=[1, 0.5])), [Kind.PRESENTATION_STATE])
    area = made[Kind.PRESENTATION_STATE].DisplayedAreaSelectionSequence[0]
    assert [float(one) for one in area.PresentationPixelSpacing] == [
        1,
        0.5,
    ] and "PresentationPixelAspectRatio" not in area


@pytest.mark.peer
def test_dcmtk_applies_the_presentation_state(objects: dict[Kind, Dataset], tmp_path: Path) -> None:
    """A viewer that is not ours opens the state with its image: in this window blood is bright, and air is black."""
    some = images()
    made = make(source(images=some))[Kind.PRESENTATION_STATE]
    (state, image), picture = write([made, some[4]], tmp_path), tmp_path / "shown.pgm"
    done = subprocess.run(
        [program("dcmp2pgm"), "--frame", "1", "--pstate", str(state), str(image), str(picture)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and not done.stderr, done.stderr
    shown = np.asarray(Image.open(picture))
    assert shown.shape == (64, 64)
    assert shown[0, 0] == 0 and int(shown[32, 32]) == pytest.approx(128, abs=3)


# ---- all of them ----


def test_the_same_result_gives_the_same_bytes(objects: dict[Kind, Dataset], positive: Source) -> None:
    again = make(Source(positive.result, positive.headers, positive.volume, MADE_AT))
    assert {kind: encoded(one) for kind, one in again.items()} == {k: encoded(one) for k, one in objects.items()}


def test_each_kind_has_its_class(objects: dict[Kind, Dataset]) -> None:
    assert {kind: str(one.SOPClassUID) for kind, one in objects.items()} == SOP_CLASSES


def test_another_model_gives_other_objects(objects: dict[Kind, Dataset], positive: Source) -> None:
    newer = replace(positive.result, runtime=replace(positive.result.runtime, model_sha256="cd" * 32))
    again = make(Source(newer, positive.headers, positive.volume, MADE_AT))
    uids = {str(one.SOPInstanceUID) for made in (objects, again) for one in made.values()}
    assert len(uids) == len(objects) + len(again)


def instances(result: CaseResult, of: Source) -> dict[Kind, str]:
    made = make(Source(result, of.headers, of.volume, MADE_AT))
    return {kind: str(one.SOPInstanceUID) for kind, one in made.items()}


def test_another_reason_gives_other_objects() -> None:
    refused = source(CaseState.NOT_ANALYSABLE)
    other = replace(refused.result, reasons=(Reason("contrast", "Contrast medium was given."),))
    first, second = instances(refused.result, refused), instances(other, refused)
    assert first.keys() == second.keys() and not set(first.values()) & set(second.values())


def test_another_finding_gives_other_objects(objects: dict[Kind, Dataset], positive: Source) -> None:
    """An archive takes no second object of one UID: it would keep the first answer for good."""
    result, first = positive.result, {str(one.SOPInstanceUID) for one in objects.values()}
    assert result.labels is not None and result.probability is not None
    elsewhere = replace(result, lesions=(replace(result.lesions[0], side="midline"), *result.lesions[1:]))
    for other in (replace(result, probability=result.probability - 0.01), elsewhere):
        again = instances(other, positive)
        assert again.keys() == objects.keys() and not first & set(again.values())
    labels = result.labels.copy()
    labels[0, 0, 0] = 1
    assert Source(replace(result, labels=labels), positive.headers, None, MADE_AT).uid("x") != positive.uid("x")


def test_the_same_answer_has_the_same_uids(positive: Source) -> None:
    """Also read again after a restart, and where another processor took another time."""
    result = positive.result
    read = result_json.from_json(json.loads(result_json.to_text(result)), result.labels)
    assert result.probability is not None
    elsewhere = replace(
        result,
        probability=result.probability + 1e-6,
        timing=Timing(total=99),
        runtime=replace(result.runtime, provider="cuda", device="GPU"),
    )
    for one in (read, elsewhere):
        assert Source(one, positive.headers, None, MADE_AT).uid("report") == positive.uid("report")


def test_patient_and_study_are_those_of_the_images(objects: dict[Kind, Dataset], positive: Source) -> None:
    for made in objects.values():
        read = reread(made)
        assert read.SpecificCharacterSet == CHARACTERS
        assert str(read.PatientName) == "Müller^Jörg" and read.PatientID == "4711"
        assert read.StudyInstanceUID == positive.result.study_instance_uid
        assert read.StudyDescription == "CT HEAD"
        assert read.SeriesInstanceUID != positive.result.series_instance_uid
        stem = "PresentationCreation" if made.Modality == "PR" else "Content"
        assert (read[f"{stem}Date"].value, read[f"{stem}Time"].value) == ("20260301", "230507")


@pytest.mark.peer
def test_patients_of_several_hospitals_are_told_apart(tmp_path: Path) -> None:
    """With the same Patient ID, only its issuer says whose results these are."""
    hospital = Dataset()
    hospital.UniversalEntityID, hospital.UniversalEntityIDType = "1.2.3.4", "ISO"
    issued = images(
        IssuerOfPatientID="HOSPITAL", IssuerOfPatientIDQualifiersSequence=[hospital],
        IssuerOfAccessionNumberSequence=[hospital],
    )  # fmt: skip
    made = make(source(images=issued))
    for one in made.values():
        read = reread(one)
        assert read.IssuerOfPatientID == "HOSPITAL"
        assert read.IssuerOfPatientIDQualifiersSequence == read.IssuerOfAccessionNumberSequence == [hospital]
    dciodvfy(made, tmp_path)


def test_headers_are_read_in_the_order_of_the_slices(tmp_path: Path) -> None:
    some = images()
    for name in ("PatientSex", "StudyID", "FrameOfReferenceUID"):
        for one in some:
            del one[name]
    paths = write(some, tmp_path)
    (tmp_path / "note.txt").write_text("not DICOM")
    wanted = [str(one.SOPInstanceUID) for one in reversed(some)]
    read = read_headers([tmp_path / "note.txt", *paths], wanted)
    assert [str(one.SOPInstanceUID) for one in read] == wanted
    assert len(read_headers(paths)) == 1
    assert len({str(one.FrameOfReferenceUID) for one in read}) == 1
    made = make(source(images=[completed(one) for one in some]))
    assert set(made) == set(Kind)


def dciodvfy(objects: dict[Kind, Dataset], folder: Path, *expected: str) -> None:
    """Nothing is wrong with any of the objects, but for what is ``expected`` and comes from the images."""
    for kind, made in objects.items():
        path = folder / f"{kind.value}.dcm"
        path.write_bytes(encoded(made))
        said = [line for line in check("dciodvfy", path).splitlines() if line.startswith(("Error", "Warning"))]
        wrong = [line for line in said if not any(one in line for one in (codes.SCHEME, *expected))]
        assert not wrong, f"{kind}: {wrong}"


@pytest.mark.peer
@pytest.mark.parametrize("state", CaseState)
def test_dciodvfy_finds_no_error(state: CaseState, tmp_path: Path) -> None:
    dciodvfy(make(source(state)), tmp_path)


@pytest.mark.peer
def test_dciodvfy_finds_no_error_for_images_as_they_come(tmp_path: Path) -> None:
    """A name of one component, de-identified by a tool that does not say how, pixels that are not quite square."""
    odd = images(
        PatientName="REMOVED", PatientIdentityRemoved="YES", DeidentificationMethod="",
        PixelSpacing=[0.48828125, 0.4882812], ImageOrientationPatient=[0.99, 0.141067, 0, -0.141067, 0.99, 0],
    )  # fmt: skip
    made = make(source(images=odd))
    assert set(made) == set(Kind)
    assert {str(one.PatientName) for one in made.values()} == {"REMOVED"}
    dciodvfy(made, tmp_path, "Retired Person Name form")
    slanted = make(source(images=images(PixelSpacing=[1 / 3, 0.1 + 0.2])))
    dciodvfy(slanted, tmp_path)


@pytest.mark.peer
def test_dciodvfy_finds_no_error_for_an_enhanced_ct(tmp_path: Path) -> None:
    hu = np.zeros((8, 64, 64), np.int16)
    hu[:, 16:48, 16:48] = 40
    made = make(source(images=[enhanced(hu, [3, 0, 1, 2, 7, 6, 5, 4])]))
    assert set(made) == set(Kind)
    dciodvfy(made, tmp_path, "needed to build DICOMDIR")


@pytest.mark.peer
@pytest.mark.parametrize("state", CaseState)
def test_dsrdump_reads_report_and_key_objects(state: CaseState, tmp_path: Path) -> None:
    outcome = codes.OUTCOMES[state].meaning
    for kind, made in make(source(state), [Kind.SEGMENTATION, Kind.REPORT, Kind.KEY_OBJECTS]).items():
        if kind is Kind.SEGMENTATION:
            continue
        path = tmp_path / f"{kind.value}.dcm"
        path.write_bytes(encoded(made))
        said = check("dsrdump", path)
        of_the_tool = "The VR checker does not support", "Check for template constraints not yet supported"
        wrong = [line for line in said.splitlines() if line.startswith(("E:", "W:"))]
        assert not [line for line in wrong if not any(one in line for one in of_the_tool)], said
        assert (outcome in said) == (kind is Kind.REPORT)


@pytest.mark.parametrize("state", CaseState)
def test_dicom_validator_finds_nothing(state: CaseState) -> None:
    for kind, made in make(source(state)).items():
        assert complaints(reread(made)) == [], kind


def test_dicom_validator_would_find_it(objects: dict[Kind, Dataset]) -> None:
    made = reread(objects[Kind.SEGMENTATION])
    del made.SegmentSequence[0].SegmentLabel
    made.ContentLabel, made.KVP, made.SeriesNumber = "", 120, None
    made.PerFrameFunctionalGroupsSequence[0].FrameContentSequence[0].KVP = 120
    found = [(one.rpartition(") ")[0][-9:], one.rpartition(".")[2]) for one in complaints(made)]
    assert sorted(found) == [
        ("0018,0060", "TagUnexpected"), ("0018,0060", "TagUnexpected"), ("0020,0011", "TagEmpty"),
        ("0062,0005", "TagMissing"), ("0070,0080", "TagEmpty"),
    ]  # fmt: skip


def test_the_segmentation_keeps_the_rules_of_ohif(positive: Source, objects: dict[Kind, Dataset]) -> None:
    """What OHIF 3 (its extension cornerstone-dicom-seg, and dcmjs below it) takes for granted of a Segmentation.

    It finds the series by Referenced Series Sequence, and each frame's image by Derivation Image and the frame's plane;
    it numbers segments from 1 without a gap, wants the pixels of the images, and frames in one orientation.
    """
    made = reread(objects[Kind.SEGMENTATION])
    assert positive.volume is not None
    by_uid = {str(one.SOPInstanceUID): one for one in positive.headers}
    assert (made.Modality, made.SegmentationType) == ("SEG", "BINARY")
    assert (made.BitsAllocated, made.BitsStored, made.HighBit, made.SamplesPerPixel) == (1, 1, 0, 1)
    assert (made.PhotometricInterpretation, made.PixelRepresentation) == ("MONOCHROME2", 0)
    assert {(made.Rows, made.Columns)} == {(one.Rows, one.Columns) for one in positive.headers}
    assert {made.FrameOfReferenceUID} == {one.FrameOfReferenceUID for one in positive.headers}
    (series,) = made.ReferencedSeriesSequence
    assert series.SeriesInstanceUID == positive.result.series_instance_uid != made.SeriesInstanceUID
    listed = {str(one.ReferencedSOPInstanceUID) for one in series.ReferencedInstanceSequence}
    numbers = [one.SegmentNumber for one in made.SegmentSequence]
    assert numbers == list(range(1, len(numbers) + 1))
    for segment in made.SegmentSequence:
        assert segment.SegmentLabel and segment.SegmentAlgorithmType == "AUTOMATIC" and segment.SegmentAlgorithmName
        assert segment.SegmentedPropertyCategoryCodeSequence and segment.SegmentedPropertyTypeCodeSequence
    (shared,) = made.SharedFunctionalGroupsSequence
    (measures,) = shared.PixelMeasuresSequence
    assert list(measures.PixelSpacing) == list(positive.headers[0].PixelSpacing) and measures.SliceThickness > 0
    (plane,) = shared.PlaneOrientationSequence
    assert np.allclose(plane.ImageOrientationPatient, positive.headers[0].ImageOrientationPatient)
    groups = made.PerFrameFunctionalGroupsSequence
    assert len(groups) == made.NumberOfFrames > 0
    for group in groups:
        (image,) = group.DerivationImageSequence[0].SourceImageSequence
        original = by_uid[str(image.ReferencedSOPInstanceUID)]
        assert str(original.SOPInstanceUID) in listed
        assert np.allclose(group.PlanePositionSequence[0].ImagePositionPatient, original.ImagePositionPatient)
        assert group.SegmentIdentificationSequence[0].ReferencedSegmentNumber in numbers
        assert len(group.FrameContentSequence[0].DimensionIndexValues) == len(made.DimensionIndexSequence)
