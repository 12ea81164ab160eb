from __future__ import annotations

from dataclasses import replace
from time import thread_time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.states import StudyState
from app.views import image_colours, theme
from app.views.anatomy import edge_letters, letters
from app.views.slice_canvas import SliceCanvas
from app.views.slice_items import MaskStyle
from app.views.slice_pixels import mask_edges, mask_runs
from app.views.slice_strip import SliceStrip
from app.views.slice_view import SliceView, first_slice
from app.views.windows import PRESETS, Window, preset_name
from inference.errors import Reason
from inference.types import HemorrhageType, Volume
from tests.gui import values


@pytest.fixture
def view(bot: QtBot) -> SliceView:
    view = SliceView()
    bot.addWidget(view)
    view.resize(700, 760)
    with bot.waitExposed(view):
        view.show()
    return view


def _open(view: SliceView) -> Volume:
    image = values.volume()
    view.show_case(values.positive(1), image, values.result_of(image), None)
    QApplication.processEvents()
    return image


def _pixels(canvas: SliceCanvas) -> QImage:
    picture: QImage = canvas.viewport().grab().toImage()
    return picture


def _count(picture: QImage, tint: str) -> int:
    """Pixels of exactly this colour."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(picture.constBits(), np.uint32).reshape(picture.height(), -1)
    return int(np.count_nonzero((raw & 0xFFFFFF) == (QColor(tint).rgb() & 0xFFFFFF)))


# Geometry


def test_radiological_letters() -> None:
    assert edge_letters(np.diag([0.5, 0.5, 5, 1.0])) == ("R", "L", "A", "P")
    assert edge_letters(np.diag([-0.5, 0.5, 5, 1.0])) == ("L", "R", "A", "P")
    assert edge_letters(np.diag([0.5, -0.5, 5, 1.0])) == ("R", "L", "P", "A")


def test_letters_of_oblique_and_sagittal_images() -> None:
    assert letters(np.array([0.0, 0.0, -3.0])) == "F"
    assert letters(np.array([0.6, 0.8, 0.0])) == "PL"
    assert letters(np.array([0.1, 1.0, 0.0])) == "P"
    assert letters(np.zeros(3)) == ""


def test_pixels_that_are_not_square_keep_their_shape(view: SliceView) -> None:
    image = _open(view)
    row, column = image.pixel_mm
    canvas = view.canvas
    a, b = canvas.to_screen(0, 0), canvas.to_screen(10, 10)
    assert (b.y() - a.y()) / (b.x() - a.x()) == pytest.approx(row / column, rel=1e-3)
    assert b.x() > a.x() and b.y() > a.y()  # columns to the right, rows down


# Opening


def test_opens_at_the_highest_score_or_in_the_middle() -> None:
    image = values.volume(12)
    result = values.result_of(image, at=3)
    assert first_slice(image, result) == 3
    assert first_slice(image, None) == 6
    assert first_slice(image, replace(result, slices=tuple(replace(s, score=0.0) for s in result.slices))) == 6


def test_open_study_shows_image_mask_and_boxes(view: SliceView) -> None:
    _open(view)
    assert view.canvas.index == 7
    picture = _pixels(view.canvas)
    assert _count(picture, image_colours.ACCEPTED) > 100
    assert _count(picture, image_colours.REJECTED) == 0  # on demand only
    assert _count(picture, theme.TYPE_COLOURS[HemorrhageType.SDH]) == 0 and view.canvas._mask.drawn


@pytest.mark.parametrize(("action", "tint"), [("boxes", image_colours.ACCEPTED), ("rejected", image_colours.REJECTED)])
def test_each_kind_of_box_has_its_switch(view: SliceView, action: str, tint: str) -> None:
    _open(view)
    view.boxes.setChecked(False)
    assert _count(_pixels(view.canvas), tint) == 0
    getattr(view, action).trigger()
    assert _count(_pixels(view.canvas), tint) > 30


def test_masks_have_switch_and_opacity(view: SliceView) -> None:
    _open(view)
    assert view.canvas._mask.drawn
    view.opacity.setValue(30)
    assert view.canvas._mask.style == MaskStyle(True, 0.3)
    view.acts.outline.trigger()
    assert view.canvas._mask.style == MaskStyle(False, 0.3) and view.canvas._mask.drawn
    view.masks.trigger()
    assert not view.canvas._mask.drawn
    view.masks.trigger()
    view.canvas.go_to(0)
    assert not view.canvas._mask.drawn  # nothing on that slice


def test_peek_hides_every_overlay_and_gives_it_back(view: SliceView) -> None:
    _open(view)
    view.set_peek(True)
    picture = _pixels(view.canvas)
    assert not view.canvas._mask.drawn
    assert _count(picture, image_colours.ACCEPTED) == _count(picture, image_colours.REJECTED) == 0
    view.set_peek(False)
    assert view.canvas._mask.drawn
    assert _count(_pixels(view.canvas), image_colours.ACCEPTED) > 100


def test_runs_and_borders_of_a_mask() -> None:
    mask = np.zeros((5, 6), bool)
    mask[1, 1:4] = mask[2, 2] = mask[4, 5] = True
    assert mask_runs(mask).tolist() == [[1, 1, 4], [2, 2, 3], [4, 5, 6]]
    edges = mask_edges(mask)
    assert edges.tops.tolist() == [[1, 1, 4], [4, 5, 6]]
    assert edges.bottoms.tolist() == [[2, 1, 2], [2, 3, 4], [3, 2, 3], [5, 5, 6]]
    assert edges.lefts.tolist() == [[1, 1, 2], [2, 2, 3], [5, 4, 5]]
    assert edges.rights.tolist() == [[3, 2, 3], [4, 1, 2], [6, 4, 5]]


def test_masks_of_another_series_are_not_drawn_and_that_is_said(view: SliceView) -> None:
    image = values.volume(12)
    view.show_case(values.positive(1), image, values.result_of(values.volume(9), at=4), None)
    assert not view.canvas._mask.drawn
    assert "another series" in view.banner.reasons.text()


# Moving through the stack


@pytest.mark.parametrize(
    ("key", "index"),
    [
        (Qt.Key.Key_Up, 8), (Qt.Key.Key_Down, 6), (Qt.Key.Key_PageUp, 11), (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_Home, 11), (Qt.Key.Key_End, 0),
    ],
)  # fmt: skip
def test_keys(view: SliceView, bot: QtBot, key: Qt.Key, index: int) -> None:
    _open(view)
    QTest.keyClick(view.canvas, key)
    assert view.canvas.index == index


def test_scrolling_stops_at_both_ends(view: SliceView) -> None:
    _open(view)
    view.canvas.step(99)
    assert view.canvas.index == 11
    view.canvas.step(-99)
    assert view.canvas.index == 0


def _wheel(canvas: SliceCanvas, delta: int) -> None:
    middle = QPointF(canvas.viewport().rect().center())
    event = QWheelEvent(
        middle, QPointF(canvas.viewport().mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, delta),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)


def test_wheel_scrolls_and_gathers_small_turns(view: SliceView) -> None:
    _open(view)
    _wheel(view.canvas, 120)
    assert view.canvas.index == 8
    _wheel(view.canvas, -60)
    assert view.canvas.index == 8
    _wheel(view.canvas, -60)
    assert view.canvas.index == 7


def _drag(bot: QtBot, canvas: SliceCanvas, button: Qt.MouseButton, dx: int, dy: int) -> None:
    """A drag as the window system reports it, with the button in every move (QTest.mouseMove leaves it out)."""
    port, start = canvas.viewport(), canvas.viewport().rect().center()
    QTest.mousePress(port, button, pos=start)
    for part in range(1, 21):
        spot = QPointF(start) + QPointF(dx, dy) * part / 20
        move = QMouseEvent(
            QEvent.Type.MouseMove, spot, QPointF(port.mapToGlobal(spot.toPoint())), Qt.MouseButton.NoButton, button,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(port, move)
        bot.wait(12)  # pyqtgraph takes 100 moves a second
    QTest.mouseRelease(port, button, pos=start + QPoint(dx, dy))


def test_left_drag_scrolls_and_right_drag_windows(view: SliceView, bot: QtBot) -> None:
    _open(view)
    _drag(bot, view.canvas, Qt.MouseButton.LeftButton, 0, 80)
    assert view.canvas.index < 7
    assert view.canvas.window_hu == PRESETS[0][1]
    index = view.canvas.index
    _drag(bot, view.canvas, Qt.MouseButton.RightButton, 60, 0)
    assert view.canvas.window_hu.width > 80 and view.canvas.index == index
    assert not any(action.isChecked() for action in view.window_actions)


def test_presets(view: SliceView) -> None:
    _open(view)
    expected = [(80, 40), (200, 75), (40, 40), (2500, 480), (400, 40)]
    for action, (width, center) in zip(view.window_actions, expected, strict=True):
        action.trigger()
        assert view.canvas.window_hu == Window(width, center)
        assert action.isChecked() and sum(a.isChecked() for a in view.window_actions) == 1
    assert [a.shortcut().toString() for a in view.window_actions] == ["1", "2", "3", "4", "5"]


def test_window_arithmetic() -> None:
    assert (Window(80, 40).low, Window(80, 40).high) == (0, 80)
    assert Window(80, 40).dragged(-10_000, 0).width == 2
    assert Window(80, 40).dragged(0, 10).center > 40
    slow = Window(80, 40)
    for _ in range(10):
        slow = slow.dragged(1, 0)
    assert slow.width == pytest.approx(Window(80, 40).dragged(10, 0).width)
    assert preset_name(Window(2500, 480)) == "Bone" and preset_name(Window(81, 40)) == ""
    with pytest.raises(ValueError, match="1 HU"):
        Window(0, 40)


def test_the_window_and_the_slice_stay_when_the_result_arrives(view: SliceView) -> None:
    image = values.volume()
    view.show_case(values.record(1, StudyState.ANALYSING), image, None, None)
    view.canvas.go_to(2)
    view.canvas.set_window(Window(300, 60))
    view.show_case(values.positive(1), image, values.result_of(image), view.canvas.index)
    assert view.canvas.index == 2 and view.canvas.window_hu == Window(300, 60)


def test_a_slice_is_shown_fast(bot: QtBot) -> None:
    canvas = SliceCanvas()
    bot.addWidget(canvas)
    canvas.resize(800, 800)
    with bot.waitExposed(canvas):
        canvas.show()
    image = values.volume(20, 512)
    canvas.set_case(image, values.result_of(image), 0)
    took = []
    for index in (6, 7, 8, 7, 6, 7, 8):
        start = thread_time()
        canvas.go_to(index)
        canvas.viewport().repaint()
        took.append(thread_time() - start)
    assert min(took) < 0.05


# Strip


def test_strip_marks_findings_and_jumps(view: SliceView, bot: QtBot) -> None:
    _open(view)
    strip = view.strip
    assert strip._types == {
        6: (HemorrhageType.SDH,),
        7: (HemorrhageType.SDH,),
        8: (HemorrhageType.SDH,),
    }
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(15, 12))
    assert view.canvas.index == 11
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(15, strip.height() - 12))
    assert view.canvas.index == 0
    assert _count(strip.grab().toImage(), theme.TYPE_COLOURS[HemorrhageType.SDH]) > 50


def test_the_wheel_over_the_strip_scrolls_and_stops_at_the_ends(view: SliceView) -> None:
    _open(view)
    view.canvas.go_to(5)

    def turn(eighths: int) -> None:
        at = QPointF(15, 40)
        event = QWheelEvent(
            at, view.strip.mapToGlobal(at), QPoint(), QPoint(0, eighths), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.strip, event)

    turn(240)
    assert view.canvas.index == 7
    turn(-60)
    assert view.canvas.index == 7
    turn(-60)
    assert view.canvas.index == 6
    turn(-12_000)
    assert view.canvas.index == 0
    turn(12_000)
    assert view.canvas.index == 11


def test_strip_without_a_case_answers_nothing(bot: QtBot) -> None:
    strip = SliceStrip()
    bot.addWidget(strip)
    with bot.assertNotEmitted(strip.slice_requested):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton)


# States


def test_states_are_designed(view: SliceView) -> None:
    assert view.stack.currentIndex() == 0 and "No study" in view.message.title.text()
    assert view.banner.isHidden()
    view.show_loading(values.positive(1))
    assert "Loading" in view.message.title.text()
    view.show_unavailable(values.not_analysed(2), "The files are damaged.")
    assert view.message.text.text() == "The files are damaged."
    assert view.banner.isVisible() and "do not show a head" in view.banner.reasons.text()
    _open(view)
    assert view.stack.currentIndex() == 1
    view.show_nothing()
    assert view.canvas.volume is None and view.stack.currentIndex() == 0


def test_warnings_of_result_and_volume_stand_in_the_banner(view: SliceView) -> None:
    image = replace(values.volume(), warnings=(Reason("unequal", "The slices are not equally spaced."),))
    row = replace(values.negative(1), reasons=(Reason("motion", "Strong motion."),))
    view.show_case(row, image, None, None)
    assert view.banner.reasons.text() == "Strong motion.\nThe slices are not equally spaced."
    assert view.banner.reasons.isVisible()


def test_not_analysed_never_looks_negative(view: SliceView) -> None:
    seen = {}
    for row in (values.negative(1), values.not_analysed(2), values.record(3, StudyState.FAILED)):
        view.update_record(row)
        seen[row.state] = (view.banner.property("kind"), view.banner.title.text())
    assert len({kind for kind, _ in seen.values()}) == 3
    assert "Not analysed" in seen[StudyState.NOT_ANALYSABLE][1]
    image = values.volume()
    view.show_case(values.negative(1), image, values.nothing_found(image), None)
    view.update_record(values.record(1, StudyState.FAILED, summary=values.summary(0.03)))  # tried again, and failed
    assert view.banner.property("kind") == "failed" and "no longer holds" in view.banner.reasons.text()
    assert "Earlier answer" in str(view.canvas._bottom_left)
    view.update_record(values.negative(1))
    assert "Earlier answer" not in str(view.canvas._bottom_left)


def test_patient_model_and_notice_are_in_the_corners(view: SliceView) -> None:
    _open(view)
    assert view.canvas._top_left == (
        "Patient01, Test", "ID P0001", "74 F   born 1951-05-17", "Accession A000001", "CT HEAD WO CONTRAST",
        "02 Mar 07:01   CT1",
    )  # fmt: skip
    assert "firstread-test" in view.canvas._bottom_left[0]
    assert "not a medical device" in view.canvas._bottom_left[1]
