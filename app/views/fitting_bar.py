"""A bar of tools that drops the words beside its icons before it hides a tool."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from app.views import theme

_Style = Qt.ToolButtonStyle


class FittingBar(QToolBar):
    """Words stand beside the icons where all of it fits; else icons alone, which their tooltips explain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = False
        more = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:  # Qt's own arrow is dark on dark
            more.setIcon(theme.icon("more"))

    def use_words(self) -> None:
        """Write words beside the icons wherever there is room."""
        self._words = True
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # only now are style sheet and font those of the window

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._words:
            self.setToolButtonStyle(_Style.ToolButtonTextBesideIcon)
            if self.sizeHint().width() > self.width():
                self.setToolButtonStyle(_Style.ToolButtonIconOnly)
