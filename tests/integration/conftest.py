"""The archives that the tests talk to, started once a module, on loopback."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.pacs.archive import Archive
from app.pacs.demo_archive import DemoArchive, Options
from tests.integration import peers

Start = Callable[[Path], tuple["subprocess.Popen[bytes]", Archive]]


@contextmanager
def _running(start: Start, folder: Path) -> Iterator[Archive]:
    process, archive = start(folder)
    try:
        peers.wait_for(archive, process)
        yield archive
    finally:
        peers.stop(process)


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A running Orthanc."""
    with _running(peers.start_orthanc, tmp_path_factory.mktemp("orthanc")) as archive:
        yield archive


@pytest.fixture(scope="module")
def dcmqrscp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A running dcmqrscp of dcmtk."""
    with _running(peers.start_dcmqrscp, tmp_path_factory.mktemp("dcmqrscp")) as archive:
        yield archive


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Our own archive, empty."""
    with DemoArchive(Options(tmp_path_factory.mktemp("embedded"), studies=())) as archive:
        yield archive


@pytest.fixture(scope="module", params=["orthanc", "dcmqrscp", "embedded"])
def archive(request: pytest.FixtureRequest) -> Archive:
    """Each of the archives in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Archive)
    return found


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Our own archive, empty, for one test alone."""
    with DemoArchive(Options(tmp_path_factory.mktemp("fresh"), studies=())) as archive:
        yield archive
