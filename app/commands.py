"""What the window asks of the pipeline, noted in the audit file on its way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.edits import ReaderResult
from app.domain.feedback import Verdict
from app.pipeline.service import Pipeline
from app.pipeline.team import Share, alone
from app.store import marks
from app.store.audit import Action, Entry, login_name
from app.upkeep import Upkeep


class AuditedCommands:
    """Passes each command on; every call returns at once."""

    def __init__(
        self,
        pipeline: Pipeline,
        upkeep: Upkeep,
        reader: str = "",
        share: Share = alone,
        shares_notes: bool = False,
    ) -> None:
        """``reader`` is who acts here, as others are told; without it the login name.

        ``share`` carries out a change of a study's marks, and lets the other workstations know; ``shares_notes`` where
        it tells them notes, too.
        """
        #: Whether other workstations show the notes that are written here.
        self.shares_notes = shares_notes
        self._pipeline, self._upkeep, self._share = pipeline, upkeep, share
        self._reader = reader or login_name()

    def open_case(self, uid: str, generation: int) -> None:
        """Read images and result of a study."""
        self._noted(uid, self._upkeep.opened(uid))
        self._pipeline.open_case(uid, generation)
        self._pipeline.act(lambda journal: marks.opened(journal, uid))

    def open_prior(self, uid: str, generation: int) -> None:
        """Find and fetch the last earlier head CT of a study's patient."""
        self._record(Action.OPENED, uid, "asked for an earlier study of the patient")
        self._pipeline.open_prior(uid, generation)

    def open_other_results(self, uid: str, generation: int) -> None:
        """Find and fetch what other products left with a study."""
        self._record(Action.OPENED, uid, "asked for results of other products")
        self._pipeline.open_other_results(uid, generation)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Take up the studies of DICOM files and folders."""
        self._pipeline.open_files(paths)

    def retry(self, uid: str) -> None:
        """Fetch and analyse a study again."""
        self._record(Action.CHANGED, uid, "asked to fetch and analyse again")
        self._pipeline.retry(uid)

    def withdraw(self, uid: str) -> None:
        """Take a study off the line."""
        self._record(Action.CHANGED, uid, "asked to take off the line")
        self._pipeline.withdraw(uid)

    def mark_read(self, uid: str, read: bool) -> None:
        """Note that the reader is done with a study, or is not; their claim on it ends where they are done."""
        self._record(Action.CHANGED, uid, "marked as read" if read else "marked as unread")
        self._mark(uid, lambda journal: journal.mark_read(uid, read, self._reader))

    def claim(self, uid: str, claimed: bool) -> None:
        """The reader reads a study now, or gives it free for others."""
        self._record(Action.CHANGED, uid, "claimed" if claimed else "given free")
        reader = self._reader if claimed else ""
        self._mark(uid, lambda journal: marks.claim(journal, uid, reader))

    def flag(self, uid: str, flagged: bool) -> None:
        """Mark a study for a second look, or take the mark away."""
        self._record(Action.CHANGED, uid, "flagged" if flagged else "flag taken away")
        self._mark(uid, lambda journal: marks.flag(journal, uid, flagged))

    def pin(self, uid: str, pinned: bool) -> None:
        """Have a study keep its place in the list, or let it go."""
        self._record(Action.CHANGED, uid, "pinned" if pinned else "pin taken away")
        self._pipeline.act(lambda journal: marks.pin(journal, uid, pinned))

    def note(self, uid: str, text: str) -> None:
        """Replace the note of a study; what it says is no part of the audit file."""
        self._record(Action.CHANGED, uid, "note written" if text.strip() else "note taken away")
        self._mark(uid, lambda journal: marks.note(journal, uid, text))

    def judge(self, uid: str, verdict: Verdict | None, reason: str) -> None:
        """The reader's verdict on the answer, with a reason code; None takes it back."""
        said = (
            f"verdict {verdict.value}{' because of ' + reason if reason else ''}" if verdict else "verdict taken back"
        )
        self._record(Action.CHANGED, uid, said)
        self._mark(uid, lambda journal: marks.judge(journal, uid, verdict, reason, self._reader))

    def _record(self, action: Action, uid: str, detail: str) -> None:
        self._noted(uid, self._upkeep.record(action, uid, detail))

    def _noted(self, uid: str, entry: Entry | None) -> None:
        """Have the journal know of an act before it is done: where we are killed then, the audit file learns of it."""
        if entry is not None:
            self._pipeline.act(lambda journal: marks.acted(journal, uid, entry))

    def _mark(self, uid: str, change: marks.Change) -> None:
        self._pipeline.act(lambda journal: self._share(journal, uid, self._reader, change))

    def opened_elsewhere(self, uid: str) -> None:
        """The reader looks at a study in the viewer of the PACS."""
        self._record(Action.OPENED, uid, "in the viewer of the PACS")
        self._pipeline.act(lambda journal: marks.opened(journal, uid))

    def alerted(self, uids: Sequence[str], again: bool) -> None:
        """The alert, or with ``again`` the second call, was given for these studies."""
        self._pipeline.act(lambda journal: marks.alerted(journal, uids, again))

    def exported(self, what: str) -> None:
        """Something left the program as a file; ``what`` names no patient."""
        self._upkeep.record(Action.EXPORTED, detail=what)

    @property
    def reader(self) -> str:
        """Who acts here, as others are told."""
        return self._reader

    def keep_edits(self, uid: str, edits: ReaderResult | None) -> None:
        """Keep what a reader made of a result beside it, or forget it."""
        self._record(Action.CHANGED, uid, edits.steps[-1].text if edits is not None else "edits taken back")
        self._pipeline.keep_edits(uid, edits)

    def set_paused(self, paused: bool) -> None:
        """Stop or go on fetching and analysing."""
        self._upkeep.record(Action.CHANGED, detail="paused" if paused else "resumed")
        self._pipeline.set_paused(paused)
