from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.domain.events import (
    ArchiveStatus,
    CaseLoaded,
    DeviceStatus,
    FirstImageLoaded,
    QueueStatus,
    Refused,
    StudyChanged,
)
from app.domain.states import StudyState
from app.errors import JournalError
from app.models import wording
from app.models.measurements import MeasurementKind
from app.models.worklist_columns import Column
from app.results.exchange.write import Format, Patients
from app.views.about import About
from app.views.main_window import MainWindow
from inference.errors import Reason
from inference.types import Box, HemorrhageType, Volume
from tests.gui import values

UID = values.study(1).study_instance_uid


class Recorder:
    """The pipeline's side of the window's commands: notes them down."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.refuse = False

    def open_case(self, uid: str, generation: int) -> None:
        self.asked.append(("open", uid, generation))

    def retry(self, uid: str) -> None:
        self.asked.append(("retry", uid))

    def withdraw(self, uid: str) -> None:
        self.asked.append(("withdraw", uid))

    def mark_read(self, uid: str, read: bool) -> None:
        if self.refuse:
            raise JournalError("journal_not_written", "The journal cannot be written: disk full.")
        self.asked.append(("read", uid, read))

    def pin(self, uid: str, pinned: bool) -> None:
        self.asked.append(("pin", uid, pinned))

    def set_paused(self, paused: bool) -> None:
        self.asked.append(("pause", paused))


@pytest.fixture
def commands() -> Recorder:
    return Recorder()


@pytest.fixture
def window(bot: QtBot, commands: Recorder) -> MainWindow:
    window = MainWindow(commands)
    bot.addWidget(window)
    with bot.waitExposed(window):
        window.show()
    for record in (values.positive(1), values.negative(2), values.not_analysed(3), values.record(4)):
        window.handle(StudyChanged(record))
    window.model.flush()
    return window


def _open(window: MainWindow, uid: str = UID) -> Volume:
    image = values.volume(uid=uid)
    window.open_study(uid)
    window.handle(CaseLoaded(window.generation, uid, image, values.result_of(image)))
    return image


def test_a_click_opens_and_the_answer_is_shown(window: MainWindow, commands: Recorder, bot: QtBot) -> None:
    table = window.worklist.table
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(window.model.index(0, 5)).center()
    )
    assert commands.asked == [("open", UID, 1)]
    assert "Loading" in window.viewer.message.title.text()
    image = values.volume()
    window.handle(CaseLoaded(1, UID, image, values.result_of(image)))
    assert window.viewer.canvas.volume is image and window.viewer.canvas.index == 7
    assert window.lesions.model.rowCount() == 1


def _first(window: MainWindow, image: Volume, index: int) -> FirstImageLoaded:
    """One slice of ``image``, as the pipeline tells it ahead of the others."""
    alone = replace(
        image, hu=image.hu[index : index + 1], positions_mm=image.positions_mm[:1], offsets_mm=image.offsets_mm[:1],
        sop_instance_uids=image.sop_instance_uids[:1], frame_numbers=image.frame_numbers[:1],
    )  # fmt: skip
    result = replace(values.result_of(alone), labels=None)
    return FirstImageLoaded(window.generation, UID, alone, result, index + 1, image.hu.shape[0])


def test_the_first_image_shows_alone_until_all_slices_are_there(window: MainWindow, bot: QtBot) -> None:
    viewer, canvas = window.viewer, window.viewer.canvas
    window.open_study(UID)
    image = values.volume()
    window.handle(_first(window, image, 7))
    assert viewer.stack.currentIndex() == 1 and not viewer.answered
    assert not window.pages.reformats_action.isEnabled() and not viewer.threshold.isEnabled()
    canvas.use(MeasurementKind.POINT)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.viewport().rect().center())
    assert not canvas.measuring.kept  # it would stay on slice 0 of the series
    canvas.step(3)
    canvas.zoom_to(30.0, 30.0, 4.0)
    where = canvas.to_screen(5, 5)
    row = values.positive(1)
    window.handle(StudyChanged(replace(row, changed_at=row.changed_at.replace(hour=20))))
    window.handle(CaseLoaded(window.generation, UID, image, values.result_of(image)))
    assert canvas.volume is image and canvas.index == 7 and canvas.to_screen(5, 5) == where
    window.handle(_first(window, image, 2))  # too late
    assert canvas.volume is image


def test_a_stale_first_image_is_dropped(window: MainWindow) -> None:
    window.open_study(UID)
    stale = _first(window, values.volume(), 7)
    window.open_study(values.study(2).study_instance_uid)
    window.handle(stale)
    assert window.viewer.canvas.volume is None


def test_a_stale_answer_is_dropped(window: MainWindow) -> None:
    window.open_study(UID)
    window.open_study(values.study(2).study_instance_uid)
    window.handle(CaseLoaded(1, UID, values.volume(), None))
    assert window.viewer.canvas.volume is None
    newer = values.volume(uid=values.study(2).study_instance_uid)
    window.handle(CaseLoaded(2, newer.study_instance_uid, newer, None))
    assert window.viewer.canvas.volume is newer


def test_new_urgent_studies_never_change_the_open_one(window: MainWindow, commands: Recorder) -> None:
    image = _open(window)
    window.handle(StudyChanged(values.positive(9, 0.999, EDH=80.0)))
    window.model.bring_in()
    assert window.model.records()[0].arrival == 9
    assert window.open_uid == UID and window.viewer.canvas.volume is image
    assert len(commands.asked) == 1


def test_the_answer_for_the_open_study_is_read_again_on_the_same_slice(window: MainWindow, commands: Recorder) -> None:
    uid = values.study(4).study_instance_uid
    window.open_study(uid)
    image = values.volume(uid=uid)
    window.handle(CaseLoaded(window.generation, uid, image, None))
    assert "No result yet" in window.lesions.message.title.text()
    window.viewer.canvas.go_to(2)
    row = values.positive(4)
    window.handle(StudyChanged(replace(row, changed_at=row.changed_at.replace(hour=20))))
    assert commands.asked[-1] == ("open", uid, 2)
    assert window.viewer.canvas.volume is image  # still there while the answer is read
    window.handle(CaseLoaded(2, uid, image, values.result_of(image)))
    assert window.viewer.canvas.index == 2 and window.lesions.model.rowCount() == 1


def test_the_open_study_appears_when_its_images_come(window: MainWindow, commands: Recorder) -> None:
    row = values.record(4)
    window.open_study(row.uid)
    window.handle(CaseLoaded(1, row.uid, None, None, "No image of this study has arrived yet."))
    window.handle(StudyChanged(replace(row, state=StudyState.FETCHING, changed_at=row.changed_at.replace(hour=19))))
    assert len(commands.asked) == 1
    window.handle(StudyChanged(replace(row, state=StudyState.READY, changed_at=row.changed_at.replace(hour=20))))
    assert commands.asked[-1] == ("open", row.uid, 2)


def test_a_study_that_cannot_be_shown_says_why(window: MainWindow) -> None:
    uid = values.study(3).study_instance_uid
    window.open_study(uid)
    window.handle(CaseLoaded(window.generation, uid, None, None, "The slices do not form a volume."))
    assert window.viewer.message.text.text() == "The slices do not form a volume."
    assert window.lesions.message.title.text() == "No result"
    assert "do not show a head" in window.viewer.banner.reasons.text()


def test_no_answer_never_reads_zero(window: MainWindow) -> None:
    uid = values.study(3).study_instance_uid
    image = values.volume(uid=uid)
    window.open_study(uid)
    window.handle(CaseLoaded(window.generation, uid, image, values.no_answer(image)))
    assert {ml.text() for ml, _ in window.lesions.totals._cells.values()} == {wording.NONE}
    assert "nothing about hemorrhage" in window.lesions.message.text.text()


_ENDED = (StudyState.FAILED, StudyState.WITHDRAWN)


@pytest.mark.parametrize("state", [*_ENDED, StudyState.QUEUED, StudyState.ANALYSING], ids=str)
@pytest.mark.parametrize("found", [False, True], ids=["negative", "positive"])
def test_not_analysed_never_looks_negative(window: MainWindow, state: StudyState, found: bool) -> None:
    """A study that is analysed again still has the files of the answer before, which no longer holds."""
    why = Reason("crashed", "The analysis process ended.")
    summary = values.summary(0.97, SDH=12.0) if found else values.summary(0.03)
    row = values.record(7, state, summary=summary, reasons=(why,) if state in _ENDED else ())
    image = values.volume(uid=row.uid)
    old = values.result_of(image) if found else values.nothing_found(image)
    window.handle(StudyChanged(row))
    window.model.flush()
    window.open_study(row.uid)
    window.handle(FirstImageLoaded(window.generation, row.uid, image, old, 1, 12))
    assert window.viewer.canvas.volume is None
    window.handle(CaseLoaded(window.generation, row.uid, image, old))
    assert window.viewer.canvas.volume is image
    assert window.lesions.message.title.text() == ("No result" if state.final else "No result yet")
    assert {ml.text() for ml, _ in window.lesions.totals._cells.values()} == {wording.NONE}
    assert not window.pages.report_action.isEnabled() and window.pages.report_case() is None
    assert "No result" in str(window.viewer.canvas._bottom_left)
    said = window.viewer.banner.reasons.text()
    assert "is not shown" in said and (wording.unbroken("93 %") in said) is found
    window.worklist.table.select(row.uid)
    window._copy_summary()
    copied = QGuiApplication.clipboard().text()
    assert "Model" not in copied and "0 mL" not in copied and "No hemorrhage" not in copied


def test_an_answer_that_is_shown_is_marked_while_another_is_made(window: MainWindow) -> None:
    _open(window)
    window.handle(StudyChanged(replace(values.positive(1), state=StudyState.QUEUED)))
    assert window.lesions.model.rowCount() == 1 and window.lesions.earlier.isVisible()  # somebody may be at work on it
    assert "no longer holds" in window.viewer.banner.reasons.text()
    assert not window.pages.report_action.isEnabled() and not window.lesions.copy.isEnabled()
    window.handle(StudyChanged(values.positive(1)))
    assert "no longer holds" not in window.viewer.banner.reasons.text()
    negative = values.negative(2)
    image = values.volume(uid=negative.uid)
    window.open_study(negative.uid)
    window.handle(CaseLoaded(window.generation, negative.uid, image, values.nothing_found(image)))
    assert window.lesions.message.title.text() == "No lesion found" and not window.lesions.earlier.isVisible()
    window.handle(StudyChanged(replace(negative, state=StudyState.QUEUED)))
    assert window.lesions.message.title.text() == "No result yet"
    assert {ml.text() for ml, _ in window.lesions.totals._cells.values()} == {wording.NONE}


def test_double_click_on_a_lesion_goes_to_its_slice(window: MainWindow, bot: QtBot) -> None:
    _open(window)
    window.viewer.canvas.go_to(0)
    table = window.lesions.table
    place = table.visualRect(window.lesions.model.index(0, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.viewer.canvas.index == 7


def test_a_click_or_an_arrow_key_on_a_lesion_goes_to_its_slice(window: MainWindow, bot: QtBot) -> None:
    image = values.volume(uid=UID)
    result = values.result_of(image)
    first = result.lesions[0]
    other = replace(first, id=2, volume_ml=first.volume_ml / 2, slices=(2, 2), boxes=(Box(2, 5, 5, 9, 9, 0.8),))
    window.open_study(UID)
    window.handle(CaseLoaded(window.generation, UID, image, replace(result, lesions=(first, other))))
    table, canvas = window.lesions.table, window.viewer.canvas
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(window.lesions.model.index(1, 1)).center()
    )
    assert canvas.index == 2
    canvas.go_to(11)
    table.setFocus()
    bot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert canvas.index == 7
    canvas.go_to(11)
    window.worklist.table.setFocus()
    table.selectRow(1)  # not the reader
    assert canvas.index == 11


def test_the_lesion_table_follows_the_threshold_for_looking(window: MainWindow) -> None:
    image = _open(window)
    table, slider = window.lesions, window.viewer.threshold
    result = values.result_of(image)
    sdh, total = table.totals._shown[HemorrhageType.SDH], table.totals._shown[None]
    assert not table.model.hidden(0) and sdh.isHidden()
    slider.slider.setValue(96)  # the lesion scores 0.93
    assert table.model.hidden(0) and table.model.rowCount() == 1
    assert sdh.text() == total.text() == "0 shown" and not sdh.isHidden()
    assert table.totals._cells[HemorrhageType.SDH][0].text() == f"{wording.ml_text(result.total_ml)} mL"
    slider.back.click()
    assert not table.model.hidden(0) and sdh.isHidden()
    slider.slider.setValue(96)
    _open(window, values.study(2).study_instance_uid)
    assert not table.model.hidden(0) and sdh.isHidden()


def test_whoever_edits_sees_every_mask(window: MainWindow, bot: QtBot) -> None:
    _open(window)
    slider = window.viewer.threshold
    slider.slider.setValue(96)
    window.pages.edit_action.trigger()
    bot.waitUntil(lambda: not window.pages.editor.busy, timeout=20_000)
    assert slider.threshold is None and not window.lesions.model.hidden(0)
    lesion = window.lesions.model.lesion(0)
    assert lesion is not None
    slider.slider.setValue(96)
    window.pages.editor.accept(lesion)
    bot.waitUntil(lambda: not window.pages.editor.busy and window.lesions.model.reader_text(0) == "accepted")
    assert slider.threshold is None and not window.lesions.model.hidden(0)
    window.pages.editor.close_editor()


@pytest.mark.parametrize("focus", ["worklist", "viewer"])
def test_space_held_shows_the_bare_image(window: MainWindow, bot: QtBot, focus: str) -> None:
    _open(window)
    widget = window.worklist.table if focus == "worklist" else window.viewer.canvas
    QTest.keyPress(widget, Qt.Key.Key_Space)
    assert not window.viewer.canvas.overlays_visible
    QTest.keyRelease(widget, Qt.Key.Key_Space)
    assert window.viewer.canvas.overlays_visible


def test_read_unread_retry_and_pause(window: MainWindow, commands: Recorder) -> None:
    window.worklist.table.select(UID)
    window._read.trigger()
    row = window.model.records()[window.model.row_of(UID)]
    window.handle(StudyChanged(replace(row, read_at=row.found_at)))
    window.model.flush()
    assert window._read.text() == "Mark as &unread"
    window._read.trigger()
    window._retry_action.trigger()
    window._pause.trigger()
    assert commands.asked == [("read", UID, True), ("read", UID, False), ("retry", UID), ("pause", True)]


def test_a_journal_that_cannot_be_written_is_said(window: MainWindow, commands: Recorder) -> None:
    commands.refuse = True
    window.worklist.table.select(UID)
    window._read.trigger()
    assert "disk full" in window.status.currentMessage()


def test_actions_follow_the_row(window: MainWindow) -> None:
    window.worklist.table.select(values.study(4).study_instance_uid)
    assert window._read.isEnabled() and not window._retry_action.isEnabled()
    window.worklist.table.select(values.study(3).study_instance_uid)
    assert window._retry_action.isEnabled()


def test_a_key_acts_on_the_open_study_when_its_row_has_left_a_search(window: MainWindow, commands: Recorder) -> None:
    window.worklist.search.set_line("is:unread")
    window.worklist.table.select(UID)
    _open(window)
    window.worklist.table.setFocus()
    window.worklist.hold.release()
    window.handle(StudyChanged(replace(values.positive(1), read_at=values.START)))
    window.model.flush()
    assert window.model.row_of(UID) < 0
    QTest.keyClick(window.worklist.table, Qt.Key.Key_R)
    assert commands.asked[-1] == ("read", UID, False)


@pytest.mark.parametrize("place", ["image", "reformats", "comparison", "editor", "other results", "lesions"])
def test_keys_act_on_the_study_that_has_the_focus(window: MainWindow, commands: Recorder, place: str) -> None:
    _open(window)
    window.worklist.table.select(values.study(3).study_instance_uid)
    window.worklist.table.setFocus()
    QTest.keyClick(window.worklist.table, Qt.Key.Key_R)
    assert commands.asked[-1] == ("read", values.study(3).study_instance_uid, True)
    keys, others = {"reformats": Qt.Key.Key_F3, "comparison": Qt.Key.Key_F4}, window.pages.others
    if place in keys:
        QTest.keyClick(window.worklist.table, keys[place])
    elif place == "other results":
        QTest.keyClick(window.worklist.table, Qt.Key.Key_F7)
        others.stack.setCurrentWidget(others.tree)
        others.tree.setFocus()
    elif place == "editor":
        window.pages.edit_action.trigger()
        window.pages.editor.findChildren(QToolButton)[0].setFocus()
    else:
        (window.viewer.canvas if place == "image" else window.lesions.table).setFocus()
    focus = QApplication.focusWidget()
    assert focus is not None and focus is not window.worklist.table
    QTest.keyClick(focus, Qt.Key.Key_R)
    assert commands.asked[-1] == ("read", UID, True)


def test_actions_follow_the_focus(window: MainWindow) -> None:
    _open(window)
    window.handle(StudyChanged(replace(values.positive(1), pinned=True)))
    window.model.flush()
    window.worklist.table.select(values.study(4).study_instance_uid)  # only found
    window.worklist.table.setFocus()
    retry, pin = window._retry_action, window._pin
    assert not retry.isEnabled() and pin.text() == "&Keep on top"
    window.viewer.canvas.setFocus()
    assert retry.isEnabled() and pin.text() == "Do not &keep on top"
    window.menuBar().setFocus()  # a menu about the image says and does what it did before
    assert not window.viewer.canvas.hasFocus() and retry.isEnabled()
    window.worklist.search.line.setFocus()
    assert not retry.isEnabled()


def test_what_is_put_back_is_the_study_in_hand_and_is_said(window: MainWindow) -> None:
    window.worklist.hold.release()
    window.handle(StudyChanged(values.positive(4, 0.97)))
    window.model.flush()
    moved = values.study(4).study_instance_uid
    assert window.model.row_of(moved) == 0
    _open(window, moved)
    window.worklist.table.select(values.study(2).study_instance_uid)
    assert not window.worklist.undo.isEnabled()
    window.viewer.canvas.setFocus()
    assert window.worklist.undo.isEnabled()
    window.worklist.undo.trigger()
    assert window.model.undone(moved) and "Patient04" in window.status.currentMessage()


def test_summary_goes_to_the_clipboard(window: MainWindow) -> None:
    _open(window)
    window.worklist.table.select(UID)
    window._copy.trigger()
    text = QGuiApplication.clipboard().text()
    assert "Hemorrhage probable" in text and "Patient01" not in text


def test_csv_export(window: MainWindow, bot: QtBot, tmp_path: Path) -> None:
    with bot.waitSignal(window._told, timeout=5000) as done:
        window.export_results(Format.CSV, Patients.LEFT_OUT, tmp_path / "list.csv")
    assert done.args == ["4 studies written."]
    lines = (tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 5 and UID in lines[1] and "Patient01" not in lines[1]
    with bot.waitSignal(window._told, timeout=5000) as done:
        window.export_results(Format.HL7, Patients.NAMED, tmp_path / "missing" / "list.hl7")
    assert "cannot be written" in done.args[0]
    assert QThreadPool.globalInstance().waitForDone(5000)


def test_status_bar_tells_the_truth(window: MainWindow) -> None:
    bar = window.status
    window.handle(ArchiveStatus("PACS", False, "The archive refused the connection."))
    assert bar.archive.text.text() == "PACS: not reachable" and "refused" in bar.archive.toolTip()
    window.handle(ArchiveStatus("PACS", True, "PACS answers.", left_out=2))
    assert bar.archive.text.text() == "PACS: connected \N{WARNING SIGN} 2 not listed"
    assert "2 studies of the archive cannot be listed here" in bar.archive.toolTip()
    window.handle(QueueStatus(1, 2, 1, paused=True))
    assert bar.queue.text.text() == "Queue: 1 fetching, 2 waiting, 1 analysing (paused)"
    assert window._pause.isChecked()
    window.handle(QueueStatus(0, 0, 0))
    assert bar.queue.text.text() == "Queue: empty" and not window._pause.isChecked()
    window.handle(QueueStatus(0, 0, 0, later=2))
    assert bar.queue.text.text() == "Queue: 2 later" and "next attempt" in bar.queue.toolTip()
    window.handle(QueueStatus(0, 1, 0, held="The disk of the image cache has 1.0 GB left, less than 2 GB."))
    assert bar.queue.text.text() == "Queue: 1 waiting (no room)" and "1.0 GB left" in bar.queue.toolTip()
    window.handle(DeviceStatus(True, "CPUExecutionProvider", "CPU - AMD EPYC", "Self-test passed"))
    assert bar.device.text.text() == "CPU - AMD EPYC (CPUExecutionProvider)"
    window.handle(DeviceStatus(True, "cpu", "AMD EPYC", "The analysis goes on in smaller batches.", degraded=True))
    assert bar.device.text.text() == "AMD EPYC (cpu), after trouble" and "smaller batches" in bar.device.toolTip()
    window.handle(Refused("The journal cannot be written."))
    assert bar.currentMessage() == "The journal cannot be written."
    window.handle(DeviceStatus(False, "", "", "The model is damaged."))
    assert bar.device.text.text() == "The model is damaged."
    assert bar.research.isVisible() and bar.research.text() == "Research software - not a medical device"


def test_every_shortcut_is_unique(window: MainWindow) -> None:
    actions = {id(action): action for action in window.findChildren(type(window._open))}
    keys = [a.shortcut().toString() for a in actions.values() if not a.shortcut().isEmpty()]
    assert sorted(keys) == sorted(set(keys))
    assert {"1", "5", "M", "X", "B", "R", "U"} <= set(keys)


def test_about_names_version_and_limits(window: MainWindow, bot: QtBot) -> None:
    box = About(DeviceStatus(True, "CPUExecutionProvider", "CPU", "Runs on the CPU."), window)
    bot.addWidget(box)
    box.show()
    QApplication.processEvents()
    words = " ".join(label.text() for label in box.findChildren(type(window.status.research)))
    assert "not a medical device" in words and "Runs on the CPU." in words
    for label in box.findChildren(type(window.status.research)):
        if label.text():
            assert label.height() >= label.heightForWidth(label.width())


def test_help_opens_and_nothing_is_cut(window: MainWindow) -> None:
    window._keys()
    window._about()
    QApplication.processEvents()
    dialogs = window.findChildren(QDialog)
    assert len(dialogs) == 2
    for dialog in dialogs:
        for label in dialog.findChildren(QLabel):
            assert label.width() >= (0 if label.wordWrap() else label.sizeHint().width())
        dialog.close()


def test_closing_is_announced(window: MainWindow, bot: QtBot) -> None:
    with bot.waitSignal(window.closing, timeout=1000):
        window.close()


def test_states_of_all_kinds_can_be_opened_one_after_the_other(window: MainWindow) -> None:
    for row in window.model.records() * 2:
        image = _open(window, row.uid)
        assert window.viewer.canvas.volume is image
    assert {r.state for r in window.model.records()} >= {StudyState.POSITIVE, StudyState.FOUND}


def test_the_open_study_is_marked_in_the_list(window: MainWindow) -> None:
    table, model = window.worklist.table, window.model
    _open(window)
    row = model.row_of(UID)
    other = next(one for one in range(model.rowCount()) if one != row)

    def spoken(of: int) -> object:
        return model.index(of, Column.PATIENT).data(Qt.ItemDataRole.AccessibleTextRole)

    def name(of: int) -> QImage:
        table.scrollTo(model.index(of, Column.PATIENT))
        return table.viewport().grab(table.visualRect(model.index(of, Column.PATIENT))).toImage()

    table.setCurrentIndex(model.index(other, 0))  # on the way to the next one, with the images of the first
    assert "open" in str(spoken(row)) and spoken(other) is None
    marked = name(row)
    window.open_study(model.record(other).uid)  # type: ignore[union-attr]
    assert "open" in str(spoken(other)) and spoken(row) is None
    assert name(row) != marked


def test_the_first_window_leaves_room_for_its_frame(bot: QtBot) -> None:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    assert window.height() + 40 <= window.screen().availableSize().height()


def test_no_page_without_a_name_is_made_of_another_study_than_the_chosen_one(window: MainWindow) -> None:
    window.activateWindow()
    _open(window)
    table, model, pages = window.worklist.table, window.model, window.pages
    table.setFocus()
    table.select(UID)
    assert all(action.isEnabled() for action in pages.study_actions)
    table.setCurrentIndex(model.index(next(n for n in range(model.rowCount()) if n != model.row_of(UID)), 0))
    assert not any(action.isEnabled() for action in pages.study_actions)
    window.viewer.canvas.setFocus()
    assert all(action.isEnabled() for action in pages.study_actions)
