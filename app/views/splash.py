"""What is seen while the program loads: its name, what it is not, and what is being waited for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.models.translation import tr
from app.views import theme


class Splash(QWidget):
    """A small window without a frame in the middle of the screen; it never takes the keyboard."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setObjectName("splash")
        self.setWindowTitle("Firstread")
        mark, name = QLabel(), QLabel("Firstread")
        mark.setPixmap(theme.pixmap("firstread", size=72, ratio=self.devicePixelRatioF()))
        name.setObjectName("emptyTitle")
        limits = QLabel(tr("Research software, not a medical device"))
        limits.setObjectName("dim")
        self.waiting = QLabel()
        self.waiting.setObjectName("dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 36, 48, 28)
        layout.setSpacing(10)
        for label in (mark, name, limits, self.waiting):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        em = self.fontMetrics().averageCharWidth()
        self.setFixedSize(em * 56, self.sizeHint().height() + 24)
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            self.move(screen.availableGeometry().center() - self.rect().center())

    def say(self, text: str) -> None:
        """Show what is being waited for, at once: nobody comes back to the event loop before that is done."""
        self.waiting.setText(text)
        self.show()
        self.repaint()
        QApplication.processEvents()
