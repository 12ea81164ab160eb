from __future__ import annotations

from time import monotonic

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.states import StudyState
from app.models.worklist import Column, WorklistModel
from app.views import theme
from app.views.order_hold import OrderHold
from app.views.worklist_view import WorklistView
from inference.types import HemorrhageType
from tests.gui import values


@pytest.fixture
def view(bot: QtBot) -> WorklistView:
    view = WorklistView(WorklistModel())
    bot.addWidget(view)
    view.resize(1000, 300)
    with bot.waitExposed(view):
        view.show()
    return view


def _fill(view: WorklistView, count: int = 40) -> WorklistModel:
    model = view.table.model()
    assert isinstance(model, WorklistModel)
    model.replace(values.negative(n) for n in range(count))
    QApplication.processEvents()
    return model


def _click(bot: QtBot, view: WorklistView, row: int) -> None:
    place = view.table.visualRect(view.table.model().index(row, 5)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _enter(view: WorklistView) -> None:
    spot = QPointF(50, 50)
    QApplication.sendEvent(view.table.viewport(), QEnterEvent(spot, spot, spot))


def _leave(view: WorklistView) -> None:
    QApplication.sendEvent(view.table.viewport(), QEvent(QEvent.Type.Leave))


def test_empty_list_says_what_it_waits_for(view: WorklistView) -> None:
    assert view._stack.currentWidget() is view.empty
    assert "Waiting for the archive" in view.empty.title.text()
    view.set_archive("PACS", False, "The archive refused the connection.")
    assert view.empty.title.text() == "PACS does not answer"
    assert view.empty.text.text() == "The archive refused the connection."
    view.set_archive("PACS", True, "No study yet.")
    assert "Waiting for studies from PACS" in view.empty.title.text()
    _fill(view, 1)
    assert view._stack.currentWidget() is view.table


def test_selection_and_place_on_the_screen_survive_a_new_urgent_study(view: WorklistView) -> None:
    model = _fill(view)
    view.table.verticalScrollBar().setValue(400)
    view.table.setCurrentIndex(model.index(17, 0))
    uid, top = model.records()[17].uid, view.table.visualRect(model.index(17, 0)).top()
    model.put(values.positive(99))
    model.flush()
    assert model.row_of(uid) == 18
    assert view.table.currentIndex().row() == 18
    assert [i.row() for i in view.table.selectionModel().selectedRows()] == [18]
    assert view.table.visualRect(model.index(18, 0)).top() == top


def test_a_scrolled_list_without_a_current_row_keeps_its_place(view: WorklistView, bot: QtBot) -> None:
    model = _fill(view)
    view.table.verticalScrollBar().setValue(250)
    row = view.table.rowAt(0)
    uid, top = model.records()[row].uid, view.table.visualRect(model.index(row, 0)).top()
    model.put(values.positive(99))
    model.flush()
    assert view.table.visualRect(model.index(model.row_of(uid), 0)).top() == top
    assert "1 urgent study above" in view.band.text()
    view.table.scrollToTop()
    bot.waitUntil(lambda: "urgent study above" not in view.band.text(), timeout=2000)


def test_rows_stay_under_the_pointer_and_the_band_says_who_waits(view: WorklistView, bot: QtBot) -> None:
    model = _fill(view, 5)
    before = [r.uid for r in model.records()]
    tall = view.band.height()
    _enter(view)
    for number in (2, 3, 50):
        model.put(values.positive(number))
    model.flush()
    assert [r.uid for r in model.records()][:5] == before
    assert "3 urgent studies above" in view.band.text() and view.band.property("urgent") is True
    QApplication.processEvents()
    assert view.band.height() == tall  # the band must not push the rows down
    QTest.mouseClick(view.band, Qt.MouseButton.LeftButton)
    assert [r.state for r in model.records()][:3] == [StudyState.POSITIVE] * 3
    assert "urgent studies above" not in view.band.text()


def test_rows_go_where_they_belong_when_the_pointer_leaves(view: WorklistView) -> None:
    model = _fill(view, 5)
    _enter(view)
    model.put(values.positive(4))
    model.flush()
    assert model.records()[0].arrival == 0
    _leave(view)
    assert model.records()[0].arrival == 4


def test_a_key_holds_the_order_for_a_while(bot: QtBot) -> None:
    view = WorklistView(WorklistModel())
    bot.addWidget(view)
    hold = OrderHold(view.table, touch_s=0.3)
    assert not hold.held
    start = monotonic()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert hold.held
    with bot.waitSignal(hold.changed, timeout=3000):
        pass
    assert not hold.held and monotonic() - start >= 0.3


def test_a_pointer_at_rest_lets_go_until_it_moves(bot: QtBot) -> None:
    view = WorklistView(WorklistModel())
    bot.addWidget(view)
    hold = OrderHold(view.table, rest_s=0.3)
    _enter(view)
    assert hold.held
    with bot.waitSignal(hold.changed, timeout=3000):
        pass
    assert not hold.held
    _enter(view)
    assert hold.held


def test_only_click_and_enter_open_a_study(view: WorklistView, bot: QtBot) -> None:
    model = _fill(view, 6)
    opened: list[str] = []
    view.open_requested.connect(opened.append)
    _click(bot, view, 2)
    assert opened == [model.records()[2].uid]
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert view.table.currentIndex().row() == 3 and len(opened) == 1
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert opened[1:] == [model.records()[3].uid]
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.RightButton, pos=QPoint(50, 20))
    model.put(values.positive(5))
    model.flush()
    assert len(opened) == 2


def test_every_state_is_told_by_icon_word_and_colour() -> None:
    icons = {theme.state_icon(state) for state in StudyState}
    assert len(icons) == len(StudyState)
    for state in set(StudyState) - {StudyState.NEGATIVE}:
        assert theme.STATE_COLOURS[state] != theme.STATE_COLOURS[StudyState.NEGATIVE]


def test_cells_are_drawn_for_every_state(view: WorklistView) -> None:
    model = _fill(view, 0)
    model.replace([
        values.positive(1, 0.9, EDH=30.0, SDH=1, SAH=1, IPH=1, IVH=1), values.negative(2), values.not_analysed(3),
        *(values.record(10 + n, state) for n, state in enumerate(StudyState) if not state.analysed),
    ])  # fmt: skip
    QApplication.processEvents()
    picture = view.table.viewport().grab().toImage()
    seen = {picture.pixelColor(x, y).rgb() for x in range(picture.width()) for y in range(0, picture.height(), 2)}
    for tint in (theme.COLOURS.urgent, theme.COLOURS.warning, theme.TYPE_COLOURS[HemorrhageType.EDH]):
        assert QColor(tint).rgb() in seen


def test_no_column_is_sized_by_its_contents(view: WorklistView) -> None:
    header = view.table.horizontalHeader()
    modes = {header.sectionResizeMode(column) for column in Column}
    assert header.ResizeMode.ResizeToContents not in modes


def test_summary_counts(view: WorklistView) -> None:
    model = _fill(view, 3)
    model.put(values.positive(7))
    model.put(values.record(8))
    model.flush()
    for part in ("5 studies", "5 unread", "1 urgent", "1 without an answer"):
        assert part in view.band.text()
