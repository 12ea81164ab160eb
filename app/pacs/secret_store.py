"""Passwords and tokens, in the key store of the operating system (Keychain, Credential Locker, Secret Service).

They are never in the settings file, in the log or in an exception.
"""

from __future__ import annotations

from enum import StrEnum

import keyring
from keyring.errors import KeyringError, NoKeyringError, PasswordDeleteError

from app import key_store_trouble
from app.errors import ArchiveError
from app.program import command

_SERVICE = "Firstread"

#: What stands in an archive's place where a secret is the department's database's.
TEAM = "team"


class Kind(StrEnum):
    """What a secret is for."""

    IDENTITY = "identity"
    DICOMWEB = "dicomweb"
    TLS_KEY = "tls-key"
    DATABASE = "database"


def secret(archive_name: str, kind: Kind) -> str | None:
    """The secret of an archive, or None where none was stored; raises ArchiveError without a usable key store."""
    try:
        return keyring.get_password(_SERVICE, _entry(archive_name, kind))
    except NoKeyringError:
        return None
    except KeyringError as error:
        raise _trouble(error) from error


def look_at_key_store() -> None:
    """Read what nobody keeps; raises ArchiveError without a usable key store."""
    try:
        keyring.get_password(_SERVICE, "nothing")
    except KeyringError as error:
        raise _trouble(error) from error


def wanted(archive_name: str, kind: Kind) -> str:
    """As :func:`secret`, but raises ArchiveError (code ``secret_missing``) where there is none."""
    found = secret(archive_name, kind)
    if not found:
        raise ArchiveError(
            "secret_missing",
            f"The password or token for {archive_name} is not in the system's key store; "
            f'enter it with: {command(f"secret set {kind.value} --archive")} "{archive_name}".',
        )
    return found


def store_secret(archive_name: str, kind: Kind, value: str) -> None:
    """Store a secret, in place of an older one; raises ArchiveError."""
    try:
        keyring.set_password(_SERVICE, _entry(archive_name, kind), value)
    except KeyringError as error:
        raise _trouble(error) from error


def remove_secret(archive_name: str, kind: Kind) -> bool:
    """Remove a secret; False where there was none. Raises ArchiveError."""
    try:
        keyring.delete_password(_SERVICE, _entry(archive_name, kind))
    except PasswordDeleteError:
        return False
    except KeyringError as error:
        raise _trouble(error) from error
    return True


def _entry(archive_name: str, kind: Kind) -> str:
    return f"{archive_name}/{kind.value}"


def _trouble(error: KeyringError) -> ArchiveError:
    none = "This computer has no key store for passwords that Firstread can use"
    return ArchiveError(*key_store_trouble.explained(error, none))
