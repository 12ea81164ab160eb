"""What :class:`app.pacs.archives.Archives` knows of each archive, and how it tells what all of them said."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.domain.events import ArchiveStatus
from app.domain.study import Study
from app.pacs.archive import Archive
from app.pacs.dicomweb import qido_find
from app.pacs.line import Line
from app.pacs.query import Find, find_by
from app.pacs.ways import Way

#: Between two full windows only what is new is asked for; late arrivals of older studies come with the full one.
FULL_WINDOW_EVERY_S = 300.0
#: So many studies are remembered, the latest.
REMEMBERED = 20_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Polled:
    """What all archives said: the studies, each once, and how each archive is."""

    studies: tuple[Study, ...]
    statuses: tuple[ArchiveStatus, ...]

    @property
    def status(self) -> ArchiveStatus:
        """All statuses as one: that of the only archive, or in words how many answer and which do not."""
        if len(self.statuses) == 1:
            return self.statuses[0]
        left_out = sum(one.left_out for one in self.statuses)
        silent = [one for one in self.statuses if not one.reachable]
        if not silent:
            text = " ".join(one.text for one in self.statuses)
            return ArchiveStatus(f"{len(self.statuses)} archives", True, text, left_out)
        name = silent[0].name if len(silent) == 1 else f"{len(silent)} of {len(self.statuses)} archives"
        return ArchiveStatus(name, False, " ".join(one.text for one in silent), left_out)


class Remembered(OrderedDict[str, T]):
    """The latest entries only."""

    def put(self, key: str, value: T) -> None:
        """Enter or replace; the oldest entry may go."""
        self[key] = value
        self.move_to_end(key)
        while len(self) > REMEMBERED:
            self.popitem(last=False)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What the series of a study told an archive's filters.

    Attributes:
        passes: whether one of them fits.
        images: how many images the archive counted then; None where it does not say.
        first_at: when they were asked for first, on the clock of time.monotonic; ``at`` when last.
    """

    passes: bool
    images: int | None
    first_at: float
    at: float


class OneArchive:
    """One archive with its line."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.line = Line(archive)
        self.full_at = -FULL_WINDOW_EVERY_S
        self.answered_at: datetime | None = None
        self.hours = 0.0
        self.left_out = 0
        self.series_looked_at: Remembered[LookedAt] = Remembered()

    def finder(self, way: Way) -> Find:
        """Asks this archive by C-FIND or QIDO-RS, over its line."""
        if way is Way.FIND:
            return find_by(self.line.talk)
        return lambda archive, level, wanted, keys, cancel: self.line.web(
            lambda: qido_find(archive, level, wanted, keys, cancel), cancel
        )
