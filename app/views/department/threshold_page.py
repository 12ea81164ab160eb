"""What another threshold would mean: predictive value and alarms a shift, with the uncertainty of the rates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.domain.department import Expected, OperatingPoint, Range, expected, flow, scores
from app.models.department_data import DepartmentData
from app.models.feedback_words import curve_source_words
from app.models.translation import tr
from app.views import theme
from app.views.department import plots

_GRID = np.arange(1, 100) / 100


class ThresholdPage(QWidget):
    """A slider over all thresholds; nothing here changes how the program works."""

    #: The threshold that is looked at.
    threshold_changed = Signal(float)

    def __init__(
        self, populations: tuple[tuple[str, float], ...], shift_hours: float, parent: QWidget | None = None
    ) -> None:
        """``populations`` are names with their prevalence in per cent."""
        super().__init__(parent)
        self._data: DepartmentData | None = None
        #: Of the studies of this site, the fraction that each threshold of the grid flags; empty without any.
        self._flagged: NDArray[np.float64] = np.empty(0)
        self._shift_hours = shift_hours
        self.population = QComboBox()
        for name, percent in populations:
            self.population.addItem(name, percent)
        self.prevalence = _spin(0.1, 90, " %", 1)
        self.studies = _spin(0.1, 10_000, "", 1)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(1, 99)
        self.slider.setAccessibleName(tr("Threshold"))
        self.chosen = QLabel()
        self.chosen.setObjectName("title")
        self.rates = plots.plot(tr("Rates by threshold"), tr("threshold"), "%")
        self.alarms = plots.plot(tr("Flags a shift by threshold"), tr("threshold"), tr("flags a shift"))
        self.source = QLabel()
        self.source.setObjectName("dim")
        self.source.setWordWrap(True)
        top = QHBoxLayout()
        for text, widget in (
            (tr("&Patients"), self.population),
            (tr("with &hemorrhage"), self.prevalence),
            (tr("&studies a shift"), self.studies),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            top.addWidget(label)
            top.addWidget(widget)
            top.addSpacing(12)
        top.addStretch(1)
        both = QHBoxLayout()
        both.addWidget(self.rates, 1)
        both.addWidget(self.alarms, 1)
        slide = QHBoxLayout()
        slide.addWidget(self.chosen)
        slide.addWidget(self.slider, 1)
        self.cells: dict[tuple[int, int], QLabel] = {}
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addLayout(both, 1)
        layout.addLayout(slide)
        layout.addLayout(self._table())
        layout.addWidget(self.source)
        self.population.currentIndexChanged.connect(self._take_population)
        self.prevalence.valueChanged.connect(self._draw)
        self.studies.valueChanged.connect(self._draw)
        self.slider.valueChanged.connect(self._slid)
        self._take_population()

    @property
    def threshold(self) -> float:
        """The threshold that is looked at."""
        return self.slider.value() / 100

    def show_data(self, data: DepartmentData) -> None:
        """Start from these studies, at the present threshold."""
        self._data = data
        values = np.sort(scores(data.records, data.model))
        if len(values):
            self._flagged = 1 - np.searchsorted(values, _GRID, "left") / len(values)
        else:
            self._flagged = np.empty(0)
        an_hour = flow(data.records).an_hour
        self.studies.setValue(max(0.1, an_hour * self._shift_hours))
        self.slider.setValue(round(data.threshold * 100))
        self._draw()

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        titles = ("", tr("flags a shift"), tr("false alarms"), tr("of the flags true (PPV)"), tr("missed a shift"))
        for column, title in enumerate(titles):
            label = QLabel(title)
            label.setObjectName("dim")
            grid.addWidget(label, 0, column)
        for row in (1, 2):
            for column in range(len(titles)):
                cell = QLabel()
                self.cells[row, column] = cell
                grid.addWidget(cell, row, column)
        grid.setColumnStretch(len(titles), 1)
        return grid

    @Slot()
    def _take_population(self) -> None:
        percent = self.population.currentData()
        if percent is not None:
            self.prevalence.setValue(float(percent))

    @Slot()
    def _slid(self) -> None:
        self._draw()
        self.threshold_changed.emit(self.threshold)

    def _expected(self, threshold: float) -> Expected | None:
        point = self._point(threshold)
        return None if point is None else expected(point, self.prevalence.value() / 100, self.studies.value())

    def _point(self, threshold: float) -> OperatingPoint | None:
        return None if self._data is None or self._data.curve is None else self._data.curve.at(threshold)

    @Slot()
    def _draw(self) -> None:
        data = self._data
        if data is None:
            return
        colours = theme.COLOURS
        self.chosen.setText(tr("Threshold {value:.2f}").format(value=self.threshold))
        points = data.curve.points if data.curve is not None else ()
        x = [point.threshold for point in points]
        seen = [expected(p, self.prevalence.value() / 100, self.studies.value()) for p in points]
        self.rates.clear()
        self.alarms.clear()
        rates: tuple[tuple[str, str, Callable[[int], Range | None]], ...] = (
            (tr("sensitivity"), colours.accent, lambda n: _range(points[n].sensitivity)),
            (tr("specificity"), colours.negative, lambda n: _range(points[n].specificity)),
            (tr("PPV here"), colours.positive, lambda n: seen[n].ppv),
        )
        for place, (_, colour, value) in enumerate(rates):
            known = [(x[n], one) for n in range(len(x)) if (one := value(n)) is not None]
            _add(self.rates, known, colour, 100, place)
        plots.legend(self.rates, *((name, colour) for name, colour, _ in rates))
        _add(self.alarms, [(x[n], seen[n].flags) for n in range(len(x))], colours.accent, 1)
        plots.legend(
            self.alarms, (tr("expected"), colours.accent), (tr("by the scores of this site"), colours.positive)
        )
        if len(self._flagged):
            self.alarms.addItem(plots.line(_GRID, self._flagged * self.studies.value(), colours.positive, 1))
        for one in (self.rates, self.alarms):
            one.addItem(plots.threshold_line(data.threshold, colours.dim, tr("today"), dashed=True))
            one.addItem(plots.threshold_line(self.threshold, colours.text, ""))
            one.setXRange(0, 1, padding=0.02)
        self.rates.setYRange(0, 100, padding=0.02)
        self._fill(1, tr("Today, {value:.2f}").format(value=data.threshold), self._expected(data.threshold))
        self._fill(2, self.chosen.text(), self._expected(self.threshold))
        self.source.setText(self._source())

    def _fill(self, row: int, title: str, one: Expected | None) -> None:
        texts = [title, *("?",) * 4]
        if one is not None:
            texts = [title, _text(one.flags), _text(one.false_alarms), "?", _text(one.missed)]
            if one.ppv is not None:
                texts[3] = _text(one.ppv, 100, " %")
        for column, text in enumerate(texts):
            self.cells[row, column].setText(text)

    def _source(self) -> str:
        assert self._data is not None
        curve = self._data.curve
        if curve is None:
            return tr(
                "The model card has no rates by threshold, and this site has too few verdicts for rates of its own: "
                "only the flags by the scores of this site are known."
            )
        point = curve.points[0]
        told = tr("Rates: {source}, {positives} studies with hemorrhage and {negatives} without. ")
        source, positives, negatives = curve_source_words(curve.source), point.sensitivity.n, point.specificity.n
        return told.format(source=source, positives=positives, negatives=negatives) + tr(
            "The limits take both 95 % intervals together. They hold only for patients and scanners like those. A "
            "threshold is changed with the model, never here."
        )


def _range(rate: object) -> Range | None:
    value = rate.value  # type: ignore[attr-defined]
    return None if value is None else Range(value, rate.low, rate.high)  # type: ignore[attr-defined]


def _add(widget: object, known: list[tuple[float, Range]], colour: str, scale: float, place: int = 0) -> None:
    if not known:
        return
    x = [at for at, _ in known]
    if len(x) > 1:
        low, high = [one.low * scale for _, one in known], [one.high * scale for _, one in known]
        widget.addItem(plots.band(x, low, high, colour))  # type: ignore[attr-defined]
    shown = plots.line(x, [one.value * scale for _, one in known], colour, place, dots=len(x) < 10)
    widget.addItem(shown)  # type: ignore[attr-defined]


def _text(one: Range, scale: float = 1.0, unit: str = "") -> str:
    digits = 0 if one.value * scale >= 10 else 1
    low, high = f"{one.low * scale:.{digits}f}", f"{one.high * scale:.{digits}f}"
    return f"{one.value * scale:.{digits}f}{unit} ({low}\N{EN DASH}{high})"


def _spin(low: float, high: float, suffix: str, digits: int) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setDecimals(digits)
    box.setSuffix(suffix)
    box.setKeyboardTracking(False)
    return box
