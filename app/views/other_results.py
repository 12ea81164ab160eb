"""What other products left with the open study, under its slices: a list to read, and segments to draw over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.events import OtherResultsFound
from app.domain.other_results import OtherResult, Part
from app.models import other_words as words
from app.models.translation import tr
from app.results.reading.drawing import Patch
from app.views import theme
from app.views.background import Cancelling, Latest
from app.views.elided_label import ElidedLabel
from app.views.message_page import MessagePage
from app.views.other_overlay import COLOURS, Drawn
from inference.errors import Cancelled, FirstreadError
from inference.types import FileSource, Volume

_CHECK = Qt.CheckState
#: The result of a row, and the segment or region of one that can be drawn.
_RESULT, _PART = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_SIDE = 11


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What was read from one object: masks by part, or why it is not drawn. ``note`` is worth knowing."""

    path: FileSource
    parts: Mapping[int, Mapping[int, Patch]] = field(default_factory=dict)
    note: str = ""
    refused: str = ""


class OtherResults(QWidget):
    """List of results with a check box for each segment or region. Masks are read beside the window's thread."""

    #: The outlines to draw: a tuple of :class:`Drawn`.
    drawn = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._volume: Volume | None = None
        self._results: tuple[OtherResult, ...] = ()
        self._frames: dict[str, str] = {}
        self._read: dict[FileSource, _Read] = {}
        self._wanted: dict[tuple[FileSource, int], str] = {}
        self._reading = Latest(self)
        self._reading.done.connect(self._came)
        self._reading.failed.connect(self._say)
        self.state = ElidedLabel()
        self.state.setObjectName("dim")
        title = QLabel(tr("Other results"))
        bold = title.font()
        bold.setBold(True)
        title.setFont(bold)
        close = QToolButton()
        close.setText("\N{MULTIPLICATION SIGN}")
        close.setToolTip(tr("Close the list; nothing of it stays drawn"))
        close.setAccessibleName(close.toolTip())
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(10, 4, 6, 4)
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self.state, 1)
        head.addWidget(close)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(4)
        self.tree.setHeaderLabels([tr("Result"), tr("Product"), tr("Version"), tr("Made")])
        self.tree.setAccessibleName(tr("Results of other products"))
        self.tree.setIconSize(QSize(_SIDE, _SIDE))
        self.tree.setWordWrap(False)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, sample in ((1, "MMMMMMMMMMMMMMM"), (2, "00.00.00"), (3, "0000-00-00 00:00")):
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(sample) + 16)
        self.tree.itemChanged.connect(self._changed)
        self.message = MessagePage()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.message)
        self.stack.addWidget(self.tree)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        self.setMinimumHeight(self.fontMetrics().height() * 6)  # below the image on a screen of 720 lines
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # for Esc, also while the list is empty
        self.setAccessibleName(self.tree.accessibleName())
        self.clear()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().height() * 14)

    @property
    def busy(self) -> bool:
        """Whether masks are being read."""
        return self._reading.busy

    def clear(self) -> None:
        """No study is open, or another one; nothing is drawn."""
        self._reading.drop()
        self._results, self._volume = (), None
        self._read.clear()
        self._wanted.clear()
        self.tree.clear()
        self.state.setText("")
        self._tell()

    def wait_for(self, volume: Volume) -> None:
        """The results of the study with these images were asked for."""
        self.clear()
        self._volume = volume
        self._message(tr("Looking for results of other products"), "")

    def show_found(self, answer: OtherResultsFound) -> None:
        """List what was found; what is checked stays so."""
        if self._volume is None:
            return
        self._frames = dict(answer.frames_of_reference)
        if answer.results != self._results:
            self._results = answer.results
            self._fill()
        self._say(tr(answer.text))
        if not self._results:
            if answer.loading:
                self._message(tr("Looking for results of other products"), tr(answer.text))
            elif answer.text:
                self._message(tr("Results of other products could not be looked for"), tr(answer.text), True)
            else:
                none = tr("Neither the archive nor this computer holds a SEG, SR or RTSTRUCT of this study.")
                self._message(tr("No results of other products"), none)
        else:
            self.stack.setCurrentWidget(self.tree)
            if self.hasFocus():
                self.tree.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    # The list

    def _message(self, title: str, text: str, trouble: bool = False) -> None:
        self.message.show_message("", title, text, theme.COLOURS.warning if trouble else "")
        if self.tree.hasFocus():
            self.setFocus()
        self.stack.setCurrentWidget(self.message)

    @Slot(str)
    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.setToolTip(text)

    def _fill(self) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        for result in self._results:
            self.tree.addTopLevelItem(self._item(result))
        tops = _children(self.tree.invisibleRootItem())
        for item in tops:
            item.setExpanded(True)
            for row in _children(item):
                _span(row)
        if tops:
            self.tree.setCurrentItem(tops[0])
        self.tree.blockSignals(False)
        for read in self._read.values():
            self._mark(read)

    def _item(self, result: OtherResult) -> QTreeWidgetItem:
        texts = [words.kind_text(result), words.product_text(result), result.version, words.made_at_text(result)]
        item = _row(texts)
        item.setData(0, _RESULT, result)
        if result.ours:
            item.addChild(_row([tr("Made by Firstread, here or on another computer.")], theme.COLOURS.dim))
        if any(result.sop_instance_uid in other.replaces for other in self._results if other is not result):
            item.addChild(_row([tr("A newer report replaces this one.")], theme.COLOURS.warning))
        if result.trouble:
            item.addChild(_row([result.trouble], theme.COLOURS.warning))
        for line in result.says:
            item.addChild(_row([line]))
        for part in result.parts:
            item.addChild(self._part(result, part))
        if result.lines:
            whole = _row([tr("The whole report")], theme.COLOURS.dim)
            _add_lines(whole, result)
            item.addChild(whole)
        return item

    def _part(self, result: OtherResult, part: Part) -> QTreeWidgetItem:
        item = _row([words.part_text(part)])
        item.setData(0, _RESULT, result)
        item.setData(0, _PART, part)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        colour = self._wanted.get((result.path, part.number))
        item.setCheckState(0, _CHECK.Unchecked if colour is None else _CHECK.Checked)
        if colour is not None:
            item.setIcon(0, _square(colour))
        item.setToolTip(0, tr("Space: draw this over the slices, in a colour of its own and with the product's name"))
        return item

    def _parts(self, path: FileSource) -> Iterator[QTreeWidgetItem]:
        for top in _children(self.tree.invisibleRootItem()):
            if top.data(0, _RESULT).path == path:
                yield from (one for one in _children(top) if one.data(0, _PART) is not None)

    # What is drawn

    @Slot(QTreeWidgetItem, int)
    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        result, part = item.data(0, _RESULT), item.data(0, _PART)
        if column != 0 or not isinstance(result, OtherResult) or not isinstance(part, Part):
            return
        key = result.path, part.number
        on = item.checkState(0) is _CHECK.Checked
        if on == (key in self._wanted):
            return
        if on:
            self._wanted[key] = self._free_colour()
        else:
            del self._wanted[key]
        self.tree.blockSignals(True)
        item.setIcon(0, _square(self._wanted[key]) if on else QIcon())
        self.tree.blockSignals(False)
        self._read_missing()
        self._tell()

    def _free_colour(self) -> str:
        used = list(self._wanted.values())
        return min(COLOURS, key=used.count)

    def _read_missing(self) -> None:
        volume, frames = self._volume, self._frames
        paths = {path for path, _ in self._wanted} - self._read.keys()
        missing = [one for one in self._results if one.path in paths]
        if volume is None or not missing:
            return
        self._say(tr("Reading the masks") + " \N{HORIZONTAL ELLIPSIS}")

        def work(cancelled: Cancelling) -> tuple[_Read, ...]:
            from app.results.reading.catalogue import draw  # takes a second to load

            out = []
            for one in missing:
                if cancelled():
                    raise Cancelled
                try:
                    found = draw(one, volume, frames.get(volume.series_instance_uid, ""))
                except FirstreadError as error:
                    out.append(_Read(one.path, refused=error.reason.text))
                else:
                    out.append(_Read(one.path, found.parts, found.note))
            return tuple(out)

        self._reading.ask(work)

    @Slot(object)
    def _came(self, reads: Sequence[_Read]) -> None:
        self._say("")
        for read in reads:
            self._read[read.path] = read
            self._mark(read)
        self._read_missing()
        self._tell()

    def _mark(self, read: _Read) -> None:
        """Say in the list what became of an object's masks; the boxes of one that is refused cannot be checked."""
        said = read.refused or read.note
        if said:
            self._say(said)
        self.tree.blockSignals(True)
        for item in [*self._parts(read.path)]:
            part = item.data(0, _PART)
            if read.refused:
                self._wanted.pop((read.path, part.number), None)
                item.setCheckState(0, _CHECK.Unchecked)
                item.setIcon(0, QIcon())
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
                item.setForeground(0, QColor(theme.COLOURS.dim))
                item.setToolTip(0, read.refused)
                self._refuse(item.parent(), read.refused)
            elif part.number not in read.parts:
                item.setText(0, ", ".join((words.part_text(part), tr("empty on these slices"))))
        self.tree.blockSignals(False)

    def _refuse(self, top: QTreeWidgetItem | None, why: str) -> None:
        """Say once below a result why it is not drawn."""
        if top is not None and all(one.text(0) != why for one in _children(top)):
            row = _row([why], theme.COLOURS.warning)
            top.addChild(row)
            _span(row)

    def _tell(self) -> None:
        out = []
        for result in self._results:
            read = self._read.get(result.path)
            if read is None:
                continue
            for part in result.parts:
                colour, slices = self._wanted.get((result.path, part.number)), read.parts.get(part.number)
                if colour is not None and slices:
                    out.append(Drawn(words.drawn_name(result, part), colour, slices))
        self.drawn.emit(tuple(out))


def _row(texts: Sequence[str], tint: str = "") -> QTreeWidgetItem:
    item = QTreeWidgetItem([*texts])
    for column, text in enumerate(texts):
        item.setToolTip(column, text)
        if tint:
            item.setForeground(column, QColor(tint))
    return item


def _span(item: QTreeWidgetItem) -> None:
    """Let the text of a row, and of all below it, take the whole width; the item has to be in its tree."""
    item.setFirstColumnSpanned(True)
    for child in _children(item):
        _span(child)


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for n in range(item.childCount()) if (child := item.child(n)) is not None]


def _add_lines(root: QTreeWidgetItem, result: OtherResult) -> None:
    """The report as a tree: each line under the last one of a lower level."""
    above: list[tuple[int, QTreeWidgetItem]] = [(-1, root)]
    for line in result.lines:
        while above[-1][0] >= line.level:
            above.pop()
        item = _row([line.text])
        above[-1][1].addChild(item)
        above.append((line.level, item))


def _square(colour: str) -> QIcon:
    """A square with a broken rim in the colour of an outline."""
    picture = QPixmap(_SIDE * 4, _SIDE * 4)
    picture.setDevicePixelRatio(4)
    picture.fill(QColor(colour))
    painter = QPainter(picture)
    painter.fillRect(3, 3, _SIDE - 6, _SIDE - 6, Qt.GlobalColor.black)
    painter.end()
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(picture, mode)
    return icon
