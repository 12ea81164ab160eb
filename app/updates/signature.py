"""Who signed a file: signatures of minisign (https://jedisct1.github.io/minisign/), Ed25519 over BLAKE2b-512.

Why minisign: one short key that fits into a policy file, no network, no certificates that end, and a program of the
same name that IT can sign and check with itself. The library is by the author of the format.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from minisign import Error, PublicKey, Signature

from app.errors import UpdateError

#: A signature has four lines; the trusted comment is the only long one.
MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Signed:
    """The key (its Base64 line) that made a signature, and the comment that was signed along."""

    key: str
    comment: str


def check(content: bytes | BinaryIO, signature: bytes, keys: Iterable[str]) -> Signed:
    """Hold ``content`` against its signature; a file is read from its beginning, in pieces.

    ``keys`` are the Base64 lines of the public keys that are trusted. Raises UpdateError where none is, one is damaged,
    or none of them signed this content; OSError.
    """
    trusted = [(key, _key(key)) for key in keys]
    if not trusted:
        raise UpdateError("no_trusted_key", "No key is trusted yet; set updates.trusted_keys in settings or policy.")
    try:
        parsed = Signature.from_bytes(signature.rstrip(b"\r\n"))
        comment = parsed.trusted_comment
    except (Error, ValueError) as error:
        raise UpdateError("signature_damaged", "The signature cannot be read; it is not one of minisign.") from error
    if not parsed.is_prehashed():
        raise UpdateError("signature_old", "The signature is of minisign's old kind; sign again, without option -l.")
    file = BytesIO(content) if isinstance(content, bytes) else content
    for line, key in trusted:
        try:
            file.seek(0)
            key.verify(file, parsed)
        except Error:
            continue
        return Signed(line, "".join(letter if letter.isprintable() else " " for letter in comment))
    raise UpdateError("signature_wrong", "No trusted key signed this: it was changed, or somebody else made it.")


def _key(line: str) -> PublicKey:
    try:
        return PublicKey.from_base64(line.strip())
    except (Error, ValueError) as error:
        raise UpdateError(
            "trusted_key_damaged", "A key in updates.trusted_keys is no public key of minisign (it begins with RW)."
        ) from error
