"""C-MOVE of a study (PS3.4 C.4.2): the archive sends the images to our own store, over associations that it opens."""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import Condition

from pynetdicom.association import Association
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelMove  # type: ignore[attr-defined]

from app.errors import ArchiveError, CacheError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, check
from app.pacs.line import Talk, talk_once
from app.pacs.retrieve import Keep, Progress, Retrieved, Suboperations, identifier_of
from app.pacs.statuses import Operation
from app.pacs.store_scp import Arrival, StoreScp

#: Some archives report the end before their last images are through: so long without one they are waited for.
SETTLE_S = 5.0
_LOOK_S = 0.05


def move_study(
    archive: Archive,
    study_instance_uid: str,
    keep: Keep,
    receiver: StoreScp,
    *,
    series: Sequence[str] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    talk: Talk = talk_once,
) -> Retrieved:
    """As :func:`app.pacs.retrieve.get_study`, with the objects coming in through ``receiver``, which has to be running.

    ``keep`` is called in threads of the receiver, and never by two at a time.
    """
    if not receiver.running:
        raise ArchiveError("receiver_not_started", "Our own port for incoming images is not open.")
    cancel = Cancel() if cancel is None else cancel
    received: set[str] = set()
    trouble: list[CacheError] = []
    counts = Suboperations()
    changed = Condition()
    latest = time.monotonic()

    def take(arrival: Arrival, encoded: bytes) -> None:
        nonlocal latest
        with changed:
            if trouble:
                raise trouble[0]
            try:
                keep(arrival.sop_instance_uid, encoded)
            except CacheError as error:
                trouble.append(error)
                raise
            received.add(arrival.sop_instance_uid)
            latest = time.monotonic()
            if progress is not None:
                progress(len(received))
            changed.notify_all()

    def ask(association: Association) -> None:
        responses = association.send_c_move(
            identifier_of(study_instance_uid, series), receiver.ae_title, StudyRootQueryRetrieveInformationModelMove
        )
        for status, _ in responses:
            if trouble:
                raise trouble[0]
            counts.note(status)
            check(status, Operation.MOVE, archive, cancel)

    with receiver.expecting(study_instance_uid, take):
        talk(archive, [build_context(StudyRootQueryRetrieveInformationModelMove)], ask, cancel=cancel)
        with changed:
            while len(received) < counts.completed and not trouble and time.monotonic() - latest < SETTLE_S:
                cancel.check()
                changed.wait(_LOOK_S)
            if trouble:
                raise trouble[0]
            return Retrieved(frozenset(received), counts.offered, counts.failed)
