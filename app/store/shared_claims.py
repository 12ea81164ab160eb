"""Claims in a folder that several workstations share: one small file a claimed study.

A file is named after the SHA-256 of the Study Instance UID and holds the reader's name and the time; so whoever sees
the folder learns no patient and no study. Nobody needs a server for it. The latest claim counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.store.audit import study_name

#: Older claims are nobody's.
LIFE = timedelta(days=2)
_SUFFIX = ".claim"
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Claim:
    """Who reads a study; ``study`` is the hash of its UID, ``at`` is UTC. Without a reader it was given free."""

    study: str
    reader: str
    at: datetime


class SharedClaims:
    """The folder. Each method may raise OSError, as network folders do; the caller tries again later."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, uid: str, reader: str) -> Claim:
        """Say that ``reader`` reads a study now, or with an empty name that nobody does; in one step for all others.

        A claim given free stays as a file, so that the others hear of it.
        """
        claim = Claim(study_name(uid), reader, datetime.now(UTC))
        partial = self._folder / f".{claim.study}.{os.getpid()}.part"
        partial.write_text(json.dumps({"reader": reader, "at": claim.at.isoformat()}), encoding="utf-8")
        partial.replace(self._folder / f"{claim.study}{_SUFFIX}")
        return claim

    def read(self) -> Iterator[Claim]:
        """Every claim that can be read; old ones are removed."""
        # Not glob: for that a folder that is not there is an empty one.
        for path in sorted(path for path in self._folder.iterdir() if path.suffix == _SUFFIX):
            claim = _read(path)
            if claim is None:
                continue
            if datetime.now(UTC) - claim.at > LIFE:
                path.unlink(missing_ok=True)
                continue
            yield claim


def _read(path: Path) -> Claim | None:
    """A claim; None for a file that is none, or that another workstation is just replacing."""
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(_MOST_BYTES))
        reader, at = content["reader"], datetime.fromisoformat(content["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(reader, str) or not reader.isprintable() or len(reader) > 64 or at.tzinfo is None:
        return None
    return Claim(path.name.removesuffix(_SUFFIX), reader, at)
