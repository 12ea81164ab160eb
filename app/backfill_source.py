"""The archives of the settings as a source for ``python -m inference backfill --archive``."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.pacs.archives import Archives
from app.paths import Paths
from app.policy import machine_policy
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """CT studies of one archive. It travels to readers on other computers, whose own settings say how it is reached.

    Attributes:
        name: of the archive in the settings.
        since, until: dates as YYYY-MM-DD, both inclusive; None for the first day that there can be, and today.
    """

    name: str
    since: str | None = None
    until: str | None = None

    def studies(self) -> Sequence[str]:
        """Study Instance UIDs, the latest study first.

        Raises:
            ArchiveError: the archive is not in the settings, does not answer, or the dates cannot be read.
        """
        try:
            first = date.fromisoformat(self.since) if self.since else date(1970, 1, 1)
            last = date.fromisoformat(self.until) if self.until else date.today()
        except ValueError:
            raise ArchiveError("bad_date", "Dates are written as 2024-12-31.") from None
        if first > last:
            raise ArchiveError("bad_date", "The first day is later than the last.")
        with self._archive() as archives:
            found = archives.find_studies(first, last)
        return [s.study_instance_uid for s in sorted(found, key=lambda s: s.study_at or datetime.min, reverse=True)]

    def fetch(self, study_instance_uid: str, folder: Path) -> None:
        """The CT images of one study into ``folder``, named by hash.

        Raises:
            ArchiveError: the archive does not answer, or has no images of it.
        """

        def keep(sop_instance_uid: str, content: bytes) -> None:
            (folder / hashlib.sha256(sop_instance_uid.encode()).hexdigest()).write_bytes(content)

        with self._archive() as archives:
            series = [
                one.series_instance_uid
                for one in archives.find_series(study_instance_uid)
                if one.modality in ("", "CT")
            ]
            if not series:
                raise ArchiveError("no_images", "The archive holds no CT images of this study.")
            archives.retrieve(study_instance_uid, keep, series=series)

    @contextlib.contextmanager
    def _archive(self) -> Iterator[Archives]:
        settings, _ = Settings.load(Paths.of_user().settings_file, machine_policy().values)
        mine = [one for one in Archive.all_from_settings(settings) if one.name == self.name]
        if not mine:
            raise ArchiveError("no_archive", "The settings of this computer have no archive of that name.")
        archives = Archives(mine)
        try:
            yield archives
        finally:
            archives.close()
