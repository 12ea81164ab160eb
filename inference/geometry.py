"""Slices to a stack: one orientation, sorted along the normal, with tilt, offsets and affine.

The slice normal is the cross product of the row and column cosines (PS3.3 C.7.6.2.1.1). With a tilted gantry the table
still travels along the patient, so each slice's first pixel moves within the slice plane from slice to slice: that
displacement is kept in ``offsets_mm`` and the stack is never resampled here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.errors import GeometryError, Reason
from inference.headers import SliceHeader

#: Slices nearer than this along the normal are at one position. Reconstruction increments start at 0.2 mm.
SAME_POSITION_MM = 0.05
#: Localizers and reformats that were mixed in make a few groups; more are damaged or hostile headers.
_MAX_GROUPS = 32
#: A step this many times the expected one means that slices are missing.
GAP_RATIO = 1.5
#: A place is on a slice already if that lies within this many times the thickness of one there.
_SAME_PLACE = 0.75
#: Of two scans the later one is taken, unless it has fewer slices than this share of the other's.
_AS_MUCH = 0.9
#: A stack of which more than this share lies between its slices says so, though no step is that long.
_APART_SHARE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The geometry of sorted slices; see :class:`inference.types.Volume` for the arrays."""

    affine: NDArray[np.float64]
    positions_mm: NDArray[np.float64]
    offsets_mm: NDArray[np.float64]
    tilt_degrees: float
    warnings: tuple[Reason, ...]


def main_group(slices: Sequence[SliceHeader]) -> tuple[list[SliceHeader], tuple[Reason, ...]]:
    """The slices of one orientation, matrix and pixel size, without localizers that were mixed in.

    Raises:
        GeometryError: ``mixed_orientation`` or ``mixed_grids`` where a second group is too large to be localizers.
    """
    if not slices:
        raise GeometryError("no_slices", "The series has no usable slices.")
    groups: list[list[SliceHeader]] = []
    for one in slices:
        for group in groups:
            if _same_grid(group[0], one):
                group.append(one)
                break
        else:
            groups.append([one])
            if len(groups) > _MAX_GROUPS:
                raise GeometryError("mixed_grids", "The series mixes slices of many sizes or orientations.")
    if len(groups) == 1:
        return groups[0], ()
    groups.sort(key=lambda g: (_localizer(g[0]), -len(g)))
    main, rest = groups[0], groups[1:]
    others = [one for group in rest for one in group if not _localizer(one)]
    # one to three localizers, or a few stray reformats, are common; a second stack is not to be guessed away
    if len(others) > max(3, len(main) // 5) or len(main) <= len(others):
        if any(_turned(main[0], one) for one in others):
            raise GeometryError("mixed_orientation", "The series mixes slices of several orientations.")
        raise GeometryError("mixed_grids", "The series mixes slices of several sizes.")
    dropped = sum(map(len, rest))
    return main, (Reason("images_left_out", f"{images(dropped)} of another orientation or size left out."),)


def without_repeats(slices: Sequence[SliceHeader]) -> tuple[list[SliceHeader], tuple[Reason, ...]]:
    """The slices without those of a place that was scanned a second time, as after the patient moved.

    The later scan is kept, or the one that shows clearly more, and what only the other one shows. Acquisitions that
    follow each other along the normal are one scan (base and vault, or single turns of the tube); two that overlap at a
    seam, or fill each other's gaps, both stay.

    Raises:
        GeometryError: ``conflicting_positions`` where a place was scanned more than twice, as to follow a bolus.
    """
    *others, kept = _scans(slices)
    repeats = 0
    for scan in reversed(others):
        less, more = (kept, scan) if len(kept) < _AS_MUCH * len(scan) else (scan, kept)
        shown = np.array([z for z, _ in more])
        new = [(z, one) for z, one in less if np.abs(shown - z).min() > _SAME_PLACE * (one.thickness_mm or 0.0)]
        repeated = len(new) <= len(less) / 2  # otherwise they only meet, or lie between each other
        repeats += repeated
        kept = more + (new if repeated else less)
    if repeats > 1:
        raise GeometryError("conflicting_positions", "The series shows the same places at several times.")
    if len(kept) == len(slices):
        return list(slices), ()
    left_out = images(len(slices) - len(kept))
    return [one for _, one in kept], (Reason("repeated_scan", f"{left_out} of a scan that was repeated left out."),)


def _scans(slices: Sequence[SliceHeader]) -> list[list[tuple[float, SliceHeader]]]:
    """Slices with their position along the normal, in scans of acquisitions that do not go over the same place."""
    normal = np.array(slices[0].normal)
    acquisitions: dict[int, list[tuple[float, SliceHeader]]] = {}
    for one in slices:
        acquisitions.setdefault(one.acquisition or 0, []).append((float(np.dot(one.position, normal)), one))
    scans: list[list[tuple[float, SliceHeader]]] = []
    reach = 0.0, 0.0
    for _, group in sorted(acquisitions.items()):
        low, high = min(z for z, _ in group), max(z for z, _ in group)
        common, shorter = min(high, reach[1]) - max(low, reach[0]), min(high - low, reach[1] - reach[0])
        if not scans or common > shorter / 2 - SAME_POSITION_MM:
            scans.append(group)
            reach = low, high
        else:
            scans[-1] = scans[-1] + group
            reach = min(low, reach[0]), max(high, reach[1])
    return scans


def order(slices: Sequence[SliceHeader]) -> list[list[SliceHeader]]:
    """Slices grouped by position along the normal, inferior to superior; a group of several shares one position."""
    normal = np.array(slices[0].normal)
    along = np.array([np.dot(one.position, normal) for one in slices])
    ordered: list[list[SliceHeader]] = []
    last = -np.inf
    for index in np.argsort(along, kind="stable"):
        if along[index] - last < SAME_POSITION_MM:
            ordered[-1].append(slices[index])
        else:
            ordered.append([slices[index]])
            last = along[index]
    return ordered


def lay_out(slices: Sequence[SliceHeader]) -> Layout:
    """Geometry of slices that :func:`order` sorted, one a position."""
    first = slices[0]
    x, y, normal = np.array(first.row_cosine), np.array(first.column_cosine), np.array(first.normal)
    moved = np.array([one.position for one in slices]) - np.array(first.position)
    positions = moved @ normal
    positions[0] = 0.0
    offsets = np.stack([moved @ x, moved @ y], axis=1)
    if np.abs(offsets).max() < 0.1 * min(first.pixel_spacing):  # rounding of decimal strings
        offsets[:] = 0.0
    step = normal * (first.thickness_mm or 5.0)
    tilt = 0.0
    if len(slices) > 1:
        travel = positions[-1] * normal + offsets[-1, 0] * x + offsets[-1, 1] * y
        step = travel / (len(slices) - 1)
        tilt = float(np.degrees(np.arctan2(np.linalg.norm(offsets[-1]), positions[-1])))
    affine = np.eye(4)
    affine[:3, 0], affine[:3, 1] = x * first.pixel_spacing[1], y * first.pixel_spacing[0]
    affine[:3, 2], affine[:3, 3] = step, first.position
    return Layout(affine, positions, offsets, tilt, _spacing_warnings(slices, positions))


def gaps_mm(positions_mm: NDArray[np.float64], thickness_mm: Sequence[float | None]) -> NDArray[np.float64]:
    """float64 [Z - 1]: how many mm are missing between neighbours; 0 where the stack is as regular as the others.

    Expected is the larger of the median step and the two slices' thickness: in a stack that changes from 4 to 7 mm,
    as older scanners make, no step counts as a gap. Nor does one in an even stack, however far apart its slices are:
    see :func:`unseen_mm`.
    """
    steps = np.diff(positions_mm)
    if steps.size == 0:
        return steps
    known = np.array([t or 0.0 for t in thickness_mm])
    expected = np.maximum(np.median(steps), np.maximum(known[:-1], known[1:]))
    missing: NDArray[np.float64] = np.where(steps > GAP_RATIO * expected, steps - expected, 0.0)
    return missing


def unseen_mm(positions_mm: NDArray[np.float64], thickness_mm: Sequence[float | None]) -> NDArray[np.float64]:
    """float64 [Z - 1]: how many mm between neighbours no image shows: :func:`gaps_mm`, and steps that are much longer
    than both slices are thick, also where all of them are."""
    steps, covered = np.diff(positions_mm), _covered_mm(thickness_mm)
    apart = np.where(steps > GAP_RATIO * covered, steps - covered, 0.0)
    unseen: NDArray[np.float64] = np.maximum(gaps_mm(positions_mm, thickness_mm), apart)
    return unseen


def _covered_mm(thickness_mm: Sequence[float | None]) -> NDArray[np.float64]:
    """float64 [Z - 1]: the thickness of the thicker of two neighbours; NaN where it is not known of both."""
    known = np.array([t or np.nan for t in thickness_mm])
    covered: NDArray[np.float64] = np.maximum(known[:-1], known[1:])
    return covered


def _spacing_warnings(slices: Sequence[SliceHeader], positions: NDArray[np.float64]) -> tuple[Reason, ...]:
    steps = np.diff(positions)
    thickness = [one.thickness_mm for one in slices]
    gaps = unseen_mm(positions, thickness)
    if np.any(gaps > 0):
        places, total = int(np.count_nonzero(gaps)), float(gaps.sum())
        where = "one place" if places == 1 else f"{places} places"
        return (Reason("slice_gap", f"Slices are missing at {where}, {total:.0f} mm in all."),)
    warnings: tuple[Reason, ...] = ()
    if steps.size and steps.max() > 1.1 * steps.min():
        text = f"The slices are unequally spaced, {steps.min():.1f} to {steps.max():.1f} mm apart."
        warnings = (Reason("unequal_spacing", text),)
    share = float(np.nan_to_num(steps - _covered_mm(thickness)).clip(min=0).sum()) / float(positions[-1] or 1)
    if share > _APART_SHARE:
        text = f"The slices are thinner than the distance between them: {share:.0%} of the stack are on no image."
        warnings += (Reason("slices_apart", text),)
    return warnings


def _same_grid(a: SliceHeader, b: SliceHeader) -> bool:
    return (
        (a.rows, a.columns) == (b.rows, b.columns)
        and all(math.isclose(m, n, rel_tol=1e-3) for m, n in zip(a.pixel_spacing, b.pixel_spacing, strict=True))
        and not _turned(a, b)
        and _localizer(a) == _localizer(b)
    )


def _turned(a: SliceHeader, b: SliceHeader) -> bool:
    """More than about one degree apart, in the plane or within it."""
    return min(float(np.dot(a.row_cosine, b.row_cosine)), float(np.dot(a.column_cosine, b.column_cosine))) < 0.99985


def _localizer(one: SliceHeader) -> bool:
    return "LOCALIZER" in one.image_type


def images(count: int) -> str:
    """So many images, at the beginning of a sentence."""
    return "One image" if count == 1 else f"{count} images"
