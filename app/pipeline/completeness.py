"""Whether a stack of slices has holes: the only sign that images are missing where nobody told their number."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pydicom.dataset import Dataset

from app.pacs.header import read_received
from inference.dicom import read_studies, usable_slices
from inference.elements import quiet
from inference.errors import FileError, NotAnalysable, Reason
from inference.geometry import gaps_mm, order
from inference.headers import Series, SliceHeader
from inference.types import FileSource

#: Shorter stacks are localizers and single images, whose distances mean nothing.
_LEAST_SLICES = 5


def missing_slices(images: Iterable[FileSource]) -> Reason | None:
    """Why the CT series among ``images`` are not whole; None where they are. Reads headers only.

    A hole is a step between two slices that is much wider than the others, over which also the Instance Number jumps:
    where it goes on counting, the scanner left the gap itself. Images that cannot be read say nothing.
    """
    try:
        studies = read_studies(list(images))
    except (NotAnalysable, FileError):
        return None
    holes = slices = 0
    for study in studies:
        for series in study.series:
            if series.modality == "CT":
                found = _holes(series)
                holes += len(found)
                slices += sum(found)
    if not holes:
        return None
    where = "one place" if holes == 1 else f"{holes} places"
    count = "1 slice is" if slices == 1 else f"{slices} slices are"
    return Reason("slices_missing", f"{count} missing, at {where} of the stack.")


def _holes(series: Series) -> list[int]:
    """For each hole of a stack the number of slices that are missing there."""
    try:
        stack = [group[0] for group in order(usable_slices(series)[0])]
    except NotAnalysable:
        return []
    if len(stack) < _LEAST_SLICES:
        return []
    normal = np.array(stack[0].normal)
    positions = np.array([np.dot(one.position, normal) for one in stack])
    gaps = gaps_mm(positions, [one.thickness_mm for one in stack])
    steps = np.diff(positions)
    found = []
    for place in np.flatnonzero(gaps):
        numbers = _instance_number(stack[place]), _instance_number(stack[place + 1])
        if numbers[0] is None or numbers[1] is None:
            found.append(max(1, round(float(steps[place] / np.median(steps))) - 1))
        elif abs(numbers[0] - numbers[1]) > 1:
            found.append(abs(numbers[0] - numbers[1]) - 1)
    return found


def _instance_number(one: SliceHeader) -> int | None:
    """None also for a frame of several, whose order no Instance Number tells."""
    if one.frames > 1 or isinstance(one.source, Dataset):
        return None
    with quiet():
        header = read_received(one.source)
    return None if header is None else header.instance_number
