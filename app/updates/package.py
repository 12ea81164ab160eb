"""A model as one file: a ZIP with its files, a listing of them with sizes and SHA-256, and the listing's signature.

Nothing of the file is believed before the signature of the listing was checked, and nothing beyond the listing is ever
unpacked: a name is one plain file name, a size is a limit, a hash has to fit. So neither ``../`` nor a bomb gets far.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from app.errors import UpdateError
from app.paths import private_folder, private_open
from app.updates.signature import MOST_BYTES, Signed, check

SCHEMA = 1
LISTING, SIGNATURE = "package.json", "package.json.minisig"
MOST_LISTING_BYTES = 256 * 1024
MOST_FILES = 64
MOST_FILE_BYTES = 2 * 1024**3
_PIECE = 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # Windows opens devices by these names
#: What zipfile and its decoders raise for content that somebody made up.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError,
            RecursionError, LookupError, TypeError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the model: plain name, size in bytes, SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelPackage:
    """What a package claims and its signature confirms. ``digest`` is the SHA-256 of the listing."""

    name: str
    version: str
    members: tuple[Member, ...]
    signed: Signed
    digest: str

    @property
    def folder(self) -> str:
        """Name of the folder that it is unpacked into."""
        return f"{self.name}-{self.version}-{self.digest[:12]}"


def read(path: Path, keys: Iterable[str]) -> ModelPackage:
    """The listing of a package whose signature is right; raises UpdateError with what is wrong."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as package:
            return _read(package, keys)
    except OSError as error:
        raise UpdateError("package_not_read", f"{path.name} cannot be read: {error.strerror or error}.") from error
    except _DAMAGED as error:
        raise _damaged() from error


def read_folder(folder: Path, keys: Iterable[str]) -> ModelPackage:
    """As :func:`read`, of the listing and signature that :func:`unpack` left in a model's folder; checks the files."""
    try:
        listing, signature = ((folder / name).read_bytes() for name in (LISTING, SIGNATURE))
        package = parse(listing, signature, keys)
        for member in package.members:
            with (folder / member.name).open("rb") as file:
                _copy(file, None, member)
    except OSError as error:
        raise UpdateError("model_incomplete", "A file of the installed model is missing.") from error
    return package


def unpack(path: Path, package: ModelPackage, folder: Path) -> None:
    """Write the files of ``package``, checked, and its listing and signature into the new ``folder``.

    Raises UpdateError; what was written until then is left.
    """
    private_folder(folder)
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            listing = _bytes(archive, LISTING, MOST_LISTING_BYTES)
            if sha256(listing).hexdigest() != package.digest:
                raise UpdateError("package_changed", f"{path.name} was changed meanwhile.")
            for member in package.members:
                with archive.open(member.name) as source, private_open(folder / member.name) as target:
                    _copy(source, target, member)
            for name, content in ((LISTING, listing), (SIGNATURE, _bytes(archive, SIGNATURE, MOST_BYTES))):
                with private_open(folder / name) as target:
                    target.write(content)
    except OSError as error:
        raise UpdateError("package_not_unpacked", f"It cannot be unpacked: {error.strerror or error}.") from error
    except _DAMAGED as error:
        raise _damaged() from error


def parse(listing: bytes, signature: bytes, keys: Iterable[str]) -> ModelPackage:
    """The listing, after its signature was checked; raises UpdateError."""
    signed = check(listing, signature, keys)
    try:
        content = json.loads(listing)
        if content["schema"] != SCHEMA or content["kind"] != "model":
            raise UpdateError("package_kind", "The package is for another version of Firstread, or holds no model.")
        members = tuple(Member(one["name"], one["size"], one["sha256"]) for one in content["files"])
        name, version = content["name"], content["version"]
        good = (
            isinstance(name, str)
            and isinstance(version, str)
            and _plain(name)
            and _VERSION.fullmatch(version)
            and 0 < len(members) <= MOST_FILES
            and all(_good(member) for member in members)
            and len({member.name.lower() for member in members}) == len(members)
            and not {LISTING, SIGNATURE} & {member.name.lower() for member in members}
        )
    except _DAMAGED as error:
        raise _damaged() from error
    if not good:
        raise UpdateError("package_listing", "The listing of the package has names or sizes that are not allowed.")
    return ModelPackage(name, version, members, signed, sha256(listing).hexdigest())


def _read(archive: zipfile.ZipFile, keys: Iterable[str]) -> ModelPackage:
    infos = archive.infolist()
    if len(infos) > MOST_FILES + 2:
        raise UpdateError("package_listing", "The package holds too many files.")
    package = parse(_bytes(archive, LISTING, MOST_LISTING_BYTES), _bytes(archive, SIGNATURE, MOST_BYTES), keys)
    there = sorted(info.filename for info in infos)
    if there != sorted([LISTING, SIGNATURE, *(member.name for member in package.members)]):
        raise UpdateError("package_listing", "The package holds other files than its listing says.")
    return package


def _bytes(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise _damaged()
    return content


def _copy(source: IO[bytes], target: IO[bytes] | None, member: Member) -> None:
    """Copy no more than the member's size, and hold it against its hash."""
    left, digest = member.size, sha256()
    while left and (piece := source.read(min(left, _PIECE))):
        left -= len(piece)
        digest.update(piece)
        if target is not None:
            target.write(piece)
    if left or source.read(1) or digest.hexdigest() != member.sha256:
        raise UpdateError("package_hash", f"The file {member.name} is not the one that was signed (SHA-256).")


def _good(member: Any) -> bool:
    return (
        isinstance(member.name, str)
        and _plain(member.name)
        and type(member.size) is int
        and 0 <= member.size <= MOST_FILE_BYTES
        and isinstance(member.sha256, str)
        and re.fullmatch(r"[0-9a-f]{64}", member.sha256) is not None
    )


def _plain(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and not _RESERVED.fullmatch(name) and not name.endswith(".")


def _damaged() -> UpdateError:
    return UpdateError("package_damaged", "This is no package of a model, or it is damaged.")
