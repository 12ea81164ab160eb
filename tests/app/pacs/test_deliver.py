"""C-STORE of results: an archive takes what it knows, and what it does not know is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.uid import CTImageStorage, MRImageStorage, SecondaryCaptureImageStorage, SegmentationStorage
from pynetdicom import AE, evt
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from app.errors import ArchiveError
from app.pacs.deliver import store_objects
from tests.integration.peers import archive_on, ct_images, write


def test_a_class_that_an_archive_does_not_take_does_not_hold_up_the_others(tmp_path: Path) -> None:
    """Many archives take no segmentations, which go first; MR is refused by its status."""
    classes = (SegmentationStorage, MRImageStorage, CTImageStorage, SecondaryCaptureImageStorage)
    images = [ct_images(1, SOPClassUID=one)[0] for one in classes]
    ae = AE(ae_title="PEER")
    for one in (Verification, *classes[1:]):
        ae.add_supported_context(one)
    server = ae.start_server(
        ("127.0.0.1", 0), block=False,
        evt_handlers=[(evt.EVT_C_STORE, lambda e: 0xA900 if e.request.AffectedSOPClassUID == MRImageStorage else 0)],
    )  # fmt: skip
    assert server is not None and server.socket is not None
    stored: list[str] = []
    try:
        archive = archive_on(server.socket.getsockname()[1], "PEER")
        with pytest.raises(ArchiveError) as told:
            store_objects(archive, write(images, tmp_path), stored.append)
    finally:
        server.shutdown()
    assert told.value.reason.code == "archive_no_class"
    assert stored == [str(one.SOPInstanceUID) for one in images[2:]]
