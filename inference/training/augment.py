"""What differs between two scans of a like head: pose, size and shape, and what the scanner makes of them.

Whole batches at once, on the device that trains. Each example draws its own changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from inference.preprocess import HU_LIMIT, HU_SCALE
from inference.training.ctich import BONE_HU

Floats = NDArray[np.float64]

#: Size of a training crop in pixels; a head at 0.45 mm fits it, and the network itself takes any multiple of 32.
CROP = (416, 352)
#: HU that keeps the numbers above zero while pixels are moved: what comes from outside the picture is air.
_AIR = 1024.0
#: Nodes of the elastic field over the crop, and its greatest spread in pixels.
_NODES, _BEND = (7, 6), 3.0
_TAPS = 3


#: From here on a picture in the brain window is white, and below it black; what becomes of both when it is read as HU.
_WHITE_HU, _BLACK_HU = 98.0, -20.0
#: Soft tissue ends here, and air begins.
_TISSUE_HU = -300.0


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """How the examples of a batch are moved and bent; arrays over the batch [B].

    Attributes:
        angle: radians.
        zoom: pixels of the example to one of the crop.
        flip: -1 where left and right change places, 1 elsewhere.
        shear: [B, 2, 2], added to the matrix of the others.
        shift: [B, 2], (x, y) in pixels.
        bend: [B, 2, *nodes], (x, y) in pixels at the nodes of a field over the crop.
    """

    angle: Floats
    zoom: Floats
    flip: Floats
    shear: Floats
    shift: Floats
    bend: Floats

    @classmethod
    def none(cls, count: int) -> Moves:
        """What leaves the middle of each example as it is."""
        return cls(
            np.zeros(count), np.ones(count), np.ones(count), np.zeros((count, 2, 2)), np.zeros((count, 2)),
            np.zeros((count, 2, *_NODES)),
        )  # fmt: skip

    @classmethod
    def draw(cls, count: int, rng: np.random.Generator) -> Moves:
        """Others for each example."""
        spread = np.where(rng.random(count) < 0.5, rng.uniform(0, _BEND, count), 0)
        return cls(
            angle=np.deg2rad(rng.normal(0, 7, count)),
            zoom=np.exp(rng.normal(0, 0.09, count)),
            flip=np.where(rng.random(count) < 0.5, -1.0, 1.0),
            shear=rng.normal(0, 0.02, (count, 2, 2)),
            shift=rng.normal(0, 8, (count, 2)),
            bend=rng.normal(0, 1, (count, 2, *_NODES)) * spread[:, None, None, None],
        )

    def grid(self, size: tuple[int, int], device: torch.device) -> Tensor:
        """Where each pixel of the crops comes from in examples of ``size``, for ``grid_sample``: [B, *CROP, 2]."""
        count, source, crop = len(self.angle), np.array(size[::-1], np.float64), np.array(CROP[::-1], np.float64)
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        turn = np.array([[cos, -sin], [sin, cos]]).transpose(2, 0, 1)
        matrix = turn * np.stack([self.flip * self.zoom, self.zoom], 1)[:, None] + self.shear
        theta = np.concatenate([matrix * crop / source[:, None], (self.shift * 2 / source)[..., None]], 2)
        grid = F.affine_grid(torch.from_numpy(theta).float().to(device), [count, 1, *CROP], align_corners=False)
        nodes = torch.from_numpy(self.bend * 2 / source[:, None, None]).float().to(device)
        return grid + F.interpolate(nodes, CROP, mode="bicubic", align_corners=True).permute(0, 2, 3, 1)


def augment(hu: Tensor, codes: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """The examples of a batch as other scans of such heads.

    Args:
        hu: int16 [B, Z + 4, h, w], the head in the middle.
        codes: uint8 [B, Z, h, w], see :mod:`inference.training.truth`; no value is ever interpolated.

    Returns:
        Scaled HU float32 [B, 1, Z + 4, *CROP] in [-3, 3], codes uint8 [B, Z, *CROP].
    """
    moved, bent = move(hu, codes, Moves.draw(len(hu), rng))
    for change in (darker_fat, thicker_slices, other_kernel, noise, other_level, brain_window):
        moved = change(moved, rng)
    return (moved.clamp(-HU_LIMIT, HU_LIMIT) / HU_SCALE)[:, None], bent


def move(hu: Tensor, codes: Tensor, moves: Moves) -> tuple[Tensor, Tensor]:
    """HU float32 [B, Z + 4, *CROP] and codes uint8 [B, Z, *CROP] after ``moves``; arguments as of :func:`augment`."""
    grid = moves.grid((hu.shape[2], hu.shape[3]), hu.device)
    moved = F.grid_sample(hu.float() + _AIR, grid, mode="bilinear", align_corners=False) - _AIR
    return moved, F.grid_sample(codes.float(), grid, mode="nearest", align_corners=False).to(torch.uint8)


def _each(values: NDArray[Any], like: Tensor) -> Tensor:
    """One number for each example, to be multiplied with ``like`` [B, Z, H, W]."""
    return torch.from_numpy(np.asarray(values, np.float32)).to(like.device)[:, None, None, None]


def _sometimes(share: float, low: float, high: float, like: Tensor, rng: np.random.Generator) -> Tensor:
    """Between ``low`` and ``high`` in a ``share`` of the examples, 0 in the others."""
    count = len(like)
    return _each(np.where(rng.random(count) < share, rng.uniform(low, high, count), 0.0), like)


def _blur(pixels: Tensor, sigma: Floats) -> Tensor:
    """Gaussian in plane, with an own ``sigma`` [B] in pixels of each example; 0 leaves it as it is."""
    offsets = np.arange(-_TAPS, _TAPS + 1)
    taps = np.exp(-0.5 * (offsets / np.maximum(sigma, 1e-3)[:, None]) ** 2)
    taps /= taps.sum(1, keepdims=True)
    for axis in (2, 3):
        reach = (0, 0, _TAPS, _TAPS) if axis == 2 else (_TAPS, _TAPS, 0, 0)
        padded, length = F.pad(pixels, reach, mode="replicate"), pixels.shape[axis]
        pixels = torch.zeros_like(pixels)
        for tap, weights in enumerate(taps.T):
            pixels = torch.addcmul(pixels, padded.narrow(axis, tap, length), _each(weights, pixels))
    return pixels


def darker_fat(hu: Tensor, rng: np.random.Generator, share: float = 0.6) -> Tensor:
    """Fat as scanners show it: the brain-window stacks end at -20 HU. ``hu`` [B, Z, H, W], here and below."""
    fat = ((hu < -12) & (hu > _TISSUE_HU)).float()
    return hu - _sometimes(share, 20, 100, hu, rng) * fat * F.avg_pool2d(fat, 5, 1, 2)


def thicker_slices(hu: Tensor, rng: np.random.Generator, share: float = 0.2) -> Tensor:
    """Slices that hold some of those beside them."""
    beside = F.pad(hu[:, None], (0, 0, 0, 0, 1, 1), mode="replicate")[:, 0]
    return torch.lerp(hu, (beside[:, :-2] + beside[:, 2:]) / 2, _sometimes(share, 0.0, 0.3, hu, rng))


def other_kernel(hu: Tensor, rng: np.random.Generator, soft: float = 0.3, sharp: float = 0.3) -> Tensor:
    """A softer kernel in a share of the examples, a sharper one in a share of the others."""
    count = len(hu)
    smooth = rng.random(count) < soft
    edges = np.where(~smooth & (rng.random(count) < sharp), rng.uniform(0.2, 0.8, count), 0.0)
    hu = _blur(hu, np.where(smooth, rng.uniform(0.3, 1.1, count), 0.0))
    tissue = hu.clamp(-100, 150)
    return hu + _each(edges, hu) * (tissue - _blur(tissue, np.full(count, 1.0)))


def noise(hu: Tensor, rng: np.random.Generator, share: float = 0.6) -> Tensor:
    """Noise of 0.5 to 5 HU, mostly with the grain of a soft kernel; its pixels follow PyTorch's seed."""
    grain = np.where(rng.random(len(hu)) < 0.7, 0.7, 0.0)
    pixels = _blur(torch.randn(hu.shape, device=hu.device), grain) * _each(np.where(grain > 0, 2.2, 1.0), hu)
    return hu + pixels * _sometimes(share, 0.5, 5.0, hu, rng)


def other_level(hu: Tensor, rng: np.random.Generator) -> Tensor:
    """HU that are a few per cent and a few HU off, but for air."""
    count = len(hu)
    level = hu * _each(rng.normal(1, 0.04, count), hu) + _each(rng.normal(0, 2.5, count), hu)
    return torch.where(hu > _TISSUE_HU, level, hu)


def brain_window(hu: Tensor, rng: np.random.Generator, share: float = 0.25) -> Tensor:
    """What is left of a scan that was kept as a picture in the brain window: bone and fat are flat."""
    lost = _each(rng.random(len(hu)) < share, hu) > 0
    hu = torch.where(lost & (hu > _WHITE_HU), BONE_HU, hu)
    return torch.where(lost & (hu < _BLACK_HU) & (hu > _TISSUE_HU), _BLACK_HU, hu)
