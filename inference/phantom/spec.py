"""What to draw, and what was drawn: the frozen values around the phantom generator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inference.types import HemorrhageType, Volume

#: Everything that imitates hemorrhage, or surrounds it in life, and is none. None of them is ever labelled.
MIMICS: tuple[str, ...] = (
    "choroid_calcification",
    "pineal_calcification",
    "falx_calcification",
    "basal_ganglia_calcification",
    "hyperdense_sinus",
    "thick_dura",
    "motion",
    "fracture",
    "postoperative",
    "old_infarct",
)

#: The places a hemorrhage can be given, by type; the first is not a default, a missing site is drawn from the seed.
SITES: dict[HemorrhageType, tuple[str, ...]] = {
    HemorrhageType.IPH: ("lobar", "basal_ganglia", "thalamus", "pons", "cerebellum"),
    HemorrhageType.EDH: ("temporal", "frontal", "parietal", "posterior_fossa"),
    HemorrhageType.SDH: ("convexity", "falx", "tentorium"),
    HemorrhageType.SAH: ("basal", "sylvian", "convexity", "perimesencephalic"),
    HemorrhageType.IVH: ("occipital_horns", "filling"),
}

Kernel = Literal["soft", "bone"]
Body = Literal["head", "abdomen", "chest"]


@dataclass(frozen=True, slots=True)
class Hemorrhage:
    """One hemorrhage to draw.

    Attributes:
        type: one of the five types.
        volume_ml: volume of its label mask in mL, above 0; met within one voxel.
        site: one of :data:`SITES` of its type, optionally with ``"left "`` or ``"right "`` (the patient's) before
            it, such as ``"left thalamus"``; None draws both from the seed.
        hu: attenuation of the clot in HU, in [30, 95]; None draws an acute one (55-75).
    """

    type: HemorrhageType
    volume_ml: float
    site: str | None = None
    hu: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.volume_ml <= 250:
            raise ValueError("volume_ml must be above 0 and at most 250 mL")
        if self.hu is not None and not 30 <= self.hu <= 95:
            raise ValueError("hu must lie in [30, 95]")
        if self.site is not None and self.place not in SITES[self.type]:
            raise ValueError(f"site of {self.type} must be one of {', '.join(SITES[self.type])}")

    @property
    def side(self) -> str | None:
        """``"left"`` or ``"right"`` where the site names one (the patient's side), else None."""
        first = (self.site or "").split(" ")[0]
        return first if first in ("left", "right") else None

    @property
    def place(self) -> str | None:
        """The site without its side."""
        if self.site is None:
            return None
        return self.site.removeprefix("left ").removeprefix("right ")


@dataclass(frozen=True, slots=True)
class PhantomSpec:
    """A patient: the same spec is the same head in every series rendered from it.

    Attributes:
        seed: anatomy, pose, lesions and noise; equal specs give equal pixels.
        mimics: of :data:`MIMICS`.
        contrast: intravenous contrast medium in vessels, sinuses and choroid plexus.
        arteries_hu: attenuation of the arteries in HU, in [100, 600]; without ``contrast`` they alone are bright, as in
            the arterial phase before any vein has filled. None: 230 with ``contrast``, else as bright as all blood.
        body: ``"head"``, or a wrong body part.
        age: years in [0, 100]; sets atrophy, calcification and, below 15, head size and skull thickness.
        atrophy: 0 (full brain) to 1 (wide ventricles and sulci); None draws it from age and seed.
        pitch_degrees: chin up; None tips the head along with the gantry, as a radiographer positions it.
    """

    seed: int
    hemorrhages: tuple[Hemorrhage, ...] = ()
    mimics: tuple[str, ...] = ()
    contrast: bool = False
    arteries_hu: float | None = None
    body: Body = "head"
    age: float = 55.0
    atrophy: float | None = None
    pitch_degrees: float | None = None

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise ValueError("seed must not be negative")
        unknown = set(self.mimics) - set(MIMICS)
        if unknown:
            raise ValueError(f"mimics must be of {', '.join(MIMICS)}")
        if self.body not in ("head", "abdomen", "chest"):
            raise ValueError("body must be head, abdomen or chest")
        if self.arteries_hu is not None and not 100 <= self.arteries_hu <= 600:
            raise ValueError("arteries_hu must lie in [100, 600]")
        if self.body != "head" and (self.hemorrhages or self.mimics or self.arteries_hu is not None):
            raise ValueError("hemorrhages, mimics and arteries need a head")
        if not 0 <= self.age <= 100:
            raise ValueError("age must lie in [0, 100]")
        if self.atrophy is not None and not 0 <= self.atrophy <= 1:
            raise ValueError("atrophy must lie in [0, 1]")


@dataclass(frozen=True, slots=True, eq=False)
class Phantom:
    """A rendered series and its truth.

    Attributes:
        hu: int16 [Z, Y, X] in HU, slices inferior to superior, rows anterior to posterior, columns from the
            patient's right to the left.
        labels: uint8 [Z, Y, X], see :attr:`inference.types.HemorrhageType.label`.
        origin_mm: float64 [Z, 3]; LPS position of each slice's first pixel (Image Position (Patient)).
        row_direction, column_direction: float64 [3]; along columns x and along rows y (Image Orientation (Patient)).
        pixel_mm: (row spacing, column spacing) in mm.
        slice_mm: slice thickness, equal to the distance of the slices along their normal.
        tilt_degrees: gantry tilt; positive tips the top of the gantry to the feet, so anterior pixels lie higher.
        kernel: ``"soft"`` or ``"bone"``.
        truth_ml: mL per type, of ``labels``.
        lesion_ml: mL of each of ``spec.hemorrhages``, in order.
    """

    spec: PhantomSpec
    hu: NDArray[np.int16]
    labels: NDArray[np.uint8]
    origin_mm: NDArray[np.float64]
    row_direction: NDArray[np.float64]
    column_direction: NDArray[np.float64]
    pixel_mm: tuple[float, float]
    slice_mm: float
    tilt_degrees: float
    kernel: Kernel
    truth_ml: dict[HemorrhageType, float]
    lesion_ml: tuple[float, ...] = ()
    lesion_sites: tuple[str, ...] = field(default=())

    @property
    def normal(self) -> NDArray[np.float64]:
        """float64 [3]: slice normal, pointing to the head."""
        return np.cross(self.row_direction, self.column_direction)

    @property
    def positions_mm(self) -> NDArray[np.float64]:
        """float64 [Z]: distance of each slice from the first along the normal."""
        along = (self.origin_mm - self.origin_mm[0]) @ self.normal
        return np.asarray(along, dtype=np.float64)

    @property
    def offsets_mm(self) -> NDArray[np.float64]:
        """float64 [Z, 2]: in-plane displacement of each first pixel against slice 0, see :class:`Volume`."""
        moved = self.origin_mm - self.origin_mm[0]
        return np.stack([moved @ self.row_direction, moved @ self.column_direction], axis=1)

    @property
    def affine(self) -> NDArray[np.float64]:
        """float64 [4, 4]: index (x, y, z, 1) to LPS mm; a tilted gantry shows as a shear."""
        affine = np.eye(4)
        affine[:3, 0] = self.row_direction * self.pixel_mm[1]
        affine[:3, 1] = self.column_direction * self.pixel_mm[0]
        count = len(self.origin_mm)
        step = (self.origin_mm[-1] - self.origin_mm[0]) / (count - 1) if count > 1 else self.normal * self.slice_mm
        affine[:3, 2] = step
        affine[:3, 3] = self.origin_mm[0]
        return affine

    @property
    def voxel_ml(self) -> float:
        """Volume of one voxel in mL."""
        return self.pixel_mm[0] * self.pixel_mm[1] * self.slice_mm / 1000.0

    def to_volume(self, study_uid: str = "2.25.1", series_uid: str = "2.25.2") -> Volume:
        """Return the series as the :class:`Volume` that reading its DICOM files would give."""
        count = len(self.origin_mm)
        return Volume(
            hu=self.hu,
            affine=self.affine,
            positions_mm=self.positions_mm,
            offsets_mm=self.offsets_mm,
            tilt_degrees=abs(self.tilt_degrees),
            study_instance_uid=study_uid,
            series_instance_uid=series_uid,
            sop_instance_uids=tuple(f"{series_uid}.{index + 1}" for index in range(count)),
            frame_numbers=(1,) * count,
        )
