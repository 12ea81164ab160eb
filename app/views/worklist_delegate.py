"""Draws the cells of the worklist: priority badge, state with icon, probability bar, type chips."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain import triage
from app.domain.study import StudyRecord
from app.domain.triage import Priority
from app.models.worklist import RECORD, Column
from app.views import theme

_C = theme.COLOURS
_PAD = 8


class WorklistDelegate(QStyledItemDelegate):
    """Paints by state and priority; every colour comes with a word or a shape of its own."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        record: StudyRecord = index.data(RECORD)
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        priority = triage.priority(record)
        text_colour = QColor(_C.faint if priority is Priority.READ else _C.text)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, text_colour)
        column = Column(index.column())
        if column is Column.PATIENT and priority is Priority.POSITIVE:
            option.font.setWeight(QFont.Weight.Bold)
        text, own = option.text, column in _PAINTERS
        if own:
            option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        if not own:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        _PAINTERS[column](painter, option.rect, record, text, priority)
        painter.restore()


def _paint_priority(painter: QPainter, rect: QRect, _: StudyRecord, text: str, priority: Priority) -> None:
    height = painter.fontMetrics().height() + 4
    width = min(painter.fontMetrics().horizontalAdvance(text) + 16, rect.width() - 8)
    pill = QRectF(rect.left() + 6, rect.center().y() - height / 2 + 1, width, height)
    if priority is Priority.POSITIVE:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(_C.urgent))
        font = painter.font()
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        pill.setWidth(min(painter.fontMetrics().horizontalAdvance(text) + 16, rect.width() - 8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_C.urgent))
        painter.drawRoundedRect(pill, 4, 4)
        painter.setPen(QColor(_C.on_bright))
    elif priority is Priority.UNKNOWN:
        painter.setPen(QPen(QColor(_C.line_strong), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QColor(_C.text))
    else:
        painter.setPen(QColor(_C.faint if priority is Priority.READ else _C.dim))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def _paint_state(painter: QPainter, rect: QRect, record: StudyRecord, text: str, priority: Priority) -> None:
    tint = _C.faint if priority is Priority.READ else theme.STATE_COLOURS[record.state]
    size = min(painter.fontMetrics().height() + 1, rect.height() - 6)
    ratio = painter.device().devicePixelRatioF()
    spot = QRect(rect.left() + _PAD, rect.center().y() - size // 2 + 1, size, size)
    painter.drawPixmap(spot, theme.pixmap(theme.state_icon(record.state), tint, size, ratio))
    painter.setPen(QColor(tint))
    room = rect.adjusted(_PAD + size + 7, 0, -2, 0)
    painter.drawText(room, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))


def _paint_probability(painter: QPainter, rect: QRect, record: StudyRecord, text: str, priority: Priority) -> None:
    probability = record.summary.probability if record.summary is not None and record.state.analysed else None
    bright = probability is not None and priority is not Priority.READ
    painter.setPen(QColor(_C.text if bright else _C.faint))
    painter.drawText(rect.adjusted(4, 0, -_PAD, 0 if probability is None else -2), _RIGHT, text)
    if probability is not None:
        tint = theme.STATE_COLOURS[record.state] if bright else _C.faint
        track = QRectF(rect.left() + _PAD, rect.bottom() - 4, rect.width() - 2 * _PAD, 2.5)
        painter.fillRect(track, QColor(_C.line))
        track.setWidth(track.width() * min(1.0, max(0.0, probability)))
        painter.fillRect(track, QColor(tint))


def _paint_types(painter: QPainter, rect: QRect, _: StudyRecord, text: str, priority: Priority) -> None:
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * 0.85)
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    height, left = metrics.height() + 2, rect.left() + 6
    kinds = text.split()
    colours = {kind.value: tint for kind, tint in theme.TYPE_COLOURS.items()}
    for place, kind in enumerate(kinds):
        more = len(kinds) - place - 1
        width = metrics.horizontalAdvance(kind) + 8
        room = rect.right() - left - (metrics.horizontalAdvance("+4") + 4 if more else 0)
        if width > room:
            painter.setPen(QColor(_C.dim))
            painter.drawText(QRect(left, rect.top(), rect.right() - left, rect.height()), _LEFT, f"+{more + 1}")
            return
        chip = QRectF(left, rect.center().y() - height / 2 + 1, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours[kind], 110 if priority is Priority.READ else 255))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(QColor(_C.on_bright))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, kind)
        left += width + 3


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_PAINTERS = {
    Column.PRIORITY: _paint_priority,
    Column.STATE: _paint_state,
    Column.PROBABILITY: _paint_probability,
    Column.TYPES: _paint_types,
}
