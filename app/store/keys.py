"""Keys of 256 bits in the operating system's key store, for what is kept encrypted."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass

import keyring
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from keyring.errors import KeyringError, PasswordDeleteError

from app import key_store_trouble
from inference.errors import FirstreadError

_SERVICE = "Firstread"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one kind of data.

    Attributes:
        kind: first part of their names in the key store.
        subject: what they encrypt, as a sentence begins with it: "The journal".
        error: what is raised; its code is ``no_key_store``, ``key_store_locked`` or ``key_missing``.
    """

    kind: str
    subject: str
    error: type[FirstreadError]

    def new(self) -> tuple[str, bytes]:
        """A new key, put into the key store and read back from there: its name, and 32 bytes."""
        name = f"{self.kind}/{uuid.uuid4().hex}"
        text = base64.b64encode(AESGCM.generate_key(256)).decode()
        try:
            keyring.set_password(_SERVICE, name, text)
        except KeyringError as error:
            raise self._trouble(error) from error
        return name, self.stored(name)

    def stored(self, name: str) -> bytes:
        """The key with this name."""
        try:
            text = keyring.get_password(_SERVICE, name)
        except KeyringError as error:
            raise self._trouble(error) from error
        try:
            key = base64.b64decode(text or "", validate=True)
            AESGCM(key)
        except ValueError as error:
            what = f"{self.subject} is encrypted, and its key is not in the system's key store."
            raise self.error("key_missing", what) from error
        return key

    def destroy(self, name: str) -> None:
        """Take a key out of the key store: whatever was encrypted with it can never be read again."""
        try:
            keyring.delete_password(_SERVICE, name)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            raise self._trouble(error) from error

    def _trouble(self, error: KeyringError) -> FirstreadError:
        none = (
            f"{self.subject} needs a key to be encrypted or read, and this computer has no key store that "
            "Firstread can use"
        )
        return self.error(*key_store_trouble.explained(error, none))
