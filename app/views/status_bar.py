"""The status bar: archive, queue, the device truly in use, and what this software is not."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QWidget

from app.domain.events import ArchiveStatus, DeviceStatus, IntakeStatus, QueueStatus
from app.models import wording
from app.models.translation import tr
from app.views import theme
from app.views.elided_label import ElidedLabel

_C = theme.COLOURS


class _Item(QWidget):
    """An icon and a text, with more of it in the tooltip."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__()
        self._icon_name = icon
        self._icon, self.text = QLabel(), ElidedLabel()
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
        self.setAccessibleName(text)


class StatusBar(QStatusBar):
    """Permanent items only; passing messages appear left of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._archive_status: ArchiveStatus | None = None
        self._intakes: dict[str, IntakeStatus] = {}
        self.archive = _Item("archive", tr("Archive: not asked yet"))
        self.queue = _Item("queue", tr("Queue: {work}").format(work=tr("empty")))
        self.device = _Item("device", tr("Device: starting"))
        self.research = QLabel(wording.research_only())
        self.research.setObjectName("research")
        for item in (self.archive, self.queue, self.device, self.research):
            self.addPermanentWidget(item)

    @Slot(object)
    def show_archive(self, status: ArchiveStatus) -> None:
        """The outcome of the latest poll."""
        self._archive_status = status
        self._show_ways()

    @Slot(object)
    def show_intake(self, status: IntakeStatus) -> None:
        """How our store SCP or the watched folder stands: beside the archive, by name only where there is trouble."""
        self._intakes[status.name] = status
        self._show_ways()

    def _show_ways(self) -> None:
        """The archive, and the other ways by which studies come."""
        archive, ways = self._archive_status, list(self._intakes.values())
        troubled = [way.name for way in ways if not way.ok]
        text, well, tips = tr("Archive: not asked yet"), not troubled, [way.text for way in ways]
        if archive is not None:
            text = tr("{archive}: connected") if archive.reachable else tr("{archive}: not reachable")
            text, well, tips = text.format(archive=archive.name), well and archive.reachable, [archive.text, *tips]
            if archive.left_out:
                missing = tr("%n not listed", "", archive.left_out)
                text = f"{text} \N{WARNING SIGN} {missing}"
                tip = tr("%n studies of the archive cannot be listed here: they have no valid Study Instance UID. "
                         "Look for them in the PACS.", "", archive.left_out)  # fmt: skip
                well, tips = False, [*tips, tip]
        if troubled:
            text = f"{text} \N{WARNING SIGN} {', '.join(troubled)}"
        self.archive.put(text, _C.good if well else _C.warning, "\n".join(tips))

    @Slot(object)
    def show_queue(self, status: QueueStatus) -> None:
        """How many studies wait or are at work."""
        at_work = (
            tr("%n fetching", "", status.fetching) if status.fetching else "",
            tr("%n waiting", "", status.waiting) if status.waiting else "",
            tr("%n analysing", "", status.analysing) if status.analysing else "",
        )
        later = tr("%n later", "", status.later) if status.later else ""
        text = tr("Queue: {work}").format(work=", ".join(part for part in (*at_work, later) if part) or tr("empty"))
        if status.held:
            tip = tr("Nothing new is fetched. {reason}").format(reason=status.held)
            self.queue.put(tr("{queue} (no room)").format(queue=text), _C.warning, tip)
        elif status.paused:
            tip = tr("The pipeline is paused: nothing new is fetched or analysed.")
            self.queue.put(tr("{queue} (paused)").format(queue=text), _C.warning, tip)
        else:
            tip = tr("%n wait for their time: for the rest of their images, or for the next attempt.", "", status.later)
            self.queue.put(text, _C.working if any(at_work) else _C.dim, tip if status.later else "")

    @Slot(object)
    def show_device(self, status: DeviceStatus) -> None:
        """The provider truly in use, after its self-test."""
        if status.ready and status.degraded:
            text = tr("{device} ({provider}), after trouble")
            self.device.put(text.format(device=status.device, provider=status.provider), _C.warning, status.text)
        elif status.ready:
            self.device.put(f"{status.device} ({status.provider})", _C.good, status.text)
        else:
            self.device.put(status.text or tr("Device: starting"), _C.warning, status.text)
