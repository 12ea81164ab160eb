"""When a study that is sent to us counts as complete. DICOM has no "that was all", so images have to rest a while.

How long depends on who sends: a scanner that reconstructs for half a minute between two images gets more time than a
router that sends a study in one go. The widest gap that was seen between two images of a study of the same sender
decides, also where it was seen too late; after each study that came without such a gap it counts less.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field

#: A study rests so many times the widest gap of its sender ...
FACTOR = 2.0
#: ... but no longer than this, in seconds: a patient waits. What comes later is analysed again.
MOST_S = 120.0
#: While the connection that brought it is still open, it rests at least so long: the sender may be busy.
OPEN_S = 20.0
#: Of the widest gap, this much is left after a study without one.
FADE = 0.8
#: Images that come later than this say nothing of the sender's pace: somebody sent the study again.
LATE_S = 900.0


@dataclass(slots=True)
class _Coming:
    sender: str
    last: float
    widest: float = 0.0
    associations: set[Hashable] = field(default_factory=set)
    taken: bool = False


class Settling:
    """Keeps the pace of senders and studies; not for use from two threads at once. Times are of one rising clock."""

    def __init__(self, least_s: float) -> None:
        """``least_s`` is how long every study rests."""
        self.least_s = least_s
        self._coming: dict[str, _Coming] = {}
        self._widest: dict[str, float] = {}

    def arrived(self, study: str, sender: str, now: float, association: Hashable | None = None) -> None:
        """One image of a study came, over ``association`` if it came over one."""
        coming = self._coming.get(study)
        if coming is None:
            self._forget_old(now)
            coming = self._coming[study] = _Coming(sender, now)
        gap = now - coming.last
        if gap <= LATE_S and coming.sender == sender:
            coming.widest = max(coming.widest, gap)
            self._widest[sender] = max(self._widest.get(sender, 0.0), gap)
        coming.sender, coming.last, coming.taken = sender, now, False
        if association is not None:
            coming.associations.add(association)

    def closed(self, association: Hashable) -> list[str]:
        """An association ended; returns the studies that it brought."""
        ended = [study for study, coming in self._coming.items() if association in coming.associations]
        for study in ended:
            self._coming[study].associations.discard(association)
        return ended

    def pause_s(self, sender: str) -> float:
        """How long studies of this sender rest, in seconds."""
        return max(self.least_s, min(MOST_S, FACTOR * self._widest.get(sender, 0.0)))

    def ready_at(self, study: str) -> float:
        """When a study counts as complete unless more comes; 0 for one that nothing came of."""
        coming = self._coming.get(study)
        if coming is None or coming.taken:
            return 0.0
        pause = self.pause_s(coming.sender)
        return coming.last + (max(OPEN_S, pause) if coming.associations else pause)

    def complete(self, study: str) -> None:
        """No more will come of a study, as far as is known: it need not rest."""
        if study in self._coming:
            self._coming[study].last = -math.inf

    def taken(self, study: str) -> None:
        """A study was taken as complete; what still comes of it tells that its sender needs more time."""
        coming = self._coming.get(study)
        if coming is not None and not coming.taken:
            coming.taken = True
            self._widest[coming.sender] = max(coming.widest, FADE * self._widest.get(coming.sender, 0.0))

    def _forget_old(self, now: float) -> None:
        for study in [s for s, coming in self._coming.items() if coming.taken and now - coming.last > LATE_S]:
            del self._coming[study]
