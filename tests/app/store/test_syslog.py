"""DICOM audit messages, received by a collector over TLS and over UDP."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from app.errors import AuditError
from app.store.audit import Action, Entry
from app.store.audit_message import audit_xml, message
from app.store.syslog import Collector, Syslog

AT = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
OPENED = Entry(AT, "ann", Action.OPENED, "ab" * 32)


def _wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_message_is_one_of_rfc_5424_with_the_xml_of_ps3_15() -> None:
    raw = message(OPENED, "1.2.3", "P-1")
    head, _, xml = raw.partition(b"\xef\xbb\xbf")
    assert re.fullmatch(rb"<85>1 2026-03-01T22:00:00\.000Z \S+ firstread \d+ DICOM\+RFC3881 - ", head)
    root = ET.fromstring(xml)
    event = root.find("EventIdentification")
    assert event is not None and event.attrib == {
        "EventActionCode": "R", "EventDateTime": "2026-03-01T22:00:00.000+00:00", "EventOutcomeIndicator": "0",
    }  # fmt: skip
    what = event.find("EventID")
    assert what is not None and what.attrib == {
        "csd-code": "110103", "codeSystemName": "DCM", "originalText": "DICOM Instances Accessed",
    }  # fmt: skip
    user, program = root.findall("ActiveParticipant")
    assert user.get("UserID") == "ann" and user.get("UserIsRequestor") == "true"
    assert program.get("UserIsRequestor") == "false"
    study, patient = root.findall("ParticipantObjectIdentification")
    assert (study.get("ParticipantObjectID"), patient.get("ParticipantObjectID")) == ("1.2.3", "P-1")


@pytest.mark.parametrize(
    ("entry", "code", "outcome"),
    [
        (Entry(AT, "ann", Action.STARTED), "110100", "0"),
        (Entry(AT, "ann", Action.FETCHED, "ab", "complete"), "110104", "0"),
        (Entry(AT, "ann", Action.FAILED, "ab", "analysis_failed"), "110103", "8"),
        (Entry(AT, "ann", Action.CHANGED, detail="setting archive.port = 104"), "110113", "0"),
        (Entry(AT, "ann", Action.CHANGED, "ab", "marked as read"), "110103", "0"),
        (Entry(AT, "ann", Action.WIPED, "ab"), "110105", "0"),
    ],
)
def test_each_action_has_its_code(entry: Entry, code: str, outcome: str) -> None:
    root = ET.fromstring(audit_xml(entry))
    what, event = root.find("EventIdentification/EventID"), root.find("EventIdentification")
    assert what is not None and what.get("csd-code") == code
    assert event is not None and event.get("EventOutcomeIndicator") == outcome
    assert len(root.findall("ParticipantObjectIdentification")) == bool(entry.study)


def test_a_computer_whose_name_has_other_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "BÜRO 7")
    head, _, xml = message(Entry(AT, "reader", Action.OPENED)).partition(b"\xef\xbb\xbf")
    assert head.split(b" ")[2] == b"B-RO-7" and 'AuditSourceID="firstread@BÜRO 7"'.encode() in xml


def test_every_action_can_be_sent() -> None:
    for action in Action:
        assert ET.fromstring(audit_xml(Entry(AT, "<&\x00>", action, "ab", "a \u0001 <b>"))).tag == "AuditMessage"


@dataclass
class Heard:
    """What the collector got."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)


@contextmanager
def collecting(certificate: trustme.LeafCert, port: int = 0) -> Iterator[Heard]:
    """A collector that speaks TLS and counts octets (RFC 5425), until its end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    heard, ended = Heard(), threading.Event()
    listener = socket.create_server(("127.0.0.1", port))
    listener.settimeout(0.05)
    heard.port = listener.getsockname()[1]

    def serve() -> None:
        while not ended.is_set():
            try:
                plain, _ = listener.accept()
            except TimeoutError:
                continue
            try:
                connection = context.wrap_socket(plain, server_side=True)
            except OSError:
                plain.close()
                continue
            with connection:
                connection.settimeout(0.05)
                received = b""
                while not ended.is_set():
                    try:
                        received += (part := connection.recv(4096))
                    except TimeoutError:
                        continue
                    if not part:
                        break
                    while b" " in received:
                        length, _, rest = received.partition(b" ")
                        if len(rest) < int(length):
                            break
                        heard.messages.append(rest[: int(length)])
                        received = rest[int(length) :]

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield heard
    finally:
        ended.set()
        thread.join()
        listener.close()


def test_messages_over_tls_wait_for_a_collector_that_is_away(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1")
    told: list[str] = []
    with collecting(certificate) as heard:
        syslog = Syslog(Collector("127.0.0.1", heard.port, True, str(tmp_path / "ca.pem")), told.append)
        syslog.start()
        for number in range(20):
            syslog.send(f"<85>1 message {number} \N{GREEK SMALL LETTER ALPHA}".encode())
        _wait(lambda: len(heard.messages) == 20)
        assert heard.messages[3].decode() == "<85>1 message 3 \N{GREEK SMALL LETTER ALPHA}"
    syslog.send(b"<85>1 while it was away")
    _wait(lambda: bool(told))
    assert "does not take" in told[0] and syslog.waiting == 1
    with collecting(certificate, heard.port) as again:
        _wait(lambda: bool(again.messages))
        assert again.messages == [b"<85>1 while it was away"]
        _wait(lambda: len(told) == 2)
        assert "again" in told[1]
        syslog.close()


def test_a_collector_that_nobody_vouches_for_gets_nothing() -> None:
    told: list[str] = []
    with collecting(trustme.CA().issue_cert("127.0.0.1")) as heard:
        syslog = Syslog(Collector("127.0.0.1", heard.port), told.append)
        syslog.send(message(OPENED, "1.2.3", "P-1"))
        syslog.start()
        _wait(lambda: bool(told))
        syslog.close()
        assert heard.messages == []


def test_over_udp_each_message_is_one_packet() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(30)
        syslog = Syslog(Collector("127.0.0.1", collector.getsockname()[1], False), lambda _: None)
        syslog.start()
        sent = message(OPENED, "1.2.3")
        syslog.send(sent)
        assert collector.recv(65_536) == sent
        syslog.close()


def test_a_certificate_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AuditError):
        Syslog(Collector("127.0.0.1", 6514, True, str(tmp_path / "none.pem")), lambda _: None)
