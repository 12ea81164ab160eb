"""The kinds of objects that a result is sent as; light, because what is not sent is not to load highdicom."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a result is exported as; the values are those of the settings."""

    SEGMENTATION = "segmentation"
    REPORT = "report"
    KEY_OBJECTS = "key-objects"
    PRESENTATION_STATE = "presentation-state"
    CAPTURE = "capture"


#: SOP Class UID of each (PS3.6 annex A).
SOP_CLASSES: Final = {
    Kind.SEGMENTATION: "1.2.840.10008.5.1.4.1.1.66.4",
    Kind.REPORT: "1.2.840.10008.5.1.4.1.1.88.34",
    Kind.KEY_OBJECTS: "1.2.840.10008.5.1.4.1.1.88.59",
    Kind.PRESENTATION_STATE: "1.2.840.10008.5.1.4.1.1.11.1",
    Kind.CAPTURE: "1.2.840.10008.5.1.4.1.1.7",
}
