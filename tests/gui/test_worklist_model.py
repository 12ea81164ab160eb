from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.domain import triage
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.models.moves import MEMORY, Move
from app.models.worklist import COALESCE_MS, MOVE, RECORD, WorklistModel
from app.models.worklist_columns import Column, cell_text, meaning, title, tooltip
from tests.gui import values


@pytest.fixture
def model(bot: QtBot) -> WorklistModel:
    model = WorklistModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def _mixed() -> list[StudyRecord]:
    return [
        values.negative(1), values.record(2), values.positive(3, 0.7), values.not_analysed(4), values.positive(5, 0.95),
        values.record(6, StudyState.FAILED), values.negative(7),
    ]  # fmt: skip


def test_order_is_that_of_triage(model: WorklistModel) -> None:
    for record in _mixed():
        model.put(record)
    model.flush()
    assert model.records() == triage.order(_mixed())
    assert [r.arrival for r in model.records()] == [5, 3, 1, 2, 4, 6, 7]


def test_a_burst_costs_one_update(model: WorklistModel, bot: QtBot) -> None:
    model.put(values.record(1))
    model.flush()
    updates: list[int] = []
    model.order_changed.connect(lambda: updates.append(1))
    for received in range(200):
        model.put(values.record(1, StudyState.FETCHING, images_received=received))
    assert not updates
    bot.waitUntil(lambda: bool(updates), timeout=COALESCE_MS * 20)
    assert len(updates) == 1
    assert model.data(model.index(0, Column.STATE)) == "Fetching 199/32"


def test_what_is_known_costs_no_update_and_hides_no_change(model: WorklistModel) -> None:
    model.replace([values.record(1), values.record(2)])
    changes: list[int] = []
    model.dataChanged.connect(lambda *_: changes.append(1))
    for number in (1, 2):
        model.put(values.record(number))  # as the start tells of all that the journal has
    model.flush()
    assert changes == []
    model.put(values.record(1, StudyState.FETCHING))
    model.put(values.record(1))  # back before the list was updated
    model.flush()
    assert changes == [1]
    assert model.records() == [values.record(1), values.record(2)]


def test_persistent_indexes_follow_their_study_through_every_shuffle(model: WorklistModel) -> None:
    random = Random(7)
    records = {n: values.record(n) for n in range(60)}
    model.replace(records.values())
    held = {r.uid: QPersistentModelIndex(model.index(row, 3)) for row, r in enumerate(model.records())}
    for _ in range(20):
        for number in random.sample(range(60), 15):
            records[number] = random.choice([
                values.positive(number, random.random()), values.negative(number), values.not_analysed(number)
            ])  # fmt: skip
            model.put(records[number])
        model.flush()
        assert model.records() == triage.order(records.values())
        for uid, index in held.items():
            assert index.isValid() and index.column() == 3
            assert index.data(RECORD).uid == uid and model.row_of(uid) == index.row()


def test_a_held_order_moves_no_row_and_says_who_waits(model: WorklistModel) -> None:
    model.replace(_mixed())
    before = [r.uid for r in model.records()]
    model.set_held(True)
    model.put(values.positive(7, 0.99))
    model.put(values.positive(8, 0.6))
    model.put(values.negative(9))
    model.flush()
    assert [r.uid for r in model.records()][: len(before)] == before
    assert model.records()[model.row_of(values.study(7).study_instance_uid)].state is StudyState.POSITIVE
    assert [r.arrival for r in model.moving_up()][:2] == [7, 8]
    model.set_held(False)
    assert [r.arrival for r in model.records()] == [7, 5, 3, 8, 1, 2, 4, 6, 9]
    assert model.moving_up() == []


def test_bringing_in_sorts_even_while_held(model: WorklistModel) -> None:
    model.replace(_mixed())
    model.set_held(True)
    model.put(values.positive(7, 0.99))
    model.bring_in()
    assert model.records()[0].arrival == 7
    assert model.held


def test_an_update_that_changes_no_key_moves_nothing(model: WorklistModel) -> None:
    model.replace(_mixed())
    moves: list[int] = []
    model.layoutChanged.connect(lambda *_: moves.append(1))
    model.put(values.record(2, StudyState.FETCHING, images_received=3))
    model.flush()
    assert not moves


def test_cells_of_a_positive(model: WorklistModel) -> None:
    row = values.positive(1, 0.87, SDH=12.34, IPH=0.5)
    now = row.found_at + timedelta(minutes=4, seconds=9)
    cells = {column: cell_text(row, column, now) for column in Column}
    assert cells[Column.PRIORITY] == "Urgent"
    assert cells[Column.STATE] == "Probable bleed"
    assert cells[Column.PROBABILITY] == "87 %"
    assert cells[Column.TYPES] == "SDH IPH"
    assert cells[Column.TOTAL_ML] == "12.8 medium"
    assert cells[Column.PATIENT] == "Patient01, Test"
    assert cells[Column.AGE_SEX] == "74 F"
    assert cells[Column.WAITING] == "4:09"
    assert cells[Column.ACCESSION] == "A000001"
    assert cells[Column.DESCRIPTION] == "CT HEAD WO CONTRAST"
    assert cells[Column.STATION] == "CT1"


def test_a_study_without_answer_shows_no_number_even_with_an_old_result(model: WorklistModel) -> None:
    row = replace(values.positive(1), state=StudyState.ANALYSING)
    assert cell_text(row, Column.PROBABILITY) == "–"
    assert cell_text(row, Column.TOTAL_ML) == "–"
    assert cell_text(row, Column.TYPES) == ""


def test_waiting_stops_when_read() -> None:
    row = values.negative(1)
    row = replace(row, read_at=row.found_at + timedelta(minutes=3))
    assert cell_text(row, Column.WAITING, row.found_at + timedelta(hours=9)) == "3:00"
    assert cell_text(row, Column.PRIORITY) == "Read"


def test_tooltip_explains_position_and_reasons() -> None:
    row = values.not_analysed(3)
    assert triage.explain(row) in tooltip(row)
    assert row.reasons[0].text in tooltip(row)


def test_headers_are_named_and_explained(model: WorklistModel) -> None:
    for column in Column:
        assert model.headerData(column, Qt.Orientation.Horizontal) == title(column) != ""
        assert model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == meaning(column) != ""


def test_a_tick_refreshes_the_waiting_column_only(model: WorklistModel) -> None:
    model.replace(_mixed())
    seen = []
    model.dataChanged.connect(lambda a, b, roles: seen.append((a.row(), b.row(), a.column(), b.column())))
    model.tick()
    assert seen == [(0, 6, Column.WAITING, Column.WAITING)]


def test_moves_are_explained_for_some_minutes_and_told_once(model: WorklistModel) -> None:
    told: list[tuple[Move, ...]] = []
    model.moved.connect(told.append)
    model.replace(values.record(n) for n in range(8))
    model.put(values.positive(6, 0.97, IPH=24.0))
    model.flush()
    uid = values.study(6).study_instance_uid
    assert [(m.uid, m.from_row, m.to_row) for m in told[0]] == [(uid, 6, 0)] and len(told) == 1
    index = model.index(0, Column.PRIORITY)
    assert "Moved up, because hemorrhage is probable (97 %, 24.0 mL, mostly IPH)" in index.data(
        Qt.ItemDataRole.ToolTipRole
    )
    assert model.index(1, 0).data(MOVE) is None  # the others only made room
    move = index.data(MOVE)
    assert model.moves.of(uid, move.at + MEMORY) is None


def test_a_move_can_be_undone_and_redone(model: WorklistModel) -> None:
    model.replace(values.record(n) for n in range(8))
    model.put(values.positive(6, 0.97))
    model.put(values.positive(9, 0.6))
    model.flush()
    uid, new = values.study(6).study_instance_uid, values.study(9).study_instance_uid
    assert [r.arrival for r in model.records()][:2] == [6, 9]
    assert model.undo_move(uid) and model.undo_move(new)
    assert [r.arrival for r in model.records()] == [0, 1, 2, 3, 4, 5, 6, 7, 9]
    assert model.counts.urgent == {uid, new}  # put back, but as urgent as before
    assert "You put it back" in model.index(6, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert not model.undo_move(uid)
    model.put(values.record(3, StudyState.FETCHING))
    model.flush()
    assert model.row_of(uid) == 6
    model.redo_move(uid)
    assert model.row_of(uid) == 0
    model.put(values.positive(9, 0.99))  # another answer ends it by itself
    model.flush()
    assert model.row_of(new) == 0 and not model.undone(new)


def test_in_a_held_order_only_the_row_that_is_put_back_moves(model: WorklistModel) -> None:
    model.replace(values.record(n) for n in range(6))
    model.put(values.positive(4, 0.9))
    model.flush()
    uid, waiting = (values.study(n).study_instance_uid for n in (4, 5))
    model.set_held(True)
    model.put(values.positive(5, 0.97))
    model.put(values.positive(8, 0.95))
    model.remove([values.study(2).study_instance_uid])
    model.flush()
    assert [r.arrival for r in model.records()] == [4, 0, 1, 2, 3, 5, 8]
    kept = QPersistentModelIndex(model.index(0, 0))
    assert model.undoable(uid) and not model.undoable(waiting) and model.undo_move(uid)
    assert [r.arrival for r in model.records()] == [0, 1, 2, 3, 4, 5, 8]
    assert kept.row() == model.row_of(uid) and [r.arrival for r in model.moving_up()] == [5, 8]
    model.redo_move(uid)
    assert [r.arrival for r in model.records()] == [4, 0, 1, 2, 3, 5, 8]
    assert model.undo_move(uid) is False  # its move was put back already
    model.set_held(False)
    assert [r.arrival for r in model.records()] == [5, 8, 4, 0, 1, 3]


def test_a_pinned_study_stands_on_top_until_it_is_read(model: WorklistModel) -> None:
    model.replace(_mixed())
    pinned = replace(values.negative(7), pinned=True)
    model.put(pinned)
    model.flush()
    assert [r.arrival for r in model.records()][:2] == [7, 5]
    assert "pinned" in cell_text(pinned, Column.MARKS)
    model.put(replace(pinned, read_at=pinned.found_at))
    model.flush()
    assert model.records()[-1].arrival == 7


def test_a_search_shows_what_it_asks_for_in_the_right_order(model: WorklistModel) -> None:
    model.replace(_mixed())
    model.set_search("is:urgent")
    assert [r.arrival for r in model.records()] == [5, 3]
    model.put(values.positive(2, 0.8))
    model.put(values.record(8))
    model.flush()
    assert [r.arrival for r in model.records()] == [5, 2, 3]
    assert model.urgent_hidden() == 0 and len(model.everything()) == 8
    model.put(values.negative(5))
    model.flush()
    assert [r.arrival for r in model.records()] == [2, 3]
    model.set_search("is:failed")
    assert [r.arrival for r in model.records()] == [6] and model.urgent_hidden() == 2
    model.set_search("")
    assert model.records() == model.everything() and model.urgent_hidden() == 0


def test_while_held_no_row_leaves_the_search(model: WorklistModel) -> None:
    model.replace(_mixed())
    model.set_search("is:unread")
    model.set_held(True)
    first = model.records()[0]
    model.put(replace(first, read_at=first.found_at))
    model.put(values.positive(9, 0.99))
    model.flush()
    assert [r.arrival for r in model.records()] == [5, 3, 1, 2, 4, 6, 7, 9]
    assert [r.arrival for r in model.moving_up()] == [9]
    model.set_held(False)
    assert [r.arrival for r in model.records()] == [9, 3, 1, 2, 4, 6, 7]


def test_a_study_that_is_forgotten_leaves_when_the_hand_is_gone(model: WorklistModel) -> None:
    model.replace([*_mixed(), replace(values.negative(8), study=values.study(8, patient_id="P0007"))])
    gone = [values.study(number).study_instance_uid for number in (5, 7, 2)]
    model.set_search("is:unread -is:failed")
    model.set_held(True)
    before = model.records()
    kept = QPersistentModelIndex(model.index(model.row_of(values.study(3).study_instance_uid), 0))
    model.remove([*gone, "never.heard.of"])
    assert model.records() == before and kept.row() == 1
    assert [model.find(uid) for uid in gone] == [None] * 3  # no act meets what is gone
    assert (model.counts.total, model.counts.unread, len(model.counts.urgent)) == (5, 5, 1)
    assert [r.arrival for r in model.everything()] == [3, 1, 4, 6, 8]
    model.put(values.negative(7))  # the archive has it again
    model.flush()
    assert [r.uid for r in model.records()] == [r.uid for r in before]
    assert model.index(model.row_of(values.study(8).study_instance_uid), Column.PRIORS).data() == "1"
    model.set_held(False)
    assert [r.arrival for r in model.records()] == [3, 1, 4, 7, 8]
    assert kept.row() == 0 and kept.data(RECORD).arrival == 3
    model.remove([values.study(7).study_instance_uid])
    model.set_search("")
    assert [r.arrival for r in model.records()] == [3, 1, 4, 6, 8]
    model.set_search("priors:yes")
    assert model.records() == []


def test_many_that_are_forgotten_leave_a_long_list_in_one_piece(model: WorklistModel) -> None:
    model.replace([values.negative(number) for number in range(2000)])
    pieces: list[int] = []
    model.rowsRemoved.connect(lambda _, first, last: pieces.append(last - first + 1))
    kept = QPersistentModelIndex(model.index(1001, 3))
    model.remove([values.study(number).study_instance_uid for number in range(0, 2000, 2)])
    assert pieces == [1000] and [r.arrival for r in model.records()] == list(range(1, 2000, 2))
    assert kept.row() == 500 and kept.data(RECORD).arrival == 1001


def test_priors_are_earlier_studies_of_the_same_patient(model: WorklistModel) -> None:
    rows = [replace(values.record(n), study=values.study(n, patient_id="P1")) for n in (1, 2, 3)]
    model.replace([rows[1], rows[2], values.record(7)])
    assert [model.index(row, Column.PRIORS).data() for row in range(3)] == ["", "1", ""]
    model.put(rows[0])  # an older one comes later
    model.set_search("priors:yes")
    assert [r.arrival for r in model.records()] == [2, 3]
    assert [model.index(row, Column.PRIORS).data() for row in range(2)] == ["1", "2"]


def test_a_new_beginning_while_a_forgotten_row_stays_under_the_readers_hand(model: WorklistModel) -> None:
    first, second = values.record(1), values.record(2)
    model.replace([first, second])
    model.set_held(True)
    model.remove([first.uid])
    assert model.records() == [first, second]
    model.replace([second])
    model.set_held(False)
    assert model.records() == [second]


@given(data=st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_and_counts_are_right_after_anything(bot: QtBot, data: st.DataObject) -> None:
    model = WorklistModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    known: dict[str, StudyRecord] = {}
    gone: dict[str, StudyRecord] = {}
    for _ in range(data.draw(st.integers(1, 12))):
        match data.draw(
            st.sampled_from(["put", "put", "put", "hold", "let go", "search", "undo", "replace", "forget"])
        ):
            case "put":
                number = data.draw(st.integers(0, 9))
                kinds = [values.positive(number, data.draw(st.sampled_from([0.6, 0.9]))), values.negative(number),
                         values.record(number), values.not_analysed(number)]  # fmt: skip
                record = data.draw(st.sampled_from(kinds))
                read = record.found_at if data.draw(st.booleans()) else None
                record = replace(record, read_at=read, pinned=data.draw(st.booleans()))
                known[record.uid] = record
                gone.pop(record.uid, None)
                model.put(record)
                model.flush()
            case "forget" if known:
                uids = data.draw(st.lists(st.sampled_from(sorted(known)), unique=True))
                gone |= {uid: known.pop(uid) for uid in uids}
                model.remove(uids)
            case "hold":
                model.set_held(True)
            case "let go":
                model.set_held(False)
            case "search":
                model.set_search(data.draw(st.sampled_from(["", "is:unread", "is:urgent", "state:none"])))
            case "undo" if known:
                uid, before = data.draw(st.sampled_from(sorted(known))), model.records()
                could = model.undoable(uid)
                assert model.undo_move(uid) == could
                if model.held:  # no other row moves
                    others = [r.uid for r in before if r.uid != uid]
                    assert [r.uid for r in model.records() if r.uid != uid] == others
            case "replace":
                model.replace(known.values())
            case _:
                pass
        for row, record in enumerate(model.records()):
            assert model.row_of(record.uid) == row and (known | (gone if model.held else {}))[record.uid] == record
    for uid in list(known):
        model.redo_move(uid)
    model.set_held(False)
    everything = triage.order(known.values())
    assert model.everything() == everything
    query, facts = model.query, model._facts
    assert model.records() == [r for r in everything if query.matches(r, facts[r.uid])]
    assert model.counts.total == len(known)
    assert model.counts.unread == sum(r.read_at is None for r in known.values())
    assert model.counts.urgent == {r.uid for r in known.values() if triage.priority(r) is triage.Priority.POSITIVE}


def test_one_change_among_many_rows_touches_what_it_has_to(bot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts instead of seconds: no sort of all rows, no key of another row, one change of layout, one row redrawn."""
    model = WorklistModel()
    model.replace(values.record(n) for n in range(3000))
    keys: list[str] = []
    layouts: list[int] = []
    redrawn: list[int] = []
    sort_key = triage.sort_key

    def counted(record: StudyRecord) -> triage.SortKey:
        keys.append(record.uid)
        return sort_key(record)

    monkeypatch.setattr(triage, "sort_key", counted)
    model.layoutChanged.connect(lambda *_: layouts.append(1))
    model.dataChanged.connect(lambda top, bottom, *_: redrawn.append(bottom.row() - top.row() + 1))
    model.put(values.positive(2500))
    model.flush()
    assert len(layouts) == 1 and redrawn == [1]
    assert len(keys) <= 5 and set(keys) == {values.study(2500).study_instance_uid}
