"""Encryption of the journal's patient columns: AES-256-GCM, with a key in the operating system's key store.

Each value is encrypted by itself under a nonce of its own (96 random bits, NIST SP 800-38D 8.2.2) and bound to its
study and column: a value that was changed, or put into another row, is refused.
"""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Mapping
from typing import Any

import keyring
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from keyring.errors import KeyringError, NoKeyringError, PasswordDeleteError

from app.errors import JournalError

#: Columns of table ``study`` that tell of the patient. The UID stays: the journal finds a study by it.
PATIENT_COLUMNS = (
    "patient_name", "patient_id", "birth_date", "sex", "accession_number", "description", "study_at", "note",
)  # fmt: skip

_SERVICE = "Firstread"
_NONCE_BYTES = 12
_CHECK = "Firstread"


class Cipher:
    """Encrypts and decrypts the patient columns of rows with one key; safe in any thread."""

    def __init__(self, name: str, key: bytes) -> None:
        """``name`` is the key's entry in the key store, ``key`` 32 bytes."""
        self.name = name
        self._aead = AESGCM(key)

    @classmethod
    def new(cls) -> Cipher:
        """A new key, put into the key store and read back from there; raises JournalError."""
        name = f"journal/{uuid.uuid4().hex}"
        text = base64.b64encode(AESGCM.generate_key(256)).decode()
        try:
            keyring.set_password(_SERVICE, name, text)
        except KeyringError as error:
            raise _trouble(error) from error
        return cls.stored(name)

    @classmethod
    def stored(cls, name: str) -> Cipher:
        """The key with this name; raises JournalError where the key store has it not or cannot be used."""
        try:
            text = keyring.get_password(_SERVICE, name)
        except KeyringError as error:
            raise _trouble(error) from error
        try:
            return cls(name, base64.b64decode(text or "", validate=True))
        except ValueError as error:
            raise JournalError(
                "key_missing", "The journal is encrypted, and its key is not in the system's key store."
            ) from error

    def check(self) -> str:
        """What to keep beside the encrypted rows, for :meth:`fits`."""
        return self._seal(_CHECK, "key_check")

    def fits(self, check: str) -> bool:
        """Whether ``check`` was made with this key."""
        try:
            return self._open(check, "key_check") == _CHECK
        except JournalError:
            return False

    def seal(self, study_instance_uid: str, columns: Mapping[str, Any]) -> dict[str, Any]:
        """The same columns, those of the patient encrypted; NULL stays NULL."""
        return {
            name: self._seal(value, f"{name}/{study_instance_uid}")
            if name in PATIENT_COLUMNS and value is not None
            else value
            for name, value in columns.items()
        }

    def open(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A whole row in plain text; raises JournalError where a value was changed or is of another row."""
        uid = row["study_instance_uid"]
        return {
            name: self._open(value, f"{name}/{uid}") if name in PATIENT_COLUMNS and value is not None else value
            for name, value in row.items()
        }

    def _seal(self, text: str, where: str) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        return base64.b64encode(nonce + self._aead.encrypt(nonce, text.encode(), where.encode())).decode("ascii")

    def _open(self, sealed: str, where: str) -> str:
        try:
            whole = base64.b64decode(sealed, validate=True)
            return self._aead.decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], where.encode()).decode()
        except (ValueError, InvalidTag) as error:
            raise JournalError("journal_not_decrypted", "A row of the journal cannot be decrypted.") from error


def destroy_key(name: str) -> None:
    """Take a key out of the key store: whatever was encrypted with it can never be read again. Raises JournalError."""
    try:
        keyring.delete_password(_SERVICE, name)
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise _trouble(error) from error


def _trouble(error: KeyringError) -> JournalError:
    if isinstance(error, NoKeyringError):
        return JournalError(
            "no_key_store", "The journal cannot be encrypted: this computer has no key store that Firstread can use."
        )
    return JournalError("key_store_locked", f"The system's key store cannot be used ({type(error).__name__}).")
