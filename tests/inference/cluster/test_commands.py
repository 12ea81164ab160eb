"""What ``serve`` and ``backfill`` are told, before any Ray."""

from __future__ import annotations

import argparse
import socket
from pathlib import Path

import pytest
import trustme

from inference.cluster.commands import add_backfill_arguments, add_serve_arguments, run_backfill, run_serve, start_ray
from inference.errors import FirstreadError


@pytest.mark.parametrize(
    ("option", "value", "needed"),
    [
        ("--per-minute", "0", "above 0"), ("--per-minute", "nan", "above 0"), ("--per-minute", "many", "above 0"),
        ("--workers", "0", "from 1 up"), ("--workers", "1.5", "from 1 up"), ("--gpus", "-1", "from 0 up"),
        ("--cpus", "0", "from 1 up"),
    ],
)  # fmt: skip
def test_nonsense_is_said_in_plain_words(
    option: str, value: str, needed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_backfill_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--folder", "in", "--out", "out", option, value])
    assert needed in capsys.readouterr().err


def test_a_replica_may_share_a_gpu() -> None:
    parser = argparse.ArgumentParser()
    add_serve_arguments(parser)
    given = parser.parse_args(["--gpus", "0.5", "--together", "8", "--replicas", "1:4"])
    assert (given.gpus, given.together, given.replicas) == (0.5, 8, "1:4")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files that may be given to ``serve``, good and bad."""
    (tmp_path / "token").write_text("secret\n")
    (tmp_path / "empty").write_text("\n")
    for name in ("one", "two"):
        certificate = trustme.CA().issue_cert("localhost")
        certificate.cert_chain_pems[0].write_to_path(tmp_path / f"{name}.pem")
        certificate.private_key_pem.write_to_path(tmp_path / f"{name}.key")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("--token-file {0}/nothing", "token-file cannot be read"),
        ("--token-file {0}/empty", "token-file is empty"),
        ("--token-file {0}/token --certificate {0}/one.pem", "give both"),
        ("--token-file {0}/token --certificate {0}/one.pem --key {0}/two.key", "belong together"),
        ("--token-file {0}/token --certificate {0}/nothing --key {0}/two.key", "have to be there"),
    ],
)
def test_files_that_would_open_the_door_or_never_open_it_are_told_before_ray_starts(
    folder: Path, given: str, words: str
) -> None:
    parser = argparse.ArgumentParser()
    add_serve_arguments(parser)
    with pytest.raises(FirstreadError, match=words):
        run_serve(parser.parse_args(given.format(folder).split()))


def test_a_port_that_is_taken_is_told_before_ray_starts() -> None:
    parser = argparse.ArgumentParser()
    add_serve_arguments(parser)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(FirstreadError, match=f"Port {port} of 127.0.0.1"):
            run_serve(parser.parse_args(["--port", str(port)]))
    with pytest.raises(SystemExit):
        parser.parse_args(["--port", "99999"])


def test_ray_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer that is busy: Ray's own error is a traceback."""
    ray = pytest.importorskip("ray", exc_type=ImportError)

    def late(**_: object) -> None:
        raise ray.exceptions.RpcError("Deadline Exceeded", rpc_code=4)

    monkeypatch.setattr(ray, "init", late)
    with pytest.raises(FirstreadError, match="could not be started here in time"):
        start_ray(None)


def test_days_of_files_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They would be ignored, and everything read."""
    pytest.importorskip("ray", exc_type=ImportError)
    parser = argparse.ArgumentParser()
    add_backfill_arguments(parser)
    given = parser.parse_args(["--folder", str(tmp_path), "--out", str(tmp_path / "out"), "--since", "2024-01-01"])
    assert run_backfill(given) == 2
    assert "--since and --until are of --archive" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_that_is_not_there_is_told_at_once() -> None:
    pytest.importorskip("ray", exc_type=ImportError)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(FirstreadError, match="No Ray cluster answers at"):
            start_ray(f"127.0.0.1:{free.getsockname()[1]}")
