"""Axial, coronal and sagittal planes through one point, with thick slabs; made beside the window's thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.models import wording
from app.models.reformat import Orientation, Plane, Slab, Stack, reformat
from app.models.translation import tr
from app.views.background import Cancelling, Latest
from app.views.plane_canvas import PlaneCanvas
from app.views.windows import PRESETS, Window, preset_name
from app.views.wrapping_row import WrappingRow
from inference.types import CaseResult, Volume

#: Thicknesses of a slab in mm; 0 is a plane of its own.
THICKNESSES: tuple[float, ...] = (0.0, 5.0, 10.0, 20.0, 40.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    point: NDArray[np.float64]
    planes: dict[Orientation, Plane]


class ReformatView(QWidget):
    """Three planes with a linked crosshair. Left click or drag puts the cross, the wheel moves a pane's own plane."""

    #: The axial slice through the crosshair.
    slice_changed = Signal(int)
    #: The :class:`Window` that the reader wants here, as on every page.
    window_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack: Stack | None = None
        self._result: CaseResult | None = None
        self._point = np.zeros(3)
        #: Name and ID of the patient, written over the axial plane.
        self.patient: tuple[str, ...] = ()
        self._work = Latest(self)
        self._work.done.connect(self._show)
        names = {
            Orientation.AXIAL: tr("Axial plane"),
            Orientation.CORONAL: tr("Coronal plane"),
            Orientation.SAGITTAL: tr("Sagittal plane"),
        }
        self.panes = {one: PlaneCanvas(name) for one, name in names.items()}
        self.thickness = QComboBox()
        for mm in THICKNESSES:
            self.thickness.addItem(tr("One voxel") if mm == 0 else f"{mm:g} mm", mm)
        self.thickness.setAccessibleName(tr("Thickness of the slab"))
        self.slab = QComboBox()
        for kind in Slab:
            self.slab.addItem({Slab.MEAN: tr("Mean"), Slab.MIP: "MIP"}[kind], kind)
        self.slab.setToolTip(tr("Mean of the slab, or its brightest voxels (maximum intensity projection)"))
        self.slab.setAccessibleName(tr("How a slab is made"))
        self.window_choice = QComboBox()
        for name, window in PRESETS:
            self.window_choice.addItem(f"{tr(name)}  {window.width:g}/{window.center:g}", window)
        self.window_choice.setAccessibleName(tr("Window"))
        self.masks = QCheckBox(tr("Masks"))
        self.masks.setChecked(True)
        tools = QHBoxLayout()
        tools.setContentsMargins(10, 6, 10, 6)
        slab = [QLabel(tr("Slab")), self.thickness, self.slab, None]
        tools.addWidget(WrappingRow([slab, [QLabel(tr("Window")), self.window_choice, self.masks, None]]))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.addWidget(self.panes[Orientation.AXIAL], 0, 0, 2, 1)
        grid.addWidget(self.panes[Orientation.CORONAL], 0, 1)
        grid.addWidget(self.panes[Orientation.SAGITTAL], 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addLayout(grid, 1)
        for orientation, pane in self.panes.items():
            pane.picked.connect(self.set_point)
            pane.scrolled.connect(lambda steps, one=orientation: self.step(one, steps))
            pane.windowed.connect(self._drag_window)
            self.masks.toggled.connect(pane.set_masks)
        self.thickness.currentIndexChanged.connect(self._ask)
        self.slab.currentIndexChanged.connect(self._ask)
        self.window_choice.activated.connect(self._choose_window)

    @property
    def point(self) -> NDArray[np.float64]:
        """Where the crosshair is: LPS mm, float64 [3]."""
        return self._point

    @property
    def busy(self) -> bool:
        """Whether planes are being made."""
        return self._work.busy

    def set_case(self, volume: Volume | None, result: CaseResult | None, index: int, window: Window) -> None:
        """Show a study with the crosshair in the middle of slice ``index``, or of the largest lesion if it is there."""
        if volume is None or len(volume.hu) < 2:
            self._stack = None
            self._work.drop()
            for pane in self.panes.values():
                pane.show_plane(None, tr("A stack of slices is needed for reformats."))
            return
        self._stack, self._result = Stack.of(volume), result
        for pane in self.panes.values():
            if pane.plane is None:  # until the planes are made; it said what an earlier study lacked
                pane.show_plane(None, tr("Loading …"))
        self.set_window(window)
        self._point = self._start(volume, result, index)
        self._ask()

    def set_result(self, result: CaseResult | None) -> None:
        """Another result of the same study: its masks are drawn."""
        self._result = result
        self._ask()

    def set_window(self, window: Window) -> None:
        """Use this CT window in all panes."""
        for pane in self.panes.values():
            pane.set_window(window)
        place = next((n for n, (_, preset) in enumerate(PRESETS) if preset == window), -1)
        self.window_choice.setCurrentIndex(place)
        self._write()

    @Slot(object)
    def set_point(self, point: NDArray[np.float64]) -> None:
        """Put the crosshair to an LPS point, or the nearest within the stack."""
        if self._stack is None:
            return
        at = self._stack.from_lps(np.asarray(point, np.float64))
        for axis in range(3):
            low, high = self._stack.extent(axis)
            at[axis] = min(max(at[axis], low), high - 1e-3)
        self._point = self._stack.to_lps(at)
        for pane in self.panes.values():
            pane.set_cross(self._point)
        self._ask()
        self.slice_changed.emit(self._stack.nearest_slice(float(at[2])))

    def go_to_slice(self, index: int) -> None:
        """Put the crosshair onto an axial slice."""
        if self._stack is None:
            return
        at = self._stack.from_lps(self._point)
        if self._stack.nearest_slice(float(at[2])) != index:
            at[2] = self._stack.volume.positions_mm[index]
            self.set_point(self._stack.to_lps(at))

    def step(self, orientation: Orientation, steps: int) -> None:
        """Move a plane: up is towards the head, the front and the patient's left."""
        if self._stack is None:
            return
        stack, axis = self._stack, self._stack.axis_of(orientation)
        at = stack.from_lps(self._point)
        if axis == 2:
            positions = stack.volume.positions_mm
            at[2] = positions[min(max(stack.nearest_slice(float(at[2])) + steps, 0), len(positions) - 1)]
        else:
            body_axis, sense = (1, -1.0) if orientation is Orientation.CORONAL else (0, 1.0)
            at[axis] += steps * 2.0 * sense * np.sign(stack.axes[axis][body_axis])
        self.set_point(stack.to_lps(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 5, Qt.Key.Key_PageDown: -5}
        focused = next((one for one, pane in self.panes.items() if pane.hasFocus()), Orientation.AXIAL)
        key = Qt.Key(event.key())
        if key in steps:
            self.step(focused, steps[key])
            event.accept()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _ask(self) -> None:
        if self._stack is None:
            return
        stack, point, result = self._stack, self._point.copy(), self._result
        labels = result.labels if result is not None else None
        labels = labels if labels is not None and labels.shape == stack.volume.hu.shape else None
        thickness, slab = float(self.thickness.currentData()), Slab(self.slab.currentData())

        def work(cancelled: Cancelling) -> _Made | None:
            planes = {}
            for orientation in Orientation:
                if cancelled():
                    return None
                planes[orientation] = reformat(stack, labels, orientation, point, thickness, slab)
            return _Made(point, planes)

        self._work.ask(work)

    @Slot(object)
    def _show(self, made: object) -> None:
        if not isinstance(made, _Made) or self._stack is None:
            return
        for orientation, plane in made.planes.items():
            self.panes[orientation].show_plane(plane)
            self.panes[orientation].set_cross(self._point)
        self._write()

    def _write(self) -> None:
        if self._stack is None:
            return
        mm, slab = float(self.thickness.currentData()), str(self.slab.currentText())
        at = self._stack.from_lps(self._point)
        window = self.panes[Orientation.AXIAL].window_hu
        name = preset_name(window)
        result = self._result
        model = ""
        if result is not None and result.score is not None:
            model = tr("Model {name}").format(name=result.runtime.model)
        for orientation, pane in self.panes.items():
            name_of_plane = pane.accessibleName()
            lines = [f"{name_of_plane}, {mm:g} mm {slab}" if mm else name_of_plane]
            if orientation is Orientation.AXIAL:
                number = self._stack.nearest_slice(float(at[2]))
                lines[:0] = self.patient
                lines.append(
                    tr("Slice {number} of {count}").format(number=number + 1, count=len(self._stack.volume.hu))
                )
                lines.append(f"W {window.width:.0f}  L {window.center:.0f}  {tr(name) if name else ''}".rstrip())
            bottom = (
                (model, wording.research_only()) if orientation is Orientation.AXIAL else (wording.research_only(),)
            )
            pane.set_writing(tuple(lines), (), bottom)

    def _start(self, volume: Volume, result: CaseResult | None, index: int) -> NDArray[np.float64]:
        stack = self._stack or Stack.of(volume)
        near = [one for one in (result.lesions if result else ()) if one.slices[0] <= index <= one.slices[1]]
        at = np.array([np.mean(stack.extent(0)), np.mean(stack.extent(1)), 0.0])
        if near:
            largest = max(near, key=lambda one: one.volume_ml)
            at = stack.from_lps(np.array(largest.centroid_mm))
        at[2] = volume.positions_mm[index]
        return stack.to_lps(at)

    @Slot(float, float)
    def _drag_window(self, right: float, up: float) -> None:
        self.window_wanted.emit(self.panes[Orientation.AXIAL].window_hu.dragged(right, up))

    @Slot(int)
    def _choose_window(self, place: int) -> None:
        self.window_wanted.emit(PRESETS[place][1])
