"""How long an exam takes, stage by stage, and how far that is from what the hardware could do.

The limit is stated, not guessed: the multiplications and additions of the graphs' convolutions and matrix products, as
counted from the ONNX files for the shapes that really went through, divided by the rate at which the same ONNX Runtime
on the same device multiplies large matrices.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.detect import analyze
from inference.errors import ModelError
from inference.phantom import Hemorrhage, Phantom, PhantomSpec, render, write_series
from inference.session import Arrays, Session
from inference.types import HemorrhageType, Runtime

Say = Callable[[str], None]
Shapes = tuple[tuple[str, tuple[int, ...]], ...]

_THIN_NOISE_HU = 8.0
_GEMM_CHAIN = 16
_GEMM_SIDE = {"cpu": 1024, "openvino": 1024, "cuda": 4096, "tensorrt": 4096}


@dataclass(frozen=True, slots=True)
class GraphWork:
    """One graph over one exam: runs, seconds in them, and operations (None without the ``onnx`` package)."""

    runs: int
    seconds: float
    operations: int | None


@dataclass(frozen=True, slots=True)
class ExamTiming:
    """One exam.

    Attributes:
        state: how the analysis ended.
        first_s: the first pass, with every warm-up, in seconds.
        stages_s: median seconds of the later passes by stage, as in the result's ``timing_s``.
        graphs: work of the median pass by graph.
        limit_s: operations over the measured rate; None without either.
        of_limit: ``limit_s`` over the seconds spent in the graphs, 1 is the hardware's limit.
        peak_memory_mib: highest resident memory of the process so far; None where the system does not say.
    """

    name: str
    slices: int
    state: str
    first_s: float
    stages_s: dict[str, float]
    graphs: dict[str, GraphWork]
    limit_s: float | None
    of_limit: float | None
    peak_memory_mib: float | None


@dataclass(frozen=True, slots=True)
class BenchReport:
    """All exams on one device; ``open_s`` is loading and self-test, the rate in operations a second."""

    runtime: Runtime
    open_s: float
    operations_per_s: float | None
    exams: tuple[ExamTiming, ...]


class _Recorder(Session):
    """A session that notes the shapes and seconds of every run."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.runs: list[tuple[str, Shapes, float]] = []

    def run(self, graph: str, feeds: Mapping[str, NDArray[Any]]) -> Arrays:
        started = time.perf_counter()
        answer = super().run(graph, feeds)
        shapes = tuple((name, tuple(array.shape)) for name, array in feeds.items())
        self.runs.append((graph, shapes, time.perf_counter() - started))
        return answer


def bench(
    path: Path | None, model_dir: Path, provider: str = "auto", repeats: int = 3, say: Say = lambda _: None
) -> BenchReport:
    """Times the study at ``path``, or without one two phantom exams: 32 slices of 5 mm and 320 of 0.5 mm.

    Args:
        repeats: passes after the first one, at least 1; their median counts.
        say: called with a line of progress.

    Raises:
        ModelError, DeviceError: from opening the model.
    """
    started = time.perf_counter()
    with _Recorder.open(model_dir, provider) as session, tempfile.TemporaryDirectory() as scratch:
        opened = time.perf_counter() - started
        counter = Operations(model_dir, session.manifest) if _has_onnx() else None
        say(f"{session.runtime.provider} on {session.runtime.device}; opened in {opened:.2f} s")
        exams = []
        if path is not None:
            studies = [("study", path)]
        else:
            say("drawing the phantom exams; this takes longer than analysing them")
            studies = _phantoms(Path(scratch))
        # before the exams' memory is touched, and while nothing else of this process runs
        rate = gemm_rate(session.runtime.provider) if counter is not None else None
        for name, folder in studies:
            exams.append(_time(name, folder, session, repeats, counter, rate))
            say(f"{name}: {exams[-1].stages_s['total']:.2f} s")
        return BenchReport(session.runtime, opened, rate, tuple(exams))


def _time(
    name: str, folder: Path, session: _Recorder, repeats: int, counter: Operations | None, rate: float | None
) -> ExamTiming:
    started = time.perf_counter()
    result = analyze(folder, session)
    first = time.perf_counter() - started
    passes = []
    for _ in range(max(1, repeats)):
        session.runs.clear()
        result = analyze(folder, session)
        passes.append((asdict(result.timing), list(session.runs)))
    runs = sorted(passes, key=lambda p: p[0]["total"])[len(passes) // 2][1]
    graphs = {}
    for graph in session.graphs:
        mine = [(shapes, seconds) for name, shapes, seconds in runs if name == graph]
        operations = sum(counter.of(graph, shapes) for shapes, _ in mine) if counter is not None else None
        graphs[graph] = GraphWork(len(mine), sum(seconds for _, seconds in mine), operations)
    spent = sum(work.seconds for work in graphs.values())
    limit = sum(work.operations or 0 for work in graphs.values()) / rate if rate else None
    return ExamTiming(
        name=name,
        slices=len(result.slices),
        state=result.state.value,
        first_s=first,
        stages_s={stage: statistics.median(p[0][stage] for p in passes) for stage in passes[0][0]},
        graphs=graphs,
        limit_s=limit,
        of_limit=limit / spent if limit is not None and spent else None,
        peak_memory_mib=peak_memory_mib(),
    )


def _phantoms(folder: Path) -> list[tuple[str, Path]]:
    """Writes the two exams in a process of its own, so that drawing does not count in the peak memory."""
    thick, thin = folder / "thick", folder / "thin"
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(write_phantoms, thick, thin).result()
    return [("32 slices of 5 mm", thick), ("320 slices of 0.5 mm", thin)]


def write_phantoms(thick: Path, thin: Path) -> None:
    """A head with a 20 mL hemorrhage: 32 slices of 5 mm, and the same as 320 of 0.5 mm."""
    phantom = render(PhantomSpec(7, (Hemorrhage(HemorrhageType.IPH, 20.0),)), slices=32)
    write_series(phantom, thick)
    write_series(thinner(phantom, 10), thin)


def thinner(phantom: Phantom, factor: int) -> Phantom:
    """The same head in ``factor`` times as many slices, interpolated, with the noise of thin slices added.

    Drawing it anew would take minutes; for timing, only the amount of data and the texture matter.
    """
    count = len(phantom.hu)
    place = (np.arange(count * factor) + 0.5) / factor - 0.5  # in units of thick slices, their middles at integers
    inside = np.clip(place, 0, count - 1)
    below = np.minimum(inside.astype(np.intp), count - 2)
    rng = np.random.default_rng(phantom.spec.seed)
    hu = np.empty((len(place), *phantom.hu.shape[1:]), np.int16)
    for i, (lower, part) in enumerate(zip(below, inside - below, strict=True)):
        plane = phantom.hu[lower] * (1 - part) + phantom.hu[lower + 1] * part
        hu[i] = np.round(plane + rng.normal(0, _THIN_NOISE_HU, plane.shape))
    step = (phantom.origin_mm[-1] - phantom.origin_mm[0]) / (count - 1)
    return replace(
        phantom,
        hu=hu,
        labels=np.repeat(phantom.labels, factor, axis=0),
        origin_mm=phantom.origin_mm[0] + place[:, None] * step,
        slice_mm=phantom.slice_mm / factor,
    )


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


def peak_memory_mib() -> float | None:
    """Highest resident memory of this process so far; None where the system does not say (Windows)."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _has_onnx() -> bool:
    with contextlib.suppress(ImportError):
        import onnx  # noqa: F401

        return True
    return False


def report_json(report: BenchReport) -> dict[str, Any]:
    """The report as plain JSON values."""
    return {"schema": 1, **asdict(report)}


def report_text(report: BenchReport) -> str:
    """The report for people."""
    return "\n".join(_lines(report))


def _lines(report: BenchReport) -> Iterator[str]:
    runtime = report.runtime
    yield f"{runtime.model} on {runtime.provider}, {runtime.device}; opened and self-tested in {report.open_s:.2f} s"
    if report.operations_per_s is None:
        yield "no comparison with the hardware's limit: it needs the package onnx (extra `train` or `dev`)"
    else:
        yield f"matrix products: {report.operations_per_s / 1e9:.0f} Gop/s (float32)"
    for exam in report.exams:
        yield ""
        memory = "" if exam.peak_memory_mib is None else f", peak memory {exam.peak_memory_mib:.0f} MiB"
        yield f"{exam.name} ({exam.slices} slices, {exam.state}){memory}"
        yield f"  first pass   {exam.first_s:8.3f} s"
        for stage, seconds in exam.stages_s.items():
            yield f"  {stage:12s} {seconds:8.3f} s"
        for graph, work in exam.graphs.items():
            operations = "" if work.operations is None else f", {work.operations / 1e9:.1f} Gop"
            yield f"    {graph}: {work.seconds:.3f} s in {work.runs} runs{operations}"
        if exam.limit_s is not None and exam.of_limit is not None:
            yield f"  the products alone would take {exam.limit_s:.3f} s: {exam.of_limit:.0%} of the hardware's limit"
