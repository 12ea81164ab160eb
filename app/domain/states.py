"""The life of a study, from the first C-FIND answer to a result or the reason why there is none."""

from __future__ import annotations

from enum import StrEnum


class StudyState(StrEnum):
    """Where a study stands. Only ``NEGATIVE`` means that no hemorrhage was found."""

    FOUND = "found"
    FETCHING = "fetching"
    INCOMPLETE = "incomplete"
    READY = "ready"
    ANALYSING = "analysing"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_ANALYSABLE = "not_analysable"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        """True where nothing more happens by itself."""
        return self in _FINAL

    @property
    def analysed(self) -> bool:
        """True where the detector gave an answer."""
        return self in (StudyState.POSITIVE, StudyState.NEGATIVE)


_FINAL = frozenset({StudyState.POSITIVE, StudyState.NEGATIVE, StudyState.NOT_ANALYSABLE, StudyState.FAILED})

_S = StudyState
#: Every permitted step. A final state is left only by fetching again (images arrived later, or a retry by hand).
TRANSITIONS: dict[StudyState, frozenset[StudyState]] = {
    _S.FOUND: frozenset({_S.FETCHING, _S.FAILED}),
    _S.FETCHING: frozenset({_S.FOUND, _S.READY, _S.INCOMPLETE, _S.FAILED, _S.NOT_ANALYSABLE}),
    _S.INCOMPLETE: frozenset({_S.FETCHING, _S.NOT_ANALYSABLE, _S.FAILED}),
    _S.READY: frozenset({_S.ANALYSING, _S.FETCHING}),
    _S.ANALYSING: frozenset({_S.READY, *_FINAL}),
    **{state: frozenset({_S.FETCHING, _S.FOUND, _S.READY}) for state in _FINAL},
}


def may_follow(before: StudyState, after: StudyState) -> bool:
    """Whether a study may go from ``before`` to ``after``."""
    return after in TRANSITIONS[before]
