"""Slabs of several studies in one run of the network, and whose is which slice of the answer."""

from __future__ import annotations

from collections.abc import Sequence


def shares(depths: Sequence[int], context: int) -> list[slice]:
    """Which slices of the answer belong to which of several slabs laid end to end.

    A slab of ``depth`` slices has answers for ``depth - 2 * context``; those that look across a seam are nobody's.

    Args:
        depths: slices of each slab, its context included.
        context: slices that the network looks at on either side.
    """
    out, first = [], 0
    for depth in depths:
        out.append(slice(first, first + depth - 2 * context))
        first += depth
    return out
