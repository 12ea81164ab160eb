"""``python -m app secret``: keeps the password or token of an archive in the system's key store, or removes it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from app.errors import ArchiveError
from app.pacs.secret_store import TEAM, Kind, remove_secret, secret, store_secret
from app.pacs.tls import RECEIVER
from app.paths import Paths
from app.policy import machine_policy
from app.settings import Settings


def run(
    profile: Path | None, task: str, kind: str, archive_name: str | None, ask: Callable[[str], str] = getpass
) -> int:
    """Carry out ``task``; returns the exit status: 0 where it was done, 1 where not, 2 where no archive has the name.

    ``show`` tells whether there is a secret, and never which.
    """
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    settings, _ = Settings.load(paths.settings_file, machine_policy().values)
    names = [one.archive_name for one in settings.archives()]
    name = archive_name if archive_name is not None else TEAM if kind == Kind.DATABASE else names[0]
    if (name == TEAM) != (kind == Kind.DATABASE) or (
        name not in names and (name, kind) not in ((RECEIVER, Kind.TLS_KEY), (TEAM, Kind.DATABASE))
    ):
        print(f"No archive of the settings has this name; there are: {', '.join(names)}.", file=sys.stderr)
        return 2
    what = Kind(kind)
    try:
        if task == "show":
            print(f"{name}, {what.value}: {'stored' if secret(name, what) else 'nothing stored'}.")
            return 0
        if task == "remove":
            removed = remove_secret(name, what)
            print("Removed." if removed else "There was nothing stored.")
            return 0 if removed else 1
        value = ask(f"Password or token for {name} ({what.value}), not shown: ")
        if not value:
            print("Nothing was stored.", file=sys.stderr)
            return 1
        store_secret(name, what, value)
    except (EOFError, KeyboardInterrupt):
        print("\nNothing was stored.", file=sys.stderr)
        return 1
    except ArchiveError as error:
        print(error.reason.text, file=sys.stderr)
        return 1
    print("Stored in the system's key store.")
    return 0
