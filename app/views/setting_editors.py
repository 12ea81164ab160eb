"""One editor for each type of setting; each enforces the declared range as far as its kind can."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from app.models import settings_form
from app.models.translation import tr
from app.settings import Declared, Value

#: Limits of QSpinBox, whose numbers have 32 bits.
_INT_LOW, _INT_HIGH = -(2**31), 2**31 - 1
_DECIMALS = 3


class _Spin(QSpinBox):
    """Does not change by accident when the page is scrolled under the mouse."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _DoubleSpin(QDoubleSpinBox):
    """As :class:`_Spin`, and without the zeros that nobody typed."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def textFromValue(self, value: float) -> str:
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text


class _Combo(QComboBox):
    """As :class:`_Spin`."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SettingEditor(QWidget):
    """The control of one setting. ``value`` is what the reader chose, not yet checked."""

    changed = Signal()

    def __init__(self, declared: Declared, value: Value, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = declared
        self.control = self._make()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.control)
        if not isinstance(self.control, QLineEdit):
            row.addStretch(1)
        self.control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.control.setAccessibleName(settings_form.label(declared))
        self.control.setAccessibleDescription(tr(declared.help))
        self.setFocusProxy(self.control)
        self._given = value
        self.put(value)

    def put(self, value: Value) -> None:
        """Show a value."""
        match self.control:
            case QCheckBox():
                self.control.setChecked(bool(value))
            case QComboBox():
                self.control.setCurrentText(str(value))
            case QDoubleSpinBox() | QSpinBox():
                self.control.setValue(value)  # type: ignore[arg-type]
            case QLineEdit():
                self.control.setText(", ".join(value) if isinstance(value, tuple) else str(value))
                self.control.setCursorPosition(0)  # what does not fit is shown from its beginning
        self._given, self._shown = value, self._state()

    def value(self) -> Value:
        """What is shown; the value that was put, digits and all, where nobody touched the control since."""
        state = self._state()
        if state == self._shown:
            return self._given
        if self.declared.type is tuple:
            return tuple(word for word in (part.strip() for part in str(state).split(",")) if word)
        return state

    def offer_default_only(self) -> None:
        """No other value can be chosen; one that was chosen before stays until somebody changes it."""
        default = self.declared.default
        match self.control:
            case QCheckBox():
                self.control.setEnabled(self.control.isChecked() != default)
            case QComboBox() if isinstance(items := self.control.model(), QStandardItemModel):
                for place in range(items.rowCount()):
                    items.item(place).setEnabled(self.control.itemText(place) == default)

    def _state(self) -> bool | int | float | str:
        match self.control:
            case QCheckBox():
                return self.control.isChecked()
            case QComboBox():
                return self.control.currentText()
            case QDoubleSpinBox() | QSpinBox() if self.control.hasAcceptableInput():
                return self.control.value()
        return self.control.text()

    def _make(self) -> QCheckBox | QComboBox | QSpinBox | QDoubleSpinBox | QLineEdit:
        declared = self.declared
        suffix = settings_form.unit(declared)
        if declared.type is bool:
            check = QCheckBox()
            check.toggled.connect(self.changed)
            return check
        if declared.choices:
            combo = _Combo()
            combo.addItems(declared.choices)
            combo.currentTextChanged.connect(self.changed)
            return combo
        if declared.type in (int, float):
            spin = _Spin() if declared.type is int else _DoubleSpin()
            if isinstance(spin, QDoubleSpinBox):
                spin.setDecimals(_DECIMALS)
                spin.setRange(declared.low, declared.high)
            else:
                spin.setRange(max(_INT_LOW, int(declared.low)), int(min(_INT_HIGH, declared.high)))
            spin.setSuffix(f" {suffix}" if suffix else "")
            spin.setMinimumWidth(spin.fontMetrics().horizontalAdvance("0" * 16))
            spin.lineEdit().setTextMargins(5, 0, 5, 0)  # as of a text: the style sheet's padding does not reach it
            spin.valueChanged.connect(self.changed)
            spin.lineEdit().textEdited.connect(self.changed)  # also what is no value, such as port 0 ...
            spin.editingFinished.connect(self.changed)  # ... until the control puts the last value back
            return spin
        line = QLineEdit()
        if declared.type is tuple:  # a text has no limit here: what is pasted would be cut off without a word
            line.setPlaceholderText(tr("words, with commas between them"))
        line.textChanged.connect(self.changed)
        return line
