"""The dark theme of a reading room: colours, style sheet and icons, each declared once.

The mask colours are Okabe and Ito's (Color Universal Design, 2008), which readers with any colour vision can tell
apart; types are always written out beside their colour.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

import resources
from app.domain.states import StudyState
from inference.types import HemorrhageType


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour of the theme, by purpose; the style sheet refers to them as ``@name``."""

    window: str = "#12161b"
    panel: str = "#171c22"
    panel_alternate: str = "#1b2128"
    raised: str = "#222a33"
    selection: str = "#2b4560"
    line: str = "#2a323c"
    line_strong: str = "#46525f"
    text: str = "#e6ebf0"
    dim: str = "#a3afbb"
    faint: str = "#6c7883"
    accent: str = "#5aa9e6"
    on_bright: str = "#14181d"
    urgent: str = "#ff7a59"
    urgent_hover: str = "#ff9378"
    positive: str = "#ff7a59"
    negative: str = "#8fa3b5"
    warning: str = "#f2b33d"
    warning_ground: str = "#332a17"
    failed: str = "#e58fd0"
    failed_ground: str = "#33202f"
    working: str = "#5aa9e6"
    research: str = "#c9d3dd"
    accepted_box: str = "#3ddc84"
    rejected_box: str = "#b46cff"
    image_ground: str = "#000000"


COLOURS = Colours()

TYPE_COLOURS: dict[HemorrhageType, str] = {
    HemorrhageType.EDH: "#e69f00",
    HemorrhageType.SDH: "#56b4e9",
    HemorrhageType.SAH: "#f0e442",
    HemorrhageType.IPH: "#d55e00",
    HemorrhageType.IVH: "#cc79a7",
}

STATE_COLOURS: dict[StudyState, str] = {
    StudyState.FOUND: COLOURS.dim,
    StudyState.QUEUED: COLOURS.dim,
    StudyState.FETCHING: COLOURS.working,
    StudyState.INCOMPLETE: COLOURS.warning,
    StudyState.READY: COLOURS.working,
    StudyState.ANALYSING: COLOURS.working,
    StudyState.POSITIVE: COLOURS.positive,
    StudyState.NEGATIVE: COLOURS.negative,
    StudyState.NOT_ANALYSABLE: COLOURS.warning,
    StudyState.FAILED: COLOURS.failed,
    StudyState.WITHDRAWN: COLOURS.warning,
}


def state_icon(state: StudyState) -> str:
    """Name of a state's icon; each has its own shape, so that no state is told by its colour alone."""
    return f"state-{state.value.replace('_', '-')}"


def colour(name: str, alpha: int = 255) -> QColor:
    """A theme colour (``#rrggbb``) with an opacity of 0 to 255."""
    result = QColor(name)
    result.setAlpha(alpha)
    return result


@cache
def pixmap(name: str, tint: str = COLOURS.text, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """Icon ``name`` of resources/icons drawn in ``tint``, ``size`` logical pixels wide, sharp at ``ratio``."""
    svg = resources.text("icons", f"{name}.svg").replace("currentColor", tint)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def icon(name: str, tint: str = COLOURS.text) -> QIcon:
    """Icon ``name`` in ``tint`` for buttons and menus, dimmed where disabled."""
    result = QIcon()
    for size in (16, 20, 24, 32, 48):
        result.addPixmap(pixmap(name, tint, size))
        result.addPixmap(pixmap(name, COLOURS.faint, size), QIcon.Mode.Disabled)
    return result


@cache
def style_sheet() -> str:
    """The style sheet with its colours filled in; raises KeyError for a colour that the theme has not."""
    colours = asdict(COLOURS)
    return re.sub(r"@([a-z_]+)", lambda match: colours[match[1]], resources.text("theme", "dark.qss"))


def palette() -> QPalette:
    """The palette behind the style sheet, for whatever draws by itself."""
    result = QPalette()
    role = QPalette.ColorRole
    for which, name in {
        role.Window: COLOURS.window, role.WindowText: COLOURS.text, role.Base: COLOURS.panel,
        role.AlternateBase: COLOURS.panel_alternate, role.Text: COLOURS.text, role.Button: COLOURS.raised,
        role.ButtonText: COLOURS.text, role.Highlight: COLOURS.selection, role.HighlightedText: COLOURS.text,
        role.ToolTipBase: COLOURS.raised, role.ToolTipText: COLOURS.text, role.Link: COLOURS.accent,
        role.PlaceholderText: COLOURS.faint, role.Mid: COLOURS.line, role.Dark: COLOURS.window,
        role.Light: COLOURS.raised,
    }.items():  # fmt: skip
        result.setColor(which, QColor(name))
    return result


def apply(app: QApplication) -> None:
    """Give the application the theme: Fusion as the base, so that it looks the same on every platform."""
    app.setStyle("Fusion")
    app.setPalette(palette())
    font = app.font()
    font.setPointSizeF(max(font.pointSizeF(), 10.0))
    app.setFont(font)
    app.setStyleSheet(style_sheet())
    app.setWindowIcon(QIcon(pixmap("firstread", size=64)))
