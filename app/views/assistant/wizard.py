"""The assistant as a whole: its pages in order, the steps beside them, and what skipping means."""

from __future__ import annotations

from collections.abc import Callable, Container

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QWidget, QWizard

from app.models.settings_form import SettingsForm
from app.models.translation import tr
from app.settings import Settings
from app.views.assistant.pages import Page, ReadyPage, WelcomePage
from app.views.assistant.steps import ArchivePage, IntakePage, Look, ProcessorPage
from app.views.screen_room import resize_within


class SetupAssistant(QWizard):
    """Asks for what Firstread needs; :attr:`ended` carries the settings, with what was confirmed by Next.

    Every step can be skipped, and so can the rest at any time. Ending it in whatever way counts as having seen it.
    """

    ended = Signal(object)

    def __init__(
        self,
        settings: Settings,
        locked: Container[str],
        look_at_archive: Look,
        look_at_processor: Look,
        start_demo: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        """``locked`` are keys that the policy sets; the looks run in the background, ``start_demo`` must not wait."""
        super().__init__(parent)
        self.setWindowTitle(tr("Set up Firstread"))
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.form = SettingsForm(settings, locked)
        self.welcome = WelcomePage(start_demo)
        self.archive = ArchivePage(self.form, look_at_archive)
        self.intake = IntakePage(self.form)
        self.processor = ProcessorPage(self.form, look_at_processor)
        self.ready = ReadyPage((self.archive, self.intake, self.processor))
        self.steps = QListWidget()
        self.steps.setObjectName("sections")
        self.steps.setAccessibleName(tr("Set up Firstread"))
        self.steps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.steps.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for page in self.all_pages:
            self.addPage(page)
            self.steps.addItem(page.name)
        self.steps.setFixedWidth(self.steps.sizeHintForColumn(0) + 56)
        self.setSideWidget(self.steps)
        button = QWizard.WizardButton
        self.setOption(QWizard.WizardOption.HaveCustomButton1)
        self.setOption(QWizard.WizardOption.HaveCustomButton2)
        self.setButtonText(button.CustomButton1, tr("Skip the &rest"))
        self.setButtonText(button.CustomButton2, tr("&Skip this step"))
        self.setButtonText(button.BackButton, tr("&Back"))
        self.setButtonText(button.NextButton, tr("&Next"))
        self.setButtonText(button.FinishButton, tr("&Finish"))
        self.setButtonLayout(
            [
                button.CustomButton1, button.Stretch, button.CustomButton2, button.BackButton, button.NextButton,
                button.FinishButton,
            ]
        )  # fmt: skip
        self.button(button.CustomButton1).clicked.connect(self.reject)
        self.button(button.CustomButton2).clicked.connect(self.skip_step)
        self.currentIdChanged.connect(self._page_changed)
        self.finished.connect(self._end)
        em = self.fontMetrics().averageCharWidth()
        resize_within(self, QSize(em * 122, em * 76))
        self.restart()

    @property
    def all_pages(self) -> tuple[Page, ...]:
        """The pages in their order."""
        return (self.welcome, self.archive, self.intake, self.processor, self.ready)

    @Slot()
    def skip_step(self) -> None:
        """Go on without what was typed on this page."""
        page = self.currentPage()
        if isinstance(page, Page):
            page.skip()
        self.next()

    @Slot(int)
    def _page_changed(self, number: int) -> None:
        for page in self.all_pages:
            if page is not self.currentPage():
                page.leave()
        self.steps.setCurrentRow(number)
        asks = self.currentPage() not in (self.welcome, self.ready)
        self.button(QWizard.WizardButton.CustomButton2).setVisible(asks)
        self.button(QWizard.WizardButton.CustomButton1).setVisible(self.currentPage() is not self.ready)

    @Slot(int)
    def _end(self, _: int) -> None:
        for page in self.all_pages:
            page.leave()
        self.ended.emit(self.form.settings())
