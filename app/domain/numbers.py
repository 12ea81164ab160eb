"""How a probability and a volume are written: one rule for every sentence, table and file that a person reads."""

from __future__ import annotations


def percent_text(probability: float) -> str:
    """A probability as whole per cent; never 0 % and never 100 %, which the model cannot know."""
    if probability < 0.01:
        return "< 1 %"
    if probability > 0.99:
        return "> 99 %"
    return f"{probability * 100:.0f} %"


def ml_text(ml: float) -> str:
    """A volume in mL (without the unit) with the digits that mean something."""
    if ml == 0:
        return "0"
    if 0 < ml < 0.01:
        return "< 0.01"
    if ml < 1:
        return f"{ml:.2f}"
    return f"{ml:.1f}" if ml < 100 else f"{ml:.0f}"
