"""DICOM Segmentation (PS3.3 A.51, A.93) of any product: what it says, and its masks on the slices of a volume.

Frames come in any order, and are matched to slices by the images that they refer to, and by Frame of Reference and
position. Pixels are decoded by pydicom; what does not lie exactly on the grid of the images is refused and never
resampled, because a mask that was moved by us would be taken for the product's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.pixels.utils import iter_pixels

from app.domain.other_results import OtherResult, Part, ResultKind
from app.results.reading.described import description, meaning, said
from app.results.reading.drawing import Drawing, Grid, NotDrawable, Patch
from inference.elements import integer, items, numbers, quiet, text, value
from inference.files import read_whole
from inference.types import FileSource, Volume

#: More segments are not listed.
MOST_PARTS = 200
#: More frames, or pixels in all of them, are no segmentation of a head.
MOST_FRAMES = 20_000
MOST_PIXELS = 2**31
#: A pixel of a fractional mask is drawn from this share of Maximum Fractional Value on.
FRACTION = 0.5
_ALIKE = 1e-3


def describe(ds: Dataset, path: FileSource) -> OtherResult:
    """What a segmentation says of itself."""
    parts = []
    for item in items(ds, "SegmentSequence")[:MOST_PARTS]:
        number = integer(item, "SegmentNumber")
        if number is None or number < 1:
            continue
        kind = meaning(item, "SegmentedPropertyTypeCodeSequence")
        made = (said(item, "SegmentAlgorithmType", 40).lower(), said(item, "SegmentAlgorithmName", 80))
        label = said(item, "SegmentLabel", 80) or kind or f"Segment {number}"
        words = ", ".join(part for part in (kind if kind != label else "", *made) if part)
        parts.append(Part(number, label, words, _colour(item)))
    count = len(items(ds, "SegmentSequence"))
    names = ", ".join(part.label for part in parts[:8]) + (", \N{HORIZONTAL ELLIPSIS}" if count > 8 else "")
    kind = said(ds, "SegmentationType", 20).lower()
    says = (f"{count} {'segment' if count == 1 else 'segments'}{f' ({kind})' if kind else ''}: {names}",)
    return OtherResult(
        ResultKind.SEGMENTATION, said(ds, "SOPInstanceUID", 64), path, says=says, parts=tuple(parts), **description(ds)
    )


def draw(path: FileSource, volume: Volume, frame_of_reference: str) -> Drawing:
    """The segments of a file on the slices of ``volume``; takes a while.

    Args:
        frame_of_reference: Frame of Reference UID of the images of ``volume``; empty where they have none.

    Raises:
        NotDrawable: the geometry is another one, or the object is damaged; the text says which.
    """
    with quiet():
        try:
            return _draw(read_whole(path), volume, frame_of_reference)
        except NotDrawable:
            raise
        except Exception as error:  # pydicom and its decoders raise anything on damaged objects
            raise NotDrawable("seg_damaged", "This segmentation is damaged: its masks cannot be read.") from error


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame: its place in the pixels, its slice (None: none of the volume), its segment (None: a label map)."""

    place: int
    index: int | None
    segment: int | None


def _draw(ds: Dataset, volume: Volume, frame_of_reference: str) -> Drawing:
    grid = Grid.of(volume)
    kind = text(ds, "SegmentationType").upper()
    if kind not in ("BINARY", "FRACTIONAL", "LABELMAP"):
        raise NotDrawable("seg_kind", "This segmentation is of a kind that cannot be drawn.")
    rows, columns = integer(ds, "Rows"), integer(ds, "Columns")
    if (rows, columns) != grid.shape:
        raise NotDrawable("seg_grid", "Its pixels are on another grid than those of the images, so it is not drawn.")
    per_frame = items(ds, "PerFrameFunctionalGroupsSequence")
    count = integer(ds, "NumberOfFrames") or 1
    if not per_frame or count != len(per_frame):
        raise NotDrawable("seg_frames", "It does not say to which slices its frames belong, so it is not drawn.")
    if count > MOST_FRAMES or count * grid.shape[0] * grid.shape[1] > MOST_PIXELS:
        raise NotDrawable("seg_large", "It has far more frames than a head CT has slices, so it is not drawn.")
    shared = (items(ds, "SharedFunctionalGroupsSequence") or [Dataset()])[0]
    same_space = bool(frame_of_reference) and text(ds, "FrameOfReferenceUID") == frame_of_reference
    matcher = _Matcher(grid, volume, same_space, shared)
    frames = [matcher.match(place, item, kind == "LABELMAP") for place, item in enumerate(per_frame)]
    highest = integer(ds, "MaximumFractionalValue") or 255
    patches: defaultdict[int, dict[int, Patch]] = defaultdict(dict)
    for frame, pixels in zip(frames, iter_pixels(ds, raw=True), strict=True):
        drawn = pixels >= FRACTION * highest if kind == "FRACTIONAL" else pixels > 0
        if not drawn.any():
            continue
        if frame.index is None:
            raise matcher.outside()
        if frame.segment is not None:
            _add(patches[frame.segment], frame.index, drawn)
            continue
        for number in np.unique(pixels[drawn]).tolist():
            _add(patches[int(number)], frame.index, pixels == number)
    note = f"Fractional masks are drawn where they say {FRACTION:.0%} or more." if kind == "FRACTIONAL" else ""
    return Drawing(dict(patches), note)


def _add(slices: dict[int, Patch], index: int, drawn: NDArray[np.bool_]) -> None:
    if index in slices:  # two frames of one segment on one slice: what either of them says
        before, drawn = slices[index], drawn.copy()
        height, width = before.mask.shape
        drawn[before.y : before.y + height, before.x : before.x + width] |= before.mask
    patch = Patch.of(drawn)
    if patch is not None:
        slices[index] = patch


class _Matcher:
    """Finds the slice of each frame. ``same_space``: whether object and images have one Frame of Reference."""

    def __init__(self, grid: Grid, volume: Volume, same_space: bool, shared: Dataset) -> None:
        self._grid, self._same_space, self._shared = grid, same_space, shared
        self._by_image = {
            (uid, frame): index
            for index, (uid, frame) in enumerate(zip(volume.sop_instance_uids, volume.frame_numbers, strict=True))
        }
        self._alone = {uid for uid in volume.sop_instance_uids if volume.sop_instance_uids.count(uid) == 1}
        self._numbers = dict(zip(volume.sop_instance_uids, volume.frame_numbers, strict=True))

    def match(self, place: int, item: Dataset, labels: bool) -> _Frame:
        """Frame ``place`` with the item of its functional groups; raises NotDrawable."""
        self._check_grid(item)
        segment = None
        if not labels:
            identified = self._group(item, "SegmentIdentificationSequence")
            segment = None if identified is None else integer(identified, "ReferencedSegmentNumber")
            if segment is None:
                raise NotDrawable("seg_frames", "It does not say to which segment its frames belong: not drawn.")
        referred = self._referred(item)
        position = self._position(item)
        if referred is not None:
            if position is not None and not self._grid.starts_at(position, referred):
                raise NotDrawable(
                    "seg_position", "It refers to these images, but lies elsewhere in the patient: not drawn."
                )
            return _Frame(place, referred, segment)
        if position is None or not self._same_space:
            return _Frame(place, None, segment)
        index = self._grid.slice_at(position)
        if index is not None and not self._grid.starts_at(position, index):
            raise NotDrawable("seg_shifted", "Its pixels are shifted against those of the images, so it is not drawn.")
        return _Frame(place, index, segment)

    def outside(self) -> NotDrawable:
        """Why a frame that holds something has no slice."""
        if not self._same_space:
            return NotDrawable("seg_space", "It belongs to other images: its Frame of Reference is another one.")
        return NotDrawable("seg_slices", "It was drawn on other slices than those shown here, so it is not drawn.")

    def _group(self, item: Dataset, keyword: str) -> Dataset | None:
        found = items(item, keyword) or items(self._shared, keyword)
        return found[0] if found else None

    def _check_grid(self, item: Dataset) -> None:
        grid = self._grid
        oriented = self._group(item, "PlaneOrientationSequence")
        measured = self._group(item, "PixelMeasuresSequence")
        cosines = None if oriented is None else numbers(oriented, "ImageOrientationPatient", 6)
        spacing = None if measured is None else numbers(measured, "PixelSpacing", 2)
        if cosines is not None and not np.allclose(cosines, [*grid.across, *grid.down], rtol=0, atol=_ALIKE):
            raise NotDrawable("seg_turned", "Its slices are turned against those of the images, so it is not drawn.")
        if spacing is not None and not np.allclose(spacing, grid.spacing, rtol=_ALIKE, atol=0):
            raise NotDrawable("seg_grid", "Its pixels are of another size than those of the images: not drawn.")

    def _position(self, item: Dataset) -> NDArray[np.float64] | None:
        placed = self._group(item, "PlanePositionSequence")
        found = None if placed is None else numbers(placed, "ImagePositionPatient", 3)
        return None if found is None else np.array(found)

    def _referred(self, item: Dataset) -> int | None:
        """The slice of the image that a frame was derived from; None where it names none, or several of ours."""
        slices: set[int] = set()
        for derived in items(item, "DerivationImageSequence") or items(self._shared, "DerivationImageSequence"):
            for source in items(derived, "SourceImageSequence"):
                uid = text(source, "ReferencedSOPInstanceUID")
                frames = value(source, "ReferencedFrameNumber")
                if frames is None and uid in self._alone:
                    slices.add(self._by_image[uid, self._numbers[uid]])
                elif frames is not None:
                    several = frames if isinstance(frames, MultiValue) else [frames]
                    keys = [(uid, int(str(number))) for number in several]
                    slices |= {self._by_image[key] for key in keys if key in self._by_image}
        return slices.pop() if len(slices) == 1 else None


def _colour(item: Dataset) -> tuple[int, int, int] | None:
    lab = numbers(item, "RecommendedDisplayCIELabValue", 3)
    if lab is None or not all(0 <= one <= 65535 for one in lab):
        return None
    from highdicom.color import CIELabColor  # highdicom takes a second to load

    red, green, blue = CIELabColor.from_dicom_value((int(lab[0]), int(lab[1]), int(lab[2]))).to_rgb(clip=True)
    return red, green, blue
