"""The panel itself: reads its data in the background, and makes each page when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QThreadPool, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.models.department_data import DepartmentData
from app.models.translation import tr
from app.results.feedback_export import write_feedback
from app.settings import Settings
from app.views.department.agreement_page import AgreementPage
from app.views.department.queue_page import QueuePage
from app.views.department.scores_page import ScoresPage
from app.views.department.threshold_page import ThresholdPage
from app.views.message_page import MessagePage
from app.views.screen_room import resize_within
from inference.errors import FirstreadError


class DepartmentPanel(QDialog):
    """Built once for the life of the window, and shown when it is wanted: plots do not like to be destroyed."""

    #: What left the program as a file, in a few words without patient data; from the thread that wrote it.
    exported = Signal(str)
    _loaded = Signal(object)
    _told = Signal(str)

    def __init__(self, source: Callable[[], DepartmentData], settings: Settings, parent: QWidget | None = None) -> None:
        """``source`` reads the data and may take its time; it is called in the background."""
        super().__init__(parent)
        self.setWindowTitle(tr("Department"))
        self._source, self._settings = source, settings
        self._data: DepartmentData | None = None
        self._generation = 0
        self.message = MessagePage()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._makers: list[tuple[str, Callable[[], QWidget]]] = [
            (tr("Scores and flags"), ScoresPage),
            (tr("Threshold"), self._make_threshold),
            (tr("Reading queue"), QueuePage),
            (tr("Agreement"), self._make_agreement),
        ]
        self.pages: dict[int, QWidget] = {}
        for title, _ in self._makers:
            place = QScrollArea()  # a page may be larger than a small screen
            place.setWidgetResizable(True)
            place.setFrameShape(QFrame.Shape.NoFrame)
            self.tabs.addTab(place, title)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.tabs)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._stack, 1)
        layout.addWidget(buttons)
        self.tabs.currentChanged.connect(self._show_page)
        self._loaded.connect(self._take)
        self._told.connect(self._tell)
        em = self.fontMetrics().averageCharWidth()
        resize_within(self, QSize(em * 150, em * 100))

    def load(self) -> None:
        """Read the data anew and show them."""
        self.message.show_message("", tr("Reading the journal …"), "")
        self._stack.setCurrentIndex(0)
        source, loaded, told = self._source, self._loaded, self._told

        def work() -> None:
            try:
                loaded.emit(source())
            except FirstreadError as error:
                told.emit(error.reason.text)

        QThreadPool.globalInstance().start(work)

    def page(self, index: int) -> QWidget:
        """A page, made now if nobody looked at it yet."""
        if index not in self.pages:
            page = self._makers[index][1]()
            self.pages[index] = page
            layout = page.layout()
            place = self.tabs.widget(index)
            assert layout is not None and isinstance(place, QScrollArea)
            layout.setContentsMargins(14, 12, 14, 8)
            place.setWidget(page)
            self._give(page)
            slid = self.pages.get(1)
            if isinstance(page, QueuePage) and isinstance(slid, ThresholdPage):
                page.set_threshold(slid.threshold)
        return self.pages[index]

    def export_to(self, path: Path) -> None:
        """Write the verdicts in the background."""
        verdicts = self._data.verdicts if self._data is not None else ()
        exported, told = self.exported, self._told

        def work() -> None:
            try:
                count = write_feedback(verdicts, path)
            except FirstreadError as error:
                told.emit(error.reason.text)
                return
            exported.emit(f"verdicts as CSV, {count} lines, without names")
            told.emit("")

        QThreadPool.globalInstance().start(work)

    def take_theme(self) -> None:
        """Draw again in the colours of the theme in use, at the threshold that is looked at."""
        slid = self.pages.get(1)
        kept = (slid.studies.value(), slid.slider.value()) if isinstance(slid, ThresholdPage) else None
        for page in self.pages.values():
            self._give(page)
        if isinstance(slid, ThresholdPage) and kept is not None:
            slid.studies.setValue(kept[0])
            slid.slider.setValue(kept[1])
            self._looked_at(slid.threshold)
        queue = self.pages.get(2)
        if isinstance(queue, QueuePage) and not self.isVisible():
            queue.stop()  # the next look reads the data anyway

    def hideEvent(self, event: QHideEvent) -> None:
        for page in self.pages.values():
            if isinstance(page, QueuePage):
                page.stop()
        super().hideEvent(event)

    @Slot(object)
    def _take(self, data: DepartmentData) -> None:
        self._data = data
        for page in self.pages.values():
            self._give(page)
        self._stack.setCurrentIndex(1)
        self._show_page(self.tabs.currentIndex())

    @Slot(str)
    def _tell(self, text: str) -> None:
        if text and self._data is None:
            self.message.show_message("warning", text, "")
        elif isinstance(page := self.pages.get(3), AgreementPage):
            page.note.setText(text or tr("The verdicts are written."))

    @Slot(int)
    def _show_page(self, index: int) -> None:
        if self._data is not None and self._stack.currentIndex() == 1:
            self.page(index)

    def _give(self, page: QWidget) -> None:
        if self._data is not None:
            page.show_data(self._data)  # type: ignore[attr-defined]

    def _make_threshold(self) -> QWidget:
        one = self._settings
        populations = (
            (tr("Emergency"), one.department_emergency_percent),
            (tr("Inpatients"), one.department_inpatient_percent),
            (tr("Outpatients"), one.department_outpatient_percent),
        )
        page = ThresholdPage(populations, one.department_shift_hours)
        page.threshold_changed.connect(self._looked_at)
        return page

    def _make_agreement(self) -> QWidget:
        page = AgreementPage()
        page.export_wanted.connect(self._export)
        return page

    @Slot(float)
    def _looked_at(self, threshold: float) -> None:
        queue = self.pages.get(2)
        if isinstance(queue, QueuePage):
            queue.set_threshold(threshold)

    @Slot()
    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export verdicts without names"), "verdicts.csv", "CSV (*.csv)")
        if name:
            self.export_to(Path(name))
