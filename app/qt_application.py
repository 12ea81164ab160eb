"""The one QApplication of this process and its looks. Loads little, because the splash waits for it."""

from __future__ import annotations

import os
import stat
import sys
from typing import TextIO

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from app.models.translation import tr
from app.settings import Settings
from app.views import languages, theme


def qt_application(settings: Settings) -> QApplication:
    """Made where there is none yet; in the language and the colours of the settings."""
    qt = QApplication.instance()
    if not isinstance(qt, QApplication):
        qt = QApplication(sys.argv[:1])
        qt.setApplicationName("Firstread")
    dress(qt, settings)
    return qt


def dress(qt: QApplication, settings: Settings) -> None:
    """Give the application the language and the colours of the settings; before its first window."""
    languages.install(qt, settings.window_language)
    theme.apply(qt, settings.window_theme)


def cannot_start(why: str, settings: Settings) -> None:
    """Say why no window will come: on the terminal, and in a box where nobody would read it there."""
    if sys.stderr is not None:  # Windows gives none to a program with windows
        print(f"Firstread cannot start: {why}", file=sys.stderr)
        if _is_read(sys.stderr):
            return
    qt_application(settings)
    if QGuiApplication.platformName() not in ("offscreen", "minimal"):
        QMessageBox.critical(None, "Firstread", tr("Firstread cannot start: {why}").format(why=why))


def _is_read(stream: TextIO) -> bool:
    """Whether a terminal, or a script by a pipe or a file, gets what is written: a box would hold up the script."""
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stream.isatty() or stat.S_ISFIFO(mode) or stat.S_ISREG(mode)
