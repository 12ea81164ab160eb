"""RT Structure Set (PS3.3 A.19) of any product: its regions of interest, and their closed contours as masks.

A pixel belongs to a region if its middle lies within a contour. Contours have to lie in the planes of the slices.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

from app.domain.other_results import OtherResult, Part, ResultKind
from app.results.reading.described import description, said
from app.results.reading.drawing import Drawing, Grid, NotDrawable, Patch
from app.results.reading.segmentation import MOST_PARTS
from inference.elements import integer, items, numbers, quiet, text
from inference.files import read_whole
from inference.types import FileSource, Volume

Floats = NDArray[np.float64]
#: More points are no structure set of a head.
MOST_POINTS = 2_000_000
_CLOSED = ("CLOSED_PLANAR", "CLOSEDPLANAR_XOR")


def describe(ds: Dataset, path: FileSource) -> OtherResult:
    """What a structure set says of itself."""
    colours = {
        integer(item, "ReferencedROINumber"): numbers(item, "ROIDisplayColor", 3)
        for item in items(ds, "ROIContourSequence")
    }
    parts = []
    for item in items(ds, "StructureSetROISequence")[:MOST_PARTS]:
        number = integer(item, "ROINumber")
        if number is not None:
            made = said(item, "ROIGenerationAlgorithm", 40).lower()
            label = said(item, "ROIName", 80) or f"Region {number}"
            parts.append(Part(number, label, made, _colour(colours.get(number))))
    count = len(items(ds, "StructureSetROISequence"))
    names = ", ".join(part.label for part in parts[:8]) + (", \N{HORIZONTAL ELLIPSIS}" if count > 8 else "")
    says = (f"{count} {'region' if count == 1 else 'regions'} of interest: {names}",)
    return OtherResult(
        ResultKind.CONTOURS, said(ds, "SOPInstanceUID", 64), path, says=says, parts=tuple(parts), **description(ds)
    )


def draw(path: FileSource, volume: Volume, frame_of_reference: str) -> Drawing:
    """The regions of a file on the slices of ``volume``; arguments and errors as :func:`.segmentation.draw`."""
    with quiet():
        try:
            return _draw(read_whole(path), volume, frame_of_reference)
        except NotDrawable:
            raise
        except Exception as error:  # pydicom raises anything on damaged objects
            raise NotDrawable("rt_damaged", "This structure set is damaged: its contours cannot be read.") from error


def _draw(ds: Dataset, volume: Volume, frame_of_reference: str) -> Drawing:
    grid = Grid.of(volume)
    spaces = {
        integer(item, "ROINumber"): text(item, "ReferencedFrameOfReferenceUID")
        for item in items(ds, "StructureSetROISequence")
    }
    parts: dict[int, dict[int, Patch]] = {}
    points, open_ones = 0, 0
    for region in items(ds, "ROIContourSequence")[:MOST_PARTS]:
        number = integer(region, "ReferencedROINumber")
        if number is None:
            continue
        masks: defaultdict[int, NDArray[np.bool_]] = defaultdict(lambda: np.zeros(grid.shape, np.bool_))
        for contour in items(region, "ContourSequence"):
            kind = text(contour, "ContourGeometricType").upper()
            if kind not in _CLOSED:
                open_ones += 1
                continue
            corners = _corners(contour)
            points += len(corners)
            if points > MOST_POINTS:
                raise NotDrawable("rt_large", "It has far more points than a head CT needs, so it is not drawn.")
            index = _slice_of(contour, corners, volume, grid, spaces.get(number, "") == frame_of_reference)
            apart = corners - grid.origins[index]
            inside = fill(apart @ grid.across / grid.spacing[1], apart @ grid.down / grid.spacing[0], grid.shape)
            masks[index] = masks[index] ^ inside if kind.endswith("XOR") else masks[index] | inside
        found = {index: patch for index, mask in masks.items() if (patch := Patch.of(mask)) is not None}
        if found:
            parts[number] = found
    note = f"{open_ones} points or open lines are not drawn." if open_ones else ""
    return Drawing(parts, note)


def fill(x: Floats, y: Floats, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Pixels whose middle lies within a polygon, by the even-odd rule: bool [Y, X].

    ``x`` and ``y`` are its corners in pixels, float64 [N], with the middle of the first pixel at 0, 0.
    """
    rows, columns = shape
    out = np.zeros(shape, np.bool_)
    x1, y1 = np.roll(x, -1), np.roll(y, -1)
    first, last = max(0, int(np.ceil(y.min()))), min(rows - 1, int(np.floor(y.max())))
    middles = np.arange(columns, dtype=np.float64)
    for row in range(first, last + 1):
        crosses = (y <= row) != (y1 <= row)
        if crosses.any():
            at = x[crosses] + (row - y[crosses]) / (y1[crosses] - y[crosses]) * (x1[crosses] - x[crosses])
            out[row] = np.searchsorted(np.sort(at), middles, side="right") % 2 == 1
    return out


def _corners(contour: Dataset) -> Floats:
    """LPS mm, float64 [N, 3]."""
    raw = contour.get("ContourData")
    flat = np.array([float(one) for one in raw] if isinstance(raw, MultiValue | list) else [], np.float64)
    if len(flat) < 9 or len(flat) % 3 or not np.isfinite(flat).all():
        raise NotDrawable("rt_damaged", "This structure set is damaged: its contours cannot be read.")
    return flat.reshape(-1, 3)


def _slice_of(contour: Dataset, corners: Floats, volume: Volume, grid: Grid, same_space: bool) -> int:
    referred = {text(image, "ReferencedSOPInstanceUID") for image in items(contour, "ContourImageSequence")}
    if not same_space and not referred & set(volume.sop_instance_uids):
        raise NotDrawable("rt_space", "It belongs to other images: its Frame of Reference is another one.")
    index = grid.slice_at(corners[0])
    heights = corners @ grid.normal
    if index is None or np.ptp(heights) > 0.2 * grid.extent[index]:
        raise NotDrawable("rt_slices", "Its contours do not lie in the slices shown here, so they are not drawn.")
    return index


def _colour(found: tuple[float, ...] | None) -> tuple[int, int, int] | None:
    if found is None or not all(0 <= one <= 255 for one in found):
        return None
    return int(found[0]), int(found[1]), int(found[2])
