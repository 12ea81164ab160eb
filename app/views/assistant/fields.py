"""A setting within the assistant: its name, its control, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.models.settings_form import SettingsForm
from app.models.translation import tr
from app.settings import Settings, Value
from app.views.examination import text_label
from app.views.setting_editors import SettingEditor

_DECLARED = {one.key: one for one in Settings.declared()}


class Fields(QWidget):
    """Some settings below each other. They reach the form with :meth:`confirm`, and not before."""

    changed = Signal()

    def __init__(self, form: SettingsForm, names: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``names`` are pairs of a setting's key and what it is called here."""
        super().__init__(parent)
        self._form = form
        self.editors: dict[str, SettingEditor] = {}
        self.notes: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (key, name) in enumerate(names):
            declared = _DECLARED[key]
            editor = SettingEditor(declared, form.value(key))
            editor.control.setAccessibleName(name)
            editor.setToolTip(declared.help)
            label = QLabel(name)
            label.setBuddy(editor.control)
            note = text_label("", "settingNote")
            if form.locked(key):
                editor.setEnabled(False)
                note.setText(tr("Set by your administrator."))
            note.setVisible(bool(note.text()))
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(editor)
            cell.addWidget(note)
            grid.addWidget(label, row, 0)
            grid.addLayout(cell, row, 1)
            editor.changed.connect(self.changed)
            self.editors[key], self.notes[key] = editor, note

    def values(self) -> dict[str, Value]:
        """What is shown, not yet checked; without what the policy locks."""
        return {key: editor.value() for key, editor in self.editors.items() if not self._form.locked(key)}

    def put_back(self) -> None:
        """Show again what the form holds."""
        for key, editor in self.editors.items():
            editor.put(self._form.value(key))
            if not self._form.locked(key):
                self._say(key, "")

    def check(self) -> bool:
        """Whether all of it fits; what does not is said below its control, and gets the focus."""
        first = None
        for key, value in self.values().items():
            try:
                _DECLARED[key].accept(value)
                self._say(key, "")
            except ValueError:
                self._say(key, tr("This must be {what}.").format(what=_DECLARED[key].expected))
                first = first or self.editors[key]
        if first is not None:
            first.setFocus()
        return first is None

    def confirm(self) -> None:
        """Put everything into the form; after :meth:`check`."""
        for key, value in self.values().items():
            self._form.put(_DECLARED[key], value)

    def _say(self, key: str, text: str) -> None:
        self.notes[key].setText(text)
        self.notes[key].setVisible(bool(text))
