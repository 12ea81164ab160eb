"""What other products, or this one elsewhere, left in the archive beside a study: pure values for the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inference.types import FileSource


class ResultKind(StrEnum):
    """Kinds of objects that are read; the values are DICOM's Modality (0008,0060)."""

    SEGMENTATION = "SEG"
    REPORT = "SR"
    CONTOURS = "RTSTRUCT"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report; ``level`` is its depth in the tree, 0 at the root. May hold patient data."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A segment or region of interest that can be drawn.

    Attributes:
        number: Segment Number, or ROI Number.
        label: its name.
        text: what it is and what made it, in a few words.
        colour: as the product recommends, red, green and blue in [0, 255], or None.
    """

    number: int
    label: str
    text: str = ""
    colour: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class OtherResult:
    """One object as its product describes it.

    Attributes:
        path: its file in the cache, which may be encrypted.
        product, version: who made it, as it says itself; may be empty.
        made_at: Content Date and Time, or those of the structure set; local time of its maker, or None.
        title: what the object is called.
        says: what it states, the most telling first; a few short lines.
        lines: the whole report as a tree.
        parts: what can be drawn over the images.
        ours: made by Firstread.
        replaces: SOP Instance UIDs of the reports that this one says to replace (Predecessor Documents, PS3.3 C.17.2).
        trouble: why it cannot be read, one plain sentence; empty where it can.
    """

    kind: ResultKind
    sop_instance_uid: str
    path: FileSource
    product: str = ""
    version: str = ""
    made_at: datetime | None = None
    title: str = ""
    says: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()
    ours: bool = False
    replaces: tuple[str, ...] = ()
    trouble: str = ""
