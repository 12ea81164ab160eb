"""Back from a model folder to a network that can be trained further, where its checkpoint is not at hand.

An export folds each batch norm into the convolution before it, so the statistics that training needs are gone. They
are measured anew: the folded network is run over examples, and each norm gets the mean and variance that it sees there,
with a scale and shift that undo them. The network says the same as before, and trains on as if never exported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from inference.training.network import HybridMaskRCNN

#: Graphs of a model folder; the names of what is not folded begin with ``model.`` in the first.
_GRAPHS = ("backbone", "heads", "masks")


def restore(folder: Path, examples: Iterable[Tensor]) -> HybridMaskRCNN:
    """The network of a model folder, in training mode.

    Args:
        folder: as written by :func:`inference.training.export.export`.
        examples: slabs of scaled HU float32 [B, 1, Z + 4, H, W] over which the norms are measured; a few dozen do.

    Raises:
        ValueError: the folder holds another network, or there are no examples.
    """
    model = HybridMaskRCNN().eval()
    named, folded = _weights(folder)
    state = model.state_dict()
    if not named.keys() <= state.keys():
        raise ValueError("the folder holds another network than this version trains")
    pairs = list(_folded_pairs(model))
    if 2 * len(pairs) != len(folded):
        raise ValueError("the folder holds another network than this version trains")
    with torch.no_grad():
        for name, values in named.items():
            state[name].copy_(values)
        for (convolution, norm), weight, bias in zip(pairs, folded[::2], folded[1::2], strict=True):
            convolution.weight.copy_(weight)
            norm.weight.fill_(float(np.sqrt(1.0 + norm.eps)))  # with mean 0 and variance 1: nothing but the shift
            norm.bias.copy_(bias)
        _settle([norm for _, norm in pairs], model, examples)
    return model.train()


def _weights(folder: Path) -> tuple[dict[str, Tensor], list[Tensor]]:
    """What kept its name, by the name in the network; and weight, bias, weight, ... of what was folded, in order."""
    named: dict[str, Tensor] = {}
    folded: list[Tensor] = []
    for graph in _GRAPHS:
        for initializer in onnx.load(str(folder / f"{graph}.onnx")).graph.initializer:
            values = torch.from_numpy(numpy_helper.to_array(initializer).copy())
            if initializer.name.startswith("onnx::Conv_"):
                folded.append(values)
            elif values.is_floating_point() and values.ndim:
                named[initializer.name.removeprefix("model.")] = values
    return named, folded


def _folded_pairs(model: nn.Module) -> Iterator[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Each convolution that a norm follows, with the norm, in the order of the network's definition and use."""
    for module in model.modules():
        if isinstance(module, nn.Sequential):
            for first, second in zip(module, list(module)[1:], strict=False):
                if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                    yield first, second


def _settle(norms: list[nn.BatchNorm2d], model: nn.Module, examples: Iterable[Tensor]) -> None:
    """Give each norm the statistics of what it sees, and the scale and shift that keep its answer."""
    means: dict[nn.Module, list[Tensor]] = {norm: [] for norm in norms}
    squares: dict[nn.Module, list[Tensor]] = {norm: [] for norm in norms}

    def look(norm: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen = inputs[0].double().transpose(0, 1).flatten(1)
        means[norm].append(seen.mean(1))
        squares[norm].append(seen.square().mean(1))

    hooks = [norm.register_forward_pre_hook(look) for norm in norms]
    for slabs in examples:
        model(slabs)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        if not means[norm]:
            raise ValueError("the norms are measured on examples, and there are none")
        mean = torch.stack(means[norm]).mean(0)
        variance = (torch.stack(squares[norm]).mean(0) - mean.square()).clamp(min=1e-6)
        assert norm.running_mean is not None and norm.running_var is not None
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.bias.add_(mean)
        norm.weight.copy_((variance + norm.eps).sqrt())
