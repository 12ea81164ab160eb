"""The line to an archive: ended at once, rested when it fails, and nothing left behind."""

from __future__ import annotations

import gc
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from app.domain.events import ArchiveStatus
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs import polling
from app.pacs.archive import Archive, Method
from app.pacs.archives import Archives
from app.pacs.association import Cancel, Opened, associate, echo
from app.pacs.query import find_studies, window
from app.pacs.transport import Connection
from app.pipeline.poller import Poller
from tests.integration import peers

pytestmark = pytest.mark.peer

#: FIRSTREAD_ABORTED_ASSOCIATIONS=1000 runs the long form.
ABORTED = int(os.environ.get("FIRSTREAD_ABORTED_ASSOCIATIONS", "24"))


def _sockets() -> int:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("this system does not list the files of a process")
    return sum(1 for one in folder.iterdir() if os.path.exists(one) and "socket" in os.readlink(one))  # noqa: PTH110, PTH115


def test_aborted_associations_leave_nothing(embedded: Archive) -> None:
    """Aborted by us while idle, in the middle of an echo, and before they stand."""
    gc.collect()
    threads, sockets = threading.active_count(), _sockets()
    for number in range(ABORTED):
        cancel = Cancel()
        with pytest.raises((ArchiveCancelled, KeyError)):
            if number % 3 == 0:
                with associate(embedded, [build_context(Verification)], cancel=cancel) as association:
                    cancel.set()
                    association.send_c_echo()
                    cancel.check()
            elif number % 3 == 1:
                with associate(embedded, [build_context(Verification)], cancel=cancel):
                    raise KeyError
            else:
                timer = threading.Timer(0.002, cancel.set)
                timer.start()
                try:
                    echo(embedded, cancel)
                    raise ArchiveCancelled
                finally:
                    timer.join()
    gc.collect()
    until = time.monotonic() + 5
    while (threading.active_count() > threads or _sockets() > sockets) and time.monotonic() < until:
        time.sleep(0.02)
    assert threading.active_count() <= threads
    assert _sockets() <= sockets


@contextmanager
def _silent(sends: bytes = b"") -> Iterator[int]:
    """A port that takes connections, sends ``sends`` and then nothing more."""
    connections: list[socket.socket] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def run() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                connections.append(connection)
                if sends:
                    connection.sendall(sends)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in connections:
                connection.close()


@pytest.mark.parametrize("sends", [b"", b"\x02\x00\x00\x00\x10\x00half"], ids=["nothing", "half a PDU"])
def test_a_user_stops_within_a_second(sends: bytes) -> None:
    """While the archive does not accept, and in the middle of a PDU that does not end."""
    with _silent(sends) as port:
        cancel = Cancel()
        archive = replace(peers.archive_on(port, "X"), acse_timeout_s=30)
        timer = threading.Timer(0.3, cancel.set)
        timer.start()
        started = time.monotonic()
        with pytest.raises(ArchiveCancelled):
            echo(archive, cancel)
        assert time.monotonic() - started < 1.3 * 2  # the processors are busy with other tests
        timer.join()


def test_a_user_stops_while_connecting() -> None:
    with socket.socket() as listener, socket.socket() as one, socket.socket() as two:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for filler in (one, two):  # the backlog is full now: further SYNs are dropped
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        time.sleep(0.1)
        cancel = Cancel()
        timer = threading.Timer(0.3, cancel.set)
        timer.start()
        started = time.monotonic()
        with pytest.raises(ArchiveCancelled):
            echo(replace(peers.archive_on(listener.getsockname()[1], "X"), connection_timeout_s=30), cancel)
        assert time.monotonic() - started < 1.3 * 2
        timer.join()


class _BusyProcessor(threading.Event):
    """The barrier before which pynetdicom's reactor is held: whoever has passed it gets on a moment later only."""

    def wait(self, timeout: float | None = None) -> bool:
        passed = super().wait(timeout)
        time.sleep(0.05)
        return passed


def test_an_answer_goes_to_who_asked(embedded: Archive) -> None:
    """Also while who asked is held up, and the reactor, which passed its barrier before, looks for requests."""
    with associate(replace(embedded, dimse_timeout_s=2.0), [build_context(Verification)]) as association:
        barrier = _BusyProcessor()
        barrier.set()
        association._reactor_checkpoint = barrier
        send = association.dimse.send_msg

        def send_and_be_held_up(*message: Any) -> None:
            send(*message)
            time.sleep(0.2)

        association.dimse.send_msg = send_and_be_held_up  # type: ignore[assignment, method-assign]
        for _ in range(3):
            time.sleep(0.07)
            assert "Status" in association.send_c_echo()


def test_nothing_is_held_back_that_was_sent(embedded: Archive) -> None:
    """A message goes out in two PDUs; with Nagle's algorithm the second waits some 40 ms for the peer."""
    with associate(embedded, [build_context(Verification)]) as association:
        connection = association.dul.socket
        assert isinstance(connection, Connection) and connection.raw is not None
        assert connection.raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_circuit_opens_tells_when_and_closes(embedded: Archive) -> None:
    archives = Archives((replace(embedded, port=peers.free_port(), connection_timeout_s=0.5, method=Method.GET),))
    texts = []
    for _ in range(4):
        polled = archives.poll(24)
        assert not polled.status.reachable
        texts.append(polled.status.text)
    assert "tried again at" not in texts[0] and "tried again at" in texts[3]
    started = time.monotonic()
    archives.poll(24)
    assert time.monotonic() - started < 0.3  # not even asked
    archives.try_now()
    assert "tried again at" not in archives.poll(24).status.text
    archives.close()


def test_an_archive_that_comes_back_is_taken_up(embedded: Archive) -> None:
    """Also where an idle association died with it."""
    archives = Archives((embedded,))
    assert archives.poll(24).status.reachable
    line = archives._all[0].line
    for held in line._idle:
        held.opened.association.dul.socket.raw.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
    assert archives.poll(24).status.reachable
    archives.close()
    assert find_studies(embedded, *window(datetime.now(), 1)) is not None


@pytest.mark.parametrize("wait_s", [0.0, 0.01, 0.5], ids=["while it dies", "a moment later", "long after"])
def test_a_dead_association_is_replaced_whenever_it_is_noticed(
    embedded: Archive, monkeypatch: pytest.MonkeyPatch, wait_s: float
) -> None:
    """Even where it was taken for alive, as by a look in the last moment before it died."""
    archives = Archives((embedded,))
    assert archives.poll(24).status.reachable
    held = archives._all[0].line._idle[0]
    monkeypatch.setattr(Opened, "usable", True)
    held.opened.association.dul.socket.raw.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
    time.sleep(wait_s)
    assert archives.poll(24).status.reachable
    monkeypatch.undo()
    assert held.opened.died_unanswered
    archives.close()


def test_a_dead_archive_holds_up_no_other(fresh: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the connection and says nothing, for a minute; the other one is polled at its interval all the while."""
    monkeypatch.setattr(polling, "GRACE_S", 0.2)
    monkeypatch.setattr(polling, "SLOW_S", 0.0)
    told, found = list[ArchiveStatus](), list[set[str]]()
    with _silent(b"") as port:
        dead = replace(peers.archive_on(port, "X"), name="Dead", acse_timeout_s=60, priority=1)
        archives = Archives((dead, replace(fresh, name="Live")))
        poller = Poller(
            archives, 0.2, 24, "CT", lambda some: found.append({one.study_instance_uid for one in some}),
            lambda event: told.append(event) if isinstance(event, ArchiveStatus) else None,
        )  # fmt: skip
        started = time.monotonic()
        poller.start()
        for _ in range(2):
            images = peers.ct_images(1)
            peers.store(fresh, images)
            while images[0].StudyInstanceUID not in set[str]().union(*found):
                assert time.monotonic() - started < 30
                time.sleep(0.05)
        assert len(found) >= 2
        assert told[-1].name == "Dead" and not told[-1].reachable and "has not answered yet" in told[-1].text
        poller.stop()
        assert poller.join(5)
        archives.close()
    assert not [one.name for one in threading.enumerate() if one.name.startswith("firstread")]


def test_a_late_answer_counts(fresh: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow archive is not asked twice at the same time, and what it says in the end is not lost."""
    monkeypatch.setattr(polling, "GRACE_S", 0.1)
    images, go = peers.ct_images(1), threading.Event()
    peers.store(fresh, images)
    slow, quick = replace(fresh, name="Slow", priority=1), replace(fresh, name="Quick", priority=2)
    archives = Archives((slow, quick))
    line, asked = archives._all[0].line, list[int]()
    real = line.talk

    def talk(*given: Any, **more: Any) -> Any:
        asked.append(1)
        go.wait(20)
        return real(*given, **more)

    monkeypatch.setattr(line, "talk", talk)
    assert [one.reachable for one in archives.poll(24).statuses] == [False, True]
    archives.poll(24)
    assert len(asked) == 1 and archives.came_from(str(images[0].StudyInstanceUID)) == "Quick"
    go.set()
    until = time.monotonic() + 20
    while archives.came_from(str(images[0].StudyInstanceUID)) != "Slow" and time.monotonic() < until:
        polled = archives.poll(24)
    assert all(one.reachable for one in polled.statuses)
    archives.close()


def test_an_event_that_does_not_fit_is_told(embedded: Archive, caplog: pytest.LogCaptureFixture) -> None:
    """Who waits for an answer is woken at once, and the log says why; after the end it is merely late."""
    with pytest.raises(ArchiveError), associate(embedded, [build_context(Verification)]) as association:
        association._reactor_checkpoint.clear()  # as while an answer is waited for
        while not association._is_paused:
            time.sleep(0.01)
        association.dul.event_queue.put("Evt2")  # the connection stands, and is said to be made once more
        until = time.monotonic() + 10
        while association.is_established and time.monotonic() < until:
            time.sleep(0.02)
        assert association.is_aborted and association.dimse.get_msg(block=True) == (None, None)
        association._reactor_checkpoint.set()
        raise ArchiveError("archive_no_answer", "as who waited would")
    assert "Evt2 does not fit its state Sta6" in caplog.text


def test_at_most_so_many_connections(embedded: Archive) -> None:
    """A question that finds no place free waits, and can be stopped."""
    archives = Archives((replace(embedded, associations=1),))
    line, hold, held = archives._all[0].line, threading.Event(), threading.Event()

    def work(_: object) -> None:
        held.set()
        hold.wait(10)

    thread = threading.Thread(target=lambda: line.talk(embedded, [build_context(Verification)], work))
    thread.start()
    held.wait(10)
    cancel = Cancel()
    timer = threading.Timer(0.2, cancel.set)
    timer.start()
    with pytest.raises(ArchiveCancelled):
        archives.poll(24, cancel=cancel)
    assert line.connections == 1
    hold.set()
    thread.join()
    assert archives.poll(24).status.reachable  # the idle one makes place for another kind
    assert line.connections == 1
    timer.join()
    archives.close()


def test_no_answer_is_told(embedded: Archive) -> None:
    with _silent() as port:
        archives = Archives((replace(embedded, port=port, acse_timeout_s=0.3),))
        with pytest.raises(ArchiveError, match="does not answer in DICOM"):
            archives.find_study("1.2.3")
        archives.close()
