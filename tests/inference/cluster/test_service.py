"""One replica of the department's detector, without a cluster; with one in tests/integration/test_cluster.py."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
import warnings
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import numpy as np
import pytest

pytest.importorskip("ray")

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # Ray's, about what it uses itself
    from inference.cluster import service

from inference.cluster.service import Replica
from inference.cluster.wire import result_from, volume_message
from inference.detect import detect
from inference.errors import DeviceError
from inference.phantom import PhantomSpec, render
from inference.session import Session

TOKEN = "a token of these tests"


@pytest.fixture
def replica() -> Iterator[Replica]:
    with closing(Replica("", "cpu", hashlib.sha256(TOKEN.encode()).hexdigest(), 1, None)) as opened:
        yield opened


def _asked(replica: Replica, method: str, path: str, body: bytes = b"", token: str = TOKEN) -> Response:
    headers = [(b"authorization", f"Bearer {token}".encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers, "query_string": b""}
    halves = [body[: len(body) // 2], body[len(body) // 2 :]]

    async def receive() -> Message:
        return {"type": "http.request", "body": halves.pop(0), "more_body": bool(halves)}

    async def ask() -> Response:
        return await replica(Request(scope, receive))

    return asyncio.run(ask())


def test_who_has_no_token_learns_nothing(replica: Replica) -> None:
    for method, path in (("GET", "/firstread/health"), ("POST", "/firstread/judge"), ("GET", "/")):
        assert _asked(replica, method, path, token="another").status_code == 401


def test_what_is_not_offered_is_not_there(replica: Replica) -> None:
    assert _asked(replica, "GET", "/firstread/judge").status_code == 404
    assert _asked(replica, "GET", "/firstread").status_code == 404


def test_nonsense_and_floods_are_refused(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _asked(replica, "POST", "/firstread/judge", b"nonsense").status_code == 400
    monkeypatch.setattr(service, "MOST_BYTES", 100)
    assert _asked(replica, "POST", "/firstread/judge", bytes(101)).status_code == 413


def test_a_study_is_judged_as_locally(replica: Replica) -> None:
    volume = render(PhantomSpec(3), slices=4, first_mm=60.0, matrix=64, spacing_mm=3.6).to_volume()
    answer = _asked(replica, "POST", "/firstread/judge", volume_message(volume))
    assert answer.status_code == 200
    with Session.open(None, "cpu", 1) as session:
        here = detect(volume, session)
    there = result_from(bytes(answer.body), volume)
    assert (there.score, there.slices, there.lesions, there.probability) == (
        here.score, here.slices, here.lesions, here.probability,
    )  # fmt: skip


def test_slabs_that_come_while_the_device_is_busy_go_through_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gets the answer that it gets alone; one that cannot be joined to others goes through by itself."""
    rng = np.random.default_rng(0)
    shapes = [(1, 1, 8, 64, 96), (1, 1, 6, 64, 96), (1, 1, 8, 96, 64), (1, 1, 7, 64, 96)]
    slabs = [rng.normal(0, 1, shape).astype(np.float32) for shape in shapes]
    with closing(Replica("", "cpu", "", 1, 8)) as replica:
        alone = [replica.run("backbone", {"slabs": slab}) for slab in slabs]
        plain, busy, released, runs = replica.session.run, threading.Event(), threading.Event(), list[int]()

        def run(graph: str, feeds: Mapping[str, Any], hold: Collection[str] = ()) -> Mapping[str, Any]:
            if graph == "heads":
                busy.set()
                assert released.wait(60)
                return {}
            runs.append(feeds["slabs"].shape[2])
            return plain(graph, feeds, hold)

        monkeypatch.setattr(replica.session, "run", run)
        with ThreadPoolExecutor(5) as studies:
            heads = studies.submit(replica.run, "heads", {})
            assert busy.wait(60)
            asked = [studies.submit(replica.run, "backbone", {"slabs": slab}) for slab in slabs]
            while replica.waiting < len(slabs):
                time.sleep(0.01)
            released.set()
            together = [one.result(60) for one in asked]
            assert heads.result(60) == {}
    assert sorted(runs) == [8, 8 + 6 + 7]
    for mine, other in zip(together, alone, strict=True):
        assert all(np.allclose(mine[name], other[name], atol=1e-4) for name in ("p2", "p5", "blood_p2"))


def test_trouble_of_a_run_reaches_every_study_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(graph: str, feeds: Mapping[str, Any], hold: Collection[str] = ()) -> Mapping[str, Any]:
        raise DeviceError("device_failed", "The device failed.")

    with closing(Replica("", "cpu", "", 1, 2)) as replica:
        monkeypatch.setattr(replica.session, "run", fail)
        for _ in range(2):  # and the next one is asked all the same
            with pytest.raises(DeviceError, match="The device failed"):
                replica.run("backbone", {"slabs": np.zeros((1, 1, 6, 64, 64), np.float32)})


def test_a_graph_that_does_not_come_back_makes_the_replica_ill(
    replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, released = threading.Event(), threading.Event()

    def hang(graph: str, feeds: Mapping[str, Any], hold: Collection[str]) -> Mapping[str, Any]:
        began.set()
        assert released.wait(60)
        return {}

    monkeypatch.setattr(service, "HANGS_S", 0.0)
    monkeypatch.setattr(replica.session, "run", hang)
    replica.check_health()
    running = threading.Thread(target=lambda: replica.run("heads", {}))
    running.start()
    try:
        assert began.wait(60)
        with pytest.raises(RuntimeError, match="does not come back"):
            replica.check_health()
    finally:
        released.set()
        running.join()
    replica.check_health()
