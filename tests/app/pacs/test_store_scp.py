"""Our store: what it takes, what it refuses with which status, and what it tells at the end of an association."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian
from pynetdicom.pdu import A_ASSOCIATE_RQ
from pynetdicom.pdu_primitives import (
    A_ASSOCIATE,
    ImplementationClassUIDNotification,
    MaximumLengthNotification,
)
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import CTImageStorage  # type: ignore[attr-defined]

from app.errors import ArchiveError, CacheError
from app.pacs.archive import Archive
from app.pacs.association import associate
from app.pacs.store_scp import Arrival, Closed, Listening, StoreScp
from tests.integration.peers import ct_images, store

LISTENING = Listening("OURS", 0, host="127.0.0.1")


@pytest.mark.parametrize(
    ("addresses", "peer", "allowed"),
    [
        ((), "203.0.113.9", True),
        (("10.1.0.0/16",), "10.1.2.3", True),
        (("10.1.0.0/16",), "10.2.2.3", False),
        (("10.1.0.7", "192.0.2.0/24"), "192.0.2.200", True),
        (("10.1.0.0/16",), "::ffff:10.1.2.3", True),
        (("fe80::/10",), "fe80::1%eth0", True),
        (("10.1.0.0/16",), "nonsense", False),
    ],
)
def test_addresses(addresses: tuple[str, ...], peer: str, allowed: bool) -> None:
    assert Listening("OURS", 104, addresses=addresses).allows(peer) is allowed


def test_an_address_that_is_none() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        Listening("OURS", 104, addresses=("somewhere",))


def send(scp: StoreScp, images: Sequence[Dataset], *, cut: bool = False) -> list[int]:
    """The status of each image; with ``cut`` the association is aborted afterwards."""
    archive = Archive("Our store", "127.0.0.1", scp.port, "OURS", acse_timeout_s=20)
    contexts = [build_context(ds.SOPClassUID, ds.file_meta.TransferSyntaxUID) for ds in images[:1]]
    with associate(archive, contexts) as association:
        statuses = [int(association.send_c_store(ds).Status) for ds in images]
        if cut:
            association.abort()
    return statuses


def test_each_object_and_the_end_are_told() -> None:
    images = ct_images(3)
    arrivals, ends, ended = list[tuple[Arrival, bytes]](), list[Closed](), threading.Event()

    def closed(end: Closed) -> None:
        ends.append(end)
        ended.set()

    with StoreScp(LISTENING, lambda arrival, data: arrivals.append((arrival, data)), closed) as scp:
        assert send(scp, images) == [0, 0, 0]
        assert ended.wait(10)
        ended.clear()
        send(scp, images[:1], cut=True)
        assert ended.wait(10)
    uid = str(images[0].StudyInstanceUID)
    assert [arrival.sop_instance_uid for arrival, _ in arrivals[:3]] == [ds.SOPInstanceUID for ds in images]
    assert {arrival.study_instance_uid for arrival, _ in arrivals} == {uid}
    assert all(data[128:132] == b"DICM" and images[0].PixelData in data for _, data in arrivals[:1])
    assert [(end.studies, end.regular) for end in ends] == [({uid: 3}, True), ({uid: 1}, False)]
    assert ends[0].association != ends[1].association


def test_what_is_refused() -> None:
    (image,) = ct_images(1)
    with StoreScp(LISTENING) as scp:
        assert send(scp, [image]) == [0x0124]  # nobody asked for it, and nothing is pushed to us
        kept: list[str] = []
        with scp.expecting(str(image.StudyInstanceUID), lambda arrival, _: kept.append(arrival.sop_instance_uid)):
            assert send(scp, [image]) == [0x0000]
        assert kept == [image.SOPInstanceUID]
        assert send(scp, [image]) == [0x0124]

    def full(arrival: Arrival, data: bytes) -> None:
        raise CacheError("disk_full", "The disk of the image cache is full.")

    def broken(arrival: Arrival, data: bytes) -> None:
        raise RuntimeError

    for keep, status in ((full, 0xA700), (broken, 0xC000)):
        with StoreScp(LISTENING, keep) as scp:
            assert send(scp, [image]) == [status]
    del image.StudyInstanceUID
    with StoreScp(LISTENING, lambda *_: None) as scp:
        assert send(scp, [image]) == [0xC000]


def test_a_deflated_object_of_any_size_is_kept() -> None:
    """Its head cannot be inflated as a whole: the deflated data go on behind it."""
    image, _ = images = ct_images(2, size=512)
    image.PixelData = np.random.default_rng(0).bytes(len(image.PixelData))
    for one in images:
        one.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    kept = list[tuple[Arrival, int]]()
    with StoreScp(LISTENING, lambda arrival, data: kept.append((arrival, len(data)))) as scp:
        assert send(scp, images) == [0x0000, 0x0000]
    assert {arrival.series_instance_uid for arrival, _ in kept} == {image.SeriesInstanceUID}
    assert kept[0][1] > 64 * 1024 > kept[1][1]


def test_an_object_that_cannot_be_read_is_refused_with_a_status_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(encoded: bytes) -> tuple[str, str]:
        raise RuntimeError

    monkeypatch.setattr("app.pacs.store_scp.study_and_series", broken)
    with StoreScp(LISTENING, lambda *_: None) as scp:
        assert send(scp, ct_images(1)) == [0xC000]


def vanished(scp: StoreScp, said: bytes = b"", request: int | None = None) -> socket.socket:
    """The socket of a sender that says nothing any more, not even that it ends, as one without power.

    It is in an association and has ``said`` something since; with ``request`` it got no further than so many bytes of
    its request for one.
    """
    asked = A_ASSOCIATE()
    asked.application_context_name = "1.2.840.10008.3.1.1.1"
    asked.calling_ae_title, asked.called_ae_title = "SCANNER", "OURS"
    context = build_context(CTImageStorage)
    context.context_id = 1
    asked.presentation_context_definition_list = [context]
    largest, implementation = MaximumLengthNotification(), ImplementationClassUIDNotification()
    largest.maximum_length_received, implementation.implementation_class_uid = 16384, "1.2.3"
    asked.user_information = [largest, implementation]
    pdu = A_ASSOCIATE_RQ()
    pdu.from_primitive(asked)
    sender = socket.create_connection(("127.0.0.1", scp.port), 10)
    sender.sendall(pdu.encode()[:request])
    if request is None:
        assert sender.recv(1) == b"\x02"  # A-ASSOCIATE-AC
        sender.sendall(said)
    return sender


#: The head of a P-DATA-TF PDU of 256 bytes, and four of these.
_HALF = b"\x04\x00\x00\x00\x01\x00" + bytes(4)


def test_senders_that_vanished_do_not_keep_their_places() -> None:
    image, ends = ct_images(1), list[Closed]()
    listening = Listening("OURS", 0, host="127.0.0.1", maximum_associations=4, network_timeout_s=0.5)
    with ExitStack() as stack, StoreScp(listening, lambda *_: None, ends.append) as scp:
        for said in (b"", b"", _HALF):
            stack.enter_context(vanished(scp, said))
        stack.enter_context(vanished(scp, request=20))
        until = time.monotonic() + 20
        while True:
            try:
                assert send(scp, image * 2) == [0, 0]
                break
            except ArchiveError:  # no place is free
                assert time.monotonic() < until
                time.sleep(0.1)


def test_a_slow_disk_of_ours_is_no_silence_of_the_senders() -> None:
    listening = Listening("OURS", 0, host="127.0.0.1", network_timeout_s=0.3)
    with StoreScp(listening, lambda *_: time.sleep(0.6)) as scp:
        assert send(scp, ct_images(3)) == [0, 0, 0]


def test_the_end_does_not_wait_for_senders_that_vanished() -> None:
    with ExitStack() as stack, StoreScp(LISTENING, lambda *_: None) as scp:
        for said in (b"", _HALF):
            stack.enter_context(vanished(scp, said))
        stack.enter_context(vanished(scp, request=20))
        began = time.monotonic()
        scp.stop()
        assert time.monotonic() - began < 8


def test_a_port_that_is_taken() -> None:
    with StoreScp(LISTENING) as scp, pytest.raises(ArchiveError, match="cannot be opened"):
        StoreScp(Listening("OURS", scp.port, host="127.0.0.1")).start()


def test_who_is_refused_is_told_once_and_why(caplog: pytest.LogCaptureFixture) -> None:
    """Who sets a scanner up has no other way to learn which of the titles is wrong."""
    listening = Listening("OURS", 0, host="127.0.0.1", calling_titles=("CT1",))
    with StoreScp(listening, lambda *_: None) as scp:
        for called, calling in (("OTHER", "CT1"), ("OTHER", "CT1"), ("OURS", "CT2")):
            with pytest.raises(ArchiveError):
                store(Archive("us", "127.0.0.1", scp.port, called, calling), ct_images(1))
    told = [one.getMessage() for one in caplog.records if one.name == "app.pacs.store_scp"]
    assert len(told) == 2
    assert "'CT1' at 127.0.0.1 called us 'OTHER'; we are OURS, take from CT1" in told[0] and "'CT2'" in told[1]
