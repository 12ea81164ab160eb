"""Editing the masks of the open study: a bar with brush and eraser, strokes on the slice, steps back and forth.

Strokes are drawn on the screen at once; steps and measuring run beside the window's thread, one after the other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QAction, QColor, QCursor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app.domain.edits import ReaderResult
from app.models import wording
from app.models.translation import tr
from app.pipeline.editing import EditSession
from app.views import theme
from app.views.slice_canvas import SliceCanvas
from app.views.wrapping_row import WrappingRow
from inference.errors import FirstreadError
from inference.types import TYPES, CaseResult, HemorrhageType, Lesion, Volume

_log = logging.getLogger(__name__)
_LEFT = Qt.MouseButton.LeftButton


def stamp(
    plane: NDArray[np.uint8], at: tuple[float, float], radius_mm: float, pixel_mm: tuple[float, float], label: int
) -> None:
    """Give every pixel of ``plane`` [Y, X] whose centre lies within the radius of ``at`` (x, y in pixels) a label."""
    row, column = pixel_mm
    reach_y, reach_x = radius_mm / row, radius_mm / column
    y0, y1 = max(0, int(at[1] - reach_y)), min(plane.shape[0], int(at[1] + reach_y) + 2)
    x0, x1 = max(0, int(at[0] - reach_x)), min(plane.shape[1], int(at[0] + reach_x) + 2)
    if y0 >= y1 or x0 >= x1:
        return
    y, x = np.ogrid[y0:y1, x0:x1]
    inside = ((y + 0.5 - at[1]) * row) ** 2 + ((x + 0.5 - at[0]) * column) ** 2 <= radius_mm**2
    plane[y0:y1, x0:x1][inside] = label


@dataclass(frozen=True, slots=True, eq=False)
class _Done:
    number: int
    session: EditSession | None
    edits: ReaderResult | None
    text: str
    changed: bool


class MaskEditor(QWidget):
    """The bar of tools, and the hand on the canvas."""

    #: A :class:`ReaderResult`, or None where nothing is changed any more.
    edited = Signal(object)
    #: Show the algorithm's own result for a look.
    original_wanted = Signal(bool)
    #: One sentence for the reader.
    told = Signal(str)
    closed = Signal()
    _arrived = Signal(object)

    def __init__(self, canvas: SliceCanvas, reader: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        #: Who edits.
        self.reader = reader
        self._volume: Volume | None = None
        self._original: CaseResult | None = None
        self._kept: ReaderResult | None = None
        self._session: EditSession | None = None
        self._begun: list[EditSession] = []  # the session of the open study, made by its first step
        self._slice = 0
        self._number = 0
        self._waiting = 0
        self._before: NDArray[np.uint8] | None = None
        self._last: tuple[float, float] | None = None
        self._ringed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._arrived.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._make_bar()
        canvas.viewport().installEventFilter(self)
        canvas.installEventFilter(self)
        canvas.zoomed.connect(self._point)
        self.hide()

    def _make_bar(self) -> None:
        self.brush = self._tool("Brush", tr("Brush"), "Shift+B", tr("Paint the chosen type with the left button"))
        self.eraser = self._tool("Erase", tr("Erase"), "Shift+E", tr("Erase with the left button"))
        self.type_choice = QComboBox()
        for kind in TYPES:
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(theme.TYPE_COLOURS[kind]))
            self.type_choice.addItem(swatch, f"{kind.value}  {tr(wording.TYPE_WORDS[kind])}", kind)
        self.type_choice.setAccessibleName(tr("Type to paint"))
        self.size_mm = QSlider(Qt.Orientation.Horizontal)
        self.size_mm.setRange(1, 30)
        self.size_mm.setValue(6)
        self.size_mm.setFixedWidth(7 * self.fontMetrics().height())
        self.size_mm.setAccessibleName(tr("Size of the brush in mm"))
        self._size_label = QLabel()
        self.undo = self._action(tr("Undo"), lambda: self._step(EditSession.undo))
        self.undo.setToolTip(tr("Take the latest step back; Ctrl+Z while the image has the focus"))
        self.redo = self._action(tr("Redo"), lambda: self._step(EditSession.redo))
        self.redo.setToolTip(tr("Make it again; Ctrl+Shift+Z while the image has the focus"))
        self.original = self._action(tr("Show original"), None)
        self.original.setCheckable(True)
        self.original.toggled.connect(self._show_original)
        self.done = self._action(tr("Done"), self.close_editor)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        hands = [self._button(self.brush), self._button(self.eraser), self.type_choice, self.size_mm, self._size_label]
        steps = [self._button(action) for action in (self.undo, self.redo, self.original)]
        row.addWidget(WrappingRow([[*hands, None], [*steps, None, self._button(self.done)]]))
        self.size_mm.valueChanged.connect(self._update)
        self.type_choice.currentIndexChanged.connect(self._update)
        self.brush.toggled.connect(lambda on: self._one_tool(self.eraser, on))
        self.eraser.toggled.connect(lambda on: self._one_tool(self.brush, on))
        self._update()

    def _action(self, text: str, slot: Callable[[], object] | None) -> QAction:
        action = QAction(text, self)
        if slot is not None:
            action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _tool(self, name: str, text: str, key: str, tip: str) -> QAction:
        action = QAction(text, self, checkable=True)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{tip}  [{key}]")
        self.addAction(action)
        return action

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        return button

    # What others call

    @property
    def editable(self) -> bool:
        """Whether the open study has masks that can be edited."""
        volume, original = self._volume, self._original
        return (
            volume is not None
            and original is not None
            and original.labels is not None
            and original.labels.shape == volume.hu.shape
        )

    @property
    def busy(self) -> bool:
        """Whether steps are being carried out."""
        return self._waiting > 0

    def set_case(self, volume: Volume | None, original: CaseResult | None, edits: ReaderResult | None) -> None:
        """Another study is open; what was asked for before is dropped."""
        self._number += 1
        self._waiting = 0
        self._volume, self._original, self._kept, self._session = volume, original, edits, None
        self._before, self._begun = None, []
        self.original.setChecked(False)
        if not self.editable:
            self.close_editor()
        elif not self.isHidden():
            self._begin()
        self._update()

    def open_editor(self) -> None:
        """Show the bar and begin with the brush."""
        if self.editable and self._original is not None:
            volumes = self._original.volumes_ml
            self.type_choice.setCurrentIndex(TYPES.index(max(TYPES, key=lambda kind: volumes.get(kind, 0.0))))
            self.show()
            self._begin()
            self.brush.setChecked(True)

    @Slot()
    def close_editor(self) -> None:
        """Put brush and bar away; what was edited stays."""
        was_open = not self.isHidden()
        self.original.setChecked(False)
        self.put_down()
        self.hide()
        self._update()
        if was_open:
            self.closed.emit()

    @Slot()
    def put_down(self) -> None:
        """Put brush and eraser away, since the left button got another tool; the bar stays."""
        self.brush.setChecked(False)
        self.eraser.setChecked(False)

    def accept(self, lesion: Lesion) -> None:
        """Confirm a lesion, or take back a rejected one."""
        self._do(lambda session: session.accept(lesion))

    def reject(self, lesion: Lesion) -> None:
        """Take a lesion out."""
        self._do(lambda session: session.reject(lesion))

    def change_type(self, lesion: Lesion, kind: HemorrhageType) -> None:
        """Give a lesion another type."""
        self._do(lambda session: session.change_type(lesion, kind))

    # Steps, beside the window's thread

    def _begin(self) -> None:
        if self._session is None:
            self._do(None)

    def _step(self, step: Callable[[EditSession], None]) -> None:
        if self._session is not None:
            self._do(step)

    def _do(self, step: Callable[[EditSession], object] | None) -> None:
        volume, original, kept, reader = self._volume, self._original, self._kept, self.reader
        if not self.editable or volume is None or original is None:
            return
        self.original.setChecked(False)
        number, begun = self._number, self._begun
        self._waiting += 1

        def work() -> None:
            session, edits, text = None, None, ""
            try:
                if not begun:  # the pool has one thread
                    begun.append(EditSession(volume, original, reader, kept))
                session = begun[0]
                if step is not None:
                    step(session)
                    edits = session.outcome()
            except FirstreadError as error:
                text = error.reason.text
            except ValueError as error:
                text = tr("This result cannot be edited: {reason}.").format(reason=error)
            except Exception as error:
                _log.exception("an edit failed")
                text = tr("The edit could not be made ({error}).").format(error=type(error).__name__)
            try:
                self._arrived.emit(_Done(number, session, edits, text, step is not None and not text))
            except RuntimeError:  # the window went away in between
                return

        self._pool.start(work)

    @Slot(object)
    def _receive(self, done: _Done) -> None:
        if done.number != self._number:
            return
        self._waiting -= 1
        self._session = done.session
        if done.text:
            self.told.emit(done.text)
        if done.changed:
            self._kept = done.edits
            self.edited.emit(done.edits)
        if not self.isHidden() and self._session is not None and self._before is None:
            self._canvas.show_labels(self._session.labels)
        self._update()

    # The hand on the canvas

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and watched is not self._canvas.viewport():
            return self._key(event, watched is self._canvas)
        mine = isinstance(event, QMouseEvent) and watched is self._canvas.viewport()
        if not isinstance(event, QMouseEvent) or not mine or not self._painting or self._session is None:
            return False
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick) and event.button() == _LEFT:
            self._press(event.position())
            return True
        if kind == QEvent.Type.MouseMove and event.buttons() & _LEFT and self._before is not None:
            self._move(event.position())
            return True
        if kind == QEvent.Type.MouseButtonRelease and event.button() == _LEFT and self._before is not None:
            self._release()
            return True
        return False

    def _key(self, event: QKeyEvent, image: bool) -> bool:
        """Ctrl+Z means the strokes while they are made, the steps in the lesion table, and the worklist otherwise."""
        if (image and self.isHidden()) or event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        redo = event.matches(QKeySequence.StandardKey.Redo)
        if not redo and not event.matches(QKeySequence.StandardKey.Undo):
            return False
        if not image and not (self.undo.isEnabled() or self.redo.isEnabled()):
            return False  # nothing was changed here; otherwise one key press too many must not move the study
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            (self.redo if redo else self.undo).trigger()
        return True

    @property
    def _painting(self) -> bool:
        on = self.brush.isChecked() or self.eraser.isChecked()
        return on and not self.isHidden() and not self.original.isChecked()

    def _press(self, spot: QPointF) -> None:
        if self._session is None:
            return
        self._canvas.setFocus()
        self._slice = self._canvas.index
        self._before = self._session.labels[self._slice].copy()
        self._last = None
        self._move(spot)

    def _move(self, spot: QPointF) -> None:
        at = self._canvas.pixel_at(spot)
        if at is None or self._session is None or self._volume is None:
            return
        label = HemorrhageType(self.type_choice.currentData()).label if self.brush.isChecked() else 0
        plane, start = self._session.labels[self._slice], self._last or at
        radius, row = self.size_mm.value() / 2, self._volume.pixel_mm[0]
        steps = max(1, round(float(np.hypot(at[0] - start[0], at[1] - start[1])) * row / max(radius / 2, 0.2)))
        for share in np.linspace(0, 1, steps + 1):
            between = (start[0] + (at[0] - start[0]) * float(share), start[1] + (at[1] - start[1]) * float(share))
            stamp(plane, between, radius, self._volume.pixel_mm, label)
        self._last = at
        self._canvas.show_labels(self._session.labels)

    def _release(self) -> None:
        before, self._before = self._before, None
        if before is None or self._session is None:
            return
        index, after = self._slice, self._session.labels[self._slice].copy()
        if (after == before).all():
            return
        kind = HemorrhageType(self.type_choice.currentData())
        what = f"{kind.value} painted" if self.brush.isChecked() else "mask erased"
        self._do(lambda session: session.paint(index, before, after, what))

    # Looks

    @Slot(bool)
    def _show_original(self, on: bool) -> None:
        self.original_wanted.emit(on)
        self._update()

    def _one_tool(self, other: QAction, on: bool) -> None:
        if on:
            other.setChecked(False)
        self._update()

    @Slot()
    def _update(self) -> None:
        self._size_label.setText(f"{self.size_mm.value()} mm")
        self.undo.setEnabled(self._session is not None and self._session.can_undo)
        self.redo.setEnabled(self._session is not None and self._session.can_redo)
        self.original.setEnabled(self._kept is not None)
        self._point()

    @Slot()
    def _point(self) -> None:
        """The pointer shows what a stroke will cover."""
        if self._painting:
            self._canvas.viewport().setCursor(self._cursor())
        elif self._ringed:
            self._canvas.show_pointer()
        self._ringed = self._painting

    def _cursor(self) -> QCursor:
        """A ring of the brush's size on the screen."""
        left, right = self._canvas.to_screen(0, 0), self._canvas.to_screen(100, 0)
        column = self._volume.pixel_mm[1] if self._volume is not None else 1.0
        pixels = abs(right.x() - left.x()) / (100 * column) * self.size_mm.value()
        size = int(min(max(pixels, 4), 200)) + 4
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = HemorrhageType(self.type_choice.currentData())
        tint = theme.TYPE_COLOURS[kind] if self.brush.isChecked() else "#ffffff"
        for width, colour in ((3.0, "#000000"), (1.4, tint)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(QRectF(2, 2, size - 4, size - 4))
        painter.end()
        return QCursor(picture)
