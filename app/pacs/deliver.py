"""Sends our own objects to an archive (C-STORE, or STOW-RS), and asks it to keep them (storage commitment)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pydicom
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import evt
from pynetdicom.association import Association
from pynetdicom.presentation import build_context

from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, associate, check
from app.pacs.commitment import INSTANCE, Commitment, StorageCommitmentPushModel, reported, request
from app.pacs.statuses import Operation
from app.pacs.stow import stow_objects

#: So long the report is waited for on the association that asked; after that it may come to our store.
REPORT_S = 2.0
#: Duplicate SOP Instance (PS3.7 annex C).
_HELD = 0x0111


def store_objects(
    archive: Archive, paths: Sequence[Path], stored: Callable[[str], None], cancel: Cancel | None = None
) -> None:
    """Send DICOM files one after the other; ``stored`` is called with the SOP Instance UID of each that was taken.

    An object that the archive refuses because it holds it already counts as taken. What it refuses for another reason,
    as of a class that it does not know, does not hold up the others. Raises ArchiveError for the first that was not
    taken, once all were sent, or where the connection breaks; ArchiveCancelled.
    """
    cancel = Cancel() if cancel is None else cancel
    if archive.takes_stow:
        stow_objects(archive, paths, stored, cancel)
        return
    objects = [pydicom.dcmread(path) for path in paths]
    classes = dict.fromkeys(str(one.SOPClassUID) for one in objects)
    contexts = [build_context(one, [ExplicitVRLittleEndian, ImplicitVRLittleEndian]) for one in classes]
    refused: list[ArchiveError] = []
    with associate(archive, contexts, cancel=cancel) as association:
        for one in objects:
            try:
                status = association.send_c_store(one)
            except ValueError:  # no context was accepted for it
                cancel.check()
                text = f"{archive.name} does not take results of this kind ({one.SOPClassUID.name})."
                refused.append(ArchiveError("archive_no_class", text))
                continue
            try:
                if status.get("Status") != _HELD:
                    check(status, Operation.STORE, archive, cancel)
            except ArchiveError as error:
                if "Status" not in status or isinstance(error, ArchiveCancelled):
                    raise
                refused.append(error)
            else:
                stored(str(one.SOPInstanceUID))
    if refused:
        raise refused[0]


def ask_commitment(
    archive: Archive,
    transaction_uid: str,
    references: Sequence[tuple[str, str]],
    tell: Callable[[Commitment], None],
    cancel: Cancel | None = None,
) -> None:
    """Ask an archive to keep objects given as (SOP Class UID, SOP Instance UID).

    ``tell`` is called, in another thread, where the report comes on this association; it may come later, on one of the
    archive's own. Raises ArchiveError (``archive_no_service`` where it does not offer this), ArchiveCancelled.
    """
    cancel = Cancel() if cancel is None else cancel
    came = Event()

    def take(event: evt.Event) -> Any:
        answer = reported(event, tell)
        came.set()
        return answer

    contexts = [build_context(StorageCommitmentPushModel)]
    handlers: Any = [(evt.EVT_N_EVENT_REPORT, take)]
    with associate(archive, contexts, handlers=handlers, cancel=cancel) as association:
        _act(association, archive, transaction_uid, references, cancel)
        came.wait(REPORT_S)


def _act(
    association: Association,
    archive: Archive,
    transaction_uid: str,
    references: Sequence[tuple[str, str]],
    cancel: Cancel,
) -> None:
    status, _ = association.send_n_action(request(transaction_uid, references), 1, StorageCommitmentPushModel, INSTANCE)
    cancel.check()
    if "Status" not in status:
        raise ArchiveError("archive_no_answer", f"{archive.name} stopped answering.")
    if status.Status != 0x0000:
        raise ArchiveError("commitment_failed", f"{archive.name} cannot confirm that it keeps results.")
