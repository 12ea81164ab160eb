from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from app.models import settings_form
from app.models.settings_form import SettingsForm
from app.settings import Declared, Problem, Settings
from app.views import theme
from app.views.setting_editors import SettingEditor
from app.views.settings_dialog import SettingsDialog

by_key = pytest.mark.parametrize("declared", Settings.declared(), ids=lambda d: d.key)


def _dialog(bot: QtBot, settings: Settings | None = None, locked: tuple[str, ...] = ()) -> SettingsDialog:
    dialog = SettingsDialog(settings or Settings(), locked)
    bot.addWidget(dialog)
    dialog.show()
    bot.waitUntil(lambda: len(dialog.rows) == len(Settings.declared()), timeout=60_000)  # on a busy computer
    return dialog


def _save(dialog: SettingsDialog) -> list[Settings]:
    chosen: list[Settings] = []
    dialog.chosen.connect(chosen.append)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    return chosen


def _other(declared: Declared) -> object:
    """A permitted value that is not the default."""
    if declared.type is bool:
        return not declared.default
    if declared.choices:
        return next((choice for choice in declared.choices if choice != declared.default), declared.default)
    if declared.type is tuple:
        return ("one", "two words")
    if declared.type is str:
        return next(text for text in ("OTHER", "07:30", "https://pacs") if re.fullmatch(declared.pattern or ".*", text))
    return declared.type(declared.low + 1)


def _type(editor: SettingEditor, value: object) -> None:
    match editor.control:
        case QCheckBox():
            editor.control.setChecked(bool(value))
        case QComboBox():
            editor.control.setCurrentText(str(value))
        case QLineEdit():
            editor.control.setText(" one , two words," if isinstance(value, tuple) else str(value))
        case QSpinBox() | QDoubleSpinBox():
            editor.control.setValue(value)  # type: ignore[arg-type]


def test_each_declared_setting_has_an_editor_with_its_help(bot: QtBot) -> None:
    dialog = _dialog(bot)
    assert list(dialog.rows) == [declared.key for declared in Settings.declared()]
    fresh = SettingsDialog(Settings())
    bot.addWidget(fresh)
    assert len(fresh.rows) < len(dialog.rows)  # all at once would hold up the window
    fresh.sections.setCurrentRow(fresh.sections.count() - 1)
    assert Settings.declared()[-1].key in fresh.rows
    texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for declared in Settings.declared():
        editor = dialog.rows[declared.key].editor
        assert dialog.isAncestorOf(editor) and editor.isEnabled()
        assert declared.help in texts and settings_form.label(declared) in texts
    assert dialog.pages.count() == dialog.sections.count() == len({d.section for d in Settings.declared()})


def test_values_go_in_and_come_out(bot: QtBot) -> None:
    dialog = _dialog(bot)
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()
    for declared in Settings.declared():
        _type(dialog.rows[declared.key].editor, _other(declared))
    expected = Settings(**{declared.name: _other(declared) for declared in Settings.declared()})  # type: ignore[arg-type]
    assert _save(dialog) == [expected]


@by_key
def test_the_range_is_enforced(bot: QtBot, declared: Declared) -> None:
    editor = SettingEditor(declared, declared.default)
    bot.addWidget(editor)
    match editor.control:
        case QSpinBox() | QDoubleSpinBox():
            for beyond in (declared.low - 1, declared.high + 1):
                editor.control.setValue(int(beyond) if declared.type is int else beyond)  # type: ignore[arg-type]
                assert declared.accept(editor.value()) == editor.value()
            assert (editor.control.minimum(), editor.control.maximum()) == (declared.low, declared.high)
        case QLineEdit() if declared.type is str and declared.high < 2048:
            editor.control.clear()
            editor.control.insert("A" * (int(declared.high) + 1))  # as pasted
            with pytest.raises(ValueError):  # said, and not cut off in silence
                declared.accept(editor.value())


def test_what_is_wrong_is_said_and_not_saved(bot: QtBot) -> None:
    dialog = _dialog(bot)
    row = dialog.rows["archive.ae_title"]
    assert isinstance(row.editor.control, QLineEdit)
    row.editor.control.setText("A\\B")
    assert row.note.isVisible() and "ASCII" in row.note.text()
    assert _save(dialog) == []
    row.editor.control.setText("")
    assert row.note.isVisible()
    assert _save(dialog) == []
    row.editor.control.setText("PACS")
    assert not row.note.isVisible()
    assert _save(dialog) == [Settings(archive_ae_title="PACS")]


def test_a_number_that_cannot_be_is_said_while_it_stands_there(bot: QtBot) -> None:
    dialog = _dialog(bot, Settings(archive_port=104))
    row, save = dialog.rows["archive.port"], dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    _type(dialog.rows["archive.host"].editor, "pacs")
    row.editor.setFocus()
    bot.waitUntil(row.editor.control.hasFocus)
    assert isinstance(row.editor.control, QSpinBox)
    row.editor.control.selectAll()
    QTest.keyClicks(row.editor.control, "0")
    assert row.editor.control.text() == "0" and row.note.isVisible() and not save.isEnabled()
    assert dialog.form.settings().archive_port == 104 and "Port" in dialog._hint.text()
    dialog.rows["archive.host"].editor.setFocus()  # the control puts back what was there
    bot.waitUntil(lambda: not row.note.isVisible())
    assert row.editor.control.text() == "104" and save.isEnabled()
    assert _save(dialog) == [Settings(archive_port=104, archive_host="pacs")]


def test_a_wrong_value_stands_out_and_a_locked_one_does_not(bot: QtBot) -> None:
    dialog = _dialog(bot, locked=("archive.host",))
    dialog.resize(900, 700)
    row, locked = dialog.rows["archive.ae_title"], dialog.rows["archive.host"]
    warning = QColor(theme.COLOURS.warning)
    sound = row.editor.grab().toImage()
    _type(row.editor, "A" * 17)
    assert row.editor.control.grab().toImage().pixelColor(60, 0) == warning
    assert row.note.y() - (row.editor.y() + row.editor.height()) < 10  # right below
    assert _has(row.note, warning) and _has(dialog._hint, warning) and not _has(locked.note, warning)
    _type(row.editor, Settings().archive_ae_title)
    assert row.editor.grab().toImage() == sound and not _has(dialog._hint, warning)


def _has(label: QLabel, colour: QColor) -> bool:
    picture = label.grab().toImage()
    return any(picture.pixelColor(x, y) == colour for x in range(picture.width()) for y in range(picture.height()))


def test_a_long_host_name_is_shown_from_its_beginning(bot: QtBot) -> None:
    dialog = _dialog(bot, Settings(archive_host="pacs." + "x" * 240))
    control = dialog.rows["archive.host"].editor.control
    assert isinstance(control, QLineEdit) and control.cursorPosition() == 0


def test_what_the_policy_sets_is_locked_and_says_so(bot: QtBot) -> None:
    dialog = _dialog(bot, Settings(archive_port=104), ("archive.port",))
    row = dialog.rows["archive.port"]
    assert not row.editor.isEnabled() and "administrator" in row.note.text() and row.note.isVisible()
    assert isinstance(row.editor.control, QSpinBox)
    row.editor.control.setValue(105)  # not even by a program that goes round the lock
    dialog.defaults.click()
    assert dialog.form.settings().archive_port == 104
    other = dialog.rows["archive.ae_title"]
    assert other.editor.isEnabled() and not other.note.isVisible()


def test_defaults_of_the_page_leave_other_pages_alone(bot: QtBot) -> None:
    settings = Settings(archive_port=104, fetch_threads=7)
    dialog = _dialog(bot, settings)
    dialog.defaults.click()
    assert _save(dialog) == [replace(settings, archive_port=Settings().archive_port)]


MORE = ((("name", "Emergency"), ("host", "er"), ("tls", True)), (("name", "Cloud"), ("method", "dicomweb")))


def _listed(dialog: SettingsDialog) -> list[str]:
    return [dialog.sections.item(row).text() for row in range(dialog.sections.count())]


def _press(dialog: SettingsDialog, words: str) -> None:
    """The button with these words on the page that is shown."""
    page = dialog.pages.currentWidget()
    assert page is not None
    (button,) = (one for one in page.findChildren(QPushButton) if one.text() == words)
    button.click()


def _all_made(bot: QtBot, dialog: SettingsDialog, archives: int) -> None:
    of_one = sum(declared.section == "archive" for declared in Settings.declared())
    bot.waitUntil(lambda: len(dialog.rows) == len(Settings.declared()) + archives * of_one, timeout=60_000)


def test_every_further_archive_has_a_page_with_every_setting(bot: QtBot) -> None:
    settings = Settings(archive_calling_ae_title="OURS", more_archives=MORE)
    dialog = SettingsDialog(settings)
    bot.addWidget(dialog)
    _all_made(bot, dialog, 2)
    assert _listed(dialog)[:4] == ["Archive", "Emergency", "Cloud", "New studies"]
    shown = {key: row.editor.value() for key, row in dialog.rows.items() if key.startswith("archives.")}
    of_emergency, of_cloud = settings.archives()
    for number, one in enumerate((of_emergency, of_cloud)):
        for declared in Settings.declared():
            if declared.section == "archive":
                key = f"archives.{number}.{declared.key.partition('.')[2]}"
                assert shown.pop(key) == getattr(one, declared.name), key
    assert not shown and dialog.form.changed == ()
    _type(dialog.rows["archives.0.port"].editor, 104)
    _type(dialog.rows["archives.0.tls"].editor, False)  # as without it: the file need not say so
    _type(dialog.rows["archive.calling_ae_title"].editor, "WE")
    assert dialog.rows["archives.1.calling_ae_title"].editor.value() == "WE"  # what it sets not is that of the first
    _type(dialog.rows["archives.1.name"].editor, "Sky")
    assert _listed(dialog)[2] == "Sky" and dialog._pages[2].title.text() == "Sky"
    more = ((("name", "Emergency"), ("host", "er"), ("port", 104)), (("name", "Sky"), ("method", "dicomweb")))
    assert _save(dialog) == [Settings(archive_calling_ae_title="WE", more_archives=more)]


def test_archives_are_added_and_removed(bot: QtBot) -> None:
    dialog = _dialog(bot, Settings(archive_host="pacs"))
    (add,) = dialog.pages.findChildren(QPushButton)
    first = dialog.rows["archive.name"].editor
    assert add.mapTo(dialog, QPoint()).y() < first.mapTo(dialog, QPoint()).y()  # nobody has to look for it
    for _ in range(2):
        dialog.sections.setCurrentRow(0)
        _press(dialog, "&Add an archive")
    assert _listed(dialog)[:4] == ["Archive", "Archive 2", "Archive 3", "New studies"]
    assert dialog.sections.currentRow() == dialog.pages.currentIndex() == 2
    _all_made(bot, dialog, 2)
    _type(dialog.rows["archives.1.host"].editor, "other")
    _type(dialog.rows["archives.0.ae_title"].editor, "A\\B")
    assert _save(dialog) == []
    dialog.sections.setCurrentRow(1)
    _press(dialog, "&Remove this archive")
    assert _listed(dialog)[:3] == ["Archive", "Archive 3", "New studies"]
    dialog.sections.setCurrentRow(1)
    dialog.defaults.click()
    assert dialog.rows["archives.1.name"].editor.value() == "Archive 3"  # its name is its own
    _type(dialog.rows["archives.1.host"].editor, "er")
    more = ((("name", "Archive 3"), ("host", "er")),)
    assert _save(dialog) == [Settings(archive_host="pacs", more_archives=more)]


def test_no_two_archives_have_one_name(bot: QtBot) -> None:
    dialog = SettingsDialog(Settings(archive_name="Main", more_archives=MORE))
    bot.addWidget(dialog)
    _all_made(bot, dialog, 2)
    for key, name in (("archives.1.name", "Main"), ("archives.1.name", "Emergency"), ("archive.name", "Cloud")):
        before = dialog.rows[key].editor.value()
        _type(dialog.rows[key].editor, name)
        assert dialog.rows[key].note.text() == "Another archive has this name." and _save(dialog) == []
        _type(dialog.rows[key].editor, before)
    assert dialog.form.wrong == {} and dialog.form.changed == ()


def test_a_list_of_archives_that_the_policy_sets_is_locked(bot: QtBot) -> None:
    dialog = SettingsDialog(Settings(more_archives=MORE), ("archives.0.name", "archives.0.host"))
    bot.addWidget(dialog)
    _all_made(bot, dialog, 2)
    rows = [row for key, row in dialog.rows.items() if key.startswith("archives.")]
    assert rows and not any(row.editor.isEnabled() for row in rows)
    assert not dialog.pages.findChildren(QPushButton)
    dialog.show()
    dialog.sections.setCurrentRow(1)
    page = dialog.pages.currentWidget()
    assert page is not None
    said = [label.text() for label in page.findChildren(QLabel) if "administrator." in label.text()]
    assert said == ["The further archives are set by your administrator."]  # once for all
    _type(dialog.rows["archives.1.host"].editor, "mine")
    assert dialog.form.changed == ()


def test_digits_that_the_control_cannot_show_are_kept(bot: QtBot) -> None:
    settings = Settings(poll_interval_s=12.345678)
    dialog = _dialog(bot, settings)
    _type(dialog.rows["archive.port"].editor, 104)
    assert _save(dialog) == [replace(settings, archive_port=104)]


def test_problems_of_the_file_are_on_top(bot: QtBot) -> None:
    text = "settings.toml, line 5: archive.port must be a whole number."
    dialog = SettingsDialog(Settings(), problems=[Problem("archive.port", text, 5)])
    bot.addWidget(dialog)
    assert text in [label.text() for label in dialog.findChildren(QLabel)]


def test_scrolling_over_a_number_changes_nothing(bot: QtBot) -> None:
    dialog = _dialog(bot)
    for row in dialog.rows.values():
        where = QPointF(3, 3)
        event = QWheelEvent(
            where, where, QPoint(0, 120), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(row.editor.control, event)
    assert dialog.form.changed == ()


def test_no_page_is_wider_than_the_dialog(bot: QtBot) -> None:
    dialog = _dialog(bot)
    for index in range(dialog.pages.count()):
        dialog.sections.setCurrentRow(index)
        QApplication.processEvents()
        area = dialog.pages.currentWidget()
        assert isinstance(area, QScrollArea)
        inside = area.widget()
        assert inside is not None and inside.minimumSizeHint().width() <= area.viewport().width()
        for label in inside.findChildren(QLabel):
            if label.isVisible():
                assert label.height() >= label.heightForWidth(label.width())
        for line in inside.findChildren(QLineEdit):  # those of the numbers, too
            if line.isVisible() and line.text():
                assert line.width() >= line.fontMetrics().horizontalAdvance(line.text()[:40])


@given(st.sampled_from(Settings.declared()), st.text() | st.integers() | st.floats() | st.booleans())
def test_the_form_never_holds_a_bad_value(declared: Declared, value: object) -> None:
    form = SettingsForm(Settings())
    trouble = form.put(declared, value)
    assert form.settings().value(declared.key) == form.value(declared.key)
    assert bool(trouble) == (declared.key in form.wrong)
    if trouble:
        assert form.changed == () and trouble.endswith(".")
