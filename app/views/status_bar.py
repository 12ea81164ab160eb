"""The status bar: archive, queue, the device truly in use, and what this software is not."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QWidget

from app.domain.events import ArchiveStatus, DeviceStatus, QueueStatus
from app.models import wording
from app.views import theme

_C = theme.COLOURS


class _Item(QWidget):
    """An icon and a text, with more of it in the tooltip."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__()
        self._icon_name = icon
        self._icon, self.text = QLabel(), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 10, 2)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.put(text, _C.dim)

    def put(self, text: str, tint: str, tip: str = "") -> None:
        self._icon.setPixmap(theme.pixmap(self._icon_name, tint, 16, self.devicePixelRatioF()))
        self.text.setText(text)
        self.setToolTip(tip or text)


class StatusBar(QStatusBar):
    """Permanent items only; passing messages appear left of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.archive = _Item("archive", "Archive: not asked yet")
        self.queue = _Item("queue", "Queue: empty")
        self.device = _Item("device", "Device: starting")
        self.research = QLabel(wording.RESEARCH_ONLY)
        self.research.setObjectName("research")
        for item in (self.archive, self.queue, self.device, self.research):
            self.addPermanentWidget(item)

    @Slot(object)
    def show_archive(self, status: ArchiveStatus) -> None:
        """The outcome of the latest poll."""
        tint = _C.accepted_box if status.reachable else _C.warning
        word = "connected" if status.reachable else "not reachable"
        self.archive.put(f"{status.name}: {word}", tint, status.text)

    @Slot(object)
    def show_queue(self, status: QueueStatus) -> None:
        """How many studies wait or are at work."""
        counts = ((status.fetching, "fetching"), (status.waiting, "waiting"), (status.analysing, "analysing"))
        busy = ", ".join(f"{count} {word}" for count, word in (*counts, (status.later, "later")) if count)
        text = f"Queue: {busy or 'empty'}"
        if status.held:
            self.queue.put(f"{text} (no room)", _C.warning, f"Nothing new is fetched. {status.held}")
        elif status.paused:
            self.queue.put(
                f"{text} (paused)", _C.warning, "The pipeline is paused: nothing new is fetched or analysed."
            )
        else:
            at_work = any(count for count, _ in counts)
            tip = f"{status.later} wait for their time: for the rest of their images, or for the next attempt."
            self.queue.put(text, _C.working if at_work else _C.dim, tip if status.later else "")

    @Slot(object)
    def show_device(self, status: DeviceStatus) -> None:
        """The provider truly in use, after its self-test."""
        if status.ready and status.degraded:
            self.device.put(f"{status.device} ({status.provider}), after trouble", _C.warning, status.text)
        elif status.ready:
            self.device.put(f"{status.device} ({status.provider})", _C.accepted_box, status.text)
        else:
            self.device.put(status.text or "Device: starting", _C.warning, status.text)
