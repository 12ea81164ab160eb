"""The housekeeper: one thread that writes the audit file and the metrics, and keeps the image cache within its limits.

Whoever has something to note leaves it in a queue and goes on; nothing here ever makes the window or the line wait.
What the line did is read from the journal's steps, so that nothing is missed and nothing is told twice; what readers do
is noted in the journal, too, until the next start (:func:`app.store.marks.acted`).
"""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import resources
from app.domain.drift import ScoreHistogram
from app.domain.events import DeviceStatus, Event, PriorChanged, PriorLoaded, QueueStatus, ResultSent, StudyChanged
from app.domain.metrics import WINDOW, Metrics, Tally
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import AuditError
from app.gpu_load import GpuLoads
from app.results import case_files, metrics_file
from app.settings import Settings
from app.store import marks
from app.store.audit import Action, AuditLog, CutShort, Entry, cut_short, login_name, study_name
from app.store.audit_message import message
from app.store.cache import ImageCache, folder_name
from app.store.clock import believe
from app.store.journal import Journal, Transition
from app.store.retention import Limits, sweep, to_forget
from app.store.syslog import Collector, Syslog
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

#: Seconds between two looks at the metrics, two writings of their files, and two sweeps of the cache.
METRICS_S, FILES_S, SWEEP_S = 2.0, 15.0, 60.0
#: Where images are to be encrypted or decrypted: so long at a time, and so long a rest in between.
_CONVERT_S, _CONVERT_REST_S = 0.5, 1.0
#: Trouble that lasts, or that is back, is told again after so many seconds: a sentence stays for seconds only.
TOLD_AGAIN_S = 3600.0
#: Entries written at once, and so the most that wait for one sync of the disk.
_BATCH = 200
_DAY_S = 86_400.0
#: What the clock said last, for :mod:`app.store.clock`.
CLOCK_FILE = "clock.json"
_KEY_LOST = "The key of the encrypted images is lost. They were removed, and are fetched again when they are needed."


def limits_of(settings: Settings) -> Limits:
    """What the settings allow the cache."""
    return Limits(
        budget_bytes=settings.storage_images_gb * 1e9,
        free_bytes=settings.storage_free_gb * 1e9,
        images_s=settings.storage_images_days * _DAY_S,
        results_s=settings.storage_results_days * _DAY_S,
        lookback_s=settings.poll_lookback_hours * 3600.0,
    )


class Upkeep:
    """Takes notes from any thread, works in its own."""

    def __init__(
        self,
        audit: AuditLog,
        journal: Journal,
        cache: ImageCache,
        settings: Settings,
        folder: Path,
        tell: Callable[[str], None],
    ) -> None:
        """``folder`` is for small files of its own; ``tell`` takes one sentence about trouble, from any thread."""
        self._audit, self._journal, self._cache, self._folder, self._tell = audit, journal, cache, folder, tell
        self._limits, self._model_dir = limits_of(settings), settings.analysis_model_dir
        self._user = login_name()
        self._queue: SimpleQueue[Callable[[], None] | Entry | None] = SimpleQueue()
        # What was done before this run. The order is the journal's, for the clock may be put back at any time.
        self._last_step, self._last_act = journal.last_step(), marks.last_act(journal)
        self._changed_at: dict[str, datetime] = {}
        self._told_until: dict[str, int] = {}
        self._open: str | None = None
        self._beside: str | None = None
        self._tally = Tally()
        self._gpus: GpuLoads | None = None  # made in its own thread: the driver takes a moment
        self._metrics = self._tally.metrics(datetime.now(UTC))
        self._pending: list[Entry] = []
        self._told_at: dict[str, float] = {}
        self._uids: dict[str, str] = {}
        self._syslog: Syslog | None = None
        self._no_syslog = ""
        try:
            self._syslog = _collector(settings, tell)
        except AuditError as error:  # the audit file has everything, and the line must not wait for this
            self._no_syslog = f"{error.reason.text} The syslog collector gets no audit messages."
        self._with_patient = settings.audit_syslog_tls
        self._converted = False
        self._clock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="firstread-upkeep")

    def start(self) -> None:
        """Begin; what was noted before is written now."""
        self.record(Action.STARTED)
        if self._cache.lost:
            self._tell(_KEY_LOST)
        if self._no_syslog:
            _log.warning("upkeep: %s", self._no_syslog)
            self._tell(self._no_syslog)
        if self._syslog is not None:
            self._syslog.start()
        self._thread.start()

    def close(self) -> None:
        """Write what was noted so far, and end. May be called without :meth:`start`, and twice."""
        if self._thread.is_alive():
            self.record(Action.STOPPED)
            self._queue.put(None)
            self._thread.join()
            if self._syslog is not None:
                self._syslog.close()

    def apply(self, settings: Settings) -> None:
        """Keep these settings' limits from now on; callable from any thread."""
        self._limits = limits_of(settings)

    def over(
        self,
        records: Sequence[StudyRecord],
        now: datetime | None = None,
        at_work: Callable[[str], bool] = lambda _: False,
    ) -> list[str]:
        """UIDs of the studies whose time is over, that are not open and not ``at_work``, by its UID.

        None is while the clock is doubted (:mod:`app.store.clock`); with ``now`` it is not asked. Trouble is told.
        """
        with self._guarded():
            if now is None:
                now = datetime.now(UTC)
                self._believe(now, max((record.found_at for record in records), default=now))
            return to_forget(records, self._limits, lambda uid: self._is_open(uid) or at_work(uid), now)
        return []

    def _believe(self, now: datetime, before: datetime) -> None:
        """As :func:`app.store.clock.believe`; from any thread."""
        with self._clock:
            believe(self._folder / CLOCK_FILE, now, before)

    def forget_old(self, at_work: Callable[[str], bool], now: datetime | None = None) -> list[str]:
        """Remove the studies that are :meth:`over`, with images and results, and return their UIDs.

        Takes a while: not for the window.
        """
        gone = list[str]()

        def may_go(record: StudyRecord) -> bool:
            if not self.over([record], now or datetime.now(UTC), at_work):
                return False  # somebody asked for it since
            self._cache.remove(record.uid)  # first: what the journal does not know any more, nobody would remove
            gone.append(record.uid)
            return True

        with self._guarded():
            self._journal.forget(self.over(self._journal.records(), now, at_work), may_go)
        for uid in gone:
            self.record(Action.REMOVED, uid, "the study, after its days")
        self._queue.put(lambda: self._let_go(gone))
        return gone

    @property
    def metrics(self) -> Metrics:
        """The latest look at the line."""
        return self._metrics

    def record(self, action: Action, study_instance_uid: str = "", detail: str = "") -> Entry:
        """Have the audit file say that the user did something, now. ``detail`` holds no patient data."""
        study = self._named(study_instance_uid) if study_instance_uid else ""
        entry = Entry(datetime.now(UTC), self._user, action, study, detail)
        self._queue.put(entry)
        return entry

    def opened(self, study_instance_uid: str) -> Entry | None:
        """A reader looks at a study; asking for the same one again is not another look, and gives None."""
        if study_instance_uid == self._open:
            return None
        self._open, self._beside = study_instance_uid, None
        entry = self.record(Action.OPENED, study_instance_uid)
        self._queue.put(lambda: self._cache.touch(study_instance_uid))
        return entry

    def note(self, event: Event) -> None:
        """Take note of what the line tells."""
        match event:
            case StudyChanged(record=record) | PriorChanged(record=record):
                if self._changed_at.get(record.uid) != record.changed_at:  # else only a number of images rose
                    self._changed_at[record.uid] = record.changed_at
                    self._queue.put(lambda: self._study(record))
            case ResultSent(study_instance_uid=uid, archive=archive):
                self.record(Action.EXPORTED, uid, f"result, to the archive {archive}")
            case PriorLoaded(study_instance_uid=uid, prior=prior) if prior is not None and uid == self._open:
                self._beside = prior.study_instance_uid
            case QueueStatus():
                self._queue.put(lambda: setattr(self._tally, "queue", event))
            case DeviceStatus():
                self._queue.put(lambda: setattr(self._tally, "device", event))

    # ---- its own thread ----

    def _run(self) -> None:
        with self._guarded():
            self._go_on()
        now = time.monotonic()
        due = {self._look: now, self._write_metrics: now + 1.0, self._sweep: now + METRICS_S, self._convert: now}
        every = {
            self._look: METRICS_S, self._write_metrics: FILES_S, self._sweep: SWEEP_S, self._convert: _CONVERT_REST_S,
        }  # fmt: skip
        going = True
        while going:
            going = self._take(max(0.0, min(due.values()) - time.monotonic()))
            for task, at in due.items():
                if time.monotonic() >= at:
                    due[task] = time.monotonic() + every[task]
                    with self._guarded():
                        task()
        for task in (self._look, self._write_metrics):
            with self._guarded():
                task()
        if self._gpus is not None:
            self._gpus.close()

    def _go_on(self) -> None:
        """Where a crash ended the last run, what was done last may be in the journal alone: it is written first."""
        last = cut_short(self._audit.path)
        if last is not None:
            self._catch_up(last)
            self._write()
        marks.drop_acts(self._journal, self._last_act)

    def _catch_up(self, last: CutShort) -> None:
        """Have pending what the ``last`` run did and did not write: steps of the line, and acts of readers."""
        for record in self._journal.records():
            if record.changed_at >= last.since:
                self._study(record, last)
        for uid, at, action, detail in marks.acts(self._journal, self._last_act):
            if at >= last.since and (study_name(uid), at) not in last.written:
                self._pending.append(Entry(at, self._user, action, self._named(uid), detail))
        self._pending.sort(key=lambda entry: entry.at)

    def _take(self, timeout_s: float) -> bool:
        """Do what is in the queue, waiting at most so long for it; False at the end."""
        going = True
        for count in range(_BATCH):
            try:
                item = self._queue.get(timeout=timeout_s) if count == 0 else self._queue.get_nowait()
            except Empty:
                break
            if item is None:
                going = False
                break
            if isinstance(item, Entry):
                self._pending.append(item)
            else:
                with self._guarded():
                    item()
        with self._guarded():
            self._write()
        return going

    def _write(self) -> None:
        """Have the audit file, and then the collector, hold what is pending."""
        if self._pending:
            self._audit.append(self._pending)
            written, self._pending = self._pending, []
            self._pass_on(written)

    def _let_go(self, uids: Sequence[str]) -> None:
        """Studies that were forgotten are not kept in mind either, once their last entries are written."""
        self._write()
        for uid in uids:
            self._changed_at.pop(uid, None)
            self._told_until.pop(uid, None)
            self._uids.pop(study_name(uid), None)

    def _named(self, study_instance_uid: str) -> str:
        """The study's name in the audit file; for the collector it is remembered whose it is."""
        name = study_name(study_instance_uid)
        if self._syslog is not None:
            self._uids[name] = study_instance_uid
        return name

    def _pass_on(self, entries: Sequence[Entry]) -> None:
        """Have the collector of audit messages told what was just written."""
        if self._syslog is None:
            return
        for entry in entries:
            uid = self._uids.get(entry.study, "")
            record = self._journal.get(uid) if uid and self._with_patient else None
            self._syslog.send(message(entry, uid, record.study.patient_id if record is not None else ""))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Trouble is told, each kind at most every :data:`TOLD_AGAIN_S`, and does not end the housekeeping."""
        try:
            yield
        except FirstreadError as error:
            code, now = error.reason.code, time.monotonic()
            if now - self._told_at.get(code, -math.inf) >= TOLD_AGAIN_S:
                self._told_at[code] = now
                _log.warning("upkeep: %s", error.reason.text)
                self._tell(error.reason.text)
        except Exception:  # whatever it is, the audit file has to go on
            _log.exception("a task of the upkeep failed")

    def _study(self, record: StudyRecord, last: CutShort | None = None) -> None:
        """Note the steps that a study took since it was last looked at; with ``last`` those of that run, too."""
        old = datetime.now(UTC) - record.changed_at > WINDOW
        if old and last is None and self._journal.last_step(record.uid) <= self._last_step:
            return
        fetched_at: datetime | None = None
        until = self._told_until.get(record.uid, 0)
        for step in self._journal.transitions(record.uid):
            if step.before is step.after:
                continue  # another place in the list alone
            if step.after is StudyState.READY and step.before is StudyState.FETCHING:
                fetched_at = step.at
            if step.id > until:
                self._told_until[record.uid] = step.id
                self._step(record, step, fetched_at, last)

    def _step(self, record: StudyRecord, step: Transition, fetched_at: datetime | None, last: CutShort | None) -> None:
        code = step.reasons[0].code if step.reasons else "unknown"
        entry: tuple[Action, str] | None = None
        match step.before, step.after:
            case StudyState.FETCHING, StudyState.READY:
                entry = Action.FETCHED, "complete"
            case StudyState.FETCHING, StudyState.INCOMPLETE:
                entry = Action.FETCHED, "incomplete"
            case _, StudyState.POSITIVE | StudyState.NEGATIVE:
                entry = Action.ANALYSED, step.after.value
                self._answered(record, step, fetched_at)
            case _, StudyState.NOT_ANALYSABLE:
                entry = Action.ANALYSED, f"{step.after.value}: {code}"
                self._unanswered(record, step, code)
            case _, StudyState.FAILED:
                entry = Action.FAILED, code
                self._unanswered(record, step, code)
            case _, StudyState.WITHDRAWN:
                entry = Action.CHANGED, f"taken off the line: {code}"
        if entry is None or not self._is_missing(study_name(record.uid), step, last):
            return
        self._pending.append(Entry(step.at, self._user, entry[0], self._named(record.uid), entry[1]))

    def _is_missing(self, name: str, step: Transition, last: CutShort | None) -> bool:
        """Whether the audit file lacks a step of the study of this name: one of this run, or that ``last`` left out."""
        if step.id > self._last_step:
            return True
        return last is not None and step.at >= last.since and (name, step.at) not in last.written

    def _unanswered(self, record: StudyRecord, step: Transition, code: str) -> None:
        if not record.prior:
            self._tally.failed(step.at, step.after, code)

    def _answered(self, record: StudyRecord, step: Transition, fetched_at: datetime | None) -> None:
        if record.prior:  # nobody waits for it, and it is not of now
            return
        summary = record.summary if record.changed_at == step.at else None
        if summary is not None and summary.model != self._tally.model:
            manifest = manifest_of(summary.model, self._model_dir)
            reference, inputs = ScoreHistogram.from_manifest(manifest), ScoreHistogram.of_inputs(manifest)
            self._tally.use_model(summary.model, reference, inputs)
        score = summary.score if summary is not None else None
        self._tally.answered(step.at, step.after is StudyState.POSITIVE, fetched_at, score)
        if summary is not None:
            result = case_files.load(self._cache.root / folder_name(record.uid), with_labels=False)
            if result is not None and result.inputs is not None:
                self._tally.looked_like(result.inputs)

    def _look(self) -> None:
        if self._gpus is None:
            self._gpus = GpuLoads()
        self._tally.gpus = self._gpus.look()
        self._metrics = self._tally.metrics(datetime.now(UTC))

    def _write_metrics(self) -> None:
        metrics_file.write(self._metrics, self._folder)

    def _convert(self) -> None:
        """Encrypt or decrypt what the cache holds already, a little at a time."""
        if not self._converted:
            self._converted = self._cache.convert(_CONVERT_S)

    def _is_open(self, uid: str) -> bool:
        """Whether a reader looks at a study, or at it beside the open one."""
        return uid in (self._open, self._beside)

    def _sweep(self) -> None:
        limits, now = replace(self._limits, images_s=math.inf), datetime.now(UTC)
        with self._guarded():
            self._believe(now, now)
            limits = self._limits
        for name in sweep(self._cache, self._journal, limits, self._is_open):
            self._pending.append(
                Entry(datetime.now(UTC), self._user, Action.REMOVED, name, "images, to keep the limits")
            )


def _collector(settings: Settings, tell: Callable[[str], None]) -> Syslog | None:
    if not settings.audit_syslog_host:
        return None
    return Syslog(
        Collector(
            settings.audit_syslog_host, settings.audit_syslog_port, settings.audit_syslog_tls,
            settings.audit_syslog_ca_file,
        ),
        tell,
    )  # fmt: skip


def manifest_of(model: str, model_dir: str) -> Mapping[str, Any]:
    """The manifest of the model that calls itself ``model`` ("name version"); empty where there is none such."""
    folders = [Path(model_dir)] if model_dir else sorted(resources.folder("models").iterdir())
    for folder in folders:
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            if f"{manifest['name']} {manifest['version']}" == model:
                return dict(manifest)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return {}
