"""About Firstread: version, licence, the model in use, and what it must not be used for."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.events import DeviceStatus
from app.models.translation import QT_TR_NOOP, tr
from app.views import theme
from inference import __version__

_LIMITS = QT_TR_NOOP(
    "Firstread is research software. It is not a medical device, has no approval of any kind, and must not be used "
    "for diagnosis or to decide about a patient. It can miss hemorrhage and can report what is not there. A study "
    "without a result, or with the result 'None found', has not been read: every study needs its reader."
)


class About(QDialog):
    """The About box."""

    def __init__(self, device: DeviceStatus | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Firstread"))
        mark = QLabel()
        mark.setPixmap(theme.pixmap("firstread", size=64, ratio=self.devicePixelRatioF()))
        title = QLabel(f"Firstread {__version__}")
        title.setObjectName("emptyTitle")
        what = QLabel(tr("A reading-room worklist that puts probable intracranial hemorrhage first."))
        limits = QLabel(tr(_LIMITS))
        limits.setObjectName("bannerTitle")
        running = device.text if device is not None and device.text else tr("The detector has not started yet.")
        paper = tr(
            "Detector after Chang et al., Hybrid 3D/2D Convolutional Neural Network for Hemorrhage Evaluation on "
            "Head CT, AJNR 2018. Apache License 2.0."
        )
        machine = f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.machine()}"
        source = QLabel(f"{paper}\n\n{running}\n{machine}")
        source.setObjectName("dim")
        source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        words = QVBoxLayout()
        for label in (title, what, limits, source):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
            words.addSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.addLayout(top)
        layout.addWidget(buttons)
        # Labels that wrap tell their height only for a given width, so the size is asked for, not guessed.
        width = self.fontMetrics().averageCharWidth() * 92
        self.setFixedSize(width, layout.totalHeightForWidth(width))
