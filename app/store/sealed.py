"""Encryption of single files of the image cache: AES-256-GCM, each file under a nonce of its own.

A sealed file has the name of the plain one. It begins with :data:`MAGIC`, then come the nonce (96 random bits, NIST
SP 800-38D 8.2.2) and the cipher text with its tag of 128 bits. The file's place in the cache is authenticated with it:
a file that was changed, or put in the place of another, is refused.

DICOM leaves the first 128 bytes of a file to whoever writes it (PS3.10 7.1), and so also what our magic looks like. A
file is sealed where it begins with the magic and the letters DICM do not follow where DICOM has them; sealing draws
another nonce in the one case of 2^32 where they would.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import CacheError
from app.store.keys import Keys
from inference.types import StoredFile

MAGIC = b"\xffFirstread-AES1\n"
#: So many bytes tell whether a file is encrypted.
HEAD_BYTES = 132
NOT_DECRYPTED = "image_not_decrypted"
_KEYS = Keys("cache", "The image cache", CacheError)
_NONCE_BYTES = 12
_CHECK = "key check"


def is_sealed(start: bytes) -> bool:
    """Whether a file with these first :data:`HEAD_BYTES` is one of ours that is encrypted."""
    return start.startswith(MAGIC) and start[128:132] != b"DICM"


@dataclass(frozen=True, slots=True)
class Seal:
    """One key of the cache; goes to the analysis process as it is.

    Attributes:
        name: the key's entry in the key store.
        key: 32 bytes.
    """

    name: str
    key: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Seal:
        """A new key, kept in the key store; raises CacheError."""
        return cls(*_KEYS.new())

    @classmethod
    def load(cls, note: Path) -> Seal | None:
        """The key that :meth:`save` noted; None where it is lost. Raises CacheError where the key store is locked."""
        try:
            document = json.loads(note.read_text(encoding="utf-8"))
            name, check = str(document["key"]), base64.b64decode(document["check"], validate=True)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        try:
            seal = cls(name, _KEYS.stored(name))
            seal.open(_CHECK, check)
        except CacheError as error:
            if error.reason.code in ("key_missing", NOT_DECRYPTED):
                return None
            raise
        return seal

    def note(self) -> str:
        """What to keep beside the files, for :meth:`load`: the key's name, and how to know that it is the right one."""
        check = base64.b64encode(self.seal(_CHECK, b"")).decode("ascii")
        return json.dumps({"key": self.name, "check": check})

    def destroy(self) -> None:
        """Take the key out of the key store; raises CacheError."""
        _KEYS.destroy(self.name)

    def seal(self, place: str, plain: bytes) -> bytes:
        """The bytes of a file, encrypted for ``place``. Raises CacheError for 2 GiB and more."""
        aead = AESGCM(self.key)
        while True:
            nonce = os.urandom(_NONCE_BYTES)
            try:
                sealed = b"".join((MAGIC, nonce, aead.encrypt(nonce, plain, place.encode())))
            except OverflowError as error:
                raise CacheError("too_large", "An image is too large to be encrypted.") from error
            if is_sealed(sealed):
                return sealed

    def open(self, place: str, sealed: bytes) -> bytes:
        """The plain bytes again; raises CacheError where they were changed, are of another place or of another key."""
        start = len(MAGIC)
        try:
            nonce, rest = sealed[start : start + _NONCE_BYTES], memoryview(sealed)[start + _NONCE_BYTES :]
            return AESGCM(self.key).decrypt(nonce, rest, place.encode())
        except (InvalidTag, ValueError) as error:
            raise CacheError(
                NOT_DECRYPTED,
                "An image in the cache is damaged or was not put there by Firstread: it cannot be decrypted. "
                "Analyse the study again to have it fetched anew.",
            ) from error


@dataclass(frozen=True, slots=True)
class CachedFile(StoredFile):
    """A file of the cache that may be encrypted; it is decrypted in memory only.

    Attributes:
        path: where it is.
        place: what its encryption is bound to.
        seal: the cache's key.
    """

    path: Path
    place: str
    seal: Seal

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def read(self) -> bytes:
        """The plain bytes; raises OSError, and CacheError where they cannot be decrypted."""
        encoded = self.path.read_bytes()
        return self.seal.open(self.place, encoded) if is_sealed(encoded) else encoded
