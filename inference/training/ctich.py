"""The CT-ICH stacks as training material: HU, derived masks, and what is known about each slice.

Source: Hssayeni et al., "Computed Tomography Images for Intracranial Hemorrhage Detection and Segmentation" v1.0.0,
PhysioNet, doi 10.13026/w8q8-ky94 (CC BY 4.0); boxes: "Brain Hemorrhage Detection", Roboflow Universe (CC BY 4.0).
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from inference.training.masks import derive_mask
from inference.training.synthesis.intracranial import intracranial
from inference.training.synthesis.sharpness import edge_of_pictures
from inference.types import TYPES, HemorrhageType

#: The stacks' own grid, and the network's that they are read onto.
SOURCE_GRID, GRID = 650, 512
SLICE_MM = 5.0
#: Pixel edge after reading: 0.355 mm nominal on the 650 grid, about 0.451 mm on 512.
PIXEL_MM = 0.355 * SOURCE_GRID / GRID
#: (dz, dy, dx) in mm of every stack.
SPACING = (SLICE_MM, PIXEL_MM, PIXEL_MM)
AIR_HU, BONE_HU = -1000, 800
#: Grey values from here on are white: denser than the window.
_WHITE = 252

_COLUMNS = {"EDH": "epidural", "SDH": "subdural", "SAH": "subarachnoid", "IPH": "intraparenchymal"}
_COLUMNS["IVH"] = "intraventricular"


@dataclass(frozen=True, slots=True)
class LooseBox:
    """A hand-drawn box, about four times its hemorrhage, in pixels of the 512 grid; ``x1, y1`` exclusive."""

    type: HemorrhageType
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PatientSummary:
    """One patient of the set, without pixels.

    Attributes:
        slices: how many slices the stack has.
        types: the types that the slice labels name anywhere in the stack; empty without hemorrhage.
        fracture: whether any slice is labelled as fractured.
        unknown_slices: positive slices that have neither box nor mask.
    """

    patient: str
    slices: int
    types: frozenset[HemorrhageType]
    positive: bool
    fracture: bool
    unknown_slices: int


@dataclass(frozen=True, slots=True, eq=False)
class CtichStack:
    """One patient's stack on the 512 grid, slices inferior to superior, 5 mm apart (see :data:`SPACING`).

    Attributes:
        hu: int16 [Z, 512, 512]; bone is flat at 800 HU, air at -1000, fat at -20 (the source is a brain window).
        labels: uint8 [Z, 512, 512]; 0 none, 1 EDH, 2 SDH, 3 SAH, 4 IPH, 5 IVH. Drawn by hand on 13 slices of the
            set, derived inside the boxes elsewhere.
        known: bool [Z]; false where the slice is positive and not all of its hemorrhage is located. Such a slice is
            neither a negative nor a source of boxes.
        drawn: bool [Z]; true where the mask is one of the 13 drawn by hand.
        slice_types: bool [Z, 5] in the order of :data:`inference.types.TYPES`, from the slice labels.
        boxes: per slice, the loose boxes.
        fracture: bool [Z].
        brain: bool [Z, 512, 512]; the intracranial space.
        edge: in-plane point spread in pixels (Gaussian sigma), read from the pictures' bone; None where it is not seen.
    """

    patient: str
    hu: NDArray[np.int16]
    labels: NDArray[np.uint8]
    known: NDArray[np.bool_]
    drawn: NDArray[np.bool_]
    slice_types: NDArray[np.bool_]
    boxes: tuple[tuple[LooseBox, ...], ...]
    fracture: NDArray[np.bool_]
    brain: NDArray[np.bool_]
    edge: float | None = None

    @property
    def positive(self) -> NDArray[np.bool_]:
        """bool [Z]: slices with hemorrhage by their labels, boxes or masks."""
        boxed = np.array([len(boxes) > 0 for boxes in self.boxes])
        positive: NDArray[np.bool_] = self.slice_types.any(axis=1) | boxed | self.drawn
        return positive


def _in_window(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Grey values as HU, clipped by the window."""
    hu: NDArray[np.float32] = (grey.astype(np.float32) / 255 * 120 - 20).astype(np.float32)
    return hu


def hounsfield(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Grey values of the brain window (level 40, width 120), uint8 [Y, X], as HU with the clipped ends restored.

    White is set to 800 HU and black that touches the border to -1000 HU before anything may be interpolated; the
    clipped values would draw a rim of "blood" along every bone.
    """
    hu = _in_window(grey)
    hu[grey >= _WHITE] = BONE_HU
    dark, _ = ndimage.label(grey <= 3)
    border = np.unique(np.concatenate([dark[0], dark[-1], dark[:, 0], dark[:, -1]]))
    hu[np.isin(dark, border[border > 0])] = AIR_HU
    return hu


@lru_cache(maxsize=4)
def _rows(root: Path) -> dict[str, list[dict[str, str]]]:
    """labels.csv by patient, each sorted from the lowest slice to the highest."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (root / "labels.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            rows[row["patient"]].append(row)
    return {patient: sorted(found, key=lambda row: int(row["slice"])) for patient, found in sorted(rows.items())}


@lru_cache(maxsize=4)
def _boxes(root: Path) -> dict[str, tuple[LooseBox, ...]]:
    scale = GRID / SOURCE_GRID
    listed: dict[str, list[dict[str, Any]]] = json.loads((root / "boxes.json").read_text())
    return {
        key: tuple(LooseBox(HemorrhageType(b["cls"]), *(float(v) * scale for v in b["box"])) for b in boxes)
        for key, boxes in listed.items()
    }


def _key(row: dict[str, str]) -> str:
    return Path(row["file"]).stem


def _types(row: dict[str, str]) -> list[bool]:
    return [row[_COLUMNS[kind.value]] == "1" for kind in TYPES]


def _mask_file(root: Path, row: dict[str, str]) -> Path:
    return root / "masks" / f"{_key(row)}.png"


def patients(root: Path) -> tuple[PatientSummary, ...]:
    """All patients of the set, sorted by their number.

    Args:
        root: the ``ctich`` folder with ``labels.csv``, ``boxes.json``, ``images`` and ``masks``.

    Raises:
        FileNotFoundError: ``labels.csv`` or ``boxes.json`` is missing.
    """
    root = Path(root)
    summaries = []
    for patient, rows in _rows(root).items():
        boxes = [_boxes(root).get(_key(row), ()) for row in rows]
        types = {kind for row in rows for kind, named in zip(TYPES, _types(row), strict=True) if named}
        positive = [row["any"] == "1" for row in rows]
        located = [bool(b) or _mask_file(root, row).exists() for b, row in zip(boxes, rows, strict=True)]
        summaries.append(
            PatientSummary(
                patient=patient,
                slices=len(rows),
                types=frozenset(types),
                positive=any(positive),
                fracture=any(row["fracture"] == "1" for row in rows),
                unknown_slices=sum(p and not at for p, at in zip(positive, located, strict=True)),
            )
        )
    return tuple(summaries)


def folds(root: Path, n: int = 5, seed: int = 0) -> tuple[tuple[str, ...], ...]:
    """The patients in ``n`` disjoint folds of like make-up.

    Positives and negatives are dealt separately, the rarest type first, so that each fold gets its share of IVH, SAH,
    SDH, IPH, then EDH.

    Returns:
        ``n`` tuples of patient numbers; fold ``i`` is held out when training run ``i``.
    """
    if n < 2:
        raise ValueError("at least two folds")
    everyone = patients(root)
    counts = {kind: sum(kind in p.types for p in everyone) for kind in TYPES}
    rng = np.random.default_rng(seed)
    dealt: list[list[PatientSummary]] = [[] for _ in range(n)]

    def rarest(p: PatientSummary) -> int:
        return min((counts[kind] for kind in p.types), default=len(everyone) + (not p.positive))

    shuffled = [everyone[i] for i in rng.permutation(len(everyone))]
    for p in sorted(shuffled, key=rarest):

        def burden(i: int, p: PatientSummary = p) -> tuple[float, ...]:
            # Even out the types this patient has (the rarest weighs most), then the positives, then the size.
            same = sum(len(p.types & q.types) and sum(1 / counts[k] for k in p.types & q.types) for q in dealt[i])
            return (same, sum(q.positive == p.positive for q in dealt[i]), len(dealt[i]))

        dealt[min(range(n), key=burden)].append(p)
    return tuple(tuple(sorted(p.patient for p in fold)) for fold in dealt)


def _resize(plane: NDArray[np.float32]) -> NDArray[np.int16]:
    image = Image.fromarray(plane).resize((GRID, GRID), Image.Resampling.BILINEAR)
    resized: NDArray[np.int16] = np.round(np.asarray(image)).astype(np.int16)
    return resized


def _edge(pictures: NDArray[np.uint8]) -> float | None:
    """The point spread in pixels of the 512 grid, from pictures uint8 [Z, Y, X] as they are stored."""
    found = edge_of_pictures(_in_window(pictures), pictures >= _WHITE)
    return None if found is None else found * GRID / SOURCE_GRID


def _drawn_mask(file: Path) -> NDArray[np.bool_]:
    image = Image.open(file).convert("L").resize((GRID, GRID), Image.Resampling.BILINEAR)
    return np.asarray(image) >= 128


def load_patient(root: Path, patient: str, *, use_drawn: bool = True) -> CtichStack:
    """Read one patient.

    Args:
        root: the ``ctich`` folder.
        patient: three digits, such as ``"077"``.
        use_drawn: take the hand-drawn masks where there are any; False derives every mask from its box, to compare.

    Raises:
        KeyError: no such patient.
        FileNotFoundError: the folder or one of the pictures is missing.
    """
    root = Path(root)
    rows = _rows(root)[patient]
    pictures = np.stack([np.asarray(Image.open(root / "images" / r["file"]).convert("L")) for r in rows])
    hu = np.stack([_resize(hounsfield(grey)) for grey in pictures])
    brain = intracranial(hu, SPACING)
    boxes = tuple(_boxes(root).get(_key(row), ()) for row in rows)
    slice_types = np.array([_types(row) for row in rows])
    labels = np.zeros(hu.shape, np.uint8)
    known = np.ones(len(rows), bool)
    drawn = np.zeros(len(rows), bool)
    for z, row in enumerate(rows):
        file = _mask_file(root, row)
        if use_drawn and file.exists():
            kind = boxes[z][0].type if boxes[z] else TYPES[int(slice_types[z].argmax())]
            labels[z][_drawn_mask(file) & (hu[z] < 100)] = kind.label
            drawn[z] = True
            continue
        outlined = []
        for box in sorted(boxes[z], key=lambda b: -(b.x1 - b.x0) * (b.y1 - b.y0)):
            found = derive_mask(hu[z], brain[z], box.type, (box.x0, box.y0, box.x1, box.y1))
            labels[z][found] = box.type.label
            outlined.append(bool(found.any()))
        # Positive, yet not all of it located: the rest is no negative. Boxes and labels differ at times in the name.
        types = max(int(slice_types[z].sum()), int(row["any"] == "1"))
        known[z] = all(outlined) and len({box.type for box in boxes[z]}) >= types
    return CtichStack(
        patient=patient,
        hu=hu,
        labels=labels,
        known=known,
        drawn=drawn,
        slice_types=slice_types,
        boxes=boxes,
        fracture=np.array([row["fracture"] == "1" for row in rows]),
        brain=brain,
        edge=_edge(pictures),
    )
