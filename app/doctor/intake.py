"""The ways by which studies come without being asked for: our own port, and the watched folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app.doctor.finding import Finding, Skipped, Wrong, look_at
from app.errors import ArchiveError
from app.pacs.association import Cancel
from app.pacs.store_scp import Listening, StoreScp
from app.pacs.tls import file_expiries, receiving_tls
from app.settings import Settings


def examine_intake(settings: Settings, group: str, cancel: Cancel) -> Iterator[Finding]:
    """A finding for each way that the settings open. Raises ArchiveCancelled."""
    steps = (
        (settings.receive_enabled, "receiving images", partial(_port, settings)),
        (settings.folder_path, "watched folder", partial(_folder, settings)),
    )
    yield from look_at(steps, group, cancel)


def _port(settings: Settings) -> str:
    """Open our port as the worklist does, and close it; nothing that is sent meanwhile is taken."""
    port = settings.receive_port
    try:
        with StoreScp(Listening.from_settings(settings)):
            pass
    except ValueError as error:
        raise Wrong(
            "receive.addresses holds something that is no address.", "Enter addresses or networks, such as 10.1.0.0/16."
        ) from error
    except ArchiveError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno == errno.EADDRINUSE:
            raise Skipped(
                f"Port {port} is in use; by Firstread itself if it runs: its status bar says whether it takes images."
            ) from error
        raise Wrong.of(error, "Check the settings of [receive].") from error
    if settings.receive_tls:
        warnings = [warning for one in file_expiries(receiving_tls(settings)) if (warning := one.warning())]
        if warnings:
            raise Wrong(" ".join(warnings), "Have the certificate renewed, and its new file entered.")
    return f"Port {port} can be opened{', encrypted' if settings.receive_tls else ''}."


def _folder(settings: Settings) -> str:
    try:
        with os.scandir(Path(settings.folder_path)) as entries:
            next(entries, None)
    except OSError as error:
        raise Wrong(
            f"The watched folder cannot be read: {error.strerror or 'unknown error'}.",
            "Check folder.path, that its disk or share is there, and who may read it.",
        ) from error
    return "It can be read."
