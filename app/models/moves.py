"""Why rows of the worklist moved, for the eye that saw it happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain.triage import SortKey

#: How long the list tells of a move.
MEMORY = timedelta(minutes=10)
_MOST = 200


@dataclass(frozen=True, slots=True)
class Move:
    """One study that moved up by itself, not because others left.

    Attributes:
        before: where it belonged before; for a study new to the list, where it stands without any detector.
        after: where it belongs now.
        from_row: its row before; for a study new to the list, its last row.
        to_row: its row right after the move.
        why: one sentence without patient data.
        at: when it moved (UTC).
    """

    uid: str
    before: SortKey
    after: SortKey
    from_row: int
    to_row: int
    why: str
    at: datetime


class Moves:
    """The latest move of each study, for ten minutes."""

    def __init__(self) -> None:
        self._latest: dict[str, Move] = {}

    def add(self, move: Move) -> None:
        """Remember a move in place of an earlier one of the same study."""
        self._latest.pop(move.uid, None)
        self._latest[move.uid] = move
        while len(self._latest) > _MOST:
            del self._latest[next(iter(self._latest))]

    def of(self, uid: str, now: datetime | None = None) -> Move | None:
        """The latest move of a study, or None where there was none within :data:`MEMORY`."""
        move = self._latest.get(uid)
        return move if move is not None and (now or datetime.now(UTC)) - move.at < MEMORY else None

    def last(self, now: datetime | None = None) -> Move | None:
        """The latest move of all, or None."""
        return self.of(next(reversed(self._latest)), now) if self._latest else None

    def forget(self, uid: str) -> None:
        """The reader undid the move of a study."""
        self._latest.pop(uid, None)

    def clear(self) -> None:
        """Forget all."""
        self._latest.clear()
