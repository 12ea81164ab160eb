"""One file for whoever helps: the doctor's findings, logs, versions, settings without secrets, crash reports.

None of its parts holds patient data by how it is made. To be sure, every line is held against what the journal knows of
patients before it goes in; a line that names one is left out and counted.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path

from app import crash_reports, roll_out
from app.doctor.examination import examine_paths
from app.doctor.report import document
from app.domain.study import Study
from app.errors import CacheError
from app.loaded import NO_SWITCHES, load
from app.pacs.association import Cancel
from app.paths import Paths, private_open
from app.settings import Settings, Value
from app.store.journal import Journal
from inference import __version__
from inference.errors import FirstreadError

#: Shorter parts of a name are words of every log.
_LEAST_LETTERS = 3
_MOST_LOG_BYTES = 20_000_000
_WORD = re.compile(r"[^\s,;:=()\[\]{}'\"<>|/\\]+")
_README = """Firstread {version}, made {now:%Y-%m-%d %H:%M} UTC, for whoever helps.

doctor.json    what `firstread doctor` found: every connection, the processor, the disk
machine.json   versions of the program, its packages and the system; names of the settings of the policy
settings.toml  the settings, without passwords, tokens and personal values
log/           the logs and the reports of crashes

{checked}
Look at it before you give it to anybody.
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written: the names of the parts, and how many lines were left out because they name a patient."""

    parts: tuple[str, ...]
    lines_left_out: int


def make(
    paths: Paths,
    out: Path,
    cancel: Cancel | None = None,
    switches: Mapping[str, Value] = NO_SWITCHES,
    tell: Callable[[str], None] = lambda _: None,
) -> Bundle:
    """Examine, collect and write ``out``, a ZIP that only its owner can read.

    ``tell`` takes a few words on each part. Raises CacheError where it cannot be written, ArchiveCancelled.
    """
    known, checked = _patients(paths)
    parts: dict[str, bytes] = {}
    left_out = 0
    for name, text in _texts(paths, cancel or Cancel(), switches, tell):
        kept, dropped = without_patients(text, known)
        parts[name] = kept.encode("utf-8")
        left_out += dropped
    words = f"{checked} Lines left out because they might name a patient: {left_out}."
    parts = {
        "README.txt": _README.format(version=__version__, now=datetime.now(UTC), checked=words).encode(),
        **parts,
    }
    tell(f"writing {out.name}")
    partial = out.with_name(out.name + ".part")
    try:
        with private_open(partial) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, content in parts.items():
                bundle.writestr(name, content)
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        why = error.strerror or "unknown error"
        raise CacheError("bundle_not_written", f"The support bundle cannot be written: {why}.") from error
    return Bundle(tuple(parts), left_out)


def _texts(
    paths: Paths, cancel: Cancel, switches: Mapping[str, Value], tell: Callable[[str], None]
) -> Iterator[tuple[str, str]]:
    """Name and text of each part."""
    findings = []
    for finding in examine_paths(paths, cancel, switches):
        tell(f"doctor: {finding.name}")
        findings.append(finding)
    yield "doctor.json", json.dumps(document(findings), indent=1) + "\n"
    found = load(paths, switches)
    settings, _ = Settings.load(paths.settings_file)
    text, left = roll_out.for_others(settings, paths)
    yield "settings.toml", text + "".join(f"# left out: {one.key}, because {one.why}\n" for one in left)
    machine = {
        "firstread": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": dict(sorted((one.name, one.version) for one in distributions())),
        "policy": sorted(found.policy.values),
        "switches": sorted(found.switches),
        "problems": [problem.text for problem in found.problems],
    }
    yield "machine.json", json.dumps(machine, indent=1) + "\n"
    for path in sorted([*paths.log.glob("*.log*"), *(paths.log / crash_reports.FOLDER).glob("*.txt")]):
        tell(path.name)
        yield f"log/{path.name}", _end_of(path)


def _end_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _MOST_LOG_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError as error:
        return f"cannot be read: {error.strerror or 'unknown error'}\n"


def _patients(paths: Paths) -> tuple[frozenset[str], str]:
    """Every word of the journal that tells of a patient, and a sentence about that."""
    if not paths.journal_file.exists():
        return frozenset(), "There is no journal, and so no patient, on this machine."
    try:
        with Journal(paths.journal_file) as journal:
            studies = [record.study for record in journal.records()]
    except FirstreadError as error:
        return frozenset(), f"The lines could not be held against the journal: {error.reason.text}"
    return patient_words(studies), f"Every line was held against the {len(studies)} studies of the journal."


def patient_words(studies: Iterable[Study]) -> frozenset[str]:
    """What tells whose studies these are, folded: parts of names, IDs, UIDs, accession numbers."""
    words: set[str] = set()
    for study in studies:
        words.update(part for part in re.split(r"[\^=\s,]+", study.patient_name) if len(part) >= _LEAST_LETTERS)
        words.update((study.patient_id, study.accession_number, study.study_instance_uid))
    return frozenset(_folded(word.strip()) for word in words if len(word.strip()) >= _LEAST_LETTERS)


def _folded(text: str) -> str:
    """Letters of either case as one; by way of the large ones, because some small ones have no other partner."""
    return text.upper().casefold()


def without_patients(text: str, known: frozenset[str]) -> tuple[str, int]:
    """``text`` without the lines that hold a word of ``known``, and their number."""
    if not known:
        return text, 0
    spaced = tuple(word for word in known if _WORD.fullmatch(word) is None)  # such as an ID with a blank in it
    kept, dropped = [], 0
    for line in text.splitlines(keepends=True):
        low = _folded(line)
        words = {part for word in _WORD.findall(low) for part in (word, word.strip(".^-"), *word.split("^"))}
        if words & known or any(word in low for word in spaced):
            dropped += 1
        else:
            kept.append(line)
    return "".join(kept), dropped


def run(profile: Path | None, out: Path, switches: Mapping[str, Value] = NO_SWITCHES) -> int:
    """``python -m app support-bundle``: 0 where it was written, 1 where not."""
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    try:
        bundle = make(paths, out, switches=switches, tell=lambda text: print(f"  {text}", flush=True))
    except FirstreadError as error:
        print(error.reason.text, file=sys.stderr)
        return 1
    print(f"{out.name}: {', '.join(bundle.parts)}")
    if bundle.lines_left_out:
        print(f"{bundle.lines_left_out} lines might have named a patient and were left out.")
    print("It holds no secrets and no patient data; look at it before you give it to anybody.")
    return 0
