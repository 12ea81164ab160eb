"""The table of the worklist: selection, current row and what is seen around it survive every change."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from app.domain.study import StudyRecord
from app.models.translation import tr
from app.models.worklist import WorklistModel
from app.models.worklist_columns import Column, title
from app.views import column_widths
from app.views.worklist_delegate import WorklistDelegate

#: What a study is, whose, and where it stands: never hidden.
_ALWAYS = (Column.PRIORITY, Column.PATIENT, Column.STATE)


class WorklistTable(QTableView):
    """Click and Enter open a study; moving the current row does not."""

    open_requested = Signal(str)
    #: The pointer rests on a row: Study Instance UID, and where on the screen.
    hovered = Signal(str, QPoint)
    #: A study was asked for that the search leaves out.
    left_out = Signal()
    #: A click was not for the row that is under the pointer now: the rows moved after the pointer came to rest.
    missed = Signal()

    def __init__(self, model: WorklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        self._kept: tuple[str, int | None, str, int] | None = None
        #: The row above a current one that left, or that went to the end because it was read (``_done``).
        self._above = QPersistentModelIndex()
        self._done = False
        #: Whether the study of the current row was read before it became current.
        self._was_read = False
        #: Where the pointer is, and the study that was there when the reader last did something.
        self._aimed = (QPoint(-1, -1), "")
        self._missing = False
        #: Whether the reader arranged the columns, and whether this table does it right now.
        self._arranged = self._arranging = False
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
        self.setAccessibleName(tr("Worklist"))
        self.setAccessibleDescription(tr("Studies, the most urgent first. Enter opens one, R marks it as read."))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setAccessibleName(tr("Columns"))
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        self.reset_columns()
        header.sectionResized.connect(self._note_arranged)
        header.sectionMoved.connect(self._note_arranged)
        self.clicked.connect(self._open_index)
        model.layoutAboutToBeChanged.connect(self._remember_anchor)
        model.layoutChanged.connect(self._restore_anchor)
        model.modelAboutToBeReset.connect(self._remember_study)
        model.modelReset.connect(self._restore_study)

    # Columns

    @property
    def arranged(self) -> bool:
        """Whether the reader moved, hid or resized a column, so that the columns no longer follow the window."""
        return self._arranged

    def reset_columns(self) -> None:
        """All columns in their first order, which follow the width of the list until the reader touches one."""
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        self._arranging = True
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.85))
        header.setMinimumSectionSize(metrics.horizontalAdvance("00000"))
        for place, column in enumerate(column_widths.ORDER):
            header.moveSection(header.visualIndex(column), place)
            self.setColumnHidden(column, False)
        self._arranging = self._arranged = False
        self._fit_columns()

    def widen(self) -> None:
        """Give each column the room that its title and usual text need, where it has less."""
        if not self._arranged:
            self._fit_columns()
            return
        for column in Column:
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, max(self.columnWidth(column), self._needed(column)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Share the width of the list among columns that no reader arranged."""
        if self._arranged:
            return
        self._arranging = True
        needed = {column: self._needed(column) for column in Column}
        least = {column: self._needed(column, least=True) for column in column_widths.GIVE}
        for column, width in column_widths.shared(needed, least, self.viewport().width()).items():
            self.setColumnWidth(column, width)
        self._arranging = False

    def _needed(self, column: Column, least: bool = False) -> int:
        bold = self.horizontalHeader().font()
        bold.setBold(True)
        words = QFontMetrics(bold).horizontalAdvance(title(column)) + 18
        return max(words, column_widths.of_cells(column, self.fontMetrics(), least))

    @Slot()
    def _note_arranged(self, section: int) -> None:
        """A section changed, by hand unless this table does it or the last one stretches."""
        header = self.horizontalHeader()
        last = max(header.visualIndex(column) for column in Column if not self.isColumnHidden(column))
        if not self._arranging and header.visualIndex(section) != last:
            self._arranged = True

    def columns_menu(self) -> QMenu:
        """A menu to show and hide columns; it belongs to the table."""
        menu = QMenu(tr("&Columns"), self)
        self._fill_columns(menu)
        menu.aboutToShow.connect(lambda: self._fill_columns(menu))
        return menu

    def restore_columns(self, state: QByteArray) -> None:
        """Put order, width and choice of the columns back; what no reader ever touched follows the window instead."""
        header = self.horizontalHeader()
        self._arranging = True
        header.restoreState(state)
        header.setStretchLastSection(True)
        for column in (Column.PRIORITY, Column.STATE):
            self.setColumnHidden(column, False)
        self._arranging, self._arranged = False, True
        # Earlier versions saved the columns at every end, also as they had made them: in this order, at these widths.
        made = [self._needed(column) for column in Column][:-1]
        in_order = all(header.visualIndex(column) == column and not self.isColumnHidden(column) for column in Column)
        if in_order and made == [self.columnWidth(column) for column in Column][:-1]:
            self.reset_columns()

    @Slot(QPoint)
    def _header_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_columns(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def _fill_columns(self, menu: QMenu) -> None:
        menu.clear()
        header = self.horizontalHeader()
        for place in range(len(Column)):
            column = Column(header.logicalIndex(place))
            action = menu.addAction(title(column))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column not in _ALWAYS or self.isColumnHidden(column))
            action.toggled.connect(lambda on, column=column: self.setColumnHidden(column, not on))
        menu.addSeparator()
        menu.addAction(tr("&Reset columns"), self.reset_columns)

    # Rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current study; moving the current row does not."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_index(self.currentIndex())
        else:
            super().keyPressEvent(event)
        self._aim(self._aimed[0])

    def keyboardSearch(self, search: str) -> None:
        """Qt would go to a row that begins with the letter: a key that means nothing now must not choose a patient."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._aim(event.position().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._aim(self._aimed[0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The order is not held for a pointer at rest: a click without a move opens no row that came under it since."""
        place, aimed = self._aimed
        self._aim(event.position().toPoint())
        left = event.button() is Qt.MouseButton.LeftButton
        self._missing = left and self._aimed[0] == place and self._aimed[1] != aimed
        if self._missing:
            self.missed.emit()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._missing:
            super().mouseReleaseEvent(event)

    def _aim(self, place: QPoint) -> None:
        record = self._model.record(self.rowAt(place.y()))
        self._aimed = (place, record.uid if record is not None else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row current without showing it: an act must not meet a study that nobody chose."""
        chosen = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not chosen:
            self.selectionModel().clearCurrentIndex()

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        """Qt would make the neighbour of a current row that leaves current, and the next key act on that patient."""
        if start <= self.currentIndex().row() <= end:
            self._above = QPersistentModelIndex(self._model.index(start - 1, 0))
            self.clear_current()
        super().rowsAboutToBeRemoved(parent, start, end)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where the current row left, an arrow key goes on from its place instead of from the top of the list."""
        steps = {QAbstractItemView.CursorAction.MoveUp: 0, QAbstractItemView.CursorAction.MoveDown: 1}
        stays = self.currentIndex().isValid() and not self._done
        if stays or action not in steps or not (self._above.isValid() or self._done):
            return super().moveCursor(action, modifiers)
        return self._model.index(min(self._above.row() + steps[action], self._model.rowCount() - 1), 0)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        record = self._model.record(current.row())
        self._done = False
        self._was_read = record is not None and record.read_at is not None

    def clear_current(self) -> None:
        """Have no row current, and none selected."""
        self.selectionModel().clear()

    def viewportEvent(self, event: QEvent) -> bool:
        """Instead of Qt's own tooltip, say which row the pointer rests on."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            record = self._model.record(self.rowAt(event.pos().y()))
            self.hovered.emit(record.uid if record is not None else "", event.globalPos())
            return True
        return super().viewportEvent(event)

    def current_record(self) -> StudyRecord | None:
        """The study of the current row, or None."""
        return self._model.record(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def select(self, uid: str) -> None:
        """Make a study the current row and bring it into sight."""
        if self._model.row_of(uid) < 0 and self._model.find(uid) is not None:
            self.left_out.emit()
        row = self._model.row_of(uid)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row, 0))
            self.scrollTo(self._model.index(row, 0))

    def first_visible_row(self) -> int:
        """The first row that is seen in full, or 0."""
        return -(-self.verticalScrollBar().value() // self.row_height())

    def row_height(self) -> int:
        """Height of every row in logical pixels."""
        return self.verticalHeader().defaultSectionSize()

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        record = self._model.record(index.row()) if index.isValid() else None
        if record is not None:
            self.open_requested.emit(record.uid)

    @Slot()
    def _remember_anchor(self) -> None:
        current, record = self.currentIndex(), self.current_record()
        shown = self.visualRect(current)
        unread = record is not None and record.read_at is None
        self._was_read = self._was_read and not unread
        if record is not None and not unread and not self._was_read:
            # It goes to the end. Keys still act on it, but the list does not follow, and arrows go on from its place.
            self._done = self._was_read = True
            self._above = QPersistentModelIndex(self._model.index(current.row() - 1, 0))
            row = current.row() - 1 if self._above.isValid() else current.row() + 1
            beside = self._model.index(row, 0)
            self._anchor = (QPersistentModelIndex(beside), self.visualRect(beside).top())
        elif record is not None and shown.intersects(self.viewport().rect()):
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
            self.verticalScrollBar().setValue(index.row() * self.row_height() - top)

    @Slot()
    def _remember_study(self) -> None:
        """The search is about to change: a study that it leaves out comes back with its selection later."""
        current = self.current_record()
        shown = self.visualRect(self.currentIndex())
        top = self._model.record(self.rowAt(0))
        first = (top.uid, self.rowViewportPosition(self.rowAt(0))) if top is not None else ("", 0)
        if current is not None:
            visible = shown.intersects(self.viewport().rect())
            self._kept = (current.uid, shown.top() if visible else None, *first)
        elif self._kept is not None:
            self._kept = (self._kept[0], None, *first)
        else:
            self._kept = ("", None, *first)

    @Slot()
    def _restore_study(self) -> None:
        if self._kept is None:
            return
        uid, offset, first, first_offset = self._kept
        self.updateGeometries()
        row = self._model.row_of(uid)
        if row >= 0:
            index = self._model.index(row, 0)
            self.selectionModel().setCurrentIndex(
                index, self.selectionModel().SelectionFlag.ClearAndSelect | self.selectionModel().SelectionFlag.Rows
            )
        if row >= 0 and offset is not None:
            self.verticalScrollBar().setValue(row * self.row_height() - offset)
        elif self._model.row_of(first) >= 0:
            self.verticalScrollBar().setValue(self._model.row_of(first) * self.row_height() - first_offset)
        self._aim(self._aimed[0])
