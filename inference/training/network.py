"""The hybrid 3D/2D mask R-CNN of Chang et al. 2018 (AJNR 39:1609-1616), Fig 2, in PyTorch.

A 3D contracting arm of residual bottlenecks looks at five neighbouring slices, a 2D expanding arm (feature pyramid)
works on the middle one. Depth shrinks only through ``2x1x1`` convolutions with valid padding, every other kernel has a
depth of one, so the arm may be given a whole head of ``Z + 4`` slices at once: it answers for ``Z`` slices exactly what
it would answer slab by slab, at a fifth of the work. Every 3D convolution of the paper is written as a 2D one: slices
stand beside each other as a batch, and a kernel that is ``N`` slices deep sees ``N`` neighbours as channels. The
numbers are the same; libraries run 2D convolutions up to ten times as fast.

Axes: ``B`` stacks, ``C`` channels, ``Z`` slices, ``H, W`` rows and columns. Boxes are ``x0, y0, x1, y1`` in pixels of
the input.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

#: Slices seen on each side of the one that is judged: the paper's five-slice input.
CONTEXT = 2
MAPS = 128
#: (name, stride in pixels, anchor edge in pixels); four scales as in the paper, one a pyramid level.
LEVELS: tuple[tuple[str, int, int], ...] = (("p2", 4, 16), ("p3", 8, 32), ("p4", 16, 64), ("p5", 32, 128))
#: Height over width of the anchors: 1:1, 1:2, 2:1.
RATIOS = (1.0, 0.5, 2.0)
#: Slices of the contracting arm that each level's projection still sees, from the finest.
_DEPTHS = (4, 3, 2, 1)
#: Background and the five types, in the order of the labels 1 to 5.
CLASSES = 6
BOX_BINS, MASK_BINS = 7, 14


def conv_norm(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """Convolution without bias, batch norm; padding keeps the size."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs))


class Bottleneck(nn.Module):
    """Residual bottleneck 1x1 - 3x3 - 1x1 (He 2015), all kernels one slice deep."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        middle = outputs // 2
        self.reduce = conv_norm(inputs, middle, 1)
        self.spatial = conv_norm(middle, middle, 3, stride)
        self.expand = conv_norm(middle, outputs, 1)
        self.skip = nn.Identity() if inputs == outputs and stride == 1 else conv_norm(inputs, outputs, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] -> [N, outputs, H/stride, W/stride]."""
        y = F.relu(self.reduce(x), inplace=True)
        y = F.relu(self.spatial(y), inplace=True)
        return F.relu(self.expand(y) + self.skip(x), inplace=True)


class Stage(nn.Module):
    """Some bottlenecks, the first of them with an in-plane stride of two."""

    def __init__(self, inputs: int, outputs: int, blocks: int) -> None:
        super().__init__()
        self.blocks = nn.Sequential(
            Bottleneck(inputs, outputs, stride=2), *(Bottleneck(outputs, outputs) for _ in range(blocks - 1))
        )

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] -> [N, outputs, H/2, W/2]."""
        out: Tensor = self.blocks(x)
        return out


def neighbours(x: Tensor, stacks: int, depth: int) -> Tensor:
    """Each run of ``depth`` slices of a stack, the lowest first, as channels.

    [B * Z, C, H, W] -> [B * (Z - depth + 1), depth * C, H, W]; a 1x1 convolution of it is the paper's ``depth x 1 x 1``
    convolution with valid padding.
    """
    if depth == 1:
        return x
    apart = [x] if stacks == 1 else list(x.chunk(stacks))
    beside = [[stack[first : (first - depth + 1) or None] for stack in apart] for first in range(depth)]
    return torch.cat([each[0] if stacks == 1 else torch.cat(each) for each in beside], 1)


def merge_slices(channels: int) -> nn.Sequential:
    """The only subsampling in z: a 2x1x1 convolution with valid padding (Fig 2), one slice less."""
    return nn.Sequential(conv_norm(2 * channels, channels, 1), nn.ReLU(inplace=True))


class Windows(nn.Module):
    """The scaled HU seen through three fixed windows, as a reader would: full range, subdural and brain.

    Blood differs from brain by 30 of the 480 HU that the paper keeps. The windows hand that difference to the first
    convolution at a size it can use, which the network otherwise needs many thousands of steps to find.
    """

    def forward(self, slices: Tensor) -> Tensor:
        """[N, 1, H, W] scaled HU (HU / 80) -> [N, 3, H, W] in [-1, 1]."""
        brain = (slices - 40 / 80) / (40 / 80)  # level 40, width 80
        subdural = (slices - 80 / 80) / (100 / 80)  # level 80, width 200
        return torch.cat([slices / 3, subdural, brain], 1).clamp(-1, 1)


class Backbone(nn.Module):
    """Contracting arm in 3D, expanding arm in 2D, joined by N x 1 x 1 projections into 128 maps (Fig 2B)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(Windows(), conv_norm(3, 24, 5, stride=2), nn.ReLU(inplace=True))  # 5 slices
        self.merge1 = merge_slices(24)  # 5 -> 4
        self.stage2 = Stage(24, 64, blocks=2)  # stride 4, 4 slices
        self.merge2 = merge_slices(64)  # 4 -> 3
        self.stage3 = Stage(64, 128, blocks=3)  # stride 8, 3 slices
        self.merge3 = merge_slices(128)  # 3 -> 2
        self.stage4 = Stage(128, 256, blocks=3)  # stride 16, 2 slices
        self.merge4 = merge_slices(256)  # 2 -> 1
        self.stage5 = Stage(256, 384, blocks=2)  # stride 32, 1 slice
        self.project = nn.ModuleList(
            nn.Conv2d(depth * channels, MAPS, 1) for channels, depth in zip((64, 128, 256, 384), _DEPTHS, strict=True)
        )
        self.smooth = nn.ModuleList(
            nn.Sequential(nn.Conv2d(MAPS, MAPS, 3, padding=1, bias=False), nn.BatchNorm2d(MAPS), nn.ReLU(inplace=True))
            for _ in LEVELS
        )

    def forward(self, slabs: Tensor) -> list[Tensor]:
        """[B, 1, Z + 4, H, W] scaled HU in [-3, 3] -> p2..p5, each [B * Z, 128, H / stride, W / stride]."""
        stacks = len(slabs.unbind())  # a plain number, which a shape is not while the graph is exported
        stem = self.stem(slabs.transpose(1, 2).flatten(0, 1))
        c2 = self.stage2(self.merge1(neighbours(stem, stacks, 2)))
        c3 = self.stage3(self.merge2(neighbours(c2, stacks, 2)))
        c4 = self.stage4(self.merge3(neighbours(c3, stacks, 2)))
        c5 = self.stage5(self.merge4(neighbours(c4, stacks, 2)))
        lateral = [
            project(neighbours(c, stacks, depth))
            for project, c, depth in zip(self.project, (c2, c3, c4, c5), _DEPTHS, strict=True)
        ]
        for level in (2, 1, 0):  # top down: the coarser map, doubled, is added to the projected one (residual addition)
            lateral[level] = lateral[level] + F.interpolate(lateral[level + 1], scale_factor=2.0, mode="nearest")
        return [smooth(p) for smooth, p in zip(self.smooth, lateral, strict=True)]


class ProposalHead(nn.Module):
    """Region-proposal network: objectness and box regression for every anchor (Ren 2015), shared by all levels."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(MAPS, 64, 3, padding=1)
        self.objectness = nn.Conv2d(64, len(RATIOS), 1)
        self.deltas = nn.Conv2d(64, 4 * len(RATIOS), 1)
        nn.init.constant_(self.objectness.bias, -1.0)  # type: ignore[arg-type]  # one sampled anchor in four is positive

    def forward(self, feature: Tensor) -> tuple[Tensor, Tensor]:
        """[N, 128, h, w] -> objectness logits [N, A, h, w], deltas [N, 4A, h, w] (dx, dy, dw, dh by anchor)."""
        x = F.relu(self.conv(feature), inplace=True)
        return self.objectness(x), self.deltas(x)


class ClassHead(nn.Module):
    """Box classification and refinement from 7 x 7 features."""

    def __init__(self) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(MAPS, 64, 1)
        self.fc1 = nn.Linear(64 * BOX_BINS * BOX_BINS, 256)
        self.fc2 = nn.Linear(256, 256)
        self.classes = nn.Linear(256, CLASSES)
        self.deltas = nn.Linear(256, 4 * CLASSES)

    def forward(self, bins: Tensor) -> tuple[Tensor, Tensor]:
        """[N, 128, 7, 7] -> class logits [N, 6], deltas [N, 24]."""
        x = F.relu(self.squeeze(bins)).flatten(1)
        x = F.relu(self.fc2(F.relu(self.fc1(x))))
        return self.classes(x), self.deltas(x)


class MaskHead(nn.Module):
    """Instance masks: four 3x3 convolutions, one doubling, one mask a type (He 2017)."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs in (MAPS, 64, 64, 64):
            layers += [nn.Conv2d(inputs, 64, 3, padding=1), nn.ReLU(inplace=True)]
        self.convs = nn.Sequential(*layers)
        self.up = nn.ConvTranspose2d(64, 64, 2, stride=2)
        self.masks = nn.Conv2d(64, CLASSES - 1, 1)

    def forward(self, bins: Tensor) -> Tensor:
        """[N, 128, 14, 14] -> mask logits [N, 5, 28, 28]."""
        out: Tensor = self.masks(F.relu(self.up(self.convs(bins))))
        return out


def roi_align(feature: Tensor, boxes: Tensor, bins: int, samples: int = 2) -> Tensor:
    """Bilinear features in ``bins x bins`` cells of each box (He 2017), written with plain gathers.

    Gathers run wherever the rest of the graph runs. For the class head :mod:`inference.training.export` puts ONNX's own
    operator in their place, whose results are the same to rounding.

    Args:
        feature: [N, C, h, w].
        boxes: float32 [R, 5], index into N, then x0, y0, x1, y1 in feature cells (cell centres at + 0.5).
        samples: sampling points a cell side.
    Returns:
        [R, C, bins, bins].
    """
    channels, height, width = feature.shape[1], feature.shape[2], feature.shape[3]
    # Places are float32 whatever the features are: bfloat16 tells cells beyond 64 apart by halves at best.
    steps = (torch.arange(bins * samples, dtype=torch.float32, device=feature.device) + 0.5) / (bins * samples)
    x = boxes[:, 1:2] + (boxes[:, 3:4] - boxes[:, 1:2]) * steps - 0.5  # [R, bins * samples]
    y = boxes[:, 2:3] + (boxes[:, 4:5] - boxes[:, 2:3]) * steps - 0.5
    x, y = x.clamp(min=0).clamp(max=width - 1), y.clamp(min=0).clamp(max=height - 1)
    x0, y0 = x.floor(), y.floor()
    fx, fy = (x - x0).to(feature.dtype)[:, None, :, None], (y - y0).to(feature.dtype)[:, :, None, None]
    left, top = x0.long(), y0.long()
    right, bottom = (left + 1).clamp(max=width - 1), (top + 1).clamp(max=height - 1)
    cells = feature.permute(0, 2, 3, 1).reshape(-1, channels)  # one row of C values a pixel: contiguous gathers
    start = boxes[:, 0].long()[:, None, None] * (height * width)

    corners = torch.stack([
        start + rows[:, :, None] * width + columns[:, None, :] for rows in (top, bottom) for columns in (left, right)
    ])  # fmt: skip
    values = F.embedding(corners, cells)  # [4, R, s, s, C]
    upper = values[0] * (1 - fx) + values[1] * fx
    lower = values[2] * (1 - fx) + values[3] * fx
    grid = upper * (1 - fy) + lower * fy
    pooled = grid.reshape(-1, bins, samples, bins, samples, channels).mean(dim=(2, 4))
    return pooled.permute(0, 3, 1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """What one pass of the fully convolutional part gives: features and proposals by level (see :data:`LEVELS`)."""

    features: list[Tensor]
    objectness: list[Tensor]
    deltas: list[Tensor]


class HybridMaskRCNN(nn.Module):
    """Backbone, region-proposal network, class head and mask head."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.proposals = ProposalHead()
        self.classify = ClassHead()
        self.segment = MaskHead()
        #: Type of every 4 x 4 cell: teaches the backbone from every pixel, and is a second opinion on each box.
        self.dense_types = nn.Conv2d(MAPS, CLASSES, 1)
        for module in self.modules():
            if isinstance(module, nn.Conv2d | nn.Linear | nn.ConvTranspose2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")  # He et al.'s heuristic, as the paper
        for last in (self.proposals.objectness, self.proposals.deltas, self.classify.classes, self.classify.deltas,
                     self.segment.masks, self.dense_types):  # fmt: skip
            nn.init.normal_(last.weight, std=0.03)
        with torch.no_grad():  # blood is rare: the pixel-wise answer starts from "none"
            self.dense_types.bias.copy_(torch.tensor([0.0] + [-5.0] * (CLASSES - 1)))  # type: ignore[union-attr]

    def forward(self, slabs: Tensor) -> Dense:
        """[B, 1, Z + 4, H, W] -> features and proposals of the B * Z judged slices."""
        features = self.backbone(slabs)
        answers = [self.proposals(feature) for feature in features]
        return Dense(features, [a[0] for a in answers], [a[1] for a in answers])
