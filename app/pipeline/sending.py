"""Sends results to archives, where the settings ask for that: made once, sent once, tried again until it is done.

What is to be sent is written down before anything leaves (:mod:`app.results.outbox`). The objects of a result always
have the same UIDs: even one that is sent twice after a crash is one object in the archive.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pydicom.uid import generate_uid

from app.domain.events import Emit, Refused, ResultSent
from app.domain.study import Study, StudyRecord
from app.errors import DISK_TROUBLE, ArchiveCancelled, ArchiveError, CacheError, JournalError
from app.pacs.archive import Archive, destinations
from app.pacs.archives import Archives
from app.pacs.association import Cancel
from app.pacs.breaker import LINE_TROUBLE
from app.pacs.commitment import Commitment
from app.pacs.deliver import ask_commitment, store_objects
from app.pipeline.packing import made_at, pack
from app.results import outbox
from app.results.dicom.kinds import Kind
from app.results.outbox import Item, Outbox, Progress
from app.settings import Settings
from app.store.cache import ImageCache, folder_name
from app.store.journal import Journal
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

_MAX_BACKOFF_S = 600.0
#: An answer that says how much an archive holds may be so old: it was given while our objects came one by one.
_ANSWER_S = 60.0
#: Tried again for ever: trouble of the line, and a service that says that it has too much to do.
_LATER = LINE_TROUBLE | {"web_busy"}

#: Study Instance UID, and the name of the archive that gets its result.
_Parcel = tuple[str, str]


class Sending:
    """One thread; every method may be called from any thread. Nothing runs before :meth:`start`."""

    def __init__(self, archives: Archives, cache: ImageCache, journal: Journal, settings: Settings, emit: Emit) -> None:
        self._archives, self._cache, self._journal, self._emit = archives, cache, journal, emit
        self._settings = settings
        self._changed = threading.Condition()
        self._due: dict[_Parcel, float] = {}
        self._at_work: _Parcel | None = None
        self._attempts: dict[_Parcel, int] = {}
        self._boxes: dict[_Parcel, Outbox] = {}
        self._stored_at: dict[_Parcel, float] = {}  # the last object, on the clock of time.monotonic
        self._stopping = Cancel()
        self._thread = threading.Thread(target=self._run, name="firstread-results")

    def start(self) -> None:
        """Begin with what an earlier run left."""
        self._thread.start()

    def stop(self) -> None:
        """End, also in the middle of a conversation; then :meth:`join`."""
        with self._changed:
            self._stopping.set()
            self._changed.notify_all()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; True where it has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def apply(self, settings: Settings) -> None:
        """Use these settings from now on."""
        self._settings = settings

    def want(self, uid: str) -> None:
        """A study has a new result: send it, if the settings say so. Returns soon; never raises."""
        if not self._settings.results_send:
            return
        archives = self._destinations()
        missing = set(self._settings.results_archives) - {one.name for one in archives}
        if missing:
            names = ", ".join(sorted(missing))
            self._emit(Refused(f"results.archives names archives that are not in the settings: {names}."))
        unknown = set(self._settings.results_objects) - set(Kind)
        if unknown:
            self._emit(Refused(f"results.objects names what there is not: {', '.join(sorted(unknown))}."))
        record = self._journal.get(uid)
        if record is None:
            return
        announced = record.images_announced

        def begin(before: Outbox) -> Outbox:
            """What was sent before stays known: the same result is not sent again, and its UIDs tell."""
            fetched = before.announced != announced  # since then, so that what was sent before is counted
            extra = -before.sent if fetched else before.extra
            return replace(before, tries=0, announced=announced, extra=extra)

        for archive in archives:
            parcel = uid, archive.name
            if self._change(parcel, begin) is not None:
                self._put(parcel, 0.0)

    def without_ours(self, study: Study, known: StudyRecord | None, archive: str) -> Study:
        """A study as an archive tells of it, without the objects that we sent there: it did not grow by these."""
        if known is None or study.images_expected is None:
            return study
        parcel = study.study_instance_uid, archive
        with self._changed:
            box = self._boxes.get(parcel)
            coming = time.monotonic() - self._stored_at.get(parcel, -math.inf) < _ANSWER_S
            # The archive may have more than is noted of one that goes out or is due; not where it refused.
            going = parcel == self._at_work or (parcel in self._due and parcel not in self._attempts)
        announced = known.images_announced
        if box is None or announced is None or box.announced != announced:
            return study
        going = going and bool(box.waiting)
        more, most = study.images_expected - announced, (len(box.items) if going else box.sent) + box.extra
        ours = 0 < more <= most if going or coming else 0 < more == most
        return replace(study, images_expected=announced) if ours else study

    def committed(self, report: Commitment) -> None:
        """An archive's report on storage commitment, from whatever association it came."""
        with self._changed:
            asked = {box.transaction: parcel for parcel, box in self._boxes.items() if box.transaction}
            mine = asked.get(report.transaction_uid)
        if mine is None:
            return

        def told(box: Outbox) -> Outbox:
            lost = report.failed & box.uids
            box = box.at(Progress.COMMITTED, *(report.committed - lost)).at(Progress.WAITING, *lost)
            return replace(box, transaction="", tries=box.tries + 1) if lost else box

        box = self._change(mine, told)
        if box is not None and box.waiting:
            _log.warning("%d results were taken and not kept by the archive", len(box.waiting))
            self._later(mine)

    # ---- the thread ----

    def _run(self) -> None:
        self._take_up()
        while (parcel := self._next()) is not None:
            try:
                self._send(parcel)
                self._attempts.pop(parcel, None)
            except ArchiveCancelled:
                return
            except ArchiveError as error:
                self._failed(parcel, error)
            except FirstreadError as error:
                passes = isinstance(error, JournalError) or error.reason.code in DISK_TROUBLE
                if parcel not in self._attempts:  # told once, however often it is tried
                    later = " It is tried again." if passes else ""
                    self._emit(Refused(f"A result cannot be sent. {error.reason.text}{later}"))
                if passes:
                    self._later(parcel)
            except Exception:  # one result must not stop the others
                _log.exception("a result could not be sent")
                self._emit(Refused("A result cannot be made ready to be sent; the log says more."))

    def _take_up(self) -> None:
        """What earlier runs left: to be sent, and what was sent and is counted in the archive."""
        for record in self._journal.records():
            if self._stopping.is_set:
                return
            folder = self._folder(record.uid)
            for box in outbox.load_all(folder) if folder is not None else ():
                parcel = record.uid, box.archive
                with self._changed:
                    self._boxes.setdefault(parcel, box)
                if self._settings.results_send and not self._done(box):
                    self._put(parcel, 0.0)

    def _send(self, parcel: _Parcel) -> None:
        uid, name = parcel
        folder = self._folder(uid)
        box = outbox.load(folder, name) if folder is not None else None
        archive = next((one for one in self._destinations() if one.name == name), None)
        if folder is None or box is None or archive is None:
            return
        record = self._journal.get(uid)
        if record is not None and record.state.final and not record.state.concluded:
            return  # what is here is of an earlier analysis and no longer holds; a new result is wanted anew
        if box.tries > self._settings.fetch_retries:
            self._give_up(box, "The archive does not keep it.")
            return
        box = self._made(parcel, folder, box)
        taken = bool(box.waiting)
        while box.waiting:  # one after the other, each noted at once
            paths = [outbox.object_path(folder, item.kind) for item in box.waiting]
            store_objects(archive, paths, lambda sop: self._stored(parcel, sop), self._stopping)
            with self._changed:
                box = self._boxes.get(parcel, box)
        if taken:
            self._emit(ResultSent(uid, name))
        if all(self._done(one) for one in self._twins(uid)):
            outbox.drop_objects(folder)
        confirms = self._settings.results_commitment and not archive.takes_stow  # which knows no such service
        if box.items and confirms and not box.transaction:
            self._ask(parcel, box, archive)

    def _made(self, parcel: _Parcel, folder: Path, box: Outbox) -> Outbox:
        """The outbox with the objects of the result as it is now; what is the same as before stays as it was."""
        uid, at = parcel[0], made_at(folder)
        if at is None:
            return box
        which = " ".join((at.isoformat(), *self._settings.results_objects))
        if which == box.result and all(outbox.object_path(folder, one.kind).is_file() for one in box.waiting):
            return box
        items = self._made_before(uid, folder, which) or pack(
            self._cache, uid, folder, at, self._settings.results_objects
        )

        def renew(before: Outbox) -> Outbox:
            if {item.sop_instance_uid for item in items} == before.uids:
                return replace(before, result=which)
            known = {item.sop_instance_uid: item for item in before.items}
            kept = tuple(known.get(item.sop_instance_uid, item) for item in items)
            replaced = before.sent - sum(item.progress is not Progress.WAITING for item in kept)
            return replace(before, items=kept, transaction="", result=which, extra=before.extra + replaced)

        return self._change(parcel, renew) or box

    def _made_before(self, uid: str, folder: Path, which: str) -> tuple[Item, ...]:
        """The objects that were just made for another archive; nothing where these are not all here."""
        for box in self._twins(uid):
            if box.result == which and all(outbox.object_path(folder, one.kind).is_file() for one in box.items):
                return tuple(replace(one, progress=Progress.WAITING) for one in box.items)
        return ()

    def _stored(self, parcel: _Parcel, sop_instance_uid: str) -> None:
        if self._change(parcel, lambda box: box.at(Progress.STORED, sop_instance_uid)) is not None:
            with self._changed:
                self._stored_at[parcel] = time.monotonic()

    def _ask(self, parcel: _Parcel, box: Outbox, archive: Archive) -> None:
        """Ask for storage commitment, once. An archive that has none keeps what it was sent all the same."""
        transaction = str(generate_uid())
        # Before the question: the report may be faster than its answer.
        self._change(parcel, lambda before: replace(before, transaction=transaction))
        references = [(item.sop_class_uid, item.sop_instance_uid) for item in box.items]
        try:
            ask_commitment(archive, transaction, references, self.committed, self._stopping)
        except ArchiveCancelled:
            raise
        except ArchiveError as error:
            _log.info("no storage commitment: %s", error.reason.code)
            if error.reason.code in LINE_TROUBLE:
                self._change(parcel, lambda before: replace(before, transaction=""))
                raise

    def _failed(self, parcel: _Parcel, error: ArchiveError) -> None:
        _log.info("a result was not sent: %s", error.reason.code)
        more = error.reason.code not in _LATER
        box = self._change(parcel, lambda before: replace(before, tries=before.tries + more))
        if box is None:
            return
        if box.tries > self._settings.fetch_retries:
            self._give_up(box, error.reason.text)
        else:
            self._later(parcel)

    def _give_up(self, box: Outbox, why: str) -> None:
        self._emit(Refused(f"A result was not sent after {box.tries} tries. {why}"))

    # ---- shared ----

    def _destinations(self) -> tuple[Archive, ...]:
        return destinations(self._archives.archives, self._settings)

    def _twins(self, uid: str) -> list[Outbox]:
        """What goes to the archives of a study's result, each box for one of them."""
        names = {one.name for one in self._destinations()}
        with self._changed:
            return [box for (which, name), box in self._boxes.items() if which == uid and name in names]

    def _done(self, box: Outbox) -> bool:
        """Whether nothing of it will be sent any more: it is there, or it was given up."""
        return bool(box.items and not box.waiting) or box.tries > self._settings.fetch_retries

    def _folder(self, uid: str) -> Path | None:
        """The folder of a study, None for one that is forgotten: it shall not come back for this."""
        folder = self._cache.root / folder_name(uid)
        return folder if folder.is_dir() else None

    def _change(self, parcel: _Parcel, change: Callable[[Outbox], Outbox]) -> Outbox | None:
        """Change an outbox, in memory and on disk, in one step; None for a study that is forgotten."""
        uid, archive = parcel
        with self._changed:
            folder = self._folder(uid)
            if folder is None:
                self._boxes.pop(parcel, None)
                self._stored_at.pop(parcel, None)
                return None
            before = self._boxes.get(parcel) or outbox.load(folder, archive) or Outbox(archive)
            box = self._boxes[parcel] = change(before)
            try:
                outbox.save(folder, box)
            except CacheError as error:  # the worst that follows is that the same objects are sent once more
                _log.warning("how far results are sent could not be written down: %s", error.reason.code)
            return box

    def _later(self, parcel: _Parcel) -> None:
        attempt = self._attempts[parcel] = self._attempts.get(parcel, 0) + 1
        wait_s = min(self._settings.fetch_backoff_s * 2 ** min(attempt, 30), _MAX_BACKOFF_S)
        self._put(parcel, time.monotonic() + wait_s)

    def _put(self, parcel: _Parcel, not_before: float) -> None:
        with self._changed:
            self._due[parcel] = not_before
            self._changed.notify_all()

    def _next(self) -> _Parcel | None:
        """The result whose turn it is, waited for; None at the end."""
        with self._changed:
            self._at_work = None
            while not self._stopping.is_set:
                parcel = min(self._due, key=lambda one: self._due[one], default=None)
                left = self._due[parcel] - time.monotonic() if parcel is not None else None
                if parcel is not None and left is not None and left <= 0:
                    del self._due[parcel]
                    self._at_work = parcel
                    return parcel
                self._changed.wait(left)
            return None
