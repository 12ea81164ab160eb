"""Who reaches a cluster that runs already: whether it asks for Ray's token, and where Ray Serve listens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import grpc

#: A call of Ray's head that takes and changes nothing; an empty message is a valid question.
_ALIVE: Final = "/ray.rpc.NodeInfoGcsService/CheckAlive"
_PATIENCE_S: Final = 10.0
#: What Serve cannot change while it runs, and who may listen in depends on.
_DOOR: Final = ("host", "port", "ssl_certfile", "ssl_keyfile")


def lets_strangers_in(address: str) -> bool:
    """Whether the head at ``address``, host:port, answers without a token: everybody could run programs there then.

    False also where that cannot be told, as of a cluster that wants certificates of whoever calls.
    """
    with grpc.insecure_channel(address, options=(("grpc.enable_http_proxy", 0),)) as channel:
        try:
            channel.unary_unary(_ALIVE)(b"", timeout=_PATIENCE_S)
        except grpc.RpcError:
            return False
    return True


def same_door(asked: Mapping[str, Any], running: Any) -> bool:
    """Whether Serve listens as it was asked to; one that ran before keeps its options and ignores new ones.

    Args:
        asked: of ``serve.start``'s ``http_options``.
        running: the HTTPOptions in force.
    """
    return all(asked.get(name) == getattr(running, name) for name in _DOOR)


def url_of(running: Any) -> str:
    """Where Serve with these HTTPOptions is reached."""
    scheme = "https" if running.ssl_certfile else "http"
    return f"{scheme}://{running.host}:{running.port}"
