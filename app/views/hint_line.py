"""The line under the image: what each mouse button does now, and the pixel under the pointer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.models.translation import tr
from app.views.slice_words import Probe, probe_text


class HintLine(QWidget):
    """Hint on the left, cut where there is no room; value on the right, always whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.hint, self.probe = QLabel(), QLabel()
        self.hint.setObjectName("dim")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.probe.setAccessibleName(tr("Value under the pointer"))
        self.probe.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.probe.setMinimumWidth(self.fontMetrics().horizontalAdvance("-1024 HU  SDH   x 511, y 511"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.addWidget(self.hint, 1)
        layout.addWidget(self.probe)
        self.set_tool(tr("Scroll"))

    def set_tool(self, name: str) -> None:
        """Name what the left button does."""
        words = tr("Left: {tool}. Right: window. Middle: pan. Ctrl and wheel: zoom. Space held: bare image. F1: keys.")
        self._words = words.format(tool=name)
        self.hint.setToolTip(self._words)
        self._cut()

    @Slot(object)
    def show_probe(self, probe: Probe | None) -> None:
        """Show the pixel under the pointer."""
        self.probe.setText(probe_text(probe))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(0, self.hint.width())
        self.hint.setText(self.hint.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))
