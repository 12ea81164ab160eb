"""The viewer: banner, tools, image and slice strip of the open study."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStackedWidget, QToolBar, QToolButton, QVBoxLayout, QWidget

from app.domain.study import StudyRecord
from app.models import wording
from app.views import theme
from app.views.banner import Banner
from app.views.message_page import MessagePage
from app.views.slice_canvas import SliceCanvas
from app.views.slice_strip import SliceStrip
from app.views.windows import PRESETS, Window
from inference.types import CaseResult, Volume


def first_slice(volume: Volume, result: CaseResult | None) -> int:
    """The slice to open a study at: that of the highest score, or the middle where nothing scored."""
    scores = {s.index: s.score for s in result.slices} if result is not None else {}
    best = max(scores, key=lambda index: scores[index], default=None)
    if best is None or scores[best] <= 0 or not 0 <= best < volume.hu.shape[0]:
        return volume.hu.shape[0] // 2
    return best


class SliceView(QWidget):
    """One viewer for the life of the window; it shows a study, a reason why it cannot, or an invitation."""

    #: The slice on the screen changed: its index.
    slice_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: StudyRecord | None = None
        self._result: CaseResult | None = None
        self._notes: tuple[str, ...] = ()
        self._answered = False
        self.banner = Banner()
        self.canvas = SliceCanvas()
        self.strip = SliceStrip()
        self.message = MessagePage()
        self._make_actions()
        image = QWidget()
        beside = QHBoxLayout(image)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.canvas, 1)
        beside.addWidget(self.strip)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.message)
        self.stack.addWidget(image)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self._make_tools())
        layout.addWidget(self.stack, 1)
        self.canvas.slice_changed.connect(self.strip.set_index)
        self.canvas.slice_changed.connect(self.slice_changed)
        self.canvas.window_changed.connect(self._tick_preset)
        self.strip.slice_requested.connect(self.canvas.go_to)
        self.show_nothing()

    # States

    @property
    def answered(self) -> bool:
        """Whether the study that was asked for is shown, or why it cannot be."""
        return self._answered

    def show_nothing(self) -> None:
        """No study is open."""
        self._record = self._result = None
        self.banner.show_record(None)
        self._show_message("open", "No study is open", "Click a study in the worklist, or press Enter on it.")

    def show_loading(self, record: StudyRecord) -> None:
        """A study was asked for; its images are being read."""
        self._record, self._result, self._notes = record, None, ()
        self._answered = False
        self.banner.show_record(record)
        self._show_message("state-ready", "Loading \N{HORIZONTAL ELLIPSIS}", "Reading the images of this study.")

    def show_unavailable(self, record: StudyRecord, text: str) -> None:
        """A study cannot be shown, because ``text``."""
        self._record, self._result, self._notes = record, None, ()
        self._answered = True
        self.banner.show_record(record)
        reason = text or "No series of this study could be read."
        self._show_message("state-not-analysable", "This study cannot be shown", reason, theme.COLOURS.warning)

    def show_case(
        self, record: StudyRecord, volume: Volume, result: CaseResult | None, index: int | None, note: str = ""
    ) -> None:
        """Show a study at its highest score, or at slice ``index`` if given; ``note`` goes to the banner."""
        self._record, self._result, self._answered = record, result, True
        notes = [note, *(warning.text for warning in volume.warnings)]
        if result is not None and result.labels is not None and result.labels.shape != volume.hu.shape:
            notes.append("The masks belong to another series and are not drawn on this one.")
        known = {reason.text for reason in record.reasons}
        self._notes = tuple(text for text in dict.fromkeys(notes) if text and text not in known)
        self.banner.show_record(record, self._notes)
        self._write_corners()
        self.strip.set_case(volume.hu.shape[0], result)
        self.canvas.set_case(volume, result, first_slice(volume, result) if index is None else index)
        self.stack.setCurrentIndex(1)
        self._tools.setEnabled(True)

    def update_record(self, record: StudyRecord) -> None:
        """The row of the open study changed."""
        self._record = record
        self.banner.show_record(record, self._notes)
        self._write_corners()

    def set_peek(self, peek: bool) -> None:
        """Hide all overlays while True (Space held)."""
        self.canvas.set_peek(peek)

    # Parts

    def _make_actions(self) -> None:
        self.window_actions: list[QAction] = []
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for number, (name, window) in enumerate(PRESETS, start=1):
            action = QAction(f"{name}  {window.width:g}/{window.center:g}", self, checkable=True)
            action.setIconText(name)
            action.setShortcut(QKeySequence(str(number)))
            action.setToolTip(f"{name} window: width {window.width:g}, level {window.center:g} HU  [{number}]")
            action.setData(window)
            action.triggered.connect(self._use_preset)
            group.addAction(action)
            self.window_actions.append(action)
        self.window_actions[0].setChecked(True)
        self.masks = self._toggle("Masks", "masks", "M", "masks", "Masks by type; hold Space for the bare image")
        self.boxes = self._toggle("Boxes", "boxes", "B", "boxes", "Accepted boxes with their scores (green)")
        self.rejected = self._toggle("Rejected", "rejected", "X", "rejected", "Boxes looked at and rejected (purple)")
        self.fit = QAction(theme.icon("fit"), "Fit", self)
        self.fit.setShortcut(QKeySequence("0"))
        self.fit.setToolTip("Show the whole slice  [0]")
        self.fit.triggered.connect(self.canvas.fit)

    def _toggle(self, text: str, icon: str, key: str, field: str, tip: str) -> QAction:
        tints = {"boxes": theme.COLOURS.accepted_box, "rejected": theme.COLOURS.rejected_box}
        tint = tints.get(icon, theme.COLOURS.accent)
        action = QAction(theme.icon(icon, tint), text, self, checkable=True, checked=True)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{tip}  [{key}]")
        action.toggled.connect(lambda on: self.canvas.set_shown(**{field: on}))
        return action

    def _make_tools(self) -> QToolBar:
        self._tools = QToolBar()
        self._tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        size = self.fontMetrics().height()
        self._tools.setIconSize(QSize(size, size))
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(10, 100)
        self.opacity.setValue(round(self.canvas.shown.opacity * 100))
        self.opacity.setFixedWidth(5 * size)
        self.opacity.setToolTip("Opacity of the masks")
        self.opacity.setAccessibleName("Opacity of the masks")
        self.opacity.valueChanged.connect(lambda value: self.canvas.set_shown(opacity=value / 100))
        self._tools.addActions(self.window_actions)
        self._tools.addSeparator()
        self._tools.addActions([self.masks, self.boxes, self.rejected, self.fit])
        self._tools.addSeparator()
        self._tools.addWidget(self.opacity)
        more = self._tools.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:  # Qt's own arrow is dark on dark
            more.setIcon(theme.icon("more"))
        return self._tools

    def _show_message(self, icon: str, title: str, text: str, tint: str = theme.COLOURS.dim) -> None:
        self.canvas.set_case(None, None, 0)
        self.strip.set_case(0, None)
        self.message.show_message(icon, title, text, tint)
        self.stack.setCurrentIndex(0)
        self._tools.setEnabled(False)

    def _write_corners(self) -> None:
        if self._record is None:
            return
        study = self._record.study
        who = "   ".join(part for part in (wording.age_sex(study), study.patient_id) if part)
        accession = f"Accession {study.accession_number}" if study.accession_number else ""
        top = (wording.patient_name(study.patient_name), who, accession, study.description,
               wording.study_time(study.study_at))  # fmt: skip
        model = f"Model {self._result.runtime.model}, {self._result.runtime.provider}" if self._result else ""
        self.canvas.set_writing(top, (model, wording.RESEARCH_ONLY))

    @Slot()
    def _use_preset(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.canvas.set_window(action.data())

    @Slot(object)
    def _tick_preset(self, window: Window) -> None:
        for action in self.window_actions:
            action.setChecked(action.data() == window)
