"""What a reader does to the image with mouse and keys, each as a person would do it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.states import StudyState
from app.models.measurements import Measurement, MeasurementKind, length_mm
from app.views.anatomy import EdgeLetters, Flips, edge_letters, location_mm, radiological_flips
from app.views.annotations import Line
from app.views.measure_draw import line_near, write_measurement
from app.views.slice_canvas import SliceCanvas
from app.views.slice_items import Drag
from app.views.slice_view import SliceView
from app.views.slice_words import gaps, laterality, notice_lines, slice_lines
from app.views.windows import PRESETS, Window
from inference.types import ON_CLUSTER, CaseState, Volume
from tests.gui import values

K = MeasurementKind
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(bot: QtBot) -> SliceView:
    view = SliceView()
    bot.addWidget(view)
    view.resize(900, 760)
    with bot.waitExposed(view):
        view.show()
    return view


def _open(view: SliceView, number: int = 1) -> Volume:
    image = values.volume(uid=values.study(number).study_instance_uid)
    view.show_case(values.positive(number), image, values.result_of(image), None)
    QApplication.processEvents()
    return image


def _spot(canvas: SliceCanvas, x: float, y: float) -> QPoint:
    return canvas.to_screen(x, y).toPoint()


def _move(canvas: SliceCanvas, spot: QPoint, buttons: Qt.MouseButton = LEFT) -> None:
    """The pointer as the window system reports it, with the button (QTest.mouseMove leaves it out)."""
    port = canvas.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(spot), QPointF(port.mapToGlobal(spot)), Qt.MouseButton.NoButton, buttons,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def _drag(canvas: SliceCanvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A left drag from one pixel of the slice to another."""
    a, b = _spot(canvas, *start), _spot(canvas, *end)
    QTest.mousePress(canvas.viewport(), LEFT, pos=a)
    _move(canvas, (a + b) / 2)
    _move(canvas, b)
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=b)


def _press(view: SliceView, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, key, modifier)


def _kept(view: SliceView) -> list[Measurement]:
    return list(view.canvas.measuring.kept)


# Laterality


def test_flips_of_an_image_stored_the_other_way_round() -> None:
    assert radiological_flips(np.diag([0.5, 0.5, 5, 1.0])) == Flips(False, False)
    assert radiological_flips(np.diag([-0.5, 0.5, 5, 1.0])) == Flips(True, False)
    assert radiological_flips(np.diag([-0.5, -0.5, 5, 1.0])) == Flips(True, True)
    assert EdgeLetters("R", "L", "A", "P").flipped(Flips(True, True)) == EdgeLetters("L", "R", "P", "A")


def test_the_patients_right_is_on_the_left_however_it_was_stored(view: SliceView) -> None:
    image = values.volume()
    affine = image.affine.copy()
    affine[0, 0] *= -1  # columns grow to the patient's right
    mirrored = replace(image, affine=affine, series_instance_uid="2.25.9.9")
    view.show_case(values.positive(1), mirrored, values.result_of(mirrored), None)
    canvas = view.canvas
    assert canvas.flips == Flips(True, False)
    assert edge_letters(affine).flipped(canvas.flips) == ("R", "L", "A", "P")
    assert canvas.to_screen(0, 0).x() > canvas.to_screen(10, 0).x()  # the first column is at the right of the screen
    assert laterality(mirrored, canvas.flips) == "Radiological: R on the left"
    _open(view)  # the next study is stored as usual
    assert view.canvas.flips == Flips(False, False)


def test_flipping_mirrors_image_strip_and_letters_and_is_said(view: SliceView) -> None:
    image = _open(view)
    before = view.canvas.to_screen(3, 5)
    assert laterality(image, view.canvas.flips) == "Radiological: R on the left"
    _press(view, Qt.Key.Key_H)
    after = view.canvas.to_screen(3, 5)
    middle = view.canvas.viewport().width() / 2
    assert after.x() - middle == pytest.approx(middle - before.x(), abs=1) and after.y() == pytest.approx(before.y())
    words = laterality(image, view.canvas.flips)
    assert isinstance(words, Line) and "FLIPPED: L on the left" in words.text
    assert view.strip._flips == Flips(True, False)
    _press(view, Qt.Key.Key_V)
    words = laterality(image, view.canvas.flips)
    assert isinstance(words, Line) and words.text == "FLIPPED: L on the left, P on top"
    assert view.canvas.to_screen(0, 0).y() > view.canvas.to_screen(0, 9).y()
    _press(view, Qt.Key.Key_H)
    _press(view, Qt.Key.Key_V)
    assert laterality(image, view.canvas.flips) == "Radiological: R on the left"


# Window, zoom, pan, reset


def test_invert_and_reset(view: SliceView) -> None:
    image = _open(view)
    middle = view.canvas._image.picture
    assert middle is not None
    dark = middle.pixelColor(32, 32).value()
    _press(view, Qt.Key.Key_I)
    assert view.canvas.inverted and view.acts.invert.isChecked()
    inverted = view.canvas._image.picture
    assert inverted is not None and inverted.pixelColor(32, 32).value() == 255 - dark
    view.canvas.set_window(Window(500, 100))
    _press(view, Qt.Key.Key_H)
    view.canvas.zoom_to(10, 10, 20)
    _press(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert not view.canvas.inverted and not view.acts.invert.isChecked()
    assert view.canvas.window_hu == PRESETS[0][1] and view.canvas.flips == Flips()
    rows, columns = image.hu.shape[1:]
    port = view.canvas.viewport().rect()
    assert port.contains(_spot(view.canvas, 0, 0)) and port.contains(_spot(view.canvas, columns, rows))


@pytest.mark.parametrize(
    ("key", "drag"), [(Qt.Key.Key_W, Drag.WINDOW), (Qt.Key.Key_Z, Drag.ZOOM), (Qt.Key.Key_G, Drag.PAN)]
)
def test_tools_of_the_left_button(view: SliceView, bot: QtBot, key: Qt.Key, drag: Drag) -> None:
    _open(view)
    canvas = view.canvas
    _press(view, key)
    assert canvas._box.left is drag and view.acts.tool(drag).isChecked()
    assert view.acts.tool(drag).text() in view.hint.hint.toolTip()
    index, window, at = canvas.index, canvas.window_hu, (canvas.to_screen(32, 32), canvas.to_screen(42, 32))
    start = canvas.viewport().rect().center()
    QTest.mousePress(canvas.viewport(), LEFT, pos=start)
    for part in range(1, 9):
        _move(canvas, start + QPoint(5 * part, 5 * part))
        bot.wait(12)  # pyqtgraph takes 100 moves a second
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=start + QPoint(40, 40))
    now = (canvas.to_screen(32, 32), canvas.to_screen(42, 32))
    width = now[1].x() - now[0].x()
    assert canvas.index == index
    assert (canvas.window_hu != window) == (drag is Drag.WINDOW)
    assert (abs(width - (at[1].x() - at[0].x())) > 1) == (drag is Drag.ZOOM)
    if drag is Drag.PAN:
        assert now[0].x() - at[0].x() == pytest.approx(40, abs=8) and now[0].y() - at[0].y() == pytest.approx(40, abs=8)
    _press(view, Qt.Key.Key_S)
    assert canvas._box.left is Drag.SCROLL


# Corners


def test_the_upper_right_corner() -> None:
    image = values.volume()
    named = replace(image, institution="North Hospital", series_description="HEAD 5.0")
    assert slice_lines(named, 2, Window(80, 40), False, 1.0)[:2] == ["North Hospital", "HEAD 5.0"]
    lines = slice_lines(image, 2, Window(200, 75), False, 1.234)
    assert lines == [
        "Slice 3 of 12", "Location 40.0 mm, 5.0 mm apart", "W 200  L 75  Subdural", "Zoom 123 %",
    ]  # fmt: skip
    tilted = replace(image, tilt_degrees=12.34)
    marked = [line.text for line in slice_lines(tilted, 2, Window(80, 40), True, 1.0) if isinstance(line, Line)]
    assert marked == ["Inverted: dense is dark", "Gantry tilt 12.3\N{DEGREE SIGN}"]


def test_slice_location_counts_along_the_normal() -> None:
    tilt = np.deg2rad(20)
    affine = np.eye(4)
    affine[:3, 1] = (0, np.cos(tilt), np.sin(tilt))
    affine[:3, 2] = (0, 0, 5)
    affine[:3, 3] = (-100, -100, 30)
    normal = np.array([0, -np.sin(tilt), np.cos(tilt)])
    assert location_mm(affine, 10.0) == pytest.approx(affine[:3, 3] @ normal + 10)


def test_missing_slices_are_said_on_both_sides_of_the_gap() -> None:
    positions = [0.0, 5.0, 10.0, 20.0, 25.0]
    assert [gaps(positions, index) for index in range(5)] == [
        [], [], ["Gap of 10.0 mm above this slice"], ["Gap of 10.0 mm below this slice"], [],
    ]  # fmt: skip
    assert gaps([0.0], 0) == gaps([0.0, 9.0], 0) == []


def test_research_use_and_the_model_are_always_written(view: SliceView) -> None:
    image = values.volume()
    view.show_case(values.record(1, StudyState.READY), image, None, None)
    assert list(view.canvas._bottom_left) == ["No result", "Research software - not a medical device"]
    _open(view)
    written = list(view.canvas._bottom_left)
    assert written == ["Model firstread-test, CPUExecutionProvider", "Research software - not a medical device"]


def test_what_the_departments_detector_computed_says_so(view: SliceView) -> None:
    here = values.result_of(values.volume())
    there = replace(here, runtime=replace(here.runtime, device=here.runtime.device + ON_CLUSTER))
    by_cluster = "Computed by the department's detector"
    assert by_cluster in notice_lines(there, None)
    assert by_cluster not in notice_lines(here, None)


def test_beside_images_without_an_answer_no_model_is_named() -> None:
    result = values.result_of(values.volume())
    assert notice_lines(result, None)[0].startswith("Model ")  # type: ignore[union-attr]
    refused = replace(result, state=CaseState.NOT_ANALYSABLE, score=None, probability=None)
    assert notice_lines(refused, None)[0] == "No result"


# Probe


def test_the_value_under_the_pointer(view: SliceView) -> None:
    image = _open(view)
    canvas = view.canvas
    for x, y in ((32, 25), (28, 25), (1, 1)):
        _move(canvas, _spot(canvas, x + 0.5, y + 0.5), Qt.MouseButton.NoButton)
        mask = "  SDH" if x in range(24, 40) and y in range(20, 30) else ""
        assert view.hint.probe.text() == f"{image.hu[7, y, x]} HU{mask}   x {x}, y {y}"
    _move(canvas, QPoint(2, 2), Qt.MouseButton.NoButton)
    assert view.hint.probe.text() == ""


# Measurements


def test_length(view: SliceView) -> None:
    image = _open(view)
    _press(view, Qt.Key.Key_L)
    _drag(view.canvas, (10, 30), (50, 40))
    (made,) = view.canvas.measuring.kept
    assert made.kind is K.LENGTH and made.slice == 7
    expected = length_mm((10, 30), (50, 40), image.pixel_mm)
    assert length_mm(made.points[0], made.points[1], image.pixel_mm) == pytest.approx(expected, abs=2)
    assert view.canvas.index == 7  # the drag measured and did not scroll
    view.canvas.go_to(3)
    assert view.canvas.measuring.on(3) == ()
    view.canvas.go_to(7)
    assert view.canvas.measuring.on(7) == (made,)


def test_measurements_belong_to_their_series_and_are_there_again(view: SliceView) -> None:
    image = _open(view)
    _press(view, Qt.Key.Key_L)
    _drag(view.canvas, (10, 30), (50, 40))
    (made,) = view.canvas.measuring.kept
    other = values.volume(uid="2.25.1002")
    view.show_loading(values.positive(2))
    assert not view.canvas.measuring.kept
    view.show_case(values.positive(2), other, values.result_of(other), None)
    assert not view.canvas.measuring.kept
    _drag(view.canvas, (20, 20), (30, 30))
    (second,) = view.canvas.measuring.kept
    assert second.id != made.id
    result = values.result_of(image)
    alone = values.volume(1, uid=image.study_instance_uid)
    view.show_first(values.positive(1), alone, replace(result, labels=None), (8, 12))
    before = view.canvas.viewport().grab().toImage()
    view.canvas.measuring.remove_all(0)
    assert view.canvas.viewport().grab().toImage() == before  # of another slice: nothing is drawn on this one yet
    view.show_case(values.positive(1), image, result, None)
    assert view.canvas.measuring.kept == (made,) and view.canvas.measuring.on(7) == (made,)


def test_angle_takes_a_drag_and_a_click(view: SliceView) -> None:
    _open(view)
    canvas = view.canvas
    _press(view, Qt.Key.Key_A)
    _drag(canvas, (10, 40), (30, 40))
    assert canvas.measuring.busy and not canvas.measuring.kept
    _move(canvas, _spot(canvas, 30, 20), Qt.MouseButton.NoButton)
    QTest.mouseClick(canvas.viewport(), LEFT, pos=_spot(canvas, 30, 15))
    (made,) = canvas.measuring.kept
    assert [tuple(round(part) for part in point) for point in made.points] == [(10, 40), (30, 40), (30, 15)]


def test_the_midline_takes_a_drag_and_a_click_and_goes_into_the_report(view: SliceView) -> None:
    image = _open(view)
    canvas = view.canvas
    _press(view, Qt.Key.Key_J)
    _drag(canvas, (32, 6), (32, 58))
    assert canvas.measuring.busy and canvas.measuring.midline(image.affine) is None
    QTest.mouseClick(canvas.viewport(), LEFT, pos=_spot(canvas, 36, 30))
    (made,) = canvas.measuring.kept
    assert made.kind is K.MIDLINE and made.slice == 7
    found = canvas.measuring.midline(image.affine)
    assert found is not None and found.mm == pytest.approx(4 * image.pixel_mm[1], abs=image.pixel_mm[1])
    middle, foot = _spot(canvas, 36, 30), _spot(canvas, 32, 30)
    between = QPointF(middle + foot) / 2
    assert line_near(made, between, canvas.to_screen)
    assert not line_near(made, between + QPointF(0, 40), canvas.to_screen)
    assert canvas.viewport().grab().toImage() != _without_measurements(canvas)


def _without_measurements(canvas: SliceCanvas) -> QImage:
    canvas.measuring.remove_all(canvas.index)
    image: QImage = canvas.viewport().grab().toImage()
    return image


def test_escape_gives_an_unfinished_angle_up(view: SliceView) -> None:
    _open(view)
    _press(view, Qt.Key.Key_A)
    _drag(view.canvas, (10, 40), (30, 40))
    _press(view, Qt.Key.Key_Escape)
    assert not view.canvas.measuring.busy and view.canvas.measuring.on(7) == ()


def test_ellipse_and_value(view: SliceView) -> None:
    _open(view)
    _press(view, Qt.Key.Key_E)
    _drag(view.canvas, (25, 25), (40, 40))
    _press(view, Qt.Key.Key_Q)
    QTest.mouseClick(view.canvas.viewport(), LEFT, pos=_spot(view.canvas, 10.5, 50.5))
    assert [m.kind for m in view.canvas.measuring.kept] == [K.ELLIPSE, K.POINT]
    assert [int(part) for part in view.canvas.measuring.kept[1].points[0]] == [10, 50]


def test_a_click_without_a_drag_measures_nothing(view: SliceView) -> None:
    _open(view)
    _press(view, Qt.Key.Key_L)
    QTest.mouseClick(view.canvas.viewport(), LEFT, pos=_spot(view.canvas, 20, 20))
    assert view.canvas.measuring.on(7) == ()


def test_an_end_can_be_dragged_and_a_whole_one_moved(view: SliceView) -> None:
    _open(view)
    canvas = view.canvas
    _press(view, Qt.Key.Key_L)
    _drag(canvas, (10, 20), (50, 20))
    _press(view, Qt.Key.Key_S)  # also with another tool
    _drag(canvas, (50, 20), (50, 50))
    assert [round(part) for part in canvas.measuring.kept[0].points[1]] == [50, 50]
    _drag(canvas, (30, 35), (34, 39))
    points = [tuple(round(part) for part in point) for point in canvas.measuring.kept[0].points]
    assert points == [(14, 24), (54, 54)]
    assert canvas.index == 7 and canvas.measuring.selected == canvas.measuring.kept[0].id


def test_measurements_end_at_the_border_of_the_image(view: SliceView) -> None:
    _open(view)
    _press(view, Qt.Key.Key_L)
    _drag(view.canvas, (30, 30), (-40, 70))
    assert view.canvas.measuring.kept[0].points[1] == (0.0, 64.0)


def test_delete_removes_the_chosen_one_and_then_the_latest(view: SliceView) -> None:
    _open(view)
    canvas = view.canvas
    _press(view, Qt.Key.Key_L)
    for y in (10, 30, 50):
        _drag(canvas, (10, y), (50, y))
    first, second, third = canvas.measuring.kept
    _drag(canvas, (20, 10), (20, 10))  # choose the first
    _press(view, Qt.Key.Key_Delete)
    assert _kept(view) == [second, third]
    assert first not in canvas.measuring.on(7)
    _press(view, Qt.Key.Key_Delete)
    assert _kept(view) == [second]
    canvas.go_to(2)
    _press(view, Qt.Key.Key_Delete)  # nothing on this slice
    assert _kept(view) == [second]
    canvas.go_to(7)
    _press(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert not _kept(view)


def test_measurements_stay_while_the_study_is_open_and_go_with_it(view: SliceView) -> None:
    image = _open(view)
    _press(view, Qt.Key.Key_L)
    _drag(view.canvas, (10, 20), (50, 20))
    view.show_case(values.positive(1), image, values.result_of(image), 7)  # its answer came
    assert len(view.canvas.measuring.kept) == 1
    _open(view, 2)
    assert not _kept(view)


def test_measurements_are_drawn_and_hidden_with_space(view: SliceView) -> None:
    _open(view)
    bare = view.canvas.viewport().grab().toImage()
    _press(view, Qt.Key.Key_L)
    _drag(view.canvas, (10, 50), (50, 55))
    drawn = view.canvas.viewport().grab().toImage()
    assert drawn != bare
    view.set_peek(True)
    hidden = view.canvas.viewport().grab().toImage()
    view.canvas.measuring.remove_all(view.canvas.index)
    assert view.canvas.viewport().grab().toImage() == hidden


# Findings, threshold


def test_next_and_previous_finding(view: SliceView) -> None:
    _open(view)  # findings on slices 6 to 8
    view.canvas.go_to(0)
    _press(view, Qt.Key.Key_N)
    assert view.canvas.index == 6
    _press(view, Qt.Key.Key_N)
    assert view.canvas.index == 8
    _press(view, Qt.Key.Key_N)
    assert view.canvas.index == 8
    _press(view, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert view.canvas.index == 6


def test_the_threshold_for_looking_filters_live_is_marked_and_ends_with_the_study(view: SliceView, bot: QtBot) -> None:
    image = _open(view)  # threshold 0.50, the lesion scores 0.93, a proposal on slice 7 scores 0.31
    canvas, slider = view.canvas, view.threshold
    assert slider.isEnabled() and slider.text.text() == "0.50" and slider.back.isHidden()
    with bot.waitSignal(view.filtered) as told:
        slider.slider.setValue(96)
    assert told.args is not None and told.args[0].hidden == {1}
    assert canvas.filtered is not None and canvas.filtered.accepted == ()
    bot.waitUntil(lambda: not canvas._mask.drawn)  # once the lesions' pixels are found, beside the window's thread
    assert view.strip._types == {}
    assert slider.text.text() == "0.96 view only" and slider.back.isVisible()
    warning = canvas._bottom_left[0]
    assert isinstance(warning, Line)
    assert warning.text == "View only at threshold 0.96; the result is unchanged at 0.50"
    slider.slider.setValue(30)
    assert [box.score for box in canvas.filtered.admitted] == [0.31] and canvas._mask.drawn
    slider.back.click()
    assert slider.threshold is None and not isinstance(canvas._bottom_left[0], Line)
    slider.slider.setValue(96)
    bot.waitUntil(lambda: not canvas._mask.drawn)
    other = _open(view, 2)
    assert other.study_instance_uid != image.study_instance_uid
    assert slider.threshold is None and slider.text.text() == "0.50" and canvas._mask.drawn
    assert view.strip._types != {} and not isinstance(canvas._bottom_left[0], Line)


def test_no_tool_is_hidden_while_its_icon_has_room(view: SliceView) -> None:
    _open(view)
    bar = view._bars[1]
    wide = bar.toolButtonStyle()
    words = bar.sizeHint().width()
    for width, style in ((words - 10, Qt.ToolButtonStyle.ToolButtonIconOnly), (words + 300, wide)):
        view.resize(width, 760)
        QApplication.processEvents()
        assert bar.toolButtonStyle() is style and view.threshold.isVisible()
    assert wide is Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def test_without_a_result_there_is_no_threshold_to_move(view: SliceView) -> None:
    image = values.volume()
    view.show_case(values.not_analysed(1), image, values.no_answer(image), None)
    assert not view.threshold.isEnabled() and view.threshold.text.text() == ""
    view.show_case(values.record(1, StudyState.READY), image, None, None)
    assert not view.threshold.isEnabled()


def test_every_act_has_a_key_of_its_own_and_a_tooltip_that_names_it(view: SliceView) -> None:
    acts = [*view.acts.all(), view.next_finding, view.previous_finding]
    keys = [action.shortcut().toString() for action in acts]
    assert all(keys) and len(set(keys)) == len(keys)
    for action, key in zip(acts, keys, strict=True):
        assert f"[{key}]" in action.toolTip()


def test_the_next_study_opens_in_the_brain_window_and_not_inverted(view: SliceView) -> None:
    _open(view)
    view.window_actions[3].trigger()
    view.acts.invert.trigger()
    assert view.canvas.window_hu == Window(2500, 480) and view.canvas.inverted
    view.show_loading(values.positive(2))
    _open(view, 2)
    assert view.canvas.window_hu == PRESETS[0][1] and not view.canvas.inverted
    assert view.window_actions[0].isChecked() and not view.acts.invert.isChecked()
    view.show_loading(values.positive(3))
    view.window_actions[1].trigger()
    _open(view, 3)
    assert view.canvas.window_hu == PRESETS[1][1], "chosen while the images were read"


class _Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_the_frame_of_the_focus_goes_with_it(view: SliceView, bot: QtBot) -> None:
    _open(view)

    view.canvas.setFocus()
    bot.wait(30)
    painted = _Paints(view.canvas.viewport())
    view.threshold.slider.setFocus()
    bot.waitUntil(lambda: painted.count > 0, timeout=2000)
    before = painted.count
    view.canvas.setFocus()
    bot.waitUntil(lambda: painted.count > before, timeout=2000)


def test_numbers_of_measurements_do_not_hide_each_other(bot: QtBot) -> None:
    image, taken = QImage(400, 300, QImage.Format.Format_RGB32), list[QRectF]()
    painter = QPainter(image)
    view = QRectF(0, 0, 400, 300)
    for number, at in enumerate(((100.0, 100.0), (110.0, 102.0), (90.0, 95.0), (395.0, 295.0), (390.0, 290.0))):
        one = Measurement(number, K.POINT, 0, (at,))
        write_measurement(painter, view, one, ["Midline shift 8.2 mm", "71 HU"], QPointF, False, taken)
    painter.end()
    assert len(taken) == 5 and all(view.contains(room) for room in taken)
    assert not any(a.intersects(b) for place, a in enumerate(taken) for b in taken[:place])
