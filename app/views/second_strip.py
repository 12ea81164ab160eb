"""A small window that stays on top of all others, for a second monitor: how many urgent studies wait, and which."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout

from app.models import alert_words, wording
from app.models.translation import tr
from app.views.alert_centre import AlertCentre

_ROWS = 3


class SecondStrip(QFrame):
    """Drag it anywhere; a click on a study points at it in the worklist; it never takes the keyboard."""

    #: Study Instance UID of the study that was clicked.
    wanted = Signal(str)

    def __init__(self, centre: AlertCentre, *, names: bool = False) -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setObjectName("strip")
        self.setWindowTitle(tr("Firstread: urgent studies"))
        self._centre, self._names = centre, names
        self._drag: QPoint | None = None
        self._uids: list[str] = []
        self.count = QLabel()
        self.count.setObjectName("stripCount")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setMinimumWidth(self.fontMetrics().height() * 3)
        self.head = QLabel()
        self.head.setObjectName("title")
        self.lines = [QPushButton() for _ in range(_ROWS)]
        close = QPushButton("\N{MULTIPLICATION SIGN}")
        close.setObjectName("stripLine")
        close.setToolTip(tr("Hide the strip; Ctrl+T shows it again"))
        close.setAccessibleName(tr("Hide the strip"))
        close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.head)
        for number, button in enumerate(self.lines):
            button.setObjectName("stripLine")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, number=number: self._clicked(number))
            words.addWidget(button)
        words.addStretch(1)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setHorizontalSpacing(12)
        layout.addWidget(self.count, 0, 0)
        layout.addLayout(words, 0, 1)
        layout.addWidget(close, 0, 2, Qt.AlignmentFlag.AlignTop)
        layout.setColumnStretch(1, 1)
        metrics = self.fontMetrics()
        self.setMinimumWidth(metrics.averageCharWidth() * 46)
        centre.changed.connect(self.refresh)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.refresh)
        self.refresh()

    def set_names(self, names: bool) -> None:
        """Show patients' names from now on, or not."""
        self._names = names
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the present state."""
        now = datetime.now(UTC)
        glance = self._centre.glance()
        self._uids = [record.uid for record in glance.top]
        self.count.setText(str(glance.count))
        if bool(self.count.property("urgent")) != bool(glance.count):
            self.count.setProperty("urgent", bool(glance.count))
            self.count.style().polish(self.count)
        oldest = tr("urgent, the oldest waits {time}", "", glance.count).format(time=wording.duration(glance.oldest_s))
        self.head.setText(oldest if glance.count else tr("No urgent study waits"))
        self.setAccessibleName(alert_words.pending_text(glance))
        for button, record in zip(self.lines, [*glance.top, *[None] * _ROWS], strict=False):
            text = "" if record is None else alert_words.line(record, now, name=self._names)
            if button.text() != text:
                button.setText(text.replace("&", "&&"))
                button.setAccessibleName(text)
            button.setVisible(record is not None)
        self.resize(self.sizeHint())
        if self.isVisible() and self._drag is None:
            self._keep_inside()

    def restore(self, layout: QSettings) -> None:
        """Go where it was, unless that screen is gone; at first to the lower right corner of the last screen."""
        place = layout.value("strip")
        if isinstance(place, QPoint) and QGuiApplication.screenAt(place) is not None:
            self.move(place)
            return
        area = QGuiApplication.screens()[-1].availableGeometry()
        self.move(area.right() - self.width() - 24, area.bottom() - self.height() - 72)

    def save(self, layout: QSettings) -> None:
        """Remember where it is."""
        layout.setValue("strip", self.pos())

    def _keep_inside(self) -> None:
        """Back onto its screen where a longer text made it reach beyond."""
        area, frame = self.screen().availableGeometry(), self.geometry()
        x = max(area.left(), min(frame.left(), area.right() - frame.width()))
        y = max(area.top(), min(frame.top(), area.bottom() - frame.height()))
        if QPoint(x, y) != frame.topLeft():
            self.move(x, y)

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        self._keep_inside()
        self._clock.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.move(event.globalPosition().toPoint() - self._drag)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def _clicked(self, number: int) -> None:
        if number < len(self._uids):
            self.wanted.emit(self._uids[number])
