"""The worklist as a table model that owns its order: triage decides, and a held order waits for the reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from app.domain import triage
from app.domain.follow_up import Category, FollowUp
from app.domain.study import StudyRecord
from app.domain.triage import SortKey
from app.models import follow_up_words
from app.models import query as search
from app.models.moves import Move, Moves
from app.models.query import Facts, Query
from app.models.sorted_keys import SortedKeys
from app.models.translation import tr
from app.models.worklist_columns import Column, cell_text, meaning, title, tooltip
from app.models.worklist_counts import Counts

#: Role of the whole :class:`StudyRecord` of a row.
RECORD = int(Qt.ItemDataRole.UserRole)
#: Role of a row's latest :class:`Move` of the last minutes, or None.
MOVE = RECORD + 1
#: Updates are gathered this long before the table changes, so that a burst of events costs one update.
COALESCE_MS = 50
#: A search that depends on the clock is made again after so many ticks.
_SEARCH_AGAIN = 20

#: What makes up a list, beside the words of the language.
_CARRIED = (
    "counts", "moves", "reader", "_records", "_follow_ups", "_undone", "_query", "_keys", "_all", "_right", "_in_order",
    "_shown", "_rows", "_strayed", "_leaving",
)  # fmt: skip

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_RIGHT_ALIGNED = frozenset({Column.PROBABILITY, Column.WAITING, Column.PRIORS})


class WorklistModel(QAbstractTableModel):
    """Rows are the studies that the search asks for, in the order of :mod:`app.domain.triage`.

    While :attr:`held`, cells keep changing and new studies are added at the end, but no row moves or leaves;
    :meth:`moving_up` says who would move. Persistent indexes (selection, current row) follow their study. A change of
    the search resets the model.
    """

    #: The rows, their order or the difference to the right order changed.
    order_changed = Signal()
    #: Rows moved up: a tuple of :class:`Move`, right after the table has them in their new places.
    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counts = Counts()
        self.moves = Moves()
        #: Who ``is:mine`` in the search means.
        self.reader = ""
        #: Study Instance UID of the study that the viewer shows; empty for none.
        self.open_uid = ""
        self._records: dict[str, StudyRecord] = {}
        self._facts: dict[str, Facts] = {}
        self._follow_ups: dict[str, FollowUp] = {}
        self._undone: dict[str, tuple[SortKey, SortKey]] = {}
        self._query = Query()
        self._keys: dict[str, SortKey] = {}
        self._all = SortedKeys()
        self._right = self._all
        self._in_order = True
        self._shown: list[str] = []
        self._rows: dict[str, int] | None = {}
        self._strayed: dict[str, tuple[SortKey, str]] = {}
        self._leaving: set[str] = set()
        self._pending: dict[str, StudyRecord] = {}
        self._held = False
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COALESCE_MS)
        self._timer.timeout.connect(self.flush)

    # What Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Number of studies shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Titles of the columns and what they mean."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == _Role.DisplayRole:
            return title(Column(section))
        if role == _Role.ToolTipRole:
            return meaning(Column(section))
        if role == _Role.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Text, alignment, tooltip, the whole record (:data:`RECORD`) or the latest move (:data:`MOVE`) of a cell."""
        if not index.isValid():
            return None
        record = self._records[self._shown[index.row()]]
        if role == RECORD:
            return record
        column = Column(index.column())
        if role == _Role.DisplayRole:
            priors = self.counts.priors(record) if column is Column.PRIORS else 0
            return cell_text(record, column, priors=priors, follow_up=self._follow_ups.get(record.uid))
        if role == _Role.TextAlignmentRole:
            return _alignment(column)
        if role == _Role.AccessibleTextRole and column is Column.PATIENT and record.uid == self.open_uid:
            return tr("{patient}, images open").format(patient=cell_text(record, column))
        if role == MOVE:
            return self.moves.of(record.uid)
        if role == _Role.ToolTipRole:
            return tooltip(record, self.why_here(record.uid), self._follow_ups.get(record.uid))
        return None

    # What the application asks

    def follow_up(self, uid: str) -> FollowUp | None:
        """What became of the hemorrhage of a study since the earlier one; None where there is none."""
        return self._follow_ups.get(uid)

    def put_follow_up(self, uid: str, follow_up: FollowUp | None) -> None:
        """Take over what became of a study; no row moves for it."""
        if follow_up is None:
            self._follow_ups.pop(uid, None)
        else:
            self._follow_ups[uid] = follow_up
        record = self.find(uid)
        if record is not None and uid not in self._pending:
            self._update(record)  # its facts, and its row, with the next update

    def set_open(self, uid: str) -> None:
        """Take note of the study that the viewer shows, which need not be that of the current row."""
        before, self.open_uid = self.open_uid, uid
        for row in map(self.row_of, (before, uid)):
            if row >= 0:
                self.dataChanged.emit(self.index(row, Column.PATIENT), self.index(row, Column.PATIENT))

    def record(self, row: int) -> StudyRecord | None:
        """The study of ``row``, or None where there is no such row."""
        return self._records[self._shown[row]] if 0 <= row < len(self._shown) else None

    def find(self, uid: str) -> StudyRecord | None:
        """The latest record of a study, shown or not, or None."""
        return self._records.get(uid) if uid in self._keys else None

    def row_of(self, uid: str) -> int:
        """Row of a study, or -1 where it is not shown."""
        if self._in_order:  # then two searches in the sorted keys save making the table of 50,000 rows
            key = self._keys.get(uid)
            return self._right.place(key) if key is not None and key in self._right else -1
        if self._rows is None:
            self._rows = dict(zip(self._shown, range(len(self._shown)), strict=True))
        return self._rows.get(uid, -1)

    def records(self) -> list[StudyRecord]:
        """The studies shown, in the order shown."""
        return [self._records[uid] for uid in self._shown]

    def everything(self) -> list[StudyRecord]:
        """All studies in their right order, whatever the search."""
        return [self._records[uid] for uid in self._all.uids()]

    def urgent_before(self, row: int) -> list[StudyRecord]:
        """The unread studies with probable hemorrhage above ``row``, in the order shown."""
        urgent = self.counts.urgent
        return [self._records[uid] for uid in self._shown[:row] if uid in urgent]

    def urgent_hidden(self) -> int:
        """How many unread studies with probable hemorrhage the search leaves out."""
        if self._right is self._all:
            return 0
        return sum(self._keys[uid] not in self._right for uid in self.counts.urgent)

    def why_here(self, uid: str) -> str:
        """How a study came to its place in the last minutes, one sentence; empty where it did not move."""
        if uid in self._undone:
            return tr("You put it back; it stands as it would without the answer.")
        move = self.moves.of(uid)
        if move is None:
            return ""
        at = f"{move.at.astimezone():%H:%M}"
        text = tr("{time}: {why}").format(time=at, why=move.why)
        follow_up = self._follow_ups.get(uid)
        if follow_up is not None and follow_up.category in (Category.NEW, Category.LARGER):
            text += " " + follow_up_words.sentence(follow_up)
        return text

    # The order

    @property
    def held(self) -> bool:
        """Whether rows stay where they are."""
        return self._held

    @Slot(bool)
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
        """Changed or new studies that belong above their present row, in the right order; empty unless held."""
        if not self._held:
            return []
        waiting = [
            (place, uid)
            for uid in self._strayed
            if (key := self._keys[uid]) in self._right and (place := self._right.place(key)) < self.row_of(uid)
        ]
        return [self._records[uid] for _, uid in sorted(waiting)]

    def undoable(self, uid: str) -> bool:
        """Whether a study moved in the last minutes, and has had no other answer since."""
        move = self.moves.of(uid)
        return move is not None and self._keys.get(uid) == move.after

    def undo_move(self, uid: str) -> bool:
        """Put a study back where it was before its latest move, until it changes again; False without such a move.

        No other row moves for it where the order is held.
        """
        move = self.moves.of(uid)
        if move is None or not self.undoable(uid):
            return False
        self._undone[uid] = (move.before, move.after)
        self.moves.forget(uid)
        self._place_again(uid)
        return True

    def undone(self, uid: str) -> bool:
        """Whether the reader put a study back."""
        return uid in self._undone

    def redo_move(self, uid: str) -> None:
        """Let a study that was put back go where it belongs; no other row moves for it where the order is held."""
        if self._undone.pop(uid, None) is not None:
            self._place_again(uid)

    # The search

    @property
    def query(self) -> Query:
        """What the rows are searched by."""
        return self._query

    def set_search(self, line: str) -> None:
        """Show the studies that a search line asks for, each in its right place."""
        query = search.parse(line, self.reader)
        if query.text != self._query.text or query.timed:
            self._query = query
            self.search_again()

    def search_again(self) -> None:
        """Apply the search to every study; the answer of some changes with the clock or the reader."""
        self._query = query = search.parse(self._query.text, self.reader)
        self.flush()
        found = self._all if query.empty else SortedKeys(query.select(self._all, self._records, self._facts))
        self._reset(found)

    def continue_from(self, other: WorklistModel) -> None:
        """Take over another model's studies, each where it stood, in the language of now; that one is left empty."""
        other.flush()
        empty = WorklistModel()
        self.beginResetModel()
        other.beginResetModel()
        for name in _CARRIED:
            setattr(self, name, getattr(other, name))
            setattr(other, name, getattr(empty, name))
        other.endResetModel()
        self._facts = {uid: self._facts_of(record) for uid, record in self._records.items()}
        self.endResetModel()
        self.order_changed.emit()

    # Changes

    def replace(self, records: Iterable[StudyRecord]) -> None:
        """Start from these studies, such as the journal's at start-up."""
        self._pending.clear()
        self._timer.stop()
        self._undone.clear()
        self._leaving.clear()
        self._records = {record.uid: record for record in records}
        self.counts = Counts()
        for record in self._records.values():
            self.counts.put(None, record)
        self._facts = {uid: self._facts_of(r) for uid, r in self._records.items()}
        self._keys = {uid: triage.sort_key(record) for uid, record in self._records.items()}
        self._all = SortedKeys(self._keys.values())
        self.search_again()

    @Slot(object)
    def put(self, record: StudyRecord) -> None:
        """Take over a new or changed study with the next update, at most 50 ms from now."""
        if record.uid in self._pending or record != self.find(record.uid):  # the start tells of all that is known
            self._update(record)

    def _update(self, record: StudyRecord) -> None:
        self._pending[record.uid] = record
        if not self._timer.isActive():
            self._timer.start()

    @Slot(object)
    def remove(self, uids: Iterable[str]) -> None:
        """Take out studies that are known no more; while :attr:`held` their rows stay, and are all that is left."""
        self.flush()
        known = {uid: self.row_of(uid) for uid in uids if uid in self._keys}
        if not known:
            return
        siblings = set[str]()
        for uid in known:
            record, key = self._records[uid], self._keys.pop(uid)
            self._all.remove(key)
            if self._right is not self._all:
                self._right.remove(key)
            self.counts.remove(record)
            siblings.update(self.counts.siblings(record))
            self.moves.forget(uid)
            for told in (self._strayed, self._undone, self._follow_ups):
                told.pop(uid, None)
        for sibling in siblings & self._keys.keys():
            self._facts[sibling] = self._facts_of(self._records[sibling])
        self._in_order = False
        self._leaving |= {uid for uid, row in known.items() if row >= 0}
        self._drop(uid for uid, row in known.items() if row < 0)
        if not self._held:
            self._sort()
        self.order_changed.emit()

    @Slot()
    def flush(self) -> None:
        """Show the gathered changes now."""
        self._timer.stop()
        if not self._pending:
            return
        pending, self._pending = self._pending, {}
        rows = [row for row in map(self.row_of, pending) if row >= 0]
        shown = {uid for uid in pending if self.row_of(uid) >= 0}
        for record in pending.values():
            self._take(record)
        wanted = {uid for uid in pending if self._query.matches(self._records[uid], self._facts[uid])}
        self._leaving = (self._leaving - wanted) | (shown - wanted)
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(Column) - 1))
        for key in (self._keys[uid] for uid in wanted):
            if key not in self._right:
                self._right.insert(key)
        new = sorted(self._keys[uid] for uid in wanted - shown)
        if new:
            start = len(self._shown)
            self.beginInsertRows(QModelIndex(), start, start + len(new) - 1)
            self._shown = self._shown + [key[-1] for key in new]
            self._rows, self._in_order = None, False
            self.endInsertRows()
        if not self._held and (not self._in_order or self._leaving):
            self._sort()
        self.order_changed.emit()

    @Slot()
    def tick(self) -> None:
        """Let the waiting times count up."""
        self._ticks += 1
        if self._query.timed and not self._held and self._ticks % _SEARCH_AGAIN == 0:
            self.search_again()
        elif self._shown:
            top = self.index(0, Column.WAITING)
            self.dataChanged.emit(top, self.index(len(self._shown) - 1, Column.WAITING), [_Role.DisplayRole])

    def _take(self, record: StudyRecord) -> None:
        """Enter a record everywhere but in the rows."""
        uid, before = record.uid, self.find(record.uid)
        old = self._keys.get(uid)
        self._records[uid] = record
        self.counts.put(before, record)
        for sibling in (uid, *(self.counts.siblings(record) if before is None else ())):
            known = self._records[sibling]
            self._facts[sibling] = self._facts_of(known)
        key = self._key(record)
        if key == old:
            return
        self._put_key(uid, old, key)
        first = triage.turn_key(record) if old is None else old
        known_key, _ = self._strayed.get(uid, (first, ""))
        self._strayed[uid] = (known_key, triage.explain_move(before, record, tr))

    def _facts_of(self, record: StudyRecord) -> Facts:
        return search.facts(record, self.counts.priors(record), self._follow_ups.get(record.uid))

    def _key(self, record: StudyRecord) -> SortKey:
        key = triage.sort_key(record)
        put_back = self._undone.get(record.uid)
        if put_back is None:
            return key
        if put_back[1] == key:
            return put_back[0]
        del self._undone[record.uid]
        return key

    def _put_key(self, uid: str, old: SortKey | None, key: SortKey) -> None:
        self._in_order = False
        if self._right is not self._all and old in self._right:
            self._right.remove(old)
            self._right.insert(key)
        self._all.remove(old)
        self._all.insert(key)
        self._keys[uid] = key

    def _place_again(self, uid: str) -> None:
        self._put_key(uid, self._keys[uid], self._key(self._records[uid]))
        if not self._held:
            self._sort()
        elif self.row_of(uid) >= 0:
            self._move_alone(uid)
        self.order_changed.emit()

    def _move_alone(self, uid: str) -> None:
        """Put one row above the first that stands for a later place; all others stay where they are."""
        key = self._keys[uid]
        self._strayed.pop(uid, None)
        others = [other for other in self._shown if other != uid]
        # A row that waits to move stands by the key that it had; one that is known no more has none.
        stands = {other: known for other, (known, _) in self._strayed.items()}
        later = (row for row, other in enumerate(others) if (stands.get(other) or self._keys.get(other, key)) > key)
        row = next(later, len(others))
        self._arrange([*others[:row], uid, *others[row:]], False)

    def _reset(self, right: SortedKeys) -> None:
        self.beginResetModel()
        self._right = right
        self._shown = right.uids()
        self._rows, self._in_order = None, True
        self._strayed.clear()
        self._drop(self._leaving - self._keys.keys())
        self._leaving.clear()
        self.endResetModel()
        self.order_changed.emit()

    def _sort(self) -> None:
        """Let rows leave that the search no longer asks for, or that are known no more; put all others where they
        belong.
        """
        gone = self._leaving - self._keys.keys()
        for uid in self._leaving - gone:
            row = self.row_of(uid)
            self._right.remove(self._keys[uid])
            if row >= 0:
                self.beginRemoveRows(QModelIndex(), row, row)
                self._shown = self._shown[:row] + self._shown[row + 1 :]
                self._rows = None
                self.endRemoveRows()
        self._leaving.clear()
        strayed, self._strayed = self._strayed, {}
        staying = [uid for uid in self._shown if uid not in gone] if gone else self._shown
        order = self._right.uids()
        if order == staying and not gone:
            self._in_order = True
            return
        from_rows = {uid: row for row, uid in enumerate(staying) if uid in strayed}
        # What is gone goes last, and is cut off in one piece: a table takes a millisecond for each piece.
        self._arrange(order + [uid for uid in self._shown if uid in gone] if gone else order, not gone)
        if gone:
            self.beginRemoveRows(QModelIndex(), len(order), len(self._shown) - 1)
            self._shown, self._rows = order, None
            self._drop(gone)
            self.endRemoveRows()
        self._in_order = True
        self._tell_moves(strayed, from_rows)

    def _arrange(self, order: list[str], in_order: bool) -> None:
        """Show the same studies in another order; ``in_order`` says whether it is exactly the right one."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        uids = [self._shown[index.row()] for index in before]
        self._shown, self._rows, self._in_order = order, None, in_order
        after = [self.index(self.row_of(uid), index.column()) for uid, index in zip(uids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _drop(self, uids: Iterable[str]) -> None:
        """Let go of studies without a row that are known no more."""
        for uid in uids:
            del self._records[uid], self._facts[uid]

    def _tell_moves(self, strayed: dict[str, tuple[SortKey, str]], from_rows: dict[str, int]) -> None:
        now, told = datetime.now(UTC), []
        for uid, (before, why) in strayed.items():
            row, after = self.row_of(uid), self._keys[uid]
            if 0 <= row < from_rows.get(uid, -1) and why and after < before:
                told.append(Move(uid, before, after, from_rows[uid], row, why, now))
                self.moves.add(told[-1])
        if told:
            self.moved.emit(tuple(told))


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT_ALIGNED else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
