"""What menu Tools has for who installs and keeps up Firstread: assistant, settings as a file, support bundle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from app import crash_reports, first_run, roll_out, support_bundle
from app.errors import ArchiveCancelled
from app.loaded import keep_previous, with_values
from app.models.translation import tr
from app.pacs.association import Cancel
from app.paths import Paths
from app.settings import Problem, Settings, Value
from app.views.assistant import SetupAssistant
from app.views.crash_dialog import CrashDialog
from inference.errors import FirstreadError


class ItTools(QObject):
    """Works on the settings as they are saved; every call returns at once."""

    _told = Signal(str)
    _read = Signal(object, object)

    def __init__(
        self,
        window: QWidget,
        paths: Paths,
        policy: Mapping[str, Value],
        switches: Mapping[str, Value],
        say: Callable[[str], None],
    ) -> None:
        """``say`` shows a sentence in the window."""
        super().__init__(window)
        self._window, self._paths, self._policy, self._switches, self._say = window, paths, policy, switches, say
        self._settings: Callable[[], Settings] = Settings
        self._save: Callable[[Settings], None] = lambda _: None
        self._cancel = Cancel()
        self._told.connect(say, Qt.ConnectionType.QueuedConnection)
        self._read.connect(self._take_over, Qt.ConnectionType.QueuedConnection)

    def use(self, settings: Callable[[], Settings], save: Callable[[Settings], None]) -> None:
        """Where the settings come from, and how changed ones are kept and put to work."""
        self._settings, self._save = settings, save

    def add_to(self, tools: QMenu) -> None:
        """Put the entries into menu Tools."""
        tools.addAction(tr("Set-up &assistant ..."), self.show_assistant)
        more = tools.addMenu(tr("For &IT"))
        more.addAction(tr("&Export settings ..."), self._export)
        more.addAction(tr("&Import settings ..."), self._import)
        more.addSeparator()
        more.addAction(tr("&Support bundle ..."), self.ask_for_bundle)

    def close(self) -> None:
        """End what is under way."""
        self._cancel.set()

    def show_assistant(self) -> SetupAssistant:
        """Open the set-up assistant on the present settings."""
        dialog = first_run.assistant(self._settings(), {**self._switches, **self._policy}, self._window)
        dialog.ended.connect(self._save)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def show_crashes(self) -> CrashDialog | None:
        """Show what went wrong before this start, where anything did and nobody was shown it."""
        reports = crash_reports.unseen(self._paths.log)
        if not reports:
            return None
        dialog = CrashDialog([report.text for report in reports], self._window)
        dialog.bundle_wanted.connect(self.ask_for_bundle)
        dialog.open()
        crash_reports.mark_seen(reports)
        return dialog

    @Slot()
    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Export settings, without secrets"), "firstread-settings.toml", "TOML (*.toml)"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the settings for other machines in the background."""
        settings = self._settings()

        def work() -> None:
            try:
                left = roll_out.write(settings, self._paths, path)
            except FirstreadError as error:
                self._told.emit(error.reason.text)
                return
            names = ", ".join(one.key for one in left)
            text = tr("Settings written. Left out: {names}.").format(names=names) if left else tr("Settings written.")
            self._told.emit(text)

        QThreadPool.globalInstance().start(work)

    @Slot()
    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Import settings"), "", "TOML (*.toml)")
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Read settings in the background; they are taken over as a whole, or not at all. Those before are kept."""
        present, policy = self._settings(), self._policy

        def work() -> None:
            settings, problems = roll_out.read(path, present, policy)
            try:
                if settings is not None and self._paths.settings_file.exists():
                    keep_previous(self._paths)
            except FirstreadError as error:
                self._told.emit(error.reason.text)
                return
            self._read.emit(settings, problems)

        QThreadPool.globalInstance().start(work)

    @Slot(object, object)
    def _take_over(self, settings: Settings | None, problems: tuple[Problem, ...]) -> None:
        if settings is not None:
            self._save(with_values(settings, {**self._switches, **self._policy}))
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Import settings"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("Nothing was changed, because the file has errors:"))
        box.setInformativeText("\n".join(problem.text for problem in problems))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    @Slot()
    def ask_for_bundle(self) -> None:
        """Ask where to, and write the support bundle there."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Support bundle"), f"firstread-support-{date.today():%Y%m%d}.zip", "ZIP (*.zip)"
        )
        if name:
            self.write_bundle(Path(name))

    def write_bundle(self, path: Path) -> None:
        """Write the support bundle in the background; what it waits for is said in the window."""

        def work() -> None:
            try:
                made = support_bundle.make(
                    self._paths, path, self._cancel, self._switches,
                    lambda text: self._told.emit(tr("Support bundle: {part} ...").format(part=text)),
                )  # fmt: skip
            except ArchiveCancelled:
                return
            except FirstreadError as error:
                self._told.emit(error.reason.text)
                return
            self._told.emit(tr("Support bundle written: {count} parts.").format(count=len(made.parts)))

        self._say(tr("Support bundle: looking at everything; this may take a minute."))
        QThreadPool.globalInstance().start(work)
