"""Makes a pair of keys, and signs models and installers with it, for `model install` and `update verify`.

    python installer/sign_updates.py keys --out DIR
    python installer/sign_updates.py model MODEL_DIR --key DIR/firstread.key --out FILE
    python installer/sign_updates.py file FILE ... --key DIR/firstread.key

Keys and signatures are those of minisign, whose own program reads them as well. The secret key is encrypted with a
password, which is asked for, or read from the file that FIRSTREAD_SIGN_PASSWORD_FILE names.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from getpass import getpass
from hashlib import sha256
from pathlib import Path

from minisign import Error, KeyPair, SecretKey

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.updates.package import LISTING, SCHEMA, SIGNATURE

PASSWORD_FILE = "FIRSTREAD_SIGN_PASSWORD_FILE"
#: Not part of a package: where it came from, if it was one itself.
_OUR_OWN = (LISTING, SIGNATURE)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def make_keys(folder: Path, password: str) -> str:
    """Write ``firstread.key`` (secret) and ``firstread.pub`` into ``folder``; returns the public key's line.

    Raises FileExistsError where there is a key already, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pair = KeyPair.generate()
    line: str = pair.public_key.to_base64().decode()
    pair.secret_key.encrypt(password)
    descriptor = os.open(folder / "firstread.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(bytes(pair.secret_key) + b"\n")
    (folder / "firstread.pub").write_bytes(bytes(pair.public_key) + b"\n")
    return line


def open_key(path: Path, password: str) -> SecretKey:
    """The secret key, ready to sign; raises ValueError for a wrong password or another file, OSError."""
    try:
        key = SecretKey.from_bytes(path.read_bytes().rstrip(b"\r\n"))
        key.decrypt(password)
    except Error as error:
        raise ValueError(f"{path.name}: {error}") from error
    return key


def package_model(folder: Path, key: SecretKey, out: Path) -> None:
    """Pack the model in ``folder`` with a signed listing into ``out``; the same model gives the same listing.

    Raises ValueError where there is no model, OSError.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        name, version = manifest["name"], manifest["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{folder} holds no model (manifest.json)") from error
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name not in _OUR_OWN)
    entries = [
        {"name": path.name, "size": path.stat().st_size, "sha256": sha256(path.read_bytes()).hexdigest()}
        for path in files
    ]
    content = {"schema": SCHEMA, "kind": "model", "name": name, "version": version, "files": entries}
    listing = json.dumps(content, indent=1).encode()
    signature = key.sign(listing, trusted_comment=_comment(f"{name} {version}"))
    partial = out.with_name(out.name + ".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as package:
        for path in files:
            package.writestr(zipfile.ZipInfo(path.name, _FIRST_DAY), path.read_bytes(), zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo(LISTING, _FIRST_DAY), listing)
        package.writestr(zipfile.ZipInfo(SIGNATURE, _FIRST_DAY), bytes(signature) + b"\n")
    partial.replace(out)


def sign_file(path: Path, key: SecretKey) -> Path:
    """Write ``path``.minisig beside it; returns its path. Raises OSError."""
    out = path.with_name(f"{path.name}.minisig")
    with path.open("rb") as file:
        signature = key.sign(file, trusted_comment=_comment(path.name))
    out.write_bytes(bytes(signature) + b"\n")
    return out


def _comment(what: str) -> str:
    return f"{what}, {datetime.now(UTC):%Y-%m-%d}"


def _password(ask: Callable[[str], str], again: bool) -> str:
    file = os.environ.get(PASSWORD_FILE)
    if file:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    password = ask("Password of the secret key: ")
    if again and ask("Again: ") != password:
        raise ValueError("the passwords differ")
    return password


def main(arguments: list[str] | None = None, ask: Callable[[str], str] = getpass) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    keys = tasks.add_parser("keys", help="make a pair of keys")
    keys.add_argument("--out", type=Path, required=True, metavar="DIR")
    model = tasks.add_parser("model", help="pack and sign a model")
    model.add_argument("folder", type=Path, metavar="MODEL_DIR")
    model.add_argument("--key", type=Path, required=True, metavar="FILE")
    model.add_argument("--out", type=Path, required=True, metavar="FILE")
    files = tasks.add_parser("file", help="sign files")
    files.add_argument("files", type=Path, nargs="+", metavar="FILE")
    files.add_argument("--key", type=Path, required=True, metavar="FILE")
    given = parser.parse_args(arguments)
    try:
        if given.task == "keys":
            line = make_keys(given.out, _password(ask, again=True))
            print(f"Keep {given.out / 'firstread.key'} secret. Trust it on each machine, in policy or settings:")
            print(f'[updates]\ntrusted_keys = ["{line}"]')
            return 0
        with open_key(given.key, _password(ask, again=False)) as key:
            if given.task == "model":
                package_model(given.folder, key, given.out)
                print(given.out)
            else:
                for path in given.files:
                    print(sign_file(path, key))
    except (OSError, ValueError) as error:
        print(f"Not done: {error}", file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        print("\nNot done: no password was given.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
