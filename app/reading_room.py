"""What belongs to a reading room rather than to one list: acts, alerts, the strip, and the department's panel."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

import resources
from app.bridge import Bridge
from app.commands import AuditedCommands
from app.domain.alerts import QuietHours, Rules, Told
from app.domain.department import latest_model
from app.domain.study import StudyRecord
from app.models import alert_words
from app.models.department_data import DepartmentData
from app.models.translation import tr
from app.settings import Settings
from app.store import marks
from app.store.journal import Journal
from app.views.alert_centre import AlertCentre
from app.views.department.panel import DepartmentPanel
from app.views.lock import Lock
from app.views.main_window import MainWindow
from app.views.reader_acts import ReaderActs, ViewerLink
from app.views.second_strip import SecondStrip
from app.views.tray import Tray


def rules_of(settings: Settings) -> Rules:
    """What the settings say of alerts."""
    return Rules(
        settings.alerts_least_probability,
        settings.alerts_escalate_minutes * 60.0,
        QuietHours.of(settings.alerts_quiet_from, settings.alerts_quiet_to),
    )


def manifest_of(model: str, model_dir: str) -> Mapping[str, Any]:
    """The manifest of the model that calls itself ``model`` ("name version"); empty where it is not at hand."""
    folders = [Path(model_dir)] if model_dir else sorted(resources.folder("models").iterdir())
    for folder in folders:
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            if f"{manifest['name']} {manifest['version']}" == model:
                return dict(manifest)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return {}


class ReadingRoom:
    """Builds and wires these parts around the window; call the methods from its thread."""

    def __init__(
        self,
        window: MainWindow,
        commands: AuditedCommands,
        settings: Settings,
        journal: Journal,
        bridge: Bridge,
        told: Mapping[str, Told] | None = None,
    ) -> None:
        """``told`` are the alerts that were given, by Study Instance UID; without them those of the journal.

        Raises JournalError where these cannot be read.
        """
        self._window, self._settings, self._journal = window, settings, journal
        self._commands = commands
        self.department: DepartmentPanel | None = None
        self._link = ViewerLink(settings.viewer_url, settings.viewer_command)
        self.acts = ReaderActs(window, commands, self._link)
        self.centre = AlertCentre(
            commands,
            rules_of(settings),
            marks.alerts(journal) if told is None else told,
            enabled=settings.alerts_enabled,
            parent=window,
        )
        self.tray = Tray(self.centre, window, sound=settings.alerts_sound)
        self.strip = SecondStrip(self.centre, names=settings.alerts_strip_names)
        self.lock = Lock(lambda: alert_words.pending_text(self.centre.glance()), window)
        self.lock.covered.connect(self._show_names)
        self.centre.changed.connect(self.lock.refresh)
        self.show_strip = QAction(tr("&Strip on top of all windows"), window)
        self.show_strip.setShortcut(QKeySequence("Ctrl+T"))
        self.show_strip.triggered.connect(self._toggle_strip)
        self.tray.wanted.connect(self._point_at)
        self.tray.strip_wanted.connect(self.strip.show)
        self.strip.wanted.connect(self._point_at)
        bridge.arrived.connect(self.centre.handle, Qt.ConnectionType.QueuedConnection)

    def start(self, records: Sequence[StudyRecord], layout: QSettings) -> None:
        """Begin with these studies, and show what the settings want shown."""
        self.strip.restore(layout)
        self.centre.start(records)
        self.tray.show()
        self.lock.set_after(self._settings.privacy_lock_minutes * 60.0)
        if self._settings.alerts_strip:
            self.strip.show()

    def apply(self, settings: Settings) -> None:
        """Work by these settings from now on."""
        self._settings = settings
        self._link.url, self._link.command = settings.viewer_url, settings.viewer_command
        self.centre.apply(rules_of(settings), enabled=settings.alerts_enabled)
        self.tray.sound = settings.alerts_sound
        self.lock.set_after(settings.privacy_lock_minutes * 60.0)
        self._show_names()

    def close(self, layout: QSettings) -> None:
        """Give no alert any more, and take everything off the screen."""
        self.centre.stop()
        self.lock.stop()
        self.strip.save(layout)
        self.strip.hide()
        self.strip.deleteLater()
        self.tray.hide()

    def add_to(self, tools: QMenu) -> None:
        """Put what has no other place into menu Tools."""
        tools.addAction(tr("&Department"), self.show_department)
        tools.addSeparator()
        tools.addAction(self.show_strip)
        tools.addAction(tr("&Cover the windows"), self.lock.cover)

    def show_department(self) -> DepartmentPanel:
        """Open the panel of the department, with what the journal holds now."""
        if self.department is None:
            self.department = DepartmentPanel(self._read_department, self._settings, self._window)
            self.department.exported.connect(self._commands.exported, Qt.ConnectionType.DirectConnection)
        self.department.show()
        self.department.raise_()
        self.department.load()
        return self.department

    def _read_department(self) -> DepartmentData:
        """Called in the background."""
        records = [record for record in self._journal.records() if not record.prior]
        manifest = manifest_of(latest_model(records), self._settings.analysis_model_dir)
        return DepartmentData.of(records, marks.verdicts(self._journal), manifest)

    @Slot()
    def _show_names(self) -> None:
        self.strip.set_names(self._settings.alerts_strip_names and not self.lock.is_covered)

    @Slot()
    def _toggle_strip(self) -> None:
        self.strip.setVisible(not self.strip.isVisible())

    def show_window(self) -> None:
        """Bring the window to the front, also out of the tray."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    @Slot(str)
    def _point_at(self, uid: str) -> None:
        """Bring the window to the front and, with a study, its row into sight; the open study stays open."""
        self.show_window()
        if uid:
            window = self._window
            window.worklist.bring_in()
            window.worklist.table.select(uid)
            window.worklist.table.setFocus(Qt.FocusReason.OtherFocusReason)
