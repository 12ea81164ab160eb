"""A calm page for everything that is not a table or a picture: empty, loading, cannot be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.views import theme


class MessagePage(QWidget):
    """An icon, a title and a sentence, in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self.title, self.text = QLabel(), QLabel(), QLabel()
        self.title.setObjectName("emptyTitle")
        self.text.setObjectName("emptyText")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 12)
        layout.setSpacing(10)
        layout.addStretch(2)
        for label in (self._icon, self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        layout.addStretch(3)

    def show_message(self, icon: str, title: str, text: str = "", tint: str = "") -> None:
        """Show this message; ``icon`` names a file of resources/icons, or is empty where room is short."""
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.setPixmap(theme.pixmap(icon, tint or theme.COLOURS.dim, 48, self.devicePixelRatioF()))
        self.title.setText(title)
        self.text.setText(text)
