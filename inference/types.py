"""Frozen values that cross every boundary of the detector.

Axes, unless a name says otherwise: ``Z`` slices from inferior to superior, ``Y`` image rows, ``X`` image
columns. Positions are in millimetres in the DICOM patient coordinate system (LPS: x to the patient's left,
y to posterior, z to the head; PS3.3 C.7.6.2). Pixel boxes are ``x0, y0, x1, y1`` with ``x1, y1`` exclusive.
"""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.errors import Reason


class StoredFile(ABC):
    """A DICOM file that is not simply read from its path, such as one that is kept encrypted. Can be pickled."""

    __slots__ = ()

    @property
    @abstractmethod
    def name(self) -> str:
        """What to call it; unique within its study."""

    @abstractmethod
    def read(self) -> bytes:
        """The file as DICOM's file format has it (PS3.10); raises OSError, and FirstreadError with a plain sentence."""


#: Where a DICOM file is read from.
FileSource = Path | StoredFile


def opened(source: FileSource) -> io.BufferedIOBase:
    """A file for reading, from its start; raises OSError, and what :meth:`StoredFile.read` raises."""
    return io.BytesIO(source.read()) if isinstance(source, StoredFile) else source.open("rb")


class HemorrhageType(StrEnum):
    """The five types of intracranial hemorrhage, named as in the radiologist's report."""

    EDH = "EDH"
    SDH = "SDH"
    SAH = "SAH"
    IPH = "IPH"
    IVH = "IVH"

    @property
    def label(self) -> int:
        """Value in a label mask: 1 EDH, 2 SDH, 3 SAH, 4 IPH, 5 IVH (0 is none)."""
        return TYPES.index(self) + 1

    @property
    def group(self) -> str:
        """The paper's three groups: IPH (with IVH), EDH/SDH, SAH (Chang 2018, Table 1)."""
        return {"EDH": "EDH/SDH", "SDH": "EDH/SDH", "SAH": "SAH", "IPH": "IPH", "IVH": "IPH"}[self.value]


TYPES: tuple[HemorrhageType, ...] = tuple(HemorrhageType)


class SizeClass(StrEnum):
    """Size classes of Chang 2018, Table 1: < 0.01, 0.01-5.0, 5.0-25 and > 25 mL."""

    PUNCTATE = "punctate"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class CaseState(StrEnum):
    """How an analysis ended. ``NOT_ANALYSABLE`` and ``FAILED`` never mean negative."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_ANALYSABLE = "not_analysable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """One axial CT series on its own grid: the stored slices, in HU, sorted, nothing resampled.

    Attributes:
        hu: int16 [Z, Y, X] in Hounsfield units; padding pixels are -1024 or below.
        affine: float64 [4, 4]; maps the index column vector (x, y, z, 1) to LPS mm. Its third column is the mean
            step from slice to slice, so a tilted gantry shows as a shear and ``abs(det)`` is the mean voxel volume.
        positions_mm: float64 [Z], strictly rising; where each slice lies along the slice normal (pointing to
            the head), with 0 at the first slice.
        offsets_mm: float64 [Z, 2]; in-plane displacement (along columns x, along rows y) of each slice's first
            pixel against slice 0. All zero without gantry tilt.
        tilt_degrees: angle between the slice normal and the direction of travel; 0 without gantry tilt.
        sop_instance_uids: Z entries; frames of an Enhanced multi-frame CT repeat theirs.
        frame_numbers: Z entries, 1-based (PS3.3 C.7.6.6); always 1 for classic CT.
        thickness_mm: Z entries, Slice Thickness (0018,0050), None where the header has none; or empty, if unknown.
        series_description, institution: Series Description (0008,103E) and Institution Name (0008,0080), for the
            corners of an image; "" where absent. Never log them.
    """

    hu: NDArray[np.int16]
    affine: NDArray[np.float64]
    positions_mm: NDArray[np.float64]
    offsets_mm: NDArray[np.float64]
    tilt_degrees: float
    study_instance_uid: str
    series_instance_uid: str
    sop_instance_uids: tuple[str, ...]
    frame_numbers: tuple[int, ...]
    warnings: tuple[Reason, ...] = ()
    series_description: str = field(default="", repr=False)
    institution: str = field(default="", repr=False)
    thickness_mm: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        z = self.hu.shape[0] if self.hu.ndim == 3 else -1
        if self.hu.ndim != 3 or self.hu.dtype != np.int16 or z < 1:
            raise ValueError("hu must be int16 [Z, Y, X] with at least one slice")
        if self.affine.shape != (4, 4):
            raise ValueError("affine must be [4, 4]")
        if self.positions_mm.shape != (z,) or np.any(np.diff(self.positions_mm) <= 0):
            raise ValueError("positions_mm must rise strictly, one entry per slice")
        if self.offsets_mm.shape != (z, 2):
            raise ValueError("offsets_mm must be [Z, 2]")
        if len(self.sop_instance_uids) != z or len(self.frame_numbers) != z:
            raise ValueError("one SOP Instance UID and one frame number per slice")
        if len(self.thickness_mm) not in (0, z):
            raise ValueError("one thickness per slice, or none at all")

    @property
    def pixel_mm(self) -> tuple[float, float]:
        """(row spacing along Y, column spacing along X) in mm, as Pixel Spacing (0028,0030)."""
        return float(np.linalg.norm(self.affine[:3, 1])), float(np.linalg.norm(self.affine[:3, 0]))

    @property
    def slice_extent_mm(self) -> NDArray[np.float64]:
        """float64 [Z]: how much of the patient each slice stands for, along the normal, in mm.

        Half the way to either neighbour (the end slices count their one neighbour twice), so that unequal
        spacing gives right volumes. A single slice counts 5 mm.
        """
        if len(self.positions_mm) == 1:
            return np.array([5.0])
        steps = np.diff(self.positions_mm)
        before, after = np.concatenate([steps[:1], steps]), np.concatenate([steps, steps[-1:]])
        extent: NDArray[np.float64] = (before + after) / 2
        return extent

    @property
    def voxel_ml(self) -> NDArray[np.float64]:
        """float64 [Z]: volume of one voxel of each slice in mL."""
        row, column = self.pixel_mm
        return self.slice_extent_mm * (row * column / 1000.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A box on one original slice, in its pixels, with its score in [0, 1].

    ``why`` says in plain words why a rejected box was held back although the network believed it more; "" elsewhere.
    """

    slice: int
    x0: int
    y0: int
    x1: int
    y1: int
    score: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lesion:
    """One connected hemorrhage of one type.

    Attributes:
        score: highest raw score of its boxes, [0, 1].
        volume_ml_interval: 95 % interval of ``volume_ml``.
        abc2_ml: the bedside estimate of Kwak 1983 beside it.
        slices: first and last slice index, both inclusive, inferior to superior.
        centroid_mm: centre in LPS mm.
        side, region: where it lies by geometry (:mod:`inference.regions`); ``""`` where that is not known.
    """

    id: int
    type: HemorrhageType
    score: float
    volume_ml: float
    volume_ml_interval: tuple[float, float]
    size_class: SizeClass
    abc2_ml: float
    slices: tuple[int, int]
    boxes: tuple[Box, ...]
    centroid_mm: tuple[float, float, float]
    side: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class SliceScore:
    """Raw score of one original slice: the highest of its boxes, 0 without any."""

    index: int
    sop_instance_uid: str
    z_mm: float
    score: float


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds spent in each stage."""

    load: float = 0.0
    preprocess: float = 0.0
    inference: float = 0.0
    postprocess: float = 0.0
    total: float = 0.0


#: The providers that compute on an NVIDIA GPU.
ON_GPU: Final = ("tensorrt", "cuda")

#: What the name of a device ends in that belongs to a department's cluster, and not to the computer that asked it.
ON_CLUSTER: Final = " (cluster)"


@dataclass(frozen=True, slots=True)
class Runtime:
    """What computed the result: the provider truly in use, never the one asked for."""

    provider: str
    device: str
    model: str
    model_sha256: str
    version: str

    @property
    def on_cluster(self) -> bool:
        """Whether a department's cluster computed it."""
        return self.device.endswith(ON_CLUSTER)


@dataclass(frozen=True, slots=True)
class InputStatistics:
    """What an examination looked like to the network.

    Attributes:
        slices: how many.
        spacing_mm: median distance of neighbouring slices along the normal; None of a single one.
        brain_hu: mean of brain and CSF in HU; None where the skull is too open to tell what is inside.
    """

    slices: int
    spacing_mm: float | None
    brain_hu: float | None


@dataclass(frozen=True, slots=True, eq=False)
class CaseResult:
    """The answer for one study; ``probability`` and ``score`` are None unless positive or negative.

    Attributes:
        reasons: why there is no answer, or warnings that qualify it.
        probability: calibrated probability of any hemorrhage, [0, 1].
        probability_interval: 95 % interval of ``probability`` from how few patients it was calibrated on; None where
            the model does not say.
        score: raw study score; positive means ``score >= threshold``.
        excluded: proposals looked at and rejected (Chang 2018, Fig 3).
        labels: uint8 [Z, Y, X] on the series' own grid (see :attr:`HemorrhageType.label`); None without an answer.
        inputs: what the images looked like; None without an answer, and of older results.
    """

    study_instance_uid: str
    series_instance_uid: str
    state: CaseState
    reasons: tuple[Reason, ...]
    probability: float | None
    probability_by_type: dict[HemorrhageType, float]
    score: float | None
    threshold: float
    slices: tuple[SliceScore, ...]
    lesions: tuple[Lesion, ...]
    excluded: tuple[Box, ...]
    volumes_ml: dict[HemorrhageType, float]
    timing: Timing
    runtime: Runtime
    labels: NDArray[np.uint8] | None = field(default=None, repr=False)
    probability_interval: tuple[float, float] | None = None
    inputs: InputStatistics | None = None

    @property
    def total_ml(self) -> float:
        """Volume of all hemorrhage in mL."""
        return float(sum(self.volumes_ml.values()))
