"""The open study beside the last earlier one: the prior registered and cut as the open slice, changes in mL below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain import follow_up
from app.domain.follow_up import Category
from app.domain.study import Study, StudyRecord
from app.models import follow_up_words, wording
from app.models.reformat import Orientation, Plane, Stack, reformat
from app.models.translation import tr
from app.pipeline.comparing import POOR_AGREEMENT, Comparison
from app.views.background import Cancelling, Latest
from app.views.change_table import ChangeTable
from app.views.plane_canvas import PlaneCanvas
from app.views.windows import Window, preset_name
from inference.types import CaseResult, Volume

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True, eq=False)
class _Slice:
    index: int
    plane: Plane


def like(plane: Plane, stored: Plane, hu: np.ndarray, labels: np.ndarray | None) -> Plane:
    """``hu`` and ``labels`` on the stored slice's own grid, turned as ``plane``, which was made from that slice."""
    turned: list[np.ndarray | None] = []
    for values in (hu, labels):
        if values is None:
            turned.append(None)
            continue
        out = values
        if abs(stored.right @ plane.right) < 0.5:
            out = out.T
            across, down = stored.down, stored.right
        else:
            across, down = stored.right, stored.down
        if across @ plane.right < 0:
            out = out[:, ::-1]
        if down @ plane.down < 0:
            out = out[::-1]
        turned.append(np.ascontiguousarray(out))
    picture = turned[0]
    assert picture is not None
    return Plane(picture, turned[1], plane.pixel_mm, plane.corner, plane.right, plane.down)


def name_and_id(study: Study) -> tuple[str, ...]:
    """Name and ID of the patient as lines for the corner of a picture."""
    identity = tr("ID {id}").format(id=study.patient_id) if study.patient_id else ""
    return tuple(line for line in (wording.patient_name(study.patient_name), identity) if line)


class CompareView(QWidget):
    """Prior on the left, open study on the right: the same slice and window. Wheel and keys scroll both."""

    slice_changed = Signal(int)
    #: The :class:`Window` that the reader wants here, as on every page.
    window_wanted = Signal(object)
    #: The :class:`app.domain.follow_up.FollowUp` of the open study and the prior that is shown.
    compared = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now: Volume | None = None
        self._stack: Stack | None = None
        self._result: CaseResult | None = None
        self._prior_result: CaseResult | None = None
        self._prior: Study | None = None
        self._comparison: Comparison | None = None
        self._index = 0
        self._patient: tuple[str, ...] = ()
        self._when = self._registered_text = ""
        self._study: Study | None = None
        self._registering, self._cutting = Latest(self), Latest(self)
        self._registering.done.connect(self._registered)
        self._registering.failed.connect(self.show_none)
        self._cutting.done.connect(self._show_slice)
        self._cutting.failed.connect(self.show_none)
        self.before, self.after = PlaneCanvas(tr("Earlier study")), PlaneCanvas(tr("This study"))
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setContentsMargins(10, 6, 10, 6)
        self.table = ChangeTable()
        pictures = QHBoxLayout()
        pictures.setSpacing(2)
        pictures.addWidget(self.before, 1)
        pictures.addWidget(self.after, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.state)
        layout.addLayout(pictures, 1)
        layout.addWidget(self.table)
        for canvas in (self.before, self.after):
            canvas.scrolled.connect(self.step)
            canvas.windowed.connect(self._drag_window)

    @property
    def busy(self) -> bool:
        """Whether the prior is being registered or cut."""
        return self._registering.busy or self._cutting.busy

    @property
    def index(self) -> int:
        """Slice of the open study."""
        return self._index

    # What is shown

    def set_case(
        self, record: StudyRecord, volume: Volume, result: CaseResult | None, index: int, window: Window
    ) -> None:
        """Show the open study; the prior comes by :meth:`set_prior`."""
        self._now, self._stack, self._result = volume, Stack.of(volume), result
        self._index = index
        self._prior = self._prior_result = self._comparison = None
        self._registering.drop()
        self._cutting.drop()
        self._patient, self._study = name_and_id(record.study), record.study
        self._when = wording.study_time(record.study.study_at)
        self.set_window(window)
        self.table.hide()
        self._draw_now()

    def clear(self) -> None:
        """No study is open."""
        self._now = self._stack = None
        self._registering.drop()
        self._cutting.drop()
        for canvas in (self.before, self.after):
            canvas.show_plane(None)
            canvas.set_writing()

    def show_waiting(self, text: str) -> None:
        """The prior is looked for or fetched: ``text`` says so."""
        self.state.setText(f"{text.rstrip('.')} {_ELLIPSIS}")
        self.before.show_plane(None, self.state.text())

    @Slot(str)
    def show_none(self, text: str) -> None:
        """There is no prior to show, because ``text``."""
        self.state.setText(text)
        self.before.show_plane(None, text)
        self.before.set_writing()

    def set_prior(self, study: Study, volume: Volume, result: CaseResult | None) -> None:
        """The prior is here: register it beside the window's thread, then show it."""
        if self._now is None:
            return
        self._prior, self._prior_result, self._registered_text = study, result, ""
        self.show_waiting(tr("Registering the earlier study"))
        now, labels = self._now, result.labels if result is not None else None
        self._registering.ask(lambda cancelled: Comparison(now, volume, labels, cancelled))
        self._fill_table()

    def set_result(self, result: CaseResult | None) -> None:
        """A reader changed the open study's result."""
        self._result = result
        if self._now is not None:
            self._draw_now()
            if self._prior is not None:
                self._fill_table()

    def set_window(self, window: Window) -> None:
        """Use this CT window for both."""
        for canvas in (self.before, self.after):
            canvas.set_window(window)
        self._write()

    def go_to(self, index: int) -> None:
        """Show slice ``index`` of the open study, and the prior there."""
        if self._now is None:
            return
        index = min(max(index, 0), len(self._now.hu) - 1)
        if index != self._index:
            self._index = index
            self._draw_now()
            self._cut()
            self.slice_changed.emit(index)

    @Slot(int)
    def step(self, steps: int) -> None:
        """Go this many slices towards the head."""
        self.go_to(self._index + steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 5, Qt.Key.Key_PageDown: -5}
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
            event.accept()
        else:
            super().keyPressEvent(event)

    # Parts

    def _draw_now(self) -> None:
        if self._stack is None or self._now is None:
            return
        labels = self._result.labels if self._result is not None else None
        labels = labels if labels is not None and labels.shape == self._now.hu.shape else None
        self.after.show_plane(reformat(self._stack, labels, Orientation.AXIAL, self._middle()))
        self._write()

    def _middle(self) -> np.ndarray:
        assert self._stack is not None and self._now is not None
        return self._stack.to_lps(np.array([0.0, 0.0, self._now.positions_mm[self._index]]))

    @Slot(object)
    def _registered(self, comparison: Comparison) -> None:
        if self._prior is None:
            return
        self._comparison = comparison
        found = comparison.registration
        when = wording.study_time(self._prior.study_at) or tr("date not known")
        text = tr("Earlier study {when}, registered rigidly: {turn}, {shift} mm, agreement {agreement}.").format(
            when=when,
            turn=f"{found.degrees:.1f}\N{DEGREE SIGN}",
            shift=f"{found.shift_mm:.0f}",
            agreement=f"{found.agreement:.2f}",
        )
        if found.agreement < POOR_AGREEMENT:
            text += " " + tr("The two do not lie well on each other: do not compare them pixel by pixel.")
        if self._other_name():  # found by the Patient ID, which two hospitals may give twice
            text = tr("The two studies carry different names: make sure that it is the same patient.") + " " + text
        self._registered_text = text
        self._say()
        self._cut()

    def _other_name(self) -> bool:
        if self._prior is None or self._study is None:
            return False
        now, before = (wording.patient_name(one.patient_name).casefold() for one in (self._study, self._prior))
        return bool(now and before) and now != before

    def _cut(self) -> None:
        if self._comparison is None:
            return
        comparison, index, shown = self._comparison, self._index, self.after.plane
        stack = self._stack
        if shown is None or stack is None:
            return

        def work(cancelled: Cancelling) -> _Slice:
            hu, labels = comparison.slice(index)
            stored = Plane(hu, labels, stack.volume.pixel_mm, stack.origin, stack.axes[0], stack.axes[1])
            return _Slice(index, like(shown, stored, hu, labels))

        self._cutting.ask(work)

    @Slot(object)
    def _show_slice(self, cut: _Slice) -> None:
        if cut.index == self._index:
            self.before.show_plane(cut.plane)
            self._write()

    def _write(self) -> None:
        if self._now is None:
            return
        window = self.after.window_hu
        name = preset_name(window)
        self.after.set_writing(
            (*self._patient, f"{tr('This study')} {self._when}"),
            (tr("Slice {number} of {count}").format(number=self._index + 1, count=len(self._now.hu)),
             f"W {window.width:.0f}  L {window.center:.0f}  {tr(name) if name else ''}".rstrip()),
            (wording.research_only(),),
        )  # fmt: skip
        if self._prior is not None:
            when = wording.study_time(self._prior.study_at)
            self.before.set_writing(
                (*name_and_id(self._prior), f"{tr('Earlier study')} {when}"), (tr("Registered, interpolated"),),
                (wording.research_only(),),
            )  # fmt: skip

    def _fill_table(self) -> None:
        found = self._follow_up()
        self.table.show_follow_up(found)
        self.compared.emit(found)
        if self._registered_text:
            self._say()

    def _follow_up(self) -> follow_up.FollowUp:
        return follow_up.compare(self._result, self._prior_result, study=self._study, prior=self._prior)

    def _say(self) -> None:
        """How the two were laid on each other, and what became of the hemorrhage."""
        found = self._follow_up()
        said = follow_up_words.sentence(found, named=False)
        if found.obstacle is not None or found.category is not Category.ABSENT:
            self.state.setText(f"{self._registered_text} {said}")
        else:
            self.state.setText(self._registered_text)

    @Slot(float, float)
    def _drag_window(self, right: float, up: float) -> None:
        self.window_wanted.emit(self.after.window_hu.dragged(right, up))
