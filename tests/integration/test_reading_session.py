"""One reading session on a real desktop: from the arrival of a bleed to the sentence of the report.

The real program with an X server, a window manager, keys and clicks from outside, a real archive and real inference;
only the network is a small one made by hand, so that it takes seconds. What happened is read where it is kept: in the
journal, in the clipboard, and on the screen.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pydicom
import pytest

from app.domain.states import StudyState
from app.pacs.archive import Archive
from app.pacs.demo_archive import DemoArchive, Options
from app.paths import Paths
from app.settings import Settings
from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.types import HemorrhageType
from tests.inference.model_by_hand import write_model
from tests.integration import peers
from tests.integration.desktop import Desktop, desktop, need_programs, until

BLEED, OTHER = "A4711", "A4712"
_RESTS = [state.value for state in StudyState if state.final]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    need_programs()
    with desktop(tmp_path) as one:
        yield one


@pytest.fixture
def archive(screen: Desktop, tmp_path: Path) -> Iterator[Archive]:
    """An archive that got a study that is no head, and after it a head with a bleed."""
    spec = PhantomSpec(7, (Hemorrhage(HemorrhageType.IPH, 30.0, hu=75),))
    files = write_series(render(spec, slices=8, matrix=128, spacing_mm=1.8, slice_mm=10), tmp_path / "bleed")
    now = datetime.now()
    about = {"PatientName": "SECRET^CLARA", "StudyDate": f"{now:%Y%m%d}", "StudyTime": f"{now:%H%M%S}"}
    bleed = [pydicom.dcmread(file) for file in files]
    for image in bleed:
        for keyword, value in {**about, "AccessionNumber": BLEED}.items():
            setattr(image, keyword, value)
    with DemoArchive(Options(tmp_path / "archive", studies=())) as found:
        peers.store(found, peers.ct_images(4, {**about, "AccessionNumber": OTHER}))
        peers.store(found, bleed)
        yield found


def _row(paths: Paths, accession: str) -> dict[str, Any]:
    """The journal's row of a study, read beside the running program; empty until there is one."""
    try:
        with closing(sqlite3.connect(f"file:{paths.journal_file}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            row = db.execute("SELECT * FROM study WHERE accession_number = ?", (accession,)).fetchone()
    except sqlite3.Error:
        return {}
    return {} if row is None else dict(row)


def test_from_arrival_to_the_sentence_of_the_report(screen: Desktop, archive: Archive, tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path / "profile").make()
    opened = tmp_path / "opened.txt"
    write_down = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    Settings(
        archive_host=archive.host,
        archive_port=archive.port,
        archive_ae_title=archive.ae_title,
        archive_acse_timeout_s=20.0,
        poll_interval_s=0.5,
        fetch_settle_s=1.0,
        analysis_provider="cpu",
        analysis_model_dir=str(write_model(tmp_path / "model", threshold=0.999)),
        team_reader_name="Dr Ann",
        alerts_strip=True,
        viewer_command=(sys.executable, "-c", write_down, str(opened), "{accession}"),
    ).save(paths.settings_file)
    command = [sys.executable, "-m", "app", "--profile", str(tmp_path / "profile")]
    with subprocess.Popen(command, env=screen.environment, stderr=subprocess.PIPE, text=True) as program:
        try:
            _read(screen, program, paths, opened)
            screen.press("ctrl+q")
            assert program.wait(60) == 0
        finally:
            if program.poll() is None:
                program.send_signal(signal.SIGTERM)
                try:
                    program.wait(20)
                except subprocess.TimeoutExpired:
                    program.kill()
            assert program.stderr is not None
            print(program.stderr.read())


def _read(screen: Desktop, program: subprocess.Popen[str], paths: Paths, opened: Path) -> None:
    def at_rest() -> bool:
        states = [_row(paths, accession).get("state") for accession in (OTHER, BLEED)]
        return all(state in _RESTS for state in states) or program.poll() is not None

    until(at_rest)
    assert program.poll() is None
    assert (_row(paths, OTHER)["state"], _row(paths, BLEED)["state"]) == ("not_analysable", "positive")
    window = screen.window("^Firstread .* not a medical device")

    strip = screen.window("^Firstread: urgent studies$")
    assert "_NET_WM_STATE_ABOVE" in screen.run("xprop", "-id", strip, "_NET_WM_STATE")

    screen.run("xdotool", "windowactivate", "--sync", window)
    screen.click(window, 320, 480)  # the empty part of the list: nothing is opened by that
    screen.press("u", "Home", "Return")
    assert until(lambda: _row(paths, BLEED).get("opened_at"))
    screen.press("c", "f", "y")
    until(lambda: _row(paths, BLEED).get("feedback") == "agree")
    assert (_row(paths, BLEED)["claimed_by"], _row(paths, BLEED)["flagged"]) == ("Dr Ann", 1)
    screen.press("ctrl+shift+o")
    assert until(lambda: opened.exists() and opened.read_text()) == BLEED

    screen.press("ctrl+c")
    sentence = until(screen.clipboard)
    assert sentence.startswith("Hemorrhage probable") and "IPH" in sentence and "mL" in sentence
    assert "not a medical device" in sentence and "SECRET" not in sentence.upper()
    screen.press("r")
    until(lambda: _row(paths, BLEED).get("read_by") == "Dr Ann")
