"""How the scores are spread, and when studies and flags come."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.department import flow, scores
from app.models.department_data import DepartmentData
from app.models.translation import tr
from app.views import theme
from app.views.department import plots

_BINS = 20


class ScoresPage(QWidget):
    """Two plots of what was, without any assumption."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.scores = plots.plot(tr("Scores of the answers"), tr("score"), tr("studies"))
        self.hours = plots.plot(tr("By hour of the day"), tr("hour"), tr("studies a day"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.scores, 1)
        layout.addWidget(self.hours, 1)

    def show_data(self, data: DepartmentData) -> None:
        """Draw these studies."""
        colours = theme.COLOURS
        values = scores(data.records, data.model)
        counts, edges = np.histogram(values, _BINS, (0.0, 1.0))
        centres = (edges[:-1] + edges[1:]) / 2
        self.scores.clear()
        for above, colour in ((False, colours.negative), (True, colours.positive)):
            shown = [(c, int(n)) for c, n in zip(centres, counts, strict=True) if bool(c >= data.threshold) is above]
            if shown:
                self.scores.addItem(plots.bars([c for c, _ in shown], [n for _, n in shown], 0.9 / _BINS, colour))
        self.scores.addItem(plots.threshold_line(data.threshold, colours.accent, tr("today")))
        self.scores.setXRange(0, 1, padding=0.02)
        seen = flow(data.records)
        self.hours.clear()
        hours = [hour + 0.5 for hour in range(24)]
        arrivals = plots.bars(hours, seen.arrivals, 0.8, colours.negative)
        flags = plots.bars(hours, seen.flags, 0.8, colours.positive)
        self.hours.addItem(arrivals)
        self.hours.addItem(flags)
        plots.legend(self.hours, (tr("all studies"), colours.negative), (tr("flagged"), colours.positive), bars=True)
        self.hours.setXRange(0, 24, padding=0.01)
        text = tr("{studies} studies in {days:.1f} days, {an_hour:.1f} an hour, {flags:.1f} of them flagged a day. ")
        told = text.format(
            studies=len(data.records), days=seen.days, an_hour=seen.an_hour, flags=sum(seen.flags)
        ) + tr("{scores} scores of model {model}, {above} at or above its threshold {threshold:.2f}.").format(
            scores=len(values), model=data.model, threshold=data.threshold,
            above=sum(value >= data.threshold for value in values),
        )  # fmt: skip
        self.summary.setText(told if values else tr("No study has an answer yet."))
