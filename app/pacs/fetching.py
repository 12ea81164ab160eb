"""Fetches a study from one archive in the way that works there: C-GET, C-MOVE or WADO-RS."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.cancel import Cancel
from app.pacs.dicomweb import wado_study
from app.pacs.move import move_study
from app.pacs.one_archive import OneArchive, Remembered
from app.pacs.retrieve import Keep, Progress, Retrieved, get_study
from app.pacs.store_scp import StoreScp
from app.pacs.ways import Way, Ways, retrieve_ways

_log = logging.getLogger(__name__)

#: After this another service of the same port need not be tried.
_NOT_THERE = frozenset({"archive_unreachable", "archive_unknown_host"})


class Fetching:
    """Chooses the way, and changes it where it fails; every method may be called from any thread.

    Attributes:
        receiver: asked before each retrieval for our own store, which comes and goes with the settings.
    """

    def __init__(self, ways: Ways, receiver: Callable[[], StoreScp | None]) -> None:
        self._ways, self.receiver = ways, receiver
        self._lock = threading.Lock()
        self._partial: Remembered[frozenset[Way]] = Remembered()

    def fetch(
        self,
        one: OneArchive,
        uid: str,
        keep: Keep,
        series: Sequence[str] | None,
        progress: Progress | None,
        cancel: Cancel | None,
    ) -> Retrieved:
        """Try one way after the other, until images come; raises as :func:`app.pacs.retrieve.get_study`."""
        receiver = self.receiver()
        if receiver is not None and not receiver.running:
            receiver = None
        possible = retrieve_ways(one.archive, receiver is not None)
        with self._lock:
            partial = self._partial.get(uid, frozenset())
        # A way that brought only a part of this study before is the last to try.
        order = sorted(self._ways.order(one.archive, possible), key=lambda way: way in partial)
        trouble: ArchiveError | None = None
        nothing: Retrieved | None = None
        for way in order:
            if way is not Way.WADO and trouble is not None and trouble.reason.code in _NOT_THERE:
                continue
            try:
                if way is Way.GET:
                    got = get_study(
                        one.archive, uid, keep, series=series, progress=progress, cancel=cancel, talk=one.line.talk
                    )
                elif way is Way.MOVE:
                    if receiver is None:
                        raise ArchiveError(
                            "receiver_not_started",
                            "C-MOVE needs our own port for incoming images; open it in the settings.",
                        )
                    got = move_study(
                        one.archive, uid, keep, receiver, series=series, progress=progress, cancel=cancel,
                        talk=one.line.talk,
                    )  # fmt: skip
                else:
                    got = one.line.web(
                        lambda: wado_study(one.archive, uid, keep, series=series, progress=progress, cancel=cancel),
                        cancel,
                    )
            except ArchiveCancelled:
                raise
            except ArchiveError as error:
                _log.info("%s did not work: %s", way.value, error.reason.code)
                trouble = trouble or error
                continue
            if not got.received:
                nothing = nothing or got
                continue
            whole = got.failed == 0 and (got.offered is None or got.received >= got.offered)
            with self._lock:
                if whole:
                    self._partial.pop(uid, None)
                else:
                    self._partial.put(uid, (partial | {way}) if partial | {way} < set(possible) else frozenset())
            if whole:
                self._ways.worked(one.archive, possible, way)
            return got
        if nothing is not None:
            return nothing
        assert trouble is not None
        raise trouble
