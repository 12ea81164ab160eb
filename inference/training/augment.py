"""What differs between two scans of a like head: pose, size and shape, and what the scanner makes of them.

Whole batches at once, on the device that trains. Each example draws its own changes.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from inference.preprocess import HU_LIMIT, HU_SCALE

#: Size of a training crop in pixels; a head at 0.45 mm fits it, and the network itself takes any multiple of 32.
CROP = (416, 352)
#: HU that keeps the numbers above zero while pixels are moved: what comes from outside the picture is air.
_AIR = 1024.0
#: Nodes of the elastic field over the crop, and its greatest spread in pixels.
_NODES, _BEND = (7, 6), 3.0
_TAPS = 3


def augment(hu: Tensor, codes: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """The examples of a batch as other scans of such heads.

    Args:
        hu: int16 [B, Z + 4, h, w], the head in the middle.
        codes: uint8 [B, Z, h, w], see :mod:`inference.training.truth`; no value is ever interpolated.

    Returns:
        Scaled HU float32 [B, 1, Z + 4, *CROP] in [-3, 3], codes uint8 [B, Z, *CROP].
    """
    grid = _grid(hu.shape[0], (hu.shape[2], hu.shape[3]), rng, hu.device)
    moved = F.grid_sample(hu.float() + _AIR, grid, mode="bilinear", align_corners=False) - _AIR
    bent = F.grid_sample(codes.float(), grid, mode="nearest", align_corners=False).to(torch.uint8)
    scaled = _scanner(moved, rng).clamp(-HU_LIMIT, HU_LIMIT) / HU_SCALE
    return scaled[:, None], bent


def _grid(count: int, size: tuple[int, int], rng: np.random.Generator, device: torch.device) -> Tensor:
    """Where each pixel of the crops comes from, as ``grid_sample`` wants it: [B, *CROP, 2]."""
    angle, zoom = np.deg2rad(rng.normal(0, 7, count)), np.exp(rng.normal(0, 0.09, count))
    flip = np.where(rng.random(count) < 0.5, -1.0, 1.0)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]).transpose(2, 0, 1)
    matrix = turn * np.stack([flip * zoom, zoom], 1)[:, None] + rng.normal(0, 0.02, (count, 2, 2))
    source, crop = np.array(size[::-1], np.float64), np.array(CROP[::-1], np.float64)
    theta = np.concatenate([matrix * crop / source[:, None], (rng.normal(0, 8, (count, 2)) * 2 / source)[..., None]], 2)
    grid = F.affine_grid(torch.from_numpy(theta).float().to(device), [count, 1, *CROP], align_corners=False)
    spread = np.where(rng.random(count) < 0.5, rng.uniform(0, _BEND, count), 0)
    nodes = rng.normal(0, 1, (count, 2, *_NODES)) * spread[:, None, None, None] * 2 / source[:, None, None]
    field = F.interpolate(torch.from_numpy(nodes).float().to(device), CROP, mode="bicubic", align_corners=True)
    return grid + field.permute(0, 2, 3, 1)


def _each(values: NDArray[np.float64], like: Tensor) -> Tensor:
    """One number for each example, to be multiplied with ``like`` [B, Z, H, W]."""
    return torch.from_numpy(np.asarray(values, np.float32)).to(like.device)[:, None, None, None]


def _blur(pixels: Tensor, sigma: NDArray[np.float64]) -> Tensor:
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


def _scanner(hu: Tensor, rng: np.random.Generator) -> Tensor:
    """Fat, slice thickness, kernel, noise and level of another scanner; ``hu`` [B, Z, H, W]."""
    count = len(hu)

    def sometimes(share: float, low: float, high: float) -> NDArray[np.float64]:
        return np.where(rng.random(count) < share, rng.uniform(low, high, count), 0.0)

    # the brain-window stacks end at -20 HU; real fat does not
    fat = ((hu < -12) & (hu > -300)).float()
    hu = hu - _each(sometimes(0.6, 20, 100), hu) * fat * F.avg_pool2d(fat, 5, 1, 2)
    beside = F.pad(hu[:, None], (0, 0, 0, 0, 1, 1), mode="replicate")[:, 0]
    hu = torch.lerp(hu, (beside[:, :-2] + beside[:, 2:]) / 2, _each(sometimes(0.2, 0.0, 0.3), hu))
    smooth = rng.random(count) < 0.3
    edges = np.where(~smooth & (rng.random(count) < 0.3), rng.uniform(0.2, 0.8, count), 0.0)
    hu = _blur(hu, np.where(smooth, rng.uniform(0.3, 1.1, count), 0.0))
    soft = hu.clamp(-100, 150)
    hu = hu + _each(edges, hu) * (soft - _blur(soft, np.full(count, 1.0)))
    grain = np.where(rng.random(count) < 0.7, 0.7, 0.0)
    noise = _blur(torch.randn(hu.shape, device=hu.device), grain) * _each(np.where(grain > 0, 2.2, 1.0), hu)
    hu = hu + noise * _each(sometimes(0.6, 0.5, 5.0), hu)
    level = hu * _each(rng.normal(1, 0.04, count), hu) + _each(rng.normal(0, 2.5, count), hu)
    return torch.where(hu > -300, level, hu)
