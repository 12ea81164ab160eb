"""Which way to derive masks from loose boxes is nearest to those drawn by hand, on the slices of CT-ICH that have both.

``python -m tests.benchmarks.derived_masks DATA [--blast-ct CHECKPOINT...] [--phantoms N]`` prints the Dice of what
:mod:`inference.training.masks` finds, of the same with other settings of its random walker or without it, and of
BLAST-CT's mask where checkpoints are given. All are told the same: the box, its type and the inside of the skull. Needs
the extra ``train``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference import blast_ct
from inference import measures as ms
from inference.evaluation import clusters
from inference.phantom import Hemorrhage, PhantomSpec, render
from inference.training import masks
from inference.training.blast_ct import import_checkpoints
from inference.training.cross_validation import volume_of
from inference.training.ctich import CtichStack, LooseBox, load_patient, patients
from inference.training.synthesis.intracranial import intracranial
from inference.types import TYPES

Mask = NDArray[np.bool_]
#: Weights of the walker's edges, from hardly any to steep, and the share of the way from brain to blood of its seeds.
BETAS, SEEDS = (30.0, 130.0, 600.0), ((0.25, 0.75), (0.1, 0.9))
#: Probabilities of blood at which BLAST-CT's mask may end.
LEVELS = (0.5, 0.2, 0.05)
#: Blood on a phantom's slice that nobody would draw a box around.
_LEAST_PIXELS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Boxed:
    """One box on a slice with a drawn mask."""

    stack: CtichStack
    index: int
    box: LooseBox

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 in pixels."""
        return (self.box.x0, self.box.y0, self.box.x1, self.box.y1)

    @property
    def inside(self) -> Mask:
        """The box [Y, X] with the pixels that an outline may go beyond it."""
        found = np.zeros(self.stack.hu.shape[1:], bool)
        x0, y0, x1, y1 = self.edges
        found[max(0, int(y0) - masks.PAD) : int(np.ceil(y1)) + masks.PAD,
              max(0, int(x0) - masks.PAD) : int(np.ceil(x1)) + masks.PAD] = True  # fmt: skip
        return found


def ours(one: Boxed) -> Mask:
    """As the training derives it."""
    return masks.derive_mask(one.stack.hu[one.index], one.stack.brain[one.index], one.box.type, one.edges)


def with_settings(one: Boxed, beta: float, seeds: tuple[float, float]) -> Mask:
    """The same with other settings of the random walker."""
    before = masks._BETA, masks._SURELY
    masks._BETA, masks._SURELY = beta, seeds
    try:
        return ours(one)
    finally:
        masks._BETA, masks._SURELY = before


def by_level(one: Boxed) -> Mask:
    """Without the random walker: a level halfway between brain and blood for every type."""
    walked = masks._walked
    masks._walked = lambda look: look.area & False
    try:
        return ours(one)
    finally:
        masks._walked = walked


def blood_of(boxes: Sequence[Boxed], checkpoints: Sequence[Path]) -> list[NDArray[np.float32]]:
    """The mean probability of blood [Y, X] by BLAST-CT's networks on the slice of each box, in and around the box."""
    out: list[NDArray[np.float32]] = []
    with tempfile.TemporaryDirectory() as folder:
        import_checkpoints(checkpoints, Path(folder))
        kinds = [blast_ct.CLASSES.index(name) for name in ("IPH", "EAH", "IVH")]
        with blast_ct.open_session(Path(folder), "cpu") as session:
            for one in boxes:
                volume = volume_of(one.stack)
                grid = blast_ct.head_grid(volume)
                needed = np.zeros(grid.pixels.shape, bool)
                z = round(float(volume.positions_mm[one.index] - volume.positions_mm[0]))
                x0, y0, x1, y1 = (round(edge * volume.pixel_mm[0]) for edge in one.edges)
                needed[max(0, z - 1) : z + 2, max(0, y0 - 3) : y1 + 3, max(0, x0 - 3) : x1 + 3] = True
                maps = blast_ct.probabilities(grid, session, needed=needed)[kinds].sum(0)
                out.append(grid.plane(maps, one.index))
    return out


def drawn_by_hand(root: Path) -> Iterator[list[Boxed]]:
    """The boxes of each slice that was drawn by hand and has any."""
    for summary in patients(root):
        if any((root / "masks").glob(f"{summary.patient}_*")):
            stack = load_patient(root, summary.patient)
            for index in np.flatnonzero(stack.drawn):
                found = [Boxed(stack, int(index), box) for box in stack.boxes[index]]
                if found:
                    yield found


def of_phantoms(heads: int) -> Iterator[list[Boxed]]:
    """Each type in turn in phantom heads, in boxes twice as long and wide as the blood, and not quite over it."""
    rng = np.random.default_rng(0)
    for number in range(heads):
        kind, ml = TYPES[number % len(TYPES)], float(np.exp(rng.uniform(0.7, 3.4)))
        phantom = render(PhantomSpec(seed=7000 + number, hemorrhages=(Hemorrhage(kind, ml),)), slices=7)
        spacing = (phantom.slice_mm, *phantom.pixel_mm)
        count = len(phantom.hu)
        boxes: list[tuple[LooseBox, ...]] = []
        for plane in phantom.labels:
            y, x = np.nonzero(plane)
            if len(y) < _LEAST_PIXELS:
                boxes.append(())
                continue
            half = np.array([np.ptp(x) + 1, np.ptp(y) + 1]) * rng.uniform(0.85, 1.15, 2)
            middle = np.array([x.min() + x.max(), y.min() + y.max()]) / 2 + rng.uniform(-0.25, 0.25, 2) * half
            (x0, y0), (x1, y1) = middle - half, middle + half
            boxes.append((LooseBox(kind, max(x0, 0), max(y0, 0), x1, y1),))
        stack = CtichStack(
            patient=f"{kind} {ml:.0f} mL {number}", hu=phantom.hu, labels=phantom.labels, known=np.ones(count, bool),
            drawn=np.array([len(one) > 0 for one in boxes]), slice_types=np.zeros((count, len(TYPES)), bool),
            boxes=tuple(boxes), fracture=np.zeros(count, bool), brain=intracranial(phantom.hu, spacing),
        )  # fmt: skip
        yield from ([Boxed(stack, int(z), box) for box in boxes[z]] for z in np.flatnonzero(stack.drawn))


def compare(shown: Sequence[list[Boxed]], ways: dict[str, Callable[[Boxed], Mask]]) -> None:
    """Prints the Dice of each way on each slice, and its mean with an interval by patient."""
    everyone = [boxes[0].stack.patient for boxes in shown]
    for name, way in ways.items():
        dice = []
        for boxes in shown:
            found = np.any([way(one) for one in boxes], axis=0)
            truth = boxes[0].stack.labels[boxes[0].index] > 0
            dice.append(ms.dice(found, truth) or 0.0)
        by_patient = {p: [d for d, q in zip(dice, everyone, strict=True) if p == q] for p in dict.fromkeys(everyone)}
        mean = clusters.ratio([sum(d) for d in by_patient.values()], [len(d) for d in by_patient.values()])
        print(f"{name}: mean {mean.value:.3f} ({mean.low:.3f} to {mean.high:.3f}), median {np.median(dice):.3f}")
        print(
            "   ", "; ".join(f"{p}: {' '.join(f'{d:.2f}' for d in each)}" for p, each in by_patient.items()), flush=True
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the CT-ICH stacks")
    parser.add_argument("--blast-ct", type=Path, nargs="+", default=[], metavar="CHECKPOINT", dest="checkpoints")
    parser.add_argument("--phantoms", type=int, default=0, metavar="N", help="also on N phantom heads")
    args = parser.parse_args()
    ways: dict[str, Callable[[Boxed], Mask]] = {"ours": ours, "a level alone": by_level}
    for seeds in SEEDS:
        for beta in BETAS:
            name = f"random walker, seeds {seeds[0]:g} and {seeds[1]:g}, beta {beta:g}"
            ways[name] = partial(with_settings, beta=beta, seeds=seeds)
    shown = list(drawn_by_hand(args.data))
    also: dict[str, Callable[[Boxed], Mask]] = {}
    if args.checkpoints:
        every = [one for boxes in shown for one in boxes]
        maps = dict(zip(map(id, every), blood_of(every, args.checkpoints), strict=True))

        def by_blast_ct(one: Boxed, level: float) -> Mask:
            return np.asarray((maps[id(one)] >= level) & one.inside)

        for level in LEVELS:
            also[f"BLAST-CT, {len(args.checkpoints)} network(s), from {level:g}"] = partial(by_blast_ct, level=level)
    print(f"{len(shown)} slices that were drawn by hand")
    compare(shown, ways | also)
    if args.phantoms:
        print(f"\n{args.phantoms} phantoms")
        compare(list(of_phantoms(args.phantoms)), ways)


if __name__ == "__main__":
    main()
