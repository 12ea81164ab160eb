"""The detector in a process of its own, so that neither its work nor its crash touches the window.

One child process opens the model once and analyses one study at a time. The child writes the full result itself;
only the result without its masks comes back.

The child is watched: one that ends, or whose pulse stops, is replaced. After such trouble, and where memory ran out,
the work goes on with less: smaller batches first, then the CPU; after a while it is tried as before.

What parent and child share are plain values without locks: a lock that a killed or stopped child holds would stop the
parent too.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.crash import describe
from app.results import case_files
from app.settings import Settings
from inference.errors import Cancelled, FirstreadError, Reason
from inference.readers import BLAST_CT, other
from inference.types import CaseResult, FileSource, Runtime

if TYPE_CHECKING:
    from inference.cluster.client import ClusterDetector

_log = logging.getLogger(__name__)

#: After a cancel the detector has this long to stop by itself before its process is ended.
GRACE_S = 2.0
#: A child without a pulse for this long hangs. Python code that holds its interpreter lock may well take a second.
SILENCE_S = 20.0
#: Opening the model may take minutes, where TensorRT builds its engine; not more.
OPEN_S = 900.0
#: After trouble the work goes on with less for this long, then as before.
RECOVER_S = 600.0
#: Slices that go through the network together once there was trouble.
SMALL_BATCH = 2
_TICK_S = 0.1
#: What a tick took beyond this the computer slept, or this process was stopped; the child computed nothing then.
_LONGEST_TICK_S = 5.0
#: What the second reader's process yields to all others (nice).
_NICE = 15
_PULSE_S = 0.05


class Detector(Protocol):
    """What the child process works with: the opened model."""

    @property
    def runtime(self) -> Runtime:
        """The provider and device truly in use, after the self-test."""

    @property
    def note(self) -> str:
        """What the reader should know about the device; empty if nothing."""

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        """Judge the study of these files; raises Cancelled, and nothing for what the images are like.

        ``batch`` is how many slices go through the network together; None for as many as usual.
        """

    def cancel(self) -> None:
        """Stop the analysis under way; called from another thread."""

    def reset(self) -> None:
        """Forget a cancel that came too late."""


#: Opens the model: folder (empty for the one that ships with Firstread) and provider. Runs in the child, so it must
#: be a function of a module. Raises FirstreadError.
OpenDetector = Callable[[str, str], Detector]


def open_detector(model_dir: str, provider: str) -> Detector:
    """The detector of :mod:`inference.detect`; raises ModelError, DeviceError."""
    from inference.detect import open_session  # loads ONNX Runtime, which only the child process shall do

    return _NetworkDetector(open_session(Path(model_dir) if model_dir else None, provider))


def open_with_cluster(model_dir: str, provider: str, *, url: str, token_file: str, ca_file: str) -> Detector:
    """As :func:`open_detector`; the department's detector at ``url`` computes as long as it answers.

    Raises ModelError, DeviceError for the local one. A cluster that cannot even be asked is left out, and the note
    says why.
    """
    from inference.cluster.client import WithFallback
    from inference.detect import open_session

    session = open_session(Path(model_dir) if model_dir else None, provider)
    try:
        cluster = WithFallback(cluster_of(url, token_file, ca_file))
        detector = _NetworkDetector(session, lambda batch: partial(cluster.judge, chunk=batch))
    except (OSError, ValueError) as error:
        detector = _NetworkDetector(session)
        detector.note = f"The department's detector is not used: {_why(error)}. {detector.note}".strip()
    else:
        detector.note = f"The department's detector is asked first. {detector.note}".strip()
    return detector


def cluster_of(url: str, token_file: str, ca_file: str) -> ClusterDetector:
    """The department's detector; connects to nothing yet. Raises OSError for a file, ValueError for the address."""
    from inference.cluster.client import ClusterAddress, ClusterDetector

    token = Path(token_file).read_text(encoding="utf-8").strip() if token_file else ""
    return ClusterDetector(ClusterAddress(url, token, Path(ca_file) if ca_file else None))


def open_blast_ct(model_dir: str, provider: str) -> Detector:
    """BLAST-CT, where it was imported; ``model_dir`` is Firstread's. Raises ModelError, DeviceError."""
    from inference.blast_ct import judge, open_session

    detector = _NetworkDetector(open_session(provider=provider), lambda _: judge)
    detector.note = f"BLAST-CT judges the studies. {detector.note}".strip()
    return detector


def open_as_second(model_dir: str, provider: str, *, opener: OpenDetector) -> Detector:
    """As ``opener``, in a process to which the computer turns when it has nothing else to do."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    return opener(model_dir, provider)


def _why(error: OSError | ValueError) -> str:
    """Without the names of files."""
    if isinstance(error, OSError):
        return "the file with its secret or its certificates cannot be read"
    return str(error)


def opener_of(settings: Settings) -> OpenDetector:
    """How the detector is opened with these settings."""
    if settings.analysis_reader == BLAST_CT:
        return open_blast_ct
    if not settings.cluster_url:
        return open_detector
    return partial(
        open_with_cluster,
        url=settings.cluster_url,
        token_file=settings.cluster_token_file,
        ca_file=settings.cluster_ca_file,
    )


def second_opener_of(settings: Settings) -> OpenDetector:
    """How the second reader is opened with these settings; always on this computer."""
    opener = open_blast_ct if other(settings.analysis_reader) == BLAST_CT else open_detector
    return partial(open_as_second, opener=opener)


class _NetworkDetector:
    def __init__(self, session: Any, judge: Callable[[int | None], Any] | None = None) -> None:
        """``judge`` gives, for a number of slices as :meth:`analyze` has it, what judges in the network's place."""
        self._session, self._judge = session, judge
        self.runtime: Runtime = session.runtime
        self.note = " ".join(f"Not {r.provider}: {r.why}" for r in session.rejected if r.provider != "openvino")

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        from inference.detect import analyze

        judge = None if self._judge is None else self._judge(batch)
        return analyze(images, self._session, chunk=batch, judge=judge)

    def cancel(self) -> None:
        self._session.cancel()

    def reset(self) -> None:
        self._session.reset()


@dataclass(frozen=True, slots=True)
class Device:
    """What the child process runs on. ``text`` is one plain sentence; ``degraded`` where it runs with less."""

    ready: bool
    provider: str
    device: str
    text: str
    degraded: bool = False
    #: The algorithm that is open; None where none is.
    algorithm: Runtime | None = None


class Effort(IntEnum):
    """How the work is done: as asked for, or with less after trouble."""

    FULL = 0
    SMALL_BATCHES = 1
    CPU = 2


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """How an analysis ended: a result (without masks, which are on disk), or the reason why there is none.

    ``cancelled``, ``crashed`` and ``unopened`` (there is no model) tell why there is no result; all False means that
    the detector itself failed.
    """

    result: CaseResult | None = None
    reason: Reason | None = None
    cancelled: bool = False
    crashed: bool = False
    unopened: bool = False

    @property
    def starved(self) -> bool:
        """Whether it may do with less memory."""
        return self.reason is not None and self.reason.code in _STARVED


CRASHED = Reason("analysis_crashed", "The analysis process ended unexpectedly.")
HUNG = Reason("analysis_hung", "The analysis process did not answer any more and was ended.")
TIMED_OUT = Reason("analysis_timeout", "The analysis took too long and was given up.")
_STARVED = frozenset({"out_of_memory", "device_failed"})


class AnalysisPool:
    """One child process with the opened model. Only :meth:`cancel` and :meth:`close` are for other threads."""

    def __init__(
        self,
        model_dir: str,
        provider: str,
        opener: OpenDetector = open_detector,
        *,
        silence_s: float = SILENCE_S,
        recover_s: float = RECOVER_S,
    ) -> None:
        """Nothing starts before :meth:`start` or the first study. The times are :data:`SILENCE_S`, RECOVER_S."""
        self._model_dir, self._provider, self._opener = model_dir, provider, opener
        self._silence_s, self._recover_s = silence_s, recover_s
        self._context: SpawnContext = multiprocessing.get_context("spawn")
        self._executor: ProcessPoolExecutor | None = None
        self._description: Future[Device] | None = None
        self._shared: _Shared | None = None
        self._request = 0
        self._effort = Effort.FULL
        self._trouble = ""
        self._eased_at = 0.0
        self._ran_on: str | None = None
        self._cancelled = threading.Event()
        self._closed = threading.Event()

    @property
    def effort(self) -> Effort:
        """How the work is done at the moment."""
        return self._effort

    @property
    def child_pid(self) -> int | None:
        """Process ID of the child, or None where there is none."""
        if self._executor is None or self._shared is None:
            return None
        return int(self._shared.pid.value) or None

    def start(self) -> None:
        """Start the child process, which opens the model; returns at once."""
        self._end_child()
        self._shared = _Shared(*(self._context.Value("q", 0, lock=False) for _ in range(4)))
        provider = "cpu" if self._effort is Effort.CPU else self._provider
        child = (self._opener, self._model_dir, provider, self._shared)
        self._executor = ProcessPoolExecutor(1, self._context, _open_in_child, child)
        self._description = self._executor.submit(_describe)

    def device(self) -> Device:
        """Wait until the model is open, or has failed to open, and say on what it runs."""
        if self._description is None:
            self.start()
        assert self._description is not None
        until = time.monotonic() + OPEN_S
        while not self._closed.is_set() and time.monotonic() < until:
            try:
                device = self._description.result(_TICK_S)
                self._ran_on = device.provider
                return self._put_in_words(device)
            except TimeoutError:
                continue
            except (BrokenProcessPool, RuntimeError):
                break
        return Device(False, "", "", "The analysis process ended while it opened the model.")

    def analyse(
        self,
        images: Sequence[FileSource],
        results: Path,
        timeout_s: float,
        give_way: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """Analyse the study whose images are ``images``; the full result is left in the folder ``results``.

        ``timeout_s`` does not count while the model is opened. As soon as ``give_way`` says so the process is ended,
        so that processors and memory are free at once, and the answer is one that was cancelled.
        """
        self._cancelled.clear()
        self._recover()
        for _ in range(2):
            if self._closed.is_set() or give_way():
                return Answer(cancelled=True)
            try:
                if self._executor is None:
                    self.start()
                assert self._executor is not None
                self._request += 1
                batch = None if self._effort is Effort.FULL else SMALL_BATCH
                future = self._executor.submit(_analyse, self._request, tuple(images), str(results), batch)
            except (BrokenProcessPool, RuntimeError):  # it ended while it had nothing to do: not this study's fault
                self._end_child()
                continue
            try:
                return self._wait(future, timeout_s, give_way)
            except (BrokenProcessPool, RuntimeError):  # RuntimeError: the pool was shut down by close()
                self._end_child()
                return Answer(cancelled=True) if self._closed.is_set() else Answer(reason=CRASHED, crashed=True)
        return Answer(reason=CRASHED, crashed=True)

    def ease(self, trouble: Reason) -> bool:
        """Go on with less after ``trouble``: smaller batches, then the CPU. False where there is nothing less."""
        if self._effort is Effort.CPU or (self._effort is Effort.SMALL_BATCHES and self._on_cpu()):
            return False
        self._effort = Effort(self._effort + 1)
        self._trouble, self._eased_at = trouble.text, time.monotonic()
        if self._effort is Effort.CPU:
            self._end_child()
        return True

    def restore(self) -> None:
        """Work as asked for again: the trouble was the study's, not the machine's."""
        if self._effort is Effort.CPU:
            self._end_child()
        self._effort, self._trouble = Effort.FULL, ""

    def cancel(self) -> None:
        """Stop the analysis under way; callable from any thread."""
        self._cancelled.set()

    def close(self) -> None:
        """Stop what is under way and refuse new work; callable from any thread. Then call :meth:`join`."""
        self._closed.set()
        self._cancelled.set()

    def join(self) -> None:
        """End the child process, in the thread that analyses, or once that has ended; the next study starts another."""
        self._end_child()

    def _recover(self) -> None:
        if self._effort is not Effort.FULL and time.monotonic() - self._eased_at >= self._recover_s:
            self.restore()

    def _on_cpu(self) -> bool:
        provider = self.device().provider if self._ran_on is None else self._ran_on
        return provider in ("", "cpu")

    def _put_in_words(self, device: Device) -> Device:
        if self._effort is Effort.FULL or not device.ready:
            return device
        less = "on the CPU" if self._effort is Effort.CPU else "in smaller batches"
        text = f"{self._trouble} The analysis goes on {less}, which is slower. {device.text}"
        return replace(device, text=text, degraded=True)

    def _wait(self, future: Future[Answer], timeout_s: float, give_way: Callable[[], bool]) -> Answer:
        assert self._description is not None and self._shared is not None
        asked_at: float | None = None
        timed_out = opened = False
        now = time.monotonic()
        spent, limit, pulse, silent = 0.0, OPEN_S, -1, 0
        while True:
            try:
                answer = future.result(_TICK_S)
            except TimeoutError:
                if give_way():
                    self._end_child()
                    return Answer(cancelled=True)
                before, now = now, time.monotonic()
                spent += min(now - before, _LONGEST_TICK_S)  # on Windows the clock goes on while the computer sleeps
                if not opened and self._description.done():
                    opened, spent, limit = True, 0.0, timeout_s
                # Ticks are counted, not seconds: while this process is stopped, so may be the child.
                beat = int(self._shared.pulse.value)
                silent, pulse = (silent + 1 if opened and beat == pulse else 0), beat
                timed_out = timed_out or spent >= limit
                if silent * _TICK_S > self._silence_s and asked_at is None:
                    self._end_child()
                    return Answer(reason=HUNG, crashed=True)
                if asked_at is None and (timed_out or self._cancelled.is_set()):
                    asked_at = now
                    self._shared.stop_request.value = self._request
                elif asked_at is not None and now - asked_at > GRACE_S:
                    self._end_child()
                    return Answer(reason=TIMED_OUT) if timed_out else Answer(cancelled=True)
                continue
            return Answer(reason=TIMED_OUT) if timed_out and answer.cancelled else answer

    def _end_child(self) -> None:
        executor, self._executor, self._description = self._executor, None, None
        if executor is None or self._shared is None:
            return
        # Also a child that is still being imported, and knows nothing of us yet, ends at once.
        for process in list((getattr(executor, "_processes", None) or {}).values()):
            process.kill()
        self._shared.abandoned.value = 1  # first this, then the look at the pid; the child does it the other way round
        if self._shared.pid.value:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self._shared.pid.value, getattr(signal, "SIGKILL", signal.SIGTERM))
        executor.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """Integers that parent and child share, without locks; each has one writer.

    Attributes:
        pid: of the child, once it runs.
        pulse: rises as long as the child lives.
        abandoned: 1 once the child is not wanted any more.
        stop_request: number of the analysis that is to stop.
    """

    pid: Any
    pulse: Any
    abandoned: Any
    stop_request: Any


# ---- what follows runs in the child process ----


class _Child:
    """The state of the child process: the detector, or why it could not be opened, and the analysis under way."""

    detector: Detector | None = None
    failure: Reason | None = None
    request = 0


def _open_in_child(opener: OpenDetector, model_dir: str, provider: str, shared: _Shared) -> None:
    shared.pid.value = os.getpid()
    if shared.abandoned.value:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    threading.Thread(target=_end_with_parent, name="firstread-parent-watch", daemon=True).start()
    threading.Thread(target=_beat, args=(shared,), name="firstread-pulse", daemon=True).start()
    try:
        _Child.detector = opener(model_dir, provider)
    except FirstreadError as error:
        _Child.failure = error.reason
    except Exception as error:
        _log.error("the model could not be opened: %s", describe(error, error.__traceback__))
        _Child.failure = Reason("model_not_opened", f"The model could not be opened ({type(error).__name__}).")


def _end_with_parent() -> None:
    """A parent that was killed cannot end its child; without this it would keep the GPU's memory."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _beat(shared: _Shared) -> None:
    """Show that this process lives, and pass a cancel on to the detector, once."""
    passed_on = 0
    while True:
        shared.pulse.value += 1
        wanted = shared.stop_request.value
        if _Child.detector is not None and wanted == _Child.request != passed_on:
            passed_on = wanted
            _Child.detector.cancel()
        time.sleep(_PULSE_S)


def _describe() -> Device:
    if _Child.detector is None:
        return Device(False, "", "", _failure().text)
    runtime = _Child.detector.runtime
    text = f"Runs on {runtime.device} ({runtime.provider}); the self-test passed. {_Child.detector.note}"
    return Device(True, runtime.provider, runtime.device, text.strip(), algorithm=runtime)


def _analyse(request: int, images: Sequence[FileSource], results: str, batch: int | None) -> Answer:
    detector = _Child.detector
    if detector is None:
        return Answer(reason=_failure(), unopened=True)
    detector.reset()
    _Child.request = request
    try:
        result = detector.analyze(images, batch)
        case_files.save(Path(results), result)
    except Cancelled:
        return Answer(cancelled=True)
    except FirstreadError as error:  # as a value: an exception with two arguments does not survive pickling
        return Answer(reason=error.reason)
    except MemoryError:
        return Answer(reason=Reason("out_of_memory", "There is not enough memory to analyse this study."))
    except Exception as error:
        # Not with its text, which may name the patient: this process has no log, and writes to the terminal.
        _log.error("the analysis failed: %s", describe(error, error.__traceback__))
        return Answer(reason=Reason("analysis_failed", f"The analysis failed unexpectedly ({type(error).__name__})."))
    return Answer(result=replace(result, labels=None))


def _failure() -> Reason:
    return _Child.failure or Reason("model_not_opened", "The model could not be opened.")
