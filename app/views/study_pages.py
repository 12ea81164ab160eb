"""What is shown of the open study: its slices, with the editor above them, reformats, or the comparison with a prior.

One page at a time in one place of the window. The slice viewer lives on under the others, and slice and window are the
same on every page.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.edits import ReaderResult
from app.domain.events import OtherResultsFound, PriorLoaded
from app.domain.follow_up import FollowUp
from app.domain.study import StudyRecord
from app.errors import CacheError
from app.models.report import ReportCase
from app.models.translation import tr
from app.results.csv_export import write_lesions_csv
from app.store.audit import login_name
from app.views.compare_view import CompareView, name_and_id
from app.views.lesion_table import LesionTable
from app.views.mask_editor import MaskEditor
from app.views.other_results import OtherResults
from app.views.reformat_view import ReformatView
from app.views.report_dialog import ReportDialog
from app.views.slice_view import SliceView
from app.views.windows import Window
from inference.types import CaseResult, Lesion, Volume

SLICES, REFORMATS, COMPARE = range(3)


class StudyPages(QStackedWidget):
    """The pages of the open study, and what the reader may do with its result."""

    #: Study Instance UID and :class:`ReaderResult` (None: nothing is changed any more) to keep.
    edits_made = Signal(str, object)
    #: Study Instance UID and generation: answer with :class:`PriorLoaded`.
    prior_wanted = Signal(str, int)
    #: Study Instance UID and generation: answer with :class:`OtherResultsFound`.
    others_wanted = Signal(str, int)
    #: What left the program as a file, in a few words without patient data; emitted from any thread.
    exported = Signal(str)
    told = Signal(str)

    def __init__(self, viewer: SliceView, lesions: LesionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewer, self.lesions = viewer, lesions
        self._record: StudyRecord | None = None
        self._volume: Volume | None = None
        self._original: CaseResult | None = None
        self._edits: ReaderResult | None = None
        #: What became of the hemorrhage since the earlier study, as far as it is known.
        self.follow_up: FollowUp | None = None
        self._prior_generation = 0
        self._prior_asked = False
        self._chosen = True
        self._others_generation = 0
        self.others = OtherResults()
        self.others.hide()
        self.others.closed.connect(self._close_others)
        self.others.drawn.connect(viewer.canvas.set_others)
        self.editor = MaskEditor(viewer.canvas, login_name())
        self.reformats, self.comparison = ReformatView(), CompareView()
        slices = QWidget()
        layout = QVBoxLayout(slices)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.editor)
        beside = QSplitter(Qt.Orientation.Vertical)
        beside.setChildrenCollapsible(False)
        beside.setHandleWidth(2)
        beside.addWidget(viewer)
        beside.addWidget(self.others)
        beside.setStretchFactor(0, 3)
        beside.setStretchFactor(1, 1)
        layout.addWidget(beside, 1)
        for page in (slices, self.reformats, self.comparison):
            self.addWidget(page)
        self._make_actions()
        canvas = viewer.canvas
        canvas.slice_changed.connect(self._follow_slice)
        canvas.window_changed.connect(self._follow_window)
        self.reformats.slice_changed.connect(canvas.go_to)
        self.comparison.slice_changed.connect(canvas.go_to)
        self.reformats.window_wanted.connect(canvas.set_window)
        self.comparison.window_wanted.connect(canvas.set_window)
        self.comparison.compared.connect(self.set_follow_up)
        self.editor.edited.connect(self._edited)
        self.editor.original_wanted.connect(self._show_original)
        self.editor.told.connect(self.told)
        self.editor.closed.connect(self._editor_closed)
        for tool in viewer.acts.tools:
            tool.triggered.connect(self.editor.put_down)
        for hand in (self.editor.brush, self.editor.eraser):
            hand.toggled.connect(self._name_tool)
        lesions.table.installEventFilter(self.editor)  # lesions are rejected there, and Ctrl+Z takes that back
        lesions.accepted.connect(self._accept)
        lesions.rejected.connect(self.editor.reject)
        lesions.type_changed.connect(self.editor.change_type)
        lesions.csv_wanted.connect(self._choose_csv)
        self._update()

    @property
    def result(self) -> CaseResult | None:
        """The result that counts: the reader's, or the algorithm's."""
        return self._edits.result if self._edits is not None else self._original

    @property
    def edits(self) -> ReaderResult | None:
        """What the reader made of the result, or None."""
        return self._edits

    # What the window calls

    def continue_from(self, before: StudyPages) -> None:
        """Show the page that other pages of the same study show, and what is open beside it."""
        if not before.others.isHidden():
            self._toggle_others()
        if not before.editor.isHidden():
            self._toggle_editor()
        self._go(before.currentIndex())

    def set_reader(self, name: str) -> None:
        """Who edits here, as the files of edits say; without it the login name."""
        self.editor.reader = name

    def set_case(
        self,
        record: StudyRecord,
        volume: Volume | None,
        original: CaseResult | None,
        edits: ReaderResult | None,
    ) -> None:
        """Another study is open, or its images or result came; ``volume`` None while it is loading."""
        same = self._record is not None and record.uid == self._record.uid and volume is not None
        self._record, self._volume, self._original, self._edits = record, volume, original, edits
        self.editor.set_case(volume, original, edits)
        self._prior_generation += 1
        self._prior_asked = False
        self.set_follow_up(None)
        self._ask_others()
        if volume is None:
            self.comparison.clear()
            self.reformats.set_case(None, None, 0, self._window)
            self._go(SLICES)
        elif same and self.currentIndex() != SLICES:
            self._go(self.currentIndex())
        self._update()

    def set_record(self, record: StudyRecord) -> None:
        """The row of the open study changed."""
        if self._record is None or record.uid != self._record.uid:
            return
        self._record = record
        if self._original is not None and record.present(self._original) is None:
            self.lesions.show_as_earlier()
        self._update()

    def set_chosen(self, chosen: bool) -> None:
        """Whether acts on a study mean the open one: a page without a name must not be taken for another patient's."""
        if chosen != self._chosen:
            self._chosen = chosen
            self._update()

    @Slot(object)
    def set_follow_up(self, follow_up: FollowUp | None) -> None:
        """What became of the open study's hemorrhage since the earlier one, for the volumes and the report."""
        self.follow_up = follow_up
        self.lesions.show_follow_up(follow_up)

    @Slot(object)
    def prior_loaded(self, answer: PriorLoaded) -> None:
        """What is known of the prior that was asked for."""
        if answer.generation != self._prior_generation:
            return
        if answer.loading:
            self.comparison.show_waiting(tr(answer.text))
        elif answer.volume is not None and answer.prior is not None:
            self.comparison.set_prior(answer.prior, answer.volume, answer.result)
        else:
            self.comparison.show_none(answer.text or tr("No earlier head CT of this patient was found."))

    @Slot(object)
    def others_found(self, answer: OtherResultsFound) -> None:
        """What is known of the results of other products that were asked for."""
        if answer.generation == self._others_generation:
            self.others.show_found(answer)

    def report_case(self) -> ReportCase | None:
        """The open study for a report; None without images, and without an answer that still holds."""
        record, volume, result = self._record, self._volume, self.result
        if record is None or volume is None or result is None or result.score is None:
            return None
        if record.present(result) is None:
            return None
        midline = self.viewer.canvas.measuring.midline(volume.affine)
        return ReportCase(record, volume, result, self._edits, self.follow_up, midline)

    def open_report(self) -> ReportDialog | None:
        """Show the page of the open study as it would be printed."""
        case = self.report_case()
        if case is None:
            return None
        dialog = ReportDialog(case, self.window())
        dialog.exported.connect(self.exported)
        dialog.open()
        return dialog

    def export_lesions(self, path: Path) -> None:
        """Write the lesion table as CSV beside the window's thread, without patient names and IDs."""
        record, result, model = self._record, self.result, self.lesions.model
        if record is None or result is None:
            return
        rows: list[tuple[Lesion, str]] = []
        for row in range(model.rowCount()):
            lesion = model.lesion(row)
            if lesion is not None:
                rows.append((lesion, model.reader_text(row)))
        uid, name = record.uid, result.runtime.model

        def work() -> None:
            try:
                count = write_lesions_csv(uid, rows, name, path)
            except CacheError as error:
                self.told.emit(error.reason.text)
            else:
                self.exported.emit(f"lesions as CSV, {count} lesions, without names")
                self.told.emit(tr("%n lesions written.", "", count))

        QThreadPool.globalInstance().start(work)

    # Parts

    def _make_actions(self) -> None:
        group = QActionGroup(self)
        self.slices_action = self._action(tr("&Slices"), "F2", lambda: self._go(SLICES))
        self.reformats_action = self._action(tr("Re&formats"), "F3", lambda: self._go(REFORMATS))
        self.compare_action = self._action(tr("&Compare with the earlier study"), "F4", lambda: self._go(COMPARE))
        for action in (self.slices_action, self.reformats_action, self.compare_action):
            action.setCheckable(True)
            group.addAction(action)
        self.edit_action = self._action(tr("&Edit masks"), "F6", self._toggle_editor)
        self.edit_action.setCheckable(True)
        self.others_action = self._action(tr("&Results of other products"), "F7", self._toggle_others)
        self.others_action.setCheckable(True)
        self.report_action = self._action(tr("&Print report ..."), "Ctrl+Shift+P", self.open_report)
        self.copy_action = self._action(tr("Copy lesion &table"), "Ctrl+Shift+C", self._copy_table)
        self.csv_action = self._action(tr("Export &lesions as CSV ..."), "", self._choose_csv)
        #: For the menus View and Study.
        self.view_actions = [self.slices_action, self.reformats_action, self.compare_action, self.edit_action]
        self.view_actions.append(self.others_action)
        self.study_actions = [self.report_action, self.copy_action, self.csv_action]

    def _action(self, text: str, keys: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: slot())
        return action

    @property
    def _window(self) -> Window:
        return self.viewer.canvas.window_hu

    def _go(self, page: int) -> None:
        volume, index = self._volume, self.viewer.canvas.index
        came_back = self.currentIndex() != SLICES
        if volume is None or self._record is None:
            page = SLICES
        elif page == REFORMATS:
            self.editor.close_editor()
            self.reformats.patient = name_and_id(self._record.study)
            self.reformats.set_case(volume, self.result, index, self._window)
        elif page == COMPARE:
            self.editor.close_editor()
            if not self._prior_asked:
                self.comparison.set_case(self._record, volume, self.result, index, self._window)
                self._prior_asked = True
                self.comparison.show_waiting(tr("Looking for an earlier study"))
                self.prior_wanted.emit(self._record.uid, self._prior_generation)
            else:
                self.comparison.set_window(self._window)
                self.comparison.go_to(index)
        self.setCurrentIndex(page)
        self.viewer.acts.set_slices_shown(page == SLICES)
        self.view_actions[page].setChecked(True)
        if page == REFORMATS:
            next(iter(self.reformats.panes.values())).setFocus()
        elif page == COMPARE:
            self.comparison.after.setFocus()
        elif volume is not None and came_back:
            self.viewer.canvas.setFocus()

    @Slot(int)
    def _follow_slice(self, index: int) -> None:
        if self.currentIndex() == REFORMATS:
            self.reformats.go_to_slice(index)
        elif self.currentIndex() == COMPARE:
            self.comparison.go_to(index)

    @Slot(object)
    def _follow_window(self, window: Window) -> None:
        if self.currentIndex() == REFORMATS:
            self.reformats.set_window(window)
        elif self.currentIndex() == COMPARE:
            self.comparison.set_window(window)

    @Slot()
    def _toggle_editor(self) -> None:
        if self.editor.isHidden():
            self._go(SLICES)
            self.viewer.threshold.reset()
            self.viewer.masks.setChecked(True)  # or strokes would change a mask that nobody sees
            self.editor.open_editor()
        else:
            self.editor.close_editor()
        self.edit_action.setChecked(not self.editor.isHidden())

    def _toggle_others(self) -> None:
        if self.others.isHidden():
            self._go(SLICES)
            self.others.show()
            self.others_action.setChecked(True)
            self._ask_others()
            self.others.setFocus()
        else:
            self._close_others()

    @Slot()
    def _close_others(self) -> None:
        """Close the list; what it drew goes, so that nothing is drawn whose origin cannot be read beside it."""
        self.others.hide()
        self.others.clear()
        self._others_generation += 1
        self.others_action.setChecked(False)
        self.viewer.canvas.setFocus()

    def _ask_others(self) -> None:
        """Ask what other products left with the open study, where the list is open."""
        self._others_generation += 1
        self.others.clear()
        if self._record is not None and self._volume is not None and not self.others.isHidden():
            self.others.wait_for(self._volume)
            self.others_wanted.emit(self._record.uid, self._others_generation)

    @Slot()
    def _name_tool(self) -> None:
        """Say below the image what the left button does while masks are edited, and afterwards."""
        hands = (self.editor.brush, self.editor.eraser, *self.viewer.acts.tools)
        self.viewer.hint.set_tool(next(action.text() for action in hands if action.isChecked()))

    @Slot()
    def _editor_closed(self) -> None:
        self.edit_action.setChecked(False)

    @Slot(object)
    def _accept(self, lesion: Lesion) -> None:
        self.editor.accept(lesion)

    @Slot(object)
    def _edited(self, edits: ReaderResult | None) -> None:
        if self._record is None or self._volume is None:
            return
        began_or_ended = (edits is None) != (self._edits is None)
        self._edits = edits
        self._show_result(self.result, edits, began_or_ended)
        self.reformats.set_result(self.result)
        self.comparison.set_result(self.result)
        self.edits_made.emit(self._record.uid, edits)

    @Slot(bool)
    def _show_original(self, on: bool) -> None:
        if on:
            self._show_result(self._original, None, True)
        elif self._edits is not None:
            self._show_result(self.result, self._edits, True)

    def _show_result(self, result: CaseResult | None, edits: ReaderResult | None, whole: bool) -> None:
        if self._record is None or self._volume is None:
            return
        canvas = self.viewer.canvas
        if whole:
            self.viewer.show_case(self._record, self._volume, result, canvas.index)
        else:
            self.viewer.show_result(result)
        self.lesions.show_result(self._original, True, edits)
        if result is not None and self._record.present(result) is None:
            self.lesions.show_as_earlier()

    def _copy_table(self) -> None:
        self.lesions.copy_table()
        self.told.emit(tr("Lesion table copied; it names no patient."))

    @Slot()
    def _choose_csv(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the lesions"), "lesions.csv", "CSV (*.csv)")
        if name:
            self.export_lesions(Path(name))

    def _update(self) -> None:
        images, answer = self._volume is not None, self.report_case() is not None
        for action in (self.reformats_action, self.compare_action, self.others_action):
            action.setEnabled(images)
        self.edit_action.setEnabled(self.editor.editable)
        for action in self.study_actions:
            action.setEnabled(answer and self._chosen)
