"""Jobs, their order and the queue."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pipeline.jobs import Job, Stage, Urgency, is_emergency, job_for, second_job
from app.pipeline.queue import JobQueue, Load
from tests.app.values import record, study, summary

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


def test_a_rest_that_began_ends_while_all_is_paused() -> None:
    queue = JobQueue()
    queue.set_paused(True)
    queue.put(job("a"))
    queue.put(job("b", stage=Stage.REST))
    assert (drain(queue), drain(queue, Stage.REST)) == ([], ["b"])


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


def test_nothing_starves_behind_a_stream_of_urgent_jobs() -> None:
    """With emergencies that never end, every fourth turn goes to the job that waited longest."""
    queue = JobQueue(patience_s=0.05)
    for n, urgency in enumerate((Urgency.BACKLOG, Urgency.BACKLOG, Urgency.RECENT)):
        queue.put(job(f"old {n}", urgency, turn=-n))
    time.sleep(0.1)
    served = []
    for n in range(12):
        queue.put(job(f"new {n}", Urgency.EMERGENCY, turn=n))
        taken = queue.take(Stage.FETCH, 0)
        assert taken is not None
        served.append(taken.uid)
        queue.done(taken)
    assert [uid for uid in served if uid.startswith("old")] == ["old 0", "old 1", "old 2"]
    assert [n for n, uid in enumerate(served) if uid.startswith("old")] == [3, 7, 11]
    assert drain(queue) == ["new 9", "new 10", "new 11"]


def test_a_job_that_is_put_again_keeps_its_waiting_time() -> None:
    queue = JobQueue(patience_s=0.2)
    for uid in ("f", "a", "b", "c", "d"):
        queue.put(job(uid))
    time.sleep(0.25)
    queue.put(job("f", Urgency.BACKLOG))  # its place is the last, its waiting counts on
    queue.put(job("z", Urgency.EMERGENCY))
    assert drain(queue) == ["z", "a", "b", "f", "c", "d"]


@given(st.lists(st.tuples(st.sampled_from(Urgency), st.integers(0, 3)), min_size=1, max_size=30))
def test_the_longest_waiting_is_served_within_four_turns_each(jobs: list[tuple[Urgency, int]]) -> None:
    queue = JobQueue(patience_s=0.0)
    for n, (urgency, turn) in enumerate(jobs):
        queue.put(job(str(n), urgency, turn))
    order = drain(queue)
    assert sorted(order, key=int) == [str(n) for n in range(len(jobs))]
    assert all(order.index(str(n)) < 4 * (n + 1) for n in range(len(jobs)))


def test_fetching_waits_for_the_analysis_but_for_what_is_urgent() -> None:
    queue = JobQueue(ahead=2)
    for n in range(2):
        queue.put(job(f"ready {n}", stage=Stage.ANALYSE))
    queue.put(job("a"))
    queue.put(job("b", Urgency.BACKLOG))
    queue.put(job("c", Urgency.EMERGENCY))
    queue.put(job("d", Urgency.BACKLOG))
    queue.promote("d")
    assert drain(queue) == ["d", "c"]
    waiting: list[Job | None] = []
    thread = threading.Thread(target=lambda: waiting.append(queue.take(Stage.FETCH, 5)))
    thread.start()
    analysed = queue.take(Stage.ANALYSE, 0)
    assert analysed is not None
    queue.done(analysed)
    thread.join(5)
    assert waiting and waiting[0] is not None and waiting[0].uid == "a"


def test_a_stage_is_held_alone() -> None:
    queue = JobQueue()
    queue.put(job("a"))
    queue.put(job("b", stage=Stage.ANALYSE))
    queue.set_held(Stage.FETCH, True)
    queue.set_held(Stage.FETCH, True)
    assert drain(queue) == [] and drain(queue, Stage.ANALYSE) == ["b"]
    queue.set_held(Stage.FETCH, False)
    assert drain(queue) == ["a"]


def test_what_waits_for_its_time_is_counted_apart() -> None:
    queue = JobQueue()
    queue.put(job("a"))
    queue.put(job("b", at=time.monotonic() + 100))
    assert queue.load(Stage.FETCH) == Load(1, 0, 1)


def test_the_second_reader_gets_nothing_while_a_study_waits_for_its_first_answer() -> None:
    queue = JobQueue()
    queue.put(job("done", stage=Stage.SECOND))
    queue.put(job("later", at=time.monotonic() + 3600))
    assert not queue.first_wanted()
    queue.put(job("soon", at=time.monotonic() + 1))
    assert queue.first_wanted() and queue.take(Stage.SECOND, 0) is None
    queue.discard("soon", Stage.FETCH)
    for stage in (Stage.FETCH, Stage.ANALYSE):
        queue.put(job("new", Urgency.BACKLOG, stage=stage))
        assert queue.first_wanted() and queue.take(Stage.SECOND, 0) is None
        taken = queue.take(stage, 0)
        assert taken is not None and queue.first_wanted() and queue.take(Stage.SECOND, 0) is None
        queue.done(taken)
    queue.put(job("new", stage=Stage.REST))
    assert drain(queue, Stage.SECOND) == ["done"]


def test_the_second_reader_begins_with_what_is_least_certain() -> None:
    def second(uid: str, score: float, *, opened: bool = False, emergency: bool = False) -> Job:
        found = study(uid, emergency=emergency)
        return second_job(record(found=found, summary=summary(score)), opened=opened)

    clear, sure, near, just, emergency = (
        second("clear", 0.01), second("sure", 0.99), second("near", 0.3), second("just", 0.52),
        second("emergency", 0.9, emergency=True),
    )  # fmt: skip
    opened = second("opened", 0.02, opened=True)
    assert sorted([clear, sure, near, just, emergency, opened]) == [opened, emergency, just, near, sure, clear]


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
