"""Studies that are worked on while their number of images still rests, so that the rest costs no time of its own.

DICOM has no "that was all": a study counts as whole when its number of images has not changed for a while. A part of
that while is enough to fetch and analyse it, but not to tell an answer: it is held, and the study goes on being
analysed for all who look, until the archive was asked once more and says that nothing came. Where something did, the
answer is dropped, and the study then has its whole rest.
"""

from __future__ import annotations

import threading

from app.pipeline.analysis import Answer

#: This part of the rest has to be over before a study is fetched ahead, and passes between two looks at its number.
AHEAD = 0.2


class Resting:
    """Nothing here outlives the program: after a crash the analysis is done again. Call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._resting: set[str] = set()
        self._held: dict[str, Answer] = {}
        self._in_vain: set[str] = set()
        self._unconfirmed: set[str] = set()

    def begin(self, uid: str) -> None:
        """A study was fetched before its rest was over."""
        with self._lock:
            self._resting.add(uid)
            self._held.pop(uid, None)
            self._unconfirmed.discard(uid)

    def hold(self, uid: str, answer: Answer) -> bool:
        """Keep an answer until :meth:`over`; False where the study rests no more."""
        with self._lock:
            if uid not in self._resting:
                return False
            self._held[uid] = answer
            return True

    def over(self, uid: str, asked: bool = True) -> Answer | None:
        """The study is whole, or off the line; the answer that was held, if any.

        ``asked`` is False where that is not known, because the archive could not be asked.
        """
        with self._lock:
            self._resting.discard(uid)
            self._in_vain.discard(uid)
            (self._unconfirmed.discard if asked else self._unconfirmed.add)(uid)
            return self._held.pop(uid, None)

    def take_unconfirmed(self, uid: str) -> bool:
        """Whether the rest of a study ended without asking the archive; True only once."""
        with self._lock:
            if uid not in self._unconfirmed:
                return False
            self._unconfirmed.discard(uid)
            return True

    def went_in_vain(self, uid: str) -> None:
        """More came: the answer is dropped, and the study is not fetched ahead again."""
        with self._lock:
            self._resting.discard(uid)
            self._held.pop(uid, None)
            self._in_vain.add(uid)

    def was_in_vain(self, uid: str) -> bool:
        """Whether the study was fetched ahead before, and more came."""
        with self._lock:
            return uid in self._in_vain

    def drop_all(self) -> list[str]:
        """Forget the answers that are held; the studies that they were for."""
        with self._lock:
            uids = list(self._held)
            self._held.clear()
            return uids

    def rests(self, uid: str) -> bool:
        """Whether the study was fetched ahead and is not known to be whole."""
        with self._lock:
            return uid in self._resting
