"""The worklist's columns in windows of usual sizes, and what a reader made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.domain.events import StudyChanged
from app.models.worklist import WorklistModel
from app.models.worklist_columns import Column
from app.views import languages
from app.views.column_widths import ORDER
from app.views.main_window import MainWindow
from app.views.worklist_delegate import WorklistDelegate
from app.views.worklist_table import WorklistTable
from tests.gui import values
from tests.gui.test_main_window import Recorder


def _window(bot: QtBot, width: int, height: int) -> MainWindow:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    for record in (values.positive(1), values.negative(2), values.not_analysed(3)):
        window.handle(StudyChanged(record))
    window.model.flush()
    window.resize(width, height)
    window.show()
    QApplication.processEvents()
    return window


def _in_sight(table: WorklistTable) -> list[Column]:
    """The columns that are seen from edge to edge without scrolling, left to right."""
    room, header = table.viewport().width(), table.horizontalHeader()
    return [
        column
        for column in sorted(Column, key=header.visualIndex)
        if header.sectionViewportPosition(column) + header.sectionSize(column) <= room
    ]


@pytest.mark.parametrize("language", list(languages.LANGUAGES))
def test_who_the_patient_is_and_what_was_found_are_in_sight(bot: QtBot, language: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    languages.install(app, language)
    try:
        window = _window(bot, 1280, 690)
        for width, height, must in (
            (1280, 690, Column.PROBABILITY), (1366, 740, Column.TYPES), (1920, 1040, Column.CHANGE),
            (2560, 1400, Column.CHANGE),
        ):  # fmt: skip
            window.resize(width, height)
            QApplication.processEvents()
            seen = _in_sight(window.worklist.table)
            assert seen == list(ORDER[: len(seen)])
            assert len(seen) > ORDER.index(must), (width, seen)
    finally:
        languages.install(app)


def test_the_columns_follow_the_window_until_a_reader_arranges_them(bot: QtBot) -> None:
    window = _window(bot, 1280, 690)
    table = window.worklist.table
    narrow = table.columnWidth(Column.PATIENT)
    window.resize(2560, 1400)
    QApplication.processEvents()
    assert table.columnWidth(Column.PATIENT) > narrow and not table.arranged
    table.horizontalHeader().resizeSection(Column.PATIENT, 77)
    window.resize(1280, 690)
    QApplication.processEvents()
    assert table.columnWidth(Column.PATIENT) == 77 and table.arranged
    table.reset_columns()
    assert table.columnWidth(Column.PATIENT) == narrow and not table.arranged


def _layout(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def test_only_what_a_reader_arranged_is_saved_and_comes_back(bot: QtBot, tmp_path: Path) -> None:
    layout, window = _layout(tmp_path), _window(bot, 1280, 690)
    window.save(layout)
    assert not [key for key in layout.allKeys() if key.startswith("columns")]
    header = window.worklist.table.horizontalHeader()
    header.moveSection(header.visualIndex(Column.PATIENT), 4)
    window.save(layout)
    other = MainWindow(Recorder())
    bot.addWidget(other)
    other.restore(layout)
    other.resize(1920, 1040)
    other.show()
    QApplication.processEvents()
    table = other.worklist.table
    assert table.horizontalHeader().visualIndex(Column.PATIENT) == 4 and table.arranged
    assert [table.columnWidth(c) for c in Column][:-1] == [window.worklist.table.columnWidth(c) for c in Column][:-1]
    table.reset_columns()
    other.save(layout)
    assert not [key for key in layout.allKeys() if key.startswith("columns")]


def _as_earlier_versions(table: WorklistTable) -> None:
    """The columns as they were made before they followed the window: by number, each as wide as its usual text."""
    header = table.horizontalHeader()
    for column in Column:
        header.moveSection(header.visualIndex(column), column)
        table.setColumnWidth(column, table._needed(column))


def test_a_layout_that_an_earlier_version_saved_is_kept_where_a_reader_made_it(bot: QtBot) -> None:
    table = _window(bot, 1280, 690).worklist.table
    _as_earlier_versions(table)
    untouched = table.horizontalHeader().saveState()
    table.setColumnHidden(Column.STATION, True)
    table.setColumnWidth(Column.PATIENT, 222)
    own = table.horizontalHeader().saveState()
    table.reset_columns()
    table.restore_columns(own)
    assert table.isColumnHidden(Column.STATION) and table.columnWidth(Column.PATIENT) == 222
    assert table.horizontalHeader().visualIndex(Column.PATIENT) == Column.PATIENT and table.arranged
    table.restore_columns(untouched)
    assert table.horizontalHeader().visualIndex(Column.PATIENT) == 1 and not table.arranged


def test_whose_study_it_is_cannot_be_hidden_but_shown_again(bot: QtBot) -> None:
    table = _window(bot, 1280, 690).worklist.table
    menu = table.columns_menu()
    patient = next(action for action in menu.actions() if action.text() == "Patient")
    assert not patient.isEnabled()
    table.setColumnHidden(Column.PATIENT, True)  # as an earlier version let it be
    table._fill_columns(menu)
    patient = next(action for action in menu.actions() if action.text() == "Patient")
    assert patient.isEnabled() and not patient.isChecked()


def test_a_narrow_column_of_volumes_has_whole_words_or_none(bot: QtBot) -> None:
    model = WorklistModel()
    model.replace([values.positive(1, SDH=12.0), values.positive(2, SDH=12.0)])

    def inked(width: int) -> int:
        picture = QImage(QSize(width, 40), QImage.Format.Format_RGB32)
        picture.fill(0)
        painter, option = QPainter(picture), QStyleOptionViewItem()
        option.rect = QRect(0, 0, width, 40)
        option.font = QApplication.font()
        WorklistDelegate().paint(painter, option, model.index(0, Column.TOTAL_ML))
        painter.end()
        rows = range(picture.height())
        return max(x for x in range(width) if any(picture.pixel(x, y) & 0xFFFFFF for y in rows))

    number, whole = inked(70), inked(400)
    word = whole - number
    assert inked(number + word // 2) == number  # no "me..."
    assert inked(whole + 20) == whole
