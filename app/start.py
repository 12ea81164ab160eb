"""The start of the worklist: first something to look at, then everything that takes its time to load."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app import loaded, second_start
from app.loaded import NO_SWITCHES
from app.models.translation import tr
from app.paths import Paths
from app.qt_application import cannot_start, qt_application
from app.settings import Settings, Value
from app.views.splash import Splash
from inference.errors import FirstreadError


def run(
    profile: Path | None,
    verbose: bool = False,
    background: bool = False,
    switches: Mapping[str, Value] = NO_SWITCHES,
    files: Sequence[Path] = (),
) -> int:
    """The worklist, until its window is closed, or in the background until it is told to end; the exit status.

    ``files`` are DICOM files and folders to open. Where Firstread runs already, its window comes to the front and opens
    them, and this program ends. A splash shows until the window does; none in the background.
    """
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    for path in files:
        try:
            path.stat()
        except FileNotFoundError:
            print(f"{path}: there is no such file or folder.", file=sys.stderr)
            return 2
        except OSError as error:
            print(f"{path} cannot be opened: {error.strerror or error}.", file=sys.stderr)
            return 2
    try:
        paths.make()
        if second_start.hand_over(paths, [path.absolute() for path in files]):
            return 0
    except FirstreadError as error:
        cannot_start(error.reason.text, Settings())
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        why = f"{where}{error.strerror or error}; Firstread has to write its files there, or elsewhere by --profile."
        cannot_start(why, Settings())
        return 2
    found = loaded.load(paths, switches)
    qt = qt_application(found.settings)
    splash = None
    if not background:
        splash = Splash()
        splash.say(tr("Loading the program ..."))
    from app.application import run as run_application  # takes most of the start

    return run_application(qt, paths, found, verbose, background, splash, files)
