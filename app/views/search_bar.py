"""The search line above the worklist, and the views beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QLineEdit, QMessageBox, QToolButton, QWidget

from app.models import query, saved_views
from app.models.saved_views import SavedView
from app.models.translation import tr
from app.views import theme

#: A search waits this long for the next letter.
_REST_MS = 60


def help_text() -> str:
    """What can be typed, as a tooltip."""
    return tr(
        "Words are looked for in all columns. Terms ask one column:\n"
        'type:SDH  ml:>10  prob:50-90  age:>80  state:failed  desc:"head wo"  station:CT1\n'
        "is:unread  is:urgent  is:emergency  is:mine  is:flagged  is:unanswered\n"
        "A minus before a term means not. Esc empties the line."
    )


class SearchBar(QWidget):
    """Emits the search line, a moment after the last letter; knows the shipped and the reader's own views."""

    searched = Signal(str)
    #: Esc or Down in the line: the reader wants back to the list.
    left = Signal()
    own_changed = Signal()  # the reader saved or removed a view

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.own: list[SavedView] = []
        self.views, self.line, self.save = QComboBox(), _Line(), QToolButton()
        self.views.setAccessibleName(tr("View"))
        self.views.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not take the keys away from the list
        self.views.setToolTip(tr("Views: a search with a name"))
        self.views.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.line.setAccessibleName(tr("Search the worklist"))
        self.line.setPlaceholderText(tr("Search: words, or type:SDH ml:>10 is:unread"))
        self.line.setToolTip(help_text())
        self.line.setClearButtonEnabled(True)
        self.line.addAction(theme.icon("search", theme.COLOURS.dim), QLineEdit.ActionPosition.LeadingPosition)
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save.setIcon(theme.icon("save"))
        self.save.setIconSize(QSize(16, 16))
        self.save.setAccessibleName(tr("Save or remove a view"))
        self.save.setToolTip(tr("Save this search as a view, or remove a view of your own"))
        self.save_action = QAction(tr("&Save this search as a view ..."), self)
        self.remove_action = QAction(tr("&Remove this view"), self)
        self.save.addActions([self.save_action, self.remove_action])
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        row.addWidget(self.views)
        row.addWidget(self.line, 1)
        row.addWidget(self.save)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._search)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._search)
        self.line.left.connect(self.left)
        self.views.activated.connect(self._choose)
        self.save_action.triggered.connect(self._ask_name)
        self.remove_action.triggered.connect(self._remove)
        self._fill()

    def set_line(self, line: str) -> None:
        """Search for this at once."""
        self.line.setText(line)
        self._search()

    def add_term(self, term: str) -> None:
        """Narrow the search by one more term."""
        self.set_line(f"{self.line.text().strip()} {term}".strip())

    def set_own(self, views: list[SavedView]) -> None:
        """The reader's own views, as they were saved."""
        self.own = list(views)
        self._fill()

    def save_view(self, name: str) -> str:
        """Save the present search; returns why that is not possible, or an empty text."""
        line = " ".join(self.line.text().split())
        wrong = saved_views.why_not(name, line)
        if not wrong:
            self.own = [view for view in self.own if view.name != name.strip()]
            line = query.lasting(line)
            self.own.append(SavedView(name.strip(), line, own=True))
            self.line.setText(line)
            self._fill()
            self.own_changed.emit()
        return wrong

    def current(self) -> SavedView | None:
        """The view whose search is in the line, or None."""
        line = " ".join(self.line.text().split())
        return next((view for view in [*saved_views.shipped(), *self.own] if view.line == line), None)

    @Slot()
    def _typed(self) -> None:
        self._show_current()
        self._timer.start()

    @Slot()
    def _search(self) -> None:
        self._timer.stop()
        self.searched.emit(self.line.text())

    @Slot(int)
    def _choose(self, place: int) -> None:
        view = self.views.itemData(place)
        if isinstance(view, SavedView):
            self.set_line(view.line)

    @Slot()
    def _ask_name(self) -> None:
        name, done = QInputDialog.getText(self, tr("Save a view"), tr("Name of the view:"))
        if done and (wrong := self.save_view(name)):
            QMessageBox.information(self, tr("Save a view"), wrong)

    @Slot()
    def _remove(self) -> None:
        view = self.current()
        if view is not None and view.own:
            self.own.remove(view)
            self.set_line("")
            self._fill()
            self.own_changed.emit()

    def _fill(self) -> None:
        self.views.clear()
        for view in [*saved_views.shipped(), *self.own]:
            self.views.addItem(view.name, view)
        self.views.addItem(tr("(search)"))
        item = self.views.model().index(self.views.count() - 1, 0)
        self.views.model().setData(item, 0, Qt.ItemDataRole.UserRole - 1)  # shown, but not to be chosen
        self._show_current()

    def _show_current(self) -> None:
        view = self.current()
        names = [known.name for known in [*saved_views.shipped(), *self.own]]
        self.views.setCurrentIndex(names.index(view.name) if view is not None else len(names))
        self.remove_action.setEnabled(view is not None and view.own)


class _Line(QLineEdit):
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the line and then leaves it; Down goes to the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)
