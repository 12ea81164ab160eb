"""The composition root: builds the parts, wires them, and shuts them down in order."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyqtgraph as pg
from PySide6.QtCore import QSettings, Qt, QThreadPool, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QSystemTrayIcon

from app import first_run, loaded
from app.bridge import Bridge
from app.commands import AuditedCommands
from app.crash import crash_hooks, logging_to
from app.doctor import examine_paths
from app.domain.events import Event
from app.errors import SettingsError
from app.interrupt import interruptible
from app.it_tools import ItTools
from app.loaded import NO_SWITCHES, Loaded
from app.models.translation import tr
from app.pacs.archive import Archive
from app.pacs.archives import Archives
from app.paths import Paths
from app.pipeline.analysis import OpenDetector
from app.pipeline.preview import key_slice
from app.pipeline.service import Pipeline
from app.pipeline.settings_at_work import takes_effect_at_once
from app.pipeline.team import team_of
from app.policy import Policy
from app.profile_lock import profile_lock
from app.reading_room import ReadingRoom
from app.settings import Problem, Settings, Value
from app.store.audit import Action, AuditLog
from app.store.cache import ImageCache
from app.store.forgotten import Forgotten
from app.store.journal import Journal
from app.store.retention import to_forget
from app.upkeep import Upkeep, limits_of
from app.views import languages, redress, theme
from app.views.assistant import SetupAssistant
from app.views.doctor_dialog import DoctorDialog
from app.views.main_window import MainWindow
from app.views.metrics_dialog import MetricsDialog
from app.views.settings_dialog import SettingsDialog
from app.views.splash import Splash
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

#: What the pipeline may take to end what it has in hand.
STOP_S = 15.0


def qt_application() -> QApplication:
    """The one QApplication of this process; one that is made here is in Firstread's theme."""
    pg.setConfigOptions(antialias=False, imageAxisOrder="row-major")
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Firstread")
    dress(qt, Settings())
    return qt


def dress(qt: QApplication, settings: Settings) -> None:
    """Give the application the language and the colours of the settings; before its first window."""
    languages.install(qt, settings.window_language)
    theme.apply(qt, settings.window_theme)


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
        self._switches = switches
        self._paths, self._settings, self._policy, self._problems = paths, settings, policy, problems
        with ExitStack() as undo:
            undo.enter_context(profile_lock(paths))
            self.journal = undo.enter_context(Journal(paths.journal_file, settings.privacy_encrypt_journal))
            self.cache = ImageCache(paths.cache, settings.privacy_encrypt_images)
            self.bridge = Bridge()
            self.upkeep = Upkeep(
                AuditLog(paths.audit_file), self.journal, self.cache, settings, paths.data, self._report
            )
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
            self.team = team_of(settings, self.journal, self.pipeline.act, self._report)
            undo.callback(self.team.close)
            commands = AuditedCommands(self.pipeline, self.upkeep, settings.team_reader_name, self.team.share)
            self.window = MainWindow(commands)
            if isinstance(qt := QApplication.instance(), QApplication):
                undo.callback(redress.SystemTheme(qt, lambda: self._settings.window_theme, self.window).stop)
            self.window.exported.connect(
                lambda what: self.upkeep.record(Action.EXPORTED, detail=what), Qt.ConnectionType.DirectConnection
            )
            self.window.pages.set_reader(commands.reader)
            self.window.pages.edits_made.connect(commands.keep_edits)
            self.window.pages.prior_wanted.connect(commands.open_prior)
            self.window.pages.others_wanted.connect(commands.open_other_results)
            self.room = ReadingRoom(self.window, commands, settings, self.journal, self.bridge)
            self.window.next_wanted.connect(self.pipeline.look_ahead)
            self.window.model.reader = commands.reader
            self.window.worklist.previews.source = partial(key_slice, self.cache)
            self.it_tools = ItTools(self.window, paths, policy.values, switches, self.window.say)
            self.it_tools.use(lambda: self._settings, self._save_settings)
            self._add_menu()
            self.bridge.arrived.connect(self.window.handle, Qt.ConnectionType.QueuedConnection)
            self._layout = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
            self.window.restore(self._layout)
            self._ends = undo.pop_all()

    def __enter__(self) -> Application:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, background: bool = False) -> None:
        """Show the window with what the journal knows, and begin. Raises JournalError, CacheError.

        With ``background`` the window waits behind the icon in the tray, and closing it ends nothing; a desktop without
        a tray gets it minimised.
        """
        self.upkeep.start()
        self.team.start()
        records = self.journal.records()
        old = dict.fromkeys(to_forget(records, limits_of(self._settings), lambda _: False, datetime.now(UTC)))
        records = [record for record in records if record.uid not in old and not record.prior]
        self.window.model.replace(records)
        hidden = background and QSystemTrayIcon.isSystemTrayAvailable()
        if hidden:
            QApplication.setQuitOnLastWindowClosed(False)
            self.room.tray.offer_end()
        elif background:
            self.window.showMinimized()
        else:
            self.window.show()
            self.it_tools.show_crashes()
        self.room.start(records, self._layout)
        self.pipeline.start(lambda: self.upkeep.forget_old([*old]))

    def close(self) -> None:
        """Shut down: first nothing new reaches the window, then the line ends, then the files close. Call once."""
        self.bridge.close()
        self.it_tools.close()
        self.room.close(self._layout)
        self.window.save(self._layout)
        self.window.hide()
        for dialog in (*self.window.findChildren(DoctorDialog), *self.window.findChildren(SetupAssistant)):
            dialog.reject()
        if not self.pipeline.stop(STOP_S):
            _log.error("the pipeline did not end within %.0f s", STOP_S)
        QThreadPool.globalInstance().waitForDone(5000)
        self._ends.close()

    def _tell(self, event: Event) -> None:
        """What the pipeline tells goes to the window and into the files; callable from any thread."""
        self.upkeep.note(event)
        self.team.note(event)
        self.bridge.send(event)

    def _report(self, text: str) -> None:
        self.window.report(text)

    def _add_menu(self) -> None:
        """Menu Tools, before Help."""
        bar = self.window.menuBar()
        tools = QMenu(tr("&Tools"), bar)
        tools.addAction(tr("&Settings ..."), QKeySequence("Ctrl+,"), self.show_settings)
        tools.addAction(tr("&Metrics"), self.show_metrics)
        tools.addAction(tr("&Check the set-up"), self.show_doctor)
        self.it_tools.add_to(tools)
        bar.insertMenu(bar.actions()[-1], tools)
        self.room.add_to(tools)

    def show_settings(self) -> SettingsDialog:
        """Open the settings dialog."""
        dialog = SettingsDialog(self._settings, {**self._switches, **self._policy.values}, self._problems, self.window)
        dialog.chosen.connect(self._save_settings)
        return _opened(dialog)

    def show_metrics(self) -> MetricsDialog:
        """Open the panel with the metrics."""
        return _opened(MetricsDialog(lambda: self.upkeep.metrics, self.window))

    def show_doctor(self) -> DoctorDialog:
        """Open the dialog that looks at computer, archives and processor, with the settings as they are saved."""
        return _opened(DoctorDialog(lambda cancel: examine_paths(self._paths, cancel, self._switches), self.window))

    def _save_settings(self, settings: Settings) -> None:
        """Write the settings in the background: the dialog shows them from now on, the program uses them later."""
        before, self._settings, self._problems = self._settings, settings, ()
        changed = [d.key for d in Settings.declared() if before.value(d.key) != settings.value(d.key)]
        self.room.apply(settings)
        qt = QApplication.instance()
        if before.window_theme != settings.window_theme and isinstance(qt, QApplication):
            redress.change(qt, settings.window_theme)

        def work() -> None:
            try:
                loaded.save(settings, self._paths, self._policy, self._switches)
            except SettingsError as error:
                self._report(error.reason.text)
                return
            for key in changed:
                self.upkeep.record(Action.CHANGED, detail=f"setting {key} = {settings.value(key)!r}")
            self.pipeline.apply(settings)
            self.upkeep.apply(settings)
            later = sorted(key for key in changed if not takes_effect_at_once(key))
            if later:
                text = tr("Settings saved. The next time Firstread starts, these take effect: {names}.")
                self._report(text.format(names=", ".join(later)))
            else:
                self._report(tr("Settings saved. They are in effect."))

        QThreadPool.globalInstance().start(work)


_D = TypeVar("_D", bound=QDialog)


def _opened(dialog: _D) -> _D:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def run(
    profile: Path | None,
    verbose: bool = False,
    background: bool = False,
    switches: Mapping[str, Value] = NO_SWITCHES,
    splash: Splash | None = None,
) -> int:
    """The worklist, until its window is closed, or in the background until it is told to end; the exit status.

    ``splash`` is shown until the window is; it is told what is being waited for.
    """
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    qt = qt_application()
    try:
        paths.make()
        found = loaded.load(paths, switches)
        dress(qt, found.settings)
        with logging_to(paths.log, verbose), qt_messages():
            return _run(qt, paths, found, background, splash)
    except FirstreadError as error:
        print(f"Firstread cannot start: {error.reason.text}", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(f"Firstread cannot start: {error}", file=sys.stderr)
        return 2


def _run(qt: QApplication, paths: Paths, found: Loaded, background: bool, splash: Splash | None) -> int:
    settings = found.settings
    if not background and first_run.wanted(paths, found):
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
        crash_hooks(paths.log, application.window.report),
        interruptible(qt.quit),
    ):
        for problem in found.problems:
            _log.warning("settings: %s", problem.text)
            application.window.say(problem.text)
        application.start(background)
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
