"""One short sound, by whatever this system plays sounds with."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

import resources

#: Programs that play a file and end: PipeWire, PulseAudio, ALSA, macOS.
_PLAYERS = ("pw-play", "paplay", "aplay", "afplay")


def alert_file() -> Path:
    """The sound: two notes, half a second."""
    return resources.folder("sounds") / "alert.wav"


def play_alert() -> str:
    """Play it without waiting; returns what plays it. Where nothing does, the desktop's own bell rings."""
    path = alert_file()
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        return "winsound"
    for player in _PLAYERS:
        program = shutil.which(player)
        if program is not None and QProcess.startDetached(program, [str(path)])[0]:
            return player
    QApplication.beep()
    return "bell"
