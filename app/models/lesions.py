"""The lesions of the open study as a table model, and the totals by type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models import wording
from inference.types import TYPES, CaseResult, HemorrhageType, Lesion

#: Role of the whole :class:`Lesion` of a row.
LESION = int(Qt.ItemDataRole.UserRole)

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class LesionColumn(IntEnum):
    """Columns of the lesion table, left to right."""

    ID = 0
    TYPE = 1
    ML = 2
    ABC2 = 3
    SIZE = 4
    SLICES = 5
    SCORE = 6


HEADERS: dict[LesionColumn, tuple[str, str]] = {
    LesionColumn.ID: ("#", "Number of the lesion"),
    LesionColumn.TYPE: ("Type", "Hemorrhage type, with the colour of its mask"),
    LesionColumn.ML: ("mL (95 %)", "Volume of the mask in mL, with its 95 % interval"),
    LesionColumn.ABC2: ("ABC/2", "The bedside estimate ABC/2 in mL (Kwak 1983)"),
    LesionColumn.SIZE: ("Size", "punctate < 0.01, small 0.01-5, medium 5-25, large > 25 mL"),
    LesionColumn.SLICES: ("Slices", "First and last slice, counted from the skull base"),
    LesionColumn.SCORE: ("Score", "Highest raw score of the lesion's boxes, 0 to 1"),
}


@dataclass(frozen=True, slots=True)
class TypeTotal:
    """What was found of one type: volume in mL, number of lesions, calibrated probability in [0, 1] or None."""

    type: HemorrhageType
    ml: float
    lesions: int
    probability: float | None


def totals(result: CaseResult | None) -> tuple[TypeTotal, ...]:
    """One entry for each of the five types, in their fixed order; empty without a result."""
    if result is None:
        return ()
    return tuple(
        TypeTotal(
            kind,
            result.volumes_ml.get(kind, 0.0),
            sum(lesion.type is kind for lesion in result.lesions),
            result.probability_by_type.get(kind),
        )
        for kind in TYPES
    )


class LesionModel(QAbstractTableModel):
    """Rows are the lesions of one result, largest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lesions: list[Lesion] = []

    def show(self, result: CaseResult | None) -> None:
        """Show the lesions of ``result``; None empties the table."""
        self.beginResetModel()
        lesions = result.lesions if result is not None else ()
        self._lesions = sorted(lesions, key=lambda lesion: (-lesion.volume_ml, lesion.id))
        self.endResetModel()

    def lesion(self, row: int) -> Lesion | None:
        """The lesion of ``row``, or None where there is no such row."""
        return self._lesions[row] if 0 <= row < len(self._lesions) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Number of lesions."""
        return 0 if parent.isValid() else len(self._lesions)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Number of columns."""
        return 0 if parent.isValid() else len(LesionColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Titles of the columns and what they mean."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(LesionColumn):
            return None
        if role == _Role.DisplayRole:
            return HEADERS[LesionColumn(section)][0]
        if role == _Role.ToolTipRole:
            return HEADERS[LesionColumn(section)][1]
        if role == _Role.TextAlignmentRole:
            return _alignment(LesionColumn(section))
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Text, alignment, tooltip or the whole lesion (:data:`LESION`) of a cell."""
        if not index.isValid():
            return None
        lesion, column = self._lesions[index.row()], LesionColumn(index.column())
        if role == LESION:
            return lesion
        if role == _Role.DisplayRole:
            return lesion_text(lesion, column)
        if role == _Role.TextAlignmentRole:
            return _alignment(column)
        if role == _Role.ToolTipRole:
            return f"{wording.TYPE_WORDS[lesion.type].capitalize()} hemorrhage; double-click to go to its largest box"
        return None


def lesion_text(lesion: Lesion, column: LesionColumn) -> str:
    """Text of a cell; slices are counted from 1."""
    first, last = lesion.slices[0] + 1, lesion.slices[1] + 1
    return {
        LesionColumn.ID: str(lesion.id),
        LesionColumn.TYPE: lesion.type.value,
        LesionColumn.ML: wording.interval_text(lesion),
        LesionColumn.ABC2: wording.ml_text(lesion.abc2_ml),
        LesionColumn.SIZE: lesion.size_class.value,
        LesionColumn.SLICES: str(first) if first == last else f"{first}\N{EN DASH}{last}",
        LesionColumn.SCORE: f"{lesion.score:.2f}",
    }[column]


def best_slice(lesion: Lesion) -> int:
    """The slice to show for a lesion: that of its highest score, else of its largest box, else its middle."""
    if not lesion.boxes:
        return (lesion.slices[0] + lesion.slices[1]) // 2
    return max(lesion.boxes, key=lambda box: (box.score, (box.x1 - box.x0) * (box.y1 - box.y0))).slice


def _alignment(column: LesionColumn) -> Qt.AlignmentFlag:
    left = column in (LesionColumn.TYPE, LesionColumn.SIZE)
    return (Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
