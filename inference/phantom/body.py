"""A wrong body part: an abdomen or a chest, drawn plainly but with the attenuation of life."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.phantom.fields import F32, stream
from inference.phantom.scan import Scan
from inference.phantom.spec import PhantomSpec


def render_body(spec: PhantomSpec, scan: Scan) -> F32:
    """Return HU float32 [Z, Y, X] without noise of an abdomen or chest, LPS z 0 in its middle."""
    rng = stream(spec.seed, spec.body)
    size = rng.normal(1.0, 0.05)
    offsets = scan.offsets / size
    x, y = np.meshgrid(offsets, offsets)
    lobules = _noise2d(rng, x.shape, 14 / scan.spacing)
    lobules_fine = _noise2d(rng, x.shape, 6 / scan.spacing)
    out = np.empty((scan.count, scan.matrix, scan.matrix), dtype=np.float32)
    draw = _abdomen if spec.body == "abdomen" else _chest
    gas = [(rng.uniform(-75, 75), rng.uniform(-70, -10), rng.uniform(-90, 60), rng.uniform(9, 20)) for _ in range(26)]
    for index, z in enumerate(scan.centre_z / size):
        hu = np.full(x.shape, -1000.0)
        wide, deep = (165.0, 112.0) if spec.body == "abdomen" else (160.0, 108.0)
        skin = np.hypot(x / wide, y / deep)
        _paint(hu, -98 + 8 * lobules, (skin - 1) * deep)
        _paint(hu, 20, np.maximum((skin - 1) * deep, (0.975 - skin) * deep))
        wall = np.hypot(x / (wide - 24), (y + 2) / (deep - 20))
        _paint(hu, 55 + 6 * lobules_fine, (wall - 1) * deep)
        draw(hu, x, y, float(z), lobules, lobules_fine, wall, deep, spec.contrast, gas)
        _spine(hu, x, y, float(z), lobules_fine)
        bed = np.maximum(np.abs(y - 118 - 0.0012 * x * x * -1) - 1.5, np.abs(x) - 190)
        _paint(hu, 60, bed)
        out[index] = hu
    return out


Array = NDArray[np.float64]


def _paint(hu: Array, value: Array | float, distance: Array) -> None:
    share = np.clip(0.5 - distance / 1.2, 0, 1)
    hu += share * (value - hu)


def _oval(x: Array, y: Array, cx: float, cy: float, rx: float, ry: float) -> Array:
    return np.asarray((np.hypot((x - cx) / rx, (y - cy) / ry) - 1) * min(rx, ry))


def _noise2d(rng: np.random.Generator, shape: tuple[int, ...], size: float) -> Array:
    from scipy import ndimage

    field = ndimage.gaussian_filter(rng.standard_normal(shape), size / 2.5, mode="wrap")
    return np.asarray(field / field.std())


def _spine(hu: Array, x: Array, y: Array, z: float, grain: Array) -> None:
    disc = abs(((z + 200) % 36) - 18) > 14
    body = _oval(x, y, 0, 50, 23, 17)
    if disc:
        _paint(hu, 85, body)
    else:
        _paint(hu, 600, body)
        _paint(hu, 210 + 45 * grain, body + 2.2)
    _paint(hu, 650, np.maximum(_oval(x, y, 0, 73, 15, 13), -_oval(x, y, 0, 73, 11, 9)))
    _paint(hu, 25, _oval(x, y, 0, 73, 10.5, 8.5))
    _paint(hu, 38, _oval(x, y, 0, 73, 5.5, 4.5))
    _paint(hu, 500, np.maximum(np.abs(x) - 2.5, np.abs(y - 94) - 9))
    for side in (-1, 1):
        _paint(hu, 450, np.maximum(np.abs(x - side * 27) - 13, np.abs(y - 70 - 0.2 * abs(27)) - 3.5))
        _paint(hu, 58 + 5 * grain, _oval(x, y, side * 33, 86, 19, 13))


def _ribs(hu: Array, x: Array, y: Array, z: float, wall: Array, deep: float) -> None:
    angle = np.degrees(np.arctan2(np.abs(x), -y))
    slot = (z + angle * 0.55) % 28
    rib = np.maximum(np.abs((wall - 0.97) * deep) - 4, np.abs(slot - 14) - 5.5)
    rib = np.maximum(rib, 18 - angle)
    _paint(hu, 700, rib)
    _paint(hu, 280, rib + 2.2)


def _abdomen(
    hu: Array,
    x: Array,
    y: Array,
    z: float,
    lobules: Array,
    grain: Array,
    wall: Array,
    deep: float,
    contrast: bool,
    gas: list[tuple[float, float, float, float]],
) -> None:
    cavity = np.hypot(x / 132, (y + 6) / 82)
    _paint(hu, -104 + 9 * lobules, (cavity - 1) * 82)
    plus = 60.0 if contrast else 0.0
    up = np.clip((z + 60) / 60, 0, 1)
    for side in (-1, 1):
        _paint(hu, 56 + 5 * grain, _oval(x, y, side * 42, 55, 15, 19))
    for cx, cy, cz, r in gas:
        r2 = r * r * 2.2 - (z - cz) ** 2 * 0.7
        if r2 > 9 and cavity[np.abs(y - cy).argmin() // y.shape[1], np.abs(x - cx).argmin() % x.shape[1]] < 0.95:
            loop = _oval(x, y, cx, cy, float(np.sqrt(r2)), float(np.sqrt(r2) * 0.8))
            _paint(hu, 38 + 5 * grain, loop)
            _paint(hu, -950, np.maximum(loop + 3.5, (y - cy) + 0.2 * r))
    if z > -60:
        liver = np.maximum(_oval(x, y, -52, -8, 30 + 44 * up, 28 + 38 * up), (x - 34) * 0.8)
        _paint(hu, 58 + plus * 0.8 + 2 * grain, np.maximum(liver, (cavity - 0.98) * 82))
        _paint(hu, 50 + plus, _oval(x, y, 92, 22, 14 + 18 * up, 24 + 14 * up))
        _paint(hu, 12, _oval(x, y, 40, -40, 26 * up + 8, 20 * up + 6))
    if -85 < z < 45:
        for side in (-1, 1):
            shrink = np.sqrt(max(1 - ((z + 20) / 65) ** 2, 0.05))
            kidney = _oval(x, y, side * 64, 38, 23 * shrink, 28 * shrink)
            _paint(hu, 32 + 2 * plus, np.maximum(kidney, -_oval(x, y, side * 50, 34, 9, 8)))
    _paint(hu, 42 + 3 * plus, _oval(x, y, 5, 25, 10, 10))
    _paint(hu, 40 + 2 * plus, _oval(x, y, -18, 24, 12, 9))
    if z > 30:
        _ribs(hu, x, y, z, wall, deep)


def _chest(
    hu: Array,
    x: Array,
    y: Array,
    z: float,
    lobules: Array,
    grain: Array,
    wall: Array,
    deep: float,
    contrast: bool,
    gas: list[tuple[float, float, float, float]],
) -> None:
    plus = 250.0 if contrast else 0.0
    width = 0.75 + 0.25 * np.clip((100 - z) / 120, 0, 1)
    for side in (-1, 1):
        lung = _oval(x, y, side * 68 * width, -2, 58 * width, 82)
        _paint(hu, -850 + 25 * lobules + 130 * np.clip(grain - 1.7, 0, 2), np.maximum(lung, (wall - 0.91) * deep))
    _paint(hu, 25 + 6 * lobules, _oval(x, y, 0, -8, 36, 55))
    if z < 20:
        _paint(hu, 45 + plus * 0.6, _oval(x, y, 16, -28, 54, 42))
    else:
        _paint(hu, 44 + plus, _oval(x, y, -10, -30, 15, 15))
        _paint(hu, -960, _oval(x, y, 0, 8, 8, 8))
    _paint(hu, 44 + plus, _oval(x, y, 22, 32, 12, 12))
    _paint(hu, 400, np.maximum(np.abs(x) - 16, np.abs(y + 92) - 5))
    _ribs(hu, x, y, z, wall, deep)
