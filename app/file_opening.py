"""Files that somebody opens: given at the start, dropped on the window, or chosen in its menu."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from app.commands import AuditedCommands
from app.models.translation import tr
from app.views.main_window import MainWindow


class FileOpening(QObject):
    """Passes them on to the pipeline; in the window's thread."""

    def __init__(self, window: MainWindow, commands: AuditedCommands) -> None:
        super().__init__(window)
        self._window, self._commands = window, commands
        window.files_dropped.connect(self.open)
        window.files_wanted.connect(self.choose)

    @Slot(object)
    def open(self, files: Sequence[Path]) -> None:
        """Open these files and folders; returns at once."""
        if files:
            self._window.say(tr("Opening files …"))
            self._commands.open_files([path.absolute() for path in files])

    @Slot()
    def choose(self) -> None:
        """Ask for a folder, and open it."""
        folder = QFileDialog.getExistingDirectory(self._window, tr("Open a folder or disc with CT images"))
        if folder:
            self.open([Path(folder)])
