"""Training examples: short runs of slices cut from real and synthetic stacks.

An example is ``Z + 4`` neighbouring slices [Z + 4, h, w] of which the middle ``Z`` are judged. Real heads give outlined
hemorrhages and clean slices; synthesis puts the types that are rare in the data, and the mimics, into clean stacks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from joblib import Memory, Parallel, delayed
from numpy.typing import NDArray

from inference.phantom import MIMICS, Hemorrhage, PhantomSpec, render
from inference.training.ctich import SPACING, load_patient, patients
from inference.training.network import CONTEXT
from inference.training.synthesis import HeadAnatomy, anatomy, mimic, synthesise
from inference.training.truth import lesion_codes
from inference.types import TYPES

#: Rows and columns of an example before it is augmented: a head at 0.45 mm, with room to be turned.
WINDOW = (480, 416)
#: Logarithm of the least and greatest volume in mL of most synthetic hemorrhages.
LOG_VOLUME_ML = (float(np.log(0.5)), float(np.log(60.0)))
#: Heads with synthetic blood, and with mimics, kept at hand, and how often each is drawn from before a new one is made.
_AT_HAND, _USES = 12, 3


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
    """

    name: str
    hu: NDArray[np.int16]
    codes: NDArray[np.uint8]
    known: NDArray[np.bool_]
    spacing_mm: tuple[float, float, float]
    anatomy: HeadAnatomy | None
    phantom: bool = False

    @classmethod
    def of(
        cls, name: str, hu: NDArray[np.int16], labels: NDArray[np.uint8], known: NDArray[np.bool_],
        spacing_mm: tuple[float, float, float], phantom: bool = False,
    ) -> Stack:  # fmt: skip
        """A stack of ``hu`` and ``labels`` [Z, H, W], with its anatomy measured once where it is wanted."""
        clean = not labels.any() and bool(known.all())
        found = anatomy(hu, spacing_mm) if clean else None
        return cls(name, hu, lesion_codes(labels), known, spacing_mm, found, phantom)


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
        shares: tuple[float, float, float, float] = (0.34, 0.36, 0.16, 0.14),
    ) -> None:  # fmt: skip
        self.rng = np.random.default_rng(seed)
        self.depth = depth
        self.shares = shares
        self.positive = [s for s in stacks if s.codes.any()]
        self.clean = [s for s in stacks if s.anatomy is not None]
        if not self.positive or not self.clean:
            raise ValueError("training needs stacks with an outlined hemorrhage and stacks without any")
        self.positive_odds, self.clean_odds = _odds(self.positive), _odds(self.clean)
        self.made: tuple[list[Stack], list[Stack]] = ([], [])

    def __iter__(self) -> Iterator[Example]:
        while True:
            yield self.draw()

    def draw(self) -> Example:
        """One example."""
        kind = self.rng.choice(4, p=self.shares)
        if kind == 0:
            stack = self.positive[self.rng.choice(len(self.positive), p=self.positive_odds)]
        elif kind == 3:
            stack = self._host()
        else:
            stack = self._made(kind == 1)
        return self._cut(stack)

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
        assert host.anatomy is not None
        hu, labels = host.hu, np.zeros(host.hu.shape, np.uint8)
        if not bleeding or rng.random() < 0.3:
            hu = mimic(hu, host.spacing_mm, rng, host.anatomy)
        if bleeding:
            for _ in range(1 + int(rng.random() < 0.25)):
                # the least bleeds are half of a log-uniform range: most examples are large enough to be learned
                volume = float(np.exp(rng.uniform(*LOG_VOLUME_ML))) if rng.random() < 0.7 else None
                hu, added, _ = synthesise(hu, host.spacing_mm, rng, volume_ml=volume, anatomy=host.anatomy)
                labels = np.where(added > 0, added, labels)
        return dataclasses.replace(host, hu=hu, codes=lesion_codes(labels))

    def _cut(self, stack: Stack) -> Example:
        """A run of slices around the middle of the head in them."""
        first, last = self._first_slice(stack), len(stack.hu) - 1
        judged = np.clip(np.arange(first, first + self.depth), 0, last)
        seen = stack.hu[np.clip(np.arange(first - CONTEXT, first + self.depth + CONTEXT), 0, last)]
        head = np.argwhere(seen[::3, ::8, ::8] > -300)
        centre = (head.min(0) + head.max(0))[1:] * 4 if len(head) else np.array(seen.shape[1:]) // 2
        from_, to = (
            _overlap(int(centre[0]), seen.shape[1], WINDOW[0]),
            _overlap(int(centre[1]), seen.shape[2], WINDOW[1]),
        )
        hu = np.full((len(seen), *WINDOW), -1024, np.int16)
        codes = np.zeros((self.depth, *WINDOW), np.uint8)
        hu[:, from_[1], to[1]] = seen[:, from_[0], to[0]]
        codes[:, from_[1], to[1]] = stack.codes[judged][:, from_[0], to[0]]
        return Example(hu, codes, stack.known[judged])

    def _first_slice(self, stack: Stack) -> int:
        last = max(len(stack.hu) - self.depth, 0)
        bleeding = np.flatnonzero(stack.codes.any((1, 2)))
        if len(bleeding) and self.rng.random() < 0.85:
            return int(np.clip(self.rng.choice(bleeding) - self.rng.integers(self.depth), 0, last))
        # Skull base and vertex are in one run where other slices are in five; seen too rarely they raise false alarms.
        return int(np.clip(self.rng.integers(-self.depth, last + 1 + self.depth), 0, last))


def _overlap(centre: int, length: int, window: int) -> tuple[slice, slice]:
    """The part of an axis that a window around ``centre`` covers, and where in the window it lies."""
    start = centre - window // 2
    low, high = max(start, 0), min(start + window, length)
    return slice(low, high), slice(low - start, high - start)


def _odds(stacks: Sequence[Stack]) -> NDArray[np.float64]:
    """How often each stack is drawn: phantoms make up a third, however many there are."""
    drawn = np.array([s.phantom for s in stacks], bool)
    weights = np.where(drawn, 1 / max(drawn.sum(), 1), 2 / max((~drawn).sum(), 1))
    return np.asarray(weights / max(weights.sum(), 1e-9))


@dataclasses.dataclass(frozen=True, slots=True)
class Preparation:
    """How heads are made ready: a few seconds each.

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
        kept = Memory(self.kept, mmap_mode="r", verbose=0).cache(make)
        found = Parallel(n_jobs=self.processes)(delayed(kept)(*each) for each in arguments)
        return [stack for stack in found if stack is not None]


def _ctich_stack(root: Path, patient: str) -> Stack:
    loaded = load_patient(root, patient)
    return Stack.of(patient, loaded.hu, loaded.labels, loaded.known, SPACING)


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
            kinds = rng.choice(len(TYPES), 1 + int(rng.random() < 0.3), replace=False)
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
