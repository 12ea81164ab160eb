"""What leaves the image cache, and when: beyond the budget, on a full disk, and after its time.

Removed are images only; results stay until their study is forgotten. Never removed is what is being fetched or
analysed, what waits for it, and what is open.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.store.cache import ImageCache, Kept, folder_name
from app.store.journal import Journal

_log = logging.getLogger(__name__)

_GB = 1e9


@dataclass(frozen=True, slots=True)
class Limits:
    """What the settings allow.

    Attributes:
        budget_bytes: of all images together.
        free_bytes: to be left free on the disk.
        images_s: age, since they were last needed, at which images go.
        results_s: age at which a study is forgotten.
        lookback_s: how far back the archive is asked; a study inside it would be found again at once.
    """

    budget_bytes: float
    free_bytes: float
    images_s: float
    results_s: float
    lookback_s: float


def images_to_remove(
    kept: Iterable[Kept], protected: Collection[str], limits: Limits, free_bytes: float, now: float
) -> list[Kept]:
    """Whose images go, least recently needed first.

    Args:
        kept: what the cache holds.
        protected: names of study folders that stay whatever happens.
        limits: what the settings allow.
        free_bytes: on the disk of the cache, now.
        now: seconds since 1970.
    """
    with_images = [one for one in kept if one.image_bytes > 0]
    excess = max(sum(one.image_bytes for one in with_images) - limits.budget_bytes, limits.free_bytes - free_bytes)
    removed = []
    for one in sorted(with_images, key=lambda one: (one.needed_at, one.name)):
        if one.name in protected:
            continue
        if excess > 0 or now - one.needed_at > limits.images_s:
            removed.append(one)
            excess -= one.image_bytes
    return removed


def at_work(record: StudyRecord) -> bool:
    """Whether images of this study are still to be fetched or analysed, or are just now.

    One that stayed incomplete for a day was given up; if somebody asks for it, it is fetched as a whole.
    """
    if record.state is StudyState.INCOMPLETE:
        return datetime.now(UTC) - record.changed_at < timedelta(days=1)
    return not record.state.final


def sweep(cache: ImageCache, journal: Journal, limits: Limits, is_open: Callable[[str], bool]) -> list[str]:
    """Remove what has to go; returns the names of the study folders that lost their images.

    ``is_open`` tells, by UID, whether a reader has a study open. A folder that the journal does not know is nobody's:
    it goes like any other. Raises CacheError, JournalError.
    """
    kept = cache.kept()  # before the journal: a study found in between is then in the journal, and protected
    if not kept:
        return []
    names = {one.name for one in kept}
    uids = {name: uid for uid in journal.uids() if (name := folder_name(uid)) in names}

    def needed(name: str) -> bool:
        record = journal.get(uids[name]) if name in uids else None
        return record is not None and (at_work(record) or is_open(record.uid))

    protected = {name for name in uids if needed(name)}
    removed = []
    for one in images_to_remove(kept, protected, limits, cache.free_bytes(), datetime.now(UTC).timestamp()):
        if needed(one.name):
            continue  # somebody asked for it since
        cache.remove_images(one.name)
        removed.append(one.name)
    if removed:
        _log.info("images of %d studies were removed from the cache", len(removed))
    return removed


def to_forget(
    records: Iterable[StudyRecord], limits: Limits, is_open: Callable[[str], bool], now: datetime
) -> list[str]:
    """UIDs of the studies whose time is over.

    Nobody read, fetched or analysed them since, and the archive is not asked for their day any more. ``now`` is
    believed: ask :mod:`app.store.clock` before.
    """
    age = timedelta(seconds=max(limits.results_s, limits.lookback_s + 86_400))
    return [
        record.uid
        for record in records
        if (record.state.final or record.state is StudyState.INCOMPLETE)
        and now - max(record.found_at, record.changed_at, record.read_at or record.found_at) > age
        and not is_open(record.uid)
    ]
