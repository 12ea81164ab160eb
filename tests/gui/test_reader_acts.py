"""Each act from its key to the journal and back into the row."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.events import CaseLoaded, StudyChanged
from app.domain.feedback import REASONS, Verdict
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import JournalError
from app.models import wording
from app.pipeline.team import team_of
from app.settings import Settings
from app.store import marks
from app.store.journal import Journal
from app.views.main_window import MainWindow
from app.views.note_dialog import NoteDialog
from app.views.reader_acts import ReaderActs, ViewerLink
from inference.types import CaseState
from tests.app.values import result
from tests.gui import values

POSITIVE, NEGATIVE, FOUND = (values.study(n).study_instance_uid for n in (1, 2, 3))


class Direct:
    """The commands, carried out at once on a real journal."""

    reader = "ann"
    shares_notes = False

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.elsewhere: list[str] = []
        self.window: MainWindow | None = None

    def tell(self, record: StudyRecord) -> None:
        assert self.window is not None
        self.window.handle(StudyChanged(record))
        self.window.model.flush()

    def open_case(self, uid: str, generation: int) -> None:
        self.tell(marks.opened(self.journal, uid))

    def retry(self, uid: str) -> None:
        self.tell(self.journal.transition(uid, StudyState.QUEUED))

    def withdraw(self, uid: str) -> None:
        self.tell(self.journal.transition(uid, StudyState.WITHDRAWN))

    def mark_read(self, uid: str, read: bool) -> None:
        self.tell(self.journal.mark_read(uid, read, self.reader))

    def set_paused(self, paused: bool) -> None:
        raise AssertionError("nothing here pauses")

    def claim(self, uid: str, claimed: bool) -> None:
        self.tell(marks.claim(self.journal, uid, self.reader if claimed else ""))

    def flag(self, uid: str, flagged: bool) -> None:
        self.tell(marks.flag(self.journal, uid, flagged))

    def pin(self, uid: str, pinned: bool) -> None:
        self.tell(marks.pin(self.journal, uid, pinned))

    def note(self, uid: str, text: str) -> None:
        self.tell(marks.note(self.journal, uid, text))

    def judge(self, uid: str, verdict: Verdict | None, reason: str) -> None:
        self.tell(marks.judge(self.journal, uid, verdict, reason, self.reader))

    def opened_elsewhere(self, uid: str) -> None:
        self.elsewhere.append(uid)


class Reading:
    """A window over a journal with one positive, one negative and one study that was only found."""

    def __init__(self, journal: Journal, bot: QtBot) -> None:
        self.journal = journal
        self.commands = Direct(journal)
        self.window = MainWindow(self.commands)
        self.commands.window = self.window
        bot.addWidget(self.window)
        self.link = ViewerLink()
        self.acts = ReaderActs(self.window, self.commands, self.link)
        for number, state in ((1, CaseState.POSITIVE), (2, CaseState.NEGATIVE), (3, None)):
            uid = journal.found(values.study(number)).uid
            if state is not None:
                for step in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING):
                    journal.transition(uid, step)
                journal.save_result(uid, result(state, 0.9 if state is CaseState.POSITIVE else 0.1, uid=uid))
        with bot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.window.model.replace(journal.records())
        self.window.worklist.table.setFocus()
        self.choose(POSITIVE)

    def choose(self, uid: str) -> None:
        self.window.worklist.table.select(uid)
        self.acts.update()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.worklist.table, key, modifier)

    def row(self, uid: str) -> StudyRecord:
        shown = self.window.model.find(uid)
        assert shown is not None and shown == self.journal.get(uid)
        return shown

    def said(self) -> str:
        return self.window.status.currentMessage()


@pytest.fixture
def reading(bot: QtBot, tmp_path: Path) -> Iterator[Reading]:
    with Journal(tmp_path / "j") as journal:
        yield Reading(journal, bot)


def test_enter_opens_and_r_marks_as_read_by_name(reading: Reading) -> None:
    reading.press(Qt.Key.Key_Return)
    assert reading.row(POSITIVE).opened_at is not None
    reading.press(Qt.Key.Key_R)
    assert reading.row(POSITIVE).read_by == "ann" and reading.row(POSITIVE).read_at is not None


def test_no_key_does_two_things(reading: Reading) -> None:
    """Of a key that two actions share, Qt does neither."""
    actions = {id(action): action for action in reading.window.findChildren(QAction)}
    keys = [action.shortcut().toString() for action in actions.values() if not action.shortcut().isEmpty()]
    assert sorted(keys) == sorted(set(keys)) and {"D", "J"} <= set(keys)


def test_c_claims_and_gives_free(reading: Reading) -> None:
    reading.press(Qt.Key.Key_C)
    assert reading.row(POSITIVE).claimed_by == "ann"
    reading.press(Qt.Key.Key_C)
    assert reading.row(POSITIVE).claimed_by == ""


def test_the_claim_of_another_is_taken_over_only_on_purpose(reading: Reading) -> None:
    reading.commands.tell(marks.claim(reading.journal, POSITIVE, "bob"))
    reading.press(Qt.Key.Key_C)
    assert reading.row(POSITIVE).claimed_by == "bob" and "bob has claimed" in reading.said()
    reading.press(Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert reading.row(POSITIVE).claimed_by == "ann" and "from bob" in reading.said()


def test_f_flags(reading: Reading) -> None:
    reading.press(Qt.Key.Key_F)
    assert reading.row(POSITIVE).flagged
    reading.press(Qt.Key.Key_F)
    assert not reading.row(POSITIVE).flagged


def test_a_note_is_written_and_kept_on_escape(reading: Reading) -> None:
    reading.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = reading.window.findChildren(NoteDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    study = reading.row(POSITIVE).study
    assert "stays on this workstation" in words
    assert wording.patient_name(study.patient_name) in words and study.patient_id in words, "whose note it is"
    QTest.keyClicks(dialog.edit, "Ask for the old CT")
    QTest.keyClick(dialog.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert reading.row(POSITIVE).note == "Ask for the old CT"
    again = NoteDialog("kept", "DEMO, ADA", reading.window)
    again.saved.connect(lambda _: pytest.fail("saved"))
    again.open()
    QTest.keyClicks(again.edit, " not")
    QTest.keyClick(again.edit, Qt.Key.Key_Escape)
    assert not again.isVisible()
    again.edit.setPlainText("x" * 5000)
    assert len(again.edit.toPlainText()) == marks.NOTE_LENGTH


@pytest.mark.parametrize(
    ("uid", "key", "verdict"),
    [
        (POSITIVE, Qt.Key.Key_D, Verdict.NOT_HEMORRHAGE),
        (NEGATIVE, Qt.Key.Key_D, Verdict.MISSED_HEMORRHAGE),
        (POSITIVE, Qt.Key.Key_T, Verdict.WRONG_TYPE),
    ],
)
def test_a_verdict_takes_one_key_and_a_digit(reading: Reading, uid: str, key: Qt.Key, verdict: Verdict) -> None:
    reading.choose(uid)
    reading.press(key)
    menu = reading.acts.verdict_menu
    assert menu is not None and menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert reading.row(uid).feedback == verdict
    (kept,) = marks.verdicts(reading.journal)
    assert (kept.verdict, kept.reason) == (verdict, REASONS[verdict][1])
    reading.press(key)
    assert reading.acts.verdict_menu is not None
    QTest.keyClick(reading.acts.verdict_menu, Qt.Key.Key_Escape)
    assert len(marks.verdicts(reading.journal)) == 1
    reading.press(key)
    QTest.keyClick(reading.acts.verdict_menu, Qt.Key.Key_0)
    assert reading.row(uid).feedback == "" and marks.verdicts(reading.journal) == []


def test_y_agrees_and_again_takes_it_back(reading: Reading) -> None:
    reading.press(Qt.Key.Key_Y)
    assert reading.row(POSITIVE).feedback == Verdict.AGREE and "agreed" in reading.said()
    reading.press(Qt.Key.Key_Y)
    assert reading.row(POSITIVE).feedback == ""


def test_only_what_makes_sense_can_be_said(reading: Reading) -> None:
    acts = reading.acts
    offered = {}
    for uid in (POSITIVE, NEGATIVE, FOUND):
        reading.choose(uid)
        actions = (acts.agree, acts.disagree, acts.wrong_type)
        offered[uid] = {action.text().replace("&", "") for action in actions if action.isEnabled()}
    assert offered == {
        POSITIVE: {"Yes, the answer is right", "Not hemorrhage ...", "Wrong type ..."},
        NEGATIVE: {"Yes, the answer is right", "Missed hemorrhage ..."},
        FOUND: set(),
    }
    with pytest.raises(JournalError):
        reading.commands.judge(FOUND, Verdict.AGREE, "")


def test_the_verdict_of_the_image_is_about_the_image(reading: Reading) -> None:
    image = values.volume(uid=POSITIVE)
    reading.press(Qt.Key.Key_Return)
    reading.window.handle(CaseLoaded(reading.window.generation, POSITIVE, image, values.result_of(image)))
    reading.window.worklist.table.select(FOUND)
    reading.window.worklist.table.setFocus()
    assert not reading.acts.agree.isEnabled()
    reading.window.viewer.canvas.setFocus()
    assert reading.acts.agree.isEnabled() and reading.acts.wrong_type.isEnabled()
    QTest.keyClick(reading.window.viewer.canvas, Qt.Key.Key_Y)
    assert reading.row(POSITIVE).feedback == Verdict.AGREE
    reading.window.pages.reformats_action.trigger()
    QTest.keyClick(next(iter(reading.window.pages.reformats.panes.values())), Qt.Key.Key_D)
    menu, pages = reading.acts.verdict_menu, reading.window.pages
    assert menu is not None and pages.rect().contains(pages.mapFromGlobal(menu.pos()))
    QTest.keyClick(menu, Qt.Key.Key_1)
    assert reading.row(POSITIVE).feedback == Verdict.NOT_HEMORRHAGE


class Opener(QObject):
    """Stands where the desktop would start a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


def test_the_viewer_of_the_pacs_opens_by_its_address(reading: Reading) -> None:
    opener = Opener()
    QDesktopServices.setUrlHandler("https", opener, "take")  # type: ignore[arg-type]
    try:
        reading.link.url = "https://pacs.example.org/v?s={study_uid}&a={accession}"
        reading.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert opener.urls == [f"https://pacs.example.org/v?s={POSITIVE}&a=A000001"]
    assert reading.commands.elsewhere == [POSITIVE]


def test_the_viewer_of_the_pacs_opens_by_a_program(reading: Reading, tmp_path: Path) -> None:
    written = tmp_path / "arguments.json"
    code = "import json, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(json.dumps(sys.argv[2:]))"
    reading.link.command = (sys.executable, "-c", code, str(written), "{study_uid}", "a b;$(c)", "{patient_id}")
    reading.acts.viewer.trigger()
    until = time.monotonic() + 20
    while not (written.exists() and written.read_text()) and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.02)
    assert json.loads(written.read_text()) == [POSITIVE, "a b;$(c)", "P0001"]


def test_without_a_viewer_the_reader_is_told_where_to_set_one(reading: Reading) -> None:
    reading.acts.viewer.trigger()
    assert "Tools, Settings" in reading.said() and reading.commands.elsewhere == []
    reading.link.command = ("/no/such/viewer", "{study_uid}")
    reading.acts.viewer.trigger()
    assert "could not be started" in reading.said() and reading.commands.elsewhere == []


def test_a_note_that_others_will_see_says_so(reading: Reading) -> None:
    reading.commands.shares_notes = True
    reading.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = reading.window.findChildren(NoteDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "other workstations" in words and "stays on this workstation" not in words
    dialog.reject()


def test_only_a_database_shares_notes(tmp_path: Path) -> None:
    with Journal(tmp_path / "other") as journal:
        for settings, shared in (
            (Settings(), False),
            (Settings(team_folder=str(tmp_path)), False),
            (Settings(team_database="postgresql://me@localhost/team"), True),
        ):
            assert team_of(settings, journal, lambda change: None, lambda text: None).shares_notes is shared
