"""The lesion and volume table of the open study, and the totals by type under it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Signal, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from app.models import wording
from app.models.lesions import LesionColumn, LesionModel, best_slice, totals
from app.views import theme
from app.views.message_page import MessagePage
from inference.types import TYPES, CaseResult, HemorrhageType

_SAMPLES = {
    LesionColumn.ID: "000", LesionColumn.TYPE: "_____SDH__", LesionColumn.ML: "000.0 (00.0-000.0)__",
    LesionColumn.ABC2: "000.0__", LesionColumn.SIZE: "punctate__", LesionColumn.SLICES: "000-000__",
    LesionColumn.SCORE: "Score__",
}  # fmt: skip


class _TypeSwatch(QStyledItemDelegate):
    """The type with the colour of its mask."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = f"     {option.text}"

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        size = 11
        spot = QRectF(option.rect.left() + 8, option.rect.center().y() - size / 2 + 1, size, size)
        painter.fillRect(spot, QColor(theme.TYPE_COLOURS[HemorrhageType(index.data())]))


class TypeTotals(QWidget):
    """Five cells, always in the same place: type, volume, number of lesions, probability; and the sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        self._cells: dict[HemorrhageType | None, tuple[QLabel, QLabel]] = {}
        for place, kind in enumerate((*TYPES, None)):
            name = QLabel("Total" if kind is None else kind.value)
            name.setObjectName("title")
            if kind is not None:
                name.setToolTip(f"{wording.TYPE_WORDS[kind].capitalize()} hemorrhage")
            ml, more = QLabel(), QLabel()
            more.setObjectName("dim")
            bar = QWidget()
            bar.setFixedHeight(4)
            bar.setStyleSheet(f"background: {theme.TYPE_COLOURS[kind] if kind else theme.COLOURS.line_strong};")
            for row, widget in enumerate((bar, name, ml, more)):
                grid.addWidget(widget, row, place)
            grid.setColumnStretch(place, 1)
            self._cells[kind] = (ml, more)
        self.show_result(None)

    def show_result(self, result: CaseResult | None) -> None:
        """Show the totals of ``result``; dashes without one, since no answer is not zero."""
        for ml, more in self._cells.values():
            ml.setText(wording.NONE)
            more.setText("")
        if result is None or result.score is None:
            return
        for total in totals(result):
            ml, more = self._cells[total.type]
            ml.setText(f"{wording.ml_text(total.ml)} mL")
            more.setText(wording.probability_text(total.probability))
            more.setToolTip("Calibrated probability of this type")
        ml, more = self._cells[None]
        ml.setText(f"{wording.ml_text(result.total_ml)} mL")
        more.setText(wording.probability_text(result.probability))


class LesionTable(QWidget):
    """Lesions, largest first; a double click (or Enter) goes to the slice."""

    slice_requested = Signal(int)
    #: The chosen lesion's id, or None.
    lesion_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LesionModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(LesionColumn.TYPE, _TypeSwatch(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName("Lesions")
        metrics = self.table.fontMetrics()
        rows, header = self.table.verticalHeader(), self.table.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(round(metrics.height() * 1.7))
        header.setHighlightSections(False)
        for column, sample in _SAMPLES.items():
            self.table.setColumnWidth(column, metrics.horizontalAdvance(sample) + 14)
        self.message = MessagePage()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.message)
        self.stack.addWidget(self.table)
        self.totals = TypeTotals()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.totals)
        self.table.activated.connect(self._go)
        self.table.doubleClicked.connect(self._go)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.show_nothing()

    def show_nothing(
        self, title: str = "No lesions to list", text: str = "Open a study to see what was found."
    ) -> None:
        """No result is there to list."""
        self.model.show(None)
        self.totals.show_result(None)
        self.message.show_message("", title, text)
        self.stack.setCurrentIndex(0)

    def show_result(self, result: CaseResult | None, final: bool) -> None:
        """List the lesions of ``result``; ``final`` where no other result is under way."""
        if result is None and not final:
            self.show_nothing("No result yet", "Lesions and volumes appear here when the analysis is done.")
            return
        if result is None or result.score is None:
            self.show_nothing("No result", "There is no answer for this study: that says nothing about hemorrhage.")
            return
        self.model.show(result)
        self.totals.show_result(result)
        self.message.show_message("", "No lesion found", "The model found none above its threshold; it can be wrong.")
        self.stack.setCurrentIndex(1 if result.lesions else 0)

    @Slot(QModelIndex)
    def _go(self, index: QModelIndex) -> None:
        lesion = self.model.lesion(index.row())
        if lesion is not None:
            self.slice_requested.emit(best_slice(lesion))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        lesion = self.model.lesion(index.row()) if index.isValid() else None
        self.lesion_chosen.emit(lesion.id if lesion is not None else None)
