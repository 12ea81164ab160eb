"""Every setting in one dialog, made from their declarations: a page for each section, the help beside each control.

Each further archive has a page of its own behind that of the first.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

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
from app.settings import Declared, Problem, Settings, Value
from app.views.elided_label import ElidedLabel
from app.views.screen_room import resize_within
from app.views.setting_editors import SettingEditor

_LATER = QT_TR_NOOP("Most changes take effect at once; of the others Firstread says that they wait for its next start.")


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """``archive`` is the form's number of a further archive."""

    section: str
    declared: tuple[Declared, ...]
    area: QScrollArea
    title: ElidedLabel
    archive: int | None = None

    def key(self, declared: Declared) -> str:
        """What a row of this page goes by."""
        if self.archive is None:
            return declared.key
        return f"archives.{self.archive}.{declared.key.partition('.')[2]}"


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    page: _Page
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
        cannot: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """``locked`` are keys that the policy set; ``problems`` of the file are shown on top.

        ``cannot`` says, by key, why a value other than the default would not work on this computer.
        """
        super().__init__(parent)
        self._cannot = cannot
        self.setWindowTitle(tr("Settings"))
        self.form = SettingsForm(settings, locked)
        self.rows: dict[str, _Row] = {}
        self.sections = QListWidget()
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(tr("Settings"))
        self.pages = QStackedWidget()
        self._pages: list[_Page] = []
        for section, declared in settings_form.pages():
            self._insert(_Page(section, declared, _empty_page(), _title(settings_form.section_title(section))))
        self.sections.setFixedWidth(self.sections.sizeHintForColumn(0) + 48)
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number in self.form.archives:
            self._insert(self._archive_page(number))
        self.sections.currentRowChanged.connect(self._show_page)
        # All pages at once would hold up the window: the first one now, the others one by one, or when asked for.
        self._to_make = list(self._pages)
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
        resize_within(self, QSize(em * 124, em * 84))
        self.sections.setCurrentRow(0)
        self._update()

    def _insert(self, page: _Page) -> int:
        """Add a page, one of a further archive behind those of the others; returns its place."""
        section = page.section
        place = 1 + max(
            (n for n, one in enumerate(self._pages) if one.section == section), default=len(self._pages) - 1
        )
        self._pages.insert(place, page)
        self.sections.insertItem(place, settings_form.section_title(section))
        self.pages.insertWidget(place, page.area)
        self._name_page(page)
        return place

    def _archive_page(self, number: int) -> _Page:
        section, declared = next(one for one in settings_form.pages() if one[0] == "archive")
        return _Page(section, declared, _empty_page(), _title(), number)

    def _name_page(self, page: _Page) -> None:
        """A further archive is listed by its name, which is also the title of its page."""
        if page.archive is not None:
            item, name = self.sections.item(self._pages.index(page)), self.form.archive_name(page.archive)
            item.setText(name)
            item.setToolTip(name)
            page.title.setText(name)

    @Slot()
    def _add_archive(self) -> None:
        page = self._archive_page(self.form.add_archive())
        place = self._insert(page)
        self._to_make.append(page)
        self.sections.setCurrentRow(place)
        self.rows[page.key(page.declared[0])].editor.setFocus()
        self._update()

    def _remove_archive(self, page: _Page) -> None:
        assert page.archive is not None
        place = self._pages.index(page)
        self.sections.setCurrentRow(place - 1)
        self._pages.remove(page)
        self._to_make = [one for one in self._to_make if one is not page]
        self.sections.takeItem(place)
        self.pages.removeWidget(page.area)
        page.area.hide()
        page.area.deleteLater()
        self.rows = {key: row for key, row in self.rows.items() if row.page is not page}
        self.form.remove_archive(page.archive)
        self._update()

    @Slot(int)
    def _show_page(self, index: int) -> None:
        self._make_page(self._pages[index])
        self.pages.setCurrentIndex(index)

    @Slot()
    def _make_next(self) -> None:
        if self._to_make:
            self._make_page(self._to_make[0])
        else:
            self._maker.stop()

    def _make_page(self, page: _Page) -> None:
        if page not in self._to_make:
            return
        self._to_make.remove(page)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(22, 10, 22, 16)
        rows.setSpacing(4)
        rows.addWidget(page.title)
        if page.section == "archive":
            self._add_archive_words(rows, page)
        for one in page.declared:
            rows.addSpacing(12)
            self._add_row(rows, page, one)
        rows.addStretch(1)
        page.area.setWidget(inside)

    def _add_archive_words(self, rows: QVBoxLayout, page: _Page) -> None:
        """Below the title: what there is to say of further archives, and the buttons that add and remove them."""
        if self.form.archives_locked:
            rows.addWidget(_text(tr("The further archives are set by your administrator."), "dim"))
            return
        if page.archive is None:
            words = tr("Studies can come from further archives, too. Each has a page of its own, listed below.")
        else:
            words = tr("A further archive. Our own AE title and the timeouts are those of the first unless changed.")
        rows.addWidget(_text(words, "dim"))
        rows.addSpacing(6)
        rows.addLayout(self._archive_buttons(page))

    def _archive_buttons(self, page: _Page) -> QHBoxLayout:
        row = QHBoxLayout()
        add = QPushButton(tr("&Add an archive"))
        add.clicked.connect(self._add_archive)
        buttons = [add]
        if page.archive is not None:
            remove = QPushButton(tr("&Remove this archive"))
            remove.clicked.connect(lambda: self._remove_archive(page))
            buttons.append(remove)
        for button in buttons:
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _value(self, page: _Page, declared: Declared) -> Value:
        if page.archive is None:
            return self.form.value(declared.key)
        return self.form.archive_value(page.archive, declared)

    def _locked(self, page: _Page, declared: Declared) -> bool:
        return self.form.locked(declared.key) if page.archive is None else self.form.archives_locked

    def _add_row(self, rows: QVBoxLayout, page: _Page, declared: Declared) -> None:
        name = _text(settings_form.label(declared), "title")
        editor = SettingEditor(declared, self._value(page, declared))
        name.setBuddy(editor.control)
        note = _text("", "dim")
        row = _Row(page, declared, editor, note)
        if self._locked(page, declared):
            editor.setEnabled(False)
            name.setEnabled(False)
            if page.archive is None:  # the page of a further one says it of all
                note.setText(settings_form.locked_words())
        where = declared.key if page.archive is None else f"[[archives]] {declared.key.partition('.')[2]}"
        editor.setToolTip(tr("{key} in settings.toml").format(key=where))
        why = self._cannot.get(declared.key, "") if page.archive is None else ""
        if why:
            editor.offer_default_only()
        help_text = f"{tr(declared.help)} {settings_form.expected(declared)}".strip()
        for widget in (name, editor, note, *([_text(why)] if why else []), _text(help_text, "dim")):
            rows.addWidget(widget)
        note.setVisible(bool(note.text()))
        editor.changed.connect(lambda: self._changed(row))
        self.rows[page.key(declared)] = row

    def _changed(self, row: _Row) -> None:
        if row.page.archive is None:
            trouble = self.form.put(row.declared, row.editor.value())
            if row.declared.shared:
                self._follow(row.declared)
        else:
            trouble = self.form.put_archive(row.page.archive, row.declared, row.editor.value())
            self._name_page(row.page)
        row.note.setText(trouble)
        row.note.setVisible(bool(trouble))
        for widget in (row.note, row.editor.control):
            _mark(widget, bool(trouble))
        self._update()

    def _follow(self, declared: Declared) -> None:
        """Show at the further archives what they have of the first."""
        for row in [row for row in self.rows.values() if row.declared is declared]:
            if row.page.archive is not None:
                row.editor.put(self.form.archive_value(row.page.archive, declared))

    def _update(self) -> None:
        wrong, changed = self.form.wrong, self.form.changed
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(bool(changed) and not wrong)
        if wrong:
            first = self.rows[next(iter(wrong))]
            title = self.sections.item(self._pages.index(first.page)).text()
            where = f"{title}, {settings_form.label(first.declared)}"
            self._hint.setText(tr("{where}: this cannot be saved yet.").format(where=where))
        else:
            self._hint.setText(tr(_LATER))
        _mark(self._hint, bool(wrong))

    @Slot()
    def _put_defaults(self) -> None:
        page = self._pages[self.pages.currentIndex()]
        for row in [row for row in self.rows.values() if row.page is page and not self._locked(page, row.declared)]:
            if page.archive is None:
                row.editor.put(row.declared.default)
            elif row.declared.name != "archive_name":  # which has to be its own
                row.editor.put(self.form.otherwise(row.declared))
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


def _title(text: str = "") -> ElidedLabel:
    label = ElidedLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName("emptyTitle")
    return label


def _mark(widget: QWidget, wrong: bool) -> None:
    """Have the style sheet draw a widget as one that tells of, or holds, a wrong value."""
    if widget.property("wrong") != wrong:
        widget.setProperty("wrong", wrong)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _text(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setObjectName(name)
    return label
