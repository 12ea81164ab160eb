"""``python -m inference train``, ``export`` and ``cross-validate``: from the labelled stacks to a model folder."""

from __future__ import annotations

import argparse
import json

import torch
from tqdm import tqdm

from inference.errors import FirstreadError
from inference.terminal import named_path
from inference.training.cross_validation import FOLDS, Means, cross_validate
from inference.training.ctich import folds
from inference.training.data import Preparation, ctich_stacks, phantom_stacks
from inference.training.export import export
from inference.training.train import TrainingPlan, train


def add_train_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``train``."""
    _common(parser)
    parser.add_argument(
        "--fold", type=int, choices=range(FOLDS), help="leave this fold of patients out, to test on them"
    )
    parser.add_argument(
        "--from",
        type=named_path,
        dest="origin",
        metavar="MODEL",
        help="model folder whose network a new run goes on from",
    )


def add_cross_validate_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``cross-validate``; ``--minutes`` and ``--steps`` are those of each of its six networks."""
    _common(parser)
    parser.add_argument("--model-version", required=True)
    parser.add_argument(
        "--together", type=int, default=1, help="networks that are trained at once (default: 1); a GPU has room for six"
    )


def _common(parser: argparse.ArgumentParser) -> None:
    plan = TrainingPlan()
    parser.add_argument(
        "data",
        type=named_path,
        metavar="DATA",
        help="folder of the CT-ICH stacks: images, labels.csv, boxes.json, masks",
    )
    parser.add_argument("--out", type=named_path, required=True, help="folder for what is written; resumes from it")
    parser.add_argument("--steps", type=int, default=plan.steps)
    parser.add_argument("--learning-rate", type=float, default=plan.learning_rate)
    parser.add_argument("--minutes", type=float, help="stop after this time, whatever the steps")
    parser.add_argument("--phantoms", type=int, default=24, help="phantom heads beside the real ones (default: 24)")
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--stacks-per-step", type=int, default=plan.stacks_per_step, help="runs of slices in a step")
    parser.add_argument("--workers", type=int, default=1, help="processes that prepare heads and examples")
    parser.add_argument(
        "--kept", type=named_path, metavar="FOLDER", help="where prepared heads are kept for other runs"
    )
    parser.add_argument("--threads", type=int, help="CPU threads of the network")
    parser.add_argument("--device", choices=("cpu", "cuda"), help="default: the GPU where there is one")


def _plan(args: argparse.Namespace) -> TrainingPlan:
    """What is to be done; raises FirstreadError, before anything is, where the data are not in their folder."""
    if not all((args.data / name).is_file() for name in ("labels.csv", "boxes.json")):
        raise FirstreadError("no_data", "The folder of the data lacks labels.csv or boxes.json.")
    if args.threads:
        torch.set_num_threads(args.threads)
    return TrainingPlan(
        steps=args.steps, stacks_per_step=args.stacks_per_step, learning_rate=args.learning_rate, seed=args.seed
    )


def run_train(args: argparse.Namespace) -> int:
    """Runs ``train``; returns the exit status."""
    plan = _plan(args)
    held_out = folds(args.data, FOLDS, seed=0)[args.fold] if args.fold is not None else ()
    if held_out:
        print("left out for testing:", " ".join(held_out), flush=True)
        if args.origin is not None:
            print("if the network that is gone on from has seen them, they are no test of it", flush=True)
    preparation = Preparation(args.kept, max(1, args.workers))
    stacks = ctich_stacks(args.data, held_out, preparation) + phantom_stacks(args.phantoms, args.seed, preparation)
    print("saved", train(stacks, plan, args.out, args.minutes, args.workers, args.device, args.origin))
    return 0


def run_cross_validate(args: argparse.Namespace) -> int:
    """Runs ``cross-validate``; returns the exit status."""
    plan = _plan(args)
    preparation = Preparation(args.kept or args.out / "heads", max(1, args.workers))
    phantoms = phantom_stacks(args.phantoms, args.seed, preparation)
    means = Means(
        preparation, minutes=args.minutes, workers=args.workers, device=args.device, together=max(1, args.together)
    )
    print("saved", cross_validate(args.data, phantoms, plan, args.out, args.model_version, means, tqdm.write))
    return 0


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``export``."""
    parser.add_argument("checkpoint", type=named_path, metavar="CHECKPOINT", help="checkpoint.pt of a training run")
    parser.add_argument("--out", type=named_path, required=True, help="model folder to write")
    parser.add_argument("--name", default="hybrid-mask-rcnn")
    parser.add_argument("--model-version", required=True)
    parser.add_argument("--threshold", type=float, default=0.5, help="raw study score from which a study is positive")
    parser.add_argument(
        "--calibration", type=json.loads, default={"slope": 1.0, "intercept": 0.0}, metavar="JSON",
        help='logistic map from the score\'s logit to a probability: {"slope": ..., "intercept": ...}',
    )  # fmt: skip


def run_export(args: argparse.Namespace) -> int:
    """Runs ``export``; returns the exit status."""
    manifest = export(
        args.checkpoint, args.out, name=args.name, version=args.model_version, threshold=args.threshold,
        calibration=args.calibration,
    )  # fmt: skip
    print("largest difference between torch and ONNX:", max(manifest["parity"].values()))
    return 0
