from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, QThread, Slot
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.domain.events import Event, QueueStatus, StudyChanged
from tests.gui import values


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[Event] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def take(self, event: Event) -> None:
        self.got.append(event)
        self.threads.add(QThread.currentThread())


def test_events_of_many_threads_arrive_whole_in_the_window_thread(bot: QtBot) -> None:
    bridge, listener = Bridge(), Listener()
    bridge.arrived.connect(listener.take, Qt.ConnectionType.QueuedConnection)
    record = values.positive(1, SDH=12.0)

    def work(start: int) -> None:
        for number in range(start, start + 300):
            bridge.send(QueueStatus(number, 0, 0))
        bridge.send(StudyChanged(record))

    threads = [threading.Thread(target=work, args=(n * 300,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bot.waitUntil(lambda: len(listener.got) == 1204, timeout=5000)
    assert {e.fetching for e in listener.got if isinstance(e, QueueStatus)} == set(range(1200))
    changed = [e for e in listener.got if isinstance(e, StudyChanged)]
    assert len(changed) == 4 and all(e.record is record for e in changed)
    assert listener.threads == {QThread.currentThread()}


def test_each_threads_events_keep_their_order(bot: QtBot) -> None:
    bridge, listener = Bridge(), Listener()
    bridge.arrived.connect(listener.take, Qt.ConnectionType.QueuedConnection)

    def work() -> None:
        for number in range(1000):
            bridge.send(QueueStatus(number, 0, 0))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    bot.waitUntil(lambda: len(listener.got) == 1000, timeout=5000)
    assert [e.fetching for e in listener.got if isinstance(e, QueueStatus)] == list(range(1000))


def test_a_closed_bridge_is_silent(bot: QtBot) -> None:
    bridge, listener = Bridge(), Listener()
    bridge.arrived.connect(listener.take)
    bridge.send(QueueStatus(1, 0, 0))
    bridge.close()
    bridge.send(QueueStatus(2, 0, 0))
    assert [e.fetching for e in listener.got if isinstance(e, QueueStatus)] == [1]
