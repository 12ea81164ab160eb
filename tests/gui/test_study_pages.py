"""The acts on an open study: reformats, editing, comparing, printing, exporting."""

from __future__ import annotations

import csv
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.domain.edits import ReaderResult
from app.domain.events import CaseLoaded, PriorLoaded, StudyChanged
from app.models.lesions import LesionColumn
from app.models.measurements import Measurement, MeasurementKind
from app.models.reformat import Orientation
from app.models.report import PICTURE_WIDTH, ReportCase
from app.models.wording import patient_name
from app.pipeline.editing import EditSession
from app.views import report_page, theme
from app.views.lesion_table import LesionTable
from app.views.main_window import MainWindow
from app.views.plane_canvas import plane_letters
from app.views.report_dialog import ReportDialog
from app.views.slice_view import SliceView
from app.views.study_pages import COMPARE, REFORMATS, SLICES, StudyPages
from app.views.swatch import SIDE, swatch
from app.views.windows import PRESETS
from inference.types import CaseResult, HemorrhageType, Volume
from tests.gui import values
from tests.gui.test_main_window import Recorder
from tests.heads import head

RECORD = values.positive(1)


@pytest.fixture
def pages(bot: QtBot) -> StudyPages:
    pages = StudyPages(SliceView(), LesionTable())
    pages.set_reader("tester")
    bot.addWidget(pages)
    bot.addWidget(pages.lesions)
    pages.resize(900, 800)
    with bot.waitExposed(pages):
        pages.show()
    return pages


def _open(pages: StudyPages, image: Volume | None = None, result: CaseResult | None = None) -> Volume:
    image = image or values.volume()
    result = result or values.result_of(image)
    pages.viewer.show_case(RECORD, image, result, None)
    pages.lesions.show_result(result, True)
    pages.set_case(RECORD, image, result, None)
    return image


def _settled(pages: StudyPages, bot: QtBot) -> None:
    bot.waitUntil(lambda: not pages.editor.busy, timeout=20_000)


# Reformats


def test_reformats_open_over_the_viewer_and_stay_linked(pages: StudyPages, bot: QtBot) -> None:
    image = _open(pages)
    canvas = pages.viewer.canvas
    pages.reformats_action.trigger()
    view = pages.reformats
    bot.waitUntil(lambda: all(pane.plane is not None for pane in view.panes.values()), timeout=20_000)
    assert pages.currentIndex() == REFORMATS and canvas.volume is image
    letters = {one: plane_letters(pane.plane) for one, pane in view.panes.items() if pane.plane is not None}
    assert letters[Orientation.CORONAL] == ("R", "L", "H", "F")
    assert letters[Orientation.SAGITTAL] == ("A", "P", "H", "F")
    pane = view.panes[Orientation.CORONAL]
    spot = pane.frame().toRect().center() + QPoint(0, -40)  # nearer to the head
    before = canvas.index
    QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=spot)
    assert canvas.index > before
    plane = pane.plane
    assert plane is not None
    scale = pane.frame().width() / (plane.hu.shape[1] * plane.pixel_mm[1])
    across, down = (spot.x() - pane.frame().left()) / scale, (spot.y() - pane.frame().top()) / scale
    assert plane.mm(view.point) == pytest.approx((across, down), abs=1.0)
    canvas.go_to(2)  # as a jump to a lesion does
    assert view._stack is not None
    assert view._stack.nearest_slice(float(view._stack.from_lps(view.point)[2])) == 2
    canvas.set_window(PRESETS[3][1])
    assert pane.window_hu == PRESETS[3][1]
    pages.slices_action.trigger()
    assert pages.currentIndex() == SLICES and canvas.index == 2
    bot.waitUntil(lambda: not view.busy, timeout=20_000)


def test_pixels_of_a_reformat_keep_their_shape(pages: StudyPages, bot: QtBot) -> None:
    _open(pages)
    pages.reformats_action.trigger()
    view = pages.reformats
    bot.waitUntil(lambda: view.panes[Orientation.SAGITTAL].plane is not None, timeout=20_000)
    for pane in view.panes.values():
        plane, frame = pane.plane, pane.frame()
        assert plane is not None
        height, width = plane.hu.shape
        wanted = width * plane.pixel_mm[1] / (height * plane.pixel_mm[0])
        assert frame.width() / frame.height() == pytest.approx(wanted, rel=1e-6)


def test_a_slab_is_thick_and_bright(pages: StudyPages, bot: QtBot) -> None:
    image = _open(pages)
    image.hu[:, 30, 32] = 700  # a dense thread, 2 voxels off the middle
    pages.reformats_action.trigger()
    view = pages.reformats
    view.set_point(view._stack.to_lps(np.array([32 * 2.0, 32 * 4.0, 25.0])))  # type: ignore[union-attr]
    bot.waitUntil(lambda: not view.busy and view.panes[Orientation.CORONAL].plane is not None, timeout=20_000)
    middle = (slice(20, 30), slice(30, 35))
    thin = view.panes[Orientation.CORONAL].plane
    assert thin is not None and thin.hu[middle].max() < 100
    view.thickness.setCurrentIndex(view.thickness.findData(20.0))
    view.slab.setCurrentIndex(1)
    bot.waitUntil(lambda: view.panes[Orientation.CORONAL].plane is not thin, timeout=20_000)
    bot.waitUntil(lambda: not view.busy, timeout=20_000)
    thick = view.panes[Orientation.CORONAL].plane
    assert thick is not None and thick.hu[middle].max() > 500


# Editing


def test_a_stroke_is_painted_measured_undone_and_kept(pages: StudyPages, bot: QtBot) -> None:
    image = _open(pages)
    original = pages.result
    assert original is not None and original.labels is not None
    stored = original.labels.copy()
    kept: list[tuple[str, ReaderResult | None]] = []
    pages.edits_made.connect(lambda uid, edits: kept.append((uid, edits)))
    pages.edit_action.trigger()
    _settled(pages, bot)
    canvas = pages.viewer.canvas
    canvas.go_to(3)
    pages.editor.type_choice.setCurrentIndex(3)  # IPH
    pages.editor.size_mm.setValue(30)
    at = canvas.to_screen(32.5, 32.5).toPoint()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    _settled(pages, bot)
    ((uid, edits),) = kept
    assert uid == RECORD.uid and edits is not None and edits.result is pages.result
    drawn = edits.result.labels
    assert drawn is not None
    y, x = np.mgrid[:64, :64]
    inside = ((y + 0.5 - 32.5) * 4) ** 2 + ((x + 0.5 - 32.5) * 2) ** 2 <= 15**2
    assert (drawn[3] == np.where(inside, HemorrhageType.IPH.label, 0)).all()
    ml = inside.sum() * 2 * 4 * 5 / 1000
    assert edits.result.volumes_ml[HemorrhageType.IPH] == pytest.approx(ml)
    assert edits.steps[-1].reader == "tester" and "IPH painted on slice 4" in edits.steps[-1].text
    assert "Edited by reader tester" in pages.lesions.edited.text()
    assert (original.labels == stored).all() and image.hu.shape == stored.shape  # the original is untouched
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    _settled(pages, bot)
    assert kept[-1][1] is None and pages.result is original
    pages.editor.redo.trigger()
    _settled(pages, bot)
    pages.editor.eraser.setChecked(True)
    at = canvas.to_screen(32.5, 32.5).toPoint()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    _settled(pages, bot)
    last = kept[-1][1]
    assert last is not None and last.result.volumes_ml[HemorrhageType.IPH] == 0 and len(last.steps) == 2


def test_reject_accept_and_change_type_from_the_table(pages: StudyPages, bot: QtBot) -> None:
    _open(pages)
    lesion = pages.lesions.model.lesion(0)
    assert lesion is not None
    _trigger(pages.lesions.menu(0), "&Reject lesion")
    _settled(pages, bot)
    result = pages.result
    assert result is not None and result.lesions == () and result.total_ml == 0
    model = pages.lesions.model
    assert model.index(0, LesionColumn.READER).data() == "rejected"
    assert not pages.lesions.table.isColumnHidden(LesionColumn.READER)
    _trigger(pages.lesions.menu(0), "&Accept lesion")
    _settled(pages, bot)
    result = pages.result
    assert result is not None and result.total_ml == pytest.approx(lesion.volume_ml)
    assert model.index(0, LesionColumn.READER).data() == "accepted"
    types = next(a.menu() for a in pages.lesions.menu(0).actions() if a.text() == "Change &type")
    assert isinstance(types, QMenu)
    types.actions()[0].trigger()  # EDH
    _settled(pages, bot)
    result = pages.result
    assert result is not None and result.volumes_ml[HemorrhageType.EDH] == pytest.approx(lesion.volume_ml)
    assert result.lesions[0].boxes == lesion.boxes
    pages.edit_action.trigger()
    _settled(pages, bot)
    pages.editor.original.setChecked(True)  # the original can be looked at
    assert model.index(0, LesionColumn.TYPE).data() == "SDH"
    pages.editor.original.setChecked(False)
    assert model.index(0, LesionColumn.TYPE).data() == "EDH"


def test_another_study_drops_edits_under_way(pages: StudyPages, bot: QtBot) -> None:
    _open(pages)
    lesion = pages.lesions.model.lesion(0)
    assert lesion is not None
    kept: list[object] = []
    pages.edits_made.connect(lambda *what: kept.append(what))
    pages.editor.reject(lesion)
    pages.set_case(values.positive(2), None, None, None)
    pages.editor._pool.waitForDone(20_000)
    bot.wait(20)
    assert kept == [] and not pages.editor.editable


def test_kept_edits_are_shown_when_the_study_is_opened_again(bot: QtBot) -> None:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    window.handle(StudyChanged(RECORD))
    window.model.flush()
    image = values.volume()
    original = values.result_of(image)
    session = EditSession(image, original, "tester")
    session.reject(original.lesions[0])
    edits = session.outcome()
    window.open_study(RECORD.uid)
    window.handle(CaseLoaded(window.generation, RECORD.uid, image, original, "", edits))
    assert edits is not None and window.pages.result is edits.result
    assert "tester" in window.lesions.edited.text() and not window.lesions.edited.isHidden()
    assert window.lesions.model.rejected(0)
    window.handle(CaseLoaded(window.generation, RECORD.uid, image, original))
    assert window.pages.result is original and window.lesions.edited.isHidden()


# Comparing


def test_a_prior_is_registered_and_changes_are_listed(pages: StudyPages, bot: QtBot) -> None:
    now, before = head(), head(turn_degrees=8, shift_mm=(6.0, -4.0, 5.0))
    result, earlier = values.result_of(now, at=12), values.result_of(before, at=10)
    halved = {kind: ml / 4 for kind, ml in earlier.volumes_ml.items()}
    small = replace(earlier.lesions[0], volume_ml_interval=(0.0, 1.0))
    earlier = replace(earlier, volumes_ml=halved, lesions=(small,))
    _open(pages, now, result)
    asked: list[tuple[str, int]] = []
    pages.prior_wanted.connect(lambda uid, generation: asked.append((uid, generation)))
    pages.compare_action.trigger()
    assert pages.currentIndex() == COMPARE and len(asked) == 1
    answer = PriorLoaded(asked[0][1], RECORD.uid, values.study(7), None)
    pages.prior_loaded(replace(answer, text="Fetching the earlier study.", loading=True))
    assert "Fetching" in pages.comparison.state.text()
    pages.prior_loaded(replace(answer, generation=99, text="stale"))
    assert "stale" not in pages.comparison.state.text()
    pages.prior_loaded(replace(answer, volume=before, result=earlier))
    view = pages.comparison
    bot.waitUntil(lambda: view.before.plane is not None, timeout=60_000)
    assert "registered rigidly" in view.state.text()
    other = patient_name(answer.prior.patient_name) if answer.prior is not None else ""
    assert other and other in view.before._top_left and other not in view.after._top_left, "its own name"
    assert "different names" in view.state.text()
    view._prior = replace(values.study(7), patient_name=RECORD.study.patient_name)
    view._registered(view._comparison)  # type: ignore[arg-type]
    assert "different names" not in view.state.text()
    shown, there = view.before.plane, view.after.plane
    assert shown is not None and there is not None and shown.hu.shape == there.hu.shape
    brain = there.hu > -200
    assert np.corrcoef(shown.hu[brain], there.hu[brain])[0, 1] > 0.8
    texts = [item.text() for column in range(6) if (item := view.table.item(1, column)) is not None]
    assert texts[0] == "SDH" and texts[3].startswith("+") and texts[5] == "larger"
    view.step(2)
    bot.waitUntil(lambda: not view.busy, timeout=20_000)
    assert pages.viewer.canvas.index == view.index
    pages.set_case(values.positive(2), None, None, None)
    assert pages.currentIndex() == SLICES


def test_swatches_mean_the_type_and_say_what_is_not_drawn(bot: QtBot) -> None:
    for kind in HemorrhageType:
        tint = QColor(theme.TYPE_COLOURS[kind])
        inside = [
            swatch(kind, filled).pixmap(SIDE, SIDE).toImage().pixelColor(SIDE // 2, SIDE // 2) for filled in (1, 0)
        ]
        assert inside[0].rgb() == tint.rgb() and inside[1].alpha() == 0


def test_no_prior_says_so(pages: StudyPages) -> None:
    _open(pages)
    asked: list[int] = []
    pages.prior_wanted.connect(lambda _, generation: asked.append(generation))
    pages.compare_action.trigger()
    pages.prior_loaded(PriorLoaded(asked[0], RECORD.uid, None, None, "The patient has no earlier head CT."))
    assert pages.comparison.state.text() == "The patient has no earlier head CT."


# Out of the program


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_a_report_is_written(pages: StudyPages, bot: QtBot, tmp_path: Path, kind: str) -> None:
    _open(pages)
    told: list[str] = []
    pages.exported.connect(told.append)
    dialog = pages.open_report()
    assert dialog is not None
    path = tmp_path / f"report.{kind}"
    with bot.waitSignal(dialog.exported, timeout=60_000):
        (dialog.save_pdf if kind == "pdf" else dialog.save_png)(path)
    bot.waitUntil(lambda: not dialog.busy, timeout=60_000)
    assert told == [f"report as {kind.upper()}, de-identified"]
    assert path.read_bytes().startswith(b"%PDF" if kind == "pdf" else b"\x89PNG")
    if kind == "png":
        picture = QImage(str(path))
        assert picture.height() / picture.width() == pytest.approx(297 / 210, rel=0.01)
    dialog.reject()


@pytest.mark.parametrize("dpi", [92, 150, 600])
def test_key_slices_of_a_picture_are_drawn_as_large_as_they_are_shown(bot: QtBot, dpi: int) -> None:
    """At 92 dpi the scale's ``5 cm`` was nine pixels of a text of thirty."""
    image = values.volume()
    case = ReportCase(values.positive(1), image, values.result_of(image))
    page = report_page._document(case, True, datetime(2026, 3, 2), report_page._sheet(1, 1, dpi))
    drawn = page.resource(QTextDocument.ResourceType.ImageResource.value, QUrl("key:0"))
    assert isinstance(drawn, QImage)
    assert drawn.width() == min(round(PICTURE_WIDTH * dpi / 96), 560)


def test_a_report_to_nowhere_says_so(pages: StudyPages, bot: QtBot, tmp_path: Path) -> None:
    _open(pages)
    dialog = pages.open_report()
    assert dialog is not None
    dialog.save_pdf(tmp_path / "nowhere" / "report.pdf")
    bot.waitUntil(lambda: "cannot be written" in dialog.said.text(), timeout=20_000)
    bot.waitUntil(lambda: not dialog.busy, timeout=60_000)
    assert dialog.pdf.isEnabled() and dialog.png.isEnabled()
    dialog.reject()


def test_a_report_that_is_closed_goes_with_its_images(pages: StudyPages, bot: QtBot) -> None:
    _open(pages)
    dialog = pages.open_report()
    assert dialog is not None
    bot.waitUntil(lambda: not dialog.busy, timeout=60_000)
    with bot.waitSignal(dialog.destroyed, timeout=10_000):
        dialog.close()
    assert pages.window().findChildren(ReportDialog) == []


def test_what_a_closed_report_still_writes_is_told(
    pages: StudyPages, bot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    monkeypatch.setattr("app.views.report_dialog.write_pdf", lambda *_: go.wait(60))
    _open(pages)
    dialog = pages.open_report()
    assert dialog is not None
    dialog.save_pdf(tmp_path / "report.pdf")
    assert not dialog.pdf.isEnabled() and not dialog.png.isEnabled(), "of two files only the later would be told"
    dialog.reject()
    with bot.waitSignals([pages.exported, dialog.destroyed], timeout=60_000):
        go.set()


def test_the_table_leaves_as_text_and_csv(pages: StudyPages, bot: QtBot, tmp_path: Path) -> None:
    _open(pages)
    pages.copy_action.trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["#", "Type", "Side"] and lines[1].split("\t")[1] == "SDH"
    assert RECORD.study.patient_name.split("^")[0] not in lines[1]
    with bot.waitSignal(pages.exported, timeout=20_000):
        pages.export_lesions(tmp_path / "lesions.csv")
    with (tmp_path / "lesions.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["type"], row["first_slice"], row["last_slice"]) == ("SDH", "7", "9")


def _trigger(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_keys_change_nothing_on_slices_that_are_not_shown(pages: StudyPages) -> None:
    _open(pages)
    acts, canvas = pages.viewer.acts, pages.viewer.canvas
    canvas.measuring._kept.append(Measurement(1, MeasurementKind.POINT, canvas.index, ((3.0, 3.0),)))
    pages.reformats_action.trigger()
    flips = canvas.flips
    for action in (acts.remove, acts.remove_all, acts.flip_upside_down, acts.masks, acts.boxes, acts.invert):
        action.trigger()
    assert canvas.measuring.kept and canvas.flips == flips and canvas.shown.masks and canvas.shown.boxes
    acts.windows[1].trigger()
    assert pages.reformats.panes[Orientation.AXIAL].window_hu == PRESETS[1][1]
    pages.slices_action.trigger()
    acts.remove.trigger()
    assert not canvas.measuring.kept


def test_another_tool_takes_the_brush_away_and_the_hint_says_what_the_left_button_does(
    pages: StudyPages, bot: QtBot
) -> None:
    _open(pages)
    viewer = pages.viewer
    viewer.masks.setChecked(False)
    pages.edit_action.trigger()
    _settled(pages, bot)
    assert viewer.masks.isChecked() and "Brush" in viewer.hint.hint.toolTip()
    pages.editor.eraser.trigger()
    assert "Erase" in viewer.hint.hint.toolTip()
    viewer.acts.tool(MeasurementKind.LENGTH).trigger()
    assert not pages.editor._painting and "Length" in viewer.hint.hint.toolTip()
    cross, port = Qt.CursorShape.CrossCursor, viewer.canvas.viewport()
    assert port.cursor().shape() is cross
    viewer.canvas.zoom_to(30, 30, 3)
    pages.editor.size_mm.setValue(9)
    bot.wait(30)
    assert port.cursor().shape() is cross
    pages.editor.brush.trigger()
    pages.editor.close_editor()
    assert "Length" in viewer.hint.hint.toolTip()


def test_the_ring_of_the_brush_follows_the_zoom(pages: StudyPages, bot: QtBot) -> None:
    _open(pages)
    canvas = pages.viewer.canvas
    pages.edit_action.trigger()
    _settled(pages, bot)
    before = canvas.viewport().cursor().pixmap().width()
    x, y = canvas._extent.center().x(), canvas._extent.center().y()
    canvas.zoom_to(x, y, 2.5 * canvas._box.width() / canvas._extent.width())
    bot.waitUntil(lambda: canvas.viewport().cursor().pixmap().width() > 1.5 * before, timeout=3000)


def test_ctrl_z_in_the_lesion_table_takes_a_rejection_back_and_moves_no_study(bot: QtBot) -> None:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    with bot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.handle(StudyChanged(RECORD))
    window.model.flush()
    image = values.volume()
    window.open_study(RECORD.uid)
    window.handle(CaseLoaded(window.generation, RECORD.uid, image, values.result_of(image)))
    moved: list[bool] = []
    window.worklist.undo.triggered.connect(lambda: moved.append(True))
    table, model, control = window.lesions.table, window.lesions.model, Qt.KeyboardModifier.ControlModifier
    table.setFocus()
    window.worklist.undo.setEnabled(True)
    QTest.keyClick(table, Qt.Key.Key_Z, control)
    assert moved == [True], "nothing was changed here: the key means the list"
    window.pages.editor.reject(model.lesion(0))  # type: ignore[arg-type]
    _settled(window.pages, bot)
    assert model.rejected(0)
    for _ in range(2):
        window.worklist.undo.setEnabled(True)
        QTest.keyClick(table, Qt.Key.Key_Z, control)
        _settled(window.pages, bot)
    assert not model.rejected(0) and moved == [True]


def test_the_window_is_the_same_on_every_page(pages: StudyPages) -> None:
    image = _open(pages)
    canvas, axial, after = pages.viewer.canvas, pages.reformats.panes[Orientation.AXIAL], pages.comparison.after
    pages.reformats_action.trigger()
    pages.reformats.window_choice.activated.emit(3)
    assert canvas.window_hu == axial.window_hu == PRESETS[3][1]
    axial.windowed.emit(10.0, 5.0)
    assert canvas.window_hu == axial.window_hu != PRESETS[3][1]
    pages.compare_action.trigger()
    pages.prior_loaded(PriorLoaded(pages._prior_generation, RECORD.uid, None, None, "none"))
    after.windowed.emit(10.0, 5.0)
    assert canvas.window_hu == after.window_hu
    pages.slices_action.trigger()
    canvas.set_window(PRESETS[1][1])
    pages.compare_action.trigger()
    assert after.window_hu == PRESETS[1][1] and canvas.volume is image
