"""Which studies a backfill reads: those of a labelled manifest, of a folder tree, or of an archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from inference.errors import FirstreadError
from inference.evaluation.manifest import Example, ManifestError, read_manifest

#: Where the application registers how an archive is asked; the detector itself talks no DICOM on the network.
GROUP = "firstread.sources"


class Source(Protocol):
    """How studies that lie elsewhere are found and fetched; it is pickled to the readers."""

    def studies(self) -> Sequence[str]:
        """Study Instance UIDs."""

    def fetch(self, study_instance_uid: str, folder: Path) -> None:
        """The images of one study into ``folder``; raises FirstreadError where it cannot be had."""


@dataclass(frozen=True, slots=True)
class Item:
    """One study to read.

    Attributes:
        key: stands for the study in the results and, as the same on every run, keeps it from being counted twice.
        place: its file or folder, the same on every node; or its Study Instance UID with a ``source``.
        example: the line of the manifest, with its labels.
    """

    key: str
    place: str
    example: Example | None = None
    source: Source | None = None


def manifest_items(path: Path) -> list[Item]:
    """The studies of a labelled manifest; the line numbers are their keys.

    Raises:
        FirstreadError: the manifest cannot be used.
    """
    try:
        examples = read_manifest(path)
    except ManifestError as error:
        raise FirstreadError("bad_manifest", f"The manifest cannot be used: {error}.") from error
    return [Item(f"line-{one.line:07d}", str(one.path.resolve()), one) for one in examples]


def folder_items(root: Path) -> list[Item]:
    """Every folder directly below ``root`` as one study, with all that is nested in it, and every file as one.

    The keys are hashes of the names, which may hold a patient's name.

    Raises:
        FirstreadError: there is no such folder.
    """
    if not root.is_dir():
        raise FirstreadError("no_folder", "The folder to read does not exist.")
    return [Item(_key(entry.name), str(entry.resolve())) for entry in sorted(_visible(root))]


def archive_items(name: str, since: str | None, until: str | None) -> list[Item]:
    """The head CTs of an archive of the application's settings.

    Args:
        since, until: dates as YYYY-MM-DD, both inclusive.
    Raises:
        FirstreadError: the application is not installed, or the archive does not answer.
    """
    found = entry_points(group=GROUP, name="archive")
    if not found:
        raise FirstreadError("no_application", "Archives can be read only where the whole of Firstread is installed.")
    source: Source = next(iter(found)).load()(name, since, until)
    return [Item(_key(uid), uid, source=source) for uid in source.studies()]


def _visible(root: Path) -> Iterator[Path]:
    return (entry for entry in root.iterdir() if not entry.name.startswith("."))


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:24]
