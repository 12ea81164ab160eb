"""A second reader: BLAST-CT's networks over a head CT (Monteiro et al., Lancet Digital Health 2020).

They see the head at 1 mm and name each voxel background, intraparenchymal (IPH), extra-axial (EAH), oedema or
intraventricular (IVH). The mean of any number of them is taken. What Firstread adds is the way around: the grid, the
tiles, and the score of a study. The published weights do not ship; ``python -m inference import-blast-ct`` brings in
the user's own copy.
"""

from __future__ import annotations

import itertools
import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.caveats import caveats
from inference.errors import DeviceError, ModelError, Reason
from inference.head_frame import head_frame
from inference.input_statistics import input_statistics
from inference.intracranial import intracranial
from inference.labels import CORNERS
from inference.preprocess import Frame, prepare, upright_frame
from inference.readers import BLAST_CT, NOT_IMPORTED, default_dir, imported
from inference.session import Session
from inference.types import TYPES, Box, CaseResult, CaseState, HemorrhageType, SliceScore, Timing, Volume
from inference.volumetry import Typed, measure, volumes_ml

CLASSES = ("background", "IPH", "EAH", "oedema", "IVH")
#: The published preprocessing: 1 mm in every direction by linear interpolation, this window of HU scaled to [-1, 1].
MM, WINDOW_HU = 1.0, (-15.0, 100.0)
#: A tile's answer is smaller than what it looks at by this margin on every side, and as long as a multiple of the step
#: (the paths of the network see every voxel, every third and every fifth).
MARGIN, STEP = 40, 15
#: Standard deviation in mm of the smoothing before the largest probability is taken: single voxels count little.
SMOOTHING_MM = 1.5
#: A voxel belongs to a hemorrhage from this probability of blood of any kind.
MASK_LEVEL = 0.5
#: Hemorrhage is never this close to the skin (mm).
SCALP_MM = 4.0
#: Memory that one voxel of a tile's answer takes while it is computed: some four maps of 250 channels, an estimate.
TILE_BYTES = 4000
_LEAST_MEMORY, _MOST_MEMORY = 1 << 30, 16 << 30
_AIR_HU, _BODY_HU = -1000.0, -300.0
_TABLE_MM = 7  # table tops and head holders are thinner

#: Types to which the blood classes go. The network does not tell EDH, SDH and SAH apart.
_TYPE_OF = {"IPH": HemorrhageType.IPH, "EAH": HemorrhageType.SDH, "IVH": HemorrhageType.IVH}
NOT_SPLIT = Reason(
    "extra_axial_not_split",
    "BLAST-CT does not tell epidural, subdural and subarachnoid hemorrhage apart; all three are given as SDH.",
)
NOT_CALIBRATED = Reason(
    "not_calibrated", "The probabilities of BLAST-CT are its own; they were not calibrated on any patients."
)

Floats = NDArray[np.float32]
Progress = Callable[[float], None]


def open_session(folder: Path | None = None, provider: str = "auto") -> Session:
    """The imported networks, ready to run.

    Args:
        folder: :func:`inference.readers.default_dir` without.
        provider: as :meth:`Session.open`.
    Raises:
        ModelError: they were not imported, or the folder holds something else.
        DeviceError: the provider does not work here.
    """
    chosen = folder if folder is not None else default_dir()
    if not imported(chosen):
        raise ModelError("not_imported", NOT_IMPORTED)
    session = Session.open(chosen, provider)
    if session.manifest.get("kind") != BLAST_CT:
        session.close()
        raise ModelError("wrong_reader", "The model folder does not hold BLAST-CT.")
    return session


@dataclass(frozen=True, slots=True, eq=False)
class HeadGrid:
    """The 1 mm grid that the networks see, upright, and the way back to the stored slices.

    Attributes:
        pixels: float32 [D, H, W] in [-1, 1], inferior to superior, anterior to posterior, patient right to left.
        head: bool [D, H, W]; where hemorrhage may be: the head without its outermost millimetres.
        frame: turn and tilt of the stored slices.
        origin_mm: (row, column) of the first voxel in the frame's upright coordinates.
        positions_mm: float64 [Z], where the stored slices lie; the grid begins at the first.
    """

    pixels: Floats
    head: NDArray[np.bool_]
    frame: Frame
    origin_mm: tuple[float, float]
    positions_mm: NDArray[np.float64]

    def plane(self, maps: Floats, index: int) -> Floats:
        """``maps`` float32 [..., D, H, W] of this grid on the stored slice ``index``: [..., Y, X], linear."""
        depth = maps.shape[-3]
        z = min(max(float(self.positions_mm[index] - self.positions_mm[0]) / MM, 0.0), depth - 1.0)
        low = min(int(z), max(depth - 2, 0))
        high = min(low + 1, depth - 1)
        part = np.float32(z - low)
        between = maps[..., low, :, :] * (1 - part) + maps[..., high, :, :] * part
        step = np.asarray(self.frame.step_mm) / MM
        start = (self.frame.offsets_mm[index] - np.asarray(self.origin_mm)) / MM
        flat = between.reshape(-1, *between.shape[-2:])
        turned = [
            ndimage.affine_transform(one, step, start, output_shape=self.frame.turned_shape, output=np.float32, order=1)
            for one in flat
        ]
        out: Floats = self.frame.unturn(np.stack(turned)).reshape(*between.shape[:-2], *self.frame.shape)
        return out


def head_grid(volume: Volume) -> HeadGrid:
    """``volume`` on the networks' grid, over the whole stored image; outside it is air."""
    frame = upright_frame(volume)
    origin = [float(offset) for offset in frame.offsets_mm.min(axis=0)]
    reach = [
        (size - 1) * step + float(np.ptp(frame.offsets_mm[:, axis]))
        for axis, (size, step) in enumerate(zip(frame.turned_shape, frame.step_mm, strict=True))
    ]
    rows, columns = (round(length / MM) + 1 for length in reach)
    flat = np.empty((len(volume.hu), rows, columns), np.float32)
    ratio = [MM / step for step in frame.step_mm]
    for index, stored in enumerate(volume.hu):
        start = [(origin[axis] - float(frame.offsets_mm[index, axis])) / frame.step_mm[axis] for axis in (0, 1)]
        turned = np.maximum(frame.turn(stored), _AIR_HU).astype(np.float32)
        ndimage.affine_transform(
            turned, ratio, start, output_shape=(rows, columns), output=flat[index], order=1, cval=_AIR_HU
        )
    hu = _along_z(flat, volume.positions_mm)
    low, high = WINDOW_HU
    pixels = ((2 * hu.clip(low, high) - low - high) / (high - low)).astype(np.float32)
    return HeadGrid(pixels, _head(hu), frame, (origin[0], origin[1]), volume.positions_mm)


def _along_z(flat: Floats, positions_mm: NDArray[np.float64]) -> Floats:
    """Slices at ``positions_mm`` as planes 1 mm apart from the first slice on, linear."""
    if len(flat) == 1:
        return flat
    span = float(positions_mm[-1] - positions_mm[0])
    wanted = positions_mm[0] + MM * np.arange(round(span / MM) + 1)
    low = np.clip(np.searchsorted(positions_mm, wanted, side="right") - 1, 0, len(flat) - 2)
    part = np.clip((wanted - positions_mm[low]) / (positions_mm[low + 1] - positions_mm[low]), 0, 1)
    out = np.empty((len(wanted), *flat.shape[1:]), np.float32)
    for plane, first, weight in zip(out, low, part.astype(np.float32), strict=True):
        plane[...] = flat[first] * (1 - weight) + flat[first + 1] * weight
    return out


def _head(hu: Floats) -> NDArray[np.bool_]:
    """The largest body without table and holder, filled, and without its outermost millimetres."""
    body = ndimage.binary_opening(hu > _BODY_HU, np.ones((1, _TABLE_MM, _TABLE_MM), np.bool_))
    parts, number = ndimage.label(body)
    if number == 0:
        return np.ones(hu.shape, np.bool_)
    head = parts == 1 + int(np.argmax(np.bincount(parts.ravel())[1:]))
    for plane in head:
        plane[...] = ndimage.binary_fill_holes(plane)
        plane[...] = ndimage.distance_transform_cdt(np.pad(plane, 1), "chessboard")[1:-1, 1:-1] > SCALP_MM / MM
    return head if head.any() else np.ones(hu.shape, np.bool_)


def tiles(needed: NDArray[np.bool_], most: int) -> tuple[tuple[int, int, int], list[tuple[int, int, int]]]:
    """Tiles of one size that cover what is needed with the least work.

    Args:
        needed: bool [D, H, W].
        most: voxels that a tile may have; never taken below the smallest tile, :data:`STEP` cubed.
    Returns:
        The size (d, h, w), multiples of :data:`STEP`, and the first voxel of each tile that holds something needed.
    """
    place = ndimage.find_objects(needed.astype(np.uint8))
    if not place:
        return (STEP, STEP, STEP), []
    begin = [axis.start for axis in place[0]]
    blocks = _any_block(needed[place[0]], (STEP, STEP, STEP))
    best: tuple[float, tuple[int, ...], NDArray[np.bool_]] | None = None
    for size in itertools.product(*(range(1, length + 1) for length in blocks.shape)):
        if math.prod(size) * STEP**3 > most and math.prod(size) > 1:
            continue
        used = _any_block(blocks, size)
        work = float(used.sum()) * _work(size)
        if best is None or work < best[0]:
            best = work, size, used
    assert best is not None  # the smallest tile is always among them
    _, size, used = best
    shape = (size[0] * STEP, size[1] * STEP, size[2] * STEP)
    firsts = np.argwhere(used) * shape + begin
    return shape, [(int(z), int(y), int(x)) for z, y, x in firsts]


def _any_block(mask: NDArray[np.bool_], size: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether each block of ``size`` of ``mask`` [D, H, W] holds anything."""
    counts = [-(-length // side) for length, side in zip(mask.shape, size, strict=True)]
    padded = np.zeros([count * side for count, side in zip(counts, size, strict=True)], np.bool_)
    padded[tuple(slice(length) for length in mask.shape)] = mask
    split = padded.reshape([number for pair in zip(counts, size, strict=True) for number in pair])
    return np.asarray(split.any(axis=(1, 3, 5)), np.bool_)


def _work(size: tuple[int, ...]) -> float:
    """Multiplications for a tile of ``size`` steps, in units of those of the classifier for one voxel."""
    sides = [side * STEP for side in size]
    # every path computes a border of 8 of its own voxels; its layers take three times the classifier's work
    paths = sum(math.prod(side / scale + 8 for side in sides) for scale in (1, 3, 5))
    return math.prod(sides) + 3 * paths


def _within(first: tuple[int, ...], shape: tuple[int, ...]) -> tuple[slice, ...]:
    return tuple(slice(start, start + side) for start, side in zip(first, shape, strict=True))


def probabilities(
    grid: HeadGrid,
    session: Session,
    progress: Progress | None = None,
    *,
    needed: NDArray[np.bool_] | None = None,
    memory_bytes: int | None = None,
) -> Floats:
    """Mean class probabilities of all networks on the grid; tile by tile, as large as memory allows.

    Args:
        progress: called with 0 to 1.
        needed: bool [D, H, W], where an answer is wanted; the head without.
        memory_bytes: for the tiles; half of what is free without, and less when the device says that it is too much.
    Returns:
        float32 [5, D, H, W] in the order of :data:`CLASSES`; background where no tile was.
    Raises:
        Cancelled: ``session.cancel()`` was called.
        DeviceError: the device fails even on the smallest tile.
    """
    wanted = grid.head if needed is None else needed
    most = (memory_bytes if memory_bytes is not None else _memory_for_tiles()) // TILE_BYTES
    while True:
        shape, firsts = tiles(wanted, most)
        out = np.zeros((len(CLASSES), *grid.pixels.shape), np.float32)
        out[0] = 1
        try:
            for done, (first, answer) in enumerate(_answers(grid.pixels, shape, firsts, session), start=1):
                place = out[(slice(None), *_within(first, shape))]
                place[...] = answer[:, : place.shape[1], : place.shape[2], : place.shape[3]]
                if progress is not None:
                    progress(done / len(firsts))
            return out
        except DeviceError:
            if math.prod(shape) <= STEP**3:
                raise
            most = math.prod(shape) // 2  # out of memory, most likely


def _answers(
    pixels: Floats, shape: tuple[int, int, int], firsts: list[tuple[int, int, int]], session: Session
) -> Iterator[tuple[tuple[int, int, int], Floats]]:
    for first in firsts:
        # beyond the image the last voxel is repeated, as in the published pipeline
        indices = [
            np.arange(start - MARGIN, start + side + MARGIN).clip(0, length - 1)
            for start, side, length in zip(first, shape, pixels.shape, strict=True)
        ]
        feeds = {"image": pixels[np.ix_(*indices)][None, None]}
        total: Any = 0
        for graph in session.graphs:
            total = total + session.run(graph, feeds)["probability"][0]
        yield first, (total / len(session.graphs)).astype(np.float32)


def _memory_for_tiles() -> int:
    """Half of the memory that is free, in bytes, within limits."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows, macOS
        free = 0
    return min(max(free // 2, _LEAST_MEMORY), _MOST_MEMORY)


def judge(volume: Volume, session: Session, progress: Progress | None = None) -> CaseResult:
    """Judges one volume that is fit to be judged; the twin of :func:`inference.detect.detect`.

    Raises:
        Cancelled: ``session.cancel()`` was called.
        DeviceError: the device failed.
    """
    started = time.perf_counter()
    seen = prepare(volume)
    inside = intracranial(seen.pixels, seen.mm[0])
    grid = head_grid(volume)
    prepared = time.perf_counter()
    maps = probabilities(grid, session, progress)
    looked = time.perf_counter()
    result = _conclude(volume, grid, maps, session, (started, prepared, looked))
    return replace(
        result,
        reasons=(*caveats(volume, seen, inside), *result.reasons),
        inputs=input_statistics(volume, seen, inside),
    )


def _conclude(
    volume: Volume, grid: HeadGrid, maps: Floats, session: Session, times: tuple[float, float, float]
) -> CaseResult:
    """From class probabilities to the case on the stored slices; the score is the largest smoothed one of blood."""
    threshold = float(session.manifest["threshold"])
    kinds = [_TYPE_OF[name] for name in CLASSES if name in _TYPE_OF]
    bleeding = maps[[CLASSES.index(name) for name in _TYPE_OF]] * grid.head
    blood = bleeding.sum(axis=0)
    smooth = _smoothed(blood)
    score = float(smooth.max(initial=0.0).clip(0, 1))
    accepted = _accepted(blood, smooth, threshold)
    labels = np.zeros(volume.hu.shape, np.uint8)
    drawn: list[Typed] = []
    excluded: list[Box] = []
    slices = []
    for index, (uid, position) in enumerate(zip(volume.sop_instance_uids, volume.positions_mm, strict=True)):
        near = min(round(float(position - volume.positions_mm[0]) / MM), len(smooth) - 1)
        slices.append(SliceScore(index, uid, float(position), float(smooth[near].max().clip(0, 1))))
        if blood[max(near - 1, 0) : near + 2].max() < MASK_LEVEL:
            continue
        *parts, kept, level = grid.plane(np.concatenate([bleeding, accepted[None], smooth[None]]), index)
        best = np.stack(parts)
        inside = best.sum(axis=0) >= MASK_LEVEL
        named = np.array([kind.label for kind in kinds], np.uint8)[best.argmax(axis=0)]
        labels[index] = np.where(inside & (kept >= 0.5), named, 0)
        for kind in kinds:
            drawn += [(kind, box) for box in _boxes(labels[index] == kind.label, level, index)]
        excluded += _boxes(inside & (kept < 0.5), level, index)
    ended = time.perf_counter()
    highest = [float(_smoothed(one).max(initial=0.0).clip(0, 1)) for one in bleeding]
    by_kind = dict(zip(kinds, highest, strict=True))
    slope, intercept = session.manifest["calibration"]["slope"], session.manifest["calibration"]["intercept"]

    def probability(raw: float) -> float:
        raw = min(max(raw, 1e-6), 1 - 1e-6)
        return float(1 / (1 + np.exp(-(slope * np.log(raw / (1 - raw)) + intercept))))

    return CaseResult(
        study_instance_uid=volume.study_instance_uid,
        series_instance_uid=volume.series_instance_uid,
        state=CaseState.POSITIVE if score >= threshold else CaseState.NEGATIVE,
        reasons=(NOT_SPLIT, NOT_CALIBRATED) if (slope, intercept) == (1.0, 0.0) else (NOT_SPLIT,),
        probability=probability(score),
        probability_by_type={kind: probability(by_kind[kind]) for kind in TYPES if kind in by_kind},
        score=score,
        threshold=threshold,
        slices=tuple(slices),
        lesions=measure(labels, volume, drawn, head_frame(volume) if drawn else None),
        excluded=tuple(excluded),
        volumes_ml=volumes_ml(labels, volume),
        timing=Timing(
            preprocess=times[1] - times[0], inference=times[2] - times[1], postprocess=ended - times[2],
            total=ended - times[0],
        ),
        runtime=session.runtime,
        labels=labels,
    )  # fmt: skip


def _smoothed(blood: Floats) -> Floats:
    """``blood`` [D, H, W] smoothed; beyond the stack the last plane goes on."""
    out: Floats = ndimage.gaussian_filter(blood, SMOOTHING_MM / MM, mode="nearest", truncate=3.0)
    return out


def _accepted(blood: Floats, smooth: Floats, threshold: float) -> Floats:
    """1 in and next to every connected region of blood that reaches the threshold somewhere, 0 elsewhere."""
    regions, number = ndimage.label(blood >= MASK_LEVEL, CORNERS)
    if number == 0:
        return np.zeros(blood.shape, np.float32)
    best = np.asarray(ndimage.maximum(smooth, regions, np.arange(number + 1)))
    best[0] = -1
    kept = (best >= threshold)[regions]
    return np.asarray(ndimage.binary_dilation(kept, CORNERS), np.float32)


def _boxes(mask: NDArray[np.bool_], level: Floats, index: int) -> list[Box]:
    """One box for each connected part of ``mask`` [Y, X], scored by the largest ``level`` in it."""
    parts, _ = ndimage.label(mask, np.ones((3, 3)))
    out = []
    for part, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        score = float(level[rows, columns][parts[rows, columns] == part].max().clip(0, 1))
        out.append(Box(index, columns.start, rows.start, columns.stop, rows.stop, score))
    return out
