"""A threshold to play with: which boxes and lesions would be left. It changes the picture, never the result."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app.models.translation import tr
from app.views import theme


class ThresholdSlider(QWidget):
    """Slider from 0.01 to 0.99 in steps of a hundredth, with a warning and a way back while it is moved."""

    #: The threshold for looking, or None for the stored one.
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: float | None = None
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(1, 99)
        self.slider.setFixedWidth(7 * self.fontMetrics().height())
        self.slider.setToolTip(tr("Show boxes and lesions as of another threshold; the result stays as it is"))
        self.slider.setAccessibleName(tr("Threshold, for looking only"))
        self.text = QLabel()
        longest = tr("{threshold} view only").format(threshold="0.00")  # nothing moves while the slider does
        self.text.setMinimumWidth(self.fontMetrics().horizontalAdvance(longest) + 8)
        self.back = QToolButton()
        policy = self.back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(policy)
        self.back.setIcon(theme.icon("reset"))
        self.back.setToolTip(tr("Back to the threshold of the result"))
        self.back.setAccessibleName(self.back.toolTip())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(6)
        for part in (QLabel(tr("Threshold")), self.slider, self.text, self.back):
            layout.addWidget(part)
        layout.addStretch(1)
        self.slider.valueChanged.connect(self._moved)
        self.back.clicked.connect(self.reset)
        self.set_stored(None)

    @property
    def threshold(self) -> float | None:
        """The threshold for looking; None while it is that of the result."""
        if self._stored is None or self.slider.value() == round(self._stored * 100):
            return None
        return self.slider.value() / 100

    def set_stored(self, stored: float | None) -> None:
        """Start at the threshold of a result; None where there is no result to look at."""
        self._stored = stored
        self.setEnabled(stored is not None)
        self.slider.blockSignals(True)
        self.slider.setValue(round((stored or 0.5) * 100))
        self.slider.blockSignals(False)
        self._write()

    @Slot()
    def reset(self) -> None:
        """Back to the threshold of the result."""
        if self._stored is not None:
            self.slider.setValue(round(self._stored * 100))

    @Slot()
    def _moved(self) -> None:
        self._write()
        self.changed.emit(self.threshold)

    def _write(self) -> None:
        looking = self.threshold
        self.back.setVisible(looking is not None)
        self.text.setObjectName("settingNote" if looking is not None else "dim")
        if self._stored is None:
            self.text.setText("")
        else:
            words = tr("{threshold} view only").format(threshold=f"{looking or 0:.2f}")
            self.text.setText(f"{self._stored:.2f}" if looking is None else words)
        self.text.style().polish(self.text)
