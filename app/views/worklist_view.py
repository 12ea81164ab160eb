"""The worklist on the screen: a table that keeps still under the reader's hand, and the band above it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain import triage
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.domain.triage import Priority
from app.models.worklist import Column, WorklistModel
from app.views import theme
from app.views.message_page import MessagePage
from app.views.order_hold import OrderHold
from app.views.worklist_delegate import WorklistDelegate

#: Width of each column, as the text that must fit in.
_SAMPLES: dict[Column, str] = {
    Column.PRIORITY: "Unknown__", Column.STATE: "Incomplete 99/99____", Column.PROBABILITY: "> 99 %__",
    Column.TYPES: "EDH_SDH_IPH__", Column.TOTAL_ML: "< 0.01__", Column.PATIENT: "MMMMMM, Mmmmmm",
    Column.AGE_SEX: "100 M__", Column.ACCESSION: "A0000000000", Column.DESCRIPTION: "CT HEAD WO CONTRAST___",
    Column.STUDY_TIME: "00 Nov 00:00__", Column.WAITING: "00:00:00_", Column.STATION: "STATION 00",
}  # fmt: skip


class WorklistTable(QTableView):
    """The table itself; re-sorting keeps the selection, the current row and what is seen around it."""

    open_requested = Signal(str)

    def __init__(self, model: WorklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._model = model
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        self.setItemDelegate(WorklistDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName("Worklist")
        metrics = self.fontMetrics()
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(round(metrics.height() * 1.85))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(metrics.horizontalAdvance("00000"))
        for column, sample in _SAMPLES.items():
            self.setColumnWidth(column, metrics.horizontalAdvance(sample) + 14)
        self.clicked.connect(self._open_index)
        model.layoutAboutToBeChanged.connect(self._remember_anchor)
        model.layoutChanged.connect(self._restore_anchor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current study; moving the current row does not."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_index(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def current_record(self) -> StudyRecord | None:
        """The study of the current row, or None."""
        return self._model.record(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def select(self, uid: str) -> None:
        """Make a study the current row and bring it into sight."""
        row = self._model.row_of(uid)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row, 0))
            self.scrollTo(self._model.index(row, 0))

    def first_visible_row(self) -> int:
        """The first row that is seen in full, or 0."""
        top = self.verticalScrollBar().value()
        height = self.verticalHeader().defaultSectionSize()
        return -(-top // height)

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        record = self._model.record(index.row()) if index.isValid() else None
        if record is not None:
            self.open_requested.emit(record.uid)

    @Slot()
    def _remember_anchor(self) -> None:
        current = self.currentIndex()
        shown = self.visualRect(current)
        if current.isValid() and shown.intersects(self.viewport().rect()):
            self._anchor = (QPersistentModelIndex(current), shown.top())
        elif self.verticalScrollBar().value() > 0:
            top = self.indexAt(self.viewport().rect().topLeft())
            self._anchor = (QPersistentModelIndex(top), self.visualRect(top).top())
        else:
            self._anchor = None

    @Slot()
    def _restore_anchor(self) -> None:
        if self._anchor is None:
            return
        index, top = self._anchor
        self._anchor = None
        if index.isValid():
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(index.row() * height - top)


class WorklistView(QWidget):
    """The band (how many studies, or which wait above), the table, and what is shown while it is empty."""

    open_requested = Signal(str)

    def __init__(self, model: WorklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.table = WorklistTable(model)
        self.hold = OrderHold(self.table)
        self.band = QPushButton()
        self.band.setObjectName("urgentStrip")
        self.band.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.band.setIconSize(QSize(18, 18))
        self.empty = MessagePage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.band)
        layout.addWidget(self._stack, 1)
        self.table.open_requested.connect(self.open_requested)
        self.hold.changed.connect(model.set_held)
        self.band.clicked.connect(self.bring_in)
        model.order_changed.connect(self._update)
        model.modelReset.connect(self._update)
        self._scrolled = QTimer(self)
        self._scrolled.setSingleShot(True)
        self._scrolled.setInterval(50)
        self._scrolled.timeout.connect(self._update)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled.start)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(model.tick)
        self._clock.start()
        self.set_archive("", False, "")
        self._update()

    def urgent_above(self) -> list[StudyRecord]:
        """Unread positives that the reader does not see: held back below their place, or scrolled out at the top."""
        waiting = {record.uid: record for record in self._model.moving_up()}
        for row in range(min(self.table.first_visible_row(), self._model.rowCount())):
            record = self._model.record(row)
            if record is not None:
                waiting.setdefault(record.uid, record)
        return [record for record in waiting.values() if triage.priority(record) is Priority.POSITIVE]

    @Slot()
    def bring_in(self) -> None:
        """Put all rows where they belong and show the top of the list."""
        self.hold.release()
        self._model.bring_in()
        self.table.scrollToTop()
        self._update()

    def set_archive(self, name: str, reachable: bool, text: str) -> None:
        """Say in the empty list what it is waiting for."""
        if reachable:
            self.empty.show_message("archive", f"Waiting for studies from {name}", text)
        else:
            title = f"{name} does not answer" if name else "Waiting for the archive \N{HORIZONTAL ELLIPSIS}"
            hint = "Head CTs appear here as the archive receives them."
            self.empty.show_message(
                "archive", title, text or hint, theme.COLOURS.warning if name else theme.COLOURS.dim
            )

    @Slot()
    def _update(self) -> None:
        self._stack.setCurrentIndex(1 if self._model.rowCount() else 0)
        urgent = len(self.urgent_above())
        if urgent:
            noun = "urgent study" if urgent == 1 else "urgent studies"
            text = f"{urgent} {noun} above \N{EM DASH} click or press U to bring {'it' if urgent == 1 else 'them'} in"
            icon = theme.icon("up", theme.COLOURS.on_bright)
        else:
            text, icon = self._summary(), theme.icon("queue", theme.COLOURS.dim)
        if self.band.text() != text:
            self.band.setText(text)
            self.band.setIcon(icon)
        if self.band.property("urgent") != bool(urgent):
            self.band.setProperty("urgent", bool(urgent))
            self.band.style().polish(self.band)
        self.band.setEnabled(True)

    def _summary(self) -> str:
        records = self._model.records()
        if not records:
            return "Worklist"
        unread = [record for record in records if record.read_at is None]
        urgent = sum(record.state is StudyState.POSITIVE for record in unread)
        unanswered = sum(not record.state.analysed for record in unread)
        noun = "study" if len(records) == 1 else "studies"
        parts = [f"{len(records)} {noun}", f"{len(unread)} unread", f"{urgent} urgent"]
        if unanswered:
            parts.append(f"{unanswered} without an answer")
        return "Worklist:  " + "  \N{MIDDLE DOT}  ".join(parts)
