"""The icon in the desktop's tray with the number of urgent studies, and the desktop's notifications."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from app.domain.alerts import Calls
from app.models import alert_words
from app.models.translation import tr
from app.views import theme
from app.views.alert_centre import AlertCentre
from app.views.sound import play_alert

_MESSAGE_MS = 15_000


class Tray(QObject):
    """Shows what the alert centre says. Desktops without a tray get no icon; the window then asks for attention."""

    #: The reader wants the window; with the Study Instance UID of the study to point at, or an empty text.
    wanted = Signal(str)
    strip_wanted = Signal()

    def __init__(self, centre: AlertCentre, window: QWidget, *, sound: bool = False) -> None:
        super().__init__(window)
        self._centre, self._window, self.sound = centre, window, sound
        self._count = -1
        self._latest = ""
        self.icon = QSystemTrayIcon(self)
        self.menu = QMenu(window)
        self.menu.addAction(tr("Show the worklist"), lambda: self.wanted.emit(""))
        self.menu.addAction(tr("Show the strip"), self.strip_wanted.emit)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(lambda: self.wanted.emit(self._latest))
        centre.changed.connect(self.refresh)
        centre.called.connect(self._call)
        self.refresh()

    def show(self) -> None:
        """Put the icon into the tray, where there is one."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.icon.show()

    def offer_end(self) -> None:
        """Let the menu end the program, which in the background no window does."""
        self.menu.addSeparator()
        self.menu.addAction(tr("End Firstread"), QApplication.quit)

    def hide(self) -> None:
        """Take the icon away."""
        self.icon.hide()

    @Slot()
    def refresh(self) -> None:
        """Show how many urgent studies wait."""
        glance = self._centre.glance()
        self.icon.setToolTip(f"Firstread: {alert_words.pending_text(glance)}")
        if glance.count != self._count:
            self._count = glance.count
            self.icon.setIcon(badge(glance.count))

    @Slot(object)
    def _call(self, calls: Calls) -> None:
        now = datetime.now(UTC)
        for records, again in ((calls.again, True), (calls.new, False)):
            if not records:
                continue
            self._latest = records[0].uid
            title, text = alert_words.call_title(records, again), alert_words.call_text(records, now)
            if self.icon.isVisible():
                kind = QSystemTrayIcon.MessageIcon.Critical if again else QSystemTrayIcon.MessageIcon.Warning
                self.icon.showMessage(title, text, kind, _MESSAGE_MS)
        QApplication.alert(self._window)
        if self.sound:
            play_alert()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.wanted.emit("")


def badge(count: int) -> QIcon:
    """The program's icon, with a number on it where studies wait; above 99 it says so by a plus."""
    result = QIcon()
    for size in (16, 22, 24, 32, 48, 64):
        picture = QPixmap(theme.pixmap("firstread", size=size))
        if count:
            _draw_number(picture, size, f"{count}" if count < 100 else "99+")
        result.addPixmap(picture)
    return result


def _draw_number(picture: QPixmap, size: int, text: str) -> None:
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = QRectF(size * (0.28 if len(text) > 1 else 0.42), size * 0.40, 0, size * 0.60)
    place.setRight(size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.COLOURS.urgent))
    painter.drawRoundedRect(place, size * 0.22, size * 0.22)
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(size * (0.52 if len(text) < 3 else 0.38))))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(theme.COLOURS.on_bright))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
