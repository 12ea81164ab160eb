"""Gives the documentation the shipped model's card as a page; mkdocs calls it, see ``hooks`` in ``mkdocs.yml``."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add ``model-card.md``, and its pictures where it has some."""
    (card,) = MODELS.glob("*/MODEL_CARD.md")
    files.append(File.generated(config, "model-card.md", content=card.read_text(encoding="utf-8")))
    for picture in sorted(card.parent.glob("pictures/*.png")):
        files.append(File.generated(config, f"pictures/{picture.name}", abs_src_path=str(picture)))
    return files
