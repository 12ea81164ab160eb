"""What the pages of the assistant have in common, and those that only tell: the first and the last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget, QWizardPage

from app.models.translation import tr
from app.views import theme
from app.views.examination import mark_of, text_label


class Page(QWizardPage):
    """A page with a heading; what is asked for on it is taken over by Next, and only by Next."""

    def __init__(self, name: str, heading: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(26, 20, 26, 12)
        self.body.setSpacing(12)
        self.heading = text_label(heading, "emptyTitle")
        self.words = text_label(text, "dim")
        self.body.addWidget(self.heading)
        self.body.addWidget(self.words)

    def outcome(self) -> tuple[bool | None, str]:
        """How this step stands, for the last page: in order, wrong, or neither, and one sentence."""
        raise NotImplementedError

    def skip(self) -> None:
        """Go on without this step: nothing that was typed on it is taken over."""

    def leave(self) -> None:
        """The page is not shown any more: end what it does in the background."""


class WelcomePage(Page):
    """What Firstread is, what it is not, and the demo."""

    def __init__(self, start_demo: Callable[[], bool]) -> None:
        super().__init__(
            tr("Welcome"),
            tr("Welcome to Firstread"),
            tr(
                "It asks your archive for new head CTs, looks at them, and puts those with probable intracranial "
                "hemorrhage on top of the list. Three short steps set it up; each can be skipped, and all of it can be "
                "changed later."
            ),
        )
        self._start_demo = start_demo
        limits = QLabel(
            tr(
                "Firstread is research software, not a medical device. It has no approval of any kind, misses "
                "hemorrhages and raises false alarms. It must not be used for diagnosis or to decide about a patient: "
                "every study needs its reader, and not analysed never means negative."
            )
        )
        limits.setWordWrap(True)
        limits.setObjectName("bannerTitle")
        banner = QWidget()
        banner.setObjectName("limits")
        row = QHBoxLayout(banner)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(12)
        mark = QLabel()
        mark.setPixmap(theme.pixmap("warning", theme.COLOURS.warning, 24, self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(limits, 1)
        self.body.addWidget(banner)
        self.body.addSpacing(6)
        self.body.addWidget(
            text_label(tr("To look at it first: the demo brings an archive of its own with invented patients."), "dim")
        )
        self.demo = QPushButton(tr("Show the &demo"))
        self.demo.setAutoDefault(False)
        self.demo.clicked.connect(self._show_demo)
        self.told = text_label("", "settingNote")
        below = QHBoxLayout()
        below.addWidget(self.demo)
        below.addWidget(self.told, 1)
        self.body.addLayout(below)
        self.body.addStretch(1)

    @Slot()
    def _show_demo(self) -> None:
        started = self._start_demo()
        self.demo.setEnabled(not started)
        self.told.setText(
            tr("The demo opens in a window of its own.") if started else tr("The demo could not be started.")
        )


class ReadyPage(Page):
    """How each step stands, and what Finish does."""

    def __init__(self, steps: tuple[Page, ...]) -> None:
        super().__init__(tr("Ready"), "", "")
        self._steps = steps
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(2, 1)
        self.lines: list[tuple[QLabel, QLabel]] = []
        for row, step in enumerate(steps):
            mark, text = QLabel(), text_label("")
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(mark, row, 0, top)
            self._grid.addWidget(text_label(step.name, "title"), row, 1, top)
            self._grid.addWidget(text, row, 2, top)
            self.lines.append((mark, text))
        self.body.addLayout(self._grid)
        self.body.addSpacing(8)
        self.body.addWidget(
            text_label(
                tr(
                    "In the worklist, the line at the bottom says at all times how archive and processor stand. "
                    "Tools, Check the set-up looks at everything again and says how to mend what is wrong; "
                    "this assistant is in the same menu."
                ),
                "dim",
            )
        )
        self.body.addStretch(1)

    def initializePage(self) -> None:
        found = [step.outcome() for step in self._steps]
        for (mark, text), (ok, sentence) in zip(self.lines, found, strict=True):
            mark.setPixmap(mark_of(ok, 18, self.devicePixelRatioF()))
            text.setText(sentence)
        wrong = any(ok is False for ok, _ in found)
        good = all(ok for ok, _ in found)
        self.heading.setText(
            tr("Not everything works yet") if wrong else tr("Firstread is ready") if good else tr("Almost ready")
        )
        self.words.setText(
            tr("Finish opens the worklist all the same; it tries again by itself.")
            if wrong
            else tr("Finish opens the worklist.")
        )
