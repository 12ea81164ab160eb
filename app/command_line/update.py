"""``python -m app update verify``: who signed an installer, and how it is installed. It runs nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from app.errors import UpdateError
from app.loaded import load
from app.paths import Paths
from app.updates.signature import MOST_BYTES, check

#: How each kind of package is installed; ``{file}`` is its name.
_HOW = {
    ".deb": "sudo apt install ./{file}",
    ".exe": "{file} /S   (silent; as an administrator for all users)",
    ".msi": "msiexec /i {file} /qn",
    ".dmg": "Open it, and drag Firstread into Applications.",
    ".zip": "Unpack it in place of the old folder, while Firstread is closed.",
    ".xz": "tar -xJf {file}   (in place of the old folder, while Firstread is closed)",
    ".gz": "tar -xzf {file}   (in place of the old folder, while Firstread is closed)",
    ".zst": "tar --zstd -xf {file}   (in place of the old folder, while Firstread is closed)",
}


def run(profile: Path | None, file: Path, signature: Path | None) -> int:
    """Verify ``file`` against ``signature`` (FILE.minisig without one); 0 where it is right, 1 where not."""
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    beside = signature or file.with_name(f"{file.name}.minisig")
    try:
        with beside.open("rb") as small:
            content = small.read(MOST_BYTES)
        with file.open("rb") as large:
            signed = check(large, content, load(paths).settings.updates_trusted_keys)
    except OSError as error:
        name = Path(error.filename or file).name
        print(f"BAD  {name} cannot be read: {error.strerror or error}.", file=sys.stderr)
        return 1
    except UpdateError as error:
        print(f"BAD  {file.name}: {error.reason.text}", file=sys.stderr)
        return 1
    print(f"ok   {file.name}, signed by {signed.key} ({signed.comment})")
    how = _HOW.get(file.suffix.lower())
    if how is not None:
        print(f"     To install it: {how.format(file=file.name)}")
    print("     Settings, journal and images stay.")
    return 0
