"""An examination in the background, and its findings on the screen: for the doctor's dialog and the assistant."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.doctor.finding import Finding
from app.errors import ArchiveCancelled
from app.models.translation import QT_TR_NOOP, tr
from app.pacs.association import Cancel
from app.views import theme

_log = logging.getLogger(__name__)

#: Does the looking; raises ArchiveCancelled once told to stop.
Examine = Callable[[Cancel], Iterator[Finding]]

#: By what was found: icon, name of its colour in the theme, word.
LOOKS: dict[bool | None, tuple[str, str, str]] = {
    True: ("read", "good", QT_TR_NOOP("In order")),
    False: ("state-failed", "failed", QT_TR_NOOP("Wrong")),
    None: ("state-negative", "faint", QT_TR_NOOP("Not looked at")),
}


class _Reporter(QObject):
    """Brings the findings of one examination into the window's thread."""

    found = Signal(object)
    ended = Signal()


def examine_in_background(
    examine: Examine, cancel: Cancel, found: Callable[[Finding], None], ended: Callable[[], None]
) -> None:
    """Run ``examine``; returns at once.

    ``found`` and ``ended`` are slots of a QObject of the window's thread, where they are called; one that is deleted
    meanwhile hears nothing any more. ``ended`` comes last, whatever happened.
    """
    # Owned by the application: it may outlive the window that asked, and is deleted in that window's thread.
    reporter = _Reporter(QCoreApplication.instance())
    queued = Qt.ConnectionType.QueuedConnection
    reporter.found.connect(found, queued)
    reporter.ended.connect(ended, queued)
    reporter.ended.connect(reporter.deleteLater, queued)

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


class FindingsView(QScrollArea):
    """Findings line by line, each with its mark and, where something is wrong, how to mend it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings: list[Finding] = []
        self.clear()

    def clear(self) -> None:
        """Begin again with nothing."""
        self.findings = []
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(2, 1)
        self.setWidget(inside)

    def add(self, finding: Finding) -> None:
        """Show one more finding, below the name of its group where that is a new one."""
        row = self._grid.rowCount()
        if finding.group and (not self.findings or self.findings[-1].group != finding.group):
            title = text_label(finding.group, "title")
            title.setContentsMargins(0, 12 if self.findings else 0, 0, 2)
            self._grid.addWidget(title, row, 0, 1, 3)
            row += 1
        self.findings.append(finding)
        mark = QLabel()
        mark.setPixmap(mark_of(finding.ok, 18, self.devicePixelRatioF()))
        meaning = tr(LOOKS[finding.ok][2])
        mark.setAccessibleName(meaning)
        mark.setToolTip(meaning)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(mark, row, 0, top)
        self._grid.addWidget(text_label(_title(finding)), row, 1, top)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(text_label(finding.text, "" if finding.ok is False else "dim"))
        if finding.remedy:
            words.addWidget(text_label(tr("To mend it: {remedy}").format(remedy=finding.remedy), "settingNote"))
        self._grid.addLayout(words, row, 2, top)

    def end(self) -> None:
        """Nothing more comes: what is there stands on top."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)


def mark_of(ok: bool | None, size: int, ratio: float) -> QPixmap:
    """The picture that stands for in order, wrong, and not looked at."""
    name, tint, _ = LOOKS[ok]
    return theme.pixmap(name, getattr(theme.COLOURS, tint), size, ratio)


def text_label(text: str, name: str = "") -> QLabel:
    """Words that wrap and can be copied, in the style of ``name``."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    label.setObjectName(name)
    return label


def _title(finding: Finding) -> str:
    name = finding.name.removeprefix("archive: ").removeprefix("department: ")
    return name[:1].upper() + name[1:]
