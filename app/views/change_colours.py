"""Colours of what became of a hemorrhage; each stands beside its word."""

from __future__ import annotations

from app.domain.follow_up import Category, FollowUp
from app.views import theme

_TINTS = {
    Category.NEW: "positive",
    Category.LARGER: "positive",
    Category.STABLE: "dim",
    Category.SMALLER: "good",
    Category.RESOLVED: "good",
    Category.ABSENT: "dim",
    Category.NOT_COMPARABLE: "warning",
}


def category_colour(category: Category, unsure: bool = False) -> str:
    """The colour of a category in the theme in use; what is stable only for its uncertainty asks for a look."""
    return getattr(theme.COLOURS, "warning" if unsure else _TINTS[category])


def change_colour(follow_up: FollowUp | None) -> str:
    """The colour of a study's word."""
    return theme.COLOURS.dim if follow_up is None else category_colour(follow_up.category, follow_up.unsure)
