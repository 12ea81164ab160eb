"""Trains the network: Adam at 2e-4 annealed on plateau, L2, He initialisation, joint losses (Chang 2018).

Runs on the CPU (bfloat16 where the processor has it) or a GPU, saves often, and resumes where it was cut off.
"""

from __future__ import annotations

import copy
import csv
import dataclasses
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset
from tqdm import tqdm

from inference.training.curves import draw_curve
from inference.training.data import Sampler, Stack
from inference.training.losses import Truth, losses
from inference.training.network import HybridMaskRCNN
from inference.training.restore import restore

tqdm.monitor_interval = 0  # its watching thread would outlive every run

#: Weight of each loss term.
TERM_WEIGHTS = {"objectness": 1.0, "rpn_box": 1.0, "class": 1.0, "box": 1.0, "mask": 1.0, "dense": 1.0}

#: Steps over which the learning rate rises: Adam's first ones are as long as its rate, whatever the gradient.
_WARM_UP = 50
#: Examples on which the norms of a network that trains on are measured.
_SETTLING = 48


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


class _Examples(IterableDataset[tuple[torch.Tensor, list[Truth]]]):
    """Endless examples; each loader process draws its own."""

    def __init__(self, stacks: list[Stack], plan: TrainingPlan, start: int) -> None:
        self.stacks, self.plan, self.start = stacks, plan, start

    def __iter__(self):  # type: ignore[no-untyped-def]
        worker = torch.utils.data.get_worker_info()
        torch.set_num_threads(1)
        sampler = Sampler(
            self.stacks, hash((self.plan.seed, self.start, worker.id if worker else 0)) % 2**32, self.plan.depth
        )
        while True:
            yield sampler.draw()


def _collate(batch: list[tuple[torch.Tensor, list[Truth]]]) -> tuple[torch.Tensor, list[Truth]]:
    return torch.stack([b[0] for b in batch]), [truth for b in batch for truth in b[1]]


def channels_last(model: nn.Module) -> None:
    """The memory layout in which the CPU's and GPU's convolutions are fastest."""
    for module in model.modules():
        if isinstance(module, nn.Conv3d):
            module.to(memory_format=torch.channels_last_3d)  # type: ignore[call-overload]
        elif isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def cool_down(done: float, share: float = 0.4) -> float:
    """Factor on the learning rate: 1, then in the last ``share`` of the run falling evenly to a tenth.

    Args:
        done: how much of the run is over, 0 to 1.
    """
    return 1.0 - 0.9 * min(max((done - (1 - share)) / share, 0.0), 1.0)


def train(
    stacks: list[Stack], plan: TrainingPlan, out: Path, minutes: float | None = None, workers: int = 1,
    device: str | None = None, origin: Path | None = None,
) -> Path:  # fmt: skip
    """Trains until ``plan.steps`` or ``minutes`` are over; resumes from ``out/checkpoint.pt`` if it is there.

    Args:
        stacks: the training heads, and none that will be evaluated.
        out: folder for ``checkpoint.pt``, ``curve.csv`` and ``curve.png``.
        workers: processes that prepare examples.
        device: ``"cpu"`` or ``"cuda"``; None takes the GPU where PyTorch sees one. Checkpoints fit both.
        origin: model folder whose network a new run goes on from; None begins with He et al.'s weights.
    Returns:
        The checkpoint: a dict with ``model``, ``average``, ``optimiser``, ``rate``, ``step``, ``plan``, ``seconds``.
    """
    out.mkdir(parents=True, exist_ok=True)
    path = out / "checkpoint.pt"
    torch.manual_seed(plan.seed)
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    if origin is not None and not path.exists():
        sampler = Sampler(stacks, plan.seed, plan.depth)
        model = restore(origin, (sampler.draw()[0][None] for _ in range(_SETTLING)))
    else:
        model = HybridMaskRCNN()
    model = model.to(device).train()
    channels_last(model)
    weights = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups: list[dict[str, Any]] = [{"params": weights, "weight_decay": plan.l2}, {"params": others}]
    optimiser = torch.optim.Adam(groups, plan.learning_rate)
    annealing = torch.optim.lr_scheduler.ReduceLROnPlateau(optimiser, factor=0.5, patience=6, min_lr=1e-5)
    average = copy.deepcopy(model).eval()
    step, before, rate = 0, 0.0, plan.learning_rate
    if path.exists():
        saved = torch.load(path, weights_only=True, map_location=device)
        model.load_state_dict(saved["model"])
        average.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        annealing.load_state_dict(saved["annealing"])
        step, before, rate = saved["step"], saved["seconds"], saved["rate"]
    examples = _Examples(stacks, plan, step)
    pinned = device == "cuda"
    loader = iter(
        DataLoader(examples, plan.stacks_per_step, num_workers=workers, collate_fn=_collate, pin_memory=pinned)
    )
    rng = np.random.default_rng([plan.seed, step])
    recent: deque[dict[str, float]] = deque(maxlen=100)
    started = time.monotonic()
    bar = tqdm(total=plan.steps, initial=step, unit="step", mininterval=2.0)

    def save() -> None:
        state = {
            "model": model.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(),
            "rate": rate, "annealing": annealing.state_dict(), "step": step, "plan": dataclasses.asdict(plan),
            "seconds": before + time.monotonic() - started,
        }  # fmt: skip
        partial = path.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(path)

    while step < plan.steps and (minutes is None or time.monotonic() - started < minutes * 60):
        slabs, truths = next(loader)
        with torch.autocast(device, dtype=torch.bfloat16):
            dense = model(slabs.to(device, non_blocking=True).contiguous(memory_format=torch.channels_last_3d))
            terms = losses(model, dense, truths, rng)
            total = torch.stack([TERM_WEIGHTS[name] * value for name, value in terms.items()]).sum()
        done = max(step / plan.steps, (time.monotonic() - started) / (60 * minutes) if minutes else 0.0)
        for group in optimiser.param_groups:
            group["lr"] = rate * cool_down(done) * min(1.0, (step + 1) / _WARM_UP)
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimiser.step()
        step += 1
        bar.update()
        decay = plan.averaging if origin is not None else min(plan.averaging, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, value in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - decay)
                else:
                    mean.copy_(value)
        recent.append({name: float(value.detach()) for name, value in terms.items()})
        if step % 100 == 0:
            mean_terms = {name: float(np.mean([r[name] for r in recent])) for name in recent[0]}
            for group in optimiser.param_groups:
                group["lr"] = rate
            annealing.step(sum(mean_terms.values()))
            rate = optimiser.param_groups[0]["lr"]
            _report(
                out / "curve.csv",
                step,
                time.monotonic() - started + before,
                rate * cool_down(done),
                mean_terms,
                bar.write,
            )
            save()
    bar.close()
    save()
    draw_curve(out / "curve.csv", out / "curve.png")
    return path


def _report(
    curve: Path, step: int, seconds: float, rate: float, terms: dict[str, float], say: Callable[[str], object]
) -> None:
    new = not curve.exists()
    with curve.open("a", newline="") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(["step", "seconds", "learning_rate", *terms])
        writer.writerow([step, round(seconds), rate, *(round(v, 5) for v in terms.values())])
    values = "  ".join(f"{k} {v:.3f}" for k, v in terms.items())
    say(f"step {step}  {seconds:.0f} s  lr {rate:.1e}  {values}")
