"""What went wrong since the last start: shown once, with a way to give it to somebody who can help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.models.translation import tr
from app.views import theme
from app.views.examination import text_label
from app.views.screen_room import resize_within


class CrashDialog(QDialog):
    """Shows the reports' texts; :attr:`bundle_wanted` asks for a support bundle."""

    bundle_wanted = Signal()

    def __init__(self, texts: Sequence[str], parent: QWidget | None = None) -> None:
        """``texts`` are the reports, the newest first."""
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong the last time"))
        mark = QLabel()
        mark.setPixmap(theme.pixmap("warning", theme.COLOURS.warning, 28, self.devicePixelRatioF()))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(mark)
        top.addWidget(text_label(tr("Something went wrong the last time"), "emptyTitle"), 1)
        self.reports = QPlainTextEdit("\n\n".join(texts))
        self.reports.setReadOnly(True)
        self.reports.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.reports.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.reports.setAccessibleName(tr("Reports of what went wrong"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.bundle = buttons.addButton(tr("&Support bundle ..."), QDialogButtonBox.ButtonRole.ActionRole)
        self.bundle.clicked.connect(self._ask_for_bundle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(
            text_label(
                tr(
                    "Firstread met an error that nobody expected. No study was lost: it goes on where it was. The "
                    "report stays on this computer and names no patient; it is shown this once."
                ),
                "dim",
            )
        )
        layout.addWidget(self.reports, 1)
        layout.addWidget(buttons)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        em = self.fontMetrics().averageCharWidth()
        resize_within(self, QSize(em * 104, em * 56))

    @Slot()
    def _ask_for_bundle(self) -> None:
        self.bundle_wanted.emit()
        self.accept()
