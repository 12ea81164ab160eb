"""The viewer: banner, tools, image and slice strip of the open study."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from app.domain.events import SecondReaderStatus
from app.domain.study import StudyRecord
from app.models import wording
from app.models.translation import tr
from app.views import theme
from app.views.banner import Banner
from app.views.fitting_bar import FittingBar
from app.views.hint_line import HintLine
from app.views.message_page import MessagePage
from app.views.slice_canvas import SliceCanvas
from app.views.slice_strip import SliceStrip
from app.views.slice_words import notice_lines, patient_lines
from app.views.threshold_slider import ThresholdSlider
from app.views.viewer_actions import ViewerActions
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
    #: The threshold for looking changed: an :class:`app.models.view_threshold.Filtered`, or None without a result.
    filtered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: StudyRecord | None = None
        self._result: CaseResult | None = None
        self._notes: tuple[str, ...] = ()
        self._answered = False
        self.banner = Banner()
        self.canvas = SliceCanvas()
        self.strip = SliceStrip()
        self.hint = HintLine()
        self.threshold = ThresholdSlider()
        self.message = MessagePage()
        self.acts = ViewerActions(self.canvas, self)
        self._alias_actions()
        image = QWidget()
        beside = QHBoxLayout(image)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        self._left = self._make_left()
        beside.addWidget(self._left)
        beside.addWidget(self.canvas, 1)
        beside.addWidget(self.strip)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.message)
        self.stack.addWidget(image)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        self._bars = (self._make_window_bar(), self._make_overlay_bar())
        for bar in self._bars:
            layout.addWidget(bar)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.hint)
        self.canvas.slice_changed.connect(self.strip.set_index)
        self.canvas.slice_changed.connect(self.slice_changed)
        self.canvas.probed.connect(self.hint.show_probe)
        self.canvas.orientation_changed.connect(self._orientation_changed)
        self.strip.slice_requested.connect(self.canvas.go_to)
        self.threshold.changed.connect(self._look_at)
        for action in self.acts.tools:
            action.toggled.connect(self._tool_changed)
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
        self._show_message("open", tr("No study is open"), tr("Click a study in the worklist, or press Enter on it."))

    def show_loading(self, record: StudyRecord) -> None:
        """A study was asked for; its images are being read."""
        self._record, self._result, self._notes = record, None, ()
        self._answered = False
        self.banner.show_record(record)
        self._show_message(
            "state-ready", tr("Loading") + " \N{HORIZONTAL ELLIPSIS}", tr("Reading the images of this study.")
        )

    def show_unavailable(self, record: StudyRecord, text: str) -> None:
        """A study cannot be shown, because ``text``."""
        self._record, self._result, self._notes = record, None, ()
        self._answered = True
        self.banner.show_record(record)
        reason = text or tr("No series of this study could be read.")
        self._show_message("state-not-analysable", tr("This study cannot be shown"), reason, theme.COLOURS.warning)

    def show_first(self, record: StudyRecord, volume: Volume, result: CaseResult, place: tuple[int, int]) -> None:
        """Show one slice of the study that was asked for, while the others are still read.

        ``volume`` holds that slice only, ``place`` is its number and how many there are. Nothing can be done with it
        but to look.
        """
        self._record, self._result = record, result
        self._write_corners()
        self.canvas.set_case(volume, result, 0, place)
        self.stack.setCurrentIndex(1)

    def show_case(
        self, record: StudyRecord, volume: Volume, result: CaseResult | None, index: int | None, note: str = ""
    ) -> None:
        """Show a study at its highest score, or at slice ``index`` if given; ``note`` goes to the banner."""
        self._record, self._result, self._answered = record, result, True
        notes = [note, *(warning.text for warning in volume.warnings)]
        if result is not None and result.labels is not None and result.labels.shape != volume.hu.shape:
            notes.append(tr("The masks belong to another series and are not drawn on this one."))
        known = {reason.text for reason in record.reasons}
        self._notes = tuple(text for text in dict.fromkeys(notes) if text and text not in known)
        self._show_banner()
        self.threshold.set_stored(result.threshold if result is not None and result.score is not None else None)
        self._write_corners()
        self.strip.set_case(volume.hu.shape[0], result, volume.hu)
        self.canvas.set_case(volume, result, first_slice(volume, result) if index is None else index)
        self.stack.setCurrentIndex(1)
        self._enable(True)
        self.filtered.emit(self.canvas.filtered)

    def show_result(self, result: CaseResult | None) -> None:
        """A reader changed the result of the study that is shown; slice, zoom and window stay.

        A look at another threshold ends: nobody should edit masks that are hidden.
        """
        volume = self.canvas.volume
        if volume is None:
            return
        self._result = result
        self.threshold.set_stored(result.threshold if result is not None and result.score is not None else None)
        self._write_corners()
        self.strip.set_case(volume.hu.shape[0], result, volume.hu)
        self.canvas.set_case(volume, result, self.canvas.index)
        self.filtered.emit(self.canvas.filtered)

    def update_record(self, record: StudyRecord) -> None:
        """The row of the open study changed; what is shown stays, marked where it is not of the latest analysis."""
        self._record = record
        self._show_banner()
        self._write_corners()

    def continue_from(self, before: SliceView) -> None:
        """Look at the same study as another viewer does: window, zoom, flips, overlays, tool and measurements."""
        for action, known in zip(self.acts.all(), before.acts.all(), strict=True):
            if action.isCheckable() and action not in (*self.acts.windows, self.acts.invert):
                action.setChecked(known.isChecked())
        self.opacity.setValue(before.opacity.value())
        if self.canvas.volume is not None:
            self.canvas.look_as(before.canvas)
            self.canvas.measuring.take(before.canvas.measuring)
            if before.threshold.threshold is not None:
                self.threshold.slider.setValue(before.threshold.slider.value())

    def show_second_reader(self, status: SecondReaderStatus) -> None:
        """How the second reader stands."""
        self.banner.second_reader = status
        self._show_banner()

    def set_peek(self, peek: bool) -> None:
        """Hide all overlays while True (Space held)."""
        self.canvas.set_peek(peek)

    # Parts

    def _alias_actions(self) -> None:
        """The actions that menus show, by name."""
        actions = self.acts
        self.window_actions, self.tool_actions = actions.windows, actions.tools
        self.masks, self.boxes, self.rejected, self.fit = actions.masks, actions.boxes, actions.rejected, actions.fit
        self.next_finding = actions.make(
            tr("Next finding"), "up", "N", tr("Towards the head"), lambda: self._jump(True)
        )
        self.previous_finding = actions.make(
            tr("Previous finding"), "up", "Shift+N", tr("Towards the skull base"), lambda: self._jump(False)
        )
        self.addActions([*actions.all(), self.next_finding, self.previous_finding])

    def tools_menu(self) -> QMenu:
        """Tools of the left button and what else changes the image, for a menu."""
        acts, menu = self.acts, QMenu(tr("&Image"), self)
        menu.addActions(acts.tools)
        menu.addSeparator()
        menu.addActions([acts.remove, acts.remove_all])
        menu.addSeparator()
        menu.addActions([acts.outline, acts.invert, acts.flip_sideways, acts.flip_upside_down, acts.reset])
        menu.addSeparator()
        menu.addActions([self.next_finding, self.previous_finding])
        return menu

    def _bar(self) -> FittingBar:
        bar = FittingBar()
        size = self.fontMetrics().height()
        bar.setIconSize(QSize(size, size))
        return bar

    def _make_left(self) -> QToolBar:
        bar = self._bar()
        bar.setOrientation(Qt.Orientation.Vertical)
        bar.addActions(self.acts.tools)
        bar.addSeparator()
        bar.addAction(self.acts.remove)
        return bar

    def _make_window_bar(self) -> QToolBar:
        bar, actions = self._bar(), self.acts
        bar.addActions(actions.windows)
        bar.addSeparator()
        bar.addActions([actions.invert, actions.flip_sideways, actions.flip_upside_down, actions.fit, actions.reset])
        return bar

    def _make_overlay_bar(self) -> QToolBar:
        bar, actions = self._bar(), self.acts
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(5, 100)
        self.opacity.setValue(round(self.canvas.shown.opacity * 100))
        self.opacity.setFixedWidth(5 * self.fontMetrics().height())
        self.opacity.setToolTip(tr("Opacity of the masks"))
        self.opacity.setAccessibleName(tr("Opacity of the masks"))
        self.opacity.valueChanged.connect(lambda value: self.canvas.set_shown(opacity=value / 100))
        bar.addActions([actions.masks, actions.outline])
        bar.addWidget(self.opacity)
        bar.addActions([actions.boxes, actions.rejected])
        bar.addSeparator()
        bar.addWidget(self.threshold)
        bar.use_words()
        return bar

    def _enable(self, on: bool) -> None:
        for part in (*self._bars, self._left, self.hint):
            part.setEnabled(on)

    def _show_message(self, icon: str, title: str, text: str, tint: str = "") -> None:
        self.canvas.set_case(None, None, 0)
        self.strip.set_case(0, None)
        self.threshold.set_stored(None)
        self.message.show_message(icon, title, text, tint or theme.COLOURS.dim)
        self.stack.setCurrentIndex(0)
        self._enable(False)
        self.filtered.emit(None)

    def _show_banner(self) -> None:
        record = self._record
        earlier = wording.still_shown(record, self._result) if record is not None else ""
        self.banner.show_record(record, (*self._notes, earlier) if earlier else self._notes)

    def _write_corners(self) -> None:
        record, result = self._record, self._result
        if record is not None:
            earlier = bool(wording.still_shown(record, result))
            self.canvas.set_writing(patient_lines(record), notice_lines(result, self.threshold.threshold, earlier))

    def _jump(self, up: bool) -> None:
        index = self.strip.next_finding(self.canvas.index, up)
        if index is not None:
            self.canvas.go_to(index)

    @Slot(object)
    def _look_at(self, threshold: float | None) -> None:
        volume = self.canvas.volume
        if volume is None:
            return
        self.canvas.set_threshold(threshold)
        found = self.canvas.filtered
        hidden = found.hidden if found is not None else frozenset()
        self.strip.set_case(volume.hu.shape[0], self._result, volume.hu, hidden)
        self._write_corners()
        self.filtered.emit(found)

    @Slot()
    def _orientation_changed(self) -> None:
        self.strip.set_flips(self.canvas.flips)

    @Slot(bool)
    def _tool_changed(self, on: bool) -> None:
        action = self.sender()
        if on and isinstance(action, QAction):
            self.hint.set_tool(action.text())
