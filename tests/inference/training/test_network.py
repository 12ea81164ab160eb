"""The network is the paper's, and passing a whole head at once changes nothing."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")

from inference.training.network import CONTEXT, LEVELS, MAPS, HybridMaskRCNN, neighbours, roi_align  # noqa: E402


@pytest.fixture(scope="module")
def model() -> HybridMaskRCNN:
    torch.manual_seed(3)
    model = HybridMaskRCNN()
    model.train()
    with torch.no_grad():  # batch statistics as after some training, so that activations have an ordinary size
        for _ in range(12):
            model(torch.randn(1, 1, 7, 64, 64))
    return model.eval()


def test_whole_head_equals_slab_by_slab(model: HybridMaskRCNN) -> None:
    head = torch.randn(1, 1, 9, 64, 96)
    padded = torch.cat([head[:, :, :1]] * CONTEXT + [head] + [head[:, :, -1:]] * CONTEXT, 2)
    with torch.no_grad():
        whole = model(padded)
        for z in range(head.shape[2]):
            slab = model(padded[:, :, z : z + 2 * CONTEXT + 1])  # the paper's five slices
            for a, b in zip(
                whole.features + whole.objectness + whole.deltas,
                slab.features + slab.objectness + slab.deltas,
                strict=True,
            ):
                torch.testing.assert_close(a[z : z + 1], b, atol=1e-4, rtol=1e-4)


def test_five_slices_become_one_at_every_level(model: HybridMaskRCNN) -> None:
    with torch.no_grad():
        dense = model(torch.randn(1, 1, 5, 128, 160))
    for feature, objectness, deltas, (_, stride, _) in zip(
        dense.features, dense.objectness, dense.deltas, LEVELS, strict=True
    ):
        assert feature.shape == (1, MAPS, 128 // stride, 160 // stride)
        assert objectness.shape == (1, 3, 128 // stride, 160 // stride)
        assert deltas.shape == (1, 12, 128 // stride, 160 // stride)


def test_stacks_side_by_side_do_not_touch(model: HybridMaskRCNN) -> None:
    slabs = torch.randn(3, 1, 7, 64, 64)
    with torch.no_grad():
        together = model(slabs)
        for stack in range(3):
            alone = model(slabs[stack : stack + 1])
            for a, b in zip(together.features, alone.features, strict=True):
                torch.testing.assert_close(a[3 * stack : 3 * stack + 3], b, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("depth", [2, 4])
def test_neighbours_as_channels_are_the_paper_s_deep_kernels(depth: int) -> None:
    deep = torch.nn.Conv3d(3, 5, (depth, 1, 1))
    x = torch.randn(2, 3, 6, 8, 9)
    expected = deep(x).transpose(1, 2).flatten(0, 1)
    flat = deep.weight.transpose(1, 2).reshape(5, depth * 3, 1, 1)
    slices = x.transpose(1, 2).flatten(0, 1)
    found = torch.nn.functional.conv2d(neighbours(slices, 2, depth), flat, deep.bias)
    torch.testing.assert_close(found, expected)


def test_four_merges_take_five_slices_to_one(model: HybridMaskRCNN) -> None:
    shapes = {name: tuple(p.shape) for name, p in model.backbone.named_parameters()}
    for number, channels in enumerate((24, 64, 128, 256), start=1):
        assert shapes[f"merge{number}.0.0.weight"] == (channels, 2 * channels, 1, 1)
    for level, (channels, depth) in enumerate(((64, 4), (128, 3), (256, 2), (384, 1))):
        assert shapes[f"project.{level}.weight"] == (MAPS, depth * channels, 1, 1)


def test_roi_align_reads_a_linear_ramp_exactly() -> None:
    y, x = torch.meshgrid(torch.arange(20.0), torch.arange(30.0), indexing="ij")
    feature = torch.stack([x + 0.5, y + 0.5])[None].repeat(2, 1, 1, 1)  # value = position of the cell centre
    boxes = torch.tensor([[1.0, 4.0, 3.0, 18.0, 10.0]])
    pooled = roi_align(feature, boxes, bins=7)
    torch.testing.assert_close(pooled[0, 0, 0], 4 + (torch.arange(7) + 0.5) * 2.0)
    torch.testing.assert_close(pooled[0, 1, :, 0], 3 + (torch.arange(7) + 0.5) * 1.0)
