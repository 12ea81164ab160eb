"""Makes the DICOM objects of a study's result and keeps them beside it, until they are sent."""

from __future__ import annotations

import logging
from collections.abc import Container
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.errors import CacheError
from app.pipeline import other_results, stages
from app.results import case_files, outbox
from app.results.outbox import Item
from app.store.cache import ImageCache

_log = logging.getLogger(__name__)


def made_at(folder: Path) -> datetime | None:
    """When the result in a study's folder was written, local time; None where there is none."""
    try:
        return datetime.fromtimestamp((folder / case_files.RESULT).stat().st_mtime)
    except OSError:
        return None


def pack(cache: ImageCache, uid: str, folder: Path, at: datetime, kinds: Container[str]) -> tuple[Item, ...]:
    """Make the objects of the result that was written ``at`` this time, and keep them in the study's folder.

    They say which reports they replace: those of other versions and models, and earlier ones with another answer. None
    are made where the archive holds one of a newer version.
    Raises CacheError where result or images are not here any more, ValueError where they do not belong together.
    """
    from app.results.dicom.make import encoded, make  # highdicom takes a second to load
    from app.results.dicom.source import Source, read_headers
    from app.results.reading import own

    case = stages.load_case(cache, uid)
    if case.result is None:
        raise CacheError("result_not_sent", case.text or "There is no result.")
    wanted = dict.fromkeys(one.sop_instance_uid for one in case.result.slices)
    headers = read_headers(cache.images(uid), list(wanted))
    if not headers:
        raise CacheError("result_not_sent", "Its images are not here any more.")
    runtime = case.result.runtime
    there = own.reports(other_results.files(cache, uid), uid)
    if any(own.newer(one.result.runtime, runtime) for one in there):
        _log.info("a result is not sent: the archive holds one of a newer version")
        return ()
    source = Source(case.result, headers, case.volume if wanted else None, at)
    replaced = tuple(one.header for one in there if own.replaced(one, source))
    made = make(replace(source, replaces=replaced), kinds)
    for kind, one in made.items():
        outbox.save_object(folder, kind.value, encoded(one))
    return tuple(Item(kind.value, str(one.SOPClassUID), str(one.SOPInstanceUID)) for kind, one in made.items())
