"""The lesions of the open study as a table model, and the totals by type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.edits import ReaderResult
from app.models import wording
from app.models.place_words import place_word
from app.models.translation import QT_TR_NOOP, tr
from inference.types import TYPES, CaseResult, HemorrhageType, Lesion

#: Role of the whole :class:`Lesion` of a row.
LESION = int(Qt.ItemDataRole.UserRole)
#: What a reader may have said of a lesion.
SAID = (QT_TR_NOOP("accepted"), QT_TR_NOOP("rejected"))
#: Volume and ABC/2 of a lesion disagree where they differ by more than this share of the volume.
ABC2_DISAGREES = 0.3

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class LesionColumn(IntEnum):
    """Columns of the lesion table, left to right."""

    ID = 0
    TYPE = 1
    SIDE = 2
    REGION = 3
    ML = 4
    ABC2 = 5
    SIZE = 6
    SLICES = 7
    SCORE = 8
    READER = 9


HEADERS: dict[LesionColumn, tuple[str, str]] = {
    LesionColumn.ID: ("#", QT_TR_NOOP("Number of the lesion")),
    LesionColumn.TYPE: (QT_TR_NOOP("Type"), QT_TR_NOOP("Hemorrhage type, with the colour of its mask")),
    LesionColumn.SIDE: (
        QT_TR_NOOP("Side"),
        QT_TR_NOOP("The patient's left or right, by position against the middle of the skull"),
    ),
    LesionColumn.REGION: (QT_TR_NOOP("Region"), QT_TR_NOOP("By position in the skull alone; no anatomy is recognised")),
    LesionColumn.ML: (
        QT_TR_NOOP("mL (95 %)"),
        QT_TR_NOOP("Volume of the mask in mL; the interval takes its surface to be right within half a voxel, no more"),
    ),
    LesionColumn.ABC2: (
        "ABC/2",
        QT_TR_NOOP("The bedside estimate ABC/2 in mL (Kwak 1983); ≠ where it differs from the mask by over 30 %"),
    ),
    LesionColumn.SIZE: (QT_TR_NOOP("Size"), QT_TR_NOOP("punctate < 0.01, small 0.01-5, medium 5-25, large > 25 mL")),
    LesionColumn.SLICES: (QT_TR_NOOP("Slices"), QT_TR_NOOP("First and last slice, counted from the skull base")),
    LesionColumn.SCORE: (QT_TR_NOOP("Score"), QT_TR_NOOP("Highest raw score of the lesion's boxes, 0 to 1")),
    LesionColumn.READER: (QT_TR_NOOP("Reader"), QT_TR_NOOP("What a reader said of the lesion: accepted or rejected")),
}


@dataclass(frozen=True, slots=True)
class TypeTotal:
    """What was found of one type: volume in mL, number of lesions, calibrated probability in [0, 1] or None."""

    type: HemorrhageType
    ml: float
    lesions: int
    probability: float | None


def shown_ml(result: CaseResult, hidden: frozenset[int]) -> dict[HemorrhageType | None, float]:
    """Volume in mL of what is still drawn of each type without the lesions ``hidden``; under None that of all.

    A type none of whose lesions is hidden keeps the volume of the result to the last digit.
    """
    left: dict[HemorrhageType | None, float] = {kind: result.volumes_ml.get(kind, 0.0) for kind in TYPES}
    for lesion in result.lesions:
        if lesion.id in hidden:
            left[lesion.type] = max(0.0, left[lesion.type] - lesion.volume_ml)
    left[None] = sum(left.values())
    return left


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
        self._rejected: list[Lesion] = []
        self._accepted: frozenset[int] = frozenset()
        self._hidden: frozenset[int] = frozenset()

    def show(self, result: CaseResult | None, edits: ReaderResult | None = None) -> None:
        """Show the lesions of ``result``, and after them those that a reader rejected; None empties the table."""
        self.beginResetModel()
        self._hidden = frozenset()
        lesions = result.lesions if result is not None else ()
        self._rejected = list(edits.rejected) if edits is not None else []
        self._accepted = edits.accepted if edits is not None else frozenset()
        self._lesions = sorted(lesions, key=lambda lesion: (-lesion.volume_ml, lesion.id)) + self._rejected
        self.endResetModel()

    def set_hidden(self, hidden: frozenset[int]) -> None:
        """Mark the lesions of these numbers as below the threshold for looking; they stay in their rows."""
        if hidden != self._hidden:
            self._hidden = hidden
            if self._lesions:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._lesions) - 1, len(LesionColumn) - 1))

    def hidden(self, row: int) -> bool:
        """Whether the lesion of ``row`` is not drawn, because the threshold for looking is above its score."""
        return not self.rejected(row) and self._lesions[row].id in self._hidden

    def rejected(self, row: int) -> bool:
        """Whether a reader rejected the lesion of ``row``."""
        return row >= len(self._lesions) - len(self._rejected)

    def reader_text(self, row: int) -> str:
        """What a reader said of the lesion of ``row``: ``accepted``, ``rejected`` or nothing."""
        lesion = self._lesions[row]
        if self.rejected(row):
            return "rejected"
        return "accepted" if lesion.id in self._accepted else ""

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
            return tr(HEADERS[LesionColumn(section)][0])
        if role == _Role.ToolTipRole:
            return tr(HEADERS[LesionColumn(section)][1])
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
            if column is LesionColumn.ID and self.rejected(index.row()):
                return wording.NONE  # its number went to another lesion
            if column is LesionColumn.READER:
                text = self.reader_text(index.row())
                return tr(text) if text else ""
            return shown_text(lesion, column)
        if role == _Role.TextAlignmentRole:
            return _alignment(column)
        if role == _Role.ToolTipRole:
            if self.hidden(index.row()):
                return tr("Below the threshold for looking, so not drawn; it still counts in the result.")
            return _tip(lesion, column)
        return None

    def text(self) -> str:
        """The whole table as text: a line of titles, then one line a lesion, its cells parted by tabs."""
        lines = ["\t".join(HEADERS[column][0] for column in LesionColumn)]
        for row in range(len(self._lesions)):
            lines.append("\t".join(str(self.index(row, column).data()) for column in LesionColumn))
        return "\n".join(lines)


def abc2_disagrees(lesion: Lesion) -> bool:
    """Whether ABC/2 differs from the mask's volume by more than 30 % of that volume; punctate lesions never do.

    ABC/2 counts whole pixels and slices, so on a few voxels the two say nothing about each other.
    """
    return lesion.volume_ml >= 0.01 and abs(lesion.abc2_ml - lesion.volume_ml) > ABC2_DISAGREES * lesion.volume_ml


def lesion_text(lesion: Lesion, column: LesionColumn) -> str:
    """Text of a cell; slices are counted from 1."""
    first, last = lesion.slices[0] + 1, lesion.slices[1] + 1
    return {
        LesionColumn.ID: str(lesion.id),
        LesionColumn.TYPE: lesion.type.value,
        LesionColumn.SIDE: lesion.side or wording.NONE,
        LesionColumn.REGION: lesion.region or wording.NONE,
        LesionColumn.ML: wording.interval_text(lesion),
        LesionColumn.ABC2: ("\N{NOT EQUAL TO} " if abc2_disagrees(lesion) else "") + wording.ml_text(lesion.abc2_ml),
        LesionColumn.SIZE: lesion.size_class.value,
        LesionColumn.SLICES: str(first) if first == last else f"{first}\N{EN DASH}{last}",
        LesionColumn.SCORE: f"{lesion.score:.2f}" if lesion.boxes else wording.NONE,
        LesionColumn.READER: "",
    }[column]


def shown_text(lesion: Lesion, column: LesionColumn) -> str:
    """As :func:`lesion_text`, in the reader's language."""
    if column is LesionColumn.SIZE:
        return tr(wording.SIZE_WORDS[lesion.size_class])
    place = {LesionColumn.SIDE: lesion.side, LesionColumn.REGION: lesion.region}.get(column)
    return place_word(place) if place else lesion_text(lesion, column)


def _tip(lesion: Lesion, column: LesionColumn) -> str:
    if column is LesionColumn.ABC2 and abc2_disagrees(lesion):
        return tr("ABC/2 and the mask differ by more than 30 %: the shape is no ellipsoid, or the mask is wrong.")
    if column in (LesionColumn.SIDE, LesionColumn.REGION):
        if not lesion.region:
            return tr("The vertex or a closed skull is not on these slices.")
        return f"{shown_text(lesion, column)}: {tr(HEADERS[column][1])}"
    return tr("Hemorrhage, {type}; click to go to its best slice").format(type=tr(wording.TYPE_WORDS[lesion.type]))


def best_slice(lesion: Lesion) -> int:
    """The slice to show for a lesion: that of its highest score, else of its largest box, else its middle."""
    if not lesion.boxes:
        return (lesion.slices[0] + lesion.slices[1]) // 2
    return max(lesion.boxes, key=lambda box: (box.score, (box.x1 - box.x0) * (box.y1 - box.y0))).slice


def _alignment(column: LesionColumn) -> Qt.AlignmentFlag:
    left = column in (
        LesionColumn.TYPE, LesionColumn.SIDE, LesionColumn.REGION, LesionColumn.SIZE, LesionColumn.READER
    )  # fmt: skip
    return (Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
