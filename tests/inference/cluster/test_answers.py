from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from inference.cluster.answers import Answers


class _Work:
    def __init__(self) -> None:
        self.asked, self.go, self.stopped = list[bytes](), threading.Event(), threading.Event()

    def __call__(self, question: bytes, stopped: threading.Event) -> bytes:
        self.asked.append(question)
        while not self.go.wait(0.005):
            if stopped.is_set():
                self.stopped.set()
                raise ValueError("stopped")
        if question == b"bad":
            raise ValueError("bad")
        return question * 10


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_those_who_ask_the_same_share_one_answer(threads: ThreadPoolExecutor) -> None:
    work = _Work()

    async def ask() -> list[bytes]:
        answers = Answers(work, threads)
        asking = [asyncio.create_task(answers.get(question)) for question in (b"a", b"a", b"b", b"a")]
        await asyncio.sleep(0.05)
        work.go.set()
        return [*await asyncio.gather(*asking), await answers.get(b"a")]

    assert asyncio.run(ask()) == [b"a" * 10, b"a" * 10, b"b" * 10, b"a" * 10, b"a" * 10]
    assert sorted(work.asked) == [b"a", b"b"]


def test_work_ends_when_the_last_who_waits_is_gone(threads: ThreadPoolExecutor) -> None:
    work = _Work()

    async def ask() -> bytes:
        answers = Answers(work, threads)
        first, second = (asyncio.create_task(answers.get(b"a")) for _ in range(2))
        await asyncio.sleep(0.05)
        first.cancel()
        await asyncio.sleep(0.05)
        assert not work.stopped.is_set()
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        assert await asyncio.to_thread(work.stopped.wait, 20)
        work.go.set()
        return await answers.get(b"a")  # anew

    assert asyncio.run(ask()) == b"a" * 10
    assert work.asked == [b"a", b"a"]


def test_a_failure_is_told_and_not_kept(threads: ThreadPoolExecutor) -> None:
    work = _Work()
    work.go.set()

    async def ask() -> None:
        answers = Answers(work, threads)
        for _ in range(2):
            with pytest.raises(ValueError, match="bad"):
                await answers.get(b"bad")

    asyncio.run(ask())
    assert work.asked == [b"bad", b"bad"]


def test_the_oldest_answers_go(threads: ThreadPoolExecutor) -> None:
    work = _Work()
    work.go.set()

    async def ask() -> None:
        answers = Answers(work, threads, most=25)
        for question in (b"a", b"b", b"a", b"c", b"a", b"b"):
            await answers.get(question)

    asyncio.run(ask())
    assert work.asked == [b"a", b"b", b"c", b"b"]
