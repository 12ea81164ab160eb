"""All objects of a result, in the order in which they are sent: what is referred to goes first."""

from __future__ import annotations

import warnings
from collections.abc import Container
from io import BytesIO

import pydicom
from pydicom.dataset import Dataset

from app.results.dicom.capture import make_capture
from app.results.dicom.key_objects import make_key_objects
from app.results.dicom.kinds import Kind
from app.results.dicom.presentation import make_presentation
from app.results.dicom.report import make_report
from app.results.dicom.segmentation import make_segmentation
from app.results.dicom.source import Source


def make(source: Source, wanted: Container[str] = tuple(Kind)) -> dict[Kind, Dataset]:
    """The objects that this result has. The report refers to the segmentation only where that is wanted, too.

    Raises ValueError where result and images do not belong together.
    """
    # highdicom doubts names of one component, and its warning says the name, which no log may hold.
    warnings.filterwarnings("ignore", "The string .* is unlikely to represent the intended person name", UserWarning)
    made: dict[Kind, Dataset | None] = {}
    if Kind.SEGMENTATION in wanted:
        made[Kind.SEGMENTATION] = make_segmentation(source)
    if Kind.REPORT in wanted:
        made[Kind.REPORT] = make_report(source, made.get(Kind.SEGMENTATION))
    if Kind.KEY_OBJECTS in wanted:
        made[Kind.KEY_OBJECTS] = make_key_objects(source)
    if Kind.PRESENTATION_STATE in wanted:
        made[Kind.PRESENTATION_STATE] = make_presentation(source)
    if Kind.CAPTURE in wanted:
        made[Kind.CAPTURE] = make_capture(source)
    return {kind: one for kind, one in made.items() if one is not None}


def encoded(made: Dataset) -> bytes:
    """The bytes of a DICOM file."""
    buffer = BytesIO()
    pydicom.dcmwrite(buffer, made, enforce_file_format=True)
    return buffer.getvalue()
