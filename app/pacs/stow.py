"""Sends our own objects to an archive by DICOMweb (STOW-RS, PS3.18 10.5), one object a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pydicom
from pydicom.dataset import Dataset

from app.errors import ArchiveError
from app.pacs import web
from app.pacs.archive import Archive
from app.pacs.cancel import Cancel
from app.pacs.dicomweb import qido_find
from app.pacs.statuses import Operation, Outcome, outcome, sentence

_LARGEST_ANSWER = 4 * 1024 * 1024
_FAILED, _UID, _REASON = "00081198", "00081155", "00081197"
#: Processing failure (PS3.7 annex C), for an archive that refuses and does not say why.
_UNSAID = 0x0110


def stow_objects(
    archive: Archive, paths: Sequence[Path], stored: Callable[[str], None], cancel: Cancel | None = None
) -> None:
    """As :func:`app.pacs.deliver.store_objects`, by STOW-RS.

    An object that the archive refuses because it holds it already counts as taken. Raises ArchiveError,
    ArchiveCancelled.
    """
    cancel, refused = Cancel() if cancel is None else cancel, list[ArchiveError]()
    for path in paths:
        head = pydicom.dcmread(path, stop_before_pixels=True)
        failure = _stow(archive, head, path.read_bytes(), cancel)
        if failure is not None and not _holds(archive, head, cancel):
            refused.append(ArchiveError("store_failed", sentence(failure, Operation.STORE)))
        else:
            stored(str(head.SOPInstanceUID))
    if refused:
        raise refused[0]


def _stow(archive: Archive, head: Dataset, encoded: bytes, cancel: Cancel) -> int | None:
    """Send one object; None where it was taken, otherwise the Failure Reason (0008,1197)."""
    boundary = f"firstread-{uuid4().hex}"
    body = b"\r\n".join(
        (f"--{boundary}".encode(), b"Content-Type: application/dicom", b"", encoded, f"--{boundary}--".encode(), b"")
    )
    kind = f'multipart/related; type="application/dicom"; boundary={boundary}'
    path = f"studies/{head.StudyInstanceUID}"
    with web.post(archive, path, body, kind, "application/dicom+json", cancel) as answer:
        status, said = answer.status, answer.read(_LARGEST_ANSWER)
    reason = _failure(said, str(head.SOPInstanceUID))
    if reason is None:  # a service need not say more than the status does
        return None if status in (200, 202) else _UNSAID
    return reason if outcome(reason) is Outcome.FAILURE else _UNSAID  # services have reasons of their own


def _failure(said: bytes, uid: str) -> int | None:
    """Why this object was not stored, from a Store Instances Response (PS3.18 10.5.3, JSON); None where it was."""
    try:
        answer = json.loads(said)
        failed = answer.get(_FAILED, {}).get("Value") or []
        return next((_reason(one) for one in failed if _first(one, _UID) == uid), None)
    except (ValueError, RecursionError, AttributeError, TypeError):
        return None


def _reason(item: Mapping[str, Any]) -> int:
    reason = _first(item, _REASON)
    return reason if isinstance(reason, int) else _UNSAID


def _first(item: Mapping[str, Any], tag: str) -> object:
    values = item.get(tag, {}).get("Value") or [None]
    return values[0]


def _holds(archive: Archive, head: Dataset, cancel: Cancel) -> bool:
    """Whether the archive tells, by QIDO-RS, that it holds this very object."""
    uids = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
    keys = {name: str(head[name].value) for name in uids}
    try:
        found = qido_find(archive, "IMAGE", uids[2:], keys, cancel)
    except ArchiveError:  # what it refused it before stays refused
        cancel.check()
        return False
    return any(one.uid("SOPInstanceUID") == keys["SOPInstanceUID"] for one in found)
