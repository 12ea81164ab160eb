"""Where hemorrhages arise: centres drawn from the anatomy by type and site."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.training.synthesis.head import HeadAnatomy

# Columns of HeadAnatomy.points.
_DEPTH, _LATERAL, _BELOW, _BACK, _VAULT = 3, 4, 5, 6, 7


def _candidates(head: HeadAnatomy, site: str) -> NDArray[np.bool_]:
    p, s = head.points, head.scale
    depth, lateral, below, back = p[:, _DEPTH], np.abs(p[:, _LATERAL]) / s, p[:, _BELOW], p[:, _BACK]
    dry = (head.wet < 0.4) & ~head.in_ventricle
    opened = head.in_sulci[:, 0]
    supratentorial = below < 88
    # Under the vault rather than on the skull base.
    surface = (depth < 3.0) & ((below < 55) | (p[:, _VAULT] < 9))
    match site:
        case "lobar":
            return dry & supratentorial & (depth > 5) & (depth < 26) & (below > 8) & (lateral > 6)
        case "contusion":
            frontal = (back < 0.3) & (below > 55) & (below < 90)
            temporal = (lateral > 42) & (below > 68) & (below < 100) & (back < 0.5)
            return dry & (frontal | temporal) & (depth > 3) & (depth < 14)
        case "basal ganglia":
            return dry & (below > 60) & (below < 86) & (lateral > 14) & (lateral < 34) & (back > 0.34) & (back < 0.54)
        case "thalamus":
            return dry & (below > 60) & (below < 82) & (lateral > 5) & (lateral < 18) & (back > 0.43) & (back < 0.58)
        case "cerebellum":
            return dry & (below > 98) & (below < 125) & (lateral > 6) & (back > 0.62) & (depth > 5)
        case "pons":
            return dry & (below > 99) & (below < 120) & (lateral < 12) & (back > 0.51) & (back < 0.63) & (depth > 6)
        case "convexity":
            return surface & (below > 10) & (below < 95) & (lateral > 12)
        case "temporal":
            return surface & (below > 50) & (below < 105) & (lateral > 45) & (back > 0.25) & (back < 0.65)
        case "posterior fossa":
            return surface & (below > 90) & (below < 125) & (back > 0.7) & (lateral > 8)
        case "falx":
            return (lateral < 3) & (below > 8) & (below < 72) & (depth > 3) & (depth < 24) & ~head.in_ventricle
        case "tentorium":
            near = np.abs(below - 82 - 0.35 * lateral) < 6
            return near & (lateral > 6) & (lateral < 42) & (back > 0.55) & (back < 0.88)
        case "sulci":
            return opened & (depth < 18) & (below > 8) & (below < 85)
        case "narrow sulci":
            return head.in_sulci[:, 1] & (depth < 16) & (below > 8) & (below < 88)
        case "sylvian":
            return opened & (lateral > 22) & (below > 55) & (below < 95) & (back > 0.2) & (back < 0.6)
        case "cisterns":
            return opened & (lateral < 26) & (below > 72) & (below < 120) & (back > 0.25) & (back < 0.75)
        case "perimesencephalic":
            return opened & (lateral < 24) & (below > 72) & (below < 112) & (back > 0.42) & (back < 0.66)
        case "interhemispheric":
            return head.in_sulci.any(axis=1) & (lateral < 5) & (below > 8) & (below < 80) & (depth < 30)
        case "tentorial":
            near = np.abs(below - 82 - 0.35 * lateral) < 8
            return head.in_sulci.any(axis=1) & near & (lateral > 5) & (lateral < 45) & (back > 0.5) & (back < 0.9)
        case "ventricle":
            return head.in_ventricle
    raise ValueError(f"unknown site {site!r}")


def draw(
    head: HeadAnatomy, sites: dict[str, float], rng: np.random.Generator
) -> tuple[str, tuple[float, float, float]] | None:
    """A site by its weight, and a centre voxel (z, y, x) in it; None where the head has none of the sites."""
    left = dict(sites)
    while left:
        names, weights = list(left), np.array(list(left.values()))
        site = str(rng.choice(names, p=weights / weights.sum()))
        found = np.flatnonzero(_candidates(head, site))
        if len(found) >= 3:
            z, y, x = head.points[rng.choice(found), :3]
            return site, (float(z), float(y), float(x))
        del left[site]
    return None


def pick(head: HeadAnatomy, found: NDArray[np.bool_], rng: np.random.Generator) -> tuple[float, float, float] | None:
    """One of the sample's points [N] that are ``found``, as a voxel (z, y, x); None where there is none."""
    indices = np.flatnonzero(found)
    if len(indices) == 0:
        return None
    z, y, x = head.points[rng.choice(indices), :3]
    return float(z), float(y), float(x)
