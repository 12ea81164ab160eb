"""Prints a study: the page as it will be, de-identified or not, as PDF or PNG."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from app.models.report import ReportCase
from app.models.translation import tr
from app.views.background import Cancelling, Latest
from app.views.report_page import page_image, write_pdf, write_png
from app.views.screen_room import resize_within

_SCREEN_DPI = 92


class ReportDialog(QDialog):
    """Shows the page and writes it beside the window's thread; once closed it goes, with the images that it holds."""

    #: What was written, in a few words without patient data.
    exported = Signal(str)

    def __init__(self, case: ReportCase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report"))
        self._case = case
        self._at = datetime.now()
        self._drawing, self._writing = Latest(self), Latest(self)
        self._drawing.done.connect(self._show)
        self._drawing.failed.connect(self._say)
        self._writing.done.connect(self._written)
        self._writing.failed.connect(self._say)
        self._closed = False
        self._writing.done.connect(self._ended)
        self._writing.failed.connect(self._ended)
        self.finished.connect(self._close)
        self.deidentified = QCheckBox(tr("De-identified: no name, identifiers and dates"))
        self.deidentified.setChecked(True)
        self.page = QLabel(tr("Drawing the page"))
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        area = QScrollArea()
        area.setWidget(self.page)
        area.setWidgetResizable(True)
        self.said = QLabel()
        self.said.setObjectName("dim")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.pdf = buttons.addButton(tr("Save as PDF ..."), QDialogButtonBox.ButtonRole.ActionRole)
        self.png = buttons.addButton(tr("Save as PNG ..."), QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.deidentified)
        layout.addWidget(area, 1)
        layout.addWidget(self.said)
        layout.addWidget(buttons)
        self.deidentified.toggled.connect(self._draw)
        self.pdf.clicked.connect(lambda: self._choose("PDF (*.pdf)", "firstread-report.pdf", self.save_pdf))
        self.png.clicked.connect(lambda: self._choose("PNG (*.png)", "firstread-report.png", self.save_png))
        resize_within(self, QSize(840, 900))
        self._draw()

    @property
    def busy(self) -> bool:
        """Whether a page is being drawn or written."""
        return self._drawing.busy or self._writing.busy

    def save_pdf(self, path: Path) -> None:
        """Write the PDF beside the window's thread."""
        case, hidden, at = self._case, self.deidentified.isChecked(), self._at
        said = f"report as PDF, {'de-identified' if hidden else 'with the name'}"

        def work(cancelled: Cancelling) -> str:
            write_pdf(case, path, hidden, at)
            return said

        self._write(work)

    def save_png(self, path: Path) -> None:
        """Write the PNG beside the window's thread."""
        case, hidden, at = self._case, self.deidentified.isChecked(), self._at
        said = f"report as PNG, {'de-identified' if hidden else 'with the name'}"

        def work(cancelled: Cancelling) -> str:
            write_png(case, path, hidden, at)
            return said

        self._write(work)

    @Slot()
    def _draw(self) -> None:
        case, hidden, at = self._case, self.deidentified.isChecked(), self._at
        ratio = self.devicePixelRatioF()
        self._drawing.ask(lambda cancelled: page_image(case, hidden, at, round(_SCREEN_DPI * ratio)))

    @Slot(object)
    def _show(self, picture: QImage) -> None:
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.page.setPixmap(QPixmap.fromImage(picture))

    @Slot(object)
    def _written(self, what: str) -> None:
        self.exported.emit(what)
        self._say(tr("Written."))

    @Slot()
    def _close(self) -> None:
        """Go; where something is still being written, once that is told."""
        self._closed = True
        self._drawing.drop()
        if not self._writing.busy:
            self.deleteLater()

    def _write(self, work: Callable[[Cancelling], str]) -> None:
        """Write one file at a time: of two, only the later would be told, and be in the audit file."""
        self.pdf.setEnabled(False)
        self.png.setEnabled(False)
        self._writing.ask(work)

    @Slot()
    def _ended(self) -> None:
        self.pdf.setEnabled(True)
        self.png.setEnabled(True)
        if self._closed:
            self.deleteLater()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.said.setText(text)

    def _choose(self, kind: str, name: str, save: Callable[[Path], None]) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the report"), name, kind)
        if chosen:
            save(Path(chosen))
