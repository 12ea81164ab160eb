"""Which true lesions were found and what else was called hemorrhage, for every threshold at once.

The rules of matching:

- A true lesion is a 26-connected region of one type in the true mask.
- It counts as found at a threshold when a box with at least that score holds a pixel of it.
- Boxes that overlap on the same or on neighbouring slices are one finding, whatever their types, as a reader sees it.
- A finding none of whose boxes holds a pixel of any true lesion is false.
- A lesion is reported under the type that most of its drawn voxels bear; where nothing of it is drawn, under that of
  the best box that holds some of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.detect import look
from inference.evaluation.case import Findings, TrueLesion
from inference.labels import CORNERS
from inference.preprocess import prepare
from inference.session import Session
from inference.types import TYPES, Box, HemorrhageType, SliceScore, Volume

LEAST_SCORE = 0.02
"""Boxes below this score are left out of the sweep: nobody would set a threshold there."""

Typed = tuple[HemorrhageType, Box]


def candidates(volume: Volume, session: Session) -> tuple[Typed, ...]:
    """Every box that the network scored, on the stored slices, with its most probable type; the best first.

    A result holds the accepted boxes only. The sweep of the threshold also needs those below it, so the volume goes
    through the network once more.

    Raises:
        Cancelled: ``session.cancel()`` was called.
    """
    seen = prepare(volume)
    found, *_ = look(seen, session)
    found = found[found.scores >= min(LEAST_SCORE, session.manifest["threshold"])]
    kinds = [TYPES[int(i)] for i in found.types.argmax(1)]
    stored = seen.boxes_to_original(found.boxes, found.slices, found.scores)
    pairs = [(kind, box) for kind, boxes in zip(kinds, stored, strict=True) for box in boxes]
    return tuple(sorted(pairs, key=lambda pair: -pair[1].score))


def match(
    truth: NDArray[np.uint8],
    answer: NDArray[np.uint8],
    boxes: Sequence[Typed],
    slices: Sequence[SliceScore],
    threshold: float,
    volume: Volume,
) -> Findings:
    """The true lesions and the false findings of one study; the rules are at the top of this module.

    Args:
        truth, answer: label masks uint8 [Z, Y, X].
        boxes: accepted and rejected alike.
        slices: the score of each slice.
        threshold: the operating threshold.
    """
    regions, kinds = _regions(truth)
    ordered = sorted(boxes, key=lambda pair: -pair[1].score)
    best: dict[int, Typed] = {}  # region -> its best box
    hits = []
    for pair in ordered:
        touched = _touched(regions, pair[1])
        hits.append(bool(touched))
        for region in touched:
            best.setdefault(region, pair)
    lesions = []
    for region, place in enumerate(ndimage.find_objects(regions), start=1):
        mask = regions[place] == region
        pixels = np.count_nonzero(mask, axis=(1, 2))
        kind, box = best.get(region, (None, None))
        score = box.score if box is not None else 0.0
        drawn = np.bincount(answer[place][mask], minlength=len(TYPES) + 1)[1:]
        named = TYPES[int(drawn.argmax())] if drawn.any() else kind
        lesions.append(
            TrueLesion(
                type=kinds[region - 1],
                volume_ml=float(pixels @ volume.voxel_ml[place[0]]),
                key_slice=int(place[0].start + pixels.argmax()),
                score=score,
                given=named if score >= threshold else None,
            )
        )
    steps: list[tuple[float, int]] = []
    named_by: tuple[int, ...] = ()  # best box of every false finding at the operating threshold
    for score, false in _grow(ordered, hits):
        steps.append((score, len(false)))
        if score >= threshold:
            named_by = tuple(sorted(false))
    return Findings(
        lesions=tuple(lesions),
        false_types=tuple(ordered[first][0] for first in named_by),
        false_steps=tuple(steps),
        slice_scores=tuple(s.score for s in slices),
        slice_truths=tuple(bool(plane.any()) for plane in truth),
    )


def _regions(truth: NDArray[np.uint8]) -> tuple[NDArray[np.int32], list[HemorrhageType]]:
    """Number of the lesion at each voxel, int32 [Z, Y, X] (0 none), and the lesions' types."""
    regions = np.zeros(truth.shape, np.int32)
    kinds: list[HemorrhageType] = []
    for kind in TYPES:
        mine = truth == kind.label
        if mine.any():
            parts, count = ndimage.label(mine, structure=CORNERS)
            regions[mine] = parts[mine] + len(kinds)
            kinds += [kind] * count
    return regions, kinds


def _touched(regions: NDArray[np.int32], box: Box) -> list[int]:
    inside = np.unique(regions[box.slice, max(box.y0, 0) : box.y1, max(box.x0, 0) : box.x1])
    return [int(region) for region in inside if region]


def _grow(boxes: Sequence[Typed], hits: Sequence[bool]) -> Iterator[tuple[float, set[int]]]:
    """Adds box after box, the best first, and joins those that touch.

    Yields:
        After each score: the score, and the index of the best box of each false finding (a set that is used on).
    """
    parent = list(range(len(boxes)))
    true = list(hits)
    on_slice: defaultdict[int, list[int]] = defaultdict(list)
    false: set[int] = set()

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, (_, box) in enumerate(boxes):
        if not true[index]:
            false.add(index)
        for near in (box.slice - 1, box.slice, box.slice + 1):
            for other in on_slice[near]:
                if _overlap(box, boxes[other][1]):
                    # the better box stays the root, so that it names the finding
                    low, high = sorted((root(index), root(other)))
                    if low != high:
                        parent[high] = low
                        true[low] = true[low] or true[high]
                        false.discard(high)
                        if true[low]:
                            false.discard(low)
        on_slice[box.slice].append(index)
        if index + 1 == len(boxes) or boxes[index + 1][1].score < box.score:
            yield box.score, false


def _overlap(a: Box, b: Box) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1
