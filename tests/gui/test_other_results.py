"""Results of other products: listed, drawn over the slices under their own name, refused with the reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from app.domain.events import CaseLoaded, OtherResultsFound, StudyChanged
from app.domain.other_results import OtherResult, ResultKind
from app.results.reading.catalogue import Catalogue, catalogue
from app.results.reading.drawing import Patch
from app.views.main_window import MainWindow
from app.views.other_overlay import COLOURS, Drawn, draw_others, outlines
from app.views.other_results import OtherResults
from app.views.theme import TYPE_COLOURS
from inference.dicom import load_volume, read_studies
from inference.types import Volume
from tests.app.results import others_products as acme
from tests.app.results.dicom_sources import images
from tests.gui import values
from tests.gui.test_main_window import Recorder


class Study:
    """A study on disk with what other products left of it."""

    def __init__(self, folder: Path) -> None:
        self.images = images()
        for one in self.images:
            acme.written(one, folder / "ct")
        (study,) = read_studies(folder / "ct")
        self.volume: Volume = load_volume(study.series[0])
        shape = self.volume.hu.shape
        masks = np.zeros((*shape, 2), np.bool_)
        masks[2, 10:20, 12:30, 0] = masks[3, 5:8, 5:8, 1] = True
        by_uid = {str(one.SOPInstanceUID): one for one in self.images}
        ordered = [by_uid[uid] for uid in self.volume.sop_instance_uids]
        acme.written(acme.segmentation(ordered, masks), folder / "others")
        acme.written(acme.measurements(ordered), folder / "others")
        x, y, z = (float(one) for one in ordered[1].ImagePositionPatient)
        off = [(x + 4, y + 4, z + 1.3), (x + 9, y + 4, z + 1.3), (x + 9, y + 9, z + 1.3)]
        acme.written(acme.structures(ordered, {"Target": [("CLOSED_PLANAR", off)]}), folder / "others")
        paths = [*sorted((folder / "ct").iterdir()), *sorted((folder / "others").iterdir())]
        self.found: Catalogue = catalogue(paths, self.volume.study_instance_uid)

    def answer(self, generation: int = 0, **more: object) -> OtherResultsFound:
        found = {"results": self.found.results, "frames_of_reference": self.found.frames_of_reference, **more}
        return OtherResultsFound(generation, self.volume.study_instance_uid, **found)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return Study(tmp_path_factory.mktemp("study"))


@pytest.fixture
def panel(bot: QtBot, study: Study) -> OtherResults:
    panel = OtherResults()
    bot.addWidget(panel)
    panel.resize(700, 360)
    with bot.waitExposed(panel):
        panel.show()
    panel.wait_for(study.volume)
    return panel


def _rows(panel: OtherResults) -> dict[str, QTreeWidgetItem]:
    """Every row by its text, the first of each."""
    found: dict[str, QTreeWidgetItem] = {}
    waiting = [panel.tree.topLevelItem(n) for n in range(panel.tree.topLevelItemCount())]
    while waiting:
        item = waiting.pop(0)
        if item is not None:
            found.setdefault(item.text(0), item)
            waiting += [item.child(n) for n in range(item.childCount())]
    return found


def _row(panel: OtherResults, start: str) -> QTreeWidgetItem:
    return next(item for text, item in _rows(panel).items() if text.startswith(start))


def test_all_that_is_there_is_listed_with_whose_it_is(panel: OtherResults, study: Study) -> None:
    assert panel.stack.currentWidget() is panel.message and "Looking" in panel.message.title.text()
    damaged = OtherResult(ResultKind.REPORT, "1.2.3", Path("x"), trouble="This object is damaged and cannot be read.")
    panel.show_found(study.answer(results=(*study.found.results, damaged)))
    assert panel.stack.currentWidget() is panel.tree
    item = _row(panel, "Segmentation: Bleeds by Acme")
    said = [item.text(column) for column in (1, 2, 3)]
    assert said == ["Acme BrainFinder", "4.2", "2026-03-01 23:15"]
    rows = _rows(panel)
    assert any("12.3 ml" in text for text in rows), "what the report says"
    whole = rows["The whole report"]
    nested = [whole.child(n) for n in range(whole.childCount())]
    assert len(nested) > 1 and any(one is not None and one.childCount() for one in nested)
    assert _row(panel, "Structure set: Targets").text(1) == "Plan AG Plan"
    last = panel.tree.topLevelItem(3)
    assert damaged.trouble in rows and last is not None
    assert last.text(1) == "Product not named" and last.text(3) == "date not known"
    first = next(one for one in study.found.results if one.kind is ResultKind.REPORT)
    newer = OtherResult(ResultKind.REPORT, "1.2.4", Path("y"), ours=True, replaces=(first.sop_instance_uid,))
    panel.show_found(study.answer(results=(newer, first)))
    assert _row(panel, "A newer report replaces this one.").parent() is panel.tree.topLevelItem(1)
    assert any(text.startswith("Made by Firstread") for text in _rows(panel))
    assert not any(one.ours for one in study.found.results)


def test_a_segment_is_drawn_and_taken_away_by_the_keyboard(panel: OtherResults, study: Study, bot: QtBot) -> None:
    panel.show_found(study.answer())
    item = _row(panel, "Bleed (")
    panel.tree.setCurrentItem(item)
    panel.tree.setFocus()
    with bot.waitSignal(panel.drawn, check_params_cb=lambda drawn: len(drawn) == 1, timeout=20_000) as told:
        QTest.keyClick(panel.tree, Qt.Key.Key_Space)
    (drawn,) = told.args[0]
    assert drawn.name == "Acme BrainFinder 4.2: Bleed"
    assert drawn.colour not in TYPE_COLOURS.values() and drawn.colour in COLOURS
    assert set(drawn.loops(2)[0]) == {(12, 10), (30, 10), (30, 20), (12, 20)} and drawn.loops(3) == ()
    assert not item.icon(0).isNull()
    edema = _row(panel, "Edema (")
    with bot.waitSignal(panel.drawn, check_params_cb=lambda drawn: len(drawn) == 2, timeout=20_000) as told:
        edema.setCheckState(0, Qt.CheckState.Checked)
    assert len({one.colour for one in told.args[0]}) == 2
    panel.show_found(study.answer(text="The archive does not answer."))  # what is checked stays
    assert _row(panel, "Bleed (").checkState(0) is Qt.CheckState.Checked
    with bot.waitSignal(panel.drawn, timeout=20_000) as told:
        QTest.keyClick(panel.tree, Qt.Key.Key_Space)
    assert [one.name for one in told.args[0]] == ["Acme BrainFinder 4.2: Edema"]


def test_what_does_not_lie_on_the_slices_is_refused_with_its_reason(
    panel: OtherResults, study: Study, bot: QtBot
) -> None:
    panel.show_found(study.answer())
    told: list[object] = []
    panel.drawn.connect(told.append)
    item = _row(panel, "Target")
    item.setCheckState(0, Qt.CheckState.Checked)
    bot.waitUntil(lambda: not panel.busy and item.checkState(0) is Qt.CheckState.Unchecked, timeout=20_000)
    assert "do not lie in the slices" in panel.state.text()
    assert "do not lie in the slices" in item.toolTip(0) and not item.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert any("do not lie in the slices" in text for text in _rows(panel))
    assert all(one == () for one in told)


def test_nothing_there_and_nothing_reachable_are_told_apart(panel: OtherResults, study: Study) -> None:
    panel.show_found(study.answer(results=(), text="Asking the archive.", loading=True))
    assert "Looking" in panel.message.title.text()
    panel.show_found(study.answer(results=()))
    assert panel.message.title.text() == "No results of other products"
    panel.show_found(study.answer(results=(), text="The archive does not answer."))
    assert "could not be looked for" in panel.message.title.text()
    assert panel.message.text.text() == "The archive does not answer."


def test_the_window_asks_draws_under_the_name_and_forgets(study: Study, bot: QtBot) -> None:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    window.resize(1500, 950)
    with bot.waitExposed(window):
        window.show()
    uid = study.volume.study_instance_uid
    window.handle(StudyChanged(values.record(1, study=values.study(1, study_instance_uid=uid))))
    window.model.flush()
    asked: list[tuple[str, int]] = []
    window.pages.others_wanted.connect(lambda *what: asked.append(what))
    assert not window.pages.others_action.isEnabled()
    window.open_study(uid)
    window.handle(CaseLoaded(window.generation, uid, study.volume, None))
    assert asked == [], "nothing is asked before the reader wants it"
    window.pages.others_action.trigger()
    panel, canvas = window.pages.others, window.viewer.canvas
    assert panel.isVisible() and [one for one, _ in asked] == [uid]
    window.handle(study.answer(asked[-1][1] - 1))
    assert panel.tree.topLevelItemCount() == 0, "a stale answer"
    window.handle(study.answer(asked[-1][1]))
    canvas.go_to(2)
    bare = canvas.grab().toImage()
    _row(panel, "Bleed (").setCheckState(0, Qt.CheckState.Checked)
    bot.waitUntil(lambda: _tinted(canvas.grab().toImage(), COLOURS[0]) > 100, timeout=20_000)
    assert _tinted(bare, COLOURS[0]) == 0
    canvas.set_peek(True)
    assert _tinted(canvas.grab().toImage(), COLOURS[0]) == 0, "the bare image is bare"
    canvas.set_peek(False)
    canvas.go_to(4)
    assert _tinted(canvas.grab().toImage(), COLOURS[0]) == 0
    canvas.go_to(2)
    QTest.keyClick(panel.tree, Qt.Key.Key_Escape)
    assert panel.isHidden() and not window.pages.others_action.isChecked()
    assert _tinted(canvas.grab().toImage(), COLOURS[0]) == 0, "closed, and nothing stays drawn"
    window.pages.others_action.trigger()
    assert len(asked) == 2
    window.handle(study.answer(asked[-1][1], results=()))
    bot.waitUntil(panel.hasFocus)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden(), "also while nothing is in the list"
    window.pages.others_action.trigger()
    window.handle(study.answer(asked[-1][1]))
    assert panel.tree.hasFocus()
    window.pages.others_action.trigger()
    window.pages.others_action.trigger()
    window.open_study(uid)
    assert panel.stack.currentWidget() is panel.message and panel.tree.topLevelItemCount() == 0


def _tinted(picture: QImage, colour: str) -> int:
    wanted = QColor(colour)
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), -1, 4)[:, : picture.width(), :3]
    return int(np.count_nonzero((pixels == (wanted.blue(), wanted.green(), wanted.red())).all(axis=-1)))


@given(arrays.arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_outlines_enclose_exactly_the_pixels(mask: NDArray[np.bool_]) -> None:
    rows, columns = mask.shape
    loops = outlines(mask, 3, 2)
    crossed = np.zeros((rows, columns), np.int64)  # even-odd along each row from the left, at the middle of a pixel
    for loop in loops:
        assert len(loop) >= 4
        for (x0, y0), (x1, y1) in zip(loop, (*loop[1:], loop[0]), strict=True):
            assert (x0 == x1) != (y0 == y1)
            if x0 == x1:
                crossed[min(y0, y1) - 2 : max(y0, y1) - 2, x0 - 3 :] += 1
    assert np.array_equal(crossed % 2 == 1, mask)


def test_long_names_leave_the_picture_to_the_outlines(bot: QtBot) -> None:
    picture = QImage(200, 120, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    patch = Patch(150, 100, np.ones((20, 50), np.bool_))
    name = "A product with a very long name 1.2.3: a segment " * 3
    both = [Drawn(name, colour, {0: patch}) for colour in COLOURS[:2]]
    painter = QPainter(picture)
    draw_others(painter, both, 0, lambda x, y: QPointF(x, y), QRectF(0, 0, 200, 120))
    painter.end()
    assert all(_tinted(picture, colour) > 20 for colour in COLOURS[:2])
