"""The demo: one evening shift from an embedded archive, through the real line, into the real window."""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app import demo_report
from app.application import Application, qt_messages
from app.crash import crash_hooks, logging_to
from app.domain.events import DeviceStatus, Event, QueueStatus
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.interrupt import interruptible
from app.models.translation import tr
from app.pacs.demo_archive import DemoArchive, Options
from app.pacs.demo_shift import EARLIER, SHIFT, DemoStudy
from app.paths import Paths
from app.qt_application import qt_application
from app.settings import Settings
from app.views.report_page import page_image
from inference.errors import FirstreadError, ModelError

_log = logging.getLogger(__name__)

#: Without a reader nobody wants to wait: the shift of two minutes arrives in fifteen seconds.
HEADLESS_SPEED = 8.0
_SIZE = QSize(1920, 1080)
_LOAD_S = 60.0
#: Dots per inch of the report's picture: 760 pixels across.
_REPORT_DPI = 92


def demo_settings(model: Path | None) -> Settings:
    """Settings for an archive on this machine: asked often, and given up on early."""
    return Settings(
        archive_name="Demo archive",
        poll_interval_s=1.0,
        fetch_settle_s=1.5,
        fetch_retries=2,
        fetch_backoff_s=1.0,
        analysis_priors=True,
        analysis_model_dir="" if model is None else str(model.resolve()),
    )


class HeadlessRun(QObject):
    """Waits until the shift has come to rest, takes the pictures, judges, and ends Qt's loop."""

    def __init__(
        self,
        application: Application,
        shift: Sequence[DemoStudy],
        folder: Path,
        timeout_s: float,
        earlier: Sequence[DemoStudy] = (),
    ) -> None:
        """``earlier`` are studies that those of the shift are to be held against before it counts as over."""
        super().__init__()
        self._app, self._shift, self._folder = application, shift, folder
        self._followed = {one.patient_id for one in earlier}
        self._started, self._timeout_s = time.monotonic(), timeout_s
        self._queue: QueueStatus | None = None
        self._device: DeviceStatus | None = None
        self._to_show: list[tuple[str, StudyRecord]] = []
        self._asked_at = 0.0
        self._told = -1
        self.verdict: demo_report.Verdict | None = None
        self.trouble = ""
        application.bridge.arrived.connect(self.note)
        self._clock = QTimer(self)
        self._clock.setInterval(250)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    @Slot(object)
    def note(self, event: Event) -> None:
        """Remember queue and device."""
        if isinstance(event, QueueStatus):
            self._queue = event
        elif isinstance(event, DeviceStatus):
            self._device = event

    @Slot()
    def _look(self) -> None:
        try:
            self._step()
        except Exception as error:
            _log.exception("the demo stopped")
            self._give_up(f"The demo stopped ({type(error).__name__}: {error}).")

    def _step(self) -> None:
        if self.verdict is not None:
            self._show_next()
            return
        records = self._app.window.model.records()
        answered = sum(demo_report.settled(record) for record in records)
        if answered != self._told:
            self._told = answered
            print(f"{answered} of {len(self._shift)} studies answered", flush=True)
            if answered == len(self._shift) // 2:
                self._picture("arriving", self._app.window)
        if self._device is not None and not self._device.ready and self._device.text and self._failed(records):
            self._give_up(self._device.text)
        elif time.monotonic() - self._started > self._timeout_s:
            self._write()
            self._give_up(f"The shift was not over after {self._timeout_s:.0f} s: {answered} studies answered.")
        elif answered == len(records) == len(self._shift) and self._idle() and self._compared(records):
            self._finish()

    def _failed(self, records: Sequence[StudyRecord]) -> bool:
        """Whether the detector is the trouble: it is not ready, and studies failed for it."""
        return any(record.state is StudyState.FAILED for record in records)

    def _compared(self, records: Sequence[StudyRecord]) -> bool:
        """Whether it is told what became of the hemorrhages since the earlier studies."""
        followed = [one.uid for one in records if one.study.patient_id in self._followed and one.state.analysed]
        found = [self._app.window.model.follow_up(uid) for uid in followed]
        return all(one is not None and one.obstacle is None for one in found)

    def _idle(self) -> bool:
        queue = self._queue
        return queue is not None and queue.fetching == queue.waiting == queue.analysing == queue.later == 0

    def _finish(self) -> None:
        records = self._write()
        top = next((r for r in records if r.state is StudyState.POSITIVE), None)
        refused = next((r for r in records if r.state is StudyState.NOT_ANALYSABLE), None)
        self._to_show = [(name, r) for name, r in (("viewer", top), ("not-analysed", refused)) if r is not None]
        self._ask()

    def _write(self) -> list[StudyRecord]:
        """Judge the list as it stands, and write it down."""
        window = self._app.window
        window.worklist.bring_in()
        records = window.model.records()
        self.verdict = demo_report.judge(self._shift, records)
        seconds = time.monotonic() - self._started
        results = demo_report.document(self._shift, records, self.verdict, self._device, seconds)
        demo_report.write(self._folder, results, records)
        self._picture("worklist", window)
        return records

    def _ask(self) -> None:
        if not self._to_show:
            self._end()
            return
        _, record = self._to_show[0]
        self._asked_at = time.monotonic()
        self._app.window.worklist.table.select(record.uid)
        self._app.window.open_study(record.uid)

    def _show_next(self) -> None:
        """Take the picture once the study that was asked for is on the screen."""
        name, record = self._to_show[0]
        viewer = self._app.window.viewer
        if not viewer.answered:
            if time.monotonic() - self._asked_at > _LOAD_S:
                self._give_up(f"The study for the picture {name}.png was not loaded within {_LOAD_S:.0f} s.")
            return
        shown = viewer.canvas.volume
        if record.state is StudyState.POSITIVE and shown is None:
            self._give_up(f"The top study cannot be shown: {viewer.message.text.text()}")
            return
        self._picture(name, self._app.window)
        if shown is not None:
            self._picture("slice" if name == "viewer" else f"{name}-slice", viewer.canvas)
        report = self._app.window.pages.report_case()
        if name == "viewer" and report is not None:
            self._keep("report", page_image(report, True, datetime.now(), _REPORT_DPI))
        self._to_show.pop(0)
        self._ask()

    def _picture(self, name: str, widget: QWidget) -> None:
        self._keep(name, widget.grab().toImage())

    def _keep(self, name: str, picture: QImage) -> None:
        path = self._folder / f"{name}.png"
        if not picture.save(str(path), "PNG"):  # type: ignore[call-overload]
            raise OSError(f"{path.name} cannot be written")

    def _give_up(self, why: str) -> None:
        self.trouble = why
        self._end()

    def _end(self) -> None:
        self._clock.stop()  # a later tick would quit the next event loop
        QApplication.quit()


def run(
    headless: Path | None, speed: float | None, timeout_s: float, model: Path | None = None, verbose: bool = False
) -> int:
    """The demo with a window, or without one into the folder ``headless``; returns the exit status."""
    qt = qt_application(Settings())
    speed = speed or (1.0 if headless is None else HEADLESS_SPEED)
    try:
        if model is not None and not (model / "manifest.json").is_file():
            raise ModelError("model_missing", "The model folder has no readable manifest.json.")
        if headless is not None:
            headless.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="firstread-demo-", ignore_cleanup_errors=True) as scratch:
            paths = Paths.of_profile(Path(scratch)).make()
            return _run(qt, paths, demo_settings(model), headless, speed, timeout_s, verbose)
    except FirstreadError as error:
        print(f"The demo cannot run: {error.reason.text}", file=sys.stderr)
    except OSError as error:
        print(f"The demo cannot run: {error.strerror or error}", file=sys.stderr)
    return 1


def _run(
    qt: QApplication,
    paths: Paths,
    settings: Settings,
    headless: Path | None,
    speed: float,
    timeout_s: float,
    verbose: bool,
) -> int:
    options = Options(Paths.of_user().cache / "demo", studies=(*EARLIER, *SHIFT), scale=1.0 / speed)
    with logging_to(paths.log, verbose), qt_messages(), DemoArchive(options) as found:
        archive = replace(found, calling_ae_title=settings.archive_calling_ae_title)
        with Application(paths, settings, archive) as application:
            window = application.window
            with crash_hooks(paths.log, application.report), interruptible(qt.quit):
                if headless is None:
                    window.say(
                        tr("Demo: the studies of an evening shift arrive over two minutes; all patients are invented.")
                    )
                    application.start()
                    return qt.exec()
                window.resize(_SIZE)
                watch = HeadlessRun(application, SHIFT, headless, timeout_s, EARLIER)
                application.start()
                qt.exec()
                return _report(watch, headless)


def _report(watch: HeadlessRun, folder: Path) -> int:
    verdict = watch.verdict
    for note in verdict.notes if verdict is not None else ():
        print(f"Note: {note}")
    problems = [*(verdict.problems if verdict is not None else ()), *([watch.trouble] if watch.trouble else [])]
    for problem in problems:
        print(f"Problem: {problem}", file=sys.stderr)
    if verdict is None and not watch.trouble:
        print("The demo was stopped before the shift was over.", file=sys.stderr)
    if verdict is not None:
        print(f"Screenshots and results: {folder.resolve()}")
        if not problems:
            print("Every positive study stands above every negative one; every study without an answer says why.")
    return 0 if verdict is not None and not problems else 1
