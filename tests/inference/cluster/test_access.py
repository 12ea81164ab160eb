"""Whether a cluster that runs already stands open to others."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("grpc")

import grpc

from inference.cluster.access import lets_strangers_in, same_door, url_of
from tests.integration.peers import free_port

OPEN = SimpleNamespace(host="0.0.0.0", port=8900, ssl_certfile="/c.pem", ssl_keyfile="/k.pem")
PLAIN = SimpleNamespace(host="127.0.0.1", port=8900, ssl_certfile=None, ssl_keyfile=None)


@contextmanager
def head(token: str) -> Iterator[str]:
    """A door such as that of Ray's head, which wants ``token`` where there is one: its address."""

    def alive(_: bytes, context: Any) -> bytes:
        if token and dict(context.invocation_metadata()).get("authorization") != f"Bearer {token}":
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "InvalidAuthToken")
        return b""

    with ThreadPoolExecutor(1) as threads:
        server = grpc.server(threads)
        methods = {"CheckAlive": grpc.unary_unary_rpc_method_handler(alive)}
        handler = grpc.method_handlers_generic_handler("ray.rpc.NodeInfoGcsService", methods)
        server.add_generic_rpc_handlers((handler,))
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(None).wait()


def test_a_head_without_a_token_lets_strangers_in() -> None:
    with head("") as address:
        assert lets_strangers_in(address)
    with head("secret") as address:
        assert not lets_strangers_in(address)
    assert not lets_strangers_in(f"127.0.0.1:{free_port()}")  # nothing can be told of it


def test_what_serve_ignores_is_noticed() -> None:
    plain: dict[str, object] = {"host": "127.0.0.1", "port": 8900}
    closed: dict[str, object] = {
        "host": "0.0.0.0", "port": 8900, "ssl_certfile": "/c.pem", "ssl_keyfile": "/k.pem"
    }  # fmt: skip
    assert same_door(plain, PLAIN) and same_door(closed, OPEN)
    assert not same_door(plain, OPEN) and not same_door(closed, PLAIN)
    for name in closed:
        assert not same_door({**closed, name: "another"}, OPEN)
    assert url_of(OPEN) == "https://0.0.0.0:8900" and url_of(PLAIN) == "http://127.0.0.1:8900"
