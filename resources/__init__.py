"""Data that ships with Firstread: schema, icons, theme, translations and trained models."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def text(*parts: str) -> str:
    """The UTF-8 text of one resource, such as ``text("schema", "journal_1.sql")``; raises FileNotFoundError."""
    return files(__name__).joinpath(*parts).read_text(encoding="utf-8")


def folder(*parts: str) -> Path:
    """A resource folder as a path on disk, such as ``folder("models")``; it may not exist.

    Firstread is installed unpacked (wheel, one-folder bundle), so its resources always are plain files.
    """
    return Path(str(files(__name__).joinpath(*parts)))
