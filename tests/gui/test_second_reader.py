"""What the reader sees of a second reader: in the viewer, the worklist, the summary, the report and the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.domain.events import CaseLoaded, SecondReaderStatus, StudyChanged
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.models import query, second_words, settings_form
from app.models.report import ReportCase, html
from app.models.worklist_columns import Column, cell_text, tooltip
from app.settings import Settings
from app.views.main_window import MainWindow
from app.views.settings_dialog import SettingsDialog
from inference.errors import Reason
from inference.types import CaseState
from tests.gui import values
from tests.gui.test_main_window import Recorder

ON = SecondReaderStatus()
NOW = datetime.now(UTC)
YES, NO = replace(values.positive(1), changed_at=NOW), replace(values.negative(2), changed_at=NOW)
DIFFERS = replace(NO, second=values.second(CaseState.POSITIVE, False))


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (replace(YES, second=values.second(dice=0.816)),
         "Second reader blast-ct 1 agrees: hemorrhage, score 0.97 (threshold 0.50), 12.0 mL, most on slice 5, "
         "overlap of the masks (Dice) 0.82."),
        (DIFFERS, "Second reader blast-ct 1 DISAGREES: hemorrhage, score 0.97 (threshold 0.50), 12.0 mL, "
         "most on slice 5."),
        (replace(NO, second=values.second(CaseState.NEGATIVE)),
         "Second reader blast-ct 1 agrees: no hemorrhage found, score 0.12 (threshold 0.50)."),
        (replace(YES, second=values.second(CaseState.NEGATIVE, False)),
         "Second reader blast-ct 1 DISAGREES: no hemorrhage found, score 0.12 (threshold 0.50)."),
        (replace(YES, second=values.second(CaseState.FAILED, None, Reason("x", "It took too long."))),
         "The second reader could not answer: It took too long."),
        (YES, "Not yet judged by the second reader, which waits until no study waits for its first answer."),
        (replace(YES, read_at=NOW), "Not judged by the second reader: it was read before."),
        (replace(NO, changed_at=NOW - timedelta(hours=30)),
         "Not judged by the second reader: the answer is older than a day."),
        (values.not_analysed(3), ""),
        (replace(DIFFERS, state=StudyState.QUEUED), ""),
    ],
)  # fmt: skip
def test_every_answer_and_every_lack_of_one_has_its_words(record: StudyRecord, said: str) -> None:
    assert second_words.sentence(record, ON) == said
    if record.second is None:
        assert second_words.sentence(record) == ""  # nothing is promised where there is no second reader
        if said:
            away = second_words.sentence(record, SecondReaderStatus("It was not imported."))
            assert away == "There is no second reader: It was not imported."


@pytest.fixture
def window(bot: QtBot) -> MainWindow:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    with bot.waitExposed(window):
        window.show()
    for record in (YES, NO):
        window.handle(StudyChanged(record))
    window.model.flush()
    return window


def test_the_banner_says_it_and_the_row_has_a_mark_and_does_not_move(window: MainWindow) -> None:
    banner = window.viewer.banner
    image = values.volume(uid=NO.uid)
    window.open_study(NO.uid)
    window.handle(CaseLoaded(window.generation, NO.uid, image, values.result_of(image)))
    assert banner.second.isHidden()  # no second reader at all
    window.handle(ON)
    assert banner.second.text().startswith("Not yet judged") and not banner.second.property("disputed")
    before = [record.uid for record in window.model.records()]
    window.viewer.canvas.go_to(3)
    window.handle(StudyChanged(DIFFERS))
    window.model.flush()
    assert "DISAGREES" in banner.second.text() and banner.second.property("disputed")
    assert banner.property("kind") == "negative" and "No hemorrhage found" in banner.title.text()
    assert [record.uid for record in window.model.records()] == before and window.viewer.canvas.index == 3
    assert window.model.moves.of(NO.uid) is None
    window._copy_summary()
    assert "DISAGREES" in QGuiApplication.clipboard().text()
    window.handle(StudyChanged(NO))
    assert not banner.second.property("disputed")


def test_worklist_and_report_say_it(window: MainWindow) -> None:
    assert cell_text(DIFFERS, Column.MARKS) == "second reader disagrees"
    assert "DISAGREES" in tooltip(DIFFERS) and tooltip(YES).endswith(f"Model {values.RUNTIME.model}.")
    assert query.parse("is:disputed").matches(DIFFERS, query.facts(DIFFERS))
    assert not query.parse("is:disputed").matches(NO, query.facts(NO))
    image = values.volume(uid=NO.uid)
    page = html(ReportCase(DIFFERS, image, values.result_of(image)), True, 0, NOW)
    assert "<p class='warn'>Second reader blast-ct 1 DISAGREES" in page
    assert "econd reader" not in html(ReportCase(YES, image, values.result_of(image)), True, 0, NOW)


@pytest.mark.parametrize("imported", [True, False])
def test_settings_offer_only_what_can_work(bot: QtBot, imported: bool) -> None:
    chosen = Settings(analysis_second_reader=True)
    for settings in (Settings(), chosen):
        dialog = SettingsDialog(settings, cannot=settings_form.cannot_choose(imported))
        bot.addWidget(dialog)
        dialog.show()
        (page,) = dialog.sections.findItems("Analysis", Qt.MatchFlag.MatchExactly)
        dialog.sections.setCurrentItem(page)
        reader = dialog.rows["analysis.reader"].editor.control
        second = dialog.rows["analysis.second_reader"].editor.control
        assert isinstance(reader, QComboBox) and isinstance(second, QCheckBox)
        items = reader.model()
        assert isinstance(items, QStandardItemModel)
        assert [items.item(place).isEnabled() for place in range(2)] == [True, imported]
        assert second.isEnabled() is (imported or settings is chosen)  # what cannot work can still be taken back
        said = [label.text() for label in dialog.findChildren(QLabel) if "import-blast-ct" in label.text()]
        assert len(said) == (0 if imported else 2)
