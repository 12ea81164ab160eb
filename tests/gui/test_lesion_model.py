from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.lesions import (
    LESION,
    LesionColumn,
    LesionModel,
    abc2_disagrees,
    best_slice,
    lesion_text,
    shown_ml,
    totals,
)
from app.models.place_words import SIDES, WORDS, place_word
from app.models.translation import tr
from app.models.wording import SIZE_WORDS
from app.views import languages
from app.views.lesion_table import LesionTable
from inference import regions
from inference.types import TYPES, Box, HemorrhageType
from tests.gui import values


def test_lesions_are_listed_largest_first(bot: QtBot) -> None:
    model = LesionModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    result = values.result_of(values.volume())
    small = replace(result.lesions[0], id=2, volume_ml=0.004, volume_ml_interval=(0.0, 0.009), slices=(4, 4))
    model.show(replace(result, lesions=(small, *result.lesions)))
    assert [model.index(row, 0).data(LESION).id for row in range(model.rowCount())] == [1, 2]
    assert lesion_text(small, LesionColumn.ML) == "< 0.01 (0–< 0.01)"
    assert lesion_text(small, LesionColumn.SLICES) == "5"
    assert lesion_text(result.lesions[0], LesionColumn.SLICES) == "7–9"
    model.show(None)
    assert model.rowCount() == 0


def test_abc2_is_marked_where_it_disagrees_by_more_than_30_percent() -> None:
    lesion = values.result_of(values.volume()).lesions[0]
    for factor, marked in ((1.0, False), (1.29, False), (1.31, True), (0.71, False), (0.69, True)):
        one = replace(lesion, abc2_ml=lesion.volume_ml * factor)
        assert abc2_disagrees(one) is marked
        assert lesion_text(one, LesionColumn.ABC2).startswith("\N{NOT EQUAL TO}") is marked
    assert not abc2_disagrees(replace(lesion, volume_ml=0.005, abc2_ml=1.0))


def test_place_is_shown_where_it_is_known() -> None:
    lesion = values.result_of(values.volume()).lesions[0]
    placed = replace(lesion, side="left", region="frontal convexity")
    assert [lesion_text(placed, c) for c in (LesionColumn.SIDE, LesionColumn.REGION)] == ["left", "frontal convexity"]
    assert lesion_text(lesion, LesionColumn.REGION) == "\N{EN DASH}"


def test_totals_name_all_five_types() -> None:
    result = values.result_of(values.volume(), HemorrhageType.IVH)
    found = {total.type: total for total in totals(result)}
    assert tuple(found) == TYPES
    assert found[HemorrhageType.IVH].lesions == 1 and found[HemorrhageType.IVH].ml == result.total_ml
    assert found[HemorrhageType.EDH].ml == 0
    assert totals(None) == ()


def test_best_slice_is_that_of_the_best_box() -> None:
    lesion = values.result_of(values.volume(), at=5).lesions[0]
    assert best_slice(lesion) == 5
    assert best_slice(replace(lesion, boxes=())) == 5
    tied = (Box(2, 0, 0, 4, 4, 0.5), Box(3, 0, 0, 9, 9, 0.5))
    assert best_slice(replace(lesion, boxes=tied)) == 3


def test_lesions_below_the_threshold_for_looking_stay_in_their_rows(bot: QtBot) -> None:
    model = LesionModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    result = values.result_of(values.volume())
    small = replace(result.lesions[0], id=2, volume_ml=1.0)
    model.show(replace(result, lesions=(small, *result.lesions)))
    with bot.waitSignal(model.dataChanged):
        model.set_hidden(frozenset({2}))
    assert [model.hidden(row) for row in range(model.rowCount())] == [False, True]
    assert "still counts" in model.index(1, LesionColumn.ML).data(int(Qt.ItemDataRole.ToolTipRole))
    model.show(result)
    assert not model.hidden(0)


def test_what_is_left_of_each_type() -> None:
    result = values.result_of(values.volume(), HemorrhageType.SDH)
    other = replace(result.lesions[0], id=2, type=HemorrhageType.IPH, volume_ml=3.0)
    ml = result.total_ml
    both = replace(result, lesions=(*result.lesions, other), volumes_ml={**result.volumes_ml, HemorrhageType.IPH: 3.0})
    left = shown_ml(both, frozenset({2}))
    assert left[HemorrhageType.IPH] == 0 and left[HemorrhageType.SDH] == ml == left[None]
    assert shown_ml(both, frozenset())[None] == ml + 3.0


def test_every_region_has_words(bot: QtBot) -> None:
    assert set(regions.PARTS) | set(regions.SIDES) <= set(WORDS)
    assert place_word("frontal and parietal convexity") == "frontal and parietal convexity"
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    languages.install(app, "de")
    try:
        words = [place_word(text) for text in ("left", "frontal and parietal convexity", "posterior fossa")]
        assert words == ["links", "Konvexität frontal und parietal", "hintere Schädelgrube"]
        model = LesionModel()
        result = values.result_of(values.volume())
        model.show(replace(result, lesions=(replace(result.lesions[0], side="left", region="falx"),)))
        assert [model.index(0, column).data() for column in (LesionColumn.SIDE, LesionColumn.SIZE)] == [
            "links",
            "mittel",
        ]
        assert model.headerData(LesionColumn.SIDE, Qt.Orientation.Horizontal) == "Seite"
        assert lesion_text(replace(result.lesions[0], side="left"), LesionColumn.SIDE) == "left"
    finally:
        languages.install(app)


def test_no_word_of_a_side_or_size_is_cut(large: str, bot: QtBot) -> None:
    view = LesionTable()
    bot.addWidget(view)
    metrics, table = view.table.fontMetrics(), view.table
    for column, words in (
        (LesionColumn.SIDE, [place_word(side) for side in SIDES]),
        (LesionColumn.SIZE, [tr(word) for word in SIZE_WORDS.values()]),
        (LesionColumn.ML, ["< 0.01 (< 0.01\N{EN DASH}< 0.01)", "125.3 (100.2\N{EN DASH}151.9)"]),
    ):
        for word in words:
            assert table.columnWidth(column) >= metrics.horizontalAdvance(word) + 6, word


def test_a_letter_goes_to_no_lesion(bot: QtBot) -> None:
    view = LesionTable()
    bot.addWidget(view)
    image = values.volume()
    result = values.result_of(image)
    second = replace(result.lesions[0], id=2, type=HemorrhageType.IPH, volume_ml=0.1)
    view.show_result(replace(result, lesions=(*result.lesions, second)), True)
    view.table.setCurrentIndex(view.model.index(0, LesionColumn.TYPE))
    QTest.keyClicks(view.table, "i")
    assert view.table.currentIndex().row() == 0
