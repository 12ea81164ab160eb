"""What the scanner adds: blur, correlated noise, beam hardening, streaks, motion, table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from inference.phantom.fields import F32
from inference.phantom.spec import Kernel


def point_spread(hu: F32, pixel_mm: float, kernel: Kernel) -> F32:
    """Blur (soft kernel) or crispen (bone kernel) slices [Z, Y, X] in plane."""
    if kernel == "soft":
        return _blur(hu, 0.42 / pixel_mm)
    return np.asarray(hu + 0.9 * (hu - _blur(hu, 0.75 / pixel_mm)), dtype=np.float32)


def _blur(hu: F32, sigma: float) -> F32:
    out = ndimage.gaussian_filter1d(hu, sigma, axis=2, truncate=3.0)
    return np.asarray(ndimage.gaussian_filter1d(out, sigma, axis=1, truncate=3.0), dtype=np.float32)


def noise(rng: np.random.Generator, shape: tuple[int, int, int], pixel_mm: float, kernel: Kernel, sd: float) -> F32:
    """Noise float32 [Z, Y, X] of SD ``sd`` with the spectrum of filtered back projection.

    The power rises with frequency as the ramp does and falls with the kernel (Riederer 1978); a soft head kernel
    peaks near 0.25 cycles/mm, a bone kernel near 0.7.
    """
    slices, rows, columns = shape
    fy = np.abs(fft.fftfreq(rows, pixel_mm))[:, None]
    fx = fft.rfftfreq(columns, pixel_mm)[None, :]
    frequency = np.hypot(fy, fx)
    peak = 0.235 if kernel == "soft" else 0.70
    amplitude = np.sqrt(frequency + 0.02) * np.exp(-((frequency / (1.55 * peak)) ** 2))
    amplitude = amplitude.astype(np.float32)
    half = columns // 2 + 1
    out = np.empty(shape, dtype=np.float32)
    weight = np.full(half, 2.0)
    weight[0] = 1.0
    if columns % 2 == 0:
        weight[-1] = 1.0
    power = float((amplitude.astype(np.float64) ** 2 * weight).sum())
    gain = np.float32(sd * rows * columns / np.sqrt(2 * power))
    for index in range(slices):
        white = rng.standard_normal((2, rows, half), dtype=np.float32)
        spectrum = (white[0] + 1j * white[1]) * (amplitude * gain)
        out[index] = fft.irfft2(spectrum, s=(rows, columns))
    return out


def noise_profile(inside: F32) -> F32:
    """Relative SD of the noise per pixel [Y, X]: 1 in the middle of the head, less outside it."""
    small = ndimage.uniform_filter(inside, 61, mode="constant")
    return np.asarray(0.5 + 0.5 * small, dtype=np.float32)


def bone_streaks(rng: np.random.Generator, hu: F32, pixel_mm: float) -> F32:
    """Dark bars and streaks between dense bones (Hounsfield's bar) for one slice [Y, X], in HU.

    Along a ray through two dense bones the beam hardens most between them. Rays are followed in a few directions
    near the horizontal, where the petrous pyramids face each other.
    """
    factor = max(round(1.8 / pixel_mm), 1)
    rows, columns = (hu.shape[0] // factor) * factor, (hu.shape[1] // factor) * factor
    small = hu[:rows, :columns].reshape(rows // factor, factor, columns // factor, factor).mean(axis=(1, 3))
    dense = np.clip(small - 500, 0, 1500) / 1000.0
    if dense.sum() * (factor * pixel_mm) ** 2 < 900:
        return np.zeros_like(hu)
    total = np.zeros_like(small)
    for angle in (-14.0, -5.0, 4.0, 13.0):
        turned = ndimage.rotate(dense, angle, reshape=False, order=1)
        left = np.cumsum(turned, axis=1)
        right = left[:, -1:] - left
        between = np.minimum(left, right) * (factor * pixel_mm / 10.0)
        between = np.clip(between - 1.2, 0, 2.5)
        flutter = ndimage.gaussian_filter1d(rng.standard_normal(small.shape[0]), 0.9)[:, None]
        total += ndimage.rotate(between * (-1.0 + 2.0 * flutter), -angle, reshape=False, order=1)
    total *= small < 300
    out = np.zeros_like(hu)
    out[:rows, :columns] = ndimage.zoom(total.astype(np.float32), factor, order=1, grid_mode=True, mode="nearest")
    return np.asarray(2.6 * out, dtype=np.float32)


def metal(hu: F32, centre: tuple[float, float], pixel_mm: float, strength: float, rng: np.random.Generator) -> None:
    """Draw a clip with its star of streaks into one slice [Y, X] in place; ``centre`` is (row, column)."""
    y = (np.arange(hu.shape[0], dtype=np.float32) - centre[0])[:, None] * pixel_mm
    x = (np.arange(hu.shape[1], dtype=np.float32) - centre[1])[None, :] * pixel_mm
    radius = np.hypot(y, x) + np.float32(0.5)
    angle = np.arctan2(y, x)
    star = np.zeros_like(hu)
    for waves in (4, 6, 10, 16):
        star += np.cos(waves * angle + np.float32(rng.uniform(0, 6.3))).astype(np.float32)
    hu += np.float32(strength) * star * 380 / (radius + 4) * (hu > -400)
    tilt = rng.uniform(0, np.pi)
    along, across = np.cos(tilt) * x + np.sin(tilt) * y, np.cos(tilt) * y - np.sin(tilt) * x
    clip = np.clip(0.5 - (np.hypot(along / 4.5, across / 1.3) - 1) * 1.3, 0, 1)
    hu += np.float32(strength) * clip * (3071 - hu)


def motion(rng: np.random.Generator, hu: F32, pixel_mm: float) -> None:
    """Blur some neighbouring slices [Z, Y, X] by a turn of the head during the rotation, in place."""
    count = hu.shape[0]
    middle = int(rng.integers(max(count // 3, 1), max(2 * count // 3, 2)))
    for index in range(max(middle - 3, 0), min(middle + 4, count)):
        turn, shift = rng.uniform(1.2, 3.0), rng.uniform(1.0, 3.0) / pixel_mm
        moved = ndimage.rotate(hu[index], turn * rng.choice([-1, 1]), reshape=False, order=1, cval=-1000.0)
        moved = ndimage.shift(moved, (shift, shift * rng.normal(0, 0.5)), order=1, cval=-1000.0)
        share = rng.uniform(0.25, 0.45)
        # Edges that moved leave streaks along the rays that saw both places.
        change = np.clip(moved - hu[index], -1200, 1200)
        rays = np.zeros_like(change)
        for _ in range(5):
            angle = rng.uniform(0, 180)
            turned = ndimage.rotate(change[::4, ::4], angle, reshape=False, order=1)
            profile = turned.mean(axis=1, keepdims=True)
            profile = profile - ndimage.gaussian_filter1d(profile, 4, axis=0)
            back = ndimage.rotate(np.repeat(profile, turned.shape[1], axis=1), -angle, reshape=False, order=1)
            fine = ndimage.zoom(back, 4, order=1)
            rays[: fine.shape[0], : fine.shape[1]] += fine[: rays.shape[0], : rays.shape[1]]
        hu[index] = hu[index] * (1 - share) + moved * share + 0.35 * rays * (hu[index] > -500)


def table(
    xs: NDArray[np.float64], ys: NDArray[np.float64], rest: float, kind: int, radius: float = 128.0
) -> tuple[F32, F32]:
    """Head holder under the head: its HU above air and its share, float32 [Y, X].

    Args:
        rest: LPS y in mm of the back of the head.
        kind: 0 a curved shell, 1 a trough with high sides.
    """
    x, y = xs[None, :], ys[:, None]
    if kind == 1:
        wide, deep = 108.0, 92.0
        bowl = (np.abs(x / wide) ** 3.2 + np.abs(np.clip(y - (rest + 7 - deep), 0, None) / deep) ** 3.2) ** (1 / 3.2)
        distance = (bowl - 1) * 95
        low = y > rest - 105
    else:
        distance = np.hypot(x, y - (rest + 6 - radius)) - radius
        low = y > rest - 34
    shell = np.clip(0.5 - (np.abs(distance) - 1.1) / 0.8, 0, 1) * low
    pad = np.clip(0.5 - np.abs(distance + 4.5) + 3.0, 0, 1) * low * (y > rest - 30)
    hu = np.where(shell > 0, np.float32(120), np.float32(-955))
    share = np.maximum(shell, pad)
    return hu.astype(np.float32), share.astype(np.float32)
