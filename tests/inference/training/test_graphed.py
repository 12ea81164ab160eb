"""The recorded part of the network says what the network says."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")

from inference.training.graphed import FlatAnswers, graphed  # noqa: E402
from inference.training.network import HybridMaskRCNN  # noqa: E402


def test_flat_answers_are_those_of_the_network_in_their_order() -> None:
    torch.manual_seed(3)
    model, slabs = HybridMaskRCNN().eval(), torch.randn(2, 1, 6, 64, 64)
    with torch.no_grad():
        there, here = FlatAnswers(model)(slabs), model(slabs)
        same = graphed(model, slabs)(slabs)  # on the CPU nothing is recorded
    for one, two, three in zip(
        there, (*here.features, *here.objectness, *here.deltas), (*same.features, *same.objectness, *same.deltas),
        strict=True,
    ):  # fmt: skip
        assert torch.equal(one, two) and torch.equal(one, three)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_recorded_step_gives_the_gradients_of_a_plain_one() -> None:
    torch.manual_seed(3)
    model = HybridMaskRCNN().cuda().train()
    slabs = torch.randn(1, 1, 6, 64, 64, device="cuda")
    torch.stack([part.float().square().mean() for part in FlatAnswers(model)(slabs)]).sum().backward()
    plain = {name: weight.grad.clone() for name, weight in model.backbone.named_parameters() if weight.grad is not None}
    model.zero_grad(set_to_none=True)
    dense = graphed(model, slabs)(slabs)
    parts = (*dense.features, *dense.objectness, *dense.deltas)
    torch.stack([part.float().square().mean() for part in parts]).sum().backward()
    for name, weight in model.backbone.named_parameters():
        if name in plain:
            assert torch.allclose(weight.grad, plain[name], rtol=1e-2, atol=1e-4), name
