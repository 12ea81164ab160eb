"""A real PostgreSQL server of Debian on loopback, over TLS with a password, in a folder of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import trustme

from tests.integration import peers

_READY_S = 60.0


class Postgres:
    """The server; can be killed and started again, and keeps what it holds."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port, self.password = folder, peers.free_port(), secrets.token_hex(8)
        self.url = f"postgresql://firstread@localhost:{self.port}/postgres"
        self.ca_file = folder / "ca.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca_file))
        certificate = authority.issue_cert("localhost")
        certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
        certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
        (folder / "key.pem").chmod(0o600)
        (folder / "password").write_text(self.password)
        # The server refuses to run as root, as which CI runs.
        self._user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if _root() else {}
        if _root():
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, "postgres", "postgres")
        subprocess.run(
            [_program("initdb"), "-D", folder / "data", "-U", "firstread", "-A", "scram-sha-256", "--no-sync",
             f"--pwfile={folder / 'password'}", "-E", "UTF8", "--locale=C"],
            check=True, cwd=folder, stdout=subprocess.DEVNULL, **self._user,
        )  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [_program("postgres"), "-D", self._folder / "data", "-p", str(self.port), "-k", self._folder,
                 "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "ssl=on",
                 "-c", f"ssl_cert_file={self._folder / 'cert.pem'}", "-c", f"ssl_key_file={self._folder / 'key.pem'}"],
                cwd=self._folder, stdout=log, stderr=log, **self._user,
            )  # fmt: skip
        end = time.monotonic() + _READY_S
        while True:
            assert self._process.poll() is None, (self._folder / "log").read_text()[-2000:]
            try:
                self.ask("SELECT 1")
                return
            except psycopg.Error:
                assert time.monotonic() < end, "the database does not answer"
                time.sleep(0.1)

    def kill(self) -> None:
        """At once, as in a crash: no connection is told."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(60)
            self._process = None

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that answer a query."""
        with psycopg.connect(self.url, password=self.password, autocommit=True) as connection:
            return connection.execute(query.encode()).fetchall()


@contextmanager
def running() -> Iterator[Postgres]:
    """A new, empty server; nothing of it is left at the end."""
    _program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="firstread-postgres-"))  # pytest's folders are closed to other users
    try:
        server = Postgres(folder)
        try:
            server.start()
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(folder)


def _program(name: str) -> str:
    """Debian keeps the server's programs off the path."""
    return peers.program(name, *(str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))))


def _root() -> bool:
    return os.geteuid() == 0


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    """A running server for the tests of one module."""
    with running() as server:
        yield server
