"""Jobs, their order and the queue."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pipeline.jobs import Job, Stage, Urgency, is_emergency, job_for
from app.pipeline.queue import JobQueue, Load
from tests.app.values import record, study

NOW = datetime(2026, 3, 1, 12, 0)


def job(
    uid: str, urgency: Urgency = Urgency.RECENT, turn: float = 1, stage: Stage = Stage.FETCH, at: float = 0.0
) -> Job:
    return Job(urgency, turn, uid, stage, at)


def drain(queue: JobQueue, stage: Stage = Stage.FETCH) -> list[str]:
    uids = []
    while (taken := queue.take(stage, 0)) is not None:
        uids.append(taken.uid)
        queue.done(taken)
    return uids


def test_which_goes_first() -> None:
    def hours_ago(hours: float, arrival: int, **more: object) -> Job:
        opened = bool(more.pop("opened", False))
        found = study(f"{arrival}", study_at=NOW - timedelta(hours=hours), **more)
        return job_for(record(arrival=arrival, found=found), Stage.FETCH, NOW, 4, opened=opened)

    unknown_time = job_for(record(arrival=9, found=study("9")), Stage.FETCH, NOW, 4, opened=False)
    old, older = hours_ago(5, 1), hours_ago(50, 2)
    first, second = hours_ago(3, 3), hours_ago(1, 4)
    emergency, opened = hours_ago(30, 5, emergency=True), hours_ago(40, 6, opened=True)
    assert sorted([older, second, unknown_time, old, emergency, first, opened]) == [
        opened, emergency, first, second, unknown_time, old, older
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("CT HEAD STROKE", True), ("stroke?", True), ("CT STATUS POST OP", False), ("TRAUMA-CT", True), ("", False)],
)
def test_words_of_an_emergency(text: str, is_one: bool) -> None:
    words = ("stroke", "stat", "trauma")
    assert is_emergency(study(description=text), words) is is_one
    assert is_emergency(study(station_name=text), words) is is_one
    assert is_emergency(study(description=text, emergency=True), words)
    assert not is_emergency(study(description=text), ())


@given(st.lists(st.tuples(st.sampled_from(Urgency), st.integers(0, 5)), max_size=20))
def test_jobs_come_in_order_and_none_is_lost(jobs: list[tuple[Urgency, int]]) -> None:
    queue = JobQueue()
    put = [job(str(n), urgency, turn) for n, (urgency, turn) in enumerate(jobs)]
    for one in put:
        queue.put(one)
    assert drain(queue) == [one.uid for one in sorted(put)]
    assert queue.load(Stage.FETCH) == Load(0, 0)


def test_one_job_a_study_and_stage() -> None:
    queue = JobQueue()
    queue.put(job("a", turn=1))
    queue.put(job("b", turn=2))
    queue.put(job("a", turn=3))
    queue.put(job("a", stage=Stage.ANALYSE))
    assert queue.load(Stage.FETCH) == Load(2, 0)
    assert drain(queue) == ["b", "a"]
    assert drain(queue, Stage.ANALYSE) == ["a"]


def test_promote_and_discard() -> None:
    queue = JobQueue()
    for uid, at in (("a", 0.0), ("b", 0.0), ("c", time.monotonic() + 100), ("d", 0.0)):
        queue.put(job(uid, at=at))
    queue.promote("c")
    queue.promote("nobody")
    queue.discard("b", Stage.FETCH)
    assert not queue.holds("b", Stage.FETCH) and queue.holds("c", Stage.FETCH)
    assert drain(queue) == ["c", "a", "d"]


def test_a_job_waits_for_its_time() -> None:
    queue = JobQueue()
    queue.put(job("later", Urgency.OPENED, at=time.monotonic() + 0.3))
    queue.put(job("now", Urgency.BACKLOG))
    assert drain(queue) == ["now"]
    started = time.monotonic()
    taken = queue.take(Stage.FETCH, 5)
    assert taken is not None and taken.uid == "later"
    assert 0.2 < time.monotonic() - started < 1


def test_a_study_is_at_work_once() -> None:
    queue = JobQueue()
    queue.put(job("a"))
    first = queue.take(Stage.FETCH, 0)
    assert first is not None
    queue.put(job("a"))
    queue.put(job("a", stage=Stage.ANALYSE))
    assert queue.take(Stage.FETCH, 0) is None and queue.take(Stage.ANALYSE, 0) is None
    assert queue.load(Stage.FETCH) == Load(1, 1)
    queue.done(first)
    assert drain(queue) == ["a"] == drain(queue, Stage.ANALYSE)


def test_paused_and_closed() -> None:
    queue = JobQueue()
    queue.put(job("a"))
    queue.set_paused(True)
    assert queue.paused and queue.take(Stage.FETCH, 0.05) is None
    taken: list[Job | None] = []
    thread = threading.Thread(target=lambda: taken.append(queue.take(Stage.FETCH)))
    thread.start()
    queue.set_paused(False)
    thread.join(2)
    assert [one.uid for one in taken if one] == ["a"]
    waiting = [threading.Thread(target=lambda: taken.append(queue.take(Stage.FETCH))) for _ in range(3)]
    for one in waiting:
        one.start()
    queue.close()
    for one in waiting:
        one.join(2)
        assert not one.is_alive()
    assert taken[1:] == [None, None, None]


def test_many_threads_take_each_job_once() -> None:
    queue, taken, lock = JobQueue(), list[str](), threading.Lock()

    def work() -> None:
        while (one := queue.take(Stage.FETCH)) is not None:
            with lock:
                taken.append(one.uid)
            queue.done(one)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(200):
        queue.put(job(str(n), turn=n))
    until = time.monotonic() + 10
    while len(taken) < 200 and time.monotonic() < until:
        time.sleep(0.01)
    queue.close()
    for thread in threads:
        thread.join()
    assert sorted(taken, key=int) == [str(n) for n in range(200)]
