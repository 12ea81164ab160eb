"""CT windows: which Hounsfield units become black and white."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.translation import QT_TR_NOOP


@dataclass(frozen=True, slots=True)
class Window:
    """Window Width and Window Center in HU (PS3.3 C.11.2.1.2); ``width`` is at least 1."""

    width: float
    center: float

    def __post_init__(self) -> None:
        if self.width < 1:
            raise ValueError("a window is at least 1 HU wide")

    @property
    def low(self) -> float:
        """HU at and below which all is black."""
        return self.center - self.width / 2

    @property
    def high(self) -> float:
        """HU at and above which all is white."""
        return self.center + self.width / 2

    def dragged(self, right: float, up: float) -> Window:
        """The window after a drag in pixels: to the right widens it, up raises it; steps grow with the width.

        Not rounded, so that a slow drag of many small steps is not lost.
        """
        gain = max(0.5, self.width / 300)
        width = min(4096.0, max(2.0, self.width + right * gain))
        return Window(width, min(3072.0, max(-1024.0, self.center + up * gain)))


#: Name and window of keys 1 to 5.
PRESETS: tuple[tuple[str, Window], ...] = (
    (QT_TR_NOOP("Brain"), Window(80, 40)),
    (QT_TR_NOOP("Subdural"), Window(200, 75)),
    (QT_TR_NOOP("Stroke"), Window(40, 40)),
    (QT_TR_NOOP("Bone"), Window(2500, 480)),
    (QT_TR_NOOP("Soft tissue"), Window(400, 40)),
)


def preset_name(window: Window) -> str:
    """Name of a preset, or ``""`` for any other window."""
    return next((name for name, preset in PRESETS if preset == window), "")
