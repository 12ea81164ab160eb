"""The keys and mouse gestures, on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

_KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Worklist",
        (
            ("Click, Enter", "open the study"), ("Up, Down", "move without opening"),
            ("U", "bring in the urgent studies"), ("R", "mark as read or unread"),
            ("Ctrl+C", "copy a summary sentence"), ("Ctrl+R", "fetch and analyse again"),
        ),
    ),
    (
        "Image",
        (
            ("Wheel, left drag, Up, Down", "through the slices; up is towards the head"),
            ("Page Up, Page Down", "five slices"), ("Home, End", "vertex, skull base"),
            ("Right drag", "window: to the sides width, up and down level"), ("1 to 5", "window presets"),
            ("Ctrl and wheel, middle drag, 0", "zoom, move, fit"), ("M, B, X", "masks, boxes, rejected boxes"),
            ("Space, held", "bare image"),
        ),
    ),
)  # fmt: skip


class Keys(QDialog):
    """A table of keys and what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        row = 0
        for title, keys in _KEYS:
            head = QLabel(title)
            head.setObjectName("emptyTitle")
            grid.addWidget(head, row, 0, 1, 2)
            row += 1
            for key, what in keys:
                label = QLabel(key)
                label.setObjectName("title")
                grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(QLabel(what), row, 1)
                row += 1
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(14)
        layout.addLayout(grid)
        layout.addWidget(buttons)
