"""The composition root: builds the parts, wires them, and shuts them down in order."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QSettings, Qt, QThreadPool, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app import first_run, loaded
from app.bridge import Bridge
from app.commands import AuditedCommands
from app.crash import crash_hooks, logging_to
from app.domain.events import Event
from app.errors import SettingsError
from app.front import Core, Front
from app.interrupt import interruptible
from app.it_tools import ItTools
from app.loaded import NO_SWITCHES, Loaded
from app.models.translation import tr
from app.pacs.archive import Archive
from app.pacs.archives import Archives
from app.paths import Paths, private_touch
from app.pipeline.analysis import OpenDetector
from app.pipeline.service import Pipeline
from app.pipeline.settings_at_work import takes_effect_at_once
from app.pipeline.team import team_of
from app.policy import Policy
from app.profile_lock import profile_lock
from app.qt_application import cannot_start, dress
from app.reading_room import ReadingRoom
from app.roll_out import changes
from app.second_start import Requests, hand_over
from app.settings import Problem, Settings, Value
from app.store.audit import Action, AuditLog
from app.store.cache import ImageCache
from app.store.forgotten import Forgotten
from app.store.journal import Journal
from app.upkeep import Upkeep
from app.views import languages, redress
from app.views.main_window import MainWindow
from app.views.splash import Splash
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

#: What the pipeline may take to end what it has in hand.
STOP_S = 15.0
#: How often, after the start, studies whose days are over are forgotten, and how often the clock is asked whether they
#: are to be: a timer stands still while the computer sleeps.
FORGET_EVERY, LOOK_EVERY = timedelta(days=1), timedelta(hours=1)


class Application:
    """Journal, cache, bridge, pipeline and window of one profile; use as a context manager."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        archives: Archive | Archives,
        *,
        policy: Policy = Policy(),  # noqa: B008
        switches: Mapping[str, Value] = NO_SWITCHES,
        problems: tuple[Problem, ...] = (),
        opener: OpenDetector | None = None,
    ) -> None:
        """Build and wire; nothing runs before :meth:`start`. Raises FirstreadError where a file cannot be used.

        ``policy`` and ``switches`` lock settings in their dialog, which also shows ``problems`` of the settings file.
        """
        self._in_tray = False
        with ExitStack() as undo:
            undo.enter_context(profile_lock(paths))
            # Nothing is decrypted, or gone after its days, because of a slip of the pen in the settings file.
            otherwise = None if loaded.doubtful(problems, "privacy") else False
            self.journal = undo.enter_context(
                Journal(paths.journal_file, settings.privacy_encrypt_journal or otherwise)
            )
            self.cache = ImageCache(paths.cache, settings.privacy_encrypt_images or otherwise)
            in_force = {
                "privacy.encrypt_journal": self.journal.encrypted, "privacy.encrypt_images": self.cache.encrypts
            }  # fmt: skip
            settings = loaded.with_values(settings, in_force)  # what the dialog shows, and saves
            kept = loaded.keeping_all(settings) if loaded.doubtful(problems, "storage") else settings
            self.bridge = Bridge()
            self.upkeep = Upkeep(AuditLog(paths.audit_file), self.journal, self.cache, kept, paths.data, self.report)
            undo.callback(self.upkeep.close)
            self.pipeline = Pipeline(
                archives,
                self.journal,
                self.cache,
                settings,
                self._tell,
                opener=opener,
                ignore=Forgotten(paths.forgotten_file),
            )
            self.team = team_of(settings, self.journal, self.pipeline.act, self.report)
            undo.callback(self.team.close)
            commands = AuditedCommands(
                self.pipeline, self.upkeep, settings.team_reader_name, self.team.share, self.team.shares_notes
            )
            pg.setConfigOptions(antialias=False, imageAxisOrder="row-major")
            layout = QSettings(str(private_touch(paths.config / "window.ini")), QSettings.Format.IniFormat)
            self._core = Core(
                paths, layout, self.journal, self.cache, self.bridge, self.pipeline, self.upkeep, commands,
                settings, policy, switches, self._save_settings, problems,
            )  # fmt: skip
            self._saving, self._on_file = threading.Lock(), settings
            self.front = Front(self._core)
            self._requests = Requests(paths, self.bridge)
            self._requests.asked.connect(self._asked)
            self._forgot_at = datetime.now(UTC)
            self._hourly = QTimer()
            self._hourly.setTimerType(Qt.TimerType.VeryCoarseTimer)
            self._hourly.timeout.connect(self._forget_if_due)
            self._ends = undo.pop_all()

    def __enter__(self) -> Application:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def window(self) -> MainWindow:
        """The window; another one after a change of the language."""
        return self.front.window

    @property
    def room(self) -> ReadingRoom:
        """What belongs to the reading room, as :attr:`window`."""
        return self.front.room

    @property
    def it_tools(self) -> ItTools:
        """The tools for IT, as :attr:`window`."""
        return self.front.it_tools

    def start(self, background: bool = False) -> None:
        """Show the window with what the journal knows, and begin. Raises JournalError, CacheError.

        With ``background`` the window waits behind the icon in the tray, and closing it ends nothing; a desktop without
        a tray gets it minimised.
        """
        self.upkeep.start()
        self.team.start()
        records = self.journal.records()
        old = dict.fromkeys(self.upkeep.over(records))
        records = [record for record in records if record.uid not in old and not record.prior]
        self.window.model.replace(records)
        gc.freeze()  # tens of thousands of records stay: to look for cycles among them would stop the window
        hidden = background and QSystemTrayIcon.isSystemTrayAvailable()
        self._in_tray = hidden
        if hidden:
            QApplication.setQuitOnLastWindowClosed(False)
            self.room.tray.offer_end()
        elif background:
            self.window.showMinimized()
        else:
            self.window.show()
            self.it_tools.show_crashes()
        self.room.start(records, self._core.layout)
        self._requests.start()
        self._forget_old()
        self.pipeline.start()
        self._hourly.start(LOOK_EVERY // timedelta(milliseconds=1))

    def close(self) -> None:
        """Shut down: first nothing new reaches the window, then the line ends, then the files close. Call once."""
        self.bridge.close()
        self._hourly.stop()
        self._requests.stop()
        self.front.close()
        self.window.hide()
        if not self.pipeline.stop(STOP_S):
            _log.error("the pipeline did not end within %.0f s", STOP_S)
        QThreadPool.globalInstance().waitForDone(5000)
        gc.unfreeze()
        self._ends.close()

    def _forget_old(self) -> None:
        """Have the studies whose days are over forgotten, in a thread of the pipeline."""
        self._forgot_at = datetime.now(UTC)
        self.pipeline.forget(self.upkeep.forget_old)

    def _forget_if_due(self) -> None:
        """Have them forgotten where that was a day ago, or the clock was set back."""
        if abs(datetime.now(UTC) - self._forgot_at) >= FORGET_EVERY:
            self._forget_old()

    def _tell(self, event: Event) -> None:
        """What the pipeline tells goes to the window and into the files; callable from any thread."""
        self.upkeep.note(event)
        self.team.note(event)
        self.bridge.send(event)

    def _asked(self, files: Sequence[Path]) -> None:
        """Somebody started Firstread once more, or the desktop has it open files."""
        self.room.show_window()
        self.front.files.open(files)

    def report(self, text: str) -> None:
        """Say one sentence in the window; callable from any thread."""
        self.window.report(text)

    def _save_settings(self, settings: Settings) -> None:
        """Show these settings from now on, and write them in the background."""
        core = self._core
        before, core.settings, core.problems = core.settings, settings, ()
        self.room.apply(settings)
        qt = QApplication.instance()
        if before.window_theme != settings.window_theme and isinstance(qt, QApplication):
            redress.change(qt, settings.window_theme)
        if before.window_language == settings.window_language:
            self._put_to_work(before, settings)
            return

        def reword() -> None:
            self._change_language(settings.window_language)
            self._put_to_work(before, settings)

        # Later: the dialog that asked for it is a child of the window that goes.
        QTimer.singleShot(0, self.window, reword)

    def _change_language(self, language: str) -> None:
        qt = QApplication.instance()
        if not isinstance(qt, QApplication):
            return
        languages.install(qt, language)
        before = self.front
        self.front = Front(self._core, before)
        self.front.continue_from(before)
        if self._in_tray:
            self.room.tray.offer_end()

    def _put_to_work(self, before: Settings, settings: Settings) -> None:
        """Write changed settings, and use those that take effect at once, all in the background."""
        core = self._core
        changed = [d.key for d in Settings.declared() if before.value(d.key) != settings.value(d.key)]
        changed += ["archives"] if before.more_archives != settings.more_archives else []

        def work() -> None:
            try:
                with self._saving:  # the latest ones, also where an earlier save comes to its turn later
                    latest = core.settings
                    loaded.save(latest, core.paths, core.policy, core.switches, self._on_file)
                    self._on_file = latest
            except SettingsError as error:
                self.report(error.reason.text)
                return
            for one in changes(before, settings):
                self.upkeep.record(Action.CHANGED, detail=f"setting {one}")
            self.pipeline.apply(settings)
            self.upkeep.apply(settings)
            later = sorted(key for key in changed if not takes_effect_at_once(key))
            if later:
                text = tr("Settings saved. The next time Firstread starts, these take effect: {names}.")
                self.report(text.format(names=", ".join(later)))
            else:
                self.report(tr("Settings saved. They are in effect."))

        QThreadPool.globalInstance().start(work)


def run(
    qt: QApplication,
    paths: Paths,
    found: Loaded,
    verbose: bool = False,
    background: bool = False,
    splash: Splash | None = None,
    files: Sequence[Path] = (),
) -> int:
    """The worklist, until its window is closed, or in the background until it is told to end; the exit status.

    ``splash`` is shown until the window is, and told what is being waited for; ``files`` are opened then.
    """
    try:
        with logging_to(paths.log, verbose), qt_messages():
            try:
                return _run(qt, paths, found, background, splash, files)
            except FirstreadError as error:
                if error.reason.code == "already_running" and hand_over(paths, [path.absolute() for path in files]):
                    return 0  # another start, begun at the same time, was faster
                _log.warning("cannot start: %s", error.reason.text)
                status, why = 1, error.reason.text
    except FirstreadError as error:
        status, why = 1, error.reason.text
    except (OSError, ValueError) as error:
        status, why = 2, str(error)
    if splash is not None:
        splash.close()
    cannot_start(why, found.settings)
    return status


def _run(
    qt: QApplication, paths: Paths, found: Loaded, background: bool, splash: Splash | None, files: Sequence[Path]
) -> int:
    settings = found.settings
    if not background and not files and first_run.wanted(paths, found):
        if splash is not None:
            splash.hide()
        chosen = first_run.run(paths, found)
        if chosen is None:
            return 0
        settings = chosen
        dress(qt, settings)
    if splash is not None:
        splash.say(tr("Opening the worklist ..."))
    archives = Archives(Archive.all_from_settings(settings), remembered=paths.archives_file)
    with (
        Application(
            paths, settings, archives, policy=found.policy, switches=found.switches, problems=found.problems
        ) as application,
        crash_hooks(paths.log, application.report),
        interruptible(qt.quit),
    ):
        for problem in found.problems:
            _log.warning("settings: %s", problem.text)
            application.window.say(problem.text)
        application.start(background)
        application.front.files.open(files)
        if splash is not None:
            splash.close()
        return qt.exec()


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
