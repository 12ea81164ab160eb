"""Start-up: the worklist, or one of its sub-commands. Kept light, because every child process imports it too."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line import for_it
from app.program import command, lacking, print_all_letters
from inference import __version__
from inference.terminal import named_path, read_to_the_end

if TYPE_CHECKING:
    from app.settings import Value


def main(arguments: list[str] | None = None) -> int:
    """The command line of ``python -m app``; returns the exit status."""
    try:
        return read_to_the_end(lambda: _main(arguments))
    except ImportError as error:
        words = lacking(error)
        if not words:
            raise
        print(words, file=sys.stderr)
        return 1


def _main(arguments: list[str] | None) -> int:
    print_all_letters()
    program = command("").strip()
    options = argparse.ArgumentParser(prog=program, add_help=False, allow_abbrev=False)
    options.add_argument("--profile", type=named_path, metavar="DIR", help="keep settings, journal and images in DIR")
    options.add_argument("--version", action="version", version=f"firstread {__version__}")
    options.add_argument("--verbose", action="store_true", help="also write the log to the terminal")
    options.add_argument("--background", action="store_true", help="begin with the icon in the tray only")
    options.add_argument(
        "--set", action="append", default=[], dest="switches", metavar="KEY=VALUE",
        help="a setting for this once, such as archive.host=pacs.example.org; may be given again",
    )  # fmt: skip
    parser = argparse.ArgumentParser(
        prog=program,
        parents=[options],
        description="Firstread: a worklist that puts probable intracranial hemorrhage first.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser("demo", help="an evening shift from an embedded archive, end to end")
    demo.add_argument(
        "--headless", type=named_path, metavar="DIR", help="no window: write screenshots and results into DIR, then end"
    )
    demo.add_argument("--speed", type=float, metavar="X", help="let the studies arrive X times faster")
    demo.add_argument("--timeout", type=float, default=1500.0, metavar="S", help="give up a headless demo after S s")
    demo.add_argument(
        "--model", type=named_path, metavar="DIR", help="use this trained model instead of the one shipped"
    )
    doctor = commands.add_parser("doctor", help="check settings, archive, processor and disk")
    doctor.add_argument("--json", type=named_path, metavar="FILE", help="also write the findings as JSON")
    audit = commands.add_parser("audit", help="verify who did what: the chain of the audit file")
    audit.add_argument("task", choices=("verify",), help="find any edit, removal, reordering or cut")
    audit.add_argument("file", type=named_path, nargs="?", metavar="FILE", help="another audit file than the profile's")
    audit.add_argument("--head", default="", metavar="HASH", help="a hash noted earlier, which has to be in the chain")
    forget = commands.add_parser("forget", help="wipe one patient from this workstation, while Firstread is closed")
    forget.add_argument("--patient-id", metavar="ID", help="the Patient ID; asked for without this")
    forget.add_argument("--yes", action="store_true", help="do not ask whether that is meant")
    secret = commands.add_parser("secret", help="keep a password or token of an archive or database in the key store")
    secret.add_argument("task", choices=("set", "remove", "show"), help="show tells only whether there is one")
    secret.add_argument("kind", choices=("identity", "dicomweb", "tls-key", "database"), help="what it is for")
    secret.add_argument("--archive", metavar="NAME", help="an archive of the settings; the first one without this")
    export = commands.add_parser("export-dicom", help="analyse one study and write the result as DICOM objects")
    export.add_argument("path", type=named_path, metavar="PATH", help="a file or folder with one study")
    export.add_argument("--out", type=named_path, required=True, metavar="DIR", help="folder for the objects")
    export.add_argument(
        "--model", type=named_path, metavar="DIR", help="use this trained model instead of the one shipped"
    )
    results = commands.add_parser("export-results", help="write the results of all studies into one file")
    results.add_argument("--format", required=True, choices=("csv", "parquet", "fhir", "hl7"), help="form of the file")
    results.add_argument(
        "--out", type=named_path, required=True, metavar="FILE", help="the file; one of that name is replaced"
    )
    results.add_argument(
        "--patients",
        choices=("left-out", "replaced", "named"),
        help="how much of the patients is written; without this left-out, and for fhir and hl7 replaced",
    )
    opening = commands.add_parser("open", help="show and analyse DICOM files; the word itself may be left out")
    opening.add_argument(
        "files", nargs="+", type=named_path, metavar="FILE_OR_FOLDER", help="a file or folder with CT images"
    )
    for_it.add_to(commands)
    # Desktops call programs with nothing but the files to open.
    before, words = options.parse_known_args(arguments)
    if words and words[0] not in commands.choices and not words[0].startswith("-") and _is_path(words[0]):
        given = parser.parse_args(["open", *words], before)
    else:
        given = parser.parse_args(arguments)
    switches = _switches(parser, given)

    if given.command in for_it.NAMES:
        return for_it.run(given, switches)
    if given.command == "audit":
        from app.command_line.audit import run as run_audit

        return run_audit(given.profile, given.file, given.head)
    if given.command == "export-dicom":
        from app.command_line.export_dicom import run as run_export

        return run_export(given.path, given.out, given.model)
    if given.command == "export-results":
        if given.patients == "left-out" and given.format in ("fhir", "hl7"):
            results.error(f"{given.format} needs to say whose the results are: --patients replaced or named")
        from app.command_line.export_results import run as run_results

        return run_results(given.profile, given.format, given.out, given.patients)
    if given.command == "forget":
        from app.command_line.forget import run as run_forget

        return run_forget(given.profile, given.patient_id, given.yes)
    if given.command == "secret":
        from app.command_line.secret import run as run_secret

        return run_secret(given.profile, given.task, given.kind, given.archive)
    if given.command == "doctor":
        from app.doctor import run as run_doctor

        return run_doctor(given.profile, given.json, switches)
    if given.command == "demo":
        if given.speed is not None and not given.speed > 0:
            demo.error("--speed must be above 0")
        if not given.timeout > 0:
            demo.error("--timeout must be above 0")
        headless = given.headless
        if headless is None and not _has_screen():
            headless = Path("firstread-demo")
            print(f"There is no screen here: the demo runs without one and writes into {headless.resolve()}.")
        if headless is not None:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from app.demo import run as run_demo

        return run_demo(headless, given.speed, given.timeout, given.model, given.verbose)
    if not _has_screen() and "QT_QPA_PLATFORM" not in os.environ:
        print(f"Firstread needs a screen; without one, try: {command('demo --headless DIR')}", file=sys.stderr)
        return 2
    from app.start import run

    files = given.files if given.command == "open" else ()
    return run(given.profile, given.verbose, given.background, switches, files)


def _is_path(word: str) -> bool:
    """Whether a word in the place of a command names a file or folder: one that is there, or one with a folder."""
    if not word or Path(word).name != word:
        return bool(word)
    try:
        return Path(word).exists()
    except OSError:  # no name that a file could have
        return False


def _switches(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Mapping[str, Value]:
    """The settings of ``--set`` by key; ends the program where one cannot be used, or the command has no use for it."""
    if not given.switches:
        return {}
    if given.command not in (None, "open", "doctor", "support-bundle"):
        parser.error(f"--set has no meaning for the command {given.command}")
    from app.setting_text import assignments

    values, wrong = assignments(given.switches)
    if wrong:
        parser.error(" ".join(wrong))
    return values


def _has_screen() -> bool:
    """Whether somebody could see a window: on Windows and macOS, elsewhere where a display is announced."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
