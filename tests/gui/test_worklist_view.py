from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic, thread_time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QHelpEvent, QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.domain.states import StudyState
from app.models.wording import unbroken
from app.models.worklist import COALESCE_MS, WorklistModel
from app.models.worklist_columns import Column, tooltip
from app.pipeline.preview import KeySlice
from app.views import theme
from app.views.examination import LOOKS
from app.views.order_hold import OrderHold
from app.views.worklist_delegate import WorklistDelegate
from app.views.worklist_view import WorklistView
from inference.types import HemorrhageType
from tests.gui import values
from tests.gui.watchdog import Watchdog


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


def test_columns_can_be_hidden_but_not_what_a_study_is(view: WorklistView) -> None:
    menu = view.table.columns_menu()
    actions = {action.text(): action for action in menu.actions()}
    actions["Station"].toggle()
    assert view.table.isColumnHidden(Column.STATION)
    assert not any(actions[name].isEnabled() for name in ("Priority", "Patient", "State"))
    actions["&Reset columns"].trigger()
    assert not view.table.isColumnHidden(Column.STATION)


def test_columns_come_back_as_they_were_left(view: WorklistView) -> None:
    header = view.table.horizontalHeader()
    first = header.visualIndex(Column.WAITING)
    header.moveSection(first, 1)
    view.table.setColumnHidden(Column.STATION, True)
    state = header.saveState()
    view.table.reset_columns()
    assert header.visualIndex(Column.WAITING) == first
    view.table.restore_columns(state)
    assert header.visualIndex(Column.WAITING) == 1 and view.table.isColumnHidden(Column.STATION)


def test_a_search_keeps_the_current_study_and_its_place(view: WorklistView) -> None:
    model = _fill(view)
    model.put(values.positive(20))
    model.flush()
    uid = values.study(30).study_instance_uid
    view.table.select(uid)
    view.table.verticalScrollBar().setValue(view.table.verticalScrollBar().value() + 3)
    top = view.table.visualRect(view.table.currentIndex()).top()
    view.search.set_line("is:unread")
    assert view.table.current_record().uid == uid  # type: ignore[union-attr]
    assert view.table.visualRect(view.table.currentIndex()).top() == top
    view.search.set_line("is:urgent")
    assert view.table.current_record() is None and model.rowCount() == 1
    view.search.set_line("")
    assert view.table.current_record().uid == uid  # type: ignore[union-attr]
    assert [i.row() for i in view.table.selectionModel().selectedRows()] == [model.row_of(uid)]


@pytest.mark.parametrize(("key", "expected"), [(Qt.Key.Key_Down, 4), (Qt.Key.Key_Up, 2)])
def test_a_row_that_leaves_makes_no_other_current(view: WorklistView, key: Qt.Key, expected: int) -> None:
    model = _fill(view, 6)
    view.search.set_line("is:unread")
    view.table.setFocus()
    view.table.select(values.study(3).study_instance_uid)
    view.hold.release()
    model.put(replace(values.record(3), read_at=values.START))
    model.flush()
    assert [r.arrival for r in model.records()] == [0, 1, 2, 4, 5]
    assert view.table.current_record() is None and not view.table.selectionModel().hasSelection()
    QTest.keyClick(view.table, key)  # goes on where the row was, not at the top
    current = view.table.current_record()
    assert current is not None and current.arrival == expected


def test_the_last_and_the_only_row_leave(view: WorklistView) -> None:
    model = _fill(view, 2)
    view.search.set_line("is:unread")
    view.table.setFocus()
    for number in (1, 0):
        view.hold.release()
        view.table.select(values.study(number).study_instance_uid)
        model.put(replace(values.record(number), read_at=values.START))
        model.flush()
        assert view.table.current_record() is None
        QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert model.rowCount() == 0 and view.table.current_record() is None


def test_a_search_without_a_match_says_so_and_urgent_ones_stay_in_mind(view: WorklistView) -> None:
    model = _fill(view, 4)
    model.put(values.positive(9))
    model.flush()
    view.search.set_line("station:nowhere")
    assert view._stack.currentWidget() is view.empty and "No study matches" in view.empty.title.text()
    assert "1 urgent study is not in this view" in view.band.text() and view.band.property("urgent") is True
    view.band.click()
    assert view.search.line.text() == "" and model.records()[0].arrival == 9
    assert "urgent study is not" not in view.band.text()


def test_typing_searches_after_a_moment_and_escape_goes_back(view: WorklistView, bot: QtBot) -> None:
    model = _fill(view)
    view.find_action.trigger()
    QTest.keyClicks(view.search.line, "patient07")
    bot.waitUntil(lambda: model.rowCount() == 1, timeout=2000)
    QTest.keyClick(view.search.line, Qt.Key.Key_Escape)
    bot.waitUntil(lambda: model.rowCount() == 40, timeout=2000)
    QTest.keyClick(view.search.line, Qt.Key.Key_Escape)
    bot.waitUntil(view.table.hasFocus, timeout=2000)


def test_a_study_of_an_alert_is_found_whatever_the_search(view: WorklistView) -> None:
    model = _fill(view, 5)
    view.search.set_line("is:failed")
    assert model.rowCount() == 0
    view.table.select(values.study(3).study_instance_uid)
    assert view.table.current_record() == values.negative(3)


def test_such_studies_only(view: WorklistView) -> None:
    model = _fill(view, 6)
    model.put(values.record(2, StudyState.FAILED))
    model.flush()
    view.table.setCurrentIndex(model.index(model.row_of(values.study(2).study_instance_uid), Column.STATE))
    view.only.trigger()
    assert view.search.line.text() == "state:failed" and [r.arrival for r in model.records()] == [2]
    view.everything.trigger()
    assert model.rowCount() == 6


def test_a_move_slides_can_be_put_back_and_let_go(view: WorklistView, bot: QtBot) -> None:
    model = _fill(view, 8)
    model.put(values.positive(6, 0.97, IPH=24.0))
    model.flush()
    assert view.slide.isVisible() and view.slide.animation.duration() <= 400
    bot.waitUntil(lambda: not view.slide.isVisible(), timeout=3000)
    view.undo.trigger()  # without a current row: the latest move
    assert model.row_of(values.study(6).study_instance_uid) == 6
    view.table.setCurrentIndex(model.index(6, 0))
    assert "Let it go" in view.undo.text()
    view.undo.trigger()
    assert model.row_of(values.study(6).study_instance_uid) == 0


def test_only_what_moved_is_put_back_and_is_named(view: WorklistView) -> None:
    model = _fill(view, 4)
    model.put(values.positive(3, 0.97))
    model.flush()
    told: list[str] = []
    view.told.connect(told.append)
    view.table.select(values.study(2).study_instance_uid)
    order = model.records()
    assert not view.undo.isEnabled()
    view._undo()  # as where the move became too old a moment ago
    assert model.records() == order and told == ["There is no move of the last minutes to put back."]
    view.table.select(values.study(3).study_instance_uid)
    assert view.undo.isEnabled()
    view.undo.trigger()
    assert told[1:] == ["Patient03, Test is put back where it was."]
    view.undo.trigger()
    assert told[2:] == ["Patient03, Test goes where it belongs."]


def _key_slice() -> KeySlice:
    grey = np.full((40, 60), 100, np.uint8)
    labels = np.zeros((40, 60), np.uint8)
    labels[10:20, 10:30] = HemorrhageType.EDH.label
    return KeySlice(grey, labels, (1.0, 0.5), 9, 30)


def test_a_row_under_the_pointer_tells_its_story_and_shows_its_key_slice(view: WorklistView, bot: QtBot) -> None:
    model = _fill(view, 3)
    model.put(values.positive(9))
    model.flush()
    asked: list[str] = []

    def source(uid: str) -> KeySlice:
        asked.append(uid)
        return _key_slice()

    view.previews.source = source
    place = view.table.visualRect(model.index(0, 2)).center()
    help_event = QHelpEvent(QEvent.Type.ToolTip, place, view.table.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.table.viewport(), help_event)
    record = model.records()[0]
    assert view.popup.isVisible()
    assert view.popup.text.text() == unbroken(tooltip(record, model.why_here(record.uid)))
    assert view.popup.whose.isVisible()
    assert view.popup.whose.text() == "Patient09, Test  ·  ID P0009  ·  66 F  ·  CT HEAD WO CONTRAST"  # none is cut
    bot.waitUntil(lambda: view.popup.image.isVisible(), timeout=5000)
    picture = view.popup.image.pixmap()
    assert picture.height() == 240 and picture.width() == 180  # 40 mm by 30 mm
    assert "9 of 30" in view.popup.caption.text()
    masked = picture.toImage().pixelColor(60, 90)
    assert masked.red() > masked.blue() + 30  # the colour of an epidural
    _leave(view)
    assert not view.popup.isVisible()
    QApplication.sendEvent(view.table.viewport(), help_event)
    assert view.popup.image.isVisible() and asked == [record.uid]  # known by now


def test_a_preview_of_another_row_is_not_shown(view: WorklistView, bot: QtBot) -> None:
    view.previews.source = lambda uid: _key_slice()
    view.popup.show_text("one", "text", QPoint(5, 5), True)
    view.popup.show_picture("other", None)
    assert "Reading" in view.popup.caption.text()
    view.popup.show_picture("one", None)
    assert "No key slice" in view.popup.caption.text()
    view.popup.hide()


def _contrast(front: QColor, ground: QColor) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""

    def luminance(tint: QColor) -> float:
        channels = (tint.redF(), tint.greenF(), tint.blueF())
        parts = [c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4) for c in channels]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(front), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_what_a_line_asks_for_can_be_read(bot: QtBot, scheme: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, scheme)
    colours = theme.palette()
    assert _contrast(colours.placeholderText().color(), colours.base().color()) >= 4.5
    theme.apply(app)


@pytest.fixture
def themed() -> Iterator[Callable[[str], None]]:
    """Gives the application another theme until the test is over."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield lambda scheme: theme.apply(app, scheme)
    theme.apply(app, "dark")


def _font(pixels: int) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    return font


def _cell(model: WorklistModel, row: int, column: Column, size: QSize, selected: bool = False) -> QImage:
    """One cell as it is painted, its words a third as high as the cell."""
    option = QStyleOptionViewItem()
    option.font = _font(size.height() // 3)
    option.rect = QRect(QPoint(0, 0), size)
    if selected:
        option.state |= QStyle.StateFlag.State_Selected
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.COLOURS.panel_alternate))
    painter = QPainter(picture)
    WorklistDelegate().paint(painter, option, model.index(row, column))
    painter.end()
    return picture


def _tints(picture: QImage) -> set[int]:
    return {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("read", [False, True], ids=["unread", "read"])
@pytest.mark.parametrize("selected", [False, True], ids=["plain", "selected"])
def test_words_of_every_row_can_be_read(
    bot: QtBot, themed: Callable[[str], None], scheme: str, read: bool, selected: bool
) -> None:
    """Of each cell with words, the pixel that stands out most from the ground of its row."""
    themed(scheme)
    rows = [
        values.positive(1, 0.97, SAH=12.0),
        values.negative(2),
        values.record(3),
        values.record(4, StudyState.FAILED),
    ]
    model = WorklistModel()
    model.replace([replace(row, read_at=values.START, read_by="ann") for row in rows] if read else rows)
    ground = QColor(theme.COLOURS.selection if selected else theme.COLOURS.panel_alternate)
    for row, record in enumerate(model.records()):
        for column in (Column.PRIORITY, Column.STATE, Column.PROBABILITY, Column.TOTAL_ML, Column.PATIENT):
            if column is Column.PRIORITY and record.state is StudyState.POSITIVE and not read:
                continue  # a badge with a ground of its own
            picture = _cell(model, row, column, QSize(500, 90), selected)
            beside_icon, over_bar = 60 if column is Column.STATE else 0, 80
            tints = _tints(picture.copy(beside_icon, 0, 500 - beside_icon, over_bar))
            best = max(_contrast(QColor(tint), ground) for tint in tints)
            assert best >= 4.5, (record.state, column)


def _chroma(tint: QColor) -> int:
    channels = (tint.red(), tint.green(), tint.blue())
    return max(channels) - min(channels)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_what_was_read_is_told_at_a_glance(bot: QtBot, themed: Callable[[str], None], scheme: str) -> None:
    """It has no colour of its own, and a tick beside the word."""
    themed(scheme)
    model = WorklistModel()
    model.replace([values.positive(1), replace(values.positive(2), read_at=values.START)])
    unread, read = (_cell(model, row, Column.STATE, QSize(300, 60)) for row in (0, 1))
    colour = [max(_chroma(QColor(tint)) for tint in _tints(picture)) for picture in (unread, read)]
    assert colour[0] > 3 * colour[1]
    ground = QColor(theme.COLOURS.panel_alternate)
    word = QFontMetrics(_font(20)).horizontalAdvance("Read") + 16
    beside = _cell(model, 1, Column.PRIORITY, QSize(300, 60)).copy(word + 4, 0, 40, 60)
    assert max(_contrast(QColor(tint), ground) for tint in _tints(beside)) >= 3


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_text_can_be_read_in_both_themes(bot: QtBot, scheme: str) -> None:
    c = {"dark": theme.DARK, "light": theme.LIGHT}[scheme]
    pairs = [(c.text, c.panel), (c.text, c.selection), (c.dim, c.window), (c.on_bright, c.urgent),
             (c.on_research, c.research), (c.warning, c.panel), (c.failed, c.panel), (c.positive, c.panel),
             (c.working, c.panel), (c.negative, c.panel), (c.good, c.window),
             (c.dim, c.panel), (c.dim, c.panel_alternate)]  # fmt: skip
    states = [c.positive, c.negative, c.warning, c.failed, c.working]
    pairs += [(tint, c.panel_alternate) for tint in states]
    for front, ground in pairs:
        assert _contrast(QColor(front), QColor(ground)) >= 4.5, (front, ground)  # WCAG 2.2, 1.4.3
    icons = [(tint, c.selection) for tint in (*states, c.dim)]
    icons += [(getattr(c, tint), c.window) for _, tint, _ in LOOKS.values()]
    for front, ground in icons:
        assert _contrast(QColor(front), QColor(ground)) >= 3, (front, ground)  # 1.4.11


def test_the_theme_changes_what_modules_that_are_loaded_already_draw(bot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        theme.apply(app, "light")
        assert theme.COLOURS.panel == theme.LIGHT.panel and theme.LIGHT.panel in app.styleSheet()
        assert theme.STATE_COLOURS[StudyState.POSITIVE] == theme.LIGHT.positive
    finally:
        theme.apply(app, "dark")
    assert theme.COLOURS.panel == theme.DARK.panel


def test_summary_counts(view: WorklistView) -> None:
    model = _fill(view, 3)
    model.put(values.positive(7))
    model.put(values.record(8))
    model.flush()
    for part in ("5 studies", "5 unread", "1 urgent", "1 without an answer"):
        assert part in view.band.text()


def test_a_busy_shift_keeps_the_window_free(bot: QtBot) -> None:
    """10,000 rows, changes in bursts, a search, an archive that does not answer: no turn of the loop is long.

    The bound is many times what it takes (``python -m tests.benchmarks.worklist`` says how long), so that only work of
    another order of magnitude, such as a sort of all rows for each change, fails here.
    """
    model = WorklistModel()
    view = WorklistView(model)
    bot.addWidget(view)
    view.resize(1000, 500)
    model.replace(values.record(n) for n in range(10_000))
    with bot.waitExposed(view):
        view.show()
    with Watchdog() as dog:
        for burst in range(4):
            for number in range(burst * 50, burst * 50 + 50):
                model.put(values.positive(number) if number % 10 == 0 else values.negative(number))
            view.set_archive("PACS", False, "The archive does not answer.")
            view.search.line.setText("patient" if burst % 2 else "")
            bot.wait(COALESCE_MS * 3)
    assert len(model.counts.urgent) == 20 and len(dog.turns) >= 4
    assert max(dog.turns) < 0.4  # alone on a desktop: 0.03 s


def test_the_watchdog_sees_work(bot: QtBot) -> None:
    def work() -> None:
        until = thread_time() + 0.05
        while thread_time() < until:
            pass

    QTimer.singleShot(0, work)
    with Watchdog() as dog:
        bot.wait(100)
    assert max(dog.turns) >= 0.05


def test_a_click_without_a_move_opens_no_row_that_came_under_the_pointer(view: WorklistView, bot: QtBot) -> None:
    model = _fill(view, 5)
    opened, told = list[str](), list[str]()
    view.open_requested.connect(opened.append)
    view.told.connect(told.append)
    port, place = view.table.viewport(), view.table.visualRect(model.index(2, 5)).center()
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), QPointF(port.mapToGlobal(place)), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(port, move)
    aimed = model.records()[2].uid
    view.hold.release()  # as after half a minute of rest
    model.put(values.positive(99))
    model.flush()
    assert model.records()[2].uid != aimed
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=place)
    assert opened == [] and view.table.current_record() is None and "Click again" in told[-1]
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=place)
    assert opened == [model.records()[2].uid]
    view.search.searched.emit("is:unread")  # what the reader does with the list is no surprise
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=place)
    assert len(opened) == 2


def test_a_letter_without_a_meaning_chooses_no_other_patient(view: WorklistView) -> None:
    model = _fill(view, 5)
    table = view.table
    table.setCurrentIndex(model.index(2, Column.PATIENT))
    table.setFocus()
    for row in (0, 1, 3, 4):
        QTest.keyClicks(table, str(model.index(row, Column.PATIENT).data())[0].lower())
        QTest.keyClicks(table, str(model.index(row, Column.STATE).data())[0].lower())
    assert table.currentIndex().row() == 2


@pytest.mark.parametrize("row", [0, 2, 30])
def test_a_study_that_was_read_goes_to_the_end_and_the_list_stays(view: WorklistView, row: int) -> None:
    model, table = _fill(view, 60), view.table
    for number in range(60, 63):
        model.put(values.positive(number))
    model.flush()
    table.setFocus()
    table.setCurrentIndex(model.index(row, 0))
    QApplication.processEvents()
    place, uids = table.verticalScrollBar().value(), [record.uid for record in model.records()]
    model.put(replace(model.records()[row], read_at=values.START, read_by="ann"))
    model.flush()
    QApplication.processEvents()
    assert model.row_of(uids[row]) == 62 and abs(table.verticalScrollBar().value() - place) <= table.row_height()
    current = table.current_record()
    assert current is not None and current.uid == uids[row], "R once more takes it back"
    model.put(values.negative(98))  # more comes, and still the list stays
    model.flush()
    assert abs(table.verticalScrollBar().value() - place) <= table.row_height()
    QTest.keyClick(table, Qt.Key.Key_Down)
    current = table.current_record()
    assert current is not None and current.uid == uids[row + 1], "on with the next one"
    table.select(uids[row])  # a study that was read before it was chosen stays chosen
    model.put(values.negative(99))
    model.flush()
    chosen = table.current_record()
    assert chosen is not None and chosen.uid == uids[row]


def test_the_pop_up_never_stays_beside_another_row_or_with_an_older_answer(view: WorklistView) -> None:
    model = _fill(view, 3)
    place = view.table.visualRect(model.index(1, 2)).center()
    help_event = QHelpEvent(QEvent.Type.ToolTip, place, view.table.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.table.viewport(), help_event)
    assert view.popup.isVisible()
    model.put(values.positive(9))  # it moves in above
    model.flush()
    assert not view.popup.isVisible()
    QApplication.sendEvent(view.table.viewport(), help_event)
    record = model.record(1)
    assert view.popup.isVisible() and record is not None
    model.tick()
    assert view.popup.isVisible(), "the clock changes nothing"
    model.put(replace(record, changed_at=record.changed_at.replace(hour=23)))
    model.flush()
    assert not view.popup.isVisible()
