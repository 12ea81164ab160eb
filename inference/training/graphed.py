"""The convolutional part as one CUDA graph: a small network's step is spent on starting kernels, not in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from inference.training.network import LEVELS, Dense, HybridMaskRCNN


class FlatAnswers(nn.Module):
    """Backbone and proposals of a network with plain answers, as a graph wants them: features, objectness, deltas."""

    def __init__(self, model: HybridMaskRCNN) -> None:
        super().__init__()
        self.backbone, self.proposals = model.backbone, model.proposals

    def forward(self, slabs: Tensor) -> tuple[Tensor, ...]:
        """[B, 1, Z + 4, H, W] -> the feature maps of all levels, then their objectness, then their deltas."""
        features = self.backbone(slabs)
        answers = [self.proposals(feature) for feature in features]
        return (*features, *(a[0] for a in answers), *(a[1] for a in answers))


def graphed(model: HybridMaskRCNN, slabs: Tensor) -> Callable[[Tensor], Dense]:
    """``model`` for slabs of one shape; on a GPU forward and backward are recorded once and then replayed.

    Args:
        model: in training mode; its weights stay its own, and what is recorded follows them.
        slabs: a batch as will come, which the batch norms see a few times while it is recorded. Under autocast it must
            not cache its casts (``cache_enabled=False``).
    """
    if slabs.device.type != "cuda":
        return model
    with torch.backends.cudnn.flags(enabled=True, benchmark=True):  # one shape only, so that it pays to try them all
        recorded: Any = torch.cuda.make_graphed_callables(FlatAnswers(model), (slabs,))
    count = len(LEVELS)

    def dense(slabs: Tensor) -> Dense:
        answer = recorded(slabs)
        return Dense(list(answer[:count]), list(answer[count : 2 * count]), list(answer[2 * count :]))

    return dense
