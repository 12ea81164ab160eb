"""The lesion and volume table of the open study, and the totals by type under it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from app.domain.edits import ReaderResult
from app.domain.follow_up import Category, FollowUp
from app.models import follow_up_words, wording
from app.models.lesions import HEADERS, SAID, LesionColumn, LesionModel, abc2_disagrees, best_slice, shown_ml, totals
from app.models.place_words import SIDES, place_word
from app.models.translation import tr
from app.models.view_threshold import Filtered
from app.views import theme
from app.views.change_colours import category_colour
from app.views.message_page import MessagePage
from app.views.swatch import SIDE, swatch
from inference.types import TYPES, CaseResult, HemorrhageType, Lesion

_SAMPLES = {
    LesionColumn.ID: "000", LesionColumn.TYPE: "_____SDH__", LesionColumn.SIDE: "",
    LesionColumn.REGION: "frontal and parietal convexity", LesionColumn.ML: "000.0 (00.0-000.0)__",
    LesionColumn.ABC2: "_ 000.0__", LesionColumn.SIZE: "", LesionColumn.SLICES: "000-000__",
    LesionColumn.SCORE: "Score__", LesionColumn.READER: "accepted__",
}  # fmt: skip


def _words(column: LesionColumn) -> list[str]:
    """What may stand in a column beside its sample, in the reader's language."""
    if column is LesionColumn.SIDE:
        return [place_word(side) for side in SIDES]
    if column is LesionColumn.SIZE:
        return [tr(word) for word in wording.SIZE_WORDS.values()]
    if column is LesionColumn.ML:
        return ["< 0.01 (< 0.01\N{EN DASH}< 0.01)"]
    return [tr(said) for said in SAID] if column is LesionColumn.READER else []


class _Cell(QStyledItemDelegate):
    """A cell; a lesion that is rejected or not drawn is dim and struck out, and ABC/2 stands out where it disagrees."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if not isinstance(model, LesionModel):
            return
        lesion = model.lesion(index.row())
        if model.rejected(index.row()) or model.hidden(index.row()):
            option.font.setStrikeOut(index.column() != LesionColumn.READER)
            option.palette.setColor(option.palette.ColorRole.Text, QColor(theme.COLOURS.dim))
        elif index.column() == LesionColumn.ABC2 and lesion is not None and abc2_disagrees(lesion):
            option.palette.setColor(option.palette.ColorRole.Text, QColor(theme.COLOURS.warning))


class _Table(QTableView):
    """A key that means nothing here goes to no lesion that begins with its letter."""

    def keyboardSearch(self, search: str) -> None:
        """Not wanted."""


class _TypeCell(_Cell):
    """The type with the colour of its mask; only a rim where nothing is drawn in the image."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        model, row = index.model(), index.row()
        drawn = isinstance(model, LesionModel) and not (model.rejected(row) or model.hidden(row))
        option.icon = swatch(HemorrhageType(index.data()), drawn)
        option.decorationSize = QSize(SIDE, SIDE)
        option.features |= option.ViewItemFeature.HasDecoration


class TypeTotals(QWidget):
    """Five cells, always in the same place: type, volume, number of lesions, probability; and the sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        self._result: CaseResult | None = None
        self._cells: dict[HemorrhageType | None, tuple[QLabel, QLabel]] = {}
        self._shown: dict[HemorrhageType | None, QLabel] = {}
        self._changes: dict[HemorrhageType | None, QLabel] = {}
        for place, kind in enumerate((*TYPES, None)):
            name = QLabel(tr("Total") if kind is None else kind.value)
            name.setObjectName("title")
            if kind is not None:
                name.setToolTip(tr("Hemorrhage, {type}").format(type=tr(wording.TYPE_WORDS[kind])))
            ml, more = QLabel(), QLabel()
            more.setObjectName("dim")
            bar = QWidget()
            bar.setFixedHeight(4)
            bar.setStyleSheet(f"background: {theme.TYPE_COLOURS[kind] if kind else theme.COLOURS.line_strong};")
            shown = QLabel()
            shown.setStyleSheet(f"color: {theme.COLOURS.warning};")
            shown.setToolTip(tr("What the threshold for looking leaves; the result is the line above"))
            change = QLabel()
            self._changes[kind] = change
            for row, widget in enumerate((bar, name, ml, shown, more, change)):
                grid.addWidget(widget, row, place)
            grid.setColumnStretch(place, 1)
            self._cells[kind], self._shown[kind] = (ml, more), shown
        self.show_result(None)
        self.show_follow_up(None)

    def show_result(self, result: CaseResult | None) -> None:
        """Show the totals of ``result``; dashes without one, since no answer is not zero."""
        self._result = result
        self.show_left(frozenset())
        for ml, more in self._cells.values():
            ml.setText(wording.NONE)
            more.setText("")
        if result is None or result.score is None:
            return
        for total in totals(result):
            ml, more = self._cells[total.type]
            ml.setText(f"{wording.ml_text(total.ml)} mL")
            more.setText(wording.probability_text(total.probability))
            more.setToolTip(tr("Calibrated probability of this type"))
        ml, more = self._cells[None]
        ml.setText(f"{wording.ml_text(result.total_ml)} mL")
        more.setText(wording.probability_text(result.probability))

    def show_follow_up(self, follow_up: FollowUp | None) -> None:
        """Show under each type what became of it since the earlier study; nothing without one."""
        for label in self._changes.values():
            label.hide()
        for change in follow_up.changes if follow_up is not None else ():
            label = self._changes[change.type]
            difference = change.difference_ml
            if follow_up is None or difference is None or change.category is Category.ABSENT:
                continue
            word = follow_up_words.change_word(change, follow_up)
            label.setText(f"{follow_up_words.signed_ml(difference)} mL\n{word}".strip())
            tint = category_colour(change.category, change.unsure) if word else theme.COLOURS.dim
            label.setStyleSheet(f"color: {tint};")
            label.setToolTip(follow_up_words.sentence(follow_up))
            label.show()
        if follow_up is not None and follow_up.obstacle is not None:
            label = self._changes[None]
            label.setText(follow_up_words.category_word(Category.NOT_COMPARABLE))
            label.setStyleSheet(f"color: {theme.COLOURS.warning};")
            label.setToolTip(follow_up_words.sentence(follow_up))
            label.show()

    def show_left(self, hidden: frozenset[int]) -> None:
        """Show under each volume what is left of it without the lesions ``hidden``; nothing where none is."""
        for label in self._shown.values():
            label.setVisible(bool(hidden))
        if self._result is None or not hidden:
            return
        left = shown_ml(self._result, hidden)
        for kind, label in self._shown.items():
            total = self._result.total_ml if kind is None else self._result.volumes_ml.get(kind, 0.0)
            label.setText(tr("{ml} shown").format(ml=wording.ml_text(left[kind])) if left[kind] < total else "")


class LesionTable(QWidget):
    """Lesions, largest first; choosing one by mouse or keys goes to its slice, and so does Enter."""

    slice_requested = Signal(int)
    #: The chosen lesion's id, or None.
    lesion_chosen = Signal(object)
    #: The reader accepts or rejects a :class:`Lesion`, or gives it a type.
    accepted = Signal(object)
    rejected = Signal(object)
    type_changed = Signal(object, object)
    csv_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editable, self._by_hand = False, True
        self.model = LesionModel(self)
        self.table = _Table()
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Cell(self.table))
        self.table.setItemDelegateForColumn(LesionColumn.TYPE, _TypeCell(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(tr("Lesions"))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        metrics = self.table.fontMetrics()
        rows, header = self.table.verticalHeader(), self.table.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(round(metrics.height() * 1.7))
        header.setHighlightSections(False)
        for column, sample in _SAMPLES.items():
            title = header.fontMetrics().horizontalAdvance(f"{tr(HEADERS[column][0])}__")
            words = [sample, *(f"{word}_" for word in _words(column))]
            self.table.setColumnWidth(column, max(title, *map(metrics.horizontalAdvance, words)) + 14)
        self.table.setColumnHidden(LesionColumn.READER, True)
        self.edited = QLabel()
        self.edited.setObjectName("edited")
        self.edited.setStyleSheet(
            f"background: {theme.COLOURS.warning_ground}; color: {theme.COLOURS.warning}; padding: 4px 10px;"
        )
        self.edited.hide()
        self.earlier = QLabel(tr("Earlier answer: it no longer holds"))
        self.earlier.setStyleSheet(self.edited.styleSheet())
        self.earlier.hide()
        self.message = MessagePage()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.message)
        self.stack.addWidget(self.table)
        self.totals = TypeTotals()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.earlier)
        layout.addWidget(self.edited)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.totals)
        self.copy = QAction(theme.icon("copy"), tr("Copy lesion &table"), self)
        self.copy.triggered.connect(self.copy_table)
        self.table.activated.connect(self._go)
        self.table.clicked.connect(self._go)
        self.table.viewport().installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.show_nothing()

    def show_nothing(self, title: str = "", text: str = "") -> None:
        """No result is there to list; by default, because no study is open."""
        self._editable = False
        self._show_earlier(False)
        self.model.show(None)
        self.totals.show_result(None)
        self.totals.show_follow_up(None)
        self._show_edits(None)
        if not title:
            title, text = tr("No lesions to list"), tr("Open a study to see what was found.")
        self.message.show_message("", title, text)
        self.stack.setCurrentIndex(0)

    def show_result(self, result: CaseResult | None, final: bool, edits: ReaderResult | None = None) -> None:
        """List the lesions of ``result``; ``final`` where no other result is under way.

        ``edits`` are what a reader made of it: then ``edits.result`` is listed in its place.
        """
        if result is None and not final:
            self._show_waiting()
            return
        if result is None or result.score is None:
            self.show_nothing(
                tr("No result"), tr("There is no answer for this study: that says nothing about hemorrhage.")
            )
            return
        chosen = self._current()
        shown = edits.result if edits is not None else result
        self._editable = result.labels is not None
        self._show_earlier(False)
        self.model.show(shown, edits)
        self.totals.show_result(shown)
        self._show_edits(edits)
        self.message.show_message(
            "", tr("No lesion found"), tr("The model found none above its threshold; it can be wrong.")
        )
        self.stack.setCurrentIndex(1 if self.model.rowCount() else 0)
        if chosen is not None:
            self._choose_again(chosen)

    def show_as_earlier(self) -> None:
        """What is listed is no longer what the study's state tells of: mark it, and take away that nothing was found.

        Lesions stay, since a reader may be at work on them.
        """
        if self.model.rowCount() == 0:
            self._show_waiting()
        else:
            self._show_earlier(True)

    @Slot(object)
    def show_filtered(self, found: Filtered | None) -> None:
        """Follow the threshold for looking: what it takes from the picture is struck out here."""
        hidden = found.hidden if found is not None else frozenset()
        self.model.set_hidden(hidden)
        self.totals.show_left(hidden)

    def show_follow_up(self, follow_up: FollowUp | None) -> None:
        """Show what became of each type since the earlier study; None where there is none."""
        self.totals.show_follow_up(follow_up)

    @Slot()
    def copy_table(self) -> None:
        """Put the table on the clipboard as text, cells parted by tabs; it names no patient."""
        QGuiApplication.clipboard().setText(self.model.text())

    def menu(self, row: int) -> QMenu:
        """The menu of a row (a row that there is not: of the table)."""
        menu = QMenu(self)
        lesion = self.model.lesion(row)
        if lesion is not None and self._editable:
            rejected = self.model.rejected(row)
            accept = menu.addAction(tr("&Accept lesion"), lambda: self.accepted.emit(lesion))
            accept.setEnabled(self.model.reader_text(row) != "accepted")
            menu.addAction(tr("&Reject lesion"), lambda: self.rejected.emit(lesion)).setEnabled(not rejected)
            types = menu.addMenu(tr("Change &type"))
            types.setEnabled(not rejected)
            for kind in TYPES:
                name = f"{kind.value}  {tr(wording.TYPE_WORDS[kind])}"
                action = types.addAction(name, partial(self.type_changed.emit, lesion, kind))
                action.setEnabled(kind is not lesion.type)
            menu.addSeparator()
        menu.addAction(self.copy)
        menu.addAction(theme.icon("export"), tr("Export &lesions as CSV ..."), self.csv_wanted)
        menu.actions()[-1].setEnabled(self.copy.isEnabled())
        return menu

    def _show_waiting(self) -> None:
        self.show_nothing(tr("No result yet"), tr("Lesions and volumes appear here when the analysis is done."))

    def _show_earlier(self, earlier: bool) -> None:
        self.earlier.setVisible(earlier)
        self.copy.setEnabled(not earlier)

    def _show_edits(self, edits: ReaderResult | None) -> None:
        self.table.setColumnHidden(LesionColumn.READER, edits is None)
        self._fit_region()
        self.edited.setVisible(edits is not None)
        if edits is not None:
            last = edits.steps[-1]
            words = tr("Edited by reader {reader}, {when}, {changes}").format(
                reader=last.reader,
                when=f"{last.at.astimezone():%Y-%m-%d %H:%M}",
                changes=tr("%n changes", "", len(edits.steps)),
            )
            self.edited.setText(words)
            self.edited.setToolTip("\n".join(f"{s.at.astimezone():%H:%M} {s.reader}: {s.text}" for s in edits.steps))

    def _current(self) -> Lesion | None:
        return self.model.lesion(self.table.currentIndex().row()) if self.table.currentIndex().isValid() else None

    def _choose_again(self, before: Lesion) -> None:
        """After an edit: choose the lesion that is nearest to the one chosen before."""
        rows = range(self.model.rowCount())

        def apart(row: int) -> float:
            lesion = self.model.lesion(row)
            if lesion is None:
                return float("inf")
            return sum((a - b) ** 2 for a, b in zip(lesion.centroid_mm, before.centroid_mm, strict=True))

        nearest = min(rows, key=apart, default=None)
        if nearest is not None:
            self._by_hand = False  # the reader stays on the slice that is being edited
            self.table.selectRow(nearest)
            self._by_hand = True

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu(self.table.indexAt(at).row())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(at))

    @Slot(QModelIndex)
    def _go(self, index: QModelIndex) -> None:
        lesion = self.model.lesion(index.row())
        if lesion is not None:
            self.slice_requested.emit(best_slice(lesion))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        lesion = self.model.lesion(index.row()) if index.isValid() else None
        self.lesion_chosen.emit(lesion.id if lesion is not None else None)
        if lesion is not None and self._by_hand and self.table.hasFocus():
            self.slice_requested.emit(best_slice(lesion))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            self._fit_region()
        return super().eventFilter(watched, event)

    def _fit_region(self) -> None:
        """The region takes the room that the other columns leave, so that none is cut while there is room."""
        metrics, table = self.table.fontMetrics(), self.table
        shown = [c for c in LesionColumn if c is not LesionColumn.REGION and not table.isColumnHidden(c)]
        room = table.viewport().width() - sum(table.columnWidth(column) for column in shown)
        least, most = (metrics.horizontalAdvance(_SAMPLES[LesionColumn.REGION][:n]) + 14 for n in (15, None))
        table.setColumnWidth(LesionColumn.REGION, min(max(room, least), most))
