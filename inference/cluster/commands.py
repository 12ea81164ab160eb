"""``python -m inference serve`` and ``backfill``: Firstread on a Ray cluster (extra ``cluster``)."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import math
import os
import signal
import socket
import ssl
import sys
import threading
from pathlib import Path
from typing import Any

from inference.errors import FirstreadError
from inference.session import PROVIDERS
from inference.terminal import named_path

# Ray would send figures about its use to its makers, and would let everybody run programs who reaches its ports.
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
os.environ.setdefault("RAY_AUTH_MODE", "token")
# On a busy computer a proxy needs longer than Ray's 5 and 10 s to start and to answer; Ray would end it over and over.
os.environ.setdefault("RAY_SERVE_PROXY_READY_CHECK_TIMEOUT_S", "60")
os.environ.setdefault("RAY_SERVE_PROXY_HEALTH_CHECK_TIMEOUT_S", "60")

_REACHED_S = 5.0


def add_serve_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``serve``."""
    _common(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this computer alone)")
    parser.add_argument("--port", type=_port, default=8900)
    parser.add_argument("--token-file", type=named_path, metavar="FILE", help="holds the secret that workstations send")
    parser.add_argument("--certificate", type=named_path, metavar="PEM", help="of this service, for https")
    parser.add_argument("--key", type=named_path, metavar="PEM", help="of the certificate")
    parser.add_argument("--replicas", default="1", metavar="N or N:M", help="least and most (default: 1)")
    parser.add_argument(
        "--gpus", type=_share, default=0.0, help="share of a GPU for each replica (default: 0, the CPU)"
    )
    parser.add_argument("--cpus", type=_count, default=1, help="cores for each replica (default: 1)")
    parser.add_argument(
        "--together", type=_count, metavar="N",
        help="studies whose slabs go through the network in one run (default: 4 on a GPU, 1 on the CPU)",
    )  # fmt: skip


def add_backfill_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``backfill``."""
    _common(parser)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--manifest", type=named_path, metavar="CSV", help="columns path,any,iph,edh,sdh,sah,ivh[,mask]"
    )
    source.add_argument("--folder", type=named_path, metavar="DIR", help="every folder directly below it is one study")
    source.add_argument("--archive", metavar="NAME", help="an archive of Firstread's settings")
    parser.add_argument("--since", metavar="YYYY-MM-DD", help="with --archive: studies from this day on")
    parser.add_argument("--until", metavar="YYYY-MM-DD", help="with --archive: studies up to this day")
    parser.add_argument(
        "--out", type=named_path, required=True, metavar="DIR", help="for the results; goes on from them"
    )
    parser.add_argument("--workers", type=_count, help="readers at the same time (default: as the cluster has room)")
    parser.add_argument("--gpus", type=_share, default=0.0, help="share of a GPU for each reader (default: 0, the CPU)")
    parser.add_argument("--cpus", type=_count, default=1, help="cores for each reader (default: 1)")
    parser.add_argument("--per-minute", type=_positive, help="begin at most so many studies a minute")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", help="of a running Ray cluster, host:port or auto (default: start one here)")
    parser.add_argument("--provider", choices=("auto", *PROVIDERS), default="auto", help="what computes")
    parser.add_argument("--model", type=named_path, metavar="DIR", help="model folder (default: the one shipped)")


def run_serve(args: argparse.Namespace) -> int:
    """Serves until it is told to end (SIGTERM, Ctrl+C); returns the exit status."""
    least, most = _replicas(args.replicas)
    token = _token(args.token_file) if args.token_file else ""
    _check_papers(args.certificate, args.key)
    if not _loopback(args.host) and not (token and args.certificate and args.key):
        print(
            "firstread: to serve other computers, give --token-file, --certificate and --key; "
            "pictures of heads do not travel open.",
            file=sys.stderr,
        )
        return 2
    if args.address is None:
        _check_free(args.host, args.port)
    from ray import serve
    from ray.serve.context import _get_global_client

    from inference.cluster.access import same_door, url_of
    from inference.cluster.service import ServiceOptions, application

    start_ray(args.address)
    if args.address is None:  # others may get more computers later
        _check_room(args.gpus, args.cpus)
    http: dict[str, Any] = {"host": args.host, "port": args.port}
    if args.certificate and args.key:  # the links of a certificate that is renewed, not what they lead to
        http |= {"ssl_certfile": str(args.certificate.absolute()), "ssl_keyfile": str(args.key.absolute())}
    serve.start(http_options={**http, "location": "EveryNode"})
    running = _get_global_client().http_config
    if not same_door(http, running):
        print(
            f"firstread: this cluster serves at {url_of(running)} already, and Ray keeps that until `serve shutdown`. "
            "To roll out, give --host, --port, --certificate, --key and --token-file as when it was started.",
            file=sys.stderr,
        )
        return 2
    options = ServiceOptions(
        model=str(args.model.resolve()) if args.model else "",
        provider=args.provider,
        token=token,
        replicas=(least, most),
        gpus=args.gpus,
        cpus=args.cpus,
        together=args.together,
    )
    try:
        serve.run(application(options), name="firstread", route_prefix="/firstread")
    except RuntimeError as error:
        raise FirstreadError(
            "not_served",
            "The detector could not be started on the cluster: check --model and --provider, and that every node has "
            "them. Ray's logs say more (/tmp/ray/session_latest/logs/serve).",
        ) from error
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):  # now, because Ray has put its own handlers in place
        signal.signal(number, lambda *_: ended.set())
    print(f"The detector answers at {url_of(running)}. End with Ctrl+C.", flush=True)
    ended.wait()
    if args.address is None:  # in a cluster of others it goes on; `serve shutdown` ends it
        serve.shutdown()
    return 0


def run_backfill(args: argparse.Namespace) -> int:
    """Reads all studies of a manifest, a folder or an archive; returns the exit status."""
    from inference.cluster.backfill import BackfillOptions, backfill
    from inference.cluster.readers import ReaderOptions
    from inference.cluster.sources import archive_items, folder_items, manifest_items

    if args.archive is None and (args.since or args.until):
        print("firstread: --since and --until are of --archive; of files all are read.", file=sys.stderr)
        return 2
    if args.manifest is not None:
        items = manifest_items(args.manifest)
    elif args.folder is not None:
        items = folder_items(args.folder)
    else:
        items = archive_items(args.archive, args.since, args.until)
    start_ray(args.address)
    readers = ReaderOptions(
        model=str(args.model.resolve()) if args.model else "",
        provider=args.provider,
        workers=args.workers,
        gpus=args.gpus,
        cpus=args.cpus,
    )
    options = BackfillOptions(args.out, readers, args.per_minute)
    # Whenever a reader dies Ray says so there, in words for its makers, and has no option to be silent.
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        summary = backfill(items, options)
    print(summary.text)
    return 0 if summary.complete else 1


def start_ray(address: str | None) -> None:
    """Joins the cluster at ``address``, or starts one on this computer that ends with this process.

    Raises:
        FirstreadError: there is no cluster, it does not know our token, or it asks for none.
    """
    import ray

    from inference.cluster.access import lets_strangers_in

    _check_reached(address)
    try:
        ray.init(address=address or "local", include_dashboard=False if address is None else None, log_to_driver=False)
    except (ConnectionError, RuntimeError, ray.exceptions.RayError) as error:
        if address is None:
            raise FirstreadError(
                "no_cluster", "Ray could not be started here in time: the computer is busy, or short of memory."
            ) from error
        raise FirstreadError(
            "no_cluster", "The Ray cluster cannot be joined: it does not answer, or it does not know this token."
        ) from error
    # Who wants that sets RAY_AUTH_MODE=disabled for this command, too.
    tokens = os.environ["RAY_AUTH_MODE"].lower() == "token"
    if address is not None and tokens and lets_strangers_in(ray.get_runtime_context().gcs_address):
        ray.shutdown()
        raise FirstreadError(
            "open_cluster",
            "The Ray cluster asks for no token: everybody who reaches it can run programs there. Start it with "
            "`RAY_AUTH_MODE=token ray start`, and the token of `ray get-auth-token --generate` on every node.",
        )


def _token(file: Path) -> str:
    """The secret in ``file``; raises FirstreadError where that cannot be read or holds none: it would let all in."""
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise FirstreadError("no_token", "The file of --token-file cannot be read.") from error
    if not token:
        raise FirstreadError("no_token", "The file of --token-file is empty: write the secret into it.")
    return token


def _check_papers(certificate: Path | None, key: Path | None) -> None:
    """Raises FirstreadError for files that Ray would only fail with, and start its doors again and again."""
    if (certificate is None) != (key is None):
        raise FirstreadError("no_certificate", "--certificate and --key belong together; give both.")
    if certificate is not None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: "")
        except (OSError, ValueError) as error:
            raise FirstreadError(
                "no_certificate",
                "The files of --certificate and --key cannot be used: they have to be there, be PEM, have no password, "
                "and belong together.",
            ) from error


def _check_free(host: str, port: int) -> None:
    """Raises FirstreadError where another program listens there, for Ray would try for ever."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise FirstreadError(
            "port_taken", f"Port {port} of {host} cannot be opened: {error.strerror or 'unknown error'}; check --host "
            "and --port, and end the other program that has it.",
        ) from error  # fmt: skip


def _check_room(gpus: float, cpus: int) -> None:
    """Raises FirstreadError where this computer can never have a replica: Ray would wait for another one for ever."""
    import ray

    there = ray.cluster_resources()
    for wanted, what, option in ((gpus, "GPU", "--gpus"), (cpus, "CPU", "--cpus")):
        if wanted > there.get(what, 0):
            raise FirstreadError(
                "no_room", f"A replica asks for {wanted:g} {what}, and this computer has {there.get(what, 0):g}; "
                f"lower {option}.",
            )  # fmt: skip


def _check_reached(address: str | None) -> None:
    """Raises FirstreadError where nobody is at ``address``, host:port: Ray itself would look for minutes."""
    host, _, port = (address or "").rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _REACHED_S).close()
    except (OSError, OverflowError) as error:
        raise FirstreadError(
            "no_cluster", f"No Ray cluster answers at {address}; check --address, and that Ray runs there."
        ) from error


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("a whole number from 1 to 65535 is needed")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 up is needed")
    return int(text)


def _share(text: str) -> float:
    return _number(text, 0.0, "a number from 0 up is needed")


def _positive(text: str) -> float:
    return _number(text, math.ulp(0.0), "a number above 0 is needed")


def _number(text: str, least: float, needed: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number < math.inf:
        raise argparse.ArgumentTypeError(needed)
    return number


def _replicas(text: str) -> tuple[int, int]:
    least, _, most = text.partition(":")
    try:
        pair = (int(least), int(most or least))
    except ValueError:
        pair = (0, 0)
    if not 1 <= pair[0] <= pair[1]:
        print("firstread: --replicas is a number such as 2, or two such as 1:8.", file=sys.stderr)
        raise SystemExit(2)
    return pair


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
