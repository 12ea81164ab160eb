"""From DICOM headers to what the geometry needs: a :class:`SliceHeader` a slice or frame, a :class:`Series` a series.

Classic CT (PS3.3 A.3) has one slice an instance, Enhanced CT (PS3.3 A.38) describes its frames in functional groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag, Tag
from pydicom.uid import UID

from inference.elements import integer, items, number, numbers, stated, text
from inference.errors import Reason
from inference.types import FileSource

#: The largest matrix believed. CT goes up to 2048; a larger one is a damaged or hostile header.
MAX_MATRIX: Final = 4096
#: The most frames of one image that are believed: 320 slices at 60 points in time.
MAX_FRAMES: Final = 20_000
#: The largest series believed, in voxels: 2048 slices of 512 x 512, 1 GiB as int16.
MAX_VOXELS: Final = 2**29

_KEYWORDS = (
    "SpecificCharacterSet", "ImageType", "SOPClassUID", "SOPInstanceUID", "StudyDate", "Modality", "StudyDescription",
    "SeriesDescription", "InstitutionName", "ProtocolName", "BodyPartExamined", "PatientAge", "PatientBirthDate",
    "ContrastBolusAgent", "ContrastBolusAgentSequence", "ContrastBolusVolume", "KVP", "SliceThickness",
    "GantryDetectorTilt", "ConvolutionKernel", "StudyInstanceUID", "SeriesInstanceUID", "AcquisitionNumber",
    "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "Rows", "Columns", "NumberOfFrames",
    "SamplesPerPixel", "PhotometricInterpretation", "BitsAllocated", "BitsStored", "PixelRepresentation",
    "PixelPaddingValue", "PixelPaddingRangeLimit", "RescaleSlope", "RescaleIntercept", "SharedFunctionalGroupsSequence",
    "PerFrameFunctionalGroupsSequence",
)  # fmt: skip
#: The elements read before any pixels.
HEADER_TAGS: Final[list[BaseTag]] = [Tag(keyword) for keyword in _KEYWORDS]

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class SliceHeader:
    """Where one slice lies and how its stored values become HU. Valid once constructed: see :func:`slices_of`.

    Attributes:
        source: the file or data set that holds the pixels.
        frame: 1-based frame number in it (PS3.3 C.7.6.6); 1 for classic CT.
        position: Image Position (Patient) in LPS mm: the centre of the first pixel.
        row_cosine: unit vector along a row (rising column index x); ``column_cosine``: along a column (rising y).
        pixel_spacing: (row spacing, column spacing) in mm.
        slope: Rescale Slope and ``intercept``; None where the header does not give them.
        acquisition: Acquisition Number (0020,0012), of a frame Frame Acquisition Number (0020,9156); None where absent.
    """

    source: FileSource | Dataset = field(repr=False)
    frame: int
    frames: int
    sop_instance_uid: str = field(repr=False)
    rows: int
    columns: int
    position: Vector
    row_cosine: Vector
    column_cosine: Vector
    pixel_spacing: tuple[float, float]
    thickness_mm: float | None
    slope: float | None
    intercept: float | None
    image_type: tuple[str, ...]
    photometric: str
    acquisition: int | None = None

    @property
    def normal(self) -> Vector:
        """Unit normal, pointing to the head (or along its largest component, for other planes)."""
        n = np.cross(self.row_cosine, self.column_cosine)
        n = n / np.linalg.norm(n)
        main = 2 if abs(n[2]) > 0.5 else int(np.argmax(np.abs(n)))
        n = n if n[main] > 0 else -n
        return float(n[0]), float(n[1]), float(n[2])


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The headers of one series, without pixels. Texts are as the scanner wrote them, "" where absent.

    Attributes:
        slices: usable slices, in the order they were met.
        problems: why other images of the series are not among ``slices``, each reason once.
        skipped: how many images that were.
        kernel: Convolution Kernel (0018,1210).
        contrast_agent: Contrast/Bolus Agent (0018,0010), text or code meaning.
        kvp: tube voltage in kV, or None.
        patient_age_years: from Patient's Age, or from birth and study date; None where unknown. Never log it.
        thickness_mm: median Slice Thickness, or None.
        tilt_degrees: Gantry/Detector Tilt (0018,1120) as the header claims; the geometry decides.
        institution: Institution Name (0008,0080). Never log it.
    """

    study_instance_uid: str = field(repr=False)
    series_instance_uid: str = field(repr=False)
    slices: tuple[SliceHeader, ...] = field(repr=False)
    modality: str = ""
    description: str = ""
    study_description: str = ""
    protocol: str = ""
    kernel: str = ""
    body_part: str = ""
    image_type: tuple[str, ...] = ()
    contrast_agent: str = ""
    kvp: float | None = None
    patient_age_years: float | None = field(default=None, repr=False)
    thickness_mm: float | None = None
    tilt_degrees: float | None = None
    problems: tuple[Reason, ...] = ()
    institution: str = field(default="", repr=False)
    skipped: int = 0

    @property
    def plane(self) -> str:
        """Plane of most slices: ``"axial"``, ``"coronal"``, ``"sagittal"``, ``"oblique"`` or ``""`` without slices.

        A gantry tilts by up to 30 degrees and reformats follow the orbitomeatal line, so up to 37 degrees
        (cosine 0.8) still count as axial.
        """
        if not self.slices:
            return ""
        normals = np.abs(np.array([s.normal for s in self.slices]))
        n = np.median(normals, axis=0)
        main = int(np.argmax(n))
        return ("sagittal", "coronal", "axial")[main] if n[main] >= 0.8 else "oblique"


@dataclass(slots=True)
class SeriesDraft:
    """Collects the instances of one series while a folder is read."""

    study_instance_uid: str
    series_instance_uid: str
    slices: list[SliceHeader] = field(default_factory=list)
    problems: dict[str, Reason] = field(default_factory=dict)
    skipped: int = 0
    texts: dict[str, object] = field(default_factory=dict)

    def add(self, ds: Dataset, source: FileSource | Dataset) -> None:
        """Take the slices of one instance, or note why it has none."""
        slices, problem, failed = slices_of(ds, source)
        self.slices.extend(slices)
        self.skipped += failed
        if problem is not None:
            self.problems.setdefault(problem.code, problem)
        if not self.texts or (slices and not self.texts.get("usable")):
            self.texts = _texts(ds) | {"usable": bool(slices)}

    def finish(self) -> Series:
        """The frozen series."""
        thickness = [s.thickness_mm for s in self.slices if s.thickness_mm is not None]
        fields = {name: content for name, content in self.texts.items() if name != "usable"}
        return Series(
            self.study_instance_uid, self.series_instance_uid, tuple(self.slices),
            thickness_mm=float(np.median(thickness)) if thickness else None,
            problems=tuple(self.problems.values()), skipped=self.skipped, **fields,  # type: ignore[arg-type]
        )  # fmt: skip


def slices_of(ds: Dataset, source: FileSource | Dataset) -> tuple[list[SliceHeader], Reason | None, int]:
    """The slices that an instance describes, why others are not among them (the last reason), and how many those are.

    Never raises on broken values.
    """
    rows, columns = integer(ds, "Rows"), integer(ds, "Columns")
    if rows is None or columns is None:
        return _no_slice("not_an_image", "The series holds a document or other data, not images.")
    if not (0 < rows <= MAX_MATRIX and 0 < columns <= MAX_MATRIX):
        return _no_slice("bad_matrix", "The image size in the header cannot be right.")
    if (integer(ds, "SamplesPerPixel") or 1) != 1 or text(ds, "PhotometricInterpretation").startswith(
        ("RGB", "YBR", "PAL")
    ):
        return _no_slice("colour_image", "The series holds colour pictures, not CT measurements.")
    frames = integer(ds, "NumberOfFrames") or 1
    if not 0 < frames <= MAX_FRAMES or frames * rows * columns > MAX_VOXELS:
        return _no_slice("bad_matrix", "The number of frames in the header cannot be right.")
    shared = (items(ds, "SharedFunctionalGroupsSequence") or [Dataset()])[0]
    per_frame = items(ds, "PerFrameFunctionalGroupsSequence")
    if frames > 1 and len(per_frame) != frames:
        return _no_slice("missing_position", "A multi-frame image does not say where each frame lies.", frames)
    found: list[SliceHeader] = []
    problem: Reason | None = None
    for index in range(frames):
        groups = (per_frame[index] if per_frame else Dataset(), shared, ds)
        one = _slice(groups, ds, source, index + 1, frames, rows, columns)
        if isinstance(one, Reason):
            problem = one
        else:
            found.append(one)
    return found, problem, frames - len(found)


def _no_slice(code: str, text: str, images: int = 1) -> tuple[list[SliceHeader], Reason, int]:
    return [], Reason(code, text), images


def _slice(
    groups: tuple[Dataset, ...],
    ds: Dataset,
    source: FileSource | Dataset,
    frame: int,
    frames: int,
    rows: int,
    columns: int,
) -> SliceHeader | Reason:
    position = _grouped(groups, "PlanePositionSequence", "ImagePositionPatient", 3)
    if position is None:
        return Reason("missing_position", "The images do not say where in the patient they lie.")
    cosines = _grouped(groups, "PlaneOrientationSequence", "ImageOrientationPatient", 6)
    if cosines is None:
        return Reason("missing_orientation", "The images do not say how they are oriented.")
    x, y = np.array(cosines[:3]), np.array(cosines[3:])
    length_x, length_y = float(np.linalg.norm(x)), float(np.linalg.norm(y))
    if not (abs(length_x - 1) < 0.02 and abs(length_y - 1) < 0.02 and abs(float(x @ y)) < 0.02):
        return Reason("missing_orientation", "The orientation in the images' headers cannot be right.")
    spacing = _grouped(groups, "PixelMeasuresSequence", "PixelSpacing", 2)
    if spacing is None or not all(0.01 <= s <= 20 for s in spacing):
        return Reason("missing_pixel_spacing", "The images do not say how large their pixels are.")
    if max(map(abs, position)) > 1e5:
        return Reason("missing_position", "The position in the images' headers cannot be right.")
    thickness = _grouped(groups, "PixelMeasuresSequence", "SliceThickness", 1)
    acquisition = _grouped(groups, "FrameContentSequence", "FrameAcquisitionNumber", 1)
    acquisition = acquisition or numbers(ds, "AcquisitionNumber", 1)
    slope = _grouped(groups, "PixelValueTransformationSequence", "RescaleSlope", 1)
    intercept = _grouped(groups, "PixelValueTransformationSequence", "RescaleIntercept", 1)
    for keyword, found in (("RescaleSlope", slope), ("RescaleIntercept", intercept)):
        # one that is left out has its usual value; what it is where nobody can read it must not be guessed
        if found is None and any(stated(i, keyword) for i in _holders(groups, "PixelValueTransformationSequence")):
            return Reason("no_rescale", "The images do not say legibly how their values become Hounsfield units.")
    frame_type = next(
        (t for g in groups for i in items(g, "CTImageFrameTypeSequence") if (t := text(i, "FrameType"))), ""
    )
    x, y = x / length_x, y / length_y
    return SliceHeader(
        source, frame, frames, text(ds, "SOPInstanceUID"), rows, columns,
        (position[0], position[1], position[2]), (float(x[0]), float(x[1]), float(x[2])),
        (float(y[0]), float(y[1]), float(y[2])), (spacing[0], spacing[1]),
        thickness[0] if thickness and 0 < thickness[0] <= 100 else None,
        slope[0] if slope and slope[0] != 0 else None, intercept[0] if intercept else None,
        tuple((frame_type or text(ds, "ImageType")).upper().split("\\")),
        text(ds, "PhotometricInterpretation").upper(), int(acquisition[0]) if acquisition else None,
    )  # fmt: skip


def _grouped(groups: tuple[Dataset, ...], sequence: str, keyword: str, count: int) -> tuple[float, ...] | None:
    """Per-frame group first, then the shared one, then the top level of a classic image."""
    return next((found for i in _holders(groups, sequence) if (found := numbers(i, keyword, count)) is not None), None)


def _holders(groups: tuple[Dataset, ...], sequence: str) -> Iterator[Dataset]:
    *functional, top = groups
    for group in functional:
        yield from items(group, sequence)
    yield top


_FUNCTIONAL_GROUPS: Final = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")


def _texts(ds: Dataset) -> dict[str, object]:
    agent = text(ds, "ContrastBolusAgent")
    if not agent:
        agent = next((text(i, "CodeMeaning") or "coded" for i in items(ds, "ContrastBolusAgentSequence")), "")
    # Enhanced CT: of all frames, or of each, in which case the first speaks for all (PS3.3 A.38)
    groups = [g for name in _FUNCTIONAL_GROUPS for g in items(ds, name)[:1]]
    kernels = [ds, *(i for g in groups for i in items(g, "CTReconstructionSequence"))]
    voltages = [ds, *(i for g in groups for i in items(g, "CTXRayDetailsSequence"))]
    kvp = next((kv for i in voltages if (kv := number(i, "KVP")) is not None), None)
    return {
        "modality": text(ds, "Modality").upper(), "description": text(ds, "SeriesDescription"),
        "institution": text(ds, "InstitutionName"),
        "study_description": text(ds, "StudyDescription"), "protocol": text(ds, "ProtocolName"),
        "kernel": next((name for i in kernels if (name := text(i, "ConvolutionKernel"))), ""),
        "body_part": text(ds, "BodyPartExamined").upper(),
        "image_type": tuple(t for t in text(ds, "ImageType").upper().split("\\") if t), "contrast_agent": agent,
        "kvp": kvp if kvp is not None and kvp > 0 else None, "patient_age_years": _age(ds),
        "tilt_degrees": number(ds, "GantryDetectorTilt"),
    }  # fmt: skip


_DAYS = {"D": 1.0, "W": 7.0, "M": 365.25 / 12, "Y": 365.25}


def _age(ds: Dataset) -> float | None:
    """Years from Patient's Age (AS: three digits and D, W, M or Y; PS3.5 6.2), else from the two dates."""
    match = re.fullmatch(r"(\d{1,3})([DWMY])", text(ds, "PatientAge").upper())
    if match:
        return int(match[1]) * _DAYS[match[2]] / 365.25
    born, done = _date(text(ds, "PatientBirthDate")), _date(text(ds, "StudyDate"))
    if born is None or done is None or not 0 <= (done - born).days < 130 * 366:
        return None
    return (done - born).days / 365.25


def _date(da: str) -> date | None:
    try:
        return date(int(da[:4]), int(da[4:6]), int(da[6:8])) if len(da) == 8 else None
    except ValueError:
        return None


def encoding_name(uid: str) -> str:
    """The transfer syntax in words; never an unknown UID itself."""
    name = UID(uid).name
    return "an unknown encoding" if name == uid or not name else name
