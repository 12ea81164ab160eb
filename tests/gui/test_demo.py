"""The demo, shortened to three studies: real archive process, real pipeline, real network, real window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from app.application import Application
from app.crash import logging_to
from app.demo import HeadlessRun, demo_settings
from app.domain.follow_up import Category
from app.domain.states import StudyState
from app.pacs.demo_archive import DemoArchive, Options
from app.pacs.demo_shift import EARLIER, SHIFT
from app.paths import Paths
from tests.patient_words import found_in, said_of

#: Wrong body part, nothing to find, and a bleed of 24 mL.
_NUMBERS = (1, 2, 4)


@pytest.mark.slow
@pytest.mark.timeout(420)
@pytest.mark.skipif(
    not list(resources.folder("models").glob("*/manifest.json")), reason="no trained model in resources/models yet"
)
def test_three_studies_end_in_the_right_order_with_pictures(bot: QtBot, tmp_path: Path) -> None:
    shift = tuple(study for study in SHIFT if study.number in _NUMBERS)
    out = tmp_path / "out"
    out.mkdir()
    with DemoArchive(Options(tmp_path / "archive", studies=(*EARLIER, *shift), scale=0)) as archive:
        paths = Paths.of_profile(tmp_path / "profile").make()
        with logging_to(paths.log, verbose=True), Application(paths, demo_settings(None), archive) as application:
            bot.addWidget(application.window)
            application.window.resize(1600, 900)
            watch = HeadlessRun(application, shift, out, 240, EARLIER)
            application.start()
            QApplication.exec()
            rows, known = application.window.model.records(), application.journal.records()
            grown = application.window.model.follow_up(rows[0].uid)
    # what was posted to quit while the window closed must not end the event loops of later tests
    QTimer.singleShot(0, QApplication.quit)
    QApplication.exec()
    assert watch.trouble == ""
    assert watch.verdict is not None and watch.verdict.problems == ()
    assert rows[0].state is StudyState.POSITIVE
    assert grown is not None and grown.category is Category.LARGER  # against a study that no row shows
    assert {row.state for row in rows[1:]} == {StudyState.NOT_ANALYSABLE, StudyState.NEGATIVE}
    assert rows[1].arrival < rows[2].arrival  # no answer moves a study down
    for name in ("worklist", "viewer", "slice", "report", "not-analysed"):
        picture = QImage(str(out / f"{name}.png"))
        assert not picture.isNull() and picture.width() > 300
    words = set().union(*(said_of(record.study) for record in known))
    assert len(known) == len(_NUMBERS) + len(EARLIER) and len(words) > 5 * len(known)
    kept = (path for path in paths.data.rglob("*") if path.is_file() and not path.name.startswith("journal"))
    files = [*(path for path in paths.log.rglob("*") if path.is_file()), *kept]
    assert {"firstread.log", "audit.jsonl", "metrics.json"} <= {path.name for path in files}
    assert found_in(files, words) == []
    assert json.loads((out / "results.json").read_text(encoding="utf-8"))["passed"] is True
