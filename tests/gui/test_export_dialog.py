"""The dialog before an export: what it offers, and what it hands on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.results.exchange.write import Format, Patients, choices
from app.views.export_dialog import ExportDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> ExportDialog:
    made = ExportDialog(3)
    qtbot.addWidget(made)
    return made


def offered(dialog: ExportDialog) -> tuple[Patients, ...]:
    return tuple(Patients(dialog.patients.itemData(row)) for row in range(dialog.patients.count()))


def test_the_most_careful_choice_comes_first(dialog: ExportDialog) -> None:
    assert Format(dialog.form.currentData()) is Format.CSV
    for row, form in enumerate(Format):
        dialog.form.setCurrentIndex(row)
        assert offered(dialog) == choices(form)
        assert Patients(dialog.patients.currentData()) is (Patients.LEFT_OUT if row < 2 else Patients.REPLACED)
        assert "invented" in dialog.meaning.text() or row < 2


def test_a_choice_stays_with_another_form(dialog: ExportDialog) -> None:
    dialog.patients.setCurrentIndex(2)
    assert "Take care" in dialog.meaning.text()
    dialog.form.setCurrentIndex(3)
    assert Patients(dialog.patients.currentData()) is Patients.NAMED


def test_the_file_is_asked_for(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    names = iter(["", str(tmp_path / "r.json")])

    def ask(_: object, title: str, name: str, pattern: str) -> tuple[str, str]:
        asked.append((name, pattern))
        return next(names), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    dialog.show()
    dialog.form.setCurrentIndex(2)
    dialog._choose_file()
    assert dialog.isVisible(), "who leaves the file dialog comes back to this one"
    with qtbot.waitSignal(dialog.chosen) as done:
        dialog._choose_file()
    assert done.args == [Format.FHIR, Patients.REPLACED, tmp_path / "r.json"] and not dialog.isVisible()
    assert asked[0] == ("results.json", "FHIR R4 (*.json)")
