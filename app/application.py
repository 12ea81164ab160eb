"""The composition root: builds the parts, wires them, and shuts them down in order."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QLockFile, QSettings, Qt, QThreadPool, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.bridge import Bridge
from app.crash import crash_hooks, logging_to
from app.errors import JournalError, SettingsError
from app.pacs.archive import Archive
from app.paths import Paths
from app.pipeline.service import Pipeline
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from app.views import theme
from app.views.main_window import MainWindow
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

#: What the pipeline may take to end what it has in hand.
STOP_S = 15.0


def qt_application() -> QApplication:
    """The one QApplication of this process, in Firstread's theme."""
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    qt.setApplicationName("Firstread")
    pg.setConfigOptions(antialias=False, imageAxisOrder="row-major")
    theme.apply(qt)
    return qt


class Application:
    """Journal, cache, bridge, pipeline and window of one profile; use as a context manager."""

    def __init__(self, paths: Paths, settings: Settings, archive: Archive) -> None:
        """Build and wire; nothing runs before :meth:`start`. Raises JournalError, CacheError, SettingsError."""
        with ExitStack() as undo:
            self._lock = _lock(paths)
            undo.callback(self._lock.unlock)
            self.journal = undo.enter_context(Journal(paths.journal_file))
            self.cache = ImageCache(paths.cache)
            self.bridge = Bridge()
            self.pipeline = Pipeline(archive, self.journal, self.cache, settings, self.bridge.send)
            self.window = MainWindow(self.pipeline)
            self.bridge.arrived.connect(self.window.handle, Qt.ConnectionType.QueuedConnection)
            self._layout = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
            self.window.restore(self._layout)
            self._ends = undo.pop_all()

    def __enter__(self) -> Application:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Show the window with what the journal knows, and begin. Raises JournalError."""
        self.window.model.replace(self.journal.records())
        self.window.show()
        self.pipeline.start()

    def close(self) -> None:
        """Shut down: first nothing new reaches the window, then the line ends, then the files close. Call once."""
        self.bridge.close()
        self.window.save(self._layout)
        self.window.hide()
        if not self.pipeline.stop(STOP_S):
            _log.error("the pipeline did not end within %.0f s", STOP_S)
        QThreadPool.globalInstance().waitForDone(5000)
        self._ends.close()


def run(profile: Path | None, verbose: bool = False) -> int:
    """The worklist, until its window is closed; returns the exit status."""
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    qt = qt_application()
    try:
        paths.make()
        settings, problems = Settings.load(paths.settings_file)
        archive = Archive.from_settings(settings)
    except (OSError, ValueError) as error:
        print(f"Firstread cannot start: {error}", file=sys.stderr)
        return 2
    try:
        with logging_to(paths.log, verbose), qt_messages(), Application(paths, settings, archive) as application:
            for problem in problems:
                _log.warning("settings: %s", problem.text)
                application.window.say(problem.text)
            with crash_hooks(paths.log, application.window.report), interruptible(qt.quit):
                application.start()
                return qt.exec()
    except FirstreadError as error:
        print(f"Firstread cannot start: {error.reason.text}", file=sys.stderr)
        return 1


@contextmanager
def qt_messages() -> Iterator[None]:
    """Within this context Qt's own messages go to the log."""
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
    }  # fmt: skip
    qt_log = logging.getLogger("qt")
    before = qInstallMessageHandler(lambda kind, _, text: qt_log.log(levels.get(kind, logging.WARNING), "%s", text))
    try:
        yield
    finally:
        qInstallMessageHandler(before)


@contextmanager
def interruptible(end: Callable[[], None]) -> Iterator[None]:
    """Within this context Ctrl-C and SIGTERM call ``end``; Qt's loop gives Python a turn to notice them."""
    wake = QTimer()
    wake.setInterval(200)
    wake.timeout.connect(lambda: None)
    wake.start()
    before = {number: signal.signal(number, lambda *_: end()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        wake.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _lock(paths: Paths) -> QLockFile:
    """Two Firstreads on one journal would fetch and analyse everything twice."""
    lock = QLockFile(str(paths.data / "firstread.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(100):
        if lock.error() is QLockFile.LockError.LockFailedError:
            raise JournalError("already_running", "Firstread already runs with this profile.")
        raise SettingsError("profile_not_writable", "The profile's folder cannot be written.")
    return lock
