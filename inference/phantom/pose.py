"""The patient drawn from a seed: size, pose, age changes, and head coordinates on the coarse grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.phantom.fields import Frame, Grid, smooth_noise, stream
from inference.phantom.spec import PhantomSpec

GRID_STEP = 1.5


@dataclass(frozen=True, slots=True)
class Patient:
    """What varies from head to head; lengths in mm, angles in degrees.

    Attributes:
        scale: (x, y, z) size against the standard head.
        bone: factor on the skull's thickness.
        atrophy: 0 to 1.
        ventricles: factor on ventricle radii.
        sulcus: half width of a sulcus in mm.
        rotation: (yaw, roll, pitch).
        scalp: thickness of the scalp in mm.
    """

    scale: tuple[float, float, float]
    bone: float
    atrophy: float
    ventricles: float
    sulcus: float
    rotation: tuple[float, float, float]
    shift: tuple[float, float, float]
    scalp: float


def draw_patient(spec: PhantomSpec, pitch: float) -> Patient:
    """Draw the patient of ``spec``; ``pitch`` (chin up) is added to the random pose."""
    rng = stream(spec.seed, "patient")
    growth = 0.80 + 0.20 * min(spec.age / 12.0, 1.0)
    scale = growth * rng.normal(1.0, 0.022) * (1 + rng.normal(0, 0.016, 3))
    expected = np.clip((spec.age - 35) / 70, 0.02, 0.85)
    drawn = float(np.clip(expected + rng.normal(0, 0.10), 0.0, 1.0))
    atrophy = drawn if spec.atrophy is None else spec.atrophy
    bone = (0.45 + 0.55 * min(spec.age / 15.0, 1.0)) * float(np.clip(rng.normal(1, 0.11), 0.75, 1.35))
    ventricles = (0.78 + 0.75 * atrophy) * float(np.clip(rng.normal(1, 0.09), 0.8, 1.25))
    return Patient(
        scale=(float(scale[0]), float(scale[1]), float(scale[2])),
        bone=bone,
        atrophy=atrophy,
        ventricles=ventricles,
        sulcus=0.25 + 1.05 * atrophy,
        rotation=(rng.normal(0, 3.0), rng.normal(0, 1.5), rng.normal(0, 2.0) + pitch),
        shift=(rng.normal(0, 2.5), rng.normal(0, 2.5), rng.normal(0, 1.5)),
        scalp=float(np.clip(rng.normal(6.0, 1.2), 3.5, 9.0)) * growth,
    )


def placement(patient: Patient) -> NDArray[np.float64]:
    """float64 [3, 3]: head coordinates (scaled) to LPS, rotation times scale."""
    yaw, roll, pitch = np.radians(patient.rotation)
    about_z = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]])
    about_y = np.array([[np.cos(roll), 0, np.sin(roll)], [0, 1, 0], [-np.sin(roll), 0, np.cos(roll)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    return np.asarray(about_z @ about_y @ about_x @ np.diag(patient.scale), dtype=np.float64)


def head_frame(spec: PhantomSpec, patient: Patient, low_mm: float, high_mm: float) -> Frame:
    """Head coordinates between LPS z ``low_mm`` and ``high_mm``, warped so that no two heads are alike."""
    full = Grid.around((-99.0, -126.0, -105.0), (99.0, 123.0, 105.0), GRID_STEP)
    place = placement(patient)
    shift = np.asarray(patient.shift, dtype=np.float64)
    back = np.linalg.inv(place)
    first = max(int((low_mm - full.origin[2]) / GRID_STEP) - 1, 0)
    last = min(int(np.ceil((high_mm - full.origin[2]) / GRID_STEP)) + 2, full.shape[0])
    first = min(first, full.shape[0] - 2)
    last = max(last, first + 2)
    grid = Grid(
        (full.origin[0], full.origin[1], full.origin[2] + first * GRID_STEP),
        GRID_STEP,
        (last - first, full.shape[1], full.shape[2]),
    )
    x = (grid.axis(0) - np.float32(shift[0]))[None, None, :]
    y = (grid.axis(1) - np.float32(shift[1]))[None, :, None]
    z = (grid.axis(2) - np.float32(shift[2]))[:, None, None]
    rng = stream(spec.seed, "warp")
    coordinates = []
    for row in range(3):
        a, b, c = (np.float32(value) for value in back[row])
        warp = smooth_noise(rng, grid, 70.0)
        coordinates.append(a * x + b * y + c * z + np.float32(1.3) * warp)
    return Frame(grid, coordinates[0], coordinates[1], coordinates[2], place, shift)
