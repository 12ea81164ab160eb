"""Storage commitment, push model (PS3.4 annex J): an archive's word that it keeps what was sent to it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import evt
from pynetdicom.sop_class import StorageCommitmentPushModel  # type: ignore[attr-defined]

_log = logging.getLogger(__name__)

#: The one instance of the service (PS3.4 J.3.5).
INSTANCE = "1.2.840.10008.1.20.1.1"
_TAKEN, _CANNOT_UNDERSTAND = 0x0000, 0x0110


@dataclass(frozen=True, slots=True)
class Commitment:
    """What an archive reports of one request: the SOP Instance UIDs that it keeps, and those it does not."""

    transaction_uid: str
    committed: frozenset[str]
    failed: frozenset[str]


def request(transaction_uid: str, references: Sequence[tuple[str, str]]) -> Dataset:
    """The action's information for objects given as (SOP Class UID, SOP Instance UID)."""
    asked = Dataset()
    asked.TransactionUID = transaction_uid
    asked.ReferencedSOPSequence = []
    for sop_class, sop_instance in references:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class, sop_instance
        asked.ReferencedSOPSequence.append(item)
    return asked


def reported(event: evt.Event, tell: Callable[[Commitment], None] | None) -> tuple[int, Dataset | None]:
    """Answer an N-EVENT-REPORT and hand it on."""
    try:
        told: Any = event.event_information
        report = Commitment(
            str(told.TransactionUID), _uids(told, "ReferencedSOPSequence"), _uids(told, "FailedSOPSequence")
        )
    except Exception:  # pydicom raises anything on a damaged data set
        _log.warning("a report of storage commitment cannot be read")
        return _CANNOT_UNDERSTAND, None
    if tell is not None:
        try:
            tell(report)
        except Exception:
            _log.exception("a report of storage commitment could not be told")
    return _TAKEN, None


def _uids(told: Dataset, sequence: str) -> frozenset[str]:
    return frozenset(str(item.ReferencedSOPInstanceUID) for item in told.get(sequence) or ())


__all__ = ["INSTANCE", "Commitment", "StorageCommitmentPushModel", "reported", "request"]
