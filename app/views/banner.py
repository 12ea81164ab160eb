"""What the detector says about the open study, and every reason or warning; never hidden while a study is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.events import SecondReaderStatus
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.models import second_words, wording
from app.views import theme

_KINDS = {
    StudyState.POSITIVE: "positive",
    StudyState.NEGATIVE: "negative",
    StudyState.NOT_ANALYSABLE: "warning",
    StudyState.INCOMPLETE: "warning",
    StudyState.FAILED: "failed",
    StudyState.WITHDRAWN: "warning",
}


class Banner(QFrame):
    """Icon, finding, what the second reader says, and under it one line for each reason or warning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._icon, self.title, self.second, self.reasons = QLabel(), QLabel(), QLabel(), QLabel()
        self.second.setObjectName("secondReader")
        self.second.hide()  # shown and taken away again it would move the image below
        #: How the second reader stands; None where there is none.
        self.second_reader: SecondReaderStatus | None = None
        self.title.setObjectName("bannerTitle")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(3)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        for label in (self.title, self.second, self.reasons):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        self.hide()

    def show_record(self, record: StudyRecord | None, notes: tuple[str, ...] = ()) -> None:
        """Show the state of ``record``, its reasons and further ``notes``; None hides the banner."""
        self.setVisible(record is not None)
        if record is None:
            return
        kind = _KINDS.get(record.state, "working")
        self._icon.setPixmap(
            theme.pixmap(
                theme.state_icon(record.state), theme.STATE_COLOURS[record.state], 20, self.devicePixelRatioF()
            )
        )
        self.title.setText(wording.unbroken(wording.finding(record)))
        said = second_words.sentence(record, self.second_reader)
        self.second.setText(wording.unbroken(said))
        self.second.setVisible(bool(said))
        lines = [reason.text for reason in record.reasons] + list(notes)
        self.reasons.setText(wording.unbroken("\n".join(lines)))
        self.reasons.setVisible(bool(lines))
        for widget, name, value in ((self, "kind", kind), (self.second, "disputed", record.disputed)):
            if widget.property(name) != value:
                widget.setProperty(name, value)
                widget.style().polish(widget)
