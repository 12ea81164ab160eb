"""The start of the worklist: first something to look at, then everything that takes its time to load."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app import loaded
from app.loaded import NO_SWITCHES
from app.models.translation import tr
from app.paths import Paths
from app.settings import Value
from app.views import languages, theme
from app.views.splash import Splash


def run(
    profile: Path | None,
    verbose: bool = False,
    background: bool = False,
    switches: Mapping[str, Value] = NO_SWITCHES,
) -> int:
    """As :func:`app.application.run`, with a splash until the window shows; without one in the background."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Firstread")
    splash = None
    if not background:
        paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
        settings = loaded.load(paths, switches).settings
        languages.install(qt, settings.window_language)
        theme.apply(qt, settings.window_theme)
        splash = Splash()
        splash.say(tr("Loading the program ..."))
    from app.application import run as run_application  # takes most of the start

    return run_application(profile, verbose, background, switches, splash)
