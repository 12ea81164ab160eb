"""This computer: the program, its screen, folders and disk, the journal, and the processor that the network runs on."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import sqlite3
import stat
import sys
import tempfile
import time
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.doctor.finding import Skipped, Wrong
from app.errors import ArchiveError, JournalError
from app.pacs.association import Cancel
from app.pacs.secret_store import look_at_key_store
from app.paths import Paths
from app.pipeline.analysis import AnalysisPool, OpenDetector, open_blast_ct, open_detector, second_opener_of
from app.pipeline.room import available_memory, shortage
from app.program import command, lacking
from app.settings import Settings
from app.store.encryption import stored_key
from app.store.journal import ENCRYPTION_SINCE, SCHEMA_VERSION
from inference import __version__
from inference.readers import BLAST_CT, other

#: Room for some forty studies with thin slices.
_FREE_GB = 5.0
#: Below this a study of a thousand slices takes a minute to be written.
_SLOW_MB_S = 10.0
_TRIAL_BYTES = 32 * 1024 * 1024
_TRIAL_S = 2.0
_PACKAGES = ("PySide6-Essentials", "pyqtgraph", "pydicom", "pynetdicom", "numpy", "onnxruntime-gpu", "onnxruntime")
_ABORTS = "6.12.0"
_PROVIDER = 'Set analysis.provider = "auto" (or "cpu") in the settings, and check that the model is installed.'
_IMPORT = "Import it anew (python -m inference import-blast-ct CHECKPOINT...), or let Firstread's own network judge."
_RENAME = (
    "Rename journal.sqlite3 while Firstread is closed, and it begins anew. The archive still has the studies; "
    "notes, verdicts and what was read are in the old file alone."
)
_KEY = (
    "Unlock the key store of the user who reads, or restore its key from a backup. Without the key nobody can read the "
    f"journal any more. {_RENAME}"
)
_RIGHTS = "Check who may read and write the folder for data, and its disk."
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def program() -> str:
    """Versions, and those that are known not to work."""
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    if found.get("PySide6-Essentials") == _ABORTS:
        raise Wrong(
            f"PySide6 {_ABORTS} aborts after some hundred events.",
            f"Install another: pip install 'PySide6-Essentials!={_ABORTS}'",
        )
    if "onnxruntime" not in found and "onnxruntime-gpu" not in found:
        raise Wrong("ONNX Runtime is not installed.", "Install Firstread again; it brings ONNX Runtime.")
    packages = ", ".join(f"{name} {number}" for name, number in found.items())
    return f"Firstread {__version__}, Python {platform.python_version()}, {platform.system()}; {packages}."


def screen() -> str:
    """Whether a window could be shown."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        words = lacking(error)
        if not words:
            raise
        raise Wrong(words, "Install it.") from error
    if sys.platform in ("win32", "darwin"):
        return "The platform's own."
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        if os.environ.get(name):
            return f"{name} is set."
    raise Wrong("No screen is announced.", f"Start from a desktop session, or use: {command('demo --headless DIR')}")


def disk(folder: Path) -> str:
    """Whether a folder, or the one that it will be made in, can be written and has room."""
    there = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"firstread")
            file.flush()
        free_gb = shutil.disk_usage(there).free / 1e9
    except OSError as error:
        why = error.strerror or "unknown error"
        raise Wrong(
            f"The folder cannot be written: {why}.", "Make it writable, or choose another with --profile DIR."
        ) from error
    if free_gb < _FREE_GB:
        raise Wrong(f"Only {free_gb:.1f} GB are free.", f"Make room: {_FREE_GB:.0f} GB or more.")
    return f"Writable, {free_gb:.0f} GB free."


def disk_speed(folder: Path) -> str:
    """How fast images reach the disk: written through to it, as far as the system lets us."""
    block, written = os.urandom(1024 * 1024), 0
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)) as file:
            started = time.perf_counter()
            while written < _TRIAL_BYTES and time.perf_counter() - started < _TRIAL_S:
                file.write(block)
                file.flush()
                os.fsync(file.fileno())
                written += len(block)
            seconds = time.perf_counter() - started
    except OSError as error:
        raise Wrong(
            f"The disk of the image cache cannot be written: {error.strerror or 'unknown error'}.",
            "Make room on it, and have it checked.",
        ) from error
    rate = written / 1e6 / max(seconds, 1e-9)
    if rate < _SLOW_MB_S:
        raise Wrong(
            f"The disk of the image cache writes only {rate:.1f} MB/s.",
            "Keep the cache on a local solid-state disk, and let the virus scanner leave it out.",
        )
    return f"Writes {rate:.0f} MB/s."


def permissions(paths: Paths) -> str:
    """Whether anybody else can read what holds patient data."""
    if os.name != "posix":
        return "As the profile of this user has them."
    kept = [paths.config, paths.data, paths.cache, paths.log, paths.settings_file, paths.journal_file, paths.audit_file]
    open_ones, strange = [], []
    for path in kept:
        try:
            found = path.stat()
        except OSError:
            continue  # not there yet; it is made with the right mode
        if found.st_uid != os.geteuid():
            strange.append(path.name)
        elif found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            open_ones.append(path.name)
    if strange:
        raise Wrong(f"Owned by another user: {', '.join(strange)}.", "Change their owner to the user who reads.")
    if open_ones:
        raise Wrong(
            f"Others on this computer can read: {', '.join(open_ones)}.",
            "Take the rights of group and others away: chmod -R go= and the folder.",
        )
    return "Only their owner can read them."


def room(folder: Path, settings: Settings) -> str:
    """Whether fetching is held back for want of disk or memory."""
    short = shortage(_existing(folder), settings.fetch_least_disk_gb, settings.fetch_least_memory_gb)
    if short:
        raise Wrong(
            f"Nothing new is fetched. {short}",
            "Make room, close other programs, or lower fetch.least_disk_gb and fetch.least_memory_gb.",
        )
    memory = available_memory()
    told = "" if memory is None else f" {memory / 1e9:.1f} GB of memory are free."
    return f"There is room to fetch studies.{told}"


def journal(path: Path) -> str:
    """Whether the journal is sound, and one that this Firstread can open."""
    key = None
    try:
        if not path.exists():
            return "None yet; it is made at the first start."
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as db:
            (form,) = db.execute("PRAGMA user_version").fetchone()
            if form == 0:
                return "An empty one; it is made at the next start."
            if form > SCHEMA_VERSION:
                raise Wrong("It was written by a newer version of Firstread.", "Install that version again.")
            (answer,) = db.execute("PRAGMA quick_check").fetchone()
            (count,) = db.execute("SELECT count(*) FROM study").fetchone()
            if form >= ENCRYPTION_SINCE:
                key = db.execute("SELECT key_name, key_check FROM encryption").fetchone()
    except sqlite3.Error as error:
        raise Wrong(f"The journal cannot be read: {error}.", _remedy(error)) from error
    except OSError as error:
        raise Wrong(f"The journal cannot be read: {error.strerror or 'unknown error'}.", _RIGHTS) from error
    if answer != "ok":
        raise Wrong("The journal is damaged.", _RENAME)
    try:
        if key is not None:
            stored_key(*key)
    except JournalError as error:
        raise Wrong.of(error, _KEY) from error
    return f"Sound, {count} {'study' if count == 1 else 'studies'}{', encrypted' if key is not None else ''}."


def _remedy(error: sqlite3.Error) -> str:
    """What to do where the journal cannot be read; only a damaged one is to be given up."""
    kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # without what SQLite says more exactly
    if kind in _DAMAGED:
        return _RENAME
    if kind in _HELD:
        return "Another program holds it, such as a backup: let that end, and look again."
    return _RIGHTS


def key_store(settings: Settings) -> str:
    """Whether the system keeps our keys, passwords and tokens. Raises Skipped where the settings want none."""
    encrypted = settings.privacy_encrypt_journal or settings.privacy_encrypt_images
    signs_in = any(
        one.archive_identity in ("password", "token") or one.archive_dicomweb_auth != "none"
        for one in settings.archives()
    )
    if not (encrypted or signs_in):
        raise Skipped("Not in use.")
    try:
        look_at_key_store()
    except ArchiveError as error:
        wrong = Wrong.of(error, "")
        stops = " Firstread does not start without it, because something is to be encrypted." if encrypted else ""
        raise Wrong(f"{wrong.text}{stops}", wrong.remedy) from error
    return "It can be used."


def processor(settings: Settings, cancel: Cancel) -> str:
    """Open the network where it would run, with its numeric self-test; may take minutes the first time on a GPU."""
    blast = settings.analysis_reader == BLAST_CT
    return _opened(settings, open_blast_ct if blast else open_detector, _IMPORT if blast else _PROVIDER, cancel)


def second_reader(settings: Settings, cancel: Cancel) -> str:
    """As :func:`processor`, for the second reader."""
    remedy = _IMPORT if other(settings.analysis_reader) == BLAST_CT else _PROVIDER
    return _opened(settings, second_opener_of(settings), remedy, cancel)


def _opened(settings: Settings, opener: OpenDetector, remedy: str, cancel: Cancel) -> str:
    pool = AnalysisPool(settings.analysis_model_dir, settings.analysis_provider, opener)
    try:
        with cancel.ending(pool.close):
            pool.start()
            device = pool.device()
    finally:
        pool.close()
        pool.join()
    cancel.check()
    if not device.ready:
        raise Wrong(device.text, remedy)
    return device.text


def _existing(folder: Path) -> Path:
    return next(parent for parent in (folder, *folder.parents) if _is_there(parent))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # in a folder that we may not look into: that one tells what is wrong
        return False
