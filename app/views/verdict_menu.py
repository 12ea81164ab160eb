"""The reasons of a verdict as a small menu: one key opens it, a digit chooses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.feedback import REASONS, Verdict
from app.models.feedback_words import reason_words, verdict_words
from app.models.translation import tr

#: Takes a verdict, or None to take the verdict back, and a reason code.
Said = Callable[[Verdict | None, str], None]


def ask_reason(verdict: Verdict, present: str, said: Said, at: QPoint, parent: QWidget) -> QMenu:
    """Open the menu at ``at`` (global) and call ``said`` with what is chosen; Escape chooses nothing.

    ``present`` is the verdict that the study has: the same one can be taken back.
    """
    menu = QMenu(parent)
    menu.setAccessibleName(verdict_words(verdict))
    head = menu.addAction(tr("{verdict}: why?").format(verdict=verdict_words(verdict)))
    head.setEnabled(False)
    menu.addSeparator()
    for number, code in enumerate(REASONS[verdict], 1):
        menu.addAction(f"&{number}   {reason_words(code)}", partial(said, verdict, code))
    menu.addSeparator()
    if present == verdict.value:
        menu.addAction("&0   " + tr("Take the verdict back"), lambda: said(None, ""))
    else:
        menu.addAction("&0   " + tr("Without a reason"), lambda: said(verdict, ""))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    return menu
