"""Firstread beside BLAST-CT as its package runs it: ``python -m tests.benchmarks.blast_ct CHECKPOINT [--rounds N]``.

``python -m inference bench`` compares with the imported networks, which Firstread runs as whole heads in ONNX Runtime;
this compares with what a user of BLAST-CT waits for, and with the import as well. One phantom exam of 32 slices goes
through all three, in turn, with the same number of threads: read from its DICOM files here, from a NIfTI file of the
same voxels there, as each of them takes it. Needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import SimpleITK
import torch
from blast_ct.assets import get_config_path
from blast_ct.nifti.savers import NiftiPatchSaver
from blast_ct.read_config import get_model, get_test_loader
from blast_ct.trainer.inference import ModelInference

from inference import blast_ct, processors
from inference.bench import GOAL_RATIO, write_phantoms
from inference.detect import analyze, open_session
from inference.dicom import read_studies
from inference.series import choose
from inference.training.blast_ct import import_checkpoints


def as_nifti(folder: Path, to: Path) -> None:
    """The series in ``folder`` as one NIfTI file in HU."""
    volume = choose(read_studies(folder)[0]).volume
    image = SimpleITK.GetImageFromArray(np.asarray(volume.hu, np.float32))
    row, column = volume.pixel_mm
    image.SetSpacing((column, row, float(np.diff(volume.positions_mm).mean())))  # type: ignore[no-untyped-call]
    SimpleITK.WriteImage(image, str(to))


def as_published(image: Path, checkpoint: Path) -> None:
    """One network over one image, the steps of the package's ``blast-ct`` command with its own settings for a CPU."""
    job = Path(tempfile.mkdtemp(dir=image.parent))
    config = json.loads(Path(get_config_path()).read_text())
    config["test"]["batch_size"] = 32  # as the command sets it where there is no GPU
    table = job / "test.csv"
    table.write_text(f"id,image\nim_0,{image}\n")
    model = get_model(config)
    loader = get_test_loader(config, model, str(table), use_cuda=False)
    saver = NiftiPatchSaver(str(job), loader, write_prob_maps=False, do_localisation=False)
    ModelInference(str(job), torch.device("cpu"), model, saver, str(checkpoint), "segmentation")(loader)
    if not (job / "predictions" / "prediction.csv").is_file():
        raise RuntimeError("BLAST-CT wrote no prediction")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """The package warns of its dependencies and logs each run."""
    logging.disable(logging.INFO)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logging.disable(logging.NOTSET)


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="one network of BLAST-CT, as its package saves it")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    cores = processors.usable_cores() or os.cpu_count() or 1
    torch.set_num_threads(cores)
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name, quiet():
        scratch = Path(name)
        write_phantoms(scratch / "thick", scratch / "thin")
        as_nifti(scratch / "thick", scratch / "exam.nii.gz")
        import_checkpoints([args.checkpoint], scratch / "imported")
        with open_session(provider="cpu") as own, blast_ct.open_session(scratch / "imported", "cpu") as other:
            analyze(scratch / "thick", own)  # warm
            works: dict[str, Callable[[], object]] = {
                "Firstread": lambda: analyze(scratch / "thick", own),
                "BLAST-CT, imported": lambda: analyze(scratch / "thick", other, judge=blast_ct.judge),
                "BLAST-CT, its package": lambda: as_published(scratch / "exam.nii.gz", args.checkpoint),
            }
            for number in range(args.rounds):
                for what, work in works.items():
                    taken.setdefault(what, []).append(seconds(work))
                    print(f"round {number + 1}  {what:24}{taken[what][-1]:8.2f} s", flush=True)
    medians = {what: statistics.median(each) for what, each in taken.items()}
    print(f"\n{processors.cpu_name()}, {cores} cores; median of {args.rounds}, files to answer")
    for what, median in medians.items():
        times = median / medians["Firstread"]
        against = "" if what == "Firstread" else f"  {times:6.1f} times Firstread (goal {GOAL_RATIO:g})"
        print(f"{what:24}{median:8.2f} s{against}")


if __name__ == "__main__":
    main()
