"""Falx and tentorium: where the sheets of dura lie in head coordinates, mm."""

from __future__ import annotations

import numpy as np

from inference.phantom.fields import F32


def falx_extent(y: F32, z: F32) -> F32:
    """Signed extent of the falx in its plane, mm (negative where it is)."""
    arch = np.sqrt(((y - 14) / 66) ** 2 + ((z + 2) / 44) ** 2)
    return np.asarray(np.maximum((1 - arch) * 44, -22 - z), dtype=np.float32)


def tentorium_height(ax: F32, y: F32, z: F32) -> F32:
    """Height above the sheet of the tentorium, mm; ``ax`` is |x|."""
    along = np.clip((y - 22) / 58, -0.4, 1.1)
    roof = 2 - 18 * along - 25 * (1 - np.exp(-((ax / 38) ** 2)))
    return np.asarray(z - roof, dtype=np.float32)


def tentorium_extent(x: F32, y: F32) -> F32:
    """Signed extent of the tentorium in its sheet, mm (negative where it is, outside the notch)."""
    notch = 1 - np.sqrt((x / 17.5) ** 2 + ((y - 4) / 20) ** 2)
    return np.asarray(np.maximum(notch * 17, (-8 + 0.56 * np.abs(x)) - y), dtype=np.float32)
