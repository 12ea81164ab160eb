"""Check the set-up: what the doctor finds, line by line, while it looks in the background."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.doctor.finding import Finding
from app.doctor.report import as_text, document
from app.models.translation import tr
from app.pacs.association import Cancel
from app.views.examination import Examine, FindingsView, examine_in_background, mark_of
from app.views.screen_room import resize_within

__all__ = ["DoctorDialog", "Examine"]


class DoctorDialog(QDialog):
    """The findings in groups, each green or red with its remedy; closing the dialog stops the examination."""

    def __init__(self, examine: Examine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Check the set-up"))
        self._examine, self._cancel = examine, Cancel()
        self.running = False
        self.summary = QLabel()
        self.summary.setObjectName("emptyTitle")
        self._mark = QLabel()
        self._area = FindingsView()
        self.again = QPushButton(tr("Check &again"))
        self.again.clicked.connect(self.start)
        self.copy = QPushButton(tr("&Copy"))
        self.copy.setToolTip(tr("Copy the findings as text; they name no patient."))
        self.copy.clicked.connect(self._copy)
        self.save = QPushButton(tr("&Save for IT ..."))
        self.save.setToolTip(tr("Save the findings as JSON; they name no patient."))
        self.save.clicked.connect(self._save)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._mark)
        top.addWidget(self.summary, 1)
        for button in (self.again, self.copy, self.save):
            button.setAutoDefault(False)
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(14)
        layout.addLayout(top)
        layout.addWidget(self._area, 1)
        layout.addLayout(below)
        em = self.fontMetrics().averageCharWidth()
        resize_within(self, QSize(em * 118, em * 92))
        self.finished.connect(lambda _: self._cancel.set())
        self.start()

    @Slot()
    def start(self) -> None:
        """Look at everything, from the beginning; does nothing while that is under way."""
        if self.running:
            return
        self.running, self._cancel = True, Cancel()
        self._area.clear()
        self._update()
        examine_in_background(self._examine, self._cancel, self._show, self._end)

    @property
    def findings(self) -> list[Finding]:
        """What was found so far."""
        return self._area.findings

    @Slot(object)
    def _show(self, finding: Finding) -> None:
        self._area.add(finding)
        self._update()

    @Slot()
    def _end(self) -> None:
        self.running = False
        self._area.end()
        self._update()

    def _update(self) -> None:
        wrong = sum(finding.ok is False for finding in self.findings)
        if self.running:
            text = tr("Looking at computer, archive and processor ...")
        elif not self.findings:
            text = tr("Nothing could be looked at.")
        elif wrong:
            text = tr("One thing is wrong.") if wrong == 1 else tr("%n things are wrong.", "", wrong)
        else:
            text = tr("Everything is in order.")
        ok = None if self.running or not self.findings else not wrong
        self._mark.setPixmap(mark_of(ok, 28, self.devicePixelRatioF()))
        self.summary.setText(text)
        for button in (self.again, self.copy, self.save):
            button.setEnabled(not self.running)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(map(as_text, self.findings)))

    @Slot()
    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save for IT"), "firstread-doctor.json", "JSON (*.json)")
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Save the findings as JSON, as ``python -m app doctor --json`` does."""
        try:
            path.write_text(json.dumps(document(self.findings), indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            text = tr("{file} cannot be written: {why}.")
            self.summary.setText(text.format(file=path.name, why=error.strerror or tr("unknown error")))
