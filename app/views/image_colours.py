"""Colours of what is drawn over an image. The ground is black in every theme, so they do not follow the theme."""

from __future__ import annotations

GROUND = "#000000"
TEXT = "#e6ebf0"
DIM = "#a3afbb"
#: Letters of orientation, and whatever the reader must not overlook.
WARNING = "#f2b33d"
ACCEPTED = "#3ddc84"
REJECTED = "#b46cff"
MEASURE = "#7de3ff"
SELECTED = "#ffffff"
FOCUS = "#5aa9e6"
TRACK = "#171c22"
BAR = "#55636f"
