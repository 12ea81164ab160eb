"""What an archive really supports, as it turned out: remembered between runs, and changed when it stops working."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from threading import Lock

from app.pacs.archive import Archive, Method
from app.paths import PRIVATE_FILE, private_folder

_log = logging.getLogger(__name__)


class Way(StrEnum):
    """A service by which something is asked of an archive."""

    FIND = "c-find"
    QIDO = "qido-rs"
    GET = "c-get"
    MOVE = "c-move"
    WADO = "wado-rs"


def query_ways(archive: Archive) -> tuple[Way, ...]:
    """How an archive may be queried, in the order to try."""
    if archive.method is Method.DICOMWEB:
        return (Way.QIDO,)
    if archive.method is Method.AUTO and archive.dicomweb_url:
        return (Way.FIND, Way.QIDO)
    return (Way.FIND,)


def retrieve_ways(archive: Archive, receiving: bool) -> tuple[Way, ...]:
    """How images may be fetched, in the order to try; ``receiving`` tells that our own store is open for C-MOVE."""
    fixed = {Method.GET: Way.GET, Method.MOVE: Way.MOVE, Method.DICOMWEB: Way.WADO}
    if archive.method is not Method.AUTO:
        return (fixed[archive.method],)
    ways = [Way.GET]
    if receiving:
        ways.append(Way.MOVE)
    if archive.dicomweb_url:
        ways.append(Way.WADO)
    return tuple(ways)


class Ways:
    """The way that worked last, by archive; may be used from any thread."""

    def __init__(self, file: Path | None = None) -> None:
        """Kept in ``file`` (JSON) between runs; only in memory without one. What cannot be read counts as nothing."""
        self._file = file
        self._lock = Lock()
        self._known: dict[str, str] = {}
        try:
            if file is not None and isinstance(read := json.loads(file.read_text(encoding="utf-8")), dict):
                self._known = {str(key): str(way) for key, way in read.items() if way in set(Way)}
        except FileNotFoundError:
            pass
        except (OSError, ValueError, RecursionError):
            _log.warning("what was remembered of the archives cannot be read; it is found out again")

    def order(self, archive: Archive, possible: Sequence[Way]) -> tuple[Way, ...]:
        """``possible``, with the one that worked last in front."""
        with self._lock:
            known = self._known.get(_key(archive, possible))
        return tuple(sorted(possible, key=lambda way: way != known))

    def worked(self, archive: Archive, possible: Sequence[Way], way: Way) -> None:
        """Remember ``way``, where there is a choice and it is news."""
        key = _key(archive, possible)
        with self._lock:
            if len(possible) < 2 or self._known.get(key) == way:
                return
            self._known[key] = way.value
            if self._file is None:
                return
            try:
                private_folder(self._file.parent)
                partial = self._file.with_name(self._file.name + ".part")
                partial.write_text(json.dumps(self._known, indent=1), encoding="utf-8")
                partial.chmod(PRIVATE_FILE)
                partial.replace(self._file)
            except OSError:
                _log.warning("what works with the archives could not be written down")


def _key(archive: Archive, possible: Sequence[Way]) -> str:
    purpose = "query" if {Way.FIND, Way.QIDO} & set(possible) else "retrieve"
    return f"{archive.key} {purpose}"
