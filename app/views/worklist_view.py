"""The worklist on the screen: search, band, and a table that keeps still under the reader's hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain import triage
from app.domain.study import StudyRecord
from app.domain.triage import Priority
from app.models import query
from app.models.translation import tr
from app.models.worklist import WorklistModel
from app.models.worklist_columns import Column, cell_text, patient_line, tooltip
from app.views import theme
from app.views.elided_label import ElidedButton
from app.views.message_page import MessagePage
from app.views.move_slide import MoveSlide
from app.views.order_hold import OrderHold
from app.views.preview_popup import PreviewLoader, PreviewPopup
from app.views.search_bar import SearchBar
from app.views.worklist_table import WorklistTable

#: Columns whose cells can be searched for by a click; in the others a value is too rarely repeated.
_SEARCHABLE = (Column.STATE, Column.TYPES, Column.PATIENT, Column.DESCRIPTION, Column.STATION, Column.READ_BY)


class WorklistView(QWidget):
    """The search, the band (how many studies, or which wait above), the table, and what is shown while it is empty."""

    open_requested = Signal(str)
    #: One sentence on what was done.
    told = Signal(str)

    def __init__(self, model: WorklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.search = SearchBar()
        self.table = WorklistTable(model)
        #: The study that the reader's hand is on, or None; the window knows more of that than the table.
        self.in_hand: Callable[[], StudyRecord | None] = self.table.current_record
        self.hold = OrderHold(self.table)
        self.slide = MoveSlide(self.table, model)
        self.previews = PreviewLoader(self)
        self.popup = PreviewPopup(self)
        self.band = ElidedButton()
        self.band.setObjectName("urgentStrip")
        self.band.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.band.setIconSize(QSize(18, 18))
        self.empty = MessagePage()
        #: Study Instance UID of the study that the pop-up is about.
        self._hovered = ""
        self._waiting_for = ("", False, "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.search, self.band):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)
        self._make_actions()
        self._scrolled = QTimer(self)
        self._scrolled.setSingleShot(True)
        self._scrolled.setInterval(50)
        self._scrolled.timeout.connect(self._update)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(model.tick)
        self._clock.start()
        self._connect()
        self._update()

    def _connect(self) -> None:
        model, table = self._model, self.table
        table.open_requested.connect(self.open_requested)
        table.hovered.connect(self._show_popup)
        table.left_out.connect(lambda: self.search.set_line(""))
        table.missed.connect(self._missed)
        table.verticalScrollBar().valueChanged.connect(self._scrolled.start)
        table.verticalScrollBar().valueChanged.connect(self.popup.hide)
        table.selectionModel().currentRowChanged.connect(self.update_actions)
        self.hold.changed.connect(model.set_held)
        self.hold.left.connect(self.popup.hide)
        for moved in (model.layoutChanged, model.modelReset, model.rowsRemoved):  # another row is under the pointer
            moved.connect(self.popup.hide)
        model.order_changed.connect(self._keep_popup_true)
        self.previews.ready.connect(self.popup.show_picture)
        self.search.searched.connect(model.set_search)
        self.search.left.connect(self.table.setFocus)
        self.band.clicked.connect(self.bring_in)
        model.order_changed.connect(self._update)
        model.order_changed.connect(self.update_actions)

    # What waits above

    def urgent_above(self) -> list[StudyRecord]:
        """Unread positives that the reader does not see: held back below their place, or scrolled out at the top."""
        waiting = {record.uid: record for record in self._model.moving_up()}
        for record in self._model.urgent_before(self.table.first_visible_row()):
            waiting.setdefault(record.uid, record)
        return [record for record in waiting.values() if triage.priority(record) is Priority.POSITIVE]

    @Slot()
    def bring_in(self) -> None:
        """Put all rows where they belong and show the top of the list; urgent ones that a search hides, too."""
        self.hold.release()
        if not self.urgent_above() and self._model.urgent_hidden():
            self.search.set_line("")
        self._model.bring_in()
        self.table.scrollToTop()
        self._update()

    def set_archive(self, name: str, reachable: bool, text: str) -> None:
        """Say in the empty list what it is waiting for."""
        self._waiting_for = (name, reachable, text)
        self._update()

    def rest(self) -> None:
        """Stop the clock."""
        self._clock.stop()

    def continue_from(self, before: WorklistView) -> None:
        """Take over the studies of another view, with its search, current row and place."""
        self.search.line.setText(before.search.line.text())
        record, place = before.table.current_record(), before.table.verticalScrollBar().value()
        self._model.continue_from(before._model)
        self.table.widen()  # the same words are longer in some languages
        if record is not None:
            self.table.select(record.uid)
        self.table.updateGeometries()
        self.table.verticalScrollBar().setValue(place)

    # Acts on rows

    def _make_actions(self) -> None:
        def action(text: str, icon: str, keys: str) -> QAction:
            made = QAction(theme.icon(icon), text, self)
            made.setShortcut(QKeySequence(keys))
            return made

        self.find_action = action(tr("&Search the worklist"), "search", "Ctrl+F")
        self.find_action.triggered.connect(self._find)
        self.undo = action(tr("&Put back where it was"), "undo", "Ctrl+Z")
        self.undo.triggered.connect(self._undo)
        self.only = action(tr("Show only &such studies"), "filter", "Ctrl+Shift+F")
        self.only.triggered.connect(self._search_cell)
        self.everything = action(tr("Show &all studies"), "queue", "Ctrl+Shift+A")
        self.everything.triggered.connect(lambda: self.search.set_line(""))

    @Slot()
    def _missed(self) -> None:
        self.told.emit(tr("The list moved under the pointer, so nothing was opened. Click again."))

    @Slot()
    def _find(self) -> None:
        self.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    @Slot()
    def _undo(self) -> None:
        """Put the study in hand back, or let it go again; without one, put the latest back that moved."""
        self.hold.touch()
        record, undone = self._to_undo()
        if record is None:
            self.told.emit(tr("There is no move of the last minutes to put back."))
            return
        if undone:
            self._model.redo_move(record.uid)
            text = tr("{patient} goes where it belongs.")
        else:
            self._model.undo_move(record.uid)
            text = tr("{patient} is put back where it was.")
        self.told.emit(text.format(patient=cell_text(record, Column.PATIENT)))

    def _to_undo(self) -> tuple[StudyRecord | None, bool]:
        """The study to put back or, where True, to let go again; None where there is no such move."""
        record = self.in_hand()
        if record is None and (last := self._model.moves.last()) is not None:
            record = self._model.find(last.uid)
        if record is None:
            return None, False
        undone = self._model.undone(record.uid)
        return (record if undone or self._model.undoable(record.uid) else None), undone

    @Slot()
    def _search_cell(self) -> None:
        index = self.table.currentIndex()
        record, column = self.table.current_record(), Column(max(0, index.column()))
        if record is None or column not in _SEARCHABLE:
            return
        value = record.state.value if column is Column.STATE else str(index.data() or "").split("  ")[0]
        if column is Column.TYPES:
            value = value.split()[0] if value else ""
        if value:
            self.search.add_term(query.term(column, value))

    @Slot()
    def update_actions(self) -> None:
        """Let the actions follow the study that they are about."""
        record = self.table.current_record()
        to_undo, undone = self._to_undo()
        self.undo.setText(tr("&Let it go where it belongs") if undone else tr("&Put back where it was"))
        self.undo.setEnabled(to_undo is not None)
        index: QModelIndex = self.table.currentIndex()
        self.only.setEnabled(record is not None and index.column() in _SEARCHABLE)
        self.everything.setEnabled(not self._model.query.empty)

    @Slot(str, QPoint)
    def _show_popup(self, uid: str, place: QPoint) -> None:
        record = self._model.find(uid)
        if record is None:
            self.popup.hide()
            return
        waits = record.state.analysed and self.previews.source is not None
        key = _preview_key(record)
        self._hovered = uid
        text = tooltip(record, self._model.why_here(uid), self._model.follow_up(uid))
        self.popup.show_text(key, text, place, waits, patient_line(record))
        if waits:
            self.previews.ask(key, uid)

    @Slot()
    def _keep_popup_true(self) -> None:
        """What the pop-up says goes where the study has another answer since, or none."""
        record = self._model.find(self._hovered)
        if self.popup.isVisible() and (record is None or _preview_key(record) != self.popup.key):
            self.popup.hide()

    # What is shown

    @Slot()
    def _update(self) -> None:
        shown = self._model.rowCount() > 0
        if not shown:
            self._say_why_empty()
        if shown and self._stack.currentIndex() == 0:
            self._stack.setCurrentIndex(1)
            if not self.search.line.hasFocus():
                self.table.setFocus()
        elif not shown:
            self._stack.setCurrentIndex(0)
        urgent, hidden = len(self.urgent_above()), self._model.urgent_hidden()
        if urgent:
            text = tr("%n urgent studies above — click or press U to bring them in", "", urgent)
        elif hidden:
            text = tr("%n urgent studies are not in this view — click or press U to see all studies", "", hidden)
        else:
            text = self._summary()
        bright = bool(urgent or hidden)
        if self.band.say(text):
            icon = theme.icon("up", theme.COLOURS.on_bright) if bright else theme.icon("queue", theme.COLOURS.dim)
            self.band.setIcon(icon)
        if self.band.property("urgent") != bright:
            self.band.setProperty("urgent", bright)
            self.band.style().polish(self.band)

    def _say_why_empty(self) -> None:
        name, reachable, text = self._waiting_for
        if self._model.counts.total:
            self.empty.show_message(
                "search", tr("No study matches this search"), tr("Ctrl+Shift+A shows all studies again.")
            )
        elif reachable:
            self.empty.show_message("archive", tr("Waiting for studies from {name}").format(name=name), text)
        elif name:
            title = tr("{name} does not answer").format(name=name)
            self.empty.show_message("archive", title, text, theme.COLOURS.warning)
        else:
            hint = tr("Head CTs appear here as the archive receives them.")
            self.empty.show_message("archive", tr("Waiting for the archive …"), text or hint)

    def _summary(self) -> str:
        counts, rows = self._model.counts, self._model.rowCount()
        if not counts.total:
            return tr("Worklist")
        if self._model.query.empty:
            parts = [tr("%n studies", "", counts.total)]
        else:
            parts = [tr("{rows} of %n studies", "", counts.total).format(rows=rows)]
        parts += [tr("%n unread", "", counts.unread), tr("%n urgent", "", len(counts.urgent))]
        if counts.unanswered:
            parts.append(tr("%n without an answer", "", counts.unanswered))
        return tr("Worklist:  {parts}").format(parts="  ·  ".join(parts))


def _preview_key(record: StudyRecord) -> str:
    return f"{record.uid} {record.changed_at.isoformat()}"
