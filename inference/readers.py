"""Who can judge a study: Firstread's own network, or BLAST-CT where somebody imported it. Loads nothing heavy."""

from __future__ import annotations

from pathlib import Path

import platformdirs

FIRSTREAD, BLAST_CT = READERS = ("firstread", "blast-ct")
NOT_IMPORTED = (
    "BLAST-CT was not imported on this computer; `python -m inference import-blast-ct CHECKPOINT...` does it."
)


def default_dir() -> Path:
    """Where ``import-blast-ct`` puts the networks, in the user's own data folder."""
    return platformdirs.user_data_path("firstread", appauthor=False) / "models" / BLAST_CT


def imported(folder: Path | None = None) -> bool:
    """Whether ``folder``, or :func:`default_dir`, holds an import; whether it can be used, only opening it tells."""
    return ((folder or default_dir()) / "manifest.json").is_file()


def other(reader: str) -> str:
    """The second reader, where ``reader`` is the first."""
    return BLAST_CT if reader == FIRSTREAD else FIRSTREAD
