"""A detector without training: three ONNX graphs that find what is as dense as fresh blood.

It has the inputs and outputs of the trained model (see :mod:`inference.detect`) and answers in a tenth of a second, so
that the whole way from DICOM to the report can be tested for real. To it, every dense blob is intraparenchymal blood.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LEVELS = (("p2", 4, 16), ("p3", 8, 32), ("p4", 16, 64), ("p5", 32, 128))
PROPOSALS = 64
IPH = 4  # place among background and the five types


def write_model(folder: Path, threshold: float = 0.5) -> Path:
    """Writes graphs, self-test and manifest to ``folder``; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    feature = rng.random((2, 1, 16, 16), np.float32)
    boxes = np.array([[0, 1, 2, 9.5, 7.25], [1, 0, 0, 16, 16]], np.float32)
    feeds: dict[str, dict[str, NDArray[Any]]] = {
        "backbone": {"slabs": rng.uniform(-3, 3, (1, 1, 6, 64, 64)).astype(np.float32)},
        "heads": {"feature": feature, "boxes": boxes},
        "masks": {"feature": feature, "boxes": boxes},
    }
    files: dict[str, dict[str, str]] = {}
    arrays: dict[str, NDArray[Any]] = {}
    for name, model in (("backbone", _backbone()), ("heads", _heads()), ("masks", _masks())):
        onnx.checker.check_model(model, full_check=True)
        content = model.SerializeToString()
        (folder / f"{name}.onnx").write_bytes(content)
        files[name] = {"file": f"{name}.onnx", "sha256": hashlib.sha256(content).hexdigest()}
        session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
        outputs = [output.name for output in session.get_outputs()]
        arrays |= {f"{name}/in/{key}": value for key, value in feeds[name].items()}
        arrays |= {
            f"{name}/out/{key}": value for key, value in zip(outputs, session.run(outputs, feeds[name]), strict=True)
        }
    np.savez(folder / "self_test.npz", allow_pickle=False, **arrays)
    manifest = {
        "schema": 1, "name": "by-hand", "version": "1", "created": "2026-01-01", "files": files,
        "input": {"context": 2, "height": 512, "width": 512, "window": [-240, 240], "scale": 80},
        "levels": [{"name": n, "stride": s, "anchor": a} for n, s, a in LEVELS],
        "ratios": [1.0, 0.5, 2.0], "proposals": PROPOSALS, "proposal_nms": 0.5, "threshold": threshold,
        "calibration": {"slope": 1.0, "intercept": 0.0}, "self_test": {"file": "self_test.npz", "tolerance": 1e-4},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


class _Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: Any, dtype: Any = np.float32) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str = "", **attributes: Any) -> str:
        output = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def model(self, inputs: dict[str, list[Any]], outputs: dict[str, list[Any]]) -> onnx.ModelProto:
        ends = [
            [
                helper.make_tensor_value_info(n, TensorProto.INT64 if n.endswith("_places") else TensorProto.FLOAT, s)
                for n, s in e.items()
            ]
            for e in (inputs, outputs)
        ]
        graph = helper.make_graph(self.nodes, "by_hand", ends[0], ends[1], self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def _backbone() -> onnx.ModelProto:
    g = _Graph()
    start, end, axis = (g.constant([v], np.int64) for v in (2, -2, 2))
    middle = g.add("Slice", ["slabs", start, end, axis])
    slices = g.add("Squeeze", [g.add("Transpose", [middle], perm=[2, 1, 0, 3, 4]), g.constant([2], np.int64)])
    # 1 between 52 and 90 HU, falling to 0 within 8 HU
    rising = g.add("Mul", [g.add("Sub", [slices, g.constant(0.55)]), g.constant(10.0)])
    falling = g.add("Mul", [g.add("Sub", [g.constant(1.225), slices]), g.constant(10.0)])
    blood = g.add("Clip", [g.add("Min", [rising, falling]), g.constant(0.0), g.constant(1.0)])
    outputs: dict[str, list[Any]] = {}
    objectness: list[str] = []
    for coarse, (name, stride, _) in enumerate(LEVELS):
        g.add("AveragePool", [blood], name, kernel_shape=[stride, stride], strides=[stride, stride])
        around = g.add("AveragePool", [name], kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1)
        # coarser levels first: a large blob fills all cells of the finest, and only so many proposals leave the graph
        weight, bias = g.constant(np.full((3, 1, 1, 1), 16.0 + coarse)), g.constant(np.full(3, -8.0))
        likely = g.add("Transpose", [g.add("Conv", [around, weight, bias])], perm=[0, 2, 3, 1])
        objectness.append(g.add("Flatten", [likely]))
        outputs |= {name: ["z", 1, None, None]}
    logits = g.add("Concat", objectness, axis=1)
    count = g.constant([PROPOSALS], np.int64)
    g.nodes.append(helper.make_node("TopK", [logits, count], ["proposal_logits", "proposal_places"]))
    no_moves = g.add("Mul", ["proposal_logits", g.constant(0.0)])
    no_moves = g.add("Unsqueeze", [no_moves, g.constant([2], np.int64)])
    g.add("Concat", [no_moves] * 4, "proposal_deltas", axis=2)
    outputs |= {"proposal_logits": ["z", PROPOSALS], "proposal_places": ["z", PROPOSALS],
                "proposal_deltas": ["z", PROPOSALS, 4]}  # fmt: skip
    return g.model({"slabs": [1, 1, "slices", "h", "w"]}, outputs)


def _pooled(g: _Graph, bins: int) -> str:
    index = g.add("Slice", ["boxes", *(g.constant([v], np.int64) for v in (0, 1, 1))])
    index = g.add("Cast", [g.add("Squeeze", [index, g.constant([1], np.int64)])], to=TensorProto.INT64)
    places = g.add("Slice", ["boxes", *(g.constant([v], np.int64) for v in (1, 5, 1))])
    return g.add(
        "RoiAlign", ["feature", places, index], output_height=bins, output_width=bins, sampling_ratio=2,
        coordinate_transformation_mode="half_pixel",
    )  # fmt: skip


_INPUTS: dict[str, list[Any]] = {"feature": ["s", 1, "h", "w"], "boxes": ["n", 5]}


def _heads() -> onnx.ModelProto:
    g = _Graph()
    mean = g.add("Flatten", [g.add("GlobalAveragePool", [_pooled(g, 7)])])
    weight, bias = np.zeros((1, 6)), np.full(6, -20.0)
    weight[0, IPH], bias[IPH], bias[0] = 24.0, -12.0, 0.0
    g.add("Gemm", [mean, g.constant(weight), g.constant(bias)], "class_logits")
    g.add("Gemm", [mean, g.constant(np.zeros((1, 24)))], "box_deltas")
    return g.model(_INPUTS, {"class_logits": ["n", 6], "box_deltas": ["n", 24]})


def _masks() -> onnx.ModelProto:
    g = _Graph()
    weight, bias = g.constant(np.full((5, 1, 1, 1), 20.0)), g.constant(np.full(5, -10.0))
    g.add("Conv", [_pooled(g, 28), weight, bias], "mask_logits")
    return g.model(_INPUTS, {"mask_logits": ["n", 5, 28, 28]})
