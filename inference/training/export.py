"""From a checkpoint to the three ONNX graphs that :mod:`inference.session` runs, with a parity check.

``backbone.onnx`` is fully convolutional and takes a whole head, ``heads.onnx`` and ``masks.onnx`` look at boxes on one
pyramid level. The detector stands between them: proposals, suppression and pasting are plain numpy.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx.reference import ReferenceEvaluator
from torch import Tensor, nn
from torch.nn import functional as F

from inference.errors import ModelError
from inference.preprocess import HU_LIMIT, HU_SCALE
from inference.training.losses import PROPOSAL_NMS, PROPOSALS, flat
from inference.training.network import (
    BOX_BINS,
    CONTEXT,
    LEVELS,
    MAPS,
    MASK_BINS,
    RATIOS,
    HybridMaskRCNN,
    roi_align,
)

OPSET = 17
#: Largest difference between torch and ONNX outputs that an export may show.
PARITY = 1e-3
#: Not compared one by one: two anchors that are alike to rounding may come in either order.
_IN_ANY_ORDER = {"proposal_deltas", "proposal_places"}


class _Backbone(nn.Module):
    """Features of every level, the best proposals of each slice, and the pixel-wise answer.

    Only the best leave the graph: all anchors of an exam are 40 MB, which a GPU would have to hand to the processor.
    """

    def __init__(self, model: HybridMaskRCNN) -> None:
        super().__init__()
        self.model = model

    def forward(self, slabs: Tensor) -> tuple[Tensor, ...]:
        dense = self.model(slabs)
        scores, deltas = flat(dense)
        logits, places = scores.topk(PROPOSALS, 1)
        rows = places + torch.arange(deltas.shape[0])[:, None] * deltas.shape[1]
        deltas = F.embedding(rows, deltas.flatten(0, 1))
        blood = 1 - self.model.dense_types(dense.features[0]).softmax(1)[:, :1]
        return (*dense.features, logits, deltas, places, blood)


class _RoiAlign(torch.autograd.Function):
    """:func:`roi_align` that becomes one operator of ONNX, on the CPU four times as fast as its gathers.

    ONNX Runtime has had it for CUDA with half pixels since operator set 16. For masks, with one sample a cell, the
    gathers are faster.
    """

    @staticmethod
    def forward(ctx: Any, feature: Tensor, places: Tensor, index: Tensor, bins: int, samples: int) -> Tensor:
        return roi_align(feature, torch.cat([index[:, None].to(places.dtype), places], 1), bins, samples)

    @staticmethod
    def symbolic(g: Any, feature: Any, places: Any, index: Any, bins: int, samples: int) -> Any:
        return g.op(
            "RoiAlign", feature, places, index, mode_s="avg", output_height_i=bins, output_width_i=bins,
            sampling_ratio_i=samples, spatial_scale_f=1.0, coordinate_transformation_mode_s="half_pixel",
        )  # fmt: skip


class _Heads(nn.Module):
    def __init__(self, model: HybridMaskRCNN) -> None:
        super().__init__()
        self.classify = model.classify

    def forward(self, feature: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor]:
        pooled = _RoiAlign.apply(feature, boxes[:, 1:], boxes[:, 0].long(), BOX_BINS, 2)  # type: ignore[no-untyped-call]
        logits, deltas = self.classify(pooled)
        return logits, deltas


class _Masks(nn.Module):
    def __init__(self, model: HybridMaskRCNN) -> None:
        super().__init__()
        self.segment = model.segment

    def forward(self, feature: Tensor, boxes: Tensor) -> Tensor:
        out: Tensor = self.segment(roi_align(feature, boxes, MASK_BINS, samples=1))
        return out


def _graphs(
    model: HybridMaskRCNN,
) -> dict[str, tuple[nn.Module, tuple[Tensor, ...], list[str], list[str], dict[str, Any]]]:
    """The three graphs by name."""
    generator = torch.Generator().manual_seed(7)
    slabs = torch.randn((1, 1, 2 + 2 * CONTEXT, 64, 64), generator=generator).clamp(-3, 3)
    feature = torch.randn((2, MAPS, 16, 16), generator=generator)
    boxes = torch.tensor([[0, 1.0, 2.0, 9.5, 7.25], [1, 0.0, 0.0, 16.0, 16.0], [1, 3.3, 4.4, 5.5, 6.6]])
    names = [level for level, _, _ in LEVELS]
    dense = [*names, "proposal_logits", "proposal_deltas", "proposal_places", "blood_p2"]
    maps = {n: {0: "slices", 2: f"rows_{n[-2:]}", 3: f"columns_{n[-2:]}"} for n in (*names, "blood_p2")}
    maps |= {n: {0: "slices"} for n in dense if n.startswith("proposal_")}
    roi_axes = {"feature": {0: "slices", 2: "rows", 3: "columns"}, "boxes": {0: "rois"}}
    return {
        "backbone": (_Backbone(model), (slabs,), ["slabs"], dense,
                     {"slabs": {2: "slices_in", 3: "rows", 4: "columns"}, **maps}),
        "heads": (_Heads(model), (feature, boxes), ["feature", "boxes"], ["class_logits", "box_deltas"],
                  {**roi_axes, "class_logits": {0: "rois"}, "box_deltas": {0: "rois"}}),
        "masks": (_Masks(model), (feature, boxes), ["feature", "boxes"], ["mask_logits"],
                  {**roi_axes, "mask_logits": {0: "rois"}}),
    }  # fmt: skip


def export(
    checkpoint: Path,
    out: Path,
    *,
    name: str,
    version: str,
    threshold: float,
    calibration: dict[str, Any],
    extra: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """Writes the three graphs, the self-test and ``manifest.json`` to ``out``; returns the manifest.

    Args:
        checkpoint: from :func:`inference.training.train.train`; the averaged weights are exported.
        threshold: raw study score from which a study is positive.
        calibration: of the logistic map from the score's logit to a probability, see :mod:`inference.calibration`.
        extra: further entries of the manifest, such as ``score_reference``.

    Raises:
        ModelError: ``not_a_checkpoint``, ``checkpoint`` is another file, or of another network.
        ValueError: if a graph disagrees with torch by more than :data:`PARITY`.
    """
    model = HybridMaskRCNN().eval()
    try:
        model.load_state_dict(torch.load(checkpoint, weights_only=True, map_location="cpu")["average"])
    except OSError:
        raise
    except Exception as error:  # torch raises its own, pickle's and zip's errors for what is no checkpoint
        raise ModelError("not_a_checkpoint", f"{checkpoint.name} is not a checkpoint of a training run.") from error
    out.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, str]] = {}
    references: dict[str, NDArray[Any]] = {}
    parity: dict[str, float] = {}
    for graph, (module, inputs, input_names, output_names, axes) in _graphs(model).items():
        path = out / f"{graph}.onnx"
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / path.name
            torch.onnx.export(
                module.eval(), inputs, str(raw), input_names=input_names, output_names=output_names,
                dynamic_axes=axes, opset_version=OPSET, dynamo=False,
            )  # fmt: skip
            proto = onnx.load(str(raw))
        onnx.checker.check_model(proto)
        onnx.save(proto, str(path))
        with torch.no_grad():
            found = module(*inputs)
        found = found if isinstance(found, tuple) else (found,)
        expected = {n: e for n, e in zip(output_names, found, strict=True) if n not in _IN_ANY_ORDER}
        feeds = {n: x.numpy() for n, x in zip(input_names, inputs, strict=True)}
        answers = ReferenceEvaluator(proto).run(list(expected), feeds)
        parity[graph] = max(float(np.abs(a - e.numpy()).max()) for a, e in zip(answers, expected.values(), strict=True))
        if parity[graph] > PARITY:
            raise ValueError(f"{graph}: ONNX and torch differ by {parity[graph]:.2g}, more than {PARITY:g}")
        files[graph] = {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        references |= {f"{graph}/in/{n}": x for n, x in feeds.items()}
        references |= {f"{graph}/out/{n}": e.numpy() for n, e in expected.items()}
    np.savez_compressed(out / "self_test.npz", **references)  # type: ignore[arg-type]
    manifest = {
        "schema": 1, "name": name, "version": version, "created": datetime.now(UTC).date().isoformat(),
        "files": files,
        "input": {"context": CONTEXT, "height": 512, "width": 512, "window": [-HU_LIMIT, HU_LIMIT], "scale": HU_SCALE},
        "levels": [{"name": n, "stride": s, "anchor": edge} for n, s, edge in LEVELS],
        "ratios": list(RATIOS), "proposals": PROPOSALS, "proposal_nms": PROPOSAL_NMS,
        "threshold": threshold, "calibration": calibration,
        "self_test": {"file": "self_test.npz", "tolerance": 5e-3}, "parity": parity, **extra,
    }  # fmt: skip
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest
