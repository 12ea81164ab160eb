"""Looks for what other products left with a study: first in the cache, then in the archive, from where it is fetched.

What is fetched only to be shown is kept apart from the images, so that nobody counts it as one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.domain.events import Emit, OtherResultsFound
from app.domain.other_results import ResultKind
from app.errors import ArchiveCancelled
from app.pacs.archives import Archives
from app.pacs.association import Cancel
from app.store.cache import ImageCache
from inference.errors import FirstreadError
from inference.types import FileSource

if TYPE_CHECKING:
    from app.results.reading.catalogue import Catalogue

_log = logging.getLogger(__name__)

#: More series and objects of results are not fetched.
MOST_SERIES = 40
MOST_OBJECTS = 200
_ASKING = "Asking the archive for results of other products."
_TOO_MANY = "The archive holds more results than are shown here."
_MODALITIES = frozenset(kind.value for kind in ResultKind)


def look_for(archives: Archives, cache: ImageCache, uid: str, generation: int, emit: Emit, cancel: Cancel) -> None:
    """Answer with OtherResultsFound: what is here, then what the archive holds as well. Raises ArchiveCancelled."""
    here = _read(cache, uid, cancel)
    emit(OtherResultsFound(generation, uid, here.results, here.frames_of_reference, _ASKING, loading=True))
    text = ""
    try:
        fetched, text = _fetch(archives, cache, uid, here, cancel)
        if fetched:
            here = _read(cache, uid, cancel)
    except ArchiveCancelled:
        raise
    except FirstreadError as error:
        text = error.reason.text
        _log.info("results of other products could not be fetched: %s", error.reason.code)
    emit(OtherResultsFound(generation, uid, here.results, here.frames_of_reference, text))


def files(cache: ImageCache, uid: str) -> Iterable[FileSource]:
    """The files of a study: what came with its images, and what was fetched to be shown."""
    return [*cache.images(uid), *cache.others(uid)]


def _read(cache: ImageCache, uid: str, cancel: Cancel) -> Catalogue:
    from app.results.reading.catalogue import catalogue  # loads highdicom, which takes a second

    found = catalogue(files(cache, uid), uid, lambda: cancel.is_set)
    cancel.check()
    return found


def _fetch(archives: Archives, cache: ImageCache, uid: str, here: Catalogue, cancel: Cancel) -> tuple[int, str]:
    """Retrieve the series of results that are not here; how many objects came, and what to say of it."""
    series = [one for one in archives.find_series(uid, cancel=cancel) if one.modality in _MODALITIES]
    counts, known = dict(here.objects), {one.sop_instance_uid for one in here.results}
    wanted = [
        one for one in series
        if not (count := counts.get(one.series_instance_uid, 0)) or (one.images_expected or 0) > count
    ]  # fmt: skip
    if not wanted:
        return 0, ""
    came = 0

    def keep(sop_instance_uid: str, encoded: bytes) -> None:
        nonlocal came
        if sop_instance_uid in known or came >= MOST_OBJECTS:
            return
        cache.store_other(uid, sop_instance_uid, encoded)
        came += 1

    uids = [one.series_instance_uid for one in wanted[:MOST_SERIES]]
    archives.retrieve(uid, keep, series=uids, cancel=cancel)
    return came, _TOO_MANY if len(wanted) > MOST_SERIES or came >= MOST_OBJECTS else ""
