from __future__ import annotations

from dataclasses import replace

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.models.lesions import LESION, LesionColumn, LesionModel, best_slice, lesion_text, totals
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
