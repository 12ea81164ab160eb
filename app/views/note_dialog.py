"""The reader's note of one study."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.models.translation import tr
from app.store.marks import NOTE_LENGTH


class NoteDialog(QDialog):
    """A few lines of text; Ctrl+Enter saves, Escape leaves the old note."""

    saved = Signal(str)

    def __init__(self, text: str, patient: str, parent: QWidget | None = None, shared: bool = False) -> None:
        """``patient`` says whose study it is, in the dialog and not in its title, which the desktop shows elsewhere.

        ``shared`` where the other workstations get the note by way of the department's database."""
        super().__init__(parent)
        self.setWindowTitle(tr("Note"))
        here = tr("The note stays on this workstation. It is in no export and in no log.")
        everywhere = tr(
            "The other workstations show this note too: the department's database keeps it as written. It is in no "
            "export and in no log."
        )
        hint = QLabel(everywhere if shared else here)
        hint.setObjectName("dim")
        hint.setWordWrap(True)
        self.edit = QPlainTextEdit(text)
        self.edit.setAccessibleName(tr("Note"))
        self.edit.setTabChangesFocus(True)
        self.edit.textChanged.connect(self._limit)
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        whose = QLabel(patient)
        whose.setObjectName("title")
        whose.setTextFormat(Qt.TextFormat.PlainText)
        whose.setWordWrap(True)
        self.edit.setAccessibleDescription(patient)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        self.edit.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(whose)
        layout.addWidget(self.edit, 1)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 76, self.fontMetrics().height() * 14)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter saves; Enter alone begins a line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._save()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _save(self) -> None:
        self.saved.emit(self.edit.toPlainText())
        self.accept()

    @Slot()
    def _limit(self) -> None:
        text = self.edit.toPlainText()
        if len(text) > NOTE_LENGTH:
            self.edit.setPlainText(text[:NOTE_LENGTH])
            self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
