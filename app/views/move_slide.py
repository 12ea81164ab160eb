"""Rows that moved up slide to their new place, so that the eye can follow them."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPoint, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QWidget

from app.models.moves import Move
from app.models.worklist import WorklistModel
from app.views import theme
from app.views.worklist_table import WorklistTable

_DURATION_MS = 320
_MOST = 6


class MoveSlide(QWidget):
    """Lies over the table while rows slide; the table below already has them in place and stays usable."""

    def __init__(self, table: WorklistTable, model: WorklistModel) -> None:
        super().__init__(table.viewport())
        self._table, self._model = table, model
        self._rows: list[tuple[QPixmap, QPoint, QPoint]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.animation = QVariantAnimation(self)
        self.animation.setStartValue(0.0)
        self.animation.setEndValue(1.0)
        self.animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.animation.valueChanged.connect(self.update)
        self.animation.finished.connect(self.hide)
        self.hide()
        model.moved.connect(self.show_moves)

    @Slot(object)
    def show_moves(self, moves: tuple[Move, ...]) -> None:
        """Let the rows of ``moves`` that are now in sight slide up; none where the desktop wants no animations."""
        table = self._table
        if not table.isVisible() or not table.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, table):
            return
        self.hide()
        area, height = table.viewport().rect(), table.row_height()
        self._rows = []
        for move in moves:
            rect = table.visualRect(self._model.index(self._model.row_of(move.uid), 0))
            rect.setLeft(0)
            rect.setWidth(area.width())
            if len(self._rows) < _MOST and area.intersects(rect):
                start = rect.top() + min((move.from_row - move.to_row) * height, area.bottom() - rect.top())
                picture = table.viewport().grab(rect)
                self._rows.append((picture, QPoint(0, start), rect.topLeft()))
        if self._rows:
            self.animation.stop()
            self.animation.setDuration(_DURATION_MS)
            self.setGeometry(area)
            self.show()
            self.raise_()
            self.animation.start()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        done = float(self.animation.currentValue() or 0.0)
        for picture, start, end in self._rows:
            place = start + (end - start) * done
            painter.drawPixmap(place, picture)
            painter.setPen(QPen(QColor(theme.COLOURS.accent), 2))
            size = picture.deviceIndependentSize()
            painter.drawRect(1, place.y() + 1, int(size.width()) - 3, int(size.height()) - 3)
