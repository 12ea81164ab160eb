"""How long an exam takes, stage by stage, and how far that is from what the hardware could do.

The limit is stated, not guessed: the multiplications and additions of the graphs' convolutions and matrix products, as
counted from the ONNX files for the shapes that really went through, divided by the rate at which the same ONNX Runtime
on the same device multiplies large matrices.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from inference import blast_ct, processors
from inference.detect import analyze, make_ready
from inference.errors import DeviceError, ModelError
from inference.operations import Operations, Shapes, gemm_rate, has_onnx
from inference.phantom import Hemorrhage, Phantom, PhantomSpec, render, write_series
from inference.session import Session, shape_of
from inference.types import ON_GPU, HemorrhageType, Runtime

Say = Callable[[str], None]

_THIN_NOISE_HU = 8.0
#: What an exam on the CPU may take: seconds, and MiB of the whole process, 1 GB.
GOAL_S, GOAL_MIB = 6.0, 953.0
#: What the network and the steps between its graphs may take on a GPU, in seconds; Chang 2018 took 0.121.
GOAL_GPU_S = 0.040
#: How much faster than one network of BLAST-CT an exam shall be.
GOAL_RATIO = 20.0


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
class BlastTiming:
    """BLAST-CT on the first exam in the same run, on the processor that Firstread used.

    Attributes:
        networks: how many were imported; ``seconds`` is the time that all of them compute.
        times_slower: seconds of one network over the whole of Firstread's exam.
    """

    networks: int
    seconds: float
    times_slower: float


@dataclass(frozen=True, slots=True)
class BenchReport:
    """All exams on one device.

    Attributes:
        open_s: loading and self-test in seconds.
        cores: physical cores this process may use; None where unknown.
        operations_per_s: the measured rate of matrix products; None without ``onnx``.
        blast_ct: None where it was not imported.
        not_measured: what a complete report would also hold, and why it does not, in plain words.
    """

    runtime: Runtime
    open_s: float
    cores: int | None
    operations_per_s: float | None
    exams: tuple[ExamTiming, ...]
    blast_ct: BlastTiming | None = None
    not_measured: tuple[str, ...] = ()


class _Recorder(Session):
    """A session that notes the shapes and seconds of every run."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.runs: list[tuple[str, Shapes, float]] = []

    def run(self, graph: str, feeds: Mapping[str, Any], hold: Collection[str] = ()) -> dict[str, Any]:
        started = time.perf_counter()
        answer = super().run(graph, feeds, hold)
        shapes = tuple((name, shape_of(value)) for name, value in feeds.items())
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
        make_ready(session)
        opened = time.perf_counter() - started
        counter = Operations(model_dir, session.manifest) if has_onnx() else None
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
        missing = [] if session.on_gpu else [_no_gpu(session)]
        other = None
        try:
            other = _blast_ct(studies[0][1], exams[0], session.runtime.provider, say)
        except (ModelError, DeviceError) as error:
            missing.append(f"BLAST-CT: not measured; {error.reason.text}")
        return BenchReport(
            session.runtime, opened, processors.usable_cores(), rate, tuple(exams), other, tuple(missing)
        )


def _no_gpu(session: Session) -> str:
    why = next((r.why for r in session.rejected if r.provider == "cuda"), "another provider was asked for.")
    return f"GPU: not measured; {why}"


def _blast_ct(folder: Path, own: ExamTiming, provider: str, say: Say) -> BlastTiming:
    """One pass of the imported second reader over an exam, with the ``provider`` that judged it.

    Raises:
        ModelError: it was not imported.
        DeviceError: it does not work with this provider.
    """
    with blast_ct.open_session(provider=provider) as session:
        say(f"BLAST-CT on the first exam, on {provider}; this may take minutes")
        result = analyze(folder, session, judge=blast_ct.judge)
        networks, seconds = len(session.graphs), result.timing.inference
    return BlastTiming(networks, seconds, seconds / networks / own.stages_s["total"])


def _time(
    name: str, folder: Path, session: _Recorder, repeats: int, counter: Operations | None, rate: float | None
) -> ExamTiming:
    started = time.perf_counter()
    result = replace(analyze(folder, session), labels=None)  # 80 MB, which no exam has beside those of another
    first = time.perf_counter() - started
    passes = []
    for _ in range(max(1, repeats)):
        session.runs.clear()
        timing = analyze(folder, session).timing
        passes.append((asdict(timing), list(session.runs)))
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


def peak_memory_mib() -> float | None:
    """Highest resident memory of this process so far; None where the system does not say (Windows)."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def report_json(report: BenchReport) -> dict[str, Any]:
    """The report as plain JSON values."""
    return {"schema": 1, **asdict(report)}


def report_text(report: BenchReport) -> str:
    """The report for people."""
    return "\n".join(_lines(report))


def _lines(report: BenchReport) -> Iterator[str]:
    runtime = report.runtime
    cores = "" if report.cores is None else f", {report.cores} cores"
    yield f"{runtime.model} on {runtime.provider}, {runtime.device}{cores}; opened and tested in {report.open_s:.2f} s"
    if report.operations_per_s is None:
        yield "no comparison with the hardware's limit: it needs the package onnx (extra `train` or `dev`)"
    else:
        yield f"matrix products: {report.operations_per_s / 1e9:.0f} Gop/s (float32)"
    for exam in report.exams:
        yield ""
        memory = "" if exam.peak_memory_mib is None else f", peak memory {exam.peak_memory_mib:.0f} MiB"
        yield f"{exam.name} ({exam.slices} slices, {exam.state}){memory}"
        answered = exam.state in ("positive", "negative")
        if not answered:
            yield "  no answer, so its times say nothing of the goals"
        elif runtime.provider == "cpu":
            yield f"  goal on two cores: {_against(exam.stages_s['total'], GOAL_S, 's')}" + (
                "" if exam.peak_memory_mib is None else f", {_against(exam.peak_memory_mib, GOAL_MIB, 'MiB')}"
            )
        if answered and runtime.provider in ON_GPU and "inference" in exam.stages_s:
            yield f"  goal on a GPU, stage inference: {_against(exam.stages_s['inference'], GOAL_GPU_S, 's')}"
        yield f"  first pass   {exam.first_s:8.3f} s"
        for stage, seconds in exam.stages_s.items():
            yield f"  {stage:12s} {seconds:8.3f} s"
        for graph, work in exam.graphs.items():
            operations = "" if work.operations is None else f", {work.operations / 1e9:.1f} Gop"
            yield f"    {graph}: {work.seconds:.3f} s in {work.runs} runs{operations}"
        if exam.limit_s is not None and exam.of_limit is not None:
            yield f"  the products alone would take {exam.limit_s:.3f} s: {exam.of_limit:.0%} of the hardware's limit"
    yield ""
    if report.blast_ct is not None:
        other = report.blast_ct
        met = "met" if other.times_slower >= GOAL_RATIO else "missed"
        yield (
            f"BLAST-CT on {runtime.provider}, {other.networks} network(s): {other.seconds:.1f} s; "
            f"one takes {other.times_slower:.1f} times as long as the exam here (goal {GOAL_RATIO:.0f}: {met})"
        )
    yield from report.not_measured


def _against(value: float, goal: float, unit: str) -> str:
    return f"{value:.4g} of {goal:g} {unit}: {'met' if value <= goal else 'missed'}"
