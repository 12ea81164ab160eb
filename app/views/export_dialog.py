"""Asks in which form the results of all studies are written, with how much of the patients, and into which file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.models.translation import QT_TR_NOOP, tr
from app.results.exchange.write import Format, Patients, choices

_FORMS = {
    Format.CSV: QT_TR_NOOP("CSV, for a spreadsheet"),
    Format.PARQUET: QT_TR_NOOP("Parquet, for statistics"),
    Format.FHIR: QT_TR_NOOP("FHIR R4, for a FHIR server"),
    Format.HL7: QT_TR_NOOP("HL7 v2, for an interface engine"),
}
_PATIENTS = {
    Patients.LEFT_OUT: QT_TR_NOOP("Left out"),
    Patients.REPLACED: QT_TR_NOOP("Replaced (de-identified)"),
    Patients.NAMED: QT_TR_NOOP("Named"),
}
_MEANING = {
    Patients.LEFT_OUT: QT_TR_NOOP(
        "No name, Patient ID, age or sex. Study UID, accession number, description and times stay, "
        "so that who has the archive can find each study."
    ),
    Patients.REPLACED: QT_TR_NOOP(
        "Names and identifiers are invented and dates are moved, the same patient staying the same one; descriptions "
        "and notes are left out. Nothing is kept by which one could find back."
    ),
    Patients.NAMED: QT_TR_NOOP("Names, Patient IDs and dates as they are. Take care where this file goes."),
}


class ExportDialog(QDialog):
    """Emits :attr:`chosen` with form, patients and path once a file was chosen."""

    #: Format, Patients and Path.
    chosen = Signal(object, object, object)

    def __init__(self, studies: int, parent: QWidget | None = None) -> None:
        """``studies`` is how many there are to export."""
        super().__init__(parent)
        self.setWindowTitle(tr("Export results"))
        self.form, self.patients, self.meaning = QComboBox(), QComboBox(), QLabel()
        self.form.setAccessibleName(tr("Form"))
        self.patients.setAccessibleName(tr("Patients"))
        for form, text in _FORMS.items():
            self.form.addItem(tr(text), form)
        self.meaning.setObjectName("dim")
        self.meaning.setWordWrap(True)
        self.form.currentIndexChanged.connect(self._offer)
        self.patients.currentIndexChanged.connect(self._explain)
        count = QLabel(tr("%n studies of this worklist.", "", studies))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._choose_file)
        buttons.rejected.connect(self.reject)
        form_layout = QFormLayout()
        form_layout.addRow(tr("&Form"), self.form)
        form_layout.addRow(tr("&Patients"), self.patients)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(count)
        layout.addLayout(form_layout)
        layout.addWidget(self.meaning)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self._offer()
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * 80)
        self.meaning.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)  # the dialog keeps its size on a change

    @Slot()
    def _offer(self) -> None:
        """The choices of this form; one that was made stays where the form has it, too."""
        before = self.patients.currentData()
        possible = choices(Format(self.form.currentData()))
        self.patients.blockSignals(True)
        self.patients.clear()
        for one in possible:
            self.patients.addItem(tr(_PATIENTS[one]), one)
        self.patients.setCurrentIndex(possible.index(Patients(before)) if before in possible else 0)
        self.patients.blockSignals(False)
        self._explain()

    @Slot()
    def _explain(self) -> None:
        self.meaning.setText(tr(_MEANING[Patients(self.patients.currentData())]))

    @Slot()
    def _choose_file(self) -> None:
        form = Format(self.form.currentData())
        pattern = f"{tr(_FORMS[form]).partition(',')[0]} (*{form.suffix})"
        name, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), f"results{form.suffix}", pattern)
        if name:
            self.chosen.emit(form, Patients(self.patients.currentData()), Path(name))
            self.accept()
