"""The rows of the paper's tables: all hemorrhages, its three groups, and the single types."""

from __future__ import annotations

from inference.types import TYPES, HemorrhageType

GROUPS: tuple[str, ...] = ("IPH", "EDH/SDH", "SAH")
"""The paper's three groups; IPH holds IVH."""
STRATA: dict[str, frozenset[HemorrhageType]] = {
    "all": frozenset(TYPES),
    **{group: frozenset(t for t in TYPES if t.group == group) for group in GROUPS},
    **{f"type {t}": frozenset({t}) for t in TYPES if t is not HemorrhageType.SAH},
}
"""Every row's types: all, the paper's groups, and the single types of the groups that hold two."""
