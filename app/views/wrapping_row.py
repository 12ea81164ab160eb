"""Controls in one line, which break into two where the window is too narrow, as with large letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

_Direction = QBoxLayout.Direction


class WrappingRow(QWidget):
    """Groups of controls beside each other, or one below the other: no group is cut, and the window need not grow."""

    def __init__(self, groups: Sequence[Sequence[QWidget | None]], parent: QWidget | None = None) -> None:
        """None stands for a gap that takes what room there is."""
        super().__init__(parent)
        self._groups = [_group(controls) for controls in groups]
        self._lines = QBoxLayout(_Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        for place, group in enumerate(self._groups):
            self._lines.addWidget(group, 1 if place == len(groups) - 1 else 0)

    def minimumSizeHint(self) -> QSize:
        widest = max(group.minimumSizeHint().width() for group in self._groups)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        gaps = self._lines.spacing() * (len(self._groups) - 1)
        fits = sum(group.minimumSizeHint().width() for group in self._groups) + gaps <= self.width()
        self._lines.setDirection(_Direction.LeftToRight if fits else _Direction.TopToBottom)


def _group(controls: Sequence[QWidget | None]) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    for control in controls:
        if control is None:
            row.addStretch(1)
        else:
            row.addWidget(control)
    return group
