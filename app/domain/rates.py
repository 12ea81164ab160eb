"""Fractions with the uncertainty that belongs to them."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Two-sided 95 % of the standard normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``n``; ``low`` and ``high`` are the Wilson score interval of 95 % (E. B. Wilson, JASA 1927).

    ``value``, ``low`` and ``high`` lie in 0 to 1. Without any case nothing is known: the value is None, the interval
    0 to 1. Raises ValueError where ``hits`` is not within 0 to ``n``.
    """

    hits: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.n:
            raise ValueError("a rate has 0 to n hits")

    @property
    def value(self) -> float | None:
        """The fraction itself."""
        return self.hits / self.n if self.n else None

    @property
    def low(self) -> float:
        """Lower limit of the interval."""
        return self._limits()[0]

    @property
    def high(self) -> float:
        """Upper limit of the interval."""
        return self._limits()[1]

    def _limits(self) -> tuple[float, float]:
        if not self.n:
            return 0.0, 1.0
        p, z2n = self.hits / self.n, _Z * _Z / self.n
        middle = (p + z2n / 2) / (1 + z2n)
        half = _Z / (1 + z2n) * math.sqrt(p * (1 - p) / self.n + z2n / (4 * self.n))
        low = 0.0 if self.hits == 0 else max(0.0, middle - half)
        return low, 1.0 if self.hits == self.n else min(1.0, middle + half)

    def __str__(self) -> str:
        """Such as ``83 % (65-93 %, 20 of 24)``."""
        if self.value is None:
            return "none yet"
        low, high = round(self.low * 100), round(self.high * 100)
        return f"{self.value * 100:.0f} % ({low}\N{EN DASH}{high} %, {self.hits} of {self.n})"
