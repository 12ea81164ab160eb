"""Cases kept in memory: those the reader opened lately, and those that come next, read before they are asked for."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from app.pipeline.stages import Case, load_case
from app.results import case_files
from app.store.cache import ImageCache
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

#: What all kept cases may take together; a head of 32 slices takes about 25 MB.
LIMIT_BYTES = 384 * 2**20

#: What a case was read from: modification times and sizes; another stamp means other files.
_Stamp = tuple[tuple[int, int], ...]


class LookAhead:
    """The least recently used case goes first. A case whose files changed is read again, never served.

    One thread reads ahead; a reader who asks for the very case that it reads waits for it and gets it.
    """

    def __init__(self, cache: ImageCache, limit_bytes: int = LIMIT_BYTES) -> None:
        """Nothing runs before :meth:`start`."""
        self._cache, self._limit = cache, limit_bytes
        self._kept: OrderedDict[str, tuple[_Stamp, Case]] = OrderedDict()
        self._changed = threading.Condition()
        self._wanted: list[str] = []
        self._reading: str | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="firstread-ahead")

    def start(self) -> None:
        """Begin to read ahead."""
        self._thread.start()

    def stop(self) -> None:
        """End soon; what is being read is finished."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; True where it came."""
        if self._thread.ident is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def want(self, uids: Sequence[str]) -> None:
        """Read these studies ahead, the first first, instead of those wanted before. Returns at once."""
        with self._changed:
            self._wanted = list(uids)
            self._changed.notify_all()

    def case(self, uid: str) -> Case:
        """The case of a study, from memory where its files are still the same; raises CacheError."""
        with self._changed:
            while self._reading == uid and not self._stopping:
                self._changed.wait()
        stamp = self._stamp(uid)
        with self._changed:
            known = self._kept.get(uid)
            if known is not None and known[0] == stamp:
                self._kept.move_to_end(uid)
                return known[1]
        case = load_case(self._cache, uid)
        self._keep(uid, stamp, case)
        return case

    @property
    def kept(self) -> tuple[str, ...]:
        """Study Instance UIDs of the cases in memory, the least recently used first."""
        with self._changed:
            return tuple(self._kept)

    def forget(self, uid: str) -> None:
        """Drop a case."""
        with self._changed:
            self._kept.pop(uid, None)

    def _keep(self, uid: str, stamp: _Stamp, case: Case) -> None:
        """Keep a case, unless its files changed while they were read, and drop others until all fit."""
        size = case_bytes(case)
        if size > self._limit or self._stamp(uid) != stamp:
            self.forget(uid)
            return
        with self._changed:
            self._kept[uid] = (stamp, case)
            self._kept.move_to_end(uid)
            total = sum(case_bytes(kept) for _, kept in self._kept.values())
            while total > self._limit:
                _, (_, gone) = self._kept.popitem(last=False)
                total -= case_bytes(gone)

    def _stamp(self, uid: str) -> _Stamp:
        folder = self._cache.folder(uid)
        return (
            _signature(self._cache.images_folder(uid)),
            _signature(folder / case_files.RESULT),
            _signature(folder / case_files.LABELS),
        )

    def _run(self) -> None:
        while (uid := self._next()) is not None:
            try:
                stamp = self._stamp(uid)
                with self._changed:
                    known = self._kept.get(uid)
                if known is None or known[0] != stamp:
                    self._keep(uid, stamp, load_case(self._cache, uid))
            except FirstreadError:
                pass  # told when the reader opens it
            except Exception:
                _log.exception("a case could not be read ahead")
            finally:
                with self._changed:
                    self._reading = None
                    self._changed.notify_all()

    def _next(self) -> str | None:
        with self._changed:
            while not self._wanted and not self._stopping:
                self._changed.wait()
            if self._stopping:
                return None
            self._reading = self._wanted.pop(0)
            return self._reading


def case_bytes(case: Case) -> int:
    """Memory that the images and masks of a case take."""
    size = case.volume.hu.nbytes if case.volume is not None else 0
    labels = case.result.labels if case.result is not None else None
    return size + (labels.nbytes if labels is not None else 0)


def _signature(path: Path) -> tuple[int, int]:
    """Modification time in ns and size; zeros where nothing is there."""
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size
    return 0, 0
