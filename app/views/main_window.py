"""The window: worklist and lesions on the left, the open study on the right, the truth about the machine below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QSplitter, QWidget

from app.domain.events import (
    ArchiveStatus,
    CaseLoaded,
    DeviceStatus,
    Event,
    FirstImageLoaded,
    FollowUpKnown,
    IntakeStatus,
    Opened,
    OtherResultsFound,
    PriorLoaded,
    QueueStatus,
    Refused,
    SecondReaderStatus,
    StudiesForgotten,
    StudyChanged,
)
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import CacheError
from app.models import follow_up_words, saved_views, second_words, wording
from app.models.next_study import next_studies
from app.models.translation import tr
from app.models.worklist import WorklistModel
from app.models.worklist_columns import Column
from app.results.exchange.write import Format, Patients, write_results
from app.views import theme
from app.views.about import About
from app.views.export_dialog import ExportDialog
from app.views.keys import Keys
from app.views.lesion_table import LesionTable
from app.views.slice_view import SliceView
from app.views.status_bar import StatusBar
from app.views.study_pages import StudyPages
from app.views.worklist_view import WorklistView
from inference.errors import FirstreadError

_MESSAGE_MS = 6000
#: Key of the columns' layout; one of another number of columns is of an older version and would hide the new ones.
_COLUMNS = f"columns_{len(Column)}"


class Commands(Protocol):
    """What the window asks of the pipeline; every call returns at once and is answered by events."""

    def open_case(self, uid: str, generation: int) -> None:
        """Read images and result of a study; answered by :class:`CaseLoaded` with the same generation."""

    def retry(self, uid: str) -> None:
        """Fetch and analyse a study again."""

    def withdraw(self, uid: str) -> None:
        """Take a study off the line."""

    def mark_read(self, uid: str, read: bool) -> None:
        """Note that the reader is done with a study, or is not."""

    def pin(self, uid: str, pinned: bool) -> None:
        """Have a study stand on top of the list, or let it go."""

    def set_paused(self, paused: bool) -> None:
        """Stop or go on fetching and analysing."""


class MainWindow(QMainWindow):
    """Shows events and sends commands; holds no data of its own beyond the study that is open."""

    closing = Signal()
    #: What left the program as a file, in a few words without patient data; emitted from the thread that wrote it.
    exported = Signal(str)
    #: Studies that the reader will probably open next: a tuple of their Study Instance UIDs.
    next_wanted = Signal(object)
    #: The study that an action is about, or what is known of it, may be another one now.
    chosen_changed = Signal()
    #: The reader wants to open images from a disk.
    files_wanted = Signal()
    #: Files and folders that were dropped on the window: a tuple of Path.
    files_dropped = Signal(object)
    _told = Signal(str)

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._generation = 0
        self._open_uid: str | None = None
        self._at_open = False
        self._shown_record: StudyRecord | None = None
        self._reload_at: int | None = None
        self._device: DeviceStatus | None = None
        self._case: CaseLoaded | None = None
        #: The latest word of each part of the machine, by its kind and name.
        self._statuses: dict[tuple[type, str], Event] = {}
        self.setAcceptDrops(True)
        self.setWindowTitle(f"Firstread — {wording.research_only()}")
        self.model = WorklistModel(self)
        self.worklist = WorklistView(self.model)
        self.lesions = LesionTable()
        self.viewer = SliceView()
        self.pages = StudyPages(self.viewer, self.lesions)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.worklist)
        left.addWidget(self.lesions)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 1)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(left)
        whole.addWidget(self.pages)
        whole.setStretchFactor(0, 5)
        whole.setStretchFactor(1, 4)
        self._splitters = {"left": left, "whole": whole}
        for splitter in self._splitters.values():
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(2)
        left.setSizes([640, 260])
        whole.setSizes([1070, 850])
        self.setCentralWidget(whole)
        self._make_menus()
        self.worklist.open_requested.connect(self.open_study)
        self.worklist.told.connect(self._told)
        self.worklist.in_hand = self._in_hand
        self.chosen_changed.connect(self.worklist.update_actions)
        self.worklist.table.selectionModel().currentRowChanged.connect(self._update_actions)
        self.model.order_changed.connect(self._update_actions)
        self.lesions.slice_requested.connect(self.viewer.canvas.go_to)
        self.lesions.lesion_chosen.connect(self.viewer.canvas.mark_lesion)
        self.viewer.filtered.connect(self.lesions.show_filtered)
        self.pages.told.connect(self._told)
        self.pages.exported.connect(self.exported)
        self._told.connect(self.say)
        for watched in (self.worklist.table, self.lesions.table, self.viewer.canvas):
            watched.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)
        self._update_actions()
        # Less than the screen: the frame that the desktop adds would push the status bar out of sight.
        frame = QSize(0, 4 * self.fontMetrics().height())
        self.resize(QSize(1920, 1040).boundedTo(self.screen().availableSize() - frame))

    @property
    def open_uid(self) -> str | None:
        """Study Instance UID of the study in the viewer, or None."""
        return self._open_uid

    @property
    def generation(self) -> int:
        """Number of the latest request for a study."""
        return self._generation

    # Events from the pipeline

    @Slot(object)
    def handle(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, ArchiveStatus | QueueStatus | DeviceStatus | SecondReaderStatus | IntakeStatus):
            self._statuses[type(event), getattr(event, "name", "")] = event
        match event:
            case StudyChanged(record=record):
                self._study_changed(record)
            case StudiesForgotten(studies=studies):
                self._studies_forgotten(studies)
            case ArchiveStatus():
                self.status.show_archive(event)
                self.worklist.set_archive(event.name, event.reachable, event.text)
            case QueueStatus():
                self.status.show_queue(event)
                self._pause.setChecked(event.paused)
            case DeviceStatus():
                self._device = event
                self.status.show_device(event)
            case SecondReaderStatus():
                self.viewer.show_second_reader(event)
            case IntakeStatus():
                self.status.show_intake(event)
            case Refused(text=text):
                self.say(text)
            case Opened(studies=studies, text=text):
                self._show_opened(studies, text)
            case FirstImageLoaded():
                self._first_image_loaded(event)
            case CaseLoaded():
                self._case_loaded(event)
            case PriorLoaded():
                self.pages.prior_loaded(event)
            case OtherResultsFound():
                self.pages.others_found(event)
            case FollowUpKnown(study_instance_uid=uid, follow_up=follow_up):
                self.model.put_follow_up(uid, follow_up)
                if uid == self._open_uid:
                    self.pages.set_follow_up(follow_up)

    def _show_opened(self, studies: Sequence[str], text: str) -> None:
        """Show the first study of the files that were opened, also where a search hides it."""
        if studies:
            uid = studies[0]
            self.model.flush()  # it may have come a moment ago
            self.worklist.table.select(uid)
            self.open_study(uid)
            text = text or tr("%n studies opened.", "", len(studies))
        self.say(text)

    def _study_changed(self, record: StudyRecord) -> None:
        self.model.put(record)
        if record.uid != self._open_uid:
            return
        known = self._shown_record
        self._shown_record = record
        self.viewer.update_record(record)
        self.pages.set_record(record)
        images_came = record.state is StudyState.READY and self.viewer.canvas.volume is None
        if (record.state.final or images_came) and known is not None and known.changed_at != record.changed_at:
            # The open study got images or an answer: read it again, and stay on the slice that the reader looks at.
            shown = self.viewer.answered and self.viewer.canvas.volume is not None
            self._reload_at = self.viewer.canvas.index if shown else None
            self._request(record.uid)

    def _studies_forgotten(self, studies: Sequence[str]) -> None:
        current = self.worklist.table.current_record()
        if current is not None and current.uid in studies:
            self.worklist.table.clear_current()  # its row may stay for a while, but nothing can be done with it
        self.model.remove(studies)

    def _first_image_loaded(self, first: FirstImageLoaded) -> None:
        record = self._shown_record
        mine = first.generation == self._generation and first.study_instance_uid == self._open_uid
        current = record is not None and record.present(first.result) is not None
        if mine and record is not None and current and not self.viewer.answered:
            self.viewer.show_first(record, first.volume, first.result, (first.number, first.count))

    def _case_loaded(self, case: CaseLoaded) -> None:
        if case.generation != self._generation or case.study_instance_uid != self._open_uid:
            return
        record = self._shown_record
        if record is None:
            return
        self._case = case
        # What an earlier analysis left beside the images is no answer of a study that failed since.
        original = record.present(case.result)
        edits = case.edits if original is not None else None
        note = "\n".join(text for text in (case.text, wording.earlier_answer(record, case.result)) if text)
        index, self._reload_at = self._reload_at, None
        if case.volume is None:
            self.viewer.show_unavailable(record, case.text)
        else:
            shown = original if edits is None else edits.result
            self.viewer.show_case(record, case.volume, shown, index, note)
            self.next_wanted.emit(next_studies(self.model, record.uid))
        self.lesions.show_result(original, record.state.final, edits)
        self.pages.set_case(record, case.volume, original, edits)
        self.pages.set_follow_up(self.model.follow_up(record.uid))
        self._update_actions()

    # Commands

    @Slot(str)
    def open_study(self, uid: str) -> None:
        """Open a study, because the reader asked for it."""
        record = self.model.find(uid)
        if record is None:
            return
        self._open_uid, self._shown_record = uid, record
        self.model.set_open(uid)
        self._reload_at, self._case = None, None
        self.viewer.show_loading(record)
        self.lesions.show_nothing(tr("Loading …"), "")
        self.pages.set_case(record, None, None, None)
        self._request(uid)
        self._update_actions()

    def _request(self, uid: str) -> None:
        self._generation += 1
        self._commands.open_case(uid, self._generation)

    @property
    def chosen(self) -> StudyRecord | None:
        """The study that an action is about, or None."""
        return self._chosen()

    @property
    def at_open(self) -> bool:
        """Whether actions are about the open study: what shows it had the focus last, and not the worklist."""
        return self._at_open and self._open_uid is not None

    def _in_hand(self) -> StudyRecord | None:
        """The open study where it has the focus, else that of the current row; None without a current row."""
        if self.at_open and self._open_uid is not None:
            return self.model.find(self._open_uid)
        return self.worklist.table.current_record()

    def _chosen(self) -> StudyRecord | None:
        """The study that an action is about: the one in hand, else the open one."""
        return self._in_hand() or (self.model.find(self._open_uid) if self._open_uid else None)

    @Slot()
    def _follow_focus(self) -> None:
        """A menu bar, a dialog or another program that takes the focus leaves all as it was."""
        focus = QApplication.focusWidget()
        for part in (self.worklist, self.pages, self.lesions):
            if focus is not None and part.isAncestorOf(focus) and (part is not self.worklist) != self._at_open:
                self._at_open = not self._at_open
                self._update_actions()

    @Slot()
    def _open_chosen(self) -> None:
        record = self._chosen()
        if record is not None:
            self.open_study(record.uid)

    @Slot()
    def _toggle_read(self) -> None:
        record = self._chosen()
        if record is not None:
            self.worklist.hold.touch()
            self._ask(lambda: self._commands.mark_read(record.uid, record.read_at is None))

    @Slot()
    def _retry(self) -> None:
        record = self._chosen()
        if record is not None:
            self.say(tr("The study will be fetched and analysed again."))
            self._ask(lambda: self._commands.retry(record.uid))

    @Slot()
    def _withdraw(self) -> None:
        record = self._chosen()
        if record is not None:
            self.say(
                tr("The study is taken off the line; it stays in the list, and can be fetched and analysed again.")
            )
            self._ask(lambda: self._commands.withdraw(record.uid))

    @Slot()
    def _toggle_pin(self) -> None:
        record = self._chosen()
        if record is not None:
            self._ask(lambda: self._commands.pin(record.uid, not record.pinned))

    def _ask(self, command: Callable[[], None]) -> None:
        """Give a command; what the journal cannot take is said in the status bar."""
        try:
            command()
        except FirstreadError as error:
            self.say(error.reason.text)

    @Slot()
    def _copy_summary(self) -> None:
        record = self._chosen()
        if record is not None:
            shown = record.uid == self._open_uid
            result, edits = (self.pages.result, self.pages.edits) if shown else (None, None)
            text = wording.summary_sentence(record, result, self._change_of(record), edits)
            QGuiApplication.clipboard().setText(text)
            self.say(tr("Summary copied; it names no patient."))

    def _change_of(self, record: StudyRecord) -> str:
        follow_up = self.model.follow_up(record.uid)
        if record.uid == self._open_uid and self.pages.follow_up is not None:
            follow_up = self.pages.follow_up  # with a prior that only the archive knew
        since = follow_up_words.sentence(follow_up) if record.state.analysed else ""
        return f"{second_words.sentence(record)} {since}".strip()

    @Slot()
    def _export(self) -> None:
        dialog = ExportDialog(self.model.rowCount(), self)
        dialog.chosen.connect(self.export_results)
        self._open_dialog(dialog)

    def export_results(self, form: Format, patients: Patients, path: Path) -> None:
        """Write the results of the worklist's studies in the background."""
        records = self.model.records()

        def work() -> None:
            try:
                count = write_results(records, path, form, patients)
            except CacheError as error:
                self._told.emit(error.reason.text)
            else:
                self.exported.emit(f"results as {form.value}, {count} studies, patients {patients.value}")
                self._told.emit(tr("%n studies written.", "", count))

        QThreadPool.globalInstance().start(work)

    @Slot()
    def _about(self) -> None:
        self._open_dialog(About(self._device, self))

    @Slot()
    def _keys(self) -> None:
        self._open_dialog(Keys(self))

    def _open_dialog(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(str)
    def say(self, text: str) -> None:
        """Show one sentence in the status bar for a while."""
        self.status.showMessage(text, _MESSAGE_MS)

    def report(self, text: str) -> None:
        """As :meth:`say`, but callable from any thread."""
        self._told.emit(text)

    @Slot()
    def _update_actions(self) -> None:
        record = self._chosen()
        for action in (self._open, self._read, self._copy):
            action.setEnabled(record is not None)
        self._retry_action.setEnabled(
            record is not None and (record.state.final or record.state is StudyState.INCOMPLETE)
        )
        self._withdraw_action.setEnabled(record is not None and not record.state.final)
        self._export_action.setEnabled(self.model.rowCount() > 0)
        self.pages.set_chosen(record is None or record.uid == self._open_uid)
        read = record is not None and record.read_at is not None
        self._read.setText(tr("Mark as &unread") if read else tr("Mark as &read"))
        self._pin.setEnabled(record is not None and not read)
        self._pin.setText(tr("Do not &keep on top") if record is not None and record.pinned else tr("&Keep on top"))
        self.chosen_changed.emit()

    # Window

    def continue_from(self, before: MainWindow) -> None:
        """Show what another window showed: list, the open study as it was looked at, and the state of the machine."""
        for status in before._statuses.values():
            self.handle(status)
        self.worklist.continue_from(before.worklist)
        if before._open_uid is None:
            return
        if before._case is None:
            self.open_study(before._open_uid)
            return
        self._open_uid, self._shown_record = before._open_uid, before._shown_record
        self.model.set_open(before._open_uid)
        self._generation, self._reload_at = before._generation, before.viewer.canvas.index
        self._case_loaded(replace(before._case, generation=self._generation, edits=before.pages.edits))
        self.viewer.continue_from(before.viewer)
        self.pages.continue_from(before.pages)

    def rest(self) -> None:
        """Let go of all studies and do nothing any more: another window took the place of this one."""
        self.hide()
        self.worklist.rest()
        if self._shown_record is not None:
            self.viewer.show_loading(self._shown_record)
            self.pages.set_case(self._shown_record, None, None, None)
        self.lesions.show_nothing("", "")
        self._open_uid = self._case = None

    def restore(self, layout: QSettings) -> None:
        """Put the window and its parts where they were."""
        for key, put in (
            ("window", self.restoreGeometry),
            (_COLUMNS, self.worklist.table.restore_columns),
            *((key, splitter.restoreState) for key, splitter in self._splitters.items()),
        ):
            state = layout.value(key)
            if isinstance(state, QByteArray):
                put(state)
        self.worklist.search.set_own(saved_views.from_text(layout.value("views")))

    def save(self, layout: QSettings) -> None:
        """Remember where the window and its parts are."""
        layout.setValue("window", self.saveGeometry())
        if self.worklist.table.arranged:
            layout.setValue(_COLUMNS, self.worklist.table.horizontalHeader().saveState())
        else:
            layout.remove(_COLUMNS)
        for key, splitter in self._splitters.items():
            layout.setValue(key, splitter.saveState())
        self.save_views(layout)

    def save_views(self, layout: QSettings) -> None:
        """Keep the reader's own views, on the disk before returning."""
        layout.setValue("views", saved_views.to_text(self.worklist.search.own))
        layout.sync()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders, and nothing else."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped."""
        event.acceptProposedAction()
        self.files_dropped.emit(_files(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the application shut down in order."""
        self.closing.emit()
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space, held anywhere, shows the bare image."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space and kind != QEvent.Type.ShortcutOverride:
            if not event.isAutoRepeat():
                self.viewer.set_peek(kind == QEvent.Type.KeyPress)
            return True
        if kind == QEvent.Type.FocusOut:
            self.viewer.set_peek(False)
        return super().eventFilter(watched, event)

    def _action(self, text: str, icon: str, keys: str, slot: Callable[[], object]) -> QAction:
        action = QAction(theme.icon(icon), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        return action

    def _make_menus(self) -> None:
        self._open = self._action(tr("&Open"), "open", "Ctrl+O", self._open_chosen)
        self._read = self._action(tr("Mark as &read"), "read", "R", self._toggle_read)
        self._retry_action = self._action(tr("Fetch and analyse &again"), "retry", "Ctrl+R", self._retry)
        self._withdraw_action = self._action(tr("&Take off the line"), "state-withdrawn", "", self._withdraw)
        self._copy = self._action(tr("&Copy summary sentence"), "copy", "Ctrl+C", self._copy_summary)
        self._export_action = self._action(tr("&Export results ..."), "export", "Ctrl+E", self._export)
        from_disk = self._action(tr("Open from &disk ..."), "open", "", self.files_wanted.emit)
        self._pin = self._action(tr("&Keep on top"), "pin", "K", self._toggle_pin)
        leave = self._action(tr("&Quit"), "rejected", "Ctrl+Q", self.close)
        study = self.menuBar().addMenu(tr("&Study"))
        study.addActions([self._open, from_disk])
        study.addActions([self._read, self._retry_action, self._withdraw_action, self._copy])
        study.addSeparator()
        study.addActions([self._pin, self.worklist.undo])
        study.addSeparator()
        study.addActions(self.pages.study_actions)
        study.addSeparator()
        study.addActions([self._export_action, leave])
        view = self.menuBar().addMenu(tr("&View"))
        bring = self._action(tr("Bring in &urgent studies"), "up", "U", self.worklist.bring_in)
        view.addActions([bring, self.worklist.find_action, self.worklist.only, self.worklist.everything])
        view.addMenu(self.worklist.table.columns_menu())
        view.addSeparator()
        view.addActions(self.pages.view_actions)
        view.addSeparator()
        view.addActions([*self.viewer.window_actions])
        view.addSeparator()
        view.addActions([self.viewer.masks, self.viewer.boxes, self.viewer.rejected, self.viewer.fit])
        view.addMenu(self.viewer.tools_menu())
        self._pause = self._action(tr("&Pause fetching and analysing"), "pause", "Ctrl+P", self._set_paused)
        self._pause.setCheckable(True)
        self.menuBar().addMenu(tr("&Pipeline")).addAction(self._pause)
        about = self._action(tr("&About Firstread"), "about", "", self._about)
        self.menuBar().addMenu(tr("&Help")).addActions([self._action(tr("&Keys"), "keyboard", "F1", self._keys), about])
        self.worklist.table.addActions([self._open, self._read, self._retry_action, self._copy])
        self.worklist.table.addActions([self._pin, self.worklist.undo, self.worklist.only])

    @Slot()
    def _set_paused(self) -> None:
        self._commands.set_paused(self._pause.isChecked())


def _files(event: QDropEvent) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
