"""``python -m inference import-blast-ct``: the user's BLAST-CT checkpoints as ONNX, with a parity check.

The network's code comes from the PyPI package ``blast-ct`` (biomedia-mira/blast-ct, Apache-2.0) and is needed here
only; :mod:`inference.blast_ct` runs what this writes. Nothing of either is part of Firstread.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from inference.blast_ct import CLASSES, MARGIN, MM, STEP, WINDOW_HU
from inference.errors import ModelError
from inference.readers import BLAST_CT, default_dir
from inference.session import Session
from inference.terminal import named_path

OPSET = 17
#: Largest difference between the probabilities of torch and ONNX Runtime that an import may show.
PARITY = 1e-4
#: Sizes of the answers that are compared: the smallest, stored as self-test, and one with three different sides.
_SELF_TEST, _OTHER = (STEP, STEP, STEP), (2 * STEP, STEP, 3 * STEP)
#: Half is the natural level of a probability; which level is best was not measured.
THRESHOLD = 0.5
_CONVOLUTIONS = 8


class _Tiled(nn.Module):
    """DeepMedic with plain slicing for its crops, so that ONNX can take tiles of any size.

    A path of scale ``k`` loses 8 of its own voxels on each side, so it needs ``8 k`` of the :data:`MARGIN`, and sees
    every ``k``-th voxel from the middle of its first block on.
    """

    def __init__(self, network: Any) -> None:
        super().__init__()
        self.scales = [int(path.scale_factor[0]) for path in network.paths]
        self.paths = nn.ModuleList(nn.Sequential(*list(path.path)[1:]) for path in network.paths)
        self.classify = network.fully_connected

    def forward(self, image: Tensor) -> Tensor:
        """``image`` [1, 1, d + 80, h + 80, w + 80] in [-1, 1] to class probabilities [1, 5, d, h, w]."""
        seen = []
        for scale, path in zip(self.scales, self.paths, strict=True):
            outside = MARGIN - _CONVOLUTIONS * scale
            low = outside + scale // 2
            d, h, w = (image.shape[axis] - outside for axis in (2, 3, 4))
            seen.append(path(image[:, :, low:d:scale, low:h:scale, low:w:scale]))
        probability: Tensor = self.classify(torch.cat(seen, 1)).softmax(1)
        return probability


def deepmedic() -> nn.Module:
    """The published network without weights.

    Raises:
        ModuleNotFoundError: the package ``blast-ct`` is not installed.
    """
    from blast_ct.models.deepmedic import DeepMedic

    network: nn.Module = DeepMedic(input_channels=1, num_classes=len(CLASSES))
    return network


def import_checkpoints(
    checkpoints: Sequence[Path], out: Path, network: Callable[[], nn.Module] = deepmedic
) -> dict[str, Any]:
    """Writes one ONNX graph for each checkpoint, the self-test and ``manifest.json`` to ``out``.

    Args:
        checkpoints: state dictionaries as BLAST-CT saves them.
        out: made if it is not there; an earlier import in it is replaced.
        network: makes the network that they fit.
    Returns:
        The manifest.
    Raises:
        ModelError: a file is no checkpoint of that network, or ONNX disagrees with torch by more than :data:`PARITY`.
        ModuleNotFoundError: the package ``blast-ct`` is not installed.
    """
    out.mkdir(parents=True, exist_ok=True)
    model = network().eval()
    examples = [_example(size, seed) for seed, size in enumerate((_SELF_TEST, _OTHER))]
    files: dict[str, dict[str, str]] = {}
    parity: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=out, prefix=".import-") as name:
        folder = Path(name)
        references: dict[str, Any] = {}
        expected: dict[str, list[Any]] = {}
        for number, checkpoint in enumerate(checkpoints, start=1):
            graph = f"model_{number}"
            _load(model, checkpoint)
            # the graphs differ in their weights alone: how they take another size is looked at once
            expected[graph] = [_answer(model, example) for example in (examples if number == 1 else examples[:1])]
            _export(_Tiled(model).eval(), examples[0], folder / f"{graph}.onnx")
            files[graph] = {
                "file": f"{graph}.onnx", "sha256": _sha256(folder / f"{graph}.onnx"),
                "checkpoint_sha256": _sha256(checkpoint),
            }  # fmt: skip
            references |= {f"{graph}/in/image": examples[0].numpy(), f"{graph}/out/probability": expected[graph][0]}
        np.savez_compressed(folder / "self_test.npz", **references)
        manifest = _manifest(files)
        _write(folder, manifest)
        with Session.open(folder, "cpu") as session:  # in the runtime that will run them
            for graph, answers in expected.items():
                parity[graph] = max(
                    float(np.abs(session.run(graph, {"image": example.numpy()})["probability"] - answer).max())
                    for example, answer in zip(examples, answers, strict=False)
                )
                if not parity[graph] <= PARITY:
                    raise ModelError("parity", f"ONNX and torch differ by {parity[graph]:.2g}; nothing was imported.")
        manifest["parity"] = parity
        _write(folder, manifest)
        for file in ("manifest.json", *(entry["file"] for entry in _earlier(out))):
            (out / file).unlink(missing_ok=True)
        for path in sorted(folder.iterdir(), key=lambda path: path.suffix == ".json"):  # the manifest last
            path.replace(out / path.name)
    return manifest


def _example(size: tuple[int, int, int], seed: int) -> Tensor:
    """An image whose answer has ``size``: coarse noise in [-1, 1], which compresses well."""
    blocks = [-(-(side + 2 * MARGIN) // 4) for side in size]
    noise = np.random.default_rng(seed).integers(-16, 17, blocks).astype(np.float32) / 16
    image = noise.repeat(4, 0).repeat(4, 1).repeat(4, 2)
    whole = image[: size[0] + 2 * MARGIN, : size[1] + 2 * MARGIN, : size[2] + 2 * MARGIN]
    return torch.from_numpy(whole[None, None].copy())


def _load(model: nn.Module, checkpoint: Path) -> None:
    try:
        weights = torch.load(checkpoint, map_location="cpu", weights_only=True)
        model.load_state_dict(weights, strict=True)
    except OSError:
        raise
    except Exception as error:  # torch raises its own, pickle's and zip's errors for what is no checkpoint
        raise ModelError("not_blast_ct", f"{checkpoint.name} is not a checkpoint of BLAST-CT.") from error


def _answer(model: nn.Module, image: Tensor) -> Any:
    """Probabilities by the published code itself."""
    with torch.no_grad():
        return model(image)[0].softmax(1).numpy()


def _export(module: nn.Module, image: Tensor, path: Path) -> None:
    axes = {2: "d", 3: "h", 4: "w"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about tracing, and about this way of exporting
        torch.onnx.export(
            module, (image,), str(path), input_names=["image"], output_names=["probability"],
            dynamic_axes={"image": axes, "probability": {axis: f"{name}_out" for axis, name in axes.items()}},
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
    onnx.checker.check_model(onnx.load(str(path)))


def _manifest(files: dict[str, dict[str, str]]) -> dict[str, Any]:
    together = hashlib.sha256("".join(entry["checkpoint_sha256"] for entry in files.values()).encode()).hexdigest()
    return {
        "schema": 1, "kind": BLAST_CT, "name": BLAST_CT, "version": f"{len(files)}x {together[:8]}",
        "created": datetime.now(UTC).date().isoformat(),
        "source": "BLAST-CT (biomedia-mira/blast-ct, Apache-2.0), Monteiro et al., Lancet Digital Health 2020; "
        "converted to ONNX by Firstread",
        "files": files, "classes": list(CLASSES),
        "input": {"mm": MM, "window": list(WINDOW_HU), "range": [-1, 1], "margin": MARGIN, "step": STEP},
        "threshold": THRESHOLD, "calibration": {"slope": 1.0, "intercept": 0.0},
        "self_test": {"file": "self_test.npz", "tolerance": 5e-3},
    }  # fmt: skip


def _write(folder: Path, manifest: dict[str, Any]) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _earlier(out: Path) -> list[dict[str, str]]:
    """The graphs of an earlier import, so that none of them stays behind."""
    try:
        files = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return []
    return [entry for entry in files.values() if Path(entry["file"]).name == entry["file"]]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def add_import_blast_ct_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``import-blast-ct``."""
    parser.add_argument(
        "checkpoints",
        type=named_path,
        nargs="+",
        metavar="CHECKPOINT",
        help="checkpoints of BLAST-CT; their mean is taken",
    )
    parser.add_argument(
        "--out", type=named_path, metavar="DIR", help="model folder (default: in the user's data folder)"
    )


def run_import_blast_ct(args: argparse.Namespace) -> int:
    """Runs ``import-blast-ct``; returns the exit status."""
    out = args.out if args.out is not None else default_dir()
    manifest = import_checkpoints(args.checkpoints, out)
    print("imported:", len(manifest["files"]), "networks to", out)
    print("largest difference between torch and ONNX:", f"{max(manifest['parity'].values()):.2g}")
    return 0
