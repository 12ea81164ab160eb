"""The analysis process: real child processes that work, crash, hang and are told to stop."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.pipeline.analysis import GRACE_S, HUNG, AnalysisPool, Answer, Effort
from app.results import case_files
from inference.types import CaseState
from tests.app.pipeline import detectors
from tests.integration.peers import ct_images, write


@pytest.fixture(scope="module")
def shared_pool() -> Iterator[AnalysisPool]:
    """A pool with the obedient detector."""
    pool = AnalysisPool("", "auto", detectors.open_obedient)
    pool.start()
    assert pool.device().ready
    yield pool
    pool.close()
    pool.join()


def study(folder: Path, task: str) -> tuple[list[Path], Path]:
    """The images of a study that asks for ``task``, and a folder for its results."""
    images = write(ct_images(4, AccessionNumber=task), folder / "images")
    (folder / "results").mkdir()
    return images, folder / "results"


def test_it_says_on_what_it_runs(shared_pool: AnalysisPool) -> None:
    device = shared_pool.device()
    assert (device.ready, device.provider, device.device) == (True, "cpu", "Test CPU")
    assert "self-test" in device.text and "Only a test." in device.text


def test_the_result_is_on_disk_and_comes_back_without_masks(shared_pool: AnalysisPool, tmp_path: Path) -> None:
    images, results = study(tmp_path, "POSITIVE")
    answer = shared_pool.analyse(images, results, 30)
    assert answer.result is not None and answer.result.state is CaseState.POSITIVE and answer.result.labels is None
    kept = case_files.load(results)
    assert kept is not None and kept.labels is not None and kept.labels.shape == (4, 64, 64)
    assert kept.score == answer.result.score


def test_an_error_of_the_detector_is_a_reason(shared_pool: AnalysisPool, tmp_path: Path) -> None:
    answer = shared_pool.analyse(*study(tmp_path, "WRONG"), 30)
    assert answer.result is None and not answer.cancelled and not answer.crashed
    assert answer.reason is not None and answer.reason.code == "not_a_head"


def test_a_mistake_in_the_detector_is_a_reason_without_its_text(shared_pool: AnalysisPool, tmp_path: Path) -> None:
    answer = shared_pool.analyse(*study(tmp_path, "ODD"), 30)
    assert answer.reason is not None and answer.reason.code == "analysis_failed"
    assert "ZeroDivisionError" in answer.reason.text and "patient" not in answer.reason.text


def test_cancel_and_go_on(shared_pool: AnalysisPool, tmp_path: Path) -> None:
    images, results = study(tmp_path, "HANG")
    timer = threading.Timer(0.3, shared_pool.cancel)
    timer.start()
    started = time.monotonic()
    answer = shared_pool.analyse(images, results, 30)
    timer.join()
    assert answer.cancelled and answer.reason is None
    assert time.monotonic() - started < 1.5
    images, results = study(tmp_path / "next", "NEGATIVE")
    after = shared_pool.analyse(images, results, 30)
    assert after.result is not None and after.result.state is CaseState.NEGATIVE


def test_a_time_limit_and_go_on(shared_pool: AnalysisPool, tmp_path: Path) -> None:
    answer = shared_pool.analyse(*study(tmp_path, "HANG"), 0.3)
    assert answer.reason is not None and answer.reason.code == "analysis_timeout" and not answer.cancelled
    after = shared_pool.analyse(*study(tmp_path / "next", "NEGATIVE"), 30)
    assert after.result is not None


def test_hours_in_which_the_computer_slept_are_no_time_of_the_analysis(
    shared_pool: AnalysisPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, and as where both processes are stopped: the clock went on meanwhile."""
    slept_s = [0.0]
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + slept_s[0], sleep=time.sleep)
    monkeypatch.setattr("app.pipeline.analysis.time", clock)
    timers = [threading.Timer(0.5, slept_s.__setitem__, (0, 3600.0)), threading.Timer(1.5, shared_pool.cancel)]
    for timer in timers:
        timer.start()
    answer = shared_pool.analyse(*study(tmp_path, "HANG"), 30)
    for timer in timers:
        timer.join()
    assert answer.cancelled and answer.reason is None


def test_a_crash_and_go_on(tmp_path: Path) -> None:
    pool = AnalysisPool("", "auto", detectors.open_obedient)
    try:
        answer = pool.analyse(*study(tmp_path, "CRASH"), 30)
        assert answer.crashed and answer.reason is not None and answer.reason.code == "analysis_crashed"
        after = pool.analyse(*study(tmp_path / "next", "POSITIVE"), 30)
        assert after.result is not None
    finally:
        pool.close()
        pool.join()


def test_a_detector_that_does_not_listen_is_ended(tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    pool = AnalysisPool("", "auto", detectors.open_obedient)
    try:
        pool.start()
        assert pool.device().ready
        started = time.monotonic()
        answer = pool.analyse(*study(tmp_path, "DEAF"), 0.2)
        assert answer.reason is not None and answer.reason.code == "analysis_timeout"
        assert time.monotonic() - started < GRACE_S + 3
        assert set(multiprocessing.active_children()) == before
    finally:
        pool.close()
        pool.join()


def _while_it_hangs(pool: AnalysisPool, study_of: tuple[list[Path], Path], number: int) -> Answer:
    """The answer to a study during whose analysis the child process gets a signal."""
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(pool.analyse(*study_of, 60)))
    thread.start()
    time.sleep(0.5)
    assert pool.child_pid is not None
    os.kill(pool.child_pid, number)
    thread.join(30)
    return answers[0]


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL and SIGSTOP are POSIX")
def test_a_child_that_is_killed_or_stopped_is_replaced_and_works_with_less(tmp_path: Path) -> None:
    others = set(multiprocessing.active_children())
    pool = AnalysisPool("", "auto", detectors.open_with_gpu, silence_s=2.0)
    try:
        assert pool.device().provider == "cuda"
        answer = _while_it_hangs(pool, study(tmp_path / "1", "HANG"), signal.SIGKILL)
        assert answer.crashed and answer.reason is not None and answer.reason.code == "analysis_crashed"
        assert pool.ease(answer.reason) and pool.effort is Effort.SMALL_BATCHES
        device = pool.device()
        assert device.ready and device.degraded and device.provider == "cuda" and "smaller batches" in device.text

        answer = _while_it_hangs(pool, study(tmp_path / "2", "HANG"), signal.SIGSTOP)
        assert answer.crashed and answer.reason == HUNG
        assert set(multiprocessing.active_children()) == others
        assert pool.ease(HUNG)
        device = pool.device()
        assert device.ready and device.degraded and device.provider == "cpu" and "on the CPU" in device.text
        assert not pool.ease(HUNG)
        after = pool.analyse(*study(tmp_path / "3", "HUGE"), 30)
        assert after.result is not None
        pool.restore()
        assert not pool.device().degraded and pool.device().provider == "cuda"
    finally:
        pool.close()
        pool.join()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_child_that_ends_while_it_has_nothing_to_do_is_nobodys_fault(tmp_path: Path) -> None:
    pool = AnalysisPool("", "auto", detectors.open_obedient)
    try:
        assert pool.device().ready and pool.child_pid is not None
        os.kill(pool.child_pid, signal.SIGKILL)
        time.sleep(0.5)
        assert pool.analyse(*study(tmp_path, "NEGATIVE"), 30).result is not None
    finally:
        pool.close()
        pool.join()


def test_memory_that_runs_out_is_answered_with_smaller_batches(tmp_path: Path) -> None:
    pool = AnalysisPool("", "auto", detectors.open_obedient, recover_s=0.5)
    images, results = study(tmp_path, "BIG")
    try:
        answer = pool.analyse(images, results, 30)
        assert answer.starved and answer.reason is not None and answer.reason.code == "out_of_memory"
        assert pool.ease(answer.reason)
        assert pool.analyse(images, results, 30).result is not None
        assert not pool.ease(answer.reason)  # it runs on the CPU already
        time.sleep(0.6)
        assert pool.analyse(images, results, 30).starved and pool.effort is Effort.FULL  # tried as before
    finally:
        pool.close()
        pool.join()


@pytest.mark.parametrize(
    ("opener", "code"),
    [(detectors.open_missing, "model_missing"), (detectors.open_broken, "model_not_opened")],
)
def test_a_model_that_cannot_be_opened(tmp_path: Path, opener: object, code: str) -> None:
    pool = AnalysisPool("", "auto", opener)  # type: ignore[arg-type]
    try:
        device = pool.device()
        assert not device.ready and device.text.endswith(".")
        answer = pool.analyse(*study(tmp_path, "NEGATIVE"), 30)
        assert answer.result is None and answer.reason is not None and answer.reason.code == code
    finally:
        pool.close()
        pool.join()


def test_a_model_that_takes_the_process_down(tmp_path: Path) -> None:
    pool = AnalysisPool("", "auto", detectors.open_crashing)
    try:
        assert not pool.device().ready
        assert pool.analyse(*study(tmp_path, "NEGATIVE"), 30).crashed
    finally:
        pool.close()
        pool.join()


def test_closing_while_the_model_loads() -> None:
    pool = AnalysisPool("", "auto", detectors.open_slow)
    pool.start()
    timer = threading.Timer(0.5, pool.close)
    timer.start()
    started = time.monotonic()
    assert not pool.device().ready
    pool.join()
    timer.join()
    assert time.monotonic() - started < 5
    assert pool.analyse([Path("x")], Path("y"), 1).cancelled


def test_folder_and_provider_reach_the_child() -> None:
    pool = AnalysisPool("some folder", "cuda", detectors.open_on_two)
    try:
        device = pool.device()
        assert (device.device, device.provider) == ("some folder", "cuda")
    finally:
        pool.close()
        pool.join()


_PARENT = """
import sys, time
from app.pipeline.analysis import AnalysisPool
from tests.app.pipeline.detectors import open_obedient
if __name__ == "__main__":
    pool = AnalysisPool("", "auto", open_obedient)
    pool.start()
    pool.device()
    print(pool.child_pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_the_child_does_not_outlive_a_killed_parent(tmp_path: Path, repo: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    environment = os.environ | {"PYTHONPATH": str(repo)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").is_file() and Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return  # dead, and waiting for an init that does not reap
        time.sleep(0.05)
    pytest.fail("the analysis process outlived its parent")
