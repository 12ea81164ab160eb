"""Reports of crashes: written, kept within bounds, shown once."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from app import crash_reports
from app.crash import CRASH_FILE, crash_hooks


def test_a_report_tells_versions_and_place_but_no_folder(tmp_path: Path) -> None:
    crash_reports.write(
        tmp_path, "It happened.", 'File "/home/jane.doe/lib/x.py", line 3 in f\nFile "C:\\Users\\j\\y.py"'
    )
    (report,) = crash_reports.unseen(tmp_path)
    assert report.text.startswith("It happened.") and "Firstread" in report.text and "Python" in report.text
    assert 'File "x.py", line 3 in f' in report.text and "jane" not in report.text and "Users" not in report.text


def test_reports_are_shown_once_and_kept(tmp_path: Path) -> None:
    for number in range(3):
        crash_reports.write(tmp_path, f"number {number}", "x")
    found = crash_reports.unseen(tmp_path)
    assert [report.text.splitlines()[0] for report in found] == ["number 2", "number 1", "number 0"]
    crash_reports.mark_seen(found)
    assert crash_reports.unseen(tmp_path) == ()
    assert len(list((tmp_path / crash_reports.FOLDER).iterdir())) == 3


def test_old_reports_make_room(tmp_path: Path) -> None:
    for number in range(crash_reports.KEPT + 5):
        crash_reports.write(tmp_path, f"number {number}", "x")
        if number == 3:
            crash_reports.mark_seen(crash_reports.unseen(tmp_path))
    found = crash_reports.unseen(tmp_path)
    assert len(found) == crash_reports.KEPT
    assert found[0].text.startswith(f"number {crash_reports.KEPT + 4}\n")


def test_writing_never_raises(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / crash_reports.FOLDER).write_text("in the way")
    with caplog.at_level(logging.ERROR):
        crash_reports.write(tmp_path, "x", "y")
    assert "no crash report" in caplog.text
    crash_reports.take_over(tmp_path, tmp_path / "missing")


@pytest.mark.skipif(sys.platform == "win32", reason="a segmentation fault opens a dialog on Windows")
def test_a_crash_of_the_interpreter_is_a_report_at_the_next_start(tmp_path: Path, repo: Path) -> None:
    code = (
        "import ctypes, pathlib, sys\n"
        "from app.crash import crash_hooks\n"
        "with crash_hooks(pathlib.Path(sys.argv[1]), print):\n"
        "    ctypes.string_at(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=repo, capture_output=True, check=False)
    assert crash_reports.unseen(tmp_path) == ()
    with crash_hooks(tmp_path, print):
        (report,) = crash_reports.unseen(tmp_path)
    assert report.text.startswith("The program crashed.") and "string_at" in report.text
    assert (tmp_path / CRASH_FILE).read_bytes() == b""
    with crash_hooks(tmp_path, print):
        assert len(crash_reports.unseen(tmp_path)) == 1
