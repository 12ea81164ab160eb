"""The line to one archive: at most so many associations, used again for the next study, and a circuit breaker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition
from typing import Protocol, TypeVar

from pynetdicom.association import Association
from pynetdicom.pdu_primitives import SCP_SCU_RoleSelectionNegotiation
from pynetdicom.presentation import PresentationContext

from app.errors import ArchiveAway, ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, Handler, Opened, associate, open_association
from app.pacs.breaker import LINE_TROUBLE, Breaker
from app.pacs.tls import Expiry, file_expiries, peer_expiry

#: An association that nobody uses is released after so many seconds, and after a poll at once where the next one comes
#: later than that: pynetdicom looks at an open one a thousand times a second, which takes some 4 % of a processor.
IDLE_S = 3.0
_LOOK_S = 0.05
#: One that was idle for so long is not used again: it may be about to be released.
_STALE_S = IDLE_S - 1
#: Nobody waits longer than this for an archive to agree to the release of what is not needed any more.
_LAST_RELEASE_S = 1.0

T = TypeVar("T")


class Talk(Protocol):
    """Has ``do`` done over an association with an archive."""

    def __call__(
        self,
        archive: Archive,
        contexts: Sequence[PresentationContext],
        do: Callable[[Association], T],
        *,
        roles: Sequence[SCP_SCU_RoleSelectionNegotiation] = (),
        handlers: Sequence[Handler] = (),
        cancel: Cancel | None = None,
    ) -> T:
        """What ``do`` returns; raises as :func:`app.pacs.association.associate`, and what ``do`` raises."""


def talk_once(
    archive: Archive,
    contexts: Sequence[PresentationContext],
    do: Callable[[Association], T],
    *,
    roles: Sequence[SCP_SCU_RoleSelectionNegotiation] = (),
    handlers: Sequence[Handler] = (),
    cancel: Cancel | None = None,
) -> T:
    """Over an association of its own, which is released afterwards."""
    with associate(archive, contexts, roles=roles, handlers=handlers, cancel=cancel) as association:
        return do(association)


@dataclass(slots=True, eq=False)
class _Held:
    kind: tuple[str, ...]
    opened: Opened
    idle_since: float = 0.0


class Line:
    """All conversations with one archive; every method may be called from any thread. Close it at the end."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.breaker, self.web_breaker = Breaker(), Breaker()
        self._changed = Condition()
        self._busy = 0
        self._idle: list[_Held] = []
        self._closed = False
        self._peer_expiry: Expiry | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What ended or will end soon of the certificates of both sides, one sentence each."""
        archive = self.archive
        files = archive.tls or (archive.dicomweb_tls if archive.dicomweb_url.startswith("https") else None)
        expiries = [*(file_expiries(files) if files is not None else ()), self._peer_expiry]
        return tuple(text for one in expiries if one is not None and (text := one.warning()))

    @property
    def connections(self) -> int:
        """Associations that are open now, in use or idle."""
        with self._changed:
            return self._busy + len(self._idle)

    def talk(
        self,
        archive: Archive,
        contexts: Sequence[PresentationContext],
        do: Callable[[Association], T],
        *,
        roles: Sequence[SCP_SCU_RoleSelectionNegotiation] = (),
        handlers: Sequence[Handler] = (),
        cancel: Cancel | None = None,
    ) -> T:
        """As :class:`Talk`, over an association that is idle or, within the limit, a new one.

        ``do`` is called a second time, over a new association, where one of before dies without any answer. It has to
        leave no operation under way. Raises at once while the circuit is open.
        """
        cancel = Cancel() if cancel is None else cancel
        kind = tuple(str(context.abstract_syntax) for context in contexts)
        with self._guarded(self.breaker), self._slot(cancel):
            held = self._take(kind)
            if held is not None:
                try:
                    result = self._use(held, do, handlers, cancel)
                except ArchiveError:
                    if cancel.is_set or not held.opened.died_unanswered:
                        raise
                else:
                    self.breaker.succeeded()
                    return result
            opened = open_association(archive, contexts, roles=roles, handlers=handlers, cancel=cancel)
            if archive.tls is not None:
                self._peer_expiry = peer_expiry(archive, opened.peer_certificate)
            result = self._use(_Held(kind, opened), do, handlers, cancel)
            self.breaker.succeeded()
            return result

    def web(self, do: Callable[[], T], cancel: Cancel | None = None) -> T:
        """``do`` over DICOMweb, in one of the archive's places, with a circuit breaker of its own."""
        cancel = Cancel() if cancel is None else cancel
        with self._guarded(self.web_breaker), self._slot(cancel):
            result = do()
            self.web_breaker.succeeded()
            return result

    def reset(self) -> None:
        """Let the next attempt through, also where the circuit is open."""
        self.breaker.reset()
        self.web_breaker.reset()

    def rest(self) -> None:
        """Release what is idle, unless the line is in use: nothing will be asked for a while."""
        with self._changed:
            if self._busy:
                return
            idle, self._idle = self._idle, []
        self._release(idle)

    def close(self) -> None:
        """Release what is idle; what is in use is closed by its user. Nothing is kept open from now on."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
        self._release(idle)

    def _release(self, idle: Sequence[_Held]) -> None:
        for held in idle:
            held.opened.association.acse_timeout = min(self.archive.acse_timeout_s, _LAST_RELEASE_S)
            held.opened.close(politely=True)

    @contextmanager
    def _guarded(self, breaker: Breaker) -> Iterator[None]:
        """Refuses while the circuit is open, and tells it of what fails in this context.

        Raises ArchiveAway where that was not the first to fail.
        """
        breaker.check()
        try:
            yield
        except ArchiveCancelled:
            breaker.undecided()
            raise
        except ArchiveError as error:
            if error.reason.code not in LINE_TROUBLE:
                breaker.succeeded()
            elif breaker.failed(error):
                raise ArchiveAway(error.reason.code, error.reason.text) from error
            raise
        except BaseException:
            breaker.undecided()
            raise

    @contextmanager
    def _slot(self, cancel: Cancel) -> Iterator[None]:
        """Within this context one of the archive's places is ours."""
        with self._changed:
            while self._busy >= self.archive.associations:
                cancel.check()
                self._changed.wait(_LOOK_S)
            cancel.check()
            self._busy += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify()

    def _take(self, kind: tuple[str, ...]) -> _Held | None:
        """An idle association of this kind; others are closed where they are dead, or where their place is needed."""
        found: _Held | None = None
        gone: list[_Held] = []
        with self._changed:
            for held in list(self._idle):
                if not held.opened.usable or time.monotonic() - held.idle_since > _STALE_S:
                    self._idle.remove(held)
                    gone.append(held)
                elif found is None and held.kind == kind:
                    self._idle.remove(held)
                    found = held
            while self._idle and self._busy + len(self._idle) > self.archive.associations:
                gone.append(self._idle.pop(0))
        for held in gone:
            held.opened.close(politely=True)
        if found is not None:
            found.opened.association.network_timeout = self.archive.network_timeout_s
        return found

    def _use(self, held: _Held, do: Callable[[Association], T], handlers: Sequence[Handler], cancel: Cancel) -> T:
        well = False
        association = held.opened.association
        try:
            for event, handler in handlers:
                association.bind(event, handler)
            with held.opened.use(cancel):
                result = do(association)
            well = True
            return result
        finally:
            for event, handler in handlers:  # what comes too late is refused
                association.unbind(event, handler)
            self._put_back(held, well and not cancel.is_set)

    def _put_back(self, held: _Held, well: bool) -> None:
        if well and held.opened.usable:
            association = held.opened.association
            association.network_timeout_response = "A-RELEASE"
            association.network_timeout = IDLE_S
            with self._changed:
                if not self._closed and self._busy + len(self._idle) <= self.archive.associations:
                    held.idle_since = time.monotonic()
                    self._idle.append(held)
                    return
        held.opened.close(politely=well)
