from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.crash import CRASH_FILE, LOG_FILE, crash_hooks, describe, logging_to
from inference.errors import FirstreadError

SECRET = "DOE^JANE"


def test_an_uncaught_error_of_a_thread_is_logged_and_told_without_its_text(tmp_path: Path) -> None:
    told: list[str] = []

    def work() -> None:
        raise RuntimeError(SECRET)

    with logging_to(tmp_path), crash_hooks(tmp_path, told.append):
        thread = threading.Thread(target=work, name="firstread-test")
        thread.start()
        thread.join()
    text = (tmp_path / LOG_FILE).read_text(encoding="utf-8")
    assert "RuntimeError" in text and "firstread-test" in text and "test_crash.py" in text
    assert SECRET not in text
    assert len(told) == 1 and "RuntimeError" in told[0] and SECRET not in told[0]


def test_logged_exceptions_keep_their_text_out_of_the_log(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        try:
            raise ValueError(SECRET)
        except ValueError:
            logging.getLogger("app.test").exception("it failed")
    text = (tmp_path / LOG_FILE).read_text(encoding="utf-8")
    assert "it failed" in text and "ValueError" in text and SECRET not in text


def test_our_own_errors_keep_their_sentence() -> None:
    assert describe(FirstreadError("code", "A plain sentence."), None) == "FirstreadError: A plain sentence."


def test_hooks_and_handlers_are_given_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers), logging.getLogger().level)
    with logging_to(tmp_path), crash_hooks(tmp_path, lambda _: None):
        assert sys.excepthook is not before[0]
    assert before == (
        sys.excepthook, threading.excepthook, list(logging.getLogger().handlers), logging.getLogger().level,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="a segmentation fault opens a dialog on Windows")
def test_a_crash_of_the_interpreter_leaves_its_stacks(tmp_path: Path, repo: Path) -> None:
    code = (
        "import ctypes, pathlib, sys\n"
        "from app.crash import crash_hooks\n"
        "with crash_hooks(pathlib.Path(sys.argv[1]), print):\n"
        "    ctypes.string_at(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=repo, capture_output=True, check=False)
    assert done.returncode < 0
    assert "string_at" in (tmp_path / CRASH_FILE).read_text(encoding="utf-8")
