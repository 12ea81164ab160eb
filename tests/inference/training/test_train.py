"""Training saves, resumes where it was cut off, and slows down towards the end."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")
pytest.importorskip("skimage", reason="the synthesis needs scikit-image, which is only in the extra `train`")

from inference.phantom import Hemorrhage, PhantomSpec, render  # noqa: E402
from inference.training import train as train_module  # noqa: E402
from inference.training.data import WINDOW, Focus, Sampler, Stack, tipped  # noqa: E402
from inference.training.network import Dense, HybridMaskRCNN  # noqa: E402
from inference.training.train import TrainingPlan, _batches, computes_bfloat16, cool_down, train  # noqa: E402
from inference.training.truth import lesion_codes  # noqa: E402
from inference.types import HemorrhageType  # noqa: E402


@pytest.fixture(scope="module")
def stacks() -> list[Stack]:
    out = []
    for seed, bleeds in ((51, ()), (52, (Hemorrhage(HemorrhageType.IPH, 20.0),))):
        phantom = render(PhantomSpec(seed=seed, hemorrhages=bleeds), slices=12, first_mm=50.0)
        known = np.ones(len(phantom.hu), bool)
        out.append(Stack.of(f"phantom {seed}", phantom.hu, phantom.labels, known, (5.0, *phantom.pixel_mm)))
    return out


def test_examples_are_the_same_for_the_same_seed_and_in_range(stacks: list[Stack]) -> None:
    one, two = Sampler(stacks, seed=4, depth=3), Sampler(stacks, seed=4, depth=3)
    for _ in range(4):
        example, again = one.draw(), two.draw()
        assert np.array_equal(example.hu, again.hu) and np.array_equal(example.codes, again.codes)
        assert example.hu.shape == (7, *WINDOW) and example.codes.shape == (3, *WINDOW) and example.known.shape == (3,)
        assert example.hu.dtype == np.int16 and example.hu.min() >= -1024


def test_examples_of_mimics_show_them_and_the_rarer_type_is_drawn_more_often_than_it_comes(stacks: list[Stack]) -> None:
    mimics = Sampler(stacks, seed=2, depth=3, shares=(0, 0, 1, 0))
    clean = next(s for s in stacks if s.anatomy is not None)
    plain = {plane.tobytes() for plane in clean.hu}
    changed = 0
    for _ in range(30):
        stack = mimics._made(False)
        first = mimics._first_slice(len(stack.hu), stack.focus[0] if stack.focus else None)
        changed += any(stack.hu[z].tobytes() not in plain for z in range(first, first + 3))
    assert changed >= 24
    bleeding = next(s for s in stacks if s.anatomy is None)
    codes = np.zeros_like(bleeding.codes)
    codes[:9, 200:220, 200:220], codes[3, 300:320, 240:260] = 1, 3
    many = dataclasses.replace(bleeding, focus=(Focus("EDH", np.arange(9)), Focus("SAH", np.array([3]))), codes=codes)
    real = Sampler([clean, many], seed=3, depth=1, shares=(1, 0, 0, 0))
    shown = [np.unique(real.draw().codes).tolist() for _ in range(200)]
    assert 0.18 < np.mean([3 in codes for codes in shown]) < 0.45  # one slice in nine has it


@pytest.mark.parametrize("axis", [1, 2])
def test_a_tipped_head_is_cut_along_a_slope(stacks: list[Stack], axis: int) -> None:
    z, y, x = np.mgrid[:12, :60, :80]
    labels = np.zeros((12, 60, 80), np.uint8)
    labels[6, 20:40, 30:50] = 4
    known = np.ones(12, bool)
    known[0] = False
    made = Stack("slope", (100 * z).astype(np.int16), lesion_codes(labels), known, (5.0, 0.5, 0.5), None)
    seen, judged = np.arange(2, 9), np.arange(4, 7)
    crop = slice(0, 60), slice(0, 80)
    level = tipped(made, crop, seen, judged, axis, 0.0)
    assert np.array_equal(level.hu, made.hu[2:9]) and np.array_equal(level.codes, made.codes[4:7])
    leant = tipped(made, crop, seen, judged, axis, 8.0)
    line = (y if axis == 1 else x)[0] - ((60 if axis == 1 else 80) - 1) / 2
    expected = 100 * np.clip(seen[:, None, None] + line * 0.5 * np.tan(np.deg2rad(8.0)) / 5, 0, 11)
    assert np.abs(leant.hu - expected).max() <= 1
    assert leant.hu.shape == (7, 60, 80) and leant.codes.shape == (3, 60, 80)
    # the lesion keeps its size and is one in each slice that it reaches
    wide = tipped(dataclasses.replace(made, spacing_mm=(5.0, 3.0, 3.0)), crop, seen, np.arange(2, 10), axis, 8.0)
    assert (wide.codes > 0).sum() == 400 and (wide.codes > 0).any(axis=(1, 2)).sum() >= 2
    assert wide.known.tolist()[-3:] == [True] * 3 and not wide.known[0]


def test_only_scanned_heads_are_tipped(stacks: list[Stack], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.training.data._TIPPED", 1.0)
    scanned = next(s for s in stacks if s.anatomy is None)
    example = Sampler(stacks, seed=1, depth=3)._cut(scanned, scanned.focus[0])
    assert example.hu.shape == (7, *WINDOW) and example.codes.any() and example.known.all()

    def never(*_: object) -> None:
        raise AssertionError("tipped")

    monkeypatch.setattr("inference.training.data.tipped", never)
    Sampler(stacks, seed=1, depth=3)._cut(dataclasses.replace(scanned, phantom=True), scanned.focus[0])
    with pytest.raises(AssertionError, match="tipped"):
        Sampler(stacks, seed=1, depth=3)._cut(scanned, scanned.focus[0])


def test_resumes_with_the_step_the_time_and_the_weights_it_had(stacks: list[Stack], tmp_path: Path) -> None:
    path = train(stacks, TrainingPlan(steps=1, stacks_per_step=1, depth=2), tmp_path, workers=0)
    first = torch.load(path, weights_only=True)
    path = train(stacks, TrainingPlan(steps=2, stacks_per_step=1, depth=2), tmp_path, workers=0)
    second = torch.load(path, weights_only=True)
    assert (first["step"], second["step"]) == (1, 2)
    assert second["seconds"] > first["seconds"]
    moved = [(a - b).abs().max() for a, b in zip(first["model"].values(), second["model"].values(), strict=True)]
    assert 0 < max(moved[:1]) < 0.1  # one step further, not a new network
    assert second["done"] == 1.0
    unchanged = train(stacks, TrainingPlan(steps=2, stacks_per_step=1, depth=2), tmp_path, workers=0)
    assert torch.load(unchanged, weights_only=True)["step"] == 2


def test_two_runs_with_one_seed_end_with_equal_weights(stacks: list[Stack], tmp_path: Path) -> None:
    plan = TrainingPlan(steps=2, stacks_per_step=1, depth=1)
    saved = [
        torch.load(train(stacks, one, tmp_path / name, workers=0, device="cpu"), weights_only=True)
        for name, one in (("first", plan), ("again", plan), ("other", dataclasses.replace(plan, seed=2)))
    ]
    for part in ("model", "average"):
        first, again, other = (run[part] for run in saved)
        assert first.keys() == again.keys()
        assert all(torch.equal(first[name], again[name]) for name in first)
        assert not all(torch.equal(first[name], other[name]) for name in first)


@pytest.mark.parametrize("able", [True, False])
def test_bfloat16_only_where_the_processor_multiplies_it(
    stacks: list[Stack], tmp_path: Path, able: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, "avx512_bf16": able})
    assert computes_bfloat16("cpu") is able
    seen = []

    class Watched(HybridMaskRCNN):
        def forward(self, slabs: Any) -> Dense:
            answer = super().forward(slabs)
            seen.append(answer.features[0].dtype)
            return answer

    monkeypatch.setattr(train_module, "HybridMaskRCNN", Watched)
    train(stacks, TrainingPlan(steps=1, stacks_per_step=1, depth=1), tmp_path, workers=0, device="cpu")
    assert seen == [torch.bfloat16 if able else torch.float32]


def test_examples_made_in_the_process_that_trains_leave_its_threads_alone(stacks: list[Stack]) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        next(_batches(stacks, TrainingPlan(stacks_per_step=1), 0, workers=0, device="cpu"))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_the_learning_rate_falls_only_in_the_last_part() -> None:
    assert [cool_down(done) for done in (0.0, 0.5, 0.6)] == [1.0, 1.0, 1.0]
    assert cool_down(0.8) == pytest.approx(0.55)
    assert cool_down(1.0) == pytest.approx(0.1)
