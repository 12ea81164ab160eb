"""Trains the network: Adam at 2e-4 annealed on plateau, L2, He initialisation, joint losses (Chang 2018).

Runs on the CPU (bfloat16 where the processor has it) or a GPU, saves often, and resumes where it was cut off.
"""

from __future__ import annotations

import copy
import csv
import dataclasses
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset
from tqdm import tqdm

from inference.training.augment import augment
from inference.training.curves import draw_curve
from inference.training.data import Example, Sampler, Stack
from inference.training.graphed import graphed
from inference.training.losses import losses
from inference.training.network import HybridMaskRCNN
from inference.training.restore import restore
from inference.training.truth import Truth

tqdm.monitor_interval = 0  # its watching thread would outlive every run

#: Weight of each loss term.
TERM_WEIGHTS = {"objectness": 1.0, "rpn_box": 1.0, "class": 1.0, "box": 1.0, "mask": 1.0, "dense": 1.0}

#: Steps over which the learning rate rises: Adam's first ones are as long as its rate, whatever the gradient.
_WARM_UP = 50
#: Batches on which the norms of a network that trains on are measured.
_SETTLING = 24
#: A run is saved at least this often, in seconds.
_SAVED_EVERY = 60.0


@dataclasses.dataclass(frozen=True, slots=True)
class TrainingPlan:
    """Everything that decides a run, kept in its checkpoint.

    Attributes:
        steps: optimiser steps.
        stacks_per_step, depth: each step sees ``stacks_per_step`` runs of ``depth`` slices.
        l2: weight decay on convolution and matrix weights.
        averaging: decay of the running mean of the weights that is exported.
    """

    steps: int = 6000
    stacks_per_step: int = 2
    depth: int = 5
    learning_rate: float = 2e-4
    l2: float = 1e-5
    averaging: float = 0.998
    seed: int = 1


class _Examples(IterableDataset[Example]):
    """Endless examples; each loader process draws its own."""

    def __init__(self, stacks: list[Stack], plan: TrainingPlan, start: int) -> None:
        self.stacks, self.plan, self.start = stacks, plan, start

    def __iter__(self) -> Iterator[Example]:
        worker = torch.utils.data.get_worker_info()
        if worker is not None:  # a process of its own; without workers this is the one that trains
            torch.set_num_threads(1)
        seed = hash((self.plan.seed, self.start, worker.id if worker else 0)) % 2**32
        return iter(Sampler(self.stacks, seed, self.plan.depth))


def _batches(
    stacks: list[Stack], plan: TrainingPlan, start: int, workers: int, device: str
) -> Iterator[tuple[Tensor, Truth]]:  # fmt: skip
    """Augmented slabs float32 [B, 1, Z + 4, H, W] and the truth of their B * Z slices, without end."""
    rng = np.random.default_rng([plan.seed, start])
    loader = DataLoader(
        _Examples(stacks, plan, start), plan.stacks_per_step, num_workers=workers, pin_memory=device == "cuda"
    )
    for hu, codes, known in loader:
        slabs, bent = augment(hu.to(device, non_blocking=True), codes.to(device, non_blocking=True), rng)
        yield slabs, Truth.of(bent.flatten(0, 1), known.to(device).flatten())


def cool_down(done: float, share: float = 0.4) -> float:
    """Factor on the learning rate: 1, then in the last ``share`` of the run falling evenly to a tenth.

    Args:
        done: how much of the run is over, 0 to 1.
    """
    return 1.0 - 0.9 * min(max((done - (1 - share)) / share, 0.0), 1.0)


def computes_bfloat16(device: str) -> bool:
    """Whether ``device`` ("cpu" or "cuda") multiplies bfloat16 itself.

    PyTorch imitates it elsewhere: on a CPU without it a step took ten times as long as in float32.
    """
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    able = torch.cpu.get_capabilities()
    return any(able.get(name, False) for name in ("amx_bf16", "avx512_bf16", "bf16"))


def is_done(out: Path, plan: TrainingPlan, minutes: float | None = None) -> bool:
    """Whether the run in ``out`` had the steps of ``plan``, or the ``minutes`` that it was given."""
    path = out / "checkpoint.pt"
    if not path.exists():
        return False
    saved = torch.load(path, weights_only=True, map_location="cpu")
    return bool(saved["step"] >= plan.steps or (minutes is not None and saved["done"] >= 1))


def train(
    stacks: list[Stack], plan: TrainingPlan, out: Path, minutes: float | None = None, workers: int = 1,
    device: str | None = None, origin: Path | None = None,
) -> Path:  # fmt: skip
    """Trains until ``plan.steps`` or ``minutes`` are over; resumes from ``out/checkpoint.pt`` if it is there.

    Args:
        stacks: the training heads, and none that will be evaluated.
        out: folder for ``checkpoint.pt``, ``curve.csv`` and ``curve.png``.
        minutes: of the whole run, with what it had before it was cut off; a run that had them is not taken up again.
        workers: processes that prepare examples.
        device: ``"cpu"`` or ``"cuda"``; None takes the GPU where PyTorch sees one. Checkpoints fit both.
        origin: model folder whose network a new run goes on from; None begins with He et al.'s weights.
    Returns:
        The checkpoint: a dict with ``model``, ``average``, ``optimiser``, ``rate``, ``step``, ``plan``, ``seconds`` and
        ``done``, 0 to 1.
    """
    out.mkdir(parents=True, exist_ok=True)
    path = out / "checkpoint.pt"
    if is_done(out, plan, minutes):
        return path
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    saved = torch.load(path, weights_only=True, map_location=device) if path.exists() else None
    step, before, rate = (saved["step"], saved["seconds"], saved["rate"]) if saved else (0, 0.0, plan.learning_rate)
    torch.manual_seed(plan.seed + step)
    batches = _batches(stacks, plan, step, workers, device)
    if origin is not None and saved is None:
        settling = _batches(stacks, dataclasses.replace(plan, stacks_per_step=2), step, 0, "cpu")
        model = restore(origin, (next(settling)[0] for _ in range(_SETTLING)))
    else:
        model = HybridMaskRCNN()
    model = model.to(device).train()
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # whose convolutions are fastest
    weights = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups: list[dict[str, Any]] = [{"params": weights, "weight_decay": plan.l2}, {"params": others}]
    optimiser = torch.optim.Adam(groups, plan.learning_rate, fused=device == "cuda")
    annealing = torch.optim.lr_scheduler.ReduceLROnPlateau(optimiser, factor=0.5, patience=6, min_lr=1e-5)
    average = copy.deepcopy(model).eval()
    if saved:
        model.load_state_dict(saved["model"])
        average.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        annealing.load_state_dict(saved["annealing"])
    recent: deque[dict[str, Tensor]] = deque(maxlen=100)
    started = kept = time.monotonic()
    bar = tqdm(total=plan.steps, initial=step, desc=out.name, unit="step", mininterval=2.0)

    def seconds() -> float:
        return before + time.monotonic() - started

    def done() -> float:
        return max(step / plan.steps, seconds() / (60 * minutes) if minutes else 0.0)

    def save() -> None:
        state = {
            "model": model.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(),
            "rate": rate, "annealing": annealing.state_dict(), "step": step, "plan": dataclasses.asdict(plan),
            "seconds": seconds(), "done": done(),
        }  # fmt: skip
        partial = path.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(path)

    mixed = computes_bfloat16(device)
    with torch.autocast(device, dtype=torch.bfloat16, enabled=mixed, cache_enabled=False):
        look = graphed(model, next(batches)[0])
    while done() < 1:
        slabs, truth = next(batches)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=mixed):
            dense = look(slabs)
            terms = losses(model, dense, truth)
            total = torch.stack([TERM_WEIGHTS[name] * value for name, value in terms.items()]).sum()
        for group in optimiser.param_groups:
            group["lr"] = rate * cool_down(done()) * min(1.0, (step + 1) / _WARM_UP)
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimiser.step()
        step += 1
        bar.update()
        decay = plan.averaging if origin is not None else min(plan.averaging, (1 + step) / (10 + step))
        _follow(average, model, decay)
        recent.append({name: value.detach() for name, value in terms.items()})
        if step % 100 == 0:
            mean_terms = {name: float(torch.stack([r[name] for r in recent]).mean()) for name in recent[0]}
            for group in optimiser.param_groups:
                group["lr"] = rate
            annealing.step(sum(mean_terms.values()))
            rate = optimiser.param_groups[0]["lr"]
            _report(out, step, seconds(), rate * cool_down(done()), mean_terms, bar.write)
        if time.monotonic() - kept > _SAVED_EVERY:
            kept = time.monotonic()
            save()
    bar.close()
    save()
    draw_curve(out / "curve.csv", out / "curve.png")
    return path


@torch.no_grad()
def _follow(average: nn.Module, model: nn.Module, decay: float) -> None:
    """The running mean of the weights moves towards them; counters are taken over."""
    means, values = average.state_dict().values(), model.state_dict().values()
    pairs = [pair for pair in zip(means, values, strict=True) if pair[0].dtype.is_floating_point]
    torch._foreach_lerp_([mean for mean, _ in pairs], [value for _, value in pairs], 1 - decay)
    for mean, value in zip(means, values, strict=True):
        if not mean.dtype.is_floating_point:
            mean.copy_(value)


def _report(
    out: Path, step: int, seconds: float, rate: float, terms: dict[str, float], say: Callable[[str], object]
) -> None:
    curve = out / "curve.csv"
    new = not curve.exists()
    with curve.open("a", newline="") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(["step", "seconds", "learning_rate", *terms])
        writer.writerow([step, round(seconds), rate, *(round(v, 5) for v in terms.values())])
    values = "  ".join(f"{k} {v:.3f}" for k, v in terms.items())
    say(f"{out.name}  step {step}  {seconds:.0f} s  lr {rate:.1e}  {values}")
