"""The detector in a process of its own, so that neither its work nor its crash touches the window.

One child process opens the model once and analyses one study at a time. The child writes the full result itself;
only the result without its masks comes back.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import Any, Protocol

from app.results import case_files
from inference.errors import Cancelled, FirstreadError, Reason
from inference.types import CaseResult, Runtime

_log = logging.getLogger(__name__)

#: After a cancel the detector has this long to stop by itself before its process is ended.
GRACE_S = 2.0
_TICK_S = 0.1


class Detector(Protocol):
    """What the child process works with: the opened model."""

    @property
    def runtime(self) -> Runtime:
        """The provider and device truly in use, after the self-test."""

    @property
    def note(self) -> str:
        """What the reader should know about the device; empty if nothing."""

    def analyze(self, images: Path) -> CaseResult:
        """Judge the study in a folder; raises Cancelled, and nothing for what the images are like."""

    def cancel(self) -> None:
        """Stop the analysis under way; called from another thread."""

    def reset(self) -> None:
        """Forget a cancel that came too late."""


#: Opens the model: folder (empty for the one that ships with Firstread) and provider. Runs in the child, so it must
#: be a function of a module. Raises FirstreadError.
OpenDetector = Callable[[str, str], Detector]


def open_detector(model_dir: str, provider: str) -> Detector:
    """The detector of :mod:`inference.detect`; raises ModelError, DeviceError."""
    from inference.session import Session  # loads ONNX Runtime, which only the child process shall do

    return _NetworkDetector(Session.open(Path(model_dir) if model_dir else None, provider))


class _NetworkDetector:
    def __init__(self, session: Any) -> None:
        self._session = session
        self.runtime: Runtime = session.runtime
        self.note = " ".join(f"Not {r.provider}: {r.why}" for r in session.rejected if r.provider != "openvino")

    def analyze(self, images: Path) -> CaseResult:
        from inference.detect import analyze

        return analyze(images, self._session)

    def cancel(self) -> None:
        self._session.cancel()

    def reset(self) -> None:
        self._session.reset()


@dataclass(frozen=True, slots=True)
class Device:
    """What the child process runs on. ``text`` is one plain sentence."""

    ready: bool
    provider: str
    device: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """How an analysis ended: a result (without masks, which are on disk), or the reason why there is none.

    ``cancelled`` and ``crashed`` tell why there is no result; both False means that the detector itself failed.
    """

    result: CaseResult | None = None
    reason: Reason | None = None
    cancelled: bool = False
    crashed: bool = False


CRASHED = Reason("analysis_crashed", "The analysis process ended unexpectedly.")
TIMED_OUT = Reason("analysis_timeout", "The analysis took too long and was given up.")


class AnalysisPool:
    """One child process with the opened model. Only :meth:`cancel` and :meth:`close` are for other threads."""

    def __init__(self, model_dir: str, provider: str, opener: OpenDetector = open_detector) -> None:
        self._model_dir, self._provider, self._opener = model_dir, provider, opener
        self._context: SpawnContext = multiprocessing.get_context("spawn")
        self._executor: ProcessPoolExecutor | None = None
        self._description: Future[Device] | None = None
        self._pid: Any = None
        self._abandoned: Any = None
        self._stop_request: Any = None
        self._cancelled = threading.Event()
        self._closed = threading.Event()

    def start(self) -> None:
        """Start the child process, which opens the model; returns at once."""
        self._end_child()
        self._pid = self._context.Value("q", 0)
        self._stop_request = self._context.Event()
        self._abandoned = self._context.Event()
        child = (self._opener, self._model_dir, self._provider, self._pid, self._abandoned, self._stop_request)
        self._executor = ProcessPoolExecutor(1, self._context, _open_in_child, child)
        self._description = self._executor.submit(_describe)

    def device(self) -> Device:
        """Wait until the model is open, or has failed to open, and say on what it runs."""
        if self._description is None:
            self.start()
        assert self._description is not None
        while not self._closed.is_set():
            try:
                return self._description.result(_TICK_S)
            except TimeoutError:
                continue
            except (BrokenProcessPool, RuntimeError):
                break
        return Device(False, "", "", "The analysis process ended while it opened the model.")

    def analyse(self, images: Path, results: Path, timeout_s: float) -> Answer:
        """Analyse the study whose images are in ``images``; the full result is left in the folder ``results``."""
        self._cancelled.clear()
        if self._closed.is_set():
            return Answer(cancelled=True)
        try:
            if self._executor is None:
                self.start()
            assert self._executor is not None
            self._stop_request.clear()
            future = self._executor.submit(_analyse, str(images), str(results))
            return self._wait(future, time.monotonic() + timeout_s)
        except (BrokenProcessPool, RuntimeError):  # RuntimeError: the pool was shut down by close()
            self._end_child()
            return Answer(cancelled=True) if self._closed.is_set() else Answer(reason=CRASHED, crashed=True)

    def cancel(self) -> None:
        """Stop the analysis under way; callable from any thread."""
        self._cancelled.set()

    def close(self) -> None:
        """Stop what is under way and refuse new work; callable from any thread. Then call :meth:`join`."""
        self._closed.set()
        self._cancelled.set()

    def join(self) -> None:
        """End the child process; after :meth:`close`, in the thread that analysed, or once that has ended."""
        self._end_child()

    def _wait(self, future: Future[Answer], deadline: float) -> Answer:
        asked_at: float | None = None
        timed_out = False
        while True:
            try:
                answer = future.result(_TICK_S)
            except TimeoutError:
                now = time.monotonic()
                timed_out = timed_out or now >= deadline
                if asked_at is None and (timed_out or self._cancelled.is_set()):
                    asked_at = now
                    self._stop_request.set()
                elif asked_at is not None and now - asked_at > GRACE_S:
                    self._end_child()
                    return Answer(reason=TIMED_OUT) if timed_out else Answer(cancelled=True)
                continue
            return Answer(reason=TIMED_OUT) if timed_out and answer.cancelled else answer

    def _end_child(self) -> None:
        executor, self._executor, self._description = self._executor, None, None
        if executor is None:
            return
        self._abandoned.set()  # first this, then the look at the pid; the child does it the other way round
        if self._pid.value:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self._pid.value, getattr(signal, "SIGKILL", signal.SIGTERM))
        executor.shutdown(wait=True, cancel_futures=True)


# ---- what follows runs in the child process ----


class _Child:
    """The state of the child process: the detector, or why it could not be opened."""

    detector: Detector | None = None
    failure: Reason | None = None


def _open_in_child(
    opener: OpenDetector, model_dir: str, provider: str, pid: Any, abandoned: Any, stop_request: Any
) -> None:
    pid.value = os.getpid()
    if abandoned.is_set():
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    threading.Thread(target=_end_with_parent, name="firstread-parent-watch", daemon=True).start()
    try:
        _Child.detector = opener(model_dir, provider)
    except FirstreadError as error:
        _Child.failure = error.reason
    except Exception as error:
        _log.exception("the model could not be opened")
        _Child.failure = Reason("model_not_opened", f"The model could not be opened ({type(error).__name__}).")
    else:
        threading.Thread(
            target=_pass_on_cancel, args=(_Child.detector, stop_request), name="firstread-cancel", daemon=True
        ).start()


def _end_with_parent() -> None:
    """A parent that was killed cannot end its child; without this it would keep the GPU's memory."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _pass_on_cancel(detector: Detector, stop_request: Any) -> None:
    while True:
        stop_request.wait()
        detector.cancel()
        while stop_request.is_set():  # the parent clears it before the next analysis
            time.sleep(0.02)


def _describe() -> Device:
    if _Child.detector is None:
        return Device(False, "", "", _failure().text)
    runtime = _Child.detector.runtime
    text = f"Runs on {runtime.device} ({runtime.provider}); the self-test passed. {_Child.detector.note}"
    return Device(True, runtime.provider, runtime.device, text.strip())


def _analyse(images: str, results: str) -> Answer:
    detector = _Child.detector
    if detector is None:
        return Answer(reason=_failure())
    detector.reset()
    try:
        result = detector.analyze(Path(images))
        case_files.save(Path(results), result)
    except Cancelled:
        return Answer(cancelled=True)
    except FirstreadError as error:  # as a value: an exception with two arguments does not survive pickling
        return Answer(reason=error.reason)
    except MemoryError:
        return Answer(reason=Reason("out_of_memory", "There is not enough memory to analyse this study."))
    except Exception as error:
        _log.exception("the analysis failed")
        return Answer(reason=Reason("analysis_failed", f"The analysis failed unexpectedly ({type(error).__name__})."))
    return Answer(result=replace(result, labels=None))


def _failure() -> Reason:
    return _Child.failure or Reason("model_not_opened", "The model could not be opened.")
