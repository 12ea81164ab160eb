"""Encryption of the journal's patient columns: AES-256-GCM, with a key in the operating system's key store.

Each value is encrypted by itself under a nonce of its own (96 random bits, NIST SP 800-38D 8.2.2) and bound to its
study and column: a value that was changed, or put into another row, is refused.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import JournalError
from app.store.keys import Keys

#: Columns of table ``study`` that tell of the patient. The UID stays: the journal finds a study by it.
PATIENT_COLUMNS = (
    "patient_name", "patient_id", "birth_date", "sex", "accession_number", "description", "study_at", "note",
)  # fmt: skip

_KEYS = Keys("journal", "The journal", JournalError)
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
        return cls(*_KEYS.new())

    @classmethod
    def stored(cls, name: str) -> Cipher:
        """The key with this name; raises JournalError where the key store has it not or cannot be used."""
        return cls(name, _KEYS.stored(name))

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


def stored_key(name: str, check: str) -> Cipher:
    """The key with this name, held against what :meth:`Cipher.check` gave; raises JournalError where it is not that."""
    cipher = Cipher.stored(name)
    if not cipher.fits(check):
        raise JournalError("key_wrong", "The key in the system's key store is not that of this journal.")
    return cipher


def destroy_key(name: str) -> None:
    """Take a key out of the key store: whatever was encrypted with it can never be read again. Raises JournalError."""
    _KEYS.destroy(name)
