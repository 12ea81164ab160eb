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
from app.demo import HeadlessRun, demo_settings
from app.domain.follow_up import Category
from app.domain.states import StudyState
from app.pacs.demo_archive import DemoArchive, Options
from app.pacs.demo_shift import EARLIER, SHIFT
from app.paths import Paths

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
        application = Application(Paths.of_profile(tmp_path / "profile").make(), demo_settings(None), archive)
        with application:
            bot.addWidget(application.window)
            application.window.resize(1600, 900)
            watch = HeadlessRun(application, shift, out, 240, EARLIER)
            application.start()
            QApplication.exec()
            rows = application.window.model.records()
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
    assert json.loads((out / "results.json").read_text(encoding="utf-8"))["passed"] is True
