"""The commands for who installs and keeps up Firstread: settings, models, updates, the support bundle."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inference.terminal import named_path

NAMES = frozenset({"settings", "support-bundle", "model", "update"})


def add_to(commands: Any) -> None:
    """Declare them; ``commands`` is what argparse's ``add_subparsers`` returned."""
    settings = commands.add_parser("settings", help="show, set, export and import settings, for roll-out by script")
    settings.add_argument(
        "task",
        choices=("export", "import", "set", "get"),
        help="export FILE writes the settings without secrets; import FILE takes them over, or changes nothing; "
        "set KEY VALUE changes one; get KEY shows one",
    )
    settings.add_argument("words", nargs="+", metavar="FILE|KEY", help="the file, or key and value")
    settings.add_argument("--merge", action="store_true", help="import: keep what the file does not set")
    bundle = commands.add_parser("support-bundle", help="one file for whoever helps, without patient data and secrets")
    bundle.add_argument("--out", type=named_path, required=True, metavar="FILE", help="the ZIP file to write")
    model = commands.add_parser("model", help="install, list, verify and give back signed models")
    model.add_argument(
        "task",
        choices=("install", "list", "rollback", "verify"),
        help="install FILE checks its signature, lets it compute its self-test and uses it; rollback uses the one "
        "before; verify checks what is installed, or FILE",
    )
    model.add_argument(
        "file", type=named_path, nargs="?", metavar="FILE", help="a package made by installer/sign_updates.py"
    )
    model.add_argument("--older", action="store_true", help="install: also a version older than the one in use")
    update = commands.add_parser("update", help="check who signed an installer of Firstread; it runs nothing")
    update.add_argument("task", choices=("verify",), help="check FILE against its signature")
    update.add_argument("file", type=named_path, metavar="FILE", help="a .deb, .exe, .msi, .dmg, .tar.* or .zip")
    update.add_argument("--signature", type=named_path, metavar="FILE", help="the signature; FILE.minisig without this")


def run(given: argparse.Namespace, switches: Mapping[str, Any]) -> int:
    """Carry out what the parser was given; returns the exit status."""
    profile: Path | None = given.profile
    if given.command == "support-bundle":
        from app.support_bundle import run as run_bundle

        return run_bundle(profile, given.out, switches)
    if given.command == "model":
        from app.command_line.model import run as run_model

        return run_model(profile, given.task, given.file, given.older)
    if given.command == "update":
        from app.command_line.update import run as run_update

        return run_update(profile, given.file, given.signature)
    from app.command_line.settings import run as run_settings

    return run_settings(profile, given.task, given.words, given.merge)
