"""The words that the reader sees, in the reader's language.

English is the source: ``tr("Mark as read")`` gives the text in the language that the application installed
(:mod:`app.views.languages`), or the English one. Give it literals only, so that Qt Linguist finds them; put values in
afterwards with :meth:`str.format`. For what is counted write ``tr("%n studies", "", count)``: each language has its
own plural forms. Tables that are made before the language is known hold ``QT_TR_NOOP("...")`` and call :func:`tr`
when they show it. Code without Qt takes the translator as an argument (:data:`app.domain.triage.Translator`).
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, comment: str = "", n: int = -1) -> str:
    """``text`` in the language in use; ``comment`` tells equal words apart, and ``%n`` becomes ``n``."""
    return QCoreApplication.translate("", text, comment, n)


def QT_TR_NOOP(text: str) -> str:
    """``text`` as it is, marked for Qt Linguist, which knows this name; Qt's own is typed as giving any object."""
    return text
