"""The worklist as a table model that owns its order: triage decides, and a held order waits for the reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from app.domain import triage
from app.domain.study import StudyRecord
from app.domain.triage import Priority
from app.models import wording

#: Role of the whole :class:`StudyRecord` of a row.
RECORD = int(Qt.ItemDataRole.UserRole)
#: Updates are gathered this long before the table changes, so that a burst of events costs one update.
COALESCE_MS = 50

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class Column(IntEnum):
    """Columns of the worklist, left to right."""

    PRIORITY = 0
    STATE = 1
    PROBABILITY = 2
    TYPES = 3
    TOTAL_ML = 4
    PATIENT = 5
    AGE_SEX = 6
    WAITING = 7
    ACCESSION = 8
    STUDY_TIME = 9
    DESCRIPTION = 10
    STATION = 11


HEADERS: dict[Column, tuple[str, str]] = {
    Column.PRIORITY: ("Priority", "Class of the worklist order; hover a row to see why it stands where it stands"),
    Column.STATE: ("State", "Where the study stands; only 'None found' means that no hemorrhage was found"),
    Column.PROBABILITY: ("Prob.", "Calibrated probability of any intracranial hemorrhage"),
    Column.TYPES: ("Types", "Types found, largest volume first: EDH, SDH, SAH, IPH, IVH"),
    Column.TOTAL_ML: ("mL", "Volume of all hemorrhage in mL"),
    Column.PATIENT: ("Patient", "Patient's name"),
    Column.AGE_SEX: ("Age", "Age on the day of the study, and sex"),
    Column.ACCESSION: ("Accession", "Accession number"),
    Column.DESCRIPTION: ("Description", "Study description"),
    Column.STUDY_TIME: ("Study time", "Study date and time, as the scanner wrote them"),
    Column.WAITING: ("Waiting", "Time since this workstation first heard of the study, until it was read"),
    Column.STATION: ("Station", "Station name of the scanner"),
}

PRIORITY_WORDS: dict[Priority, str] = {
    Priority.POSITIVE: "Urgent",
    Priority.UNKNOWN: "Unknown",
    Priority.NEGATIVE: "In turn",
    Priority.READ: "Read",
}

_RIGHT = frozenset({Column.PROBABILITY, Column.TOTAL_ML, Column.WAITING})


class WorklistModel(QAbstractTableModel):
    """Rows are studies in the order of :mod:`app.domain.triage`.

    While :attr:`held`, cells keep changing and new studies are added at the end, but no row moves;
    :meth:`moving_up` says who would. Persistent indexes (selection, current row) follow their study.
    """

    #: The rows, their order or the difference to the right order changed.
    order_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: dict[str, StudyRecord] = {}
        self._keys: dict[str, triage.SortKey] = {}
        self._order: list[str] = []
        self._rows: dict[str, int] = {}
        self._pending: dict[str, StudyRecord] = {}
        self._held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COALESCE_MS)
        self._timer.timeout.connect(self.flush)

    # What Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Number of studies."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Titles of the columns and what they mean."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == _Role.DisplayRole:
            return HEADERS[Column(section)][0]
        if role == _Role.ToolTipRole:
            return HEADERS[Column(section)][1]
        if role == _Role.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Text, alignment, tooltip or the whole record (:data:`RECORD`) of a cell."""
        if not index.isValid():
            return None
        record = self._records[self._order[index.row()]]
        if role == RECORD:
            return record
        if role == _Role.DisplayRole:
            return cell_text(record, Column(index.column()))
        if role == _Role.TextAlignmentRole:
            return _alignment(Column(index.column()))
        if role == _Role.ToolTipRole:
            return tooltip(record)
        return None

    # What the application asks

    def record(self, row: int) -> StudyRecord | None:
        """The study of ``row``, or None where there is no such row."""
        return self._records[self._order[row]] if 0 <= row < len(self._order) else None

    def find(self, uid: str) -> StudyRecord | None:
        """The latest shown record of a study, or None."""
        return self._records.get(uid)

    def row_of(self, uid: str) -> int:
        """Row of a study, or -1."""
        return self._rows.get(uid, -1)

    def records(self) -> list[StudyRecord]:
        """All studies, in the order shown."""
        return [self._records[uid] for uid in self._order]

    @property
    def held(self) -> bool:
        """Whether rows stay where they are."""
        return self._held

    def set_held(self, held: bool) -> None:
        """Hold the order under the reader's hand, or let the rows go where they belong."""
        if held == self._held:
            return
        self.flush()
        self._held = held
        if not held:
            self._sort()
        self.order_changed.emit()

    def bring_in(self) -> None:
        """Put every row where it belongs now, held or not, because the reader asked for it."""
        self.flush()
        self._sort()
        self.order_changed.emit()

    def moving_up(self) -> list[StudyRecord]:
        """Studies that belong above their present row, in the right order; empty unless the order is held."""
        if not self._held:
            return []
        right = sorted(self._order, key=self._keys.__getitem__)
        return [self._records[uid] for place, uid in enumerate(right) if place < self._rows[uid]]

    def replace(self, records: Iterable[StudyRecord]) -> None:
        """Start from these studies, such as the journal's at start-up."""
        self.beginResetModel()
        self._pending.clear()
        self._timer.stop()
        self._records = {record.uid: record for record in records}
        self._keys = {uid: triage.sort_key(record) for uid, record in self._records.items()}
        self._set_order(sorted(self._records, key=self._keys.__getitem__))
        self.endResetModel()
        self.order_changed.emit()

    @Slot(object)
    def put(self, record: StudyRecord) -> None:
        """Take over a new or changed study with the next update, at most 50 ms from now."""
        self._pending[record.uid] = record
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def flush(self) -> None:
        """Show the gathered changes now."""
        self._timer.stop()
        if not self._pending:
            return
        pending, self._pending = self._pending, {}
        new = [uid for uid in pending if uid not in self._records]
        new.sort(key=lambda uid: triage.sort_key(pending[uid]))
        changed_rows = [self._rows[uid] for uid in pending if uid in self._rows]
        moved = bool(new)
        for uid, record in pending.items():
            key = triage.sort_key(record)
            moved = moved or self._keys.get(uid) != key
            self._keys[uid] = key
            if uid in self._records:
                self._records[uid] = record
        if changed_rows:
            top = self.index(min(changed_rows), 0)
            self.dataChanged.emit(top, self.index(max(changed_rows), len(Column) - 1))
        if new:
            start = len(self._order)
            self.beginInsertRows(QModelIndex(), start, start + len(new) - 1)
            for uid in new:
                self._records[uid] = pending[uid]
            self._set_order(self._order + new)
            self.endInsertRows()
        if moved and not self._held:
            self._sort()
        self.order_changed.emit()

    @Slot()
    def tick(self) -> None:
        """Let the waiting times count up."""
        if self._order:
            top = self.index(0, Column.WAITING)
            self.dataChanged.emit(top, self.index(len(self._order) - 1, Column.WAITING), [_Role.DisplayRole])

    def _set_order(self, order: list[str]) -> None:
        self._order = order
        self._rows = {uid: row for row, uid in enumerate(order)}

    def _sort(self) -> None:
        order = sorted(self._order, key=self._keys.__getitem__)
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        uids = [self._order[index.row()] for index in before]
        self._set_order(order)
        after = [self.index(self._rows[uid], index.column()) for uid, index in zip(uids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def cell_text(record: StudyRecord, column: Column, now: datetime | None = None) -> str:
    """Text of a cell; ``now`` is UTC and only matters to the waiting time."""
    study, summary = record.study, record.summary
    if column is Column.PRIORITY:
        return PRIORITY_WORDS[triage.priority(record)]
    if column is Column.STATE:
        return wording.state_text(record)
    if column is Column.PROBABILITY:
        return wording.probability_text(summary.probability) if summary and record.state.analysed else wording.NONE
    if column is Column.TYPES:
        return " ".join(summary.types) if summary and record.state.analysed else ""
    if column is Column.TOTAL_ML:
        return wording.ml_text(summary.total_ml) if summary and record.state.analysed else wording.NONE
    if column is Column.PATIENT:
        return wording.patient_name(study.patient_name) or wording.NONE
    if column is Column.AGE_SEX:
        return wording.age_sex(study)
    if column is Column.ACCESSION:
        return study.accession_number
    if column is Column.DESCRIPTION:
        return study.description
    if column is Column.STUDY_TIME:
        return wording.study_time(study.study_at)
    if column is Column.WAITING:
        return wording.duration(record.waiting_seconds(now or datetime.now(UTC)))
    return study.station_name


def tooltip(record: StudyRecord) -> str:
    """Why a study stands where it stands, what was found, and every reason there is."""
    lines = [wording.finding(record), triage.explain(record)]
    lines += [f"\N{BULLET} {reason.text}" for reason in record.reasons]
    return "\n".join(lines)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
