"""Training examples: short runs of slices cut from real and synthetic stacks.

An example is ``Z + 4`` neighbouring slices [Z + 4, h, w] of which the middle ``Z`` are judged. Real heads give outlined
hemorrhages and clean slices; synthesis puts the types that are rare in the data, and the mimics, into clean stacks.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from joblib import Memory, Parallel, delayed
from numpy.typing import NDArray

from inference.phantom import MIMICS, Hemorrhage, PhantomSpec, render
from inference.training.ctich import SPACING, load_patient, patients
from inference.training.network import CONTEXT
from inference.training.synthesis import HeadAnatomy, add_mimics, anatomy, bleed
from inference.training.truth import lesion_codes
from inference.types import TYPES

#: Rows and columns of an example before it is augmented: a head at 0.45 mm, with room to be turned.
WINDOW = (480, 416)
#: Least volume in mL of most synthetic hemorrhages: smaller ones are too many in a log-uniform range.
LEAST_ML = 0.5
#: How often a scanned head is tipped, and how far at most: about the axis from left to right, or from front to back.
_TIPPED, _TIP_DEGREES = 0.25, 8.0
#: How often an example is cut where its head has blood or a mimic, and not anywhere.
_FOCUSED = 0.85
#: How often a phantom's hemorrhage is of each type: SDH most, which is what is missed most, and SAH, which real heads
#: have least of.
_PHANTOM_TYPES = (0.15, 0.3, 0.25, 0.15, 0.15)
#: Heads with synthetic blood, and with mimics, kept at hand, and how often each is drawn from before a new one is made.
_AT_HAND, _USES = 12, 2


class Focus(NamedTuple):
    """The slices [N] of a stack on which one thing is to be seen: a type of hemorrhage or a mimic."""

    name: str
    slices: NDArray[np.intp]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """One head on the network's grid.

    Attributes:
        hu: int16 [Z, H, W], inferior to superior.
        codes: uint8 [Z, H, W], see :mod:`inference.training.truth`.
        known: bool [Z]; False where a hemorrhage is present without an outline.
        spacing_mm: (slice, row, column).
        anatomy: of a head without hemorrhage, which may receive a synthetic one.
        phantom: drawn, not scanned.
        focus: where there is something to be seen.
    """

    name: str
    hu: NDArray[np.int16]
    codes: NDArray[np.uint8]
    known: NDArray[np.bool_]
    spacing_mm: tuple[float, float, float]
    anatomy: HeadAnatomy | None
    phantom: bool = False
    focus: tuple[Focus, ...] = ()

    @classmethod
    def of(
        cls, name: str, hu: NDArray[np.int16], labels: NDArray[np.uint8], known: NDArray[np.bool_],
        spacing_mm: tuple[float, float, float], phantom: bool = False, edge: float | None = None,
    ) -> Stack:  # fmt: skip
        """A stack of ``hu`` and ``labels`` [Z, H, W], with its anatomy measured once where it is wanted.

        Args:
            edge: as of :func:`inference.training.synthesis.anatomy`.
        """
        clean = not labels.any() and bool(known.all())
        found = anatomy(hu, spacing_mm, edge) if clean else None
        return cls(name, hu, lesion_codes(labels), known, spacing_mm, found, phantom, _slices_by_type(labels))


class Example(NamedTuple):
    """What a network sees at once, before it is augmented.

    Attributes:
        hu: int16 [Z + 4, *WINDOW].
        codes: uint8 [Z, *WINDOW].
        known: bool [Z].
    """

    hu: NDArray[np.int16]
    codes: NDArray[np.uint8]
    known: NDArray[np.bool_]


class Sampler:
    """Draws examples; the same seed draws the same ones.

    Args:
        stacks: the training heads.
        depth: slices judged in one example.
        shares: how often an example is (real hemorrhage, synthetic hemorrhage, mimic, untouched).
    """

    def __init__(
        self, stacks: Sequence[Stack], seed: int, depth: int = 5,
        shares: tuple[float, float, float, float] = (0.30, 0.36, 0.22, 0.12),
    ) -> None:  # fmt: skip
        self.rng = np.random.default_rng(seed)
        self.depth = depth
        self.shares = shares
        self.bleeds = [(stack, focus) for stack in stacks for focus in stack.focus]
        self.clean = [s for s in stacks if s.anatomy is not None]
        if not self.bleeds or not self.clean:
            raise ValueError("training needs stacks with an outlined hemorrhage and stacks without any")
        self.bleed_odds, self.clean_odds = _bleed_odds(self.bleeds), _odds([s.phantom for s in self.clean])
        self.made: tuple[list[Stack], list[Stack]] = ([], [])

    def __iter__(self) -> Iterator[Example]:
        while True:
            yield self.draw()

    def draw(self) -> Example:
        """One example."""
        kind = self.rng.choice(4, p=self.shares)
        if kind == 0:
            return self._cut(*self.bleeds[self.rng.choice(len(self.bleeds), p=self.bleed_odds)])
        if kind == 3:
            return self._cut(self._host(), None)
        stack = self._made(kind == 1)
        return self._cut(stack, stack.focus[self.rng.integers(len(stack.focus))] if stack.focus else None)

    def _host(self) -> Stack:
        return self.clean[self.rng.choice(len(self.clean), p=self.clean_odds)]

    def _made(self, bleeding: bool) -> Stack:
        """A head with synthetic blood, or with mimics; a new one takes the place of one that was drawn from before."""
        rng, kept = self.rng, self.made[bleeding]
        if len(kept) < _AT_HAND:
            kept.append(self._make(bleeding))
            return kept[-1]
        place = int(rng.integers(_AT_HAND))
        if rng.random() < 1 / _USES:
            kept[place] = self._make(bleeding)
        return kept[place]

    def _make(self, bleeding: bool) -> Stack:
        rng, host = self.rng, self._host()
        head = host.anatomy
        assert head is not None
        hu, labels = host.hu.copy(), np.zeros(host.hu.shape, np.uint8)
        if not bleeding:
            spans = add_mimics(hu, head, rng, count=2 + int(rng.binomial(3, 0.4)))
            focus = tuple(Focus(name, np.arange(span.start, span.stop)) for name, span in spans)
            return dataclasses.replace(host, hu=hu, codes=labels, focus=focus)
        if rng.random() < 0.35:
            add_mimics(hu, head, rng)
        for _ in range(1 + int(rng.random() < 0.25)):
            # the least bleeds are half of a log-uniform range: most examples are large enough to be learned
            bleed(hu, labels, head, rng, least_ml=LEAST_ML if rng.random() < 0.7 else 0.0)
        return dataclasses.replace(host, hu=hu, codes=lesion_codes(labels), focus=_slices_by_type(labels))

    def _cut(self, stack: Stack, focus: Focus | None) -> Example:
        """A run of slices, mostly one with a slice of ``focus``, around the middle of the head in them."""
        first, last = self._first_slice(len(stack.hu), focus), len(stack.hu) - 1
        judged = np.clip(np.arange(first, first + self.depth), 0, last)
        seen = np.clip(np.arange(first - CONTEXT, first + self.depth + CONTEXT), 0, last)
        coarse = stack.hu[seen[::3], ::8, ::8] > -300
        middle = [_middle(coarse.max((0, 2))), _middle(coarse.max((0, 1)))]
        (from_y, to_y), (from_x, to_x) = (
            _overlap(8 * at, length, window)
            for at, length, window in zip(middle, stack.hu.shape[1:], WINDOW, strict=True)
        )
        hu = np.full((len(seen), *WINDOW), -1024, np.int16)
        codes = np.zeros((self.depth, *WINDOW), np.uint8)
        if not stack.phantom and self.rng.random() < _TIPPED:
            axis, degrees = int(self.rng.integers(1, 3)), float(self.rng.uniform(-_TIP_DEGREES, _TIP_DEGREES))
            part = tipped(stack, (from_y, from_x), seen, judged, axis, degrees)
            hu[:, to_y, to_x], codes[:, to_y, to_x] = part.hu, part.codes
            return Example(hu, codes, part.known)
        for place, z in enumerate(seen):
            hu[place, to_y, to_x] = stack.hu[z, from_y, from_x]
        for place, z in enumerate(judged):
            codes[place, to_y, to_x] = stack.codes[z, from_y, from_x]
        return Example(hu, codes, stack.known[judged])

    def _first_slice(self, count: int, focus: Focus | None) -> int:
        last = max(count - self.depth, 0)
        if focus is not None and self.rng.random() < _FOCUSED:
            return int(np.clip(self.rng.choice(focus.slices) - self.rng.integers(self.depth), 0, last))
        # Skull base and vertex are in one run where other slices are in five; seen too rarely they raise false alarms.
        return int(np.clip(self.rng.integers(-self.depth, last + 1 + self.depth), 0, last))


def tipped(
    stack: Stack, crop: tuple[slice, slice], seen: NDArray[np.intp], judged: NDArray[np.intp], axis: int, degrees: float
) -> Example:  # fmt: skip
    """Slices of a head that is tipped a little: each row, or column, comes from a level of its own.

    HU lie between the slices above and below, labels are those of the nearer one. Heads are tipped by so little that a
    shear along the slices is as good as a turn.

    Args:
        crop: rows and columns that are wanted.
        seen, judged: slices of the HU and of the codes, as the middle of the crop has them.
        axis: 1 tips the chin, 2 an ear; ``degrees`` lifts the higher rows or columns.

    Returns:
        The crop; a slice is known where all that it was taken from is.
    """
    size = crop[axis - 1].stop - crop[axis - 1].start
    rise = (np.arange(size) - (size - 1) / 2) * (np.tan(np.deg2rad(degrees)) * stack.spacing_mm[axis])
    levels, last = rise / stack.spacing_mm[0], len(stack.hu) - 1
    lines = np.arange(crop[axis - 1].start, crop[axis - 1].stop)

    def cut(pixels: NDArray[Any], at: NDArray[np.intp]) -> NDArray[Any]:
        """``pixels`` [Z, H, W] on the slice ``at`` [size] of each line of the crop."""
        picked: NDArray[Any] = pixels[at, lines, crop[1]] if axis == 1 else pixels[at, crop[0], lines].T
        return picked

    hu, labels, known = [], [], []
    for z in seen:
        source = np.clip(z + levels, 0, last)
        low = np.floor(source).astype(np.intp)
        part = (source - low).astype(np.float32)
        part = part[:, None] if axis == 1 else part[None]
        below, above = cut(stack.hu, low), cut(stack.hu, np.minimum(low + 1, last))
        hu.append(np.rint(below + part * (above.astype(np.float32) - below)).astype(np.int16))
    for z in judged:
        source = np.rint(np.clip(z + levels, 0, last)).astype(np.intp)
        labels.append(cut(stack.codes, source) & 7)
        known.append(bool(stack.known[source.min() : source.max() + 1].all()))
    return Example(np.stack(hu), lesion_codes(np.stack(labels)), np.array(known))


def _middle(filled: NDArray[np.bool_]) -> int:
    """Half the way from the first to the last true place; the middle of all where there is none."""
    at = np.flatnonzero(filled)
    return int(at[0] + at[-1]) // 2 if len(at) else len(filled) // 2


def _slices_by_type(labels: NDArray[np.uint8]) -> tuple[Focus, ...]:
    """The slices [Z] on which each type of ``labels`` [Z, H, W] lies; none for a type that is absent."""
    present = np.zeros((len(labels), len(TYPES) + 1), bool)
    for z in np.flatnonzero(labels.any((1, 2))):
        rows = labels[z][labels[z].any(1)]
        present[z, np.unique(rows[rows > 0])] = True
    return tuple(Focus(t.value, np.flatnonzero(present[:, t.label])) for t in TYPES if present[:, t.label].any())


def _overlap(centre: int, length: int, window: int) -> tuple[slice, slice]:
    """The part of an axis that a window around ``centre`` covers, and where in the window it lies."""
    start = centre - window // 2
    low, high = max(start, 0), min(start + window, length)
    return slice(low, high), slice(low - start, high - start)


def _odds(phantom: Sequence[bool], weights: Sequence[float] = ()) -> NDArray[np.float64]:
    """How often each is drawn, by its weight if it has any; phantoms make up a third, however many there are."""
    drawn = np.array(phantom, bool)
    odds = np.array(weights if weights else np.ones(len(drawn)), np.float64)
    for which, share in ((drawn, 1.0), (~drawn, 2.0)):
        odds[which] *= share / max(odds[which].sum(), 1e-9)
    return np.asarray(odds / odds.sum())


def _bleed_odds(bleeds: Sequence[tuple[Stack, Focus]]) -> NDArray[np.float64]:
    """How often each type of each bleeding head is drawn: a type by the root of its slices, its heads alike.

    Two thirds of the located slices are EDH: drawn as they come, whatever lies on the bone is learned as EDH.
    """
    kinds = [(stack.phantom, focus.name) for stack, focus in bleeds]
    slices, heads = Counter[tuple[bool, str]](), Counter(kinds)
    for kind, (_, focus) in zip(kinds, bleeds, strict=True):
        slices[kind] += len(focus.slices)
    return _odds([drawn for drawn, _ in kinds], [slices[kind] ** 0.5 / heads[kind] for kind in kinds])


#: To be changed with what is kept of a head: heads that are kept under another name are left alone.
PREPARED = "heads-4"


@dataclasses.dataclass(frozen=True, slots=True)
class Preparation:
    """How heads are made ready: a few seconds each.

    Heads that were kept by another version are made anew: see :data:`PREPARED`.

    Attributes:
        kept: folder in which they stay for the next run; None keeps nothing.
        processes: how many are made ready at once.
    """

    kept: Path | None = None
    processes: int = 1

    def stacks(self, make: Callable[..., Stack | None], arguments: Iterable[tuple[Any, ...]]) -> list[Stack]:
        """``make(*each)`` of all ``arguments``, without those that came to nothing.

        What was kept is read from its file as it is needed, so that several runs share the memory.
        """
        folder = None if self.kept is None else self.kept / PREPARED
        kept = Memory(folder, mmap_mode="r", verbose=0).cache(make)
        found = Parallel(n_jobs=self.processes)(delayed(kept)(*each) for each in arguments)
        return [stack for stack in found if stack is not None]


def _ctich_stack(root: Path, patient: str) -> Stack:
    loaded = load_patient(root, patient)
    return Stack.of(patient, loaded.hu, loaded.labels, loaded.known, SPACING, edge=loaded.edge)


def ctich_stacks(root: Path, held_out: Collection[str] = (), preparation: Preparation = Preparation()) -> list[Stack]:
    """The CT-ICH patients under ``root`` as stacks, without those in ``held_out``."""
    seen = [s.patient for s in patients(root) if s.patient not in held_out]
    return preparation.stacks(_ctich_stack, [(root.resolve(), patient) for patient in seen])


def _phantom_stack(name: str, spec: PhantomSpec) -> Stack | None:
    try:
        phantom = render(spec)
    except ValueError:  # so much blood has no room in this head
        return None
    known = np.ones(len(phantom.hu), bool)
    return Stack.of(name, phantom.hu, phantom.labels, known, (5.0, *phantom.pixel_mm), phantom=True)


def phantom_stacks(count: int, seed: int, preparation: Preparation = Preparation()) -> list[Stack]:
    """Phantom heads as stacks: two in five without blood, the others with one or two types, many with mimics.

    Grown-ups of all ages, heads tipped either way, blood of all ages. Their bone and fat have the full range that the
    CT-ICH pictures lack. Seeds start at 1000, away from the demo's.
    """
    rng = np.random.default_rng(seed)
    specs = []
    for number in range(count):
        mimics = tuple(rng.choice(sorted(MIMICS), 1 + int(rng.integers(3)), replace=False).tolist())
        bleeds: tuple[Hemorrhage, ...] = ()
        if number % 5 > 1:
            mimics = mimics[:1] if rng.random() < 0.4 else ()
            kinds = rng.choice(len(TYPES), 1 + int(rng.random() < 0.3), replace=False, p=_PHANTOM_TYPES)
            bleeds = tuple(
                Hemorrhage(
                    TYPES[k], float(np.exp(rng.uniform(-0.4, 3.6))),
                    hu=float(rng.uniform(42, 54)) if rng.random() < 0.3 else None,
                )
                for k in kinds
            )  # fmt: skip
        elif rng.random() < 0.2:
            mimics = ()
        pitch = float(rng.normal(0, 10)) if rng.random() < 0.4 else None
        specs.append(
            PhantomSpec(
                seed=1000 + 100 * seed + number, hemorrhages=bleeds, mimics=mimics, age=float(rng.uniform(16, 92)),
                pitch_degrees=pitch,
            )
        )  # fmt: skip
    return preparation.stacks(_phantom_stack, [(f"phantom {n}", spec) for n, spec in enumerate(specs)])
