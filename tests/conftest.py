"""What every test gets: no screen, no files in the user's own folders, no thread or process left behind."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Before anything imports numpy or torch. Where pytest-xdist has a process on each core, the threads that they would
# start as well only wait for each other, at full speed: a phantom then took twice the processor time.
if "PYTEST_XDIST_WORKER" in os.environ:
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")

# Examples share two cores with servers and networks: a slow one is no failure.
settings.register_profile("firstread", deadline=None, print_blob=True)
settings.load_profile("firstread")

#: How long a thread or process that was told to end may take for it, in seconds.
GRACE_S = 5.0


@pytest.fixture(scope="session")
def repo() -> Path:
    """Root of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data(repo: Path) -> Path:
    """The data for development beside the repository; skips where there is none, as on a user's machine."""
    folder = repo.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the data for development (../shared/data) is not on this machine")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings, journal, cache and logs of this run, and of the programs that it starts, go to a scratch folder."""
    home = tmp_path_factory.mktemp("home")
    names = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"]
    if sys.platform == "darwin":
        names = ["HOME"]
    elif sys.platform == "win32":
        names = ["WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA"]
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            folder = home / name.lower()
            folder.mkdir()
            patch.setenv(name, str(folder))
        yield


def _running() -> set[threading.Thread | multiprocessing.process.BaseProcess]:
    """Threads that would keep Python from ending, and child processes."""
    threads = {thread for thread in threading.enumerate() if not thread.daemon}
    return {*threads, *multiprocessing.active_children()}


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Fails a test that leaves a thread or a child process behind."""
    before = _running()
    yield
    until = time.monotonic() + GRACE_S
    while (left := _running() - before) and time.monotonic() < until:
        time.sleep(0.02)
    if left:
        pytest.fail(f"left running: {', '.join(sorted(item.name for item in left))}")
