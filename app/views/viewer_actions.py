"""Everything a reader can do to the image, as actions with their keys; toolbars and menus show them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from app.models.measurements import MeasurementKind
from app.models.translation import QT_TR_NOOP, tr
from app.views import image_colours, theme
from app.views.slice_canvas import SliceCanvas
from app.views.slice_items import Drag
from app.views.windows import PRESETS, Window

#: Tool of the left button, icon, name, key, what it does.
TOOLS: tuple[tuple[Drag | MeasurementKind, str, str, str, str], ...] = (
    (Drag.SCROLL, "tool-scroll", QT_TR_NOOP("Scroll"), "S", QT_TR_NOOP("Drag up and down: through the slices")),
    (Drag.WINDOW, "tool-window", QT_TR_NOOP("Window"), "W", QT_TR_NOOP("Drag sideways: width, up and down: level")),
    (Drag.ZOOM, "tool-zoom", QT_TR_NOOP("Zoom"), "Z", QT_TR_NOOP("Drag up and down: zoom")),
    (Drag.PAN, "tool-pan", QT_TR_NOOP("Pan"), "G", QT_TR_NOOP("Drag: move the image")),
    (MeasurementKind.LENGTH, "tool-length", QT_TR_NOOP("Length"), "L", QT_TR_NOOP("Drag from end to end: mm")),
    (
        MeasurementKind.ANGLE, "tool-angle", QT_TR_NOOP("Angle"), "A",
        QT_TR_NOOP("Drag the first leg to the vertex, then click the end of the second"),
    ),
    (
        MeasurementKind.ELLIPSE, "tool-ellipse", QT_TR_NOOP("Ellipse"), "E",
        QT_TR_NOOP("Drag from corner to corner: mean, SD, range, area"),
    ),
    (
        MeasurementKind.MIDLINE, "tool-midline", QT_TR_NOOP("Midline shift"), "J",
        QT_TR_NOOP("Drag from the front to the back attachment of the falx, then click the septum: mm"),
    ),
    (MeasurementKind.POINT, "tool-point", QT_TR_NOOP("Value"), "Q", QT_TR_NOOP("Click: keep the HU of a pixel")),
)  # fmt: skip


class ViewerActions(QObject):
    """The actions of one :class:`SliceCanvas`."""

    def __init__(self, canvas: SliceCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.windows: list[QAction] = []
        self._make_windows()
        self._by_tool: dict[Drag | MeasurementKind, QAction] = {}
        self._make_tools()
        self.tools = list(self._by_tool.values())
        self.masks = self._overlay(
            tr("Masks"), "masks", "M", "masks", tr("Masks by type; hold Space for the bare image")
        )
        self.outline = self._overlay(tr("Outline"), "outline", "O", "outline", tr("Masks as outlines, without filling"))
        self.boxes = self._overlay(tr("Boxes"), "boxes", "B", "boxes", tr("Accepted boxes with their scores (green)"))
        self.rejected = self._overlay(
            tr("Rejected"), "rejected", "X", "rejected", tr("Boxes looked at and rejected (purple)")
        )
        self.fit = self.make(tr("Fit"), "fit", "0", tr("Show the whole slice"), canvas.fit)
        self.invert = self.make(tr("Invert"), "invert", "I", tr("Dense is dark"), self._invert)
        self.invert.setCheckable(True)
        self.flip_sideways = self.make(
            tr("Flip sideways"), "flip-sideways", "H", tr("Swap left and right; the letters follow"),
            lambda: canvas.flip(sideways=True),
        )  # fmt: skip
        self.flip_upside_down = self.make(
            tr("Flip upside down"), "flip-upside-down", "V", tr("Swap top and bottom; the letters follow"),
            lambda: canvas.flip(upside_down=True),
        )  # fmt: skip
        self.reset = self.make(
            tr("Reset"), "reset", "Ctrl+0", tr("Window, zoom, inversion and flips as at the start"), canvas.reset
        )
        self.remove = self.make(
            tr("Remove measurement"),
            "remove",
            "Del",
            tr("The chosen one, or else the latest on this slice"),
            self._remove,
        )
        self.remove_all = self.make(
            tr("Remove all measurements of this slice"), "remove", "Shift+Del", tr("On this slice"), self._remove_all
        )
        canvas.window_changed.connect(self._tick_window)
        canvas.orientation_changed.connect(self._tick_invert)

    def tool(self, tool: Drag | MeasurementKind) -> QAction:
        """The action that gives the left button this tool."""
        return self._by_tool[tool]

    def all(self) -> list[QAction]:
        """Every action."""
        return [
            *self.windows, *self.tools, self.masks, self.outline, self.boxes, self.rejected, self.fit, self.invert,
            self.flip_sideways, self.flip_upside_down, self.reset, self.remove, self.remove_all,
        ]  # fmt: skip

    def set_slices_shown(self, shown: bool) -> None:
        """Whether the slices are on the screen: on other pages no key changes what nobody sees; windows hold on all."""
        for action in self.all():
            action.setEnabled(shown or action in self.windows)

    # Parts

    def _make_windows(self) -> None:
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for number, (name, window) in enumerate(PRESETS, start=1):
            action = QAction(f"{tr(name)}  {window.width:g}/{window.center:g}", self, checkable=True)
            action.setIconText(tr(name))
            action.setShortcut(QKeySequence(str(number)))
            tip = tr("{name} window: width {width}, level {level} HU")
            action.setToolTip(
                f"{tip.format(name=tr(name), width=f'{window.width:g}', level=f'{window.center:g}')}  [{number}]"
            )
            action.setData(window)
            action.triggered.connect(self._use_window)
            group.addAction(action)
            self.windows.append(action)
        self.windows[0].setChecked(True)

    def _make_tools(self) -> None:
        group = QActionGroup(self)
        for tool, icon, name, key, tip in TOOLS:
            action = QAction(theme.icon(icon), tr(name), self, checkable=True)
            action.setShortcut(QKeySequence(key))
            action.setToolTip(f"{tr(name)}: {tr(tip)}  [{key}]")
            action.toggled.connect(partial(self._use_tool, tool))
            group.addAction(action)
            self._by_tool[tool] = action
        self._by_tool[Drag.SCROLL].setChecked(True)

    def _overlay(self, text: str, icon: str, key: str, field: str, tip: str) -> QAction:
        tints = {"boxes": image_colours.ACCEPTED, "rejected": image_colours.REJECTED}
        picture = theme.icon(icon, tints[icon]) if icon in tints else theme.icon(icon)
        shown = self._canvas.shown
        on = not shown.filled if field == "outline" else getattr(shown, field)
        action = QAction(picture, text, self, checkable=True, checked=on)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{tip}  [{key}]")
        if field == "outline":
            action.toggled.connect(lambda on: self._canvas.set_shown(filled=not on))
        else:
            action.toggled.connect(lambda on: self._canvas.set_shown(**{field: on}))
        return action

    def make(self, text: str, icon: str, key: str, tip: str, do: Callable[[], object]) -> QAction:
        """One more action that does ``do``."""
        action = QAction(theme.icon(icon), text, self)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{text}: {tip}  [{key}]")
        action.triggered.connect(lambda: do())
        return action

    # What they do

    @Slot()
    def _use_window(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._canvas.set_window(action.data())

    @Slot(object)
    def _tick_window(self, window: Window) -> None:
        for action in self.windows:
            action.setChecked(action.data() == window)

    def _use_tool(self, tool: Drag | MeasurementKind, on: bool) -> None:
        if on:
            self._canvas.use(tool)

    def _invert(self) -> None:
        self._canvas.set_inverted(self.invert.isChecked())

    @Slot()
    def _tick_invert(self) -> None:
        self.invert.setChecked(self._canvas.inverted)

    def _remove(self) -> None:
        self._canvas.measuring.remove(self._canvas.index)

    def _remove_all(self) -> None:
        self._canvas.measuring.remove_all(self._canvas.index)
