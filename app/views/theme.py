"""Dark and light: colours, style sheet and icons, each declared once.

:data:`COLOURS` and :data:`STATE_COLOURS` answer with the theme in use; ask them when you draw, not when a module is
loaded. The theme is chosen before the first window; :mod:`app.views.redress` changes it later.

The mask colours are Okabe and Ito's (Color Universal Design, 2008), which readers with any colour vision can tell
apart; types are always written out beside their colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import cast

from PySide6.QtCore import QByteArray, QDir, QRectF, QSize, Qt
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
    on_research: str = "#14181d"
    good: str = "#3ddc84"
    accepted_box: str = "#3ddc84"
    rejected_box: str = "#b46cff"
    image_ground: str = "#000000"


DARK = Colours()
LIGHT = Colours(
    window="#eef1f4",
    panel="#ffffff",
    panel_alternate="#f5f7f9",
    raised="#e3e8ed",
    selection="#bcd8f0",
    line="#d0d7de",
    line_strong="#8c98a4",
    text="#14181d",
    dim="#47525d",
    faint="#6a7580",
    accent="#0b6bb5",
    on_bright="#14181d",
    urgent="#ff7a59",
    urgent_hover="#ff9378",
    positive="#b23412",
    negative="#4d6275",
    warning="#8a5a00",
    warning_ground="#fdf0d2",
    failed="#a02b86",
    failed_ground="#f8e4f3",
    working="#0b6bb5",
    research="#2c3640",
    on_research="#ffffff",
    good="#137a43",
)
_SCHEMES = {"dark": DARK, "light": LIGHT}
_in_use = DARK


class _InUse:
    """The colours of the theme in use, as they are at the moment of asking."""

    def __getattr__(self, name: str) -> str:
        return getattr(_in_use, name)


COLOURS = cast(Colours, _InUse())


def in_use() -> Colours:
    """The colours of the theme in use, as they are now."""
    return _in_use


TYPE_COLOURS: dict[HemorrhageType, str] = {
    HemorrhageType.EDH: "#e69f00",
    HemorrhageType.SDH: "#56b4e9",
    HemorrhageType.SAH: "#f0e442",
    HemorrhageType.IPH: "#d55e00",
    HemorrhageType.IVH: "#cc79a7",
}

_STATE_TINTS: dict[StudyState, str] = {
    StudyState.FOUND: "dim",
    StudyState.QUEUED: "dim",
    StudyState.FETCHING: "working",
    StudyState.INCOMPLETE: "warning",
    StudyState.READY: "working",
    StudyState.ANALYSING: "working",
    StudyState.POSITIVE: "positive",
    StudyState.NEGATIVE: "negative",
    StudyState.NOT_ANALYSABLE: "warning",
    StudyState.FAILED: "failed",
    StudyState.WITHDRAWN: "warning",
}


class _StateColours(Mapping[StudyState, str]):
    def __getitem__(self, state: StudyState) -> str:
        return getattr(_in_use, _STATE_TINTS[state])

    def __iter__(self) -> Iterator[StudyState]:
        return iter(_STATE_TINTS)

    def __len__(self) -> int:
        return len(_STATE_TINTS)


STATE_COLOURS: Mapping[StudyState, str] = _StateColours()


def state_icon(state: StudyState) -> str:
    """Name of a state's icon; each has its own shape, so that no state is told by its colour alone."""
    return f"state-{state.value.replace('_', '-')}"


def colour(name: str, alpha: int = 255) -> QColor:
    """A theme colour (``#rrggbb``) with an opacity of 0 to 255."""
    result = QColor(name)
    result.setAlpha(alpha)
    return result


def pixmap(name: str, tint: str = "", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """Icon ``name`` in ``tint`` (or the text's), ``size`` logical pixels wide, sharp at ``ratio``."""
    return _pixmap(name, tint or COLOURS.text, size, ratio)


def icon(name: str, tint: str = "") -> QIcon:
    """Icon ``name`` in ``tint`` (or the text's) for buttons and menus, dimmed where disabled."""
    return _icon(name, tint, COLOURS.text, COLOURS.faint)


def icon_drawn(key: int) -> tuple[str, str] | None:
    """Name and tint of the icon with this cache key, as :func:`icon` was asked for it; None for one from elsewhere."""
    return _icons_drawn.get(key)


def picture_drawn(key: int) -> tuple[str, str, int, float] | None:
    """What :func:`pixmap` was asked for when it drew the picture with this cache key; None for one from elsewhere."""
    return _pictures_drawn.get(key)


_icons_drawn: dict[int, tuple[str, str]] = {}
_pictures_drawn: dict[int, tuple[str, str, int, float]] = {}


@cache
def _pixmap(name: str, tint: str, size: int, ratio: float) -> QPixmap:
    svg = resources.text("icons", f"{name}.svg").replace("currentColor", tint)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    _pictures_drawn[picture.cacheKey()] = (name, tint, size, ratio)
    return picture


@cache
def _icon(name: str, tint: str, text: str, faint: str) -> QIcon:
    result = QIcon()
    for size in (16, 20, 24, 32, 48, 64):
        result.addPixmap(_pixmap(name, tint or text, size, 1.0))
        result.addPixmap(_pixmap(name, faint, size, 1.0), QIcon.Mode.Disabled)
    _icons_drawn[result.cacheKey()] = (name, tint)
    return result


def style_sheet() -> str:
    """The style sheet with the colours in use; raises KeyError for a colour that the theme has not."""
    colours = asdict(_in_use)
    return re.sub(r"@([a-z_]+)", lambda match: colours[match[1]], resources.text("theme", "style.qss"))


def palette() -> QPalette:
    """The palette behind the style sheet, for whatever draws by itself."""
    result = QPalette()
    role = QPalette.ColorRole
    for which, name in {
        role.Window: COLOURS.window, role.WindowText: COLOURS.text, role.Base: COLOURS.panel,
        role.AlternateBase: COLOURS.panel_alternate, role.Text: COLOURS.text, role.Button: COLOURS.raised,
        role.ButtonText: COLOURS.text, role.Highlight: COLOURS.selection, role.HighlightedText: COLOURS.text,
        role.ToolTipBase: COLOURS.raised, role.ToolTipText: COLOURS.text, role.Link: COLOURS.accent,
        role.PlaceholderText: COLOURS.dim, role.Mid: COLOURS.line, role.Dark: COLOURS.window,
        role.Light: COLOURS.raised,
    }.items():  # fmt: skip
        result.setColor(which, QColor(name))
    return result


def apply(app: QApplication, scheme: str = "dark") -> None:
    """Give the application a theme: Fusion as the base, so that it looks the same on every platform.

    ``scheme`` is ``dark``, ``light`` or ``system``, which follows the desktop; a desktop that does not say is dark.
    """
    global _in_use
    hints = app.styleHints()
    if scheme == "system":
        hints.unsetColorScheme()
        scheme = "light" if hints.colorScheme() is Qt.ColorScheme.Light else "dark"
    else:  # the frame that the desktop draws around the window follows
        hints.setColorScheme(Qt.ColorScheme.Light if scheme == "light" else Qt.ColorScheme.Dark)
    _in_use = _SCHEMES[scheme]
    if not app.styleSheet():  # once: a second time Qt 6.11 crashes where a QWizard is alive
        app.setStyle("Fusion")
    app.setPalette(palette())
    font = app.font()
    font.setPointSizeF(max(font.pointSizeF(), 10.0))
    app.setFont(font)
    QDir.setSearchPaths("icon", [str(resources.folder("icons"))])  # where the style sheet finds its pictures
    app.setStyleSheet(style_sheet())
    app.setWindowIcon(QIcon(pixmap("firstread", size=64)))
