"""The detector as a Ray Serve deployment: one opened model a replica, slabs of several studies in one run on a GPU.

Ray does what an engine does: starts replicas on the nodes, hands requests around, grows and shrinks with the load,
replaces what dies, and rolls a new model out replica by replica.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections import deque
from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from ray import serve
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from inference.cluster.answers import Answers
from inference.cluster.slabs import shares
from inference.cluster.wire import MOST_BYTES, result_message, volume_from
from inference.detect import GPU_CHUNK, detect, make_ready, open_session
from inference.errors import Cancelled, FirstreadError
from inference.session import Session
from inference.types import CaseResult, Volume

#: Studies that one replica works on at the same time: while one is computed, the next is unpacked and prepared.
AT_ONCE: Final = 4
#: Studies for each replica from which on Ray starts more replicas.
BUSY: Final = 2
#: Studies whose slabs go through the network in one run on a GPU, at most. A CPU has enough to do with one.
GPU_TOGETHER: Final = 4
#: A graph that computes for longer than this hangs; Ray then replaces the replica.
HANGS_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """How the detector is spread over the cluster.

    Attributes:
        model: model folder, the same path on every node; "" for the one that ships with Firstread.
        provider: as :meth:`Session.open`.
        token: the shared secret; "" lets everybody in, which is for this computer alone.
        replicas: least and most; Ray chooses by the load.
        gpus: share of a GPU that a replica takes; 0 for the CPU.
        cpus: cores that a replica takes, and the threads it computes with.
        together: studies whose slabs go through the network in one run at most; None for what suits the processor.
    """

    model: str = ""
    provider: str = "auto"
    token: str = ""
    replicas: tuple[int, int] = (1, 1)
    gpus: float = 0.0
    cpus: int = 1
    together: int | None = None


def application(options: ServiceOptions) -> serve.Application:
    """The deployment, ready for ``serve.run``; running it again with another model rolls that out."""
    least, most = options.replicas
    deployment = serve.deployment(
        Replica,
        name="detector",
        autoscaling_config={"min_replicas": least, "max_replicas": most, "target_ongoing_requests": BUSY},
        ray_actor_options={"num_cpus": options.cpus, "num_gpus": options.gpus},
        max_ongoing_requests=max(AT_ONCE, options.together or 0) + 4,  # beside studies also questions about health
        health_check_period_s=5,
        health_check_timeout_s=10,
        graceful_shutdown_timeout_s=60,
    )
    digest = hashlib.sha256(options.token.encode()).hexdigest() if options.token else ""
    return deployment.bind(options.model, options.provider, digest, options.cpus, options.together)


class Replica:
    """One opened model and the door to it."""

    def __init__(self, model: str, provider: str, token_sha256: str, threads: int, together: int | None) -> None:
        """Opens and self-tests the model; a model that fails that never takes the place of the one before.

        Raises:
            ModelError, DeviceError: as :meth:`Session.open`.
        """
        self._session = open_session(Path(model) if model else None, provider, threads)
        self._token_sha256 = token_sha256
        self._graphs = ThreadPoolExecutor(1, "graphs")  # a session is used from one thread
        self._together = together or (GPU_TOGETHER if self._session.on_gpu else 1)
        self._waiting: deque[_Slab] = deque()
        self._slabs = self._runs = 0
        self._studies = ThreadPoolExecutor(max(AT_ONCE, self._together), "study")
        self._answers = Answers(self._judge, self._studies)
        self._busy_since: float | None = None
        self._context = int(self._session.manifest["input"]["context"])
        for slabs in range(2, self._together + 1):  # each number of slabs is a shape of its own
            make_ready(self._session, slabs * (GPU_CHUNK + 2 * self._context) - 2 * self._context)

    def __del__(self) -> None:
        """Ray calls this when a replica has no more to do, after the last answer."""
        self.close()

    def close(self) -> None:
        """Let go of the threads and the model."""
        self._studies.shutdown()
        self._graphs.shutdown()
        self._session.close()

    def check_health(self) -> None:
        """Ray calls this; what raises here is replaced."""
        since = self._busy_since
        if since is not None and time.monotonic() - since > HANGS_S:
            raise RuntimeError("a graph does not come back")

    async def __call__(self, request: Request) -> Response:
        """``POST /judge`` takes a volume's message and gives a result's; ``GET /health`` says what computes here.

        Also how many slabs went through the network in how many runs, where several studies may share one.
        """
        if not self._allowed(request.headers.get("authorization", "")):
            return Response("the token is wrong", 401)
        if request.url.path.endswith("/health"):
            runtime = self._session.runtime
            return JSONResponse(
                {"model": runtime.model, "sha256": runtime.model_sha256, "provider": runtime.provider,
                 "device": runtime.device, "version": runtime.version, "slabs": self._slabs, "runs": self._runs}
            )  # fmt: skip
        if not request.url.path.endswith("/judge") or request.method != "POST":
            return Response("there is nothing here", 404)
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > MOST_BYTES:
                return Response("the message is too large", 413)
        return await self._answer(bytes(body))

    async def _answer(self, message: bytes) -> Response:
        try:
            answer = await self._answers.get(message)
        except ValueError as error:
            return Response(str(error), 400)
        except FirstreadError as error:
            return Response(error.reason.text, 500)
        return Response(answer, media_type="application/octet-stream")

    def _judge(self, message: bytes, stopped: threading.Event) -> bytes:
        return result_message(self._detect(volume_from(message), _Shared(self, stopped)))

    def _detect(self, volume: Volume, shared: _Shared) -> CaseResult:
        return detect(volume, cast(Session, shared))

    def run(self, graph: str, feeds: Mapping[str, Any], hold: Collection[str] = ()) -> dict[str, Any]:
        """One graph of the model for one study, together with the slabs of others where that is faster."""
        if graph == "backbone" and self._together > 1:
            slab = _Slab(feeds["slabs"], frozenset(hold), Future())
            self._waiting.append(slab)
            self._graphs.submit(self._in_one_run)
            return slab.answer.result()
        feature = feeds.get("feature")
        if isinstance(feature, _Part):
            feeds = {"feature": feature.of, "boxes": feature.boxes(feeds["boxes"])}
        return self._graphs.submit(self._timed, graph, feeds, hold).result()

    def _in_one_run(self) -> None:
        """The backbone over all slabs that wait when their turn comes.

        Ray Serve's own batches are closed a moment after the first slab has come, and then wait for the device one by
        one: while it is busy nothing would ever meet.
        """
        asked = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._together))]
        for shape in {one.pixels.shape[3:] for one in asked}:
            mine = [one for one in asked if one.pixels.shape[3:] == shape]
            try:
                slabs = np.concatenate([one.pixels for one in mine], axis=2)
                maps = self._timed("backbone", {"slabs": slabs}, mine[0].hold)
            except Exception as error:  # whatever it is, each study has to hear of it
                for one in mine:
                    one.answer.set_exception(error)
                continue
            self._slabs, self._runs = self._slabs + len(mine), self._runs + 1
            for one, share in zip(mine, shares([one.pixels.shape[2] for one in mine], self._context), strict=True):
                one.answer.set_result({
                    name: _Part(value, share.start) if name in one.hold else value[share]
                    for name, value in maps.items()
                })  # fmt: skip

    def _timed(self, graph: str, feeds: Mapping[str, Any], hold: Collection[str] = ()) -> dict[str, Any]:
        self._busy_since = time.monotonic()
        try:
            return self._session.run(graph, feeds, hold)
        finally:
            self._busy_since = None

    @property
    def session(self) -> Session:
        """The opened model."""
        return self._session

    @property
    def waiting(self) -> int:
        """Slabs that wait for their turn."""
        return len(self._waiting)

    def _allowed(self, header: str) -> bool:
        if not self._token_sha256:
            return True
        given = hashlib.sha256(header.removeprefix("Bearer ").encode()).hexdigest()
        return hmac.compare_digest(given, self._token_sha256)


@dataclass(frozen=True, slots=True, eq=False)
class _Slab:
    """What a study waits for: float32 [1, 1, slices, H, W], the names of the maps to be held, and the answer."""

    pixels: NDArray[np.float32]
    hold: frozenset[str]
    answer: Future[dict[str, Any]]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One study's slices of a feature map that several share; it is never cut, as it may lie on a GPU.

    Attributes:
        of: the whole map.
        first: the study's first slice in it.
    """

    of: Any
    first: int

    def boxes(self, own: NDArray[np.float32]) -> NDArray[np.float32]:
        """Boxes of the study, slice and corners [N, 5], as boxes of the map."""
        return own + np.array([self.first, 0, 0, 0, 0], np.float32)


class _Shared:
    """What :func:`detect` needs of a session, for one of several studies that share it."""

    def __init__(self, replica: Replica, stopped: threading.Event) -> None:
        self.manifest, self.runtime = replica.session.manifest, replica.session.runtime
        self.on_gpu = replica.session.on_gpu
        self._replica, self._stopped = replica, stopped

    def run(self, graph: str, feeds: Mapping[str, Any], hold: Collection[str] = ()) -> dict[str, Any]:
        if self._stopped.is_set():
            raise Cancelled
        return self._replica.run(graph, feeds, hold)
