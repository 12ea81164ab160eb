"""How often reader and program agree, over time and by reason, with the export of the verdicts."""

from __future__ import annotations

from datetime import UTC, datetime, time

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.feedback import agreement, by_period, by_reason, judgements_of
from app.domain.rates import Rate
from app.models.department_data import DepartmentData
from app.models.feedback_words import counted_words, rate_words
from app.models.translation import tr
from app.views import theme
from app.views.department import plots

_REASONS = 8
#: Who finds a negative answer right says nothing: without these studies the rates would be of the errors alone.
_NEED_SILENT = ("specificity", "npv")


class AgreementPage(QWidget):
    """PPV and sensitivity against the reader, each period with its interval."""

    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: DepartmentData | None = None
        self.silent = QCheckBox(tr("Take studies &read without a verdict for agreement"))
        self.period = QComboBox()
        self.period.setAccessibleName(tr("Period"))
        for name, days in ((tr("by week"), 7), (tr("by four weeks"), 28)):
            self.period.addItem(name, days)
        self.export = QPushButton(tr("&Export verdicts without names ..."))
        self.plot = plots.plot(tr("Agreement over time"), "", "%")
        self.plot.setAxisItems({"bottom": pg.DateAxisItem(utcOffset=0)})
        self.values = {name: QLabel() for name in ("ppv", "sensitivity", "specificity", "npv")}
        words = {
            "ppv": tr("Positive answers that are hemorrhage (PPV)"),
            "sensitivity": tr("Hemorrhages with a positive answer (sensitivity)"),
            "specificity": tr("Others with a negative answer (specificity)"),
            "npv": tr("Negative answers without hemorrhage (NPV)"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)  # else it takes that of the row it lies in
        for row, (name, label) in enumerate(self.values.items()):
            title = QLabel(words[name])
            title.setObjectName("dim")
            grid.addWidget(title, row, 0)
            grid.addWidget(label, row, 1)
        self.reasons = QLabel()
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        below = QHBoxLayout()
        below.setSpacing(36)
        below.addLayout(grid)
        below.setAlignment(grid, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.reasons, 1)
        top = QHBoxLayout()
        top.addWidget(self.silent)
        top.addWidget(self.period)
        top.addStretch(1)
        top.addWidget(self.export)
        self.note = QLabel()
        self.note.setObjectName("dim")
        self.note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.plot, 1)
        layout.addLayout(below)
        layout.addWidget(self.note)
        self.silent.toggled.connect(self._draw)
        self.period.currentIndexChanged.connect(self._draw)
        self.export.clicked.connect(self.export_wanted)

    def show_data(self, data: DepartmentData) -> None:
        """Show these verdicts."""
        self._data = data
        self.export.setEnabled(bool(data.verdicts))
        self._draw()

    @Slot()
    def _draw(self) -> None:
        if self._data is None:
            return
        silent = self.silent.isChecked()
        judgements = judgements_of(self._data.records, self._data.verdicts, silent)
        periods = by_period(judgements, int(self.period.currentData()))
        colours = theme.COLOURS
        self.plot.clear()
        lines = (
            (tr("PPV"), colours.positive, -0.08, lambda one: one.ppv),
            (tr("sensitivity"), colours.accent, 0.08, lambda one: one.sensitivity),
        )
        plots.legend(self.plot, *((name, colour) for name, colour, _, _ in lines))
        for place, (_, colour, shift, rate_of) in enumerate(lines):
            days = int(self.period.currentData()) * 86_400
            known = [
                (datetime.combine(start, time(), UTC).timestamp() + (0.5 + shift) * days, rate_of(counts))
                for start, counts in periods
            ]
            self._add([(x, rate) for x, rate in known if rate.n], colour, place)
        self.plot.setYRange(0, 100, padding=0.03)
        self.plot.getPlotItem().getAxis("bottom").setStyle(showValues=bool(periods))  # without a date it has no scale
        whole = agreement(judgements)
        for name, label in self.values.items():
            told = silent or name not in _NEED_SILENT
            unknown = tr("known only with the studies read without a verdict")
            label.setText(rate_words(getattr(whole, name)) if told else unknown)
        counted = [
            counted_words(verdict, reason, count)
            for verdict, reason, count in by_reason(self._data.verdicts)[:_REASONS]
        ]
        self.reasons.setText("\n".join(counted) or tr("No answer was called wrong yet."))
        said = len(self._data.verdicts)
        quiet = len(judgements_of(self._data.records, self._data.verdicts, silent=True)) - said
        note = tr("{said} verdicts, {silent} studies read without one. Bars and brackets are 95 % intervals (Wilson).")
        extra = "" if silent else " " + tr("Who only speaks up when something is wrong makes the program look worse.")
        self.note.setText(note.format(said=said, silent=quiet) + extra)

    def _add(self, known: list[tuple[float, Rate]], colour: str, place: int) -> None:
        if not known:
            return
        x = np.array([at for at, _ in known])
        y = np.array([100 * (rate.value or 0.0) for _, rate in known])
        top = np.array([100 * rate.high for _, rate in known]) - y
        bottom = y - np.array([100 * rate.low for _, rate in known])
        self.plot.addItem(pg.ErrorBarItem(x=x, y=y, top=top, bottom=bottom, beam=0, pen=pg.mkPen(colour, width=1.5)))
        self.plot.addItem(plots.line(x.tolist(), y.tolist(), colour, place, dots=True))
