"""Nothing fails in silence: crashes of the interpreter, of the main thread and of any thread reach the log.

The log must not hold patient data, and the text of an unexpected exception may: of those only the type and the place
are written.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app import crash_reports
from app.paths import private_touch
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

LOG_FILE = "firstread.log"
CRASH_FILE = "crash.log"


class _PrivateLog(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        private_touch(Path(self.baseFilename))  # also the one after each that is full
        return super()._open()


class _PlainFormatter(logging.Formatter):
    """Writes an exception as its type and place only, wherever it was logged."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; not from the text that another handler's formatter left in the record."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: object) -> str:
        """Type and stack, without the exception's text and without the lines of code."""
        assert isinstance(ei, tuple)
        return describe(ei[1], ei[2])


def describe(error: BaseException | None, place: TracebackType | None) -> str:
    """An error for the log; its text only where we wrote it ourselves."""
    text = f": {error.reason.text}" if isinstance(error, FirstreadError) else ""
    frames = [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(place)]
    return "\n".join([f"{type(error).__name__}{text}", *frames])


@contextmanager
def logging_to(folder: Path, verbose: bool = False) -> Iterator[None]:
    """Log into ``folder`` (and warnings to standard error) within this context; raises OSError."""
    root = logging.getLogger()
    before = root.level
    form = _PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    to_file = _PrivateLog(folder / LOG_FILE, maxBytes=2_000_000, backupCount=3, encoding="utf-8")
    to_screen = logging.StreamHandler()
    to_screen.setLevel(logging.INFO if verbose else logging.ERROR)
    # What an archive does wrong is said in the window, in plain words.
    to_screen.addFilter(lambda record: verbose or not record.name.startswith("pynetdicom"))
    for handler in (to_file, to_screen):
        handler.setFormatter(form)
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    for talkative in ("pynetdicom", "pydicom"):
        logging.getLogger(talkative).setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(before)
        for handler in (to_file, to_screen):
            root.removeHandler(handler)
            handler.close()


@contextmanager
def crash_hooks(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Within this context, what nobody caught is logged, and ``tell`` gets one sentence about it (from any thread).

    Of each a report is kept (:mod:`app.crash_reports`). A crash of the interpreter itself leaves the stacks of all
    threads in ``crash.log``, of which the next start makes a report. Raises OSError.
    """

    def note(error: BaseException | None, place: TracebackType | None, where: str) -> None:
        told = describe(error, place)
        _log.critical("unexpected error in %s: %s", where, told)
        crash_reports.write(folder, f"An unexpected error happened in {where}.", told)
        tell(f"An unexpected error happened ({type(error).__name__}); the log has the details.")

    def in_main(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, place)
        else:
            note(error, place, "the main thread")

    def in_thread(args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread is not None else "a thread"
        note(args.exc_value, args.exc_traceback, name)

    main_before, thread_before = sys.excepthook, threading.excepthook
    was_enabled = faulthandler.is_enabled()
    crash_reports.take_over(folder, folder / CRASH_FILE)
    with private_touch(folder / CRASH_FILE).open("a", encoding="utf-8") as crashes:
        faulthandler.enable(crashes)
        sys.excepthook, threading.excepthook = in_main, in_thread
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = main_before, thread_before
            faulthandler.disable()
            if was_enabled:
                faulthandler.enable()
