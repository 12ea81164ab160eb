"""Changing the theme while windows are open: what was drawn once in the old colours is drawn again in the new ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from app.views import theme

#: Of two purposes that share a colour in one theme and not in the other, these are not what an icon meant.
_LAST = ("text", "positive", "accepted_box", "on_research")


def change(app: QApplication, scheme: str) -> None:
    """Give the running application another theme, as :func:`theme.apply`; its windows stay as they are.

    Style sheet, palette and all that is painted when it is shown follow by themselves; icons, pictures in labels and
    style sheets of single widgets are exchanged here. A widget that draws once in colours of its own, as a plot does,
    has a method ``take_theme`` and is told.
    """
    before = theme.in_use()
    theme.apply(app, scheme)
    if theme.in_use() == before:
        return
    tints = _tints(before, theme.in_use())
    for widget in app.allWidgets():
        if isinstance(widget, QAbstractButton):
            _exchange_icon(widget, tints)
        elif isinstance(widget, QLabel):
            _exchange_picture(widget, tints)
        if sheet := widget.styleSheet():
            widget.setStyleSheet(re.sub(r"#[0-9a-f]{6}", lambda match: tints.get(match[0], match[0]), sheet))
        for action in widget.actions():
            _exchange_icon(action, tints)
        if callable(take_theme := getattr(widget, "take_theme", None)):
            take_theme()


class SystemTheme(QObject):
    """Follows the desktop from dark to light and back, as long as the settings ask for its theme."""

    def __init__(self, app: QApplication, scheme: Callable[[], str], parent: QObject) -> None:
        """``scheme`` tells the theme of the settings at the moment; it ends with ``parent``, or with :meth:`stop`."""
        super().__init__(parent)
        self._app, self._scheme, self._stopped = app, scheme, False
        # Later: a change of the settings also changes the desktop's hint, in the middle of redressing.
        app.styleHints().colorSchemeChanged.connect(self._follow, Qt.ConnectionType.QueuedConnection)

    def stop(self) -> None:
        """Follow no longer, whatever was told before. Call once or more."""
        self._stopped = True

    @Slot()
    def _follow(self) -> None:
        if not self._stopped and self._scheme() == "system":
            change(self._app, "system")


def _tints(before: theme.Colours, after: theme.Colours) -> dict[str, str]:
    """By colour of the old theme, that of the new one with the same purpose."""
    old, new = asdict(before), asdict(after)
    order = [*_LAST, *(name for name in old if name not in _LAST)]
    return {old[name]: new[name] for name in order}  # what comes later wins


def _exchange_icon(owner: QAction | QAbstractButton, tints: Mapping[str, str]) -> None:
    icon: QIcon = owner.icon()
    if not icon.isNull() and (drawn := theme.icon_drawn(icon.cacheKey())):
        name, tint = drawn
        owner.setIcon(theme.icon(name, tints.get(tint, tint)))


def _exchange_picture(label: QLabel, tints: Mapping[str, str]) -> None:
    picture = label.pixmap()
    if not picture.isNull() and (drawn := theme.picture_drawn(picture.cacheKey())):
        name, tint, size, ratio = drawn
        label.setPixmap(theme.pixmap(name, tints.get(tint, tint), size, ratio))
