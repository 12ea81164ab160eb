"""Saved views of the worklist: a name for a search line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.models import query
from app.models.translation import QT_TR_NOOP, tr

_MOST, _LONGEST = 50, 60


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view; ``own`` tells those of the reader from those that ship with Firstread."""

    name: str
    line: str
    own: bool = False


_SHIPPED = (
    (QT_TR_NOOP("All studies"), ""),
    (QT_TR_NOOP("Mine"), "is:mine"),
    (QT_TR_NOOP("Emergency"), "is:emergency is:unread"),
    (QT_TR_NOOP("Unread positives"), "is:urgent"),
    (QT_TR_NOOP("Not analysed"), "is:unanswered is:unread"),
)


def shipped() -> list[SavedView]:
    """The views that everybody has, all studies first."""
    return [SavedView(tr(name), line) for name, line in _SHIPPED]


def why_not(name: str, line: str) -> str:
    """Why a search cannot be saved under ``name``, in one sentence; empty where it can."""
    if wrong := _no_name(name):
        return wrong
    if name.strip() in (view.name for view in shipped()):
        return tr("This name is taken by a view that ships with Firstread.")
    return _no_view(line)


def _no_name(name: str) -> str:
    if not name.strip() or len(name.strip()) > _LONGEST:
        return tr("A view needs a name of at most {count} characters.").format(count=_LONGEST)
    return ""


def _no_view(line: str) -> str:
    if not line.strip():
        return tr("Search for something first; the search is what is saved.")
    if not query.parse(line).impersonal:
        return tr("Free words, names and accession numbers are not saved, because they may name a patient.")
    return ""


def to_text(views: Iterable[SavedView]) -> str:
    """The reader's own views as text for the layout file."""
    return json.dumps([[view.name, view.line] for view in views if view.own], ensure_ascii=False)


def from_text(text: object) -> list[SavedView]:
    """The reader's own views; what cannot be understood is left out."""
    try:
        entries = json.loads(text) if isinstance(text, str) else []
    except ValueError:
        return []
    found: dict[str, SavedView] = {}
    for entry in entries if isinstance(entries, list) else []:
        match entry:
            case [str(name), str(line)] if not (_no_name(name) or _no_view(line)):  # the shipped have other names, too
                found[name] = SavedView(name, line, own=True)
    return list(found.values())[:_MOST]
