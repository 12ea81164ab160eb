"""The life of a study, from the first C-FIND answer to a result or the reason why there is none."""

from __future__ import annotations

from enum import StrEnum


class StudyState(StrEnum):
    """Where a study stands. Only ``NEGATIVE`` means that no hemorrhage was found.

    ``QUEUED`` waits to be fetched, ``READY`` to be analysed. ``POSITIVE`` and ``NEGATIVE`` are done. ``FAILED`` is
    where a study rests that was tried often enough: it stays in sight, with its reason, until somebody asks for it
    again. ``WITHDRAWN`` was taken off the line, by the archive that holds it no more or by a reader.
    """

    FOUND = "found"
    QUEUED = "queued"
    FETCHING = "fetching"
    INCOMPLETE = "incomplete"
    READY = "ready"
    ANALYSING = "analysing"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_ANALYSABLE = "not_analysable"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"

    @property
    def final(self) -> bool:
        """True where nothing more happens by itself."""
        return self in _FINAL

    @property
    def analysed(self) -> bool:
        """True where the detector gave an answer."""
        return self in (StudyState.POSITIVE, StudyState.NEGATIVE)

    @property
    def concluded(self) -> bool:
        """True where the latest analysis left a result: an answer, or why it gives none.

        A result from before, of which a study in another state may still have the files, no longer holds.
        """
        return self.analysed or self is StudyState.NOT_ANALYSABLE


_S = StudyState
_FINAL = frozenset({_S.POSITIVE, _S.NEGATIVE, _S.NOT_ANALYSABLE, _S.FAILED, _S.WITHDRAWN})

#: Every permitted step. A final state is left only by fetching again: images arrived later, or somebody asked for it.
TRANSITIONS: dict[StudyState, frozenset[StudyState]] = {
    _S.FOUND: frozenset({_S.QUEUED, _S.FAILED, _S.WITHDRAWN}),
    _S.QUEUED: frozenset({_S.FETCHING, _S.FAILED, _S.WITHDRAWN}),
    _S.FETCHING: frozenset({_S.QUEUED, _S.READY, _S.INCOMPLETE, _S.FAILED, _S.WITHDRAWN}),
    _S.INCOMPLETE: frozenset({_S.QUEUED, _S.FETCHING, _S.FAILED, _S.WITHDRAWN}),
    _S.READY: frozenset({_S.ANALYSING, _S.QUEUED, _S.FAILED, _S.WITHDRAWN}),
    _S.ANALYSING: frozenset({_S.READY, *_FINAL}),
    **{state: frozenset({_S.QUEUED}) for state in _FINAL},
}


def may_follow(before: StudyState, after: StudyState) -> bool:
    """Whether a study may go from ``before`` to ``after``."""
    return after in TRANSITIONS[before]
