"""Whom the gate refuses and warns of in CT-ICH, at full size: ``python -m tests.benchmarks.suitability CTICH_FOLDER``.

CTICH_FOLDER has ``labels.csv``, ``boxes.json``, ``images`` and ``masks``. None of its patients was given contrast
medium, and none may be refused. Prints a line for each who is refused or warned of, then the counts, and how near the
others came.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inference.bone_flap import flap_mm
from inference.caveats import caveats, vault
from inference.dicom import read_studies
from inference.intracranial import intracranial
from inference.preprocess import prepare
from inference.series import choose
from inference.slice_motion import edge_excess_mm
from inference.suitability import measure
from inference.training.ctich import PIXEL_MM, load_patient, patients
from tests.inference.dicom_files import datasets


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one patient.

    Attributes:
        refused: code of the reason; "" for none.
        warnings: codes of the gate's warnings and of the caveats beside an answer.
        arteries_mm, edge_mm, flap_mm: the measures behind ``arteries_bright``, ``motion`` and ``bone_flap``.
    """

    refused: str
    warnings: tuple[str, ...]
    arteries_mm: float
    edge_mm: float
    flap_mm: float


def judge(root: Path, patient: str) -> Judged:
    """One patient as a study from an archive would be judged, but without the network."""
    hu = load_patient(root, patient).hu
    (study,) = read_studies(
        datasets(hu, pixel_mm=(PIXEL_MM, PIXEL_MM), BodyPartExamined="HEAD", ConvolutionKernel="SOFT")
    )
    choice = choose(study)
    refused = choice.refused.code if choice.refused is not None else ""
    warnings = [reason.code for reason in choice.warnings or choice.volume.warnings]
    seen = prepare(choice.volume)
    inside = intracranial(seen.pixels, seen.mm[0])
    warnings += [reason.code for reason in caveats(choice.volume, seen, inside)]
    return Judged(
        refused, tuple(warnings), measure(choice.volume).arteries_mm,
        edge_excess_mm(choice.volume, seen, inside, vault(inside)), flap_mm(seen, inside, vault(inside)),
    )  # fmt: skip


def main(root: Path) -> None:
    """Judge all patients, and print."""
    counts: Counter[str] = Counter()
    nearest: list[Judged] = []
    for summary in patients(root):
        judged = judge(root, summary.patient)
        codes = [*judged.warnings, *([f"refused: {judged.refused}"] if judged.refused else [])]
        if codes:
            print(f"{summary.patient}{' (fracture)' if summary.fracture else ''}: {', '.join(codes)}", flush=True)
        counts.update(codes)
        nearest.append(judged)
    print(f"{len(nearest)} patients: {dict(counts) or 'none refused or warned of'}")
    for name in ("arteries_mm", "edge_mm", "flap_mm"):
        values = np.sort([getattr(one, name) for one in nearest])
        print(f"{name}: median {np.median(values):.2f}, highest {', '.join(f'{value:.2f}' for value in values[-3:])}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
