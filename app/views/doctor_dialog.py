"""Check the set-up: what the doctor finds, line by line, while it looks in the background."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.doctor.finding import Finding
from app.doctor.report import as_text, document
from app.errors import ArchiveCancelled
from app.pacs.association import Cancel
from app.views import theme

_log = logging.getLogger(__name__)

#: Does the looking; raises ArchiveCancelled once told to stop.
Examine = Callable[[Cancel], Iterator[Finding]]

#: By what was found: icon, name of its colour in the theme, word.
_LOOKS: dict[bool | None, tuple[str, str, str]] = {
    True: ("read", "accepted_box", "In order"),
    False: ("state-failed", "urgent", "Wrong"),
    None: ("state-negative", "faint", "Not looked at"),
}


class _Reporter(QObject):
    """Brings the findings of one examination into the window's thread."""

    found = Signal(object)
    ended = Signal()


class DoctorDialog(QDialog):
    """The findings in groups, each green or red with its remedy; closing the dialog stops the examination."""

    def __init__(self, examine: Examine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check the set-up")
        self._examine, self._cancel = examine, Cancel()
        self.findings: list[Finding] = []
        self.running = False
        self.summary = QLabel()
        self.summary.setObjectName("emptyTitle")
        self._mark = QLabel()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.again = QPushButton("Check &again")
        self.again.clicked.connect(self.start)
        self.copy = QPushButton("&Copy")
        self.copy.setToolTip("Copy the findings as text; they name no patient.")
        self.copy.clicked.connect(self._copy)
        self.save = QPushButton("&Save for IT ...")
        self.save.setToolTip("Save the findings as JSON; they name no patient.")
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
        self.resize(em * 118, em * 92)
        self.finished.connect(lambda _: self._cancel.set())
        self.start()

    @Slot()
    def start(self) -> None:
        """Look at everything, from the beginning; does nothing while that is under way."""
        if self.running:
            return
        self.findings, self.running, self._cancel = [], True, Cancel()
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(2, 1)
        self._area.setWidget(inside)
        self._update()
        # Owned by the application: it may outlive the dialog, and is deleted in the window's thread.
        reporter = _Reporter(QCoreApplication.instance())
        reporter.found.connect(self._show, Qt.ConnectionType.QueuedConnection)
        reporter.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        reporter.ended.connect(reporter.deleteLater, Qt.ConnectionType.QueuedConnection)
        examine, cancel = self._examine, self._cancel

        def work() -> None:
            try:
                for finding in examine(cancel):
                    reporter.found.emit(finding)
            except ArchiveCancelled:
                pass
            except Exception:
                _log.exception("the examination failed")
            finally:
                reporter.ended.emit()

        QThreadPool.globalInstance().start(work)

    @Slot(object)
    def _show(self, finding: Finding) -> None:
        row = self._grid.rowCount()
        if not self.findings or self.findings[-1].group != finding.group:
            title = _text(finding.group, "title")
            title.setContentsMargins(0, 12 if self.findings else 0, 0, 2)
            self._grid.addWidget(title, row, 0, 1, 3)
            row += 1
        self.findings.append(finding)
        name, tint, meaning = _LOOKS[finding.ok]
        mark = QLabel()
        mark.setPixmap(theme.pixmap(name, getattr(theme.COLOURS, tint), 18, self.devicePixelRatioF()))
        mark.setAccessibleName(meaning)
        mark.setToolTip(meaning)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(mark, row, 0, top)
        self._grid.addWidget(_text(_title(finding)), row, 1, top)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(_text(finding.text, "" if finding.ok is False else "dim"))
        if finding.remedy:
            words.addWidget(_text(f"To mend it: {finding.remedy}", "settingNote"))
        self._grid.addLayout(words, row, 2, top)
        self._update()

    @Slot()
    def _end(self) -> None:
        self.running = False
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._update()

    def _update(self) -> None:
        wrong = sum(finding.ok is False for finding in self.findings)
        if self.running:
            text = "Looking at computer, archive and processor ..."
        elif not self.findings:
            text = "Nothing could be looked at."
        elif wrong:
            text = "One thing is wrong." if wrong == 1 else f"{wrong} things are wrong."
        else:
            text = "Everything is in order."
        name, tint, _ = _LOOKS[None if self.running or not self.findings else not wrong]
        self._mark.setPixmap(theme.pixmap(name, getattr(theme.COLOURS, tint), 28, self.devicePixelRatioF()))
        self.summary.setText(text)
        for button in (self.again, self.copy, self.save):
            button.setEnabled(not self.running)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(map(as_text, self.findings)))

    @Slot()
    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save for IT", "firstread-doctor.json", "JSON (*.json)")
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Save the findings as JSON, as ``python -m app doctor --json`` does."""
        try:
            path.write_text(json.dumps(document(self.findings), indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            self.summary.setText(f"{path.name} cannot be written: {error.strerror or 'unknown error'}.")


def _title(finding: Finding) -> str:
    name = finding.name.removeprefix("archive: ")
    return name[:1].upper() + name[1:]


def _text(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    label.setObjectName(name)
    return label
