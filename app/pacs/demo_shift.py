"""One evening shift of a CT scanner, invented: the studies of the demo archive and what is to be expected of each.

All patients are called DEMO and do not exist; their heads are phantoms of :mod:`inference.phantom`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.states import StudyState
from inference.phantom import Hemorrhage, PhantomSpec
from inference.types import HemorrhageType

_EDH, _SDH, _SAH, _IPH, _IVH = HemorrhageType


class SeriesKind(StrEnum):
    """What a series of a demo study is made of."""

    AXIAL = "axial"
    BONE = "bone"
    CORONAL = "coronal"
    SCOUT = "scout"
    DOSE_REPORT = "dose report"


@dataclass(frozen=True, slots=True)
class DemoSeries:
    """One series to render.

    Attributes:
        slice_mm: slice thickness and distance.
        tilt_degrees: gantry tilt.
        matrix: rows and columns.
        deliver: how many slices the archive really has, from the lowest on; all without.
    """

    kind: SeriesKind = SeriesKind.AXIAL
    description: str = "Head 5.0 H31s"
    slice_mm: float = 5.0
    tilt_degrees: float = 0.0
    deliver: int | None = None
    matrix: int = 512


@dataclass(frozen=True, slots=True)
class DemoStudy:
    """One study of the shift.

    Attributes:
        number: its place in the shift, from 1; part of accession number and patient ID.
        name: DICOM person name, ``DEMO^...``.
        arrives_s: seconds after the start of the archive.
        withheld: images that the archive announces but does not have.
        expected: the state that the line shall end in.
        character_set: values of Specific Character Set.
        patient: number of the study of the same patient; without one the patient is seen here only.
        days_ago: how many days before this shift it was made.
    """

    number: int
    name: str
    sex: str
    description: str
    station: str
    arrives_s: float
    spec: PhantomSpec
    expected: StudyState
    series: tuple[DemoSeries, ...] = (DemoSeries(),)
    withheld: int = 0
    character_set: tuple[str, ...] = ("ISO_IR 192",)
    patient: int | None = None
    days_ago: int = 0

    @property
    def patient_id(self) -> str:
        """Patient ID, different for each patient."""
        return f"DEMO-{self.patient or self.number:03d}"

    @property
    def accession_number(self) -> str:
        """Accession Number, different for each study."""
        return f"DEMO{26000 + self.number}"

    @property
    def types(self) -> tuple[HemorrhageType, ...]:
        """The hemorrhages in the images, as drawn."""
        return tuple(hemorrhage.type for hemorrhage in self.spec.hemorrhages)

    def announced(self, delivered: int) -> int | None:
        """Number of Study Related Instances that the archive claims; None for what it really has."""
        return delivered + self.withheld if self.withheld else None


_POSITIVE, _NEGATIVE = StudyState.POSITIVE, StudyState.NEGATIVE
_NOT_ANALYSABLE, _INCOMPLETE = StudyState.NOT_ANALYSABLE, StudyState.INCOMPLETE
_HEAD = "CT HEAD WITHOUT CONTRAST"

#: The shift, in order of arrival.
SHIFT: tuple[DemoStudy, ...] = (
    DemoStudy(
        1, "DEMO^ABDOMEN", "M", "CT ABDOMEN", "DEMOCT2", 0, PhantomSpec(seed=101, body="abdomen", age=61),
        _NOT_ANALYSABLE, (DemoSeries(description="Abdomen 5.0 B30f"),),
    ),
    DemoStudy(2, "DEMO^ADA", "F", _HEAD, "DEMOCT1", 2, PhantomSpec(seed=102, age=47), _NEGATIVE),
    DemoStudy(
        3, "DEMO^BRUNO", "M", _HEAD, "DEMOCT1", 12,
        PhantomSpec(seed=103, age=79, mimics=("choroid_calcification", "falx_calcification")), _NEGATIVE,
    ),
    DemoStudy(
        4, "DEMO^CLARA", "F", "CT HEAD STROKE", "DEMOCT1", 20,
        PhantomSpec(seed=104, age=72, hemorrhages=(Hemorrhage(_IPH, 24, "left basal_ganglia"),)), _POSITIVE,
    ),
    DemoStudy(
        5, "DEMO^TARO=見本^太郎=みほん^たろう", "M", "CT HEAD TRAUMA", "DEMOCT1", 28,
        PhantomSpec(seed=105, age=84, hemorrhages=(Hemorrhage(_SDH, 35, "right convexity"),)), _POSITIVE,
        character_set=("", "ISO 2022 IR 87"),
    ),
    DemoStudy(
        6, "DEMO^DAVID", "M", "CT HEAD AFTER SURGERY", "DEMOCT1", 36,
        PhantomSpec(seed=106, age=58, mimics=("postoperative",)), _NEGATIVE,
    ),
    DemoStudy(
        7, "DEMO^ELENA", "F", "CT HEAD WITH CONTRAST", "DEMOCT2", 44,
        PhantomSpec(seed=107, age=52, contrast=True), _NOT_ANALYSABLE,
    ),
    DemoStudy(
        8, "DEMO^FELIX", "M", _HEAD, "DEMOCT1", 52,
        PhantomSpec(seed=108, age=66, hemorrhages=(Hemorrhage(_IVH, 10),)), _POSITIVE,
    ),
    DemoStudy(
        9, "DEMO^ΓΑΛΗΝΗ", "F", "CT HEAD TRAUMA", "DEMOCT1", 60,
        PhantomSpec(seed=109, age=34, mimics=("fracture",)), _NEGATIVE,
    ),
    DemoStudy(
        10, "DEMO^HANNAH", "F", _HEAD, "DEMOCT1", 68,
        PhantomSpec(seed=110, age=55, hemorrhages=(Hemorrhage(_SAH, 15, "basal"),)), _POSITIVE,
    ),
    DemoStudy(
        11, "DEMO^IGOR", "M", _HEAD, "DEMOCT2", 76, PhantomSpec(seed=111, age=69), _INCOMPLETE,
        (DemoSeries(deliver=12),), withheld=19,
    ),
    DemoStudy(
        12, "DEMO^JULIA", "F", "CT HEAD TRAUMA", "DEMOCT2", 84,
        PhantomSpec(seed=112, age=23, hemorrhages=(Hemorrhage(_EDH, 18, "right temporal"),)), _POSITIVE,
        (DemoSeries(description="Head 1.5 H31s", slice_mm=1.5),),
    ),
    DemoStudy(
        13, "DEMO^KARL", "M", _HEAD, "DEMOCT1", 92,
        PhantomSpec(seed=113, age=76, hemorrhages=(Hemorrhage(_IPH, 3, "right lobar"),)), _POSITIVE,
        (DemoSeries(tilt_degrees=18.0),),
    ),
    DemoStudy(
        14, "DEMO^LENA", "F", _HEAD, "DEMOCT1", 100,
        PhantomSpec(seed=114, age=81, hemorrhages=(Hemorrhage(_SDH, 12, "left convexity", hu=54),)), _POSITIVE,
        (
            DemoSeries(SeriesKind.SCOUT, "Topogram"),
            DemoSeries(SeriesKind.BONE, "Head 5.0 H70h"),
            DemoSeries(description="Head 1.5 H31s", slice_mm=1.5),
            DemoSeries(SeriesKind.CORONAL, "Coronal 5.0", slice_mm=1.5),
            DemoSeries(),
            DemoSeries(SeriesKind.DOSE_REPORT, "Dose report"),
        ),
    ),
    DemoStudy(15, "DEMO^MAX", "M", _HEAD, "DEMOCT1", 108, PhantomSpec(seed=115, age=29), _NEGATIVE),
    DemoStudy(16, "DEMO^NORA", "F", _HEAD, "DEMOCT2", 116, PhantomSpec(seed=116, age=63), _NEGATIVE),
)  # fmt: skip

#: Earlier studies of the shift's patients. The archive holds them from the start, and nobody has to read them.
EARLIER: tuple[DemoStudy, ...] = (
    DemoStudy(
        104, "DEMO^CLARA", "F", "CT HEAD STROKE", "DEMOCT1", 0,
        PhantomSpec(seed=104, age=72, hemorrhages=(Hemorrhage(_IPH, 12, "left basal_ganglia"),)), _POSITIVE,
        patient=4, days_ago=3,
    ),
)  # fmt: skip
