"""Signs programs where a certificate is at hand: ``python3 installer/sign.py FILE...``.

The environment says how, in ``FIRSTREAD_SIGN``: a command with ``{in}`` for the file and, for tools that write another
one, ``{out}``, whose file then takes its place. Without it nothing is signed, and that is said. Such as::

    signtool sign /fd sha256 /tr http://timestamp.example.org /td sha256 /n "Our Hospital" {in}
    osslsigncode sign -h sha256 -pkcs12 code.p12 -readpass code.pass -in {in} -out {out}

Uses the standard library alone, since makensis calls it as well. Put no password into the command: it would show in the
list of processes.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOOK = "FIRSTREAD_SIGN"


def main(files: Sequence[str]) -> int:
    """Signs each file in turn, and stops at the first that cannot be; returns the exit status."""
    template = os.environ.get(HOOK, "")
    if not template:
        print(f"Not signed, because {HOOK} is not set: {', '.join(files)}")
        return 0
    for file in files:
        status = sign(Path(file), template)
        if status != 0:
            print(f"{file} could not be signed: the command of {HOOK} ended with {status}.", file=sys.stderr)
            return 1
    return 0


def sign(file: Path, template: str) -> int:
    """Runs the command ``template`` on one file; returns its exit status, after which the file is signed if it is 0."""
    out = file.with_name(f"{file.name}.signed")
    # Words first, then names: a name with spaces stays one word. Windows' backslashes are no escapes.
    posix = os.name != "nt"
    words = [word if posix else word.strip('"') for word in shlex.split(template, posix=posix)]
    command = [word.replace("{in}", str(file)).replace("{out}", str(out)) for word in words]
    try:
        status = subprocess.run(command, check=False).returncode
    except OSError as error:
        print(error, file=sys.stderr)
        return 127
    if "{out}" in template:
        if status == 0:
            out.replace(file)
        else:
            out.unlink(missing_ok=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
