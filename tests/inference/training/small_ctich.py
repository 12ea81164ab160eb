"""A small set in the layout of CT-ICH, made from nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.training.ctich import SOURCE_GRID
from inference.types import HemorrhageType

EDH, IPH = HemorrhageType.EDH, HemorrhageType.IPH


def _slice(blood: HemorrhageType | None, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A head as the set shows it: 650 x 650, brain window; an EDH on the left of the picture or an IPH."""
    y, x = np.mgrid[:SOURCE_GRID, :SOURCE_GRID] - 325.0
    hu = np.full((SOURCE_GRID, SOURCE_GRID), -1000.0)
    inner = np.hypot(y / 230, x / 185)
    hu[np.hypot(y / 262, x / 217) < 1] = 45
    hu[np.hypot(y / 252, x / 207) < 1] = 900
    hu[inner < 1] = 33
    if blood is EDH:
        hu[(inner < 1) & (np.hypot(y / 75, (x + 195) / 40) < 1)] = 62
    elif blood is IPH:
        hu[np.hypot(y + 60, x - 70) < 24] = 66
    grey = (hu + rng.normal(0, 3, hu.shape) + 20) / 120 * 255
    return np.clip(grey, 0, 255).astype(np.uint8)


def small_set(root: Path, patients: Mapping[str, Sequence[HemorrhageType | None]]) -> Path:
    """Writes the set; the first slice with EDH of a patient gets a box, the first with IPH a drawn mask."""
    (root / "images").mkdir()
    (root / "masks").mkdir()
    rng = np.random.default_rng(0)
    rows, boxes = [], {}
    for patient, slices in patients.items():
        # The table lists them in any order, and not all sets begin with slice 1.
        for index, blood in list(enumerate(slices, start=9))[::-1]:
            key = f"{patient}_{index:02d}"
            Image.fromarray(_slice(blood, rng)).save(root / "images" / f"{key}.jpg", quality=95)
            rows.append([patient, f"{index:02d}", f"{key}.jpg", 0, int(blood is IPH), 0, int(blood is EDH), 0])
            rows[-1] += [int(blood is not None), int(patient == "003")]
        if EDH in slices:
            boxes[f"{patient}_{9 + slices.index(EDH):02d}"] = [{"cls": "EDH", "box": [120.0, 225.0, 195.0, 425.0]}]
        if IPH in slices:
            mask = np.zeros((SOURCE_GRID, SOURCE_GRID), np.uint8)
            mask[220:310, 350:440] = 255
            Image.fromarray(mask).save(root / "masks" / f"{patient}_{9 + slices.index(IPH):02d}.png")
    with (root / "labels.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        types = ["intraventricular", "intraparenchymal", "subarachnoid", "epidural", "subdural"]
        writer.writerow(["patient", "slice", "file", *types, "any", "fracture"])
        writer.writerows(rows)
    (root / "boxes.json").write_text(json.dumps(boxes))
    return root
