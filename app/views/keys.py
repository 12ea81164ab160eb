"""The keys and mouse gestures, on one page: read from the window's own actions, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.models.translation import QT_TR_NOOP, tr
from app.views.screen_room import resize_within, screen_room

_Entry = tuple[str, str]

#: What no action stands for.
_GESTURES: tuple[tuple[str, tuple[_Entry, ...]], ...] = (
    (
        QT_TR_NOOP("In the worklist"),
        (
            (QT_TR_NOOP("Click, Enter"), QT_TR_NOOP("open the study")),
            (QT_TR_NOOP("Up, Down"), QT_TR_NOOP("move without opening")),
            (QT_TR_NOOP("Home, End, Page Up, Page Down"), QT_TR_NOOP("through the list")),
            (QT_TR_NOOP("Menu key"), QT_TR_NOOP("what can be done with the study")),
            (QT_TR_NOOP("Tab"), QT_TR_NOOP("to the next part of the window")),
            (QT_TR_NOOP("Right click on a title"), QT_TR_NOOP("choose columns")),
            (QT_TR_NOOP("Esc in the search"), QT_TR_NOOP("empty it, then back to the list")),
            (QT_TR_NOOP("Down in the search"), QT_TR_NOOP("back to the list")),
            (QT_TR_NOOP("Ctrl+Enter in a note"), QT_TR_NOOP("save it")),
        ),
    ),
    (
        QT_TR_NOOP("In the image"),
        (
            (QT_TR_NOOP("Wheel, Up, Down"), QT_TR_NOOP("through the slices; up is towards the head")),
            (QT_TR_NOOP("Page Up, Page Down"), QT_TR_NOOP("five slices")),
            (QT_TR_NOOP("Home, End"), QT_TR_NOOP("vertex, skull base")),
            (QT_TR_NOOP("Left drag"), QT_TR_NOOP("as the chosen tool says")),
            (QT_TR_NOOP("Right drag"), QT_TR_NOOP("window: to the sides width, up and down level")),
            (QT_TR_NOOP("Ctrl and wheel, middle drag"), QT_TR_NOOP("zoom, move")),
            (QT_TR_NOOP("Space, held"), QT_TR_NOOP("bare image")),
            (QT_TR_NOOP("Esc"), QT_TR_NOOP("give up a measurement, close the other results")),
            (QT_TR_NOOP("Ctrl+Z, Ctrl+Shift+Z"), QT_TR_NOOP("while masks are edited: take back, make again")),
            (QT_TR_NOOP("Click, drag in a reformat"), QT_TR_NOOP("move the crosshair")),
        ),
    ),
)


def sections(window: QMainWindow) -> list[tuple[str, list[_Entry]]]:
    """Titles with keys and what they do: each menu, the actions that are in no menu, and the gestures."""
    found: list[tuple[str, list[_Entry]]] = []
    seen: set[int] = set()
    for top in window.menuBar().actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            found.append((_plain(top.text()), _entries(_in_menu(menu.actions()), seen)))
    others = [action for action in window.findChildren(QAction) if id(action) not in seen]
    found.append((tr("Image and reading"), _entries(others, seen)))
    for title, gestures in _GESTURES:
        found.append((tr(title), [(tr(key), tr(what)) for key, what in gestures]))
    return [section for section in found if section[1]]


class Keys(QDialog):
    """A table of keys and what they do, in two columns."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Keys"))
        found = sections(window)
        half, counted = sum(len(entries) + 2 for _, entries in found) / 2, 0
        columns: tuple[list[tuple[str, list[_Entry]]], ...] = ([], [])
        for section in found:
            rows = len(section[1]) + 2
            columns[counted + rows / 2 > half].append(section)
            counted += rows
        page = QWidget()
        beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        beside.setSpacing(36)
        for column in columns:
            beside.addLayout(_grid(column), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Keys"))
        area.setWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(14)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        edges = 70  # margins and scroll bar
        if page.sizeHint().width() + edges > screen_room(self).width():  # large letters: one column below the other
            beside.setDirection(QBoxLayout.Direction.TopToBottom)
        resize_within(self, page.sizeHint() + QSize(edges, 110))
        area.setMinimumWidth(page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())


def _grid(column: Sequence[tuple[str, list[_Entry]]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    row = 0
    for title, entries in column:
        head = QLabel(title)
        head.setObjectName("emptyTitle")
        head.setContentsMargins(0, 10 if row else 0, 0, 2)
        grid.addWidget(head, row, 0, 1, 2)
        row += 1
        for keys, what in entries:
            key = QLabel(keys)
            key.setObjectName("title")
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(QLabel(what), row, 1, Qt.AlignmentFlag.AlignTop)
            row += 1
    grid.setRowStretch(row, 1)
    return grid


def _in_menu(actions: Iterable[QAction]) -> list[QAction]:
    found: list[QAction] = []
    for action in actions:
        menu = action.menu()
        found += _in_menu(menu.actions()) if isinstance(menu, QMenu) else [action]
    return found


def _entries(actions: Iterable[QAction], seen: set[int]) -> list[_Entry]:
    entries = []
    for action in actions:
        if id(action) in seen:
            continue
        seen.add(id(action))
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if keys:
            entries.append((", ".join(keys), _plain(action.text())))
    return entries


def _plain(text: str) -> str:
    """An action's text without the mark of its key and without the dots of a dialog."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("...").removesuffix("…").strip()
