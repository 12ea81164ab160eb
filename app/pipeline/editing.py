"""A reader's corrections of one result: accept, reject, change type, paint, erase, undo, redo; volumes measured anew.

The algorithm's result is never touched: a session works on a copy of its masks and gives a :class:`ReaderResult`.
A step and the measuring may take some tenths of a second on a thin stack: not for the window's
thread. One call at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from app.domain.edits import EDITED, EditStep, ReaderResult
from app.results.reader_files import fingerprint
from inference.head_frame import HeadFrame, head_frame
from inference.labels import CORNERS
from inference.types import Box, CaseResult, HemorrhageType, Lesion, Volume
from inference.volumetry import measure, volumes_ml

_Point = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is edited beside the masks: typed boxes, a voxel or box of each accepted lesion, and what was rejected."""

    boxes: tuple[tuple[HemorrhageType, Box], ...]
    accepted: frozenset[_Point | Box]
    rejected: tuple[Lesion, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """One step: the flat indices of the voxels that changed, their labels before and after, and the notes."""

    step: EditStep
    voxels: NDArray[np.intp]
    labels: tuple[NDArray[np.uint8], NDArray[np.uint8]]
    notes: tuple[_Notes, _Notes]


class EditSession:
    """The corrections of one study that is open."""

    def __init__(self, volume: Volume, original: CaseResult, reader: str, kept: ReaderResult | None = None) -> None:
        """Begin with ``original``, or go on with what was ``kept`` of it.

        Raises:
            ValueError: ``original`` has no masks on the volume's grid, or ``kept`` belongs to another result.
        """
        if original.labels is None or original.labels.shape != volume.hu.shape:
            raise ValueError("the result has no masks on these slices")
        self._base = fingerprint(original)
        if kept is not None and (kept.base != self._base or kept.result.labels is None):
            raise ValueError("the edits belong to another result")
        self._volume, self._original, self._reader = volume, original, reader
        self._earlier = kept.steps if kept is not None else ()
        begun = kept.result if kept is not None else original
        #: uint8 [Z, Y, X]; changed in place by every step.
        self.labels: NDArray[np.uint8] = np.array(begun.labels, np.uint8, order="C")
        self._lesions = begun.lesions
        self._notes = _Notes(tuple((one.type, box) for one in begun.lesions for box in one.boxes), frozenset(), ())
        if kept is not None:
            accepted = frozenset(self._mark(one) for one in begun.lesions if one.id in kept.accepted)
            self._notes = replace(self._notes, accepted=accepted, rejected=kept.rejected)
        self._done: list[_Change] = []
        self._undone: list[_Change] = []
        self._frame: HeadFrame | None = None
        self._frame_known = False

    @property
    def can_undo(self) -> bool:
        """Whether a step of this session can be taken back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be made again."""
        return bool(self._undone)

    # Steps

    def paint(self, slice_index: int, before: NDArray[np.uint8], after: NDArray[np.uint8], what: str) -> bool:
        """Make a stroke, or note one that was drawn into :attr:`labels` already; False where it changes nothing.

        Args:
            before, after: uint8 [Y, X], the labels of that slice before and after the stroke.
            what: for the log, such as ``"SDH painted"``.
        """
        plane = self.labels[slice_index]
        where = np.flatnonzero(after != before)
        if not where.size:
            return False
        old, new = before.ravel()[where], after.ravel()[where]
        plane.ravel()[where] = new
        text = f"{what} on slice {slice_index + 1}, {where.size} {'pixel' if where.size == 1 else 'pixels'}"
        self._add(text, where + slice_index * plane.size, old, new, self._notes)
        return True

    def accept(self, lesion: Lesion) -> None:
        """Confirm a lesion; one that was rejected comes back."""
        if lesion in self._notes.rejected:
            original = self._original.labels
            assert original is not None
            voxels = self._voxels(lesion, original)
            voxels = voxels[self.labels.ravel()[voxels] == 0]
            notes = replace(
                self._notes,
                boxes=(*self._notes.boxes, *((lesion.type, box) for box in lesion.boxes)),
                rejected=tuple(one for one in self._notes.rejected if one is not lesion and one != lesion),
            )
            mark = self._mark(lesion, original)
            notes = replace(notes, accepted=notes.accepted | {mark})
            self._set(f"{_name(lesion)} taken back and accepted", voxels, lesion.type.label, notes)
            return
        notes = replace(self._notes, accepted=self._notes.accepted | {self._mark(lesion)})
        self._set(f"{_name(lesion)} accepted", np.empty(0, np.intp), 0, notes)

    def reject(self, lesion: Lesion) -> None:
        """Take a lesion out: its mask and its boxes."""
        of_algorithm = any(lesion.boxes == one.boxes and one.boxes for one in self._original.lesions)
        notes = _Notes(
            self._without(lesion.boxes),
            self._notes.accepted - {self._mark(lesion)},
            (*self._notes.rejected, lesion) if of_algorithm else self._notes.rejected,
        )
        self._set(f"{_name(lesion)} rejected", self._voxels(lesion, self.labels), 0, notes)

    def change_type(self, lesion: Lesion, kind: HemorrhageType) -> None:
        """Give a lesion another type."""
        if kind is lesion.type:
            return
        boxes = (*self._without(lesion.boxes), *((kind, box) for box in lesion.boxes))
        notes = replace(self._notes, boxes=boxes)
        self._set(f"{_name(lesion)} named {kind.value}", self._voxels(lesion, self.labels), kind.label, notes)

    def undo(self) -> None:
        """Take the latest step back."""
        if self._done:
            change = self._done.pop()
            self.labels.ravel()[change.voxels] = change.labels[0]
            self._notes = change.notes[0]
            self._undone.append(change)

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        if self._undone:
            change = self._undone.pop()
            self.labels.ravel()[change.voxels] = change.labels[1]
            self._notes = change.notes[1]
            self._done.append(change)

    def outcome(self) -> ReaderResult | None:
        """The corrected result, measured anew; None where nothing is changed any more."""
        steps = (*self._earlier, *(change.step for change in self._done))
        labels = self.labels.copy()
        if not self._frame_known:
            self._frame, self._frame_known = head_frame(self._volume), True
        self._lesions = measure(labels, self._volume, self._notes.boxes, self._frame)
        if not steps:
            return None
        accepted = frozenset(one.id for one in self._lesions if self._is_marked(one))
        reasons = tuple(reason for reason in self._original.reasons if reason.code != EDITED.code)
        result = replace(
            self._original, labels=labels, lesions=self._lesions, volumes_ml=volumes_ml(labels, self._volume),
            reasons=(*reasons, EDITED),
        )  # fmt: skip
        return ReaderResult(result, self._base, accepted, self._notes.rejected, steps)

    # Parts

    def _set(self, text: str, voxels: NDArray[np.intp], label: int, notes: _Notes) -> None:
        flat = self.labels.ravel()
        old, new = flat[voxels], np.full(len(voxels), label, np.uint8)
        flat[voxels] = new
        self._add(text, voxels, old, new, notes)

    def _add(
        self, text: str, voxels: NDArray[np.intp], old: NDArray[np.uint8], new: NDArray[np.uint8], notes: _Notes
    ) -> None:
        step = EditStep(datetime.now(UTC), self._reader, text)
        self._done.append(_Change(step, voxels, (old, new), (self._notes, notes)))
        self._undone.clear()
        self._notes = notes

    def _without(self, boxes: Iterable[Box]) -> tuple[tuple[HemorrhageType, Box], ...]:
        gone = set(boxes)
        return tuple((kind, box) for kind, box in self._notes.boxes if box not in gone)

    def _voxels(self, lesion: Lesion, labels: NDArray[np.uint8]) -> NDArray[np.intp]:
        """Flat indices of a lesion's voxels: the region of its type, on its slices, whose volume is the lesion's."""
        if lesion.volume_ml <= 0:
            return np.empty(0, np.intp)
        first, last = lesion.slices
        block = labels[first : last + 1] == lesion.type.label
        rows, columns = (np.flatnonzero(block.any(axis=axes)) for axes in ((0, 2), (0, 1)))
        if not len(rows):
            return np.empty(0, np.intp)
        y0, x0 = int(rows[0]), int(columns[0])
        block = block[:, y0 : rows[-1] + 1, x0 : columns[-1] + 1]
        parts, count = scipy.ndimage.label(block, structure=CORNERS)
        voxel_ml = self._volume.voxel_ml[first : last + 1]
        found = np.array([np.count_nonzero(parts == part, axis=(1, 2)) @ voxel_ml for part in range(1, count + 1)])
        part = 1 + int(np.argmin(np.abs(found - lesion.volume_ml)))
        z, y, x = np.nonzero(parts == part)
        return np.ravel_multi_index((z + first, y + y0, x + x0), labels.shape)

    def _mark(self, lesion: Lesion, labels: NDArray[np.uint8] | None = None) -> _Point | Box:
        """A voxel in the middle of a lesion's list of voxels, or its best box; tells it after it was measured anew."""
        voxels = self._voxels(lesion, self.labels if labels is None else labels)
        if voxels.size:
            z, y, x = np.unravel_index(voxels[len(voxels) // 2], self.labels.shape)
            return int(z), int(y), int(x)
        return max(lesion.boxes, key=lambda box: box.score)

    def _is_marked(self, lesion: Lesion) -> bool:
        boxes = set(lesion.boxes)
        if any(mark in boxes for mark in self._notes.accepted if isinstance(mark, Box)):
            return True
        inside = [
            mark
            for mark in self._notes.accepted
            if not isinstance(mark, Box)
            and lesion.slices[0] <= mark[0] <= lesion.slices[1]
            and self.labels[mark] == lesion.type.label
        ]
        if not inside or lesion.volume_ml <= 0:
            return False
        own = set(self._voxels(lesion, self.labels).tolist())
        return any(int(np.ravel_multi_index(mark, self.labels.shape)) in own for mark in inside)


def _name(lesion: Lesion) -> str:
    """A lesion in the log."""
    return f"{lesion.type.value} lesion {lesion.id} ({lesion.volume_ml:.2f} mL)"
