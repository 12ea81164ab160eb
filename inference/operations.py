"""What the hardware could do at best: operations counted from the graphs, and the rate of large matrix products."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import tempfile
import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from inference.errors import ModelError
from inference.session import Session

Shapes = tuple[tuple[str, tuple[int, ...]], ...]

_GEMM_CHAIN = 16
_GEMM_SIDE = {"cpu": 1024, "openvino": 1024, "cuda": 4096, "tensorrt": 4096}


class Operations:
    """Counts multiplications and additions of a model's convolutions and matrix products; needs ``onnx``."""

    def __init__(self, model_dir: Path, manifest: Mapping[str, Any]) -> None:
        """Reads the graphs that ``manifest`` names."""
        import onnx

        self._graphs = {name: onnx.load(str(model_dir / entry["file"])) for name, entry in manifest["files"].items()}
        self._known: dict[tuple[str, Shapes], int] = {}

    def of(self, graph: str, shapes: Shapes) -> int:
        """Operations of one run of ``graph`` with inputs of these shapes.

        Raises:
            ModelError: the shape of a product cannot be inferred.
        """
        key = graph, shapes
        if key not in self._known:
            self._known[key] = count_operations(self._graphs[graph], dict(shapes))
        return self._known[key]


def count_operations(model: Any, shapes: Mapping[str, tuple[int, ...]]) -> int:
    """Twice the multiplications of every Conv, ConvTranspose, Gemm and MatMul node of an ``onnx.ModelProto``.

    Args:
        shapes: input name -> shape.

    Raises:
        ModelError: the shape of a product cannot be inferred.
    """
    import onnx

    fixed = onnx.ModelProto()
    fixed.CopyFrom(model)
    for value in fixed.graph.input:
        for dimension, size in zip(value.type.tensor_type.shape.dim, shapes[value.name], strict=True):
            dimension.dim_value = size
    for value in fixed.graph.output:  # their declared names would contradict the sizes
        value.type.tensor_type.ClearField("shape")
    del fixed.graph.value_info[:]
    inferred = onnx.shape_inference.infer_shapes(fixed, data_prop=True, strict_mode=True).graph
    known = {
        value.name: [dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
        for value in (*inferred.input, *inferred.output, *inferred.value_info)
    }
    known |= {tensor.name: list(tensor.dims) for tensor in inferred.initializer}
    total = 0
    for node in inferred.node:
        if node.op_type not in ("Conv", "ConvTranspose", "Gemm", "MatMul"):
            continue
        first, second, out = (known.get(name, []) for name in (node.input[0], node.input[1], node.output[0]))
        if not all((first, second, out)) or 0 in second or (0 in out and 0 not in first):
            raise ModelError("model_shapes", "The operations of the model cannot be counted.")
        if node.op_type == "Conv":  # weights [out, in / groups, kernel...]
            total += 2 * math.prod(out) * math.prod(second[1:])
        elif node.op_type == "ConvTranspose":  # weights [in, out / groups, kernel...]
            total += 2 * math.prod(first) * math.prod(second[1:])
        else:
            transposed = node.op_type == "Gemm" and any(a.name == "transA" and a.i for a in node.attribute)
            total += 2 * math.prod(out) * first[-2 if transposed else -1]
    return total


def gemm_rate(provider: str, side: int | None = None) -> float:
    """Multiplications and additions a second of large float32 matrix products, by ONNX Runtime on ``provider``."""
    n = side if side is not None else _GEMM_SIDE[provider]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _write_gemm(folder)
        with Session.open(folder, provider) as session:
            matrix = np.ascontiguousarray(np.eye(n, dtype=np.float32)[::-1])  # its powers stay finite
            seconds = []
            for _ in range(4):
                started = time.perf_counter()
                session.run("gemm", {"x": matrix})
                seconds.append(time.perf_counter() - started)
    return 2.0 * n**3 * _GEMM_CHAIN / min(seconds)


def _write_gemm(folder: Path) -> None:
    """A model folder with one graph: a chain of products, long enough that moving the matrix does not matter."""
    import onnx
    from onnx import TensorProto, helper

    names = ["x", *(f"x{i}" for i in range(1, _GEMM_CHAIN)), "y"]
    nodes = [helper.make_node("MatMul", [a, "x"], [b]) for a, b in pairwise(names)]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", "n"]) for name in ("x", "y")]
    graph = helper.make_graph(nodes, "gemm", ends[:1], ends[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "gemm.onnx"))
    x = np.eye(8, dtype=np.float32)[::-1]
    power = np.linalg.matrix_power(x, _GEMM_CHAIN + 1)
    np.savez(folder / "self_test.npz", allow_pickle=False, **{"gemm/in/x": x, "gemm/out/y": power})
    sha256 = hashlib.sha256((folder / "gemm.onnx").read_bytes()).hexdigest()
    manifest = {
        "schema": 1, "name": "gemm", "version": "1", "files": {"gemm": {"file": "gemm.onnx", "sha256": sha256}},
        "self_test": {"file": "self_test.npz", "tolerance": 1e-3},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))


def has_onnx() -> bool:
    """Whether operations can be counted here: the package ``onnx`` comes with extra `train` or `dev`."""
    with contextlib.suppress(ImportError):
        import onnx  # noqa: F401

        return True
    return False
