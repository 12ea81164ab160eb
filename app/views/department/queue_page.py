"""The reading queue of this site, replayed with another threshold: who is read sooner, who later."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from app.domain.queue_simulation import Arrival, Comparison, Waits, arrivals_of, compare, waits
from app.models.department_data import DepartmentData
from app.models.translation import tr
from app.models.wording import NONE, duration
from app.views import theme
from app.views.department import plots

_SWEEP = [percent / 100 for percent in range(10, 100, 10)]
_WAIT_MS = 250


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer to one question: today's threshold, the chosen one, and a sweep over all."""

    generation: int
    today: Comparison
    chosen: Comparison
    sweep: tuple[Comparison, ...]


class _Relay(QObject):
    done = Signal(object)


class QueuePage(QWidget):
    """Computes in the background; a newer question makes an older one stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: DepartmentData | None = None
        self._log: list[Arrival] = []
        self._threshold = 0.5
        self._generation = 0
        self._asked = False
        self._relay = _Relay(self)
        self._relay.done.connect(self._show)
        self.minutes = QDoubleSpinBox()
        self.minutes.setRange(0.5, 120)
        self.minutes.setValue(8.0)
        self.minutes.setSuffix(" min")
        self.readers = QSpinBox()
        self.readers.setRange(1, 20)
        for box in (self.minutes, self.readers):
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self._later)
        self.plot = plots.plot(
            tr("Mean wait against a list without the program"), tr("threshold"), tr("minutes sooner")
        )
        self.note = QLabel()
        self.note.setObjectName("dim")
        self.note.setWordWrap(True)
        self.head = QLabel()
        self.head.setObjectName("title")
        self.head.setWordWrap(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._ask)
        top = QHBoxLayout()
        for text, widget in (
            (tr("&Time for a study, all else included"), self.minutes),
            (tr("&Readers"), self.readers),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            top.addWidget(label)
            top.addWidget(widget)
            top.addSpacing(12)
        top.addStretch(1)
        self.cells: dict[tuple[int, int], QLabel] = {}
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.head)
        layout.addWidget(self.plot, 1)
        layout.addLayout(self._table())
        layout.addWidget(self.note)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._timer.isActive() or self._asked

    def show_data(self, data: DepartmentData) -> None:
        """Replay these studies."""
        self._data, self._log, self._threshold = data, arrivals_of(data.records), data.threshold
        self._later()

    @Slot(float)
    def set_threshold(self, threshold: float) -> None:
        """Look at another threshold."""
        self._threshold = threshold
        self._later()

    def stop(self) -> None:
        """Let what is computed end soon, and show nothing of it."""
        self._timer.stop()
        self._generation += 1

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        titles = ("", tr("studies"), tr("without the program"), tr("with it"), tr("difference of the mean"))
        for column, title in enumerate(titles):
            label = QLabel(title)
            label.setObjectName("dim")
            grid.addWidget(label, 0, column)
        for row in range(1, 5):
            for column in range(len(titles)):
                self.cells[row, column] = QLabel()
                grid.addWidget(self.cells[row, column], row, column)
        grid.setColumnStretch(len(titles), 1)
        return grid

    @Slot()
    def _later(self) -> None:
        self._generation += 1
        if self._data is not None:
            self._timer.start()

    @Slot()
    def _ask(self) -> None:
        data, log, generation = self._data, self._log, self._generation
        if data is None:
            return
        seconds, readers, threshold = self.minutes.value() * 60, self.readers.value(), self._threshold
        self._asked = True
        relay = self._relay

        def stale() -> bool:
            return generation != self._generation

        def sensitivity(at: float) -> float | None:
            point = data.curve.at(at) if data.curve is not None else None
            return None if point is None else point.sensitivity.value

        def work() -> None:
            plain = waits(log, seconds, readers, None)
            found = []
            for at in (data.threshold, threshold, *_SWEEP):
                one = compare(log, seconds, readers, at, sensitivity(at), plain, stale)
                if one is None or stale():
                    relay.done.emit(None)
                    return
                found.append(one)
            relay.done.emit(Replay(generation, found[0], found[1], tuple(found[2:])))

        QThreadPool.globalInstance().start(work)

    @Slot(object)
    def _show(self, replay: Replay | None) -> None:
        if replay is None or replay.generation != self._generation or self._data is None:
            return
        self._asked = False
        colours = theme.COLOURS
        self.plot.clear()
        lines = (
            (tr("flagged studies"), colours.positive, _flagged_gain),
            (tr("all others"), colours.negative, _others_gain),
        )
        plots.legend(self.plot, *((name, colour) for name, colour, _ in lines))
        for place, (_, colour, gain) in enumerate(lines):
            known = [(one.threshold, gain(one)) for one in replay.sweep]
            shown = [(x, y / 60) for x, y in known if y is not None]
            if shown:
                self.plot.addItem(plots.line([x for x, _ in shown], [y for _, y in shown], colour, place, dots=True))
        self.plot.addItem(plots.threshold_line(self._data.threshold, colours.dim, tr("today"), dashed=True))
        self.plot.addItem(plots.threshold_line(replay.chosen.threshold, colours.text, ""))
        self.plot.setXRange(0, 1, padding=0.02)
        for row, title, one in ((1, tr("Today"), replay.today), (3, tr("Chosen"), replay.chosen)):
            name = f"{title}, {one.threshold:.2f}: "
            self._fill(row, name + tr("flagged"), one.flagged_before, one.flagged_after, _flagged_gain(one))
            self._fill(row + 1, name + tr("others"), one.others_before, one.others_after, _others_gain(one))
        self.head.setText(self._headline(replay.chosen))
        self.note.setText(
            tr(
                "The last {count} arrivals of this workstation, replayed. Waiting times: median, and in brackets what "
                "nine of ten stay below. A study is flagged from the moment its answer came. Nobody is faster by "
                "another order: what the flagged gain, the others pay."
            ).format(count=len(self._log))
        )

    def _fill(self, row: int, title: str, before: Waits, after: Waits, gain: float | None) -> None:
        texts = (title, str(before.count), _waits(before), _waits(after), _difference(gain))
        for column, text in enumerate(texts):
            self.cells[row, column].setText(text)

    def _headline(self, one: Comparison) -> str:
        if not self._log:
            return tr("No study has arrived yet.")
        flagged, others = _flagged_gain(one), _others_gain(one)
        parts = [tr("At {threshold:.2f}:").format(threshold=one.threshold)]
        if flagged is not None:
            parts.append(tr("flagged studies {gain},").format(gain=_difference(flagged)))
        if others is not None:
            parts.append(tr("all others {gain}.").format(gain=_difference(others)))
        if one.hemorrhage_gain_s is not None:
            told = tr("With the sensitivity that was measured, hemorrhages in the mean {gain}.")
            parts.append(told.format(gain=_difference(one.hemorrhage_gain_s)))
        return " ".join(parts)


def _gain(before: Waits, after: Waits) -> float | None:
    return None if before.mean_s is None or after.mean_s is None else before.mean_s - after.mean_s


def _flagged_gain(one: Comparison) -> float | None:
    return _gain(one.flagged_before, one.flagged_after)


def _others_gain(one: Comparison) -> float | None:
    return _gain(one.others_before, one.others_after)


def _waits(one: Waits) -> str:
    if one.median_s is None or one.p90_s is None:
        return NONE
    return f"{duration(one.median_s)} ({duration(one.p90_s)})"


def _difference(gain: float | None) -> str:
    if gain is None:
        return NONE
    if abs(gain) < 0.5:
        return tr("the same")
    return (tr("{time} sooner") if gain > 0 else tr("{time} later")).format(time=duration(abs(gain)))
