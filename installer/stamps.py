"""Times of files, the same in every build."""

from __future__ import annotations

import os
from pathlib import Path


def set_times(folder: Path, epoch: int) -> None:
    """Sets the time of ``folder`` and all below it to ``epoch``, seconds since 1970."""
    for path in [*folder.rglob("*"), folder]:
        os.utime(path, (epoch, epoch), follow_symlinks=False)
