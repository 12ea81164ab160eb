"""Draws the cells of the worklist: priority badge, state with icon, probability bar, type chips, marks.

Everything is drawn here and nothing by the style: a style sheet costs ten times as long for a cell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain import triage
from app.domain.follow_up import FollowUp
from app.domain.study import StudyRecord
from app.domain.triage import Priority
from app.models import wording
from app.models.worklist import WorklistModel
from app.models.worklist_columns import Column, cell_text
from app.views import theme
from app.views.change_colours import change_colour

_C = theme.COLOURS
_PAD = 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_RIGHT_ALIGNED = frozenset({Column.WAITING, Column.PRIORS})
#: Letters of a text that are measured and drawn: no column is as wide, and 60,000 take a tenth of a second each time.
_MOST_LETTERS = 500
#: Icons of marks, in the order of :func:`app.models.worklist_columns.marks`.
_MARK_ICONS: tuple[tuple[str, Callable[[StudyRecord], object]], ...] = (
    ("emergency", lambda record: record.study.emergency),
    ("pin", lambda record: record.pinned),
    ("flag", lambda record: record.flagged),
    ("claim", lambda record: record.claimed_by and record.read_at is None),
    ("note", lambda record: record.note),
    ("verdict", lambda record: record.feedback),
    ("disagree", lambda record: record.disputed),
)


@dataclass(frozen=True, slots=True)
class _Fonts:
    plain: QFont
    bold: QFont
    chip: QFont
    metrics: QFontMetrics
    bold_metrics: QFontMetrics
    chip_metrics: QFontMetrics

    @classmethod
    def of(cls, font: QFont) -> _Fonts:
        bold, chip = QFont(font), QFont(font)
        bold.setWeight(QFont.Weight.Bold)
        chip.setWeight(QFont.Weight.Bold)
        chip.setPointSizeF(font.pointSizeF() * 0.85)
        return cls(font, bold, chip, QFontMetrics(font), QFontMetrics(bold), QFontMetrics(chip))


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a painter of a cell needs."""

    rect: QRect
    record: StudyRecord
    text: str
    priority: Priority
    fonts: _Fonts
    moved: bool
    ratio: float
    follow_up: FollowUp | None = None
    selected: bool = False
    open: bool = False

    @property
    def read(self) -> bool:
        return self.priority is Priority.READ

    def tint(self, tint: str) -> str:
        """The colour of icons and frames: what was read has none of its own."""
        return _C.dim if self.read else tint

    def ink(self, tint: str) -> QColor:
        """The colour of words: as of icons, but on the ground of a selected row only the text's can be read."""
        return QColor(_C.text if self.selected else self.tint(tint))


class WorklistDelegate(QStyledItemDelegate):
    """Paints by state and priority; every colour comes with a word or a shape of its own."""

    _fonts: _Fonts | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        model = index.model()
        assert isinstance(model, WorklistModel)
        record = model.record(index.row())
        if record is None:
            return
        fonts = self._fonts
        if fonts is None or fonts.plain != option.font:
            fonts = self._fonts = _Fonts.of(QFont(option.font))
        column = Column(index.column())
        priors = model.counts.priors(record) if column is Column.PRIORS else 0
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, QColor(_C.selection))
        moved = column is Column.PRIORITY and model.moves.of(record.uid) is not None
        follow_up = model.follow_up(record.uid) if column is Column.CHANGE else None
        text = cell_text(record, column, priors=priors, follow_up=follow_up)[:_MOST_LETTERS]
        if not text and column is not Column.PRIORITY:
            return
        ratio = painter.device().devicePixelRatioF()
        shown = record.uid == model.open_uid
        cell = _Cell(rect, record, text, triage.priority(record), fonts, moved, ratio, follow_up, selected, shown)
        _PAINTERS.get(column, _paint_text)(painter, cell, column)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """What a cell needs to show its whole text, such as for a double click on the border of its column."""
        model = index.model()
        assert isinstance(model, WorklistModel)
        record, column = model.record(index.row()), Column(index.column())
        follow_up = model.follow_up(record.uid) if record is not None else None
        text = cell_text(record, column, follow_up=follow_up)[:_MOST_LETTERS] if record is not None else ""
        extra = 4 * _PAD + (option.fontMetrics.height() if column in _PAINTERS else 0)
        return QSize(option.fontMetrics.horizontalAdvance(text) + extra, round(option.fontMetrics.height() * 1.85))


def _paint_text(painter: QPainter, cell: _Cell, column: Column) -> None:
    painter.setFont(cell.fonts.plain)
    painter.setPen(cell.ink(_C.text))
    _draw(painter, cell, cell.rect.adjusted(_PAD, 0, -_PAD, 0), cell.text, right=column in _RIGHT_ALIGNED)


def _paint_patient(painter: QPainter, cell: _Cell, _: Column) -> None:
    """The name, behind a mark where the viewer shows the study: the current row need not be the open one."""
    room = cell.rect.adjusted(_PAD, 0, -_PAD, 0)
    if cell.open:
        size = cell.fonts.metrics.ascent()
        spot = QRect(room.left(), room.center().y() - size // 2 + 1, size, size)
        painter.drawPixmap(spot, theme.pixmap("open", _C.accent, size, cell.ratio))
        room.setLeft(room.left() + size + 6)
    urgent = cell.priority is Priority.POSITIVE
    painter.setFont(cell.fonts.bold if urgent else cell.fonts.plain)
    painter.setPen(cell.ink(_C.text))
    _draw(painter, cell, room, cell.text, urgent)


def _draw(painter: QPainter, cell: _Cell, room: QRect, text: str, bold: bool = False, right: bool = False) -> None:
    metrics = cell.fonts.bold_metrics if bold else cell.fonts.metrics
    if metrics.horizontalAdvance(text) > room.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _RIGHT if right else _LEFT, text)


def _paint_priority(painter: QPainter, cell: _Cell, _: Column) -> None:
    rect, urgent = cell.rect, cell.priority is Priority.POSITIVE
    metrics = cell.fonts.bold_metrics if urgent else cell.fonts.metrics
    height = metrics.height() + 4
    arrow = metrics.height() if cell.moved else 0
    tick = metrics.ascent() if cell.read else 0
    width = min(metrics.horizontalAdvance(cell.text) + 16, rect.width() - 10 - arrow - tick)
    pill = QRectF(rect.left() + 6, rect.center().y() - height / 2 + 1, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(cell.fonts.bold if urgent else cell.fonts.plain)
    if urgent:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(_C.urgent))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_C.urgent))
        painter.drawRoundedRect(pill, 4, 4)
        painter.setPen(QColor(_C.on_bright))
    elif cell.priority is Priority.UNKNOWN:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(_C.line_strong), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QColor(_C.text))
    else:
        painter.setPen(cell.ink(_C.dim))
    text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, int(pill.width()) - 4)
    painter.drawText(pill, _CENTRE, text)
    if cell.read:  # a mark beside the word, since dim alone is not seen at a glance
        spot = QRect(round(pill.right()) - 4, rect.center().y() - tick // 2 + 1, tick, tick)
        painter.drawPixmap(spot, theme.pixmap("read", cell.tint(_C.dim), tick, cell.ratio))
    if cell.moved:
        spot = QRect(round(pill.right()) + 3 + tick, rect.center().y() - arrow // 2 + 1, arrow, arrow)
        painter.drawPixmap(spot, theme.pixmap("up", _C.accent, arrow, cell.ratio))


def _paint_state(painter: QPainter, cell: _Cell, _: Column) -> None:
    tint = theme.STATE_COLOURS[cell.record.state]
    rect = cell.rect
    size = min(cell.fonts.metrics.height() + 1, rect.height() - 6)
    spot = QRect(rect.left() + _PAD, rect.center().y() - size // 2 + 1, size, size)
    painter.drawPixmap(spot, theme.pixmap(theme.state_icon(cell.record.state), cell.tint(tint), size, cell.ratio))
    painter.setFont(cell.fonts.plain)
    painter.setPen(cell.ink(tint))
    _draw(painter, cell, rect.adjusted(_PAD + size + 7, 0, -2, 0), cell.text)


def _paint_probability(painter: QPainter, cell: _Cell, _: Column) -> None:
    record, rect = cell.record, cell.rect
    probability = record.summary.probability if record.summary is not None and record.state.analysed else None
    painter.setFont(cell.fonts.plain)
    painter.setPen(cell.ink(_C.dim if probability is None else _C.text))
    room, text = rect.adjusted(4, 0, -_PAD, 0 if probability is None else -2), cell.text
    if cell.fonts.metrics.horizontalAdvance(text) > room.width():  # a narrow column: the interval goes, not half of it
        text = wording.probability_text(probability)
    _draw(painter, cell, room, text, right=True)
    if probability is not None:
        track = QRectF(rect.left() + _PAD, rect.bottom() - 4, rect.width() - 2 * _PAD, 2.5)
        painter.fillRect(track, QColor(_C.line))
        track.setWidth(track.width() * min(1.0, max(0.0, probability)))
        painter.fillRect(track, QColor(cell.tint(theme.STATE_COLOURS[record.state])))


def _paint_total(painter: QPainter, cell: _Cell, _: Column) -> None:
    """The number to the right of its own half, so that numbers stand in line, and the size class behind it."""
    summary = cell.record.summary
    painter.setFont(cell.fonts.plain)
    painter.setPen(cell.ink(_C.text if cell.record.state.analysed else _C.dim))
    split = cell.rect.left() + cell.fonts.metrics.horizontalAdvance("< 0.010")
    number = QRect(cell.rect.left() + 2, cell.rect.top(), split - cell.rect.left(), cell.rect.height())
    has_answer = summary is not None and cell.record.state.analysed
    painter.drawText(number, _RIGHT, wording.ml_text(summary.total_ml) if has_answer and summary else cell.text)
    if has_answer and summary and summary.total_ml > 0:
        painter.setPen(cell.ink(_C.dim))
        word = wording.size_word(summary.total_ml)
        room = QRect(split + 7, cell.rect.top(), cell.rect.right() - split - 8, cell.rect.height())
        if cell.fonts.metrics.horizontalAdvance(word) <= room.width():  # a narrow column: the number alone says it
            painter.drawText(room, _LEFT, word)


def _paint_types(painter: QPainter, cell: _Cell, _: Column) -> None:
    metrics, rect = cell.fonts.chip_metrics, cell.rect
    height, left = metrics.height() + 2, rect.left() + 6
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(cell.fonts.chip)
    kinds = cell.text.split()
    for place, kind in enumerate(kinds):
        more = len(kinds) - place - 1
        width = metrics.horizontalAdvance(kind) + 8
        room = rect.right() - left - (metrics.horizontalAdvance("+4") + 4 if more else 0)
        if width > room:
            painter.setPen(cell.ink(_C.dim))
            painter.drawText(QRect(left, rect.top(), rect.right() - left, rect.height()), _LEFT, f"+{more + 1}")
            return
        chip = QRectF(left, rect.center().y() - height / 2 + 1, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(_TYPE_TINTS[kind], 60 if cell.read else 255))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(QColor(_C.text if cell.read else _C.on_bright))
        painter.drawText(chip, _CENTRE, kind)
        left += width + 3


def _paint_marks(painter: QPainter, cell: _Cell, _: Column) -> None:
    size = min(cell.fonts.metrics.height(), cell.rect.height() - 6)
    left = cell.rect.left() + _PAD
    tint = cell.tint(_C.text)
    for icon, marked in _MARK_ICONS:
        if marked(cell.record) and left + size < cell.rect.right():
            spot = QRect(left, cell.rect.center().y() - size // 2 + 1, size, size)
            painter.drawPixmap(spot, theme.pixmap(icon, tint, size, cell.ratio))
            left += size + 4


def _paint_change(painter: QPainter, cell: _Cell, _: Column) -> None:
    """A frame in the colour of the category around its word; nothing is filled, since no row moves for it."""
    metrics, rect = cell.fonts.chip_metrics, cell.rect
    height = metrics.height() + 3
    width = min(metrics.horizontalAdvance(cell.text) + 12, rect.width() - 10)
    tint = change_colour(cell.follow_up)
    frame = QRectF(rect.left() + 6.5, rect.center().y() - height // 2 + 0.5, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(cell.tint(tint)), 1))
    painter.drawRoundedRect(frame, 4, 4)
    painter.setPen(cell.ink(tint))
    painter.setFont(cell.fonts.chip)
    painter.drawText(frame, _CENTRE, metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, int(width) - 4))


_TYPE_TINTS = {kind.value: tint for kind, tint in theme.TYPE_COLOURS.items()}
_PAINTERS = {
    Column.PRIORITY: _paint_priority,
    Column.STATE: _paint_state,
    Column.PROBABILITY: _paint_probability,
    Column.TYPES: _paint_types,
    Column.TOTAL_ML: _paint_total,
    Column.PATIENT: _paint_patient,
    Column.MARKS: _paint_marks,
    Column.CHANGE: _paint_change,
}
