"""What a reader changed in a result: kept beside what the algorithm said, never in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inference.errors import Reason
from inference.types import CaseResult, Lesion

#: Among the reasons of a result that a reader changed.
EDITED = Reason("edited_by_reader", "Masks or lesions were changed by a reader.")


@dataclass(frozen=True, slots=True)
class EditStep:
    """One change: when (UTC), by whom (the name of the account), and what, without patient data."""

    at: datetime
    reader: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class ReaderResult:
    """A result as a reader left it.

    Attributes:
        result: the algorithm's result with the reader's masks, lesions and volumes. State, score and probability
            are still the algorithm's: a reader's edit does not move a study in the list.
        base: fingerprint of the algorithm's result that was edited, see :func:`app.results.reader_files.fingerprint`.
        accepted: ids of the lesions of ``result`` that the reader confirmed.
        rejected: lesions of the algorithm that the reader took out, with their own ids; not part of ``result``.
        steps: every change that counts, the oldest first.
    """

    result: CaseResult
    base: str
    accepted: frozenset[int]
    rejected: tuple[Lesion, ...]
    steps: tuple[EditStep, ...]
