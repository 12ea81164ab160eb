"""How the line is doing, in numbers, kept up to date while it is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.domain.metrics import Metrics
from app.models.metrics_rows import rows
from app.models.translation import tr
from app.views.screen_room import resize_within

_REFRESH_MS = 2000


class MetricsDialog(QDialog):
    """A table of names and values; ``source`` gives the latest metrics and has to return at once."""

    def __init__(self, source: Callable[[], Metrics], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Metrics"))
        self._source = source
        self.values: dict[str, QLabel] = {}
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        for row, (name, _) in enumerate(rows(source())):
            label, value = QLabel(name), QLabel()
            label.setObjectName("dim")
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
            self.values[name] = value
        grid.setRowStretch(len(self.values), 1)
        area = QScrollArea()  # a value of several lines must not take the room of the others
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Metrics"))
        area.setWidget(table)
        note = QLabel(
            tr("They name no patient. The same numbers are in metrics.json and metrics.prom in the data folder.")
        )
        note.setObjectName("dim")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(16)
        layout.addWidget(area, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)
        resize_within(self, QSize(self.fontMetrics().averageCharWidth() * 92, self.fontMetrics().height() * 26))
        self._clock = QTimer(self)
        self._clock.setInterval(_REFRESH_MS)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the latest numbers."""
        for name, text in rows(self._source()):
            if self.values[name].text() != text:
                self.values[name].setText(text)
