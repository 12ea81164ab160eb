"""What a reader does with a study, each on one key: claim, flag, note, verdict, open in the viewer of the PACS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QProcess, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QMenu

from app.domain.feedback import Verdict, permitted
from app.domain.study import Study, StudyRecord
from app.domain.viewer_link import ViewerLinkError, command_for, url_for
from app.models import wording
from app.models.feedback_words import reason_words, verdict_words
from app.models.translation import tr
from app.views.compare_view import name_and_id
from app.views.main_window import MainWindow
from app.views.note_dialog import NoteDialog
from app.views.verdict_menu import ask_reason


class ActCommands(Protocol):
    """What the acts ask for; every call returns at once and is answered by a change of the study."""

    @property
    def reader(self) -> str:
        """Who acts here."""

    @property
    def shares_notes(self) -> bool:
        """Whether other workstations show the notes that are written here."""

    def claim(self, uid: str, claimed: bool) -> None:
        """Say that the reader reads a study now, or gives it free."""

    def flag(self, uid: str, flagged: bool) -> None:
        """Mark a study, or take the mark away."""

    def note(self, uid: str, text: str) -> None:
        """Replace the note of a study."""

    def judge(self, uid: str, verdict: Verdict | None, reason: str) -> None:
        """The verdict on an answer; None takes it back."""

    def opened_elsewhere(self, uid: str) -> None:
        """The study was opened in the viewer of the PACS."""


class ViewerLink:
    """Opens a study in the viewer of the PACS: by its address, or by a program, never through a shell."""

    def __init__(self, url: str = "", command: tuple[str, ...] = ()) -> None:
        self.url, self.command = url, command

    def open(self, study: Study) -> None:
        """Raises ViewerLinkError where that is not possible."""
        if self.url:
            started = QDesktopServices.openUrl(QUrl(url_for(self.url, study), QUrl.ParsingMode.StrictMode))
        elif self.command:
            program, *arguments = command_for(self.command, study)
            started, _ = QProcess.startDetached(program, arguments, "")
        else:
            raise ViewerLinkError(tr("No viewer is set; see menu Tools, Settings, page Viewer of the PACS."))
        if not started:
            raise ViewerLinkError(tr("The viewer of the PACS could not be started."))


class ReaderActs(QObject):
    """The actions, in menu Study and in the menu of a row."""

    def __init__(self, window: MainWindow, commands: ActCommands, viewer: ViewerLink) -> None:
        super().__init__(window)
        self._window, self._commands, self._viewer = window, commands, viewer
        self.verdict_menu: QMenu | None = None
        self.claim = self._action(tr("C&laim"), "C", self._claim)
        self.take_over = self._action(tr("Take o&ver the claim"), "Shift+C", self._take_over)
        self.flag = self._action(tr("&Flag"), "F", self._flag)
        self.note = self._action(tr("&Note ..."), "Ctrl+N", self._note)
        self.viewer = self._action(tr("Open in the viewer of the &PACS"), "Ctrl+Shift+O", self._open_elsewhere)
        self.agree = self._action(tr("&Yes, the answer is right"), "Y", self._agree)
        self.disagree = self._action(tr("&Not hemorrhage ..."), "D", self._disagree)
        self.wrong_type = self._action(tr("Wrong &type ..."), "T", self._wrong_type)
        self.menu = QMenu(tr("Ans&wer"), window)
        self.menu.addActions([self.agree, self.disagree, self.wrong_type])
        marks = [self.claim, self.take_over, self.flag, self.note]
        table = window.worklist.table
        study = window.menuBar().actions()[0].menu()
        assert isinstance(study, QMenu)
        for place in (study, table):
            line = QAction(window)
            line.setSeparator(True)
            place.addActions([line, *marks, self.menu.menuAction(), self.viewer])
        window.chosen_changed.connect(self.update)
        self.update()

    def _action(self, text: str, keys: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        return action

    @Slot()
    def update(self) -> None:
        """Let the actions follow the study that they are about."""
        record = self._window.chosen
        others = record is not None and record.claimed_by not in ("", self._commands.reader)
        mine = record is not None and record.claimed_by == self._commands.reader
        for action in (self.claim, self.flag, self.note, self.viewer):
            action.setEnabled(record is not None)
        self.take_over.setEnabled(others)
        self.claim.setText(tr("Give free, c&laim no more") if mine else tr("C&laim"))
        self.flag.setText(tr("Take the &flag away") if record is not None and record.flagged else tr("&Flag"))
        allowed = () if record is None else permitted(record)
        missed = Verdict.MISSED_HEMORRHAGE in allowed
        self.disagree.setText(tr("&Missed hemorrhage ...") if missed else tr("&Not hemorrhage ..."))
        self.agree.setEnabled(bool(allowed))
        self.disagree.setEnabled(bool(allowed))
        self.wrong_type.setEnabled(Verdict.WRONG_TYPE in allowed)
        self.menu.menuAction().setEnabled(bool(allowed))

    @Slot()
    def _claim(self) -> None:
        record = self._window.chosen
        if record is None:
            return
        if record.claimed_by not in ("", self._commands.reader):
            who = tr("{reader} has claimed this study; Shift+C takes it over.")
            self._window.say(who.format(reader=record.claimed_by))
            return
        self._commands.claim(record.uid, not record.claimed_by)
        self._window.say(tr("Given free.") if record.claimed_by else tr("Claimed: the others see that you read it."))

    @Slot()
    def _take_over(self) -> None:
        record = self._window.chosen
        if record is not None and record.claimed_by:
            self._commands.claim(record.uid, True)
            self._window.say(tr("Taken over from {reader}.").format(reader=record.claimed_by))

    @Slot()
    def _flag(self) -> None:
        record = self._window.chosen
        if record is not None:
            self._commands.flag(record.uid, not record.flagged)

    @Slot()
    def _note(self) -> None:
        record = self._window.chosen
        if record is None:
            return
        made = wording.study_time(record.study.study_at)
        patient = "  \N{MIDDLE DOT}  ".join(text for text in (*name_and_id(record.study), made) if text)
        dialog = NoteDialog(record.note, patient, self._window, self._commands.shares_notes)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(lambda text: self._commands.note(record.uid, text))
        dialog.open()

    @Slot()
    def _agree(self) -> None:
        record = self._window.chosen
        if record is not None and Verdict.AGREE in permitted(record):
            again = record.feedback == Verdict.AGREE
            self._say_of(record)(None if again else Verdict.AGREE, "")

    @Slot()
    def _disagree(self) -> None:
        self._ask(Verdict.NOT_HEMORRHAGE, Verdict.MISSED_HEMORRHAGE)

    @Slot()
    def _wrong_type(self) -> None:
        self._ask(Verdict.WRONG_TYPE)

    def _ask(self, *verdicts: Verdict) -> None:
        """Ask for the reason of whichever of these verdicts fits the answer."""
        record = self._window.chosen
        for verdict in verdicts:
            if record is not None and verdict in permitted(record):
                said, at = self._say_of(record), self._beside(record)
                self.verdict_menu = ask_reason(verdict, record.feedback, said, at, self._window)

    def _say_of(self, record: StudyRecord) -> Callable[[Verdict | None, str], None]:
        def said(verdict: Verdict | None, reason: str) -> None:
            self._window.worklist.hold.touch()
            self._commands.judge(record.uid, verdict, reason)
            if verdict is None:
                self._window.say(tr("The verdict is taken back."))
            else:
                words = verdict_words(verdict) + (f", {reason_words(reason).lower()}" if reason else "")
                self._window.say(tr("Noted: {verdict}.").format(verdict=words.lower()))

        return said

    def _beside(self, record: StudyRecord) -> QPoint:
        """Where a menu about ``record`` opens: under its row, or in the middle of what shows it."""
        table, pages = self._window.worklist.table, self._window.pages
        if self._window.at_open:
            return pages.mapToGlobal(pages.rect().center())
        row = table.visualRect(self._window.model.index(self._window.model.row_of(record.uid), 1))
        inside = row.bottomLeft() if table.viewport().rect().contains(row.bottomLeft()) else table.rect().center()
        return table.viewport().mapToGlobal(inside)

    @Slot()
    def _open_elsewhere(self) -> None:
        record = self._window.chosen
        if record is None:
            return
        try:
            self._viewer.open(record.study)
        except ViewerLinkError as error:
            self._window.say(str(error))
        else:
            self._commands.opened_elsewhere(record.uid)
            self._window.say(tr("Opened in the viewer of the PACS."))
