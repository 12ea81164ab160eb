"""What the window asks of the pipeline, noted in the audit file on its way."""

from __future__ import annotations

from app.pipeline.service import Pipeline
from app.store.audit import Action
from app.upkeep import Upkeep


class AuditedCommands:
    """Passes each command on; every call returns at once."""

    def __init__(self, pipeline: Pipeline, upkeep: Upkeep) -> None:
        self._pipeline, self._upkeep = pipeline, upkeep

    def open_case(self, uid: str, generation: int) -> None:
        """Read images and result of a study."""
        self._upkeep.opened(uid)
        self._pipeline.open_case(uid, generation)

    def retry(self, uid: str) -> None:
        """Fetch and analyse a study again."""
        self._upkeep.record(Action.CHANGED, uid, "asked to fetch and analyse again")
        self._pipeline.retry(uid)

    def withdraw(self, uid: str) -> None:
        """Take a study off the line."""
        self._upkeep.record(Action.CHANGED, uid, "asked to take off the line")
        self._pipeline.withdraw(uid)

    def mark_read(self, uid: str, read: bool) -> None:
        """Note that the reader is done with a study, or is not."""
        self._upkeep.record(Action.CHANGED, uid, "marked as read" if read else "marked as unread")
        self._pipeline.mark_read(uid, read)

    def set_paused(self, paused: bool) -> None:
        """Stop or go on fetching and analysing."""
        self._upkeep.record(Action.CHANGED, detail="paused" if paused else "resumed")
        self._pipeline.set_paused(paused)
