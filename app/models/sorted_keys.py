"""Many sort keys, kept sorted while single ones change."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from app.domain.triage import SortKey


class SortedKeys:
    """Sort keys, smallest first. A key ends with its Study Instance UID, so no two are equal."""

    def __init__(self, keys: Iterable[SortKey] = ()) -> None:
        """Start with ``keys``; sorting is fast where they are sorted already."""
        self._sorted = sorted(keys)

    def __len__(self) -> int:
        return len(self._sorted)

    def __iter__(self) -> Iterator[SortKey]:
        return iter(self._sorted)

    def __contains__(self, key: SortKey | None) -> bool:
        if key is None:
            return False
        place = bisect_left(self._sorted, key)
        return place < len(self._sorted) and self._sorted[place] == key

    def uids(self) -> list[str]:
        """All studies in their right order."""
        return [key[-1] for key in self._sorted]

    def place(self, key: SortKey) -> int:
        """The row of a key, or where it would be."""
        return bisect_left(self._sorted, key)

    def insert(self, key: SortKey) -> None:
        """Enter a key that is not here."""
        insort(self._sorted, key)

    def remove(self, key: SortKey | None) -> None:
        """Take a key out; nothing happens for one that is not here."""
        if key is not None and key in self:
            del self._sorted[self.place(key)]
