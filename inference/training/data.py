"""Training examples: short runs of slices cut from real and synthetic stacks, augmented on the fly.

An example is ``Z + 4`` neighbouring slices [Z + 4, H, W] of which the middle ``Z`` are judged. Real heads give outlined
hemorrhages and clean slices; synthesis puts the types that are rare in the data, and the mimics, into clean stacks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor
from torch.nn import functional as F

from inference.phantom import MIMICS, Hemorrhage, PhantomSpec, render
from inference.preprocess import HU_LIMIT, HU_SCALE
from inference.training.ctich import SPACING, load_patient, patients
from inference.training.losses import Truth
from inference.training.network import CONTEXT
from inference.training.synthesis import HeadAnatomy, anatomy, mimic, synthesise
from inference.types import TYPES

#: Size of a training crop in pixels; a head at 0.45 mm fits it, and the network itself takes any multiple of 32.
CROP = (416, 352)
#: Logarithm of the least and greatest volume in mL of most synthetic hemorrhages.
LOG_VOLUME_ML = (float(np.log(0.5)), float(np.log(60.0)))


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """One head on the network's grid.

    Attributes:
        hu: int16 [Z, 512, 512], inferior to superior.
        labels: uint8 [Z, 512, 512].
        known: bool [Z]; False where a hemorrhage is present without an outline.
        spacing_mm: (slice, row, column).
        clean: no hemorrhage anywhere: may receive synthetic ones.
        phantom: drawn, not scanned.
    """

    name: str
    hu: NDArray[np.int16]
    labels: NDArray[np.uint8]
    known: NDArray[np.bool_]
    spacing_mm: tuple[float, float, float]
    clean: bool
    anatomy: HeadAnatomy | None
    phantom: bool = False

    @classmethod
    def of(
        cls, name: str, hu: NDArray[np.int16], labels: NDArray[np.uint8], known: NDArray[np.bool_],
        spacing_mm: tuple[float, float, float], phantom: bool = False,
    ) -> Stack:  # fmt: skip
        """A stack with its anatomy measured once, where it may receive synthetic hemorrhage."""
        clean = not labels.any() and bool(known.all())
        return cls(name, hu, labels, known, spacing_mm, clean, anatomy(hu, spacing_mm) if clean else None, phantom)


class Sampler:
    """Draws examples; the same seed draws the same ones.

    Args:
        stacks: the training heads.
        depth: slices judged in one example.
        shares: how often an example is (real hemorrhage, synthetic hemorrhage, mimic, untouched).
    """

    def __init__(
        self, stacks: Sequence[Stack], seed: int, depth: int = 5,
        shares: tuple[float, float, float, float] = (0.38, 0.34, 0.14, 0.14),
    ) -> None:  # fmt: skip
        self.rng = np.random.default_rng(seed)
        self.depth = depth
        self.shares = shares
        self.positive = [s for s in stacks if s.labels.any()]
        self.clean = [s for s in stacks if s.clean]
        self.positive_odds = _odds(self.positive)
        if not self.positive or not self.clean:
            raise ValueError("training needs stacks with an outlined hemorrhage and stacks without any")

    def draw(self) -> tuple[Tensor, list[Truth]]:
        """One example: scaled HU float32 [1, Z + 4, H, W] in [-3, 3] and the truth of its Z slices."""
        rng = self.rng
        kind = rng.choice(4, p=self.shares)
        if kind == 0:
            stack = self.positive[rng.choice(len(self.positive), p=self.positive_odds)]
        else:
            stack = self.clean[rng.integers(len(self.clean))]
        hu, labels = stack.hu, stack.labels
        if kind in (1, 2):
            assert stack.anatomy is not None
            if kind == 2 or rng.random() < 0.3:
                hu = mimic(hu, stack.spacing_mm, rng, stack.anatomy)
            if kind == 1:
                for _ in range(1 + int(rng.random() < 0.25)):
                    # the least bleeds are half of a log-uniform range: most examples are large enough to be learned
                    volume = float(np.exp(rng.uniform(*LOG_VOLUME_ML))) if rng.random() < 0.7 else None
                    hu, added, _ = synthesise(hu, stack.spacing_mm, rng, volume_ml=volume, anatomy=stack.anatomy)
                    labels = np.where(added > 0, added, labels)
        first = self._first_slice(hu, labels)
        judged = np.arange(first, first + self.depth)
        reach = np.clip(np.arange(first - CONTEXT, first + self.depth + CONTEXT), 0, len(hu) - 1)
        pixels, masks = self._augment(hu[reach].astype(np.float32), labels[np.clip(judged, 0, len(hu) - 1)])
        known = stack.known[np.clip(judged, 0, len(hu) - 1)]
        truths = [Truth.of(m, bool(k)) for m, k in zip(masks, known, strict=True)]
        scaled = np.clip(pixels, -HU_LIMIT, HU_LIMIT) / HU_SCALE
        return torch.from_numpy(scaled[None].astype(np.float32)), truths

    def _first_slice(self, hu: NDArray[np.int16], labels: NDArray[np.uint8]) -> int:
        last = max(len(hu) - self.depth, 0)
        bleeding = np.flatnonzero(labels.any((1, 2)))
        if len(bleeding) and self.rng.random() < 0.85:
            return int(np.clip(self.rng.choice(bleeding) - self.rng.integers(self.depth), 0, last))
        # Skull base and vertex are in one run where other slices are in five; seen too rarely they raise false alarms.
        return int(np.clip(self.rng.integers(-self.depth, last + 1 + self.depth), 0, last))

    def _augment(
        self, hu: NDArray[np.float32], labels: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Flip, rotate, scale, shift, shear slightly; then what scanners differ in: level, noise, sharpness, fat."""
        rng = self.rng
        head = np.argwhere(hu[::3, ::8, ::8] > -300)
        centre = (head.min(0) + head.max(0))[1:] * 4 if len(head) else np.array([256.0, 256.0])
        angle, zoom = np.deg2rad(rng.normal(0, 7)), np.exp(rng.normal(0, 0.09))
        flip = -1.0 if rng.random() < 0.5 else 1.0
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrix = turn @ np.diag([flip * zoom, zoom]) + rng.normal(0, 0.02, (2, 2))  # crop (x, y) -> stack (x, y)
        size = np.array(hu.shape[:0:-1], np.float64)
        crop = np.array(CROP[::-1], np.float64)
        shift = (centre[::-1] + rng.normal(0, 8, 2)) * 2 / size - 1
        theta = torch.from_numpy(np.concatenate([matrix * crop / size[:, None], shift[:, None]], 1)[None]).float()
        grid = F.affine_grid(theta, [1, 1, *CROP], align_corners=False)
        moved = F.grid_sample(
            torch.from_numpy(hu + 1024)[None], grid, mode="bilinear", align_corners=False
        )[0].numpy() - 1024  # fmt: skip
        masks = F.grid_sample(
            torch.from_numpy(labels.astype(np.float32))[None], grid, mode="nearest", align_corners=False
        )[0].numpy().astype(np.uint8)  # fmt: skip
        return self._scanner(moved), masks

    def _scanner(self, hu: NDArray[np.float32]) -> NDArray[np.float32]:
        rng = self.rng
        fat = (hu < -12) & (hu > -300)
        if rng.random() < 0.6:  # the brain-window stacks end at -20 HU; real fat does not
            depth = rng.uniform(20, 100)
            hu = np.where(fat, hu - depth * ndimage.uniform_filter(fat.astype(np.float32), (0, 5, 5)), hu)
        sharp = rng.random()
        if sharp < 0.3:
            hu = ndimage.gaussian_filter(hu, (0, *2 * [rng.uniform(0.3, 1.1)]))
        elif sharp < 0.5:
            hu = hu + rng.uniform(0.2, 0.8) * (
                np.clip(hu, -100, 150) - ndimage.gaussian_filter(np.clip(hu, -100, 150), (0, 1, 1))
            )
        if rng.random() < 0.6:
            noise = rng.standard_normal(hu.shape, np.float32)
            if rng.random() < 0.7:
                noise = ndimage.gaussian_filter(noise, (0, 0.7, 0.7)) * 2.2
            hu = hu + noise * rng.uniform(0.5, 5)
        inside = hu > -300
        return np.where(inside, hu * rng.normal(1, 0.04) + rng.normal(0, 2.5), hu).astype(np.float32)


def _odds(stacks: Sequence[Stack]) -> NDArray[np.float64]:
    """How often each stack is drawn: phantoms make up a third, however many there are."""
    drawn = np.array([s.phantom for s in stacks], bool)
    weights = np.where(drawn, 1 / max(drawn.sum(), 1), 2 / max((~drawn).sum(), 1))
    return np.asarray(weights / max(weights.sum(), 1e-9))


def ctich_stacks(root: Path, held_out: Collection[str] = ()) -> list[Stack]:
    """The CT-ICH patients under ``root`` as stacks, without those in ``held_out``."""
    out = []
    for summary in patients(root):
        if summary.patient not in held_out:
            loaded = load_patient(root, summary.patient)
            out.append(Stack.of(summary.patient, loaded.hu, loaded.labels, loaded.known, SPACING))
    return out


def phantom_stacks(count: int, seed: int) -> list[Stack]:
    """Phantom heads as stacks: two in five without blood, the others with one or two types, many with mimics.

    Grown-ups of all ages, heads tipped either way, blood of all ages. Their bone and fat have the full range that the
    CT-ICH pictures lack. Seeds start at 1000, away from the demo's.
    """
    rng = np.random.default_rng(seed)
    out = []
    for number in range(count):
        mimics = tuple(rng.choice(sorted(MIMICS), int(rng.integers(4)), replace=False).tolist())
        bleeds: tuple[Hemorrhage, ...] = ()
        if number % 5 > 1:
            mimics = mimics[:1] if rng.random() < 0.4 else ()
            kinds = rng.choice(len(TYPES), 1 + int(rng.random() < 0.3), replace=False)
            bleeds = tuple(
                Hemorrhage(
                    TYPES[k], float(np.exp(rng.uniform(0.4, 3.6))),
                    hu=float(rng.uniform(42, 54)) if rng.random() < 0.3 else None,
                )
                for k in kinds
            )  # fmt: skip
        pitch = float(rng.normal(0, 10)) if rng.random() < 0.4 else None
        spec = PhantomSpec(
            seed=1000 + 100 * seed + number, hemorrhages=bleeds, mimics=mimics, age=float(rng.uniform(16, 92)),
            pitch_degrees=pitch,
        )  # fmt: skip
        try:
            phantom = render(spec)
        except ValueError:  # so much blood has no room in this head
            continue
        spacing = (5.0, *phantom.pixel_mm)
        known = np.ones(len(phantom.hu), bool)
        out.append(Stack.of(f"phantom {number}", phantom.hu, phantom.labels, known, spacing, phantom=True))
    return out
