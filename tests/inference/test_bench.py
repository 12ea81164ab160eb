"""inference.bench: operations counted right, the rate measured, a real study timed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from inference import blast_ct
from inference.bench import (
    BenchReport,
    BlastTiming,
    ExamTiming,
    bench,
    peak_memory_mib,
    report_json,
    report_text,
    thinner,
)
from inference.errors import DeviceError, ModelError
from inference.operations import count_operations, gemm_rate
from inference.phantom import PhantomSpec, render, write_series
from inference.session import Session
from inference.types import Runtime
from tests.inference.model_by_hand import write_model


def _model(nodes: list[onnx.NodeProto], inputs: dict[str, int], weights: dict[str, tuple[int, ...]]) -> onnx.ModelProto:
    def info(name: str, rank: int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [f"{name}{i}" for i in range(rank)])

    graph = helper.make_graph(
        nodes, "g", [info(*item) for item in inputs.items()],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [helper.make_tensor(n, TensorProto.FLOAT, d, np.zeros(d, np.float32).ravel()) for n, d in weights.items()],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


@pytest.mark.parametrize(
    ("node", "inputs", "weights", "operations"),
    [
        # 10 x 10 outputs of 8 channels from 4 x 3 x 3 values each
        (helper.make_node("Conv", ["x", "w"], ["y"], pads=[1, 1, 1, 1]), {"x": (1, 4, 10, 10)}, {"w": (8, 4, 3, 3)},
         2 * 800 * 36),
        # two groups halve the work, a stride of 2 quarters it
        (helper.make_node("Conv", ["x", "w"], ["y"], group=2, strides=[2, 2], pads=[1, 1, 1, 1]), {"x": (3, 4, 10, 10)},
         {"w": (8, 2, 3, 3)}, 2 * 3 * 8 * 25 * 18),
        # in depth
        (helper.make_node("Conv", ["x", "w"], ["y"]), {"x": (1, 4, 6, 8, 8)}, {"w": (5, 4, 2, 1, 1)}, 2 * 5 * 320 * 8),
        # every input value goes to 2 x 2 places of 5 channels
        (helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2]), {"x": (1, 4, 7, 7)}, {"w": (4, 5, 2, 2)},
         2 * 196 * 20),
        (helper.make_node("MatMul", ["x", "w"], ["y"]), {"x": (3, 5, 7)}, {"w": (7, 2)}, 2 * 15 * 7 * 2),
        (helper.make_node("Gemm", ["x", "w"], ["y"], transA=1), {"x": (7, 5)}, {"w": (7, 2)}, 2 * 5 * 7 * 2),
        (helper.make_node("Gemm", ["x", "w"], ["y"], transB=1), {"x": (5, 7)}, {"w": (2, 7)}, 2 * 5 * 7 * 2),
        (helper.make_node("Relu", ["x"], ["y"]), {"x": (5, 7)}, {}, 0),
    ],
)  # fmt: skip
def test_operations_of_single_nodes(
    node: onnx.NodeProto, inputs: dict[str, tuple[int, ...]], weights: dict[str, tuple[int, ...]], operations: int
) -> None:
    model = _model([node], {name: len(shape) for name, shape in inputs.items()}, weights)
    assert count_operations(model, inputs) == operations


def test_shapes_that_cannot_be_inferred_are_refused() -> None:
    nodes = [helper.make_node("NonZero", ["x"], ["where"]), helper.make_node("Cast", ["where"], ["f"], to=1),
             helper.make_node("MatMul", ["f", "f"], ["y"])]  # fmt: skip
    with pytest.raises(ModelError, match="cannot be counted"):
        count_operations(_model(nodes, {"x": 2}, {}), {"x": (3, 3)})


def test_rate_is_that_of_this_machine() -> None:
    assert 1e8 < gemm_rate("cpu", side=128) < 1e15


def test_a_study_is_timed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blast_ct, "default_dir", lambda: tmp_path / "nothing imported")
    study = tmp_path / "study"
    write_series(render(PhantomSpec(8), slices=8, matrix=128, spacing_mm=1.8, slice_mm=10), study)
    said: list[str] = []
    report = bench(study, write_model(tmp_path / "model"), "cpu", repeats=2, say=said.append)
    (exam,) = report.exams
    assert (exam.name, exam.slices, report.runtime.provider) == ("study", 8, "cpu")
    assert exam.first_s > 0 and exam.stages_s["total"] >= exam.stages_s["inference"] > 0
    backbone = exam.graphs["backbone"]
    assert backbone.runs >= 1 and 0 < backbone.seconds <= exam.stages_s["inference"] * 2
    # one weight to each of 3 outputs of objectness, in 8 slices' cells of 4 levels
    whole = 8 * sum((512 // stride) ** 2 for stride in (4, 8, 16, 32))
    assert backbone.operations is not None and backbone.operations % (2 * 3) == 0
    assert 0.2 * whole < backbone.operations / (2 * 3) <= whole  # the head's part of the picture
    assert exam.limit_s is not None and report.operations_per_s is not None
    total = sum(work.operations or 0 for work in exam.graphs.values())
    assert exam.limit_s == pytest.approx(total / report.operations_per_s)
    text = report_text(report)
    assert "study (8 slices, " in text and "of the hardware's limit" in text and "backbone:" in text
    assert report_json(report)["exams"][0]["graphs"]["backbone"]["operations"] == backbone.operations
    assert said[-1].startswith("study: ")
    assert "goal on two cores: " in text and report.blast_ct is None
    assert "BLAST-CT: not measured" in text and "GPU: not measured" in text


def test_thinner_is_the_same_head_in_more_slices() -> None:
    thick = render(PhantomSpec(8), slices=6, matrix=64, spacing_mm=3.6, slice_mm=10, tilt_degrees=10)
    thin = thinner(thick, 5)
    assert thin.hu.shape == (30, 64, 64) and thin.slice_mm == 2
    np.testing.assert_allclose(np.diff(thin.positions_mm), np.diff(thick.positions_mm)[0] / 5)
    np.testing.assert_allclose(thin.origin_mm[2::5], thick.origin_mm, atol=1e-9)
    difference = thin.hu[2::5].astype(int) - thick.hu
    assert abs(difference.mean()) < 0.1 and 7 < difference.std() < 9
    between = (thick.hu[1].astype(int) + thick.hu[2]) / 2
    assert abs((thin.hu[9] + thin.hu[10].astype(int)) / 2 - between).mean() < 6


def test_peak_memory_is_plausible() -> None:
    peak = peak_memory_mib()
    assert peak is None or 30 < peak < 200_000


def _report(seconds: float, mib: float, other: BlastTiming | None, provider: str = "cpu") -> BenchReport:
    stages = {"inference": seconds / 2, "total": seconds}
    exam = ExamTiming("study", 32, "negative", seconds, stages, {}, None, None, mib)
    return BenchReport(Runtime(provider, "a processor", "m 1", "ab", "1"), 1.0, 2, None, (exam,), other)


def test_goals_are_told_as_met_or_missed() -> None:
    text = report_text(_report(5.9, 900, BlastTiming(2, 300, 300 / 2 / 5.9)))
    assert "5.9 of 6 s: met" in text and "900 of 953 MiB: met" in text
    assert "one takes 25.4 times as long as the exam here (goal 20: met)" in text
    text = report_text(_report(7.0, 1100, BlastTiming(1, 70, 10.0)))
    assert "7 of 6 s: missed" in text and "MiB: missed" in text and "(goal 20: missed)" in text
    text = report_text(_report(0.06, 900, None, "cuda"))
    assert "goal on a GPU, stage inference: 0.03 of 0.04 s: met" in text and "two cores" not in text
    assert "0.14 of 0.04 s: missed" in report_text(_report(0.28, 900, None, "tensorrt"))


def test_a_study_without_an_answer_meets_no_goal() -> None:
    report = _report(0.001, 100, None)
    text = report_text(replace(report, exams=(replace(report.exams[0], state="not_analysable"),)))
    assert "no answer" in text and "goal on" not in text


def test_both_networks_are_timed_on_one_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = tmp_path / "study"
    write_series(render(PhantomSpec(8), slices=8, matrix=128, spacing_mm=1.8, slice_mm=10), study)
    asked: list[tuple[Path | None, str]] = []

    def broken(folder: Path | None = None, provider: str = "auto") -> Session:
        asked.append((folder, provider))
        raise DeviceError("no_device", "It does not work here.")

    monkeypatch.setattr(blast_ct, "open_session", broken)
    report = bench(study, write_model(tmp_path / "model"), "cpu", repeats=1)
    assert asked == [(None, "cpu")] and report.blast_ct is None
    assert "BLAST-CT: not measured; It does not work here." in report.not_measured
