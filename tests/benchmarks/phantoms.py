"""What a model finds in phantoms it never saw: ``python -m tests.benchmarks.phantoms OUT [--model DIR] [--seed N]``.

Draws five types of hemorrhage in five sizes from 1 mL up, every mimic alone and some heads with nothing, 5 mm apart;
writes them to OUT as DICOM with their masks and a ``manifest.csv`` (kept, and drawn once), then prints a line a head
and the tables of ``python -m inference evaluate``, whose report and pictures go to OUT/report. Seeds begin at 5000,
away from those of training and of the demo.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from inference.evaluate import evaluate, markdown
from inference.evaluation.manifest import COLUMNS, read_manifest
from inference.phantom import MIMICS, Hemorrhage, PhantomSpec, render, write_series
from inference.session import Session
from inference.types import TYPES, HemorrhageType

VOLUMES_ML = (1.0, 2.0, 5.0, 12.0, 30.0)
NORMAL = 5


def specs(seed: int) -> Iterator[tuple[str, PhantomSpec]]:
    """Every head of the set with a name for it."""
    rng = np.random.default_rng(seed)
    number = 5000 + 100 * seed

    def head(bleeds: tuple[Hemorrhage, ...], mimics: tuple[str, ...] = ()) -> PhantomSpec:
        nonlocal number
        number += 1
        return PhantomSpec(number, bleeds, mimics, age=float(rng.uniform(20, 90)))

    for kind in TYPES:
        for ml in VOLUMES_ML:
            yield f"{kind.value} {ml:g} mL", head((Hemorrhage(kind, ml),))
    for mimic in MIMICS:
        yield mimic, head((), (mimic,))
    for n in range(NORMAL):
        yield f"normal {n + 1}", head(())


def draw(out: Path, seed: int) -> Path:
    """Writes the set where it is not there yet; returns its manifest."""
    manifest = out / "manifest.csv"
    if manifest.exists():
        return manifest
    rows = []
    for place, (name, spec) in enumerate(specs(seed)):
        phantom = render(spec)
        write_series(phantom, out / f"{place:02d}")
        mask = out / f"{place:02d}.npz"
        np.savez_compressed(mask, labels=phantom.labels)
        present = {kind for kind in TYPES if (phantom.labels == kind.label).any()}
        labels = {kind.value.lower(): int(kind in present) for kind in TYPES}
        rows.append({"path": f"{place:02d}", "any": int(bool(present)), **labels, "mask": mask.name, "name": name})
        print("drawn", name, flush=True)
    with manifest.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS, "mask", "name"])
        writer.writeheader()
        writer.writerows(rows)
    return manifest


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    manifest = draw(args.out, args.seed)
    with Session.open(args.model, "cpu") as session:
        print(session.runtime.model, flush=True)
        report = evaluate(manifest, args.out / "report", session)
    print(heads(manifest, args.out / "report" / "cases"))
    print(markdown(report))


def heads(manifest: Path, cases: Path) -> str:
    """A line for each head, then the volumes and types of those with hemorrhage, from the results in ``cases``."""
    names = [row["name"] for row in csv.DictReader(manifest.read_text().splitlines())]
    lines = [f"{'head':34}{'score':>7}{'true mL':>9}{'found mL':>10}  found as"]
    volumes: list[tuple[float, float]] = []
    groups: list[bool] = []
    for name, example in zip(names, read_manifest(manifest), strict=True):
        result = json.loads((cases / f"{example.line}.json").read_text())
        true_ml = float(name.split()[1]) if example.positive else 0.0
        found = {kind: ml for kind, ml in result["volumes_ml"].items() if kind != "total" and ml > 0}
        score = "none" if result["score"] is None else f"{result['score']:.3f}"
        total = sum(found.values())
        said = ", ".join(f"{kind} {ml:.1f}" for kind, ml in found.items())
        lines.append(f"{name:34}{score:>7}{true_ml:9.1f}{total:10.1f}  {said}")
        if example.positive:
            volumes.append((true_ml, total))
            if found:
                group = HemorrhageType(max(found, key=lambda kind: found[kind])).group
                groups.append(any(group == kind.group for kind in example.types))
    truth, measured = np.array(volumes).T
    error = np.abs(measured - truth) / truth
    lines += [
        f"volumes: r {np.corrcoef(truth, measured)[0, 1]:.3f}, mean error {error.mean():.1%}",
        f"found: {len(groups)} of {len(volumes)}, the paper's group right in {sum(groups)} of them",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
