"""All that a reader sees of one profile: the window with its menus, the reading room's parts, the tools for IT.

Another language makes all of it anew, and the reader finds everything where it was. So no widget has to know how to
change its words, and none can keep an old one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from app.bridge import Bridge
from app.commands import AuditedCommands
from app.doctor import examine_paths
from app.file_opening import FileOpening
from app.it_tools import ItTools
from app.models.settings_form import cannot_choose
from app.models.translation import tr
from app.paths import Paths
from app.pipeline.preview import key_slice
from app.pipeline.service import Pipeline
from app.policy import Policy
from app.reading_room import ReadingRoom
from app.settings import Problem, Settings, Value
from app.store.audit import Action
from app.store.cache import ImageCache
from app.store.journal import Journal
from app.upkeep import Upkeep
from app.views import redress
from app.views.assistant import SetupAssistant
from app.views.doctor_dialog import DoctorDialog
from app.views.main_window import MainWindow
from app.views.metrics_dialog import MetricsDialog
from app.views.settings_dialog import SettingsDialog
from inference import readers


@dataclass(slots=True)
class Core:
    """What a front stands on: the parts without a window, and the settings as they are saved."""

    paths: Paths
    layout: QSettings
    journal: Journal
    cache: ImageCache
    bridge: Bridge
    pipeline: Pipeline
    upkeep: Upkeep
    commands: AuditedCommands
    settings: Settings
    policy: Policy
    switches: Mapping[str, Value]
    save: Callable[[Settings], None]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def fixed(self) -> dict[str, Value]:
        """The settings that no reader can change."""
        return {**self.switches, **self.policy.values}


class Front:
    """Builds and wires it; call the methods from the window's thread."""

    def __init__(self, core: Core, before: Front | None = None) -> None:
        """``before`` is the front that this one follows. Raises JournalError where the journal cannot be read."""
        self._core = core
        commands = core.commands
        self.window = window = MainWindow(commands)
        #: Kept until the program ends: destroying a view of pyqtgraph can crash, and work in the background may still
        #: speak to it.
        self._before = before
        window.exported.connect(
            lambda what: core.upkeep.record(Action.EXPORTED, detail=what), Qt.ConnectionType.DirectConnection
        )
        window.pages.set_reader(commands.reader)
        window.pages.edits_made.connect(commands.keep_edits)
        window.pages.prior_wanted.connect(commands.open_prior)
        window.pages.others_wanted.connect(commands.open_other_results)
        told = before.room.centre.told if before is not None else None
        self.room: ReadingRoom = ReadingRoom(window, commands, core.settings, core.journal, core.bridge, told)
        window.next_wanted.connect(core.pipeline.look_ahead)
        window.model.reader = commands.reader
        window.worklist.previews.source = partial(key_slice, core.cache)
        self.it_tools = ItTools(window, core.paths, core.policy.values, core.switches, window.say)
        self.it_tools.use(lambda: core.settings, core.save)
        self.files = FileOpening(window, commands)
        self._theme: redress.SystemTheme | None = None
        if isinstance(qt := QApplication.instance(), QApplication):
            self._theme = redress.SystemTheme(qt, lambda: core.settings.window_theme, window)
        self._add_menu()
        core.bridge.arrived.connect(window.handle, Qt.ConnectionType.QueuedConnection)
        window.restore(core.layout)
        # At once: another language makes a new window, and no crash is to take them along.
        window.worklist.search.own_changed.connect(partial(window.save_views, core.layout))

    def continue_from(self, before: Front) -> None:
        """Take the place of ``before`` on the screen, with what it showed, and let it go."""
        old, strip, panel = before.window, before.room.strip.isVisible(), before.room.department
        department = panel is not None and panel.isVisible()
        self._core.bridge.arrived.disconnect(old.handle)
        before.close()
        self.window.restore(self._core.layout)
        if not old.isHidden():
            self.window.show()
        self.window.continue_from(old)
        self.room.start(self.window.model.everything(), self._core.layout)
        self.room.strip.setVisible(strip)
        if department:
            self.room.show_department()
        old.rest()

    def close(self) -> None:
        """Remember where everything is, give no alert any more, and end what is under way; the window stays."""
        if self._theme is not None:
            self._theme.stop()
        self.it_tools.close()
        self.room.close(self._core.layout)
        self.window.save(self._core.layout)
        for dialog in (*self.window.findChildren(DoctorDialog), *self.window.findChildren(SetupAssistant)):
            dialog.reject()

    def show_settings(self) -> SettingsDialog:
        """Open the settings dialog."""
        core = self._core
        cannot = cannot_choose(readers.imported())
        dialog = SettingsDialog(core.settings, core.fixed, core.problems, self.window, cannot)
        dialog.chosen.connect(core.save)
        return _opened(dialog)

    def show_metrics(self) -> MetricsDialog:
        """Open the panel with the metrics."""
        return _opened(MetricsDialog(lambda: self._core.upkeep.metrics, self.window))

    def show_doctor(self) -> DoctorDialog:
        """Open the dialog that looks at computer, archives and processor, with the settings as they are saved."""
        core = self._core
        return _opened(DoctorDialog(lambda cancel: examine_paths(core.paths, cancel, core.switches), self.window))

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


_D = TypeVar("_D", bound=QDialog)


def _opened(dialog: _D) -> _D:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
