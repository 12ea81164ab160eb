"""The table under the comparison: each type before and now, the change with its uncertainty, and its word."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from app.domain.follow_up import FollowUp
from app.models import follow_up_words as words
from app.models.translation import tr
from app.views.change_colours import category_colour
from app.views.swatch import SIDE, swatch

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
#: Columns of numbers.
_NUMBERS = range(1, 5)


class ChangeTable(QTableWidget):
    """Six rows, always in the same place: the five types and the total."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 6, parent)
        self.setHorizontalHeaderLabels(
            [tr("Type"), tr("Before, mL"), tr("Now, mL"), tr("Change, mL"), tr("Change, %"), tr("Change")]
        )
        metrics = self.fontMetrics()
        for column in range(self.columnCount()):
            title = self.horizontalHeaderItem(column)
            if title is not None:
                title.setTextAlignment(_RIGHT if column in _NUMBERS else _LEFT)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(_LEFT)
        self.setIconSize(QSize(SIDE, SIDE))
        self.verticalHeader().hide()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAccessibleName(tr("Change in volume by type"))
        self.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.6))

    def show_follow_up(self, follow_up: FollowUp) -> None:
        """Show what became of each type."""
        self.setRowCount(len(follow_up.changes))
        for row, change in enumerate(follow_up.changes):
            word = words.change_word(change, follow_up)
            texts = (
                tr("Total") if change.type is None else change.type.value,
                words.volume_text(change, before=True),
                words.volume_text(change, before=False),
                words.difference_text(change),
                words.percent_text(change),
                word,
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column == 0 and change.type is not None:
                    item.setIcon(swatch(change.type))
                if column in _NUMBERS:
                    item.setTextAlignment(_RIGHT)
                if column == 5 and word:
                    item.setForeground(QColor(category_colour(change.category, change.unsure)))
                self.setItem(row, column, item)
        self.resizeColumnsToContents()
        self._fit()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as all rows and what stands above and below them: the total is the last row."""
        header, rows = self.horizontalHeader(), self.verticalHeader()
        wide = header.length() > self.width()
        below = self.horizontalScrollBar().sizeHint().height() if wide else 0
        height = header.sizeHint().height() + rows.length() + 2 * self.frameWidth() + below
        if height != self.height():
            self.setFixedHeight(height)
