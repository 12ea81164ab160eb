"""Every setting in one dialog, made from their declarations: a page for each section, the help beside each control."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.models import settings_form
from app.models.settings_form import SettingsForm
from app.models.translation import QT_TR_NOOP, tr
from app.settings import Declared, Problem, Settings
from app.views.setting_editors import SettingEditor

_LATER = QT_TR_NOOP("Most changes take effect at once; of the others Firstread says that they wait for its next start.")


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    declared: Declared
    editor: SettingEditor
    note: QLabel


class SettingsDialog(QDialog):
    """Asks for settings; :attr:`chosen` carries the new :class:`Settings` where anything changed."""

    chosen = Signal(object)

    def __init__(
        self,
        settings: Settings,
        locked: Container[str] = (),
        problems: Iterable[Problem] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``locked`` are keys that the policy set; ``problems`` of the file are shown on top."""
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.form = SettingsForm(settings, locked)
        self.rows: dict[str, _Row] = {}
        self.sections = QListWidget()
        self.sections.setObjectName("sections")
        self.pages = QStackedWidget()
        for section, _ in settings_form.pages():
            self.sections.addItem(settings_form.section_title(section))
            self.pages.addWidget(_empty_page())
        self.sections.setFixedWidth(self.sections.sizeHintForColumn(0) + 48)
        self.sections.currentRowChanged.connect(self._show_page)
        # All pages at once would hold up the window: the first one now, the others one by one, or when asked for.
        self._to_make = list(range(self.pages.count()))
        self._maker = QTimer(self)
        self._maker.timeout.connect(self._make_next)
        self._maker.start(0)
        self._hint = _text(tr(_LATER), "dim")
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self.defaults = QPushButton(tr("&Defaults of this page"))
        self.defaults.clicked.connect(self._put_defaults)
        self.defaults.setAutoDefault(False)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.sections)
        middle.addWidget(self.pages, 1)
        below = QHBoxLayout()
        below.addWidget(self.defaults)
        below.addWidget(self._hint, 1)
        below.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        told = [problem.text for problem in problems]
        if told:
            banner = QFrame()
            banner.setObjectName("banner")
            banner.setProperty("kind", "warning")
            inside = QVBoxLayout(banner)
            for text in told:
                inside.addWidget(_text(text))
            layout.addWidget(banner)
        layout.addLayout(middle, 1)
        layout.addLayout(below)
        em = self.fontMetrics().averageCharWidth()
        self.resize(QSize(em * 124, em * 84).boundedTo(self.screen().availableSize()))
        self.sections.setCurrentRow(0)
        self._update()

    @Slot(int)
    def _show_page(self, index: int) -> None:
        self._make_page(index)
        self.pages.setCurrentIndex(index)

    @Slot()
    def _make_next(self) -> None:
        if self._to_make:
            self._make_page(self._to_make[0])
        else:
            self._maker.stop()

    def _make_page(self, index: int) -> None:
        if index not in self._to_make:
            return
        self._to_make.remove(index)
        area = self.pages.widget(index)
        assert isinstance(area, QScrollArea)
        section, declared = settings_form.pages()[index]
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(22, 10, 22, 16)
        rows.setSpacing(4)
        rows.addWidget(_text(settings_form.section_title(section), "emptyTitle"))
        for one in declared:
            rows.addSpacing(12)
            self._add_row(rows, one)
        rows.addStretch(1)
        area.setWidget(inside)

    def _add_row(self, rows: QVBoxLayout, declared: Declared) -> None:
        name = _text(settings_form.label(declared), "title")
        editor = SettingEditor(declared, self.form.value(declared.key))
        name.setBuddy(editor.control)
        note = _text("", "settingNote")
        row = _Row(declared, editor, note)
        if self.form.locked(declared.key):
            editor.setEnabled(False)
            name.setEnabled(False)
            note.setText(settings_form.locked_words())
        editor.setToolTip(tr("{key} in settings.toml").format(key=declared.key))
        help_text = f"{tr(declared.help)} {settings_form.expected(declared)}".strip()
        for widget in (name, editor, _text(help_text, "dim"), note):
            rows.addWidget(widget)
        note.setVisible(bool(note.text()))
        editor.changed.connect(lambda: self._changed(row))
        self.rows[declared.key] = row

    def _changed(self, row: _Row) -> None:
        trouble = self.form.put(row.declared, row.editor.value())
        row.note.setText(trouble)
        row.note.setVisible(bool(trouble))
        self._update()

    def _update(self) -> None:
        wrong, changed = self.form.wrong, self.form.changed
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(bool(changed) and not wrong)
        if wrong:
            first = self.rows[next(iter(wrong))].declared
            where = f"{settings_form.section_title(first.section)}, {settings_form.label(first)}"
            self._hint.setText(tr("{where}: this cannot be saved yet.").format(where=where))
        else:
            self._hint.setText(tr(_LATER))

    @Slot()
    def _put_defaults(self) -> None:
        section = settings_form.pages()[self.pages.currentIndex()][0]
        for row in self.rows.values():
            if row.declared.section == section and not self.form.locked(row.declared.key):
                row.editor.put(row.declared.default)
                self._changed(row)

    @Slot()
    def _save(self) -> None:
        if self.form.changed and not self.form.wrong:
            self.chosen.emit(self.form.settings())
            self.accept()


def _empty_page() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _text(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setObjectName(name)
    return label
