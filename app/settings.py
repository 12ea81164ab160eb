"""Every setting, declared once: section, type, default, range and help.

The file is TOML with one table per section. A value that is missing takes its default; a value of the wrong type
or out of range is named with its line as a :class:`Problem` and takes its default too, so a bad file never stops the
worklist. Values of the machine's policy (:mod:`app.policy`) go before those of the file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_type_hints

import tomli_w

from app.errors import SettingsError
from app.paths import PRIVATE_FILE, private_folder
from app.toml_file import TomlFile
from inference.readers import FIRSTREAD, READERS

Value = bool | int | float | str | tuple[str, ...]
Entry = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One value of a settings file that was not used; ``text`` names it, its file and line, and what is used instead.

    ``line`` counts from 1; None where the trouble has no line. ``overruled`` where the value is good, and another goes
    before it.
    """

    key: str
    text: str
    line: int | None = None
    overruled: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """How one setting is declared. ``low`` and ``high`` are inclusive; for text they bound its length.

    ``pattern`` is a regular expression that a text has to match as a whole, and ``form`` says in words what it wants.
    """

    name: str
    section: str
    type: type
    default: Value
    help: str
    low: float
    high: float
    choices: tuple[str, ...]
    pattern: str = ""
    form: str = ""

    @property
    def key(self) -> str:
        """Table and key in the file, such as ``archive.port``."""
        return f"{self.section}.{self.name.removeprefix(self.section + '_')}"

    @property
    def shared(self) -> bool:
        """Whether a table ``[[archives]]`` that leaves it out has that of ``[archive]``, not the default."""
        return self.section == "archive" and self.name.endswith(_COMMON)

    @property
    def expected(self) -> str:
        """In words, what the value must be."""
        if self.type is bool:
            return "true or false"
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.type is tuple:
            return "a list of words"
        if self.type is str:
            return f"a text of {self.low:g} to {self.high:g} {self.form or 'characters'}"
        return f"a {'whole ' if self.type is int else ''}number from {self.low:g} to {self.high:g}"

    def accept(self, value: object) -> Value:
        """``value`` as this setting's own type; raises ValueError where it does not fit."""
        if self.type is bool and isinstance(value, bool):
            return value
        if self.type in (int, float) and isinstance(value, int | float) and not isinstance(value, bool):
            in_range = self.low <= value <= self.high  # asked first: a whole number may be too large for any float
            if in_range and (self.type is float or float(value).is_integer()):
                return float(value) if self.type is float else int(value)
        if self.type is str and isinstance(value, str):
            value = value.strip()  # what is pasted often has a blank or a line's end with it
            fits = value in self.choices if self.choices else self.low <= len(value) <= self.high
            if fits and value.isprintable() and (not self.pattern or re.fullmatch(self.pattern, value)):
                return value
        if self.type is tuple and isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value):
            return tuple(value)
        raise ValueError(f"{self.key} must be {self.expected}")


#: An AE title: printable ASCII without backslash, not of blanks alone (PS3.5 6.2, VR AE).
_AE_TITLE = r"(?=.*\S)[ -\[\]-~]+"
_AE_FORM = "ASCII characters without backslash"
#: A time of day, or nothing.
_CLOCK = r"(([01]\d|2[0-3]):[0-5]\d)?"
_CLOCK_FORM = "characters, hours and minutes such as 22:00"


def _declare(
    section: str,
    default: Value,
    help: str,
    low: float = 0,
    high: float = math.inf,
    choices: tuple[str, ...] = (),
    pattern: str = "",
    form: str = "",
) -> Any:
    return field(
        default=default,
        metadata={
            "default": default, "section": section, "help": help, "low": low, "high": high, "choices": choices,
            "pattern": pattern, "form": form,
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their values; construct with keywords, load with :meth:`load`."""

    archive_name: str = _declare("archive", "Archive", "Name of the archive, as shown in the status bar.", 1, 40)
    archive_host: str = _declare("archive", "127.0.0.1", "Host name or address of the archive (PACS).", 1, 253)
    archive_port: int = _declare("archive", 4242, "TCP port of the archive's DICOM service.", 1, 65535)
    archive_ae_title: str = _declare(
        "archive", "ORTHANC", "AE title of the archive.", 1, 16, pattern=_AE_TITLE, form=_AE_FORM
    )
    archive_calling_ae_title: str = _declare(
        "archive", "FIRSTREAD", "Our own AE title, as the archive's administrator entered it.", 1, 16,
        pattern=_AE_TITLE, form=_AE_FORM,
    )  # fmt: skip
    archive_connection_timeout_s: float = _declare(
        "archive", 2.0, "Seconds to wait for the TCP connection before the archive counts as unreachable.", 0.1, 60
    )
    archive_acse_timeout_s: float = _declare(
        "archive", 2.5, "Seconds to wait for the archive to accept or release an association.", 0.1, 120
    )
    archive_dimse_timeout_s: float = _declare(
        "archive", 60.0, "Seconds to wait for the next answer or image; some archives think for minutes.", 1, 900
    )
    archive_network_timeout_s: float = _declare(
        "archive", 60.0, "Seconds without any data after which a connection counts as dead.", 1, 900
    )
    archive_method: str = _declare(
        "archive", "auto", "How images are fetched; auto takes what works: C-GET, then C-MOVE, then DICOMweb.",
        choices=("auto", "c-get", "c-move", "dicomweb"),
    )  # fmt: skip
    archive_priority: int = _declare(
        "archive", 5, "Of several archives that hold a study, the one with the lowest number is asked for it.", 1, 9
    )
    archive_associations: int = _declare("archive", 4, "Most connections to the archive at the same time.", 1, 32)
    archive_stations: tuple[str, ...] = _declare(
        "archive", (), "Only studies of these stations; * stands for any letters. Empty for all."
    )
    archive_departments: tuple[str, ...] = _declare(
        "archive", (), "Only studies of these departments or institutions; * stands for any letters. Empty for all."
    )
    archive_descriptions: tuple[str, ...] = _declare(
        "archive", (), "Only studies with such a description, such as *head*; * stands for any letters. Empty for all."
    )
    archive_body_parts: tuple[str, ...] = _declare(
        "archive", (), "Only studies with a series of such a body part, such as HEAD; a study that names none is taken."
    )
    archive_tls: bool = _declare("archive", False, "Encrypt the DICOM connection (TLS 1.2 or later).")
    archive_tls_hostname: str = _declare(
        "archive", "", "Name in the archive's certificate, where it is not the host's; empty for the host.", 0, 253
    )
    archive_tls_ca_file: str = _declare(
        "archive", "", "Certificates (PEM) of who signs the archive's; empty for those the system trusts.", 0, 1024
    )
    archive_tls_certificate_file: str = _declare(
        "archive", "", "Our own certificate (PEM), which the archive may ask for; empty for none.", 0, 1024
    )
    archive_tls_key_file: str = _declare(
        "archive", "", "Key of our own certificate (PEM); empty where it is in the same file.", 0, 1024
    )
    archive_identity: str = _declare(
        "archive", "none", "What we say of who asks; the password or token is in the system's key store.",
        choices=("none", "user", "password", "token"),
    )  # fmt: skip
    archive_user: str = _declare("archive", "", "User name, where the archive or DICOMweb wants one.", 0, 64)
    archive_dicomweb_url: str = _declare(
        "archive", "", "Address of DICOMweb, such as https://pacs/dicom-web; empty for none.", 0, 2048,
        pattern=r"(https?://[^\s]+)?", form="characters, beginning with https:// or http://",
    )  # fmt: skip
    archive_dicomweb_auth: str = _declare(
        "archive", "none", "How we sign in to DICOMweb; the password or token is in the system's key store.",
        choices=("none", "basic", "bearer"),
    )  # fmt: skip

    archive_send_method: str = _declare(
        "archive", "auto", "How results are sent to it; auto takes C-STORE, or STOW-RS where method is dicomweb.",
        choices=("auto", "c-store", "stow-rs"),
    )  # fmt: skip

    poll_interval_s: float = _declare("poll", 15.0, "Seconds between two questions for new studies.", 0.2, 3600)
    poll_lookback_hours: float = _declare(
        "poll", 24.0, "How far back studies are asked for, in hours; rounded to whole days.", 1, 24 * 60
    )
    poll_modality: str = _declare("poll", "CT", "Modality of the studies to look at.", choices=("CT",))

    fetch_threads: int = _declare("fetch", 2, "How many studies are fetched at the same time.", 1, 8)
    fetch_settle_s: float = _declare(
        "fetch", 5.0, "Seconds without a change in its number of images before a new study counts as whole.",
        0, 600,
    )  # fmt: skip
    fetch_retries: int = _declare(
        "fetch", 6, "How often a study is fetched again when images are missing or the archive fails.", 0, 100
    )
    fetch_backoff_s: float = _declare(
        "fetch", 10.0, "Seconds before the first of these attempts; doubled each time, at most ten minutes.", 0.05, 600
    )
    fetch_ahead: int = _declare(
        "fetch", 20, "While so many studies wait to be analysed, only opened ones and emergencies are fetched.", 1, 1000
    )
    fetch_least_disk_gb: float = _declare(
        "fetch", 2.0, "Nothing new is fetched while the disk of the image cache has less free space, in GB.", 0, 10000
    )
    fetch_least_memory_gb: float = _declare(
        "fetch", 0.5, "Nothing new is fetched while the computer has less free memory, in GB.", 0, 1000
    )

    receive_enabled: bool = _declare(
        "receive", False, "Take studies that scanners, routers and archives send here, without asking for them."
    )
    receive_port: int = _declare("receive", 11112, "TCP port on which images are taken.", 1, 65535)
    receive_ae_title: str = _declare(
        "receive", "FIRSTREAD", "AE title under which images are taken.", 1, 16, pattern=_AE_TITLE, form=_AE_FORM
    )
    receive_calling_ae_titles: tuple[str, ...] = _declare(
        "receive", (), "AE titles that may send images; empty for any."
    )
    receive_addresses: tuple[str, ...] = _declare(
        "receive", (), "Addresses or networks such as 10.1.0.0/16 that may send images; empty for any."
    )
    receive_tls: bool = _declare("receive", False, "Take only encrypted connections (TLS 1.2 or later).")
    receive_tls_certificate_file: str = _declare(
        "receive", "", "Certificate (PEM) that we show to who sends; receive.tls needs it.", 0, 1024
    )
    receive_tls_key_file: str = _declare(
        "receive", "", "Key of that certificate (PEM); empty where it is in the same file.", 0, 1024
    )
    receive_tls_ca_file: str = _declare(
        "receive",
        "",
        "Certificates (PEM) of who signs the senders', which then have to show one; empty for none.",
        0,
        1024,
    )
    receive_settle_s: float = _declare(
        "receive", 5.0, "Seconds without another image before a sent study is analysed; more for slow senders.",
        0, 600,
    )  # fmt: skip

    folder_path: str = _declare(
        "folder", "", "Folder whose DICOM files are taken up as studies; empty for none. Nothing in it is changed.",
        0, 1024,
    )  # fmt: skip
    folder_interval_s: float = _declare("folder", 5.0, "Seconds between two looks through that folder.", 0.1, 3600)
    folder_settle_s: float = _declare(
        "folder", 5.0, "Seconds that a file has to stay unchanged before it is taken.", 0, 600
    )

    analysis_provider: str = _declare(
        "analysis", "auto", "Where the network runs; auto takes the fastest that really works.",
        choices=("auto", "tensorrt", "cuda", "openvino", "cpu"),
    )  # fmt: skip
    analysis_model_dir: str = _declare(
        "analysis", "", "Folder of the trained model; empty for the model that ships with Firstread.", 0, 1024
    )
    analysis_reader: str = _declare(
        "analysis", FIRSTREAD, "Who judges studies: Firstread's own network, or BLAST-CT, which you import yourself.",
        choices=READERS,
    )  # fmt: skip
    analysis_second_reader: bool = _declare(
        "analysis", False,
        "Let the other one of the two judge each study as well, while none waits; it changes no result and no order.",
    )  # fmt: skip
    analysis_timeout_s: float = _declare(
        "analysis", 300.0, "Seconds after which the analysis of one study is given up.", 1, 7200
    )
    analysis_priors: bool = _declare(
        "analysis", False, "Fetch and analyse the last earlier head CT of a patient as well, to tell what has changed."
    )

    cluster_url: str = _declare(
        "cluster", "", "Address of the department's detector, such as https://cluster:8900; empty for none.", 0, 2048,
        pattern=r"(https://[^\s/]+|http://(127\.0\.0\.1|localhost)(:\d+)?)?", form="characters, beginning with https://",
    )  # fmt: skip
    cluster_token_file: str = _declare(
        "cluster", "", "File with the secret that the department's detector asks for; empty for none.", 0, 1024
    )
    cluster_ca_file: str = _declare(
        "cluster", "", "Certificates (PEM) of who signs the detector's; empty for those the system trusts.", 0, 1024
    )

    queue_recent_hours: float = _declare(
        "queue", 4.0, "Studies not older than this are fetched and analysed before the backlog.", 0.1, 24 * 60
    )
    queue_emergency_words: tuple[str, ...] = _declare(
        "queue", ("emergency", "trauma", "stroke", "stat"),
        "A study whose description or station has one of these words is fetched and analysed before routine ones.",
    )  # fmt: skip

    audit_syslog_host: str = _declare(
        "audit", "", "Host of a syslog collector that gets DICOM audit messages (PS3.15 A.5); empty for none.", 0, 253
    )
    audit_syslog_port: int = _declare("audit", 6514, "Port of the syslog collector.", 1, 65535)
    audit_syslog_tls: bool = _declare(
        "audit", True, "Send over TLS (RFC 5425); otherwise over UDP, without Patient IDs."
    )
    audit_syslog_ca_file: str = _declare(
        "audit", "", "File with the certificate of who signs the collector's; empty for the system's own.", 0, 1024
    )

    results_send: bool = _declare(
        "results", False, "Send each result to archives as DICOM objects, marked as made by an algorithm."
    )
    results_archives: tuple[str, ...] = _declare(
        "results", (), "Names of the archives that get the results; empty for the first one."
    )
    results_objects: tuple[str, ...] = _declare(
        "results", ("segmentation", "report", "key-objects", "presentation-state", "capture"),
        "What is sent: segmentation, report, key-objects, presentation-state and capture, or some of them.",
    )  # fmt: skip
    results_commitment: bool = _declare(
        "results", True, "Ask the archives to confirm that they keep what was sent (storage commitment)."
    )

    storage_images_gb: float = _declare(
        "storage", 50.0, "Room for images in GB; beyond it the images least recently needed are removed.", 0.1, 100_000
    )
    storage_free_gb: float = _declare(
        "storage", 5.0, "GB to leave free on the disk of the images; below it images are removed, too.", 0, 100_000
    )
    storage_images_days: int = _declare(
        "storage", 14, "Days after which images that nobody needed are removed; results are kept.", 1, 3650
    )
    storage_results_days: int = _declare(
        "storage", 365, "Days after which a study is forgotten, with its result and its row in the worklist.", 1, 36500
    )

    privacy_lock_minutes: int = _declare(
        "privacy", 0, "Minutes without mouse or keyboard after which the windows are covered; 0 for never.", 0, 1440
    )
    privacy_encrypt_journal: bool = _declare(
        "privacy", False, "Encrypt what the journal holds of patients; the key is in the system's key store."
    )
    privacy_encrypt_images: bool = _declare(
        "privacy", False, "Encrypt the images in the cache; the key is in the system's key store."
    )

    updates_trusted_keys: tuple[str, ...] = _declare(
        "updates", (), "Public keys (minisign, RW...) of who may sign models and installers; empty for nobody."
    )

    team_reader_name: str = _declare(
        "team", "", "Your name as the other readers see it; empty for the login name.", 0, 64
    )
    team_folder: str = _declare(
        "team", "", "Folder that all workstations can write to, to show each other claims; empty for none.", 0, 1024
    )
    team_database: str = _declare(
        "team",
        "",
        "PostgreSQL database that shares claims, readings, flags, notes and verdicts; empty for none.",
        0,
        1024,
    )
    team_database_ca_file: str = _declare(
        "team", "", "File with the certificate of who signs the database's; empty for the system's own.", 0, 1024
    )

    viewer_url: str = _declare(
        "viewer", "",
        "Address that opens a study in the viewer of the PACS, with {study_uid}, {accession} or {patient_id}.",
        0, 2048,
    )  # fmt: skip
    viewer_command: tuple[str, ...] = _declare(
        "viewer", (), "Program and arguments that open a study instead, one word each, with the same placeholders."
    )

    window_theme: str = _declare(
        "window", "system", "Colours of the window; system follows the desktop.", choices=("system", "dark", "light")
    )
    window_language: str = _declare(
        "window", "system", "Language of the windows; system follows the desktop.",
        choices=("system", "en", "de", "fr", "es"),
    )  # fmt: skip

    alerts_enabled: bool = _declare("alerts", True, "Tell of probable hemorrhage on the desktop, once for each study.")
    alerts_least_probability: float = _declare(
        "alerts", 0.0, "No alert for a positive study with a lower probability.", 0, 1
    )
    alerts_sound: bool = _declare("alerts", False, "Play a short sound with each alert.")
    alerts_quiet_from: str = _declare(
        "alerts", "", "Start of the quiet hours, such as 22:00; what then waits is told at their end. Empty for none.",
        0, 5, pattern=_CLOCK, form=_CLOCK_FORM,
    )  # fmt: skip
    alerts_quiet_to: str = _declare(
        "alerts", "", "End of the quiet hours, such as 06:00; empty for none.", 0, 5, pattern=_CLOCK, form=_CLOCK_FORM
    )
    alerts_escalate_minutes: float = _declare(
        "alerts", 10.0, "Minutes after which a study is told of once more if nobody opened it; 0 for never.", 0, 1440
    )
    alerts_strip: bool = _declare(
        "alerts", False, "Show the strip, a small window that stays on top of all others, at the start."
    )
    alerts_strip_names: bool = _declare("alerts", False, "Show patients' names in the strip.")

    department_emergency_percent: float = _declare(
        "department", 10.0, "Share of head CTs with hemorrhage among emergencies; an assumption, set your own.", 0.1, 90
    )
    department_inpatient_percent: float = _declare(
        "department", 10.0, "Share of head CTs with hemorrhage among inpatients; an assumption, set your own.", 0.1, 90
    )
    department_outpatient_percent: float = _declare(
        "department", 2.0, "Share of head CTs with hemorrhage among outpatients; an assumption, set your own.", 0.1, 90
    )
    department_shift_hours: float = _declare("department", 8.0, "Length of a shift in hours.", 1, 24)

    #: The tables ``[[archives]]``: what each sets, as pairs of a name such as ``host`` and its value.
    more_archives: tuple[Entry, ...] = ()

    def __post_init__(self) -> None:
        for declared in self.declared():
            object.__setattr__(self, declared.name, declared.accept(getattr(self, declared.name)))
        for entry in self.more_archives:
            for name, value in entry:
                _BY_KEY[f"archive.{name}"].accept(value)

    @classmethod
    def declared(cls) -> tuple[Declared, ...]:
        """Every setting, in the order of the file."""
        return _DECLARED

    @classmethod
    def from_tables(cls, tables: Mapping[str, object]) -> tuple[Settings, tuple[Problem, ...]]:
        """Settings from parsed TOML, and the values that could not be used."""
        values, problems = accept_tables(tables)
        return cls.of(values), problems

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> Settings:
        """Settings with these values by key, and defaults for the rest; raises ValueError for one that does not fit."""
        own: dict[str, Any] = {one.name: values[one.key] for one in _DECLARED if one.key in values}
        return cls(**own, more_archives=_entries(values))

    @classmethod
    def load(
        cls, path: Path, policy: Mapping[str, Value] = MappingProxyType({})
    ) -> tuple[Settings, tuple[Problem, ...]]:
        """Settings of the file at ``path`` and its problems; defaults without a file. Never raises for its content.

        ``policy`` holds values by key that the file cannot change (:attr:`app.policy.Policy.values`).
        """
        values, problems = accept_file(path)
        overruled = [
            Problem(key, f"{key} is set by your administrator; the value in {path.name} is ignored.", overruled=True)
            for key in values
            if key in policy and values[key] != policy[key]
        ]
        if _entries(policy):  # the list is one value: entries of two files do not mix
            values = {key: value for key, value in values.items() if not key.startswith(_ENTRY)}
        return cls.of(values | dict(policy)), (*problems, *overruled)

    def value(self, key: str) -> Value:
        """The value of a setting by its key, such as ``archive.port``; raises KeyError."""
        value: Value = getattr(self, _BY_KEY[key].name)
        return value

    def archives(self) -> tuple[Settings, ...]:
        """One copy of these settings for each archive, with the settings ``archive_...`` of that one.

        First the table ``[archive]``, unless nobody set it while there are ``[[archives]]``; these take our own AE
        title and the time limits from it where they set none.
        """
        if not self.more_archives:
            return (self,)
        first = any(getattr(self, f"archive_{name}") != _BY_KEY[f"archive.{name}"].default for name in _ADDRESS)
        common: dict[str, Any] = {
            declared.name: getattr(self, declared.name) if declared.shared else declared.default
            for declared in _DECLARED
            if declared.section == "archive"
        }
        others = [
            replace(self, more_archives=(), **common | {f"archive_{name}": value for name, value in entry})
            for entry in self.more_archives
        ]
        return (replace(self, more_archives=()), *others) if first else tuple(others)

    def archive_values(self) -> dict[str, Value]:
        """The values of ``[[archives]]`` by key, such as ``archives.0.host``, as :meth:`of` takes them."""
        return {
            f"{_ENTRY}{number}.{name}": value
            for number, entry in enumerate(self.more_archives)
            for name, value in entry
        }

    def tables(self, leave_out: Container[str] = ()) -> dict[str, Any]:
        """What differs from the defaults, as TOML tables; so a better default of a later version takes effect.

        The keys of ``leave_out`` are left out: what the policy sets is not the user's own choice.
        """
        tables: dict[str, Any] = {}
        for declared in _DECLARED:
            value = getattr(self, declared.name)
            if value != declared.default and declared.key not in leave_out:
                tables.setdefault(declared.section, {})[declared.key.partition(".")[2]] = _plain(value)
        if self.more_archives and not any(key in leave_out for key in self.archive_values()):
            tables[_ARCHIVES] = [{name: _plain(value) for name, value in entry} for entry in self.more_archives]
        return tables

    def save(self, path: Path, leave_out: Container[str] = ()) -> None:
        """Write :meth:`tables` with mode 0600, in one step so that a crash leaves the old; raises SettingsError."""
        partial = path.with_name(path.name + ".part")
        try:
            private_folder(path.parent)
            partial.write_text(tomli_w.dumps(self.tables(leave_out)), encoding="utf-8")
            partial.chmod(PRIVATE_FILE)
            partial.replace(path)
        except OSError as error:
            why = error.strerror or "unknown error"
            raise SettingsError("settings_not_saved", f"The settings could not be saved: {why}.") from error


def _declarations() -> tuple[Declared, ...]:
    types = get_type_hints(Settings)
    return tuple(
        Declared(f.name, type=getattr(types[f.name], "__origin__", types[f.name]), **f.metadata)
        for f in fields(Settings)
        if "section" in f.metadata
    )


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _entries(values: Mapping[str, Value]) -> tuple[Entry, ...]:
    """The values of ``[[archives]]``, by their number."""
    found: dict[int, list[tuple[str, Value]]] = {}
    for key, value in values.items():
        if key.startswith(_ENTRY):
            number, _, name = key.removeprefix(_ENTRY).partition(".")
            found.setdefault(int(number), []).append((name, value))
    return tuple(tuple(found[number]) for number in sorted(found))


_ARCHIVES = "archives"
_ENTRY = f"{_ARCHIVES}."
#: Without any of these an archive was not described at all.
_ADDRESS = ("host", "port", "ae_title", "dicomweb_url")
_COMMON = ("_calling_ae_title", "_timeout_s")

_DECLARED = _declarations()
_BY_KEY = {declared.key: declared for declared in _DECLARED}
_SECTIONS = {declared.section for declared in _DECLARED}


def accept_tables(
    tables: Mapping[str, object], file: TomlFile | None = None, otherwise: str = ""
) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """The usable values of parsed TOML by key, and a Problem for each other one.

    With ``file`` the problems name it and the line. ``otherwise`` says what happens instead of using a bad value;
    without it, that the default is used.
    """
    values: dict[str, Value] = {}
    problems: list[Problem] = []

    def wrong(key: str, text: str) -> None:
        line = file.line(key) if file is not None else None
        where = f"{file.path.name}, line {line}: " if file is not None and line is not None else ""
        problems.append(Problem(key, where + text, line))

    def accept(key: str, declared: Declared | None, value: object) -> None:
        if declared is None:
            wrong(key, f"{key} is not a setting; it is ignored.")
            return
        try:
            values[key] = declared.accept(value)
        except ValueError:
            default = "its default" if declared.type is tuple else repr(declared.default)
            wrong(key, f"{key} must be {declared.expected}; {otherwise or f'{default} is used instead'}.")

    for section, table in tables.items():
        if section == _ARCHIVES and isinstance(table, list) and all(isinstance(entry, Mapping) for entry in table):
            for number, entry in enumerate(table):
                values[f"{_ENTRY}{number}.name"] = f"Archive {number + 2}"
                for name, value in entry.items():
                    accept(f"{_ENTRY}{number}.{name}", _BY_KEY.get(f"archive.{name}"), value)
            continue
        if section not in _SECTIONS or not isinstance(table, Mapping):
            wrong(str(section), f"{section} is not a section of the settings; it is ignored.")
            continue
        for name, value in table.items():
            key = f"{section}.{name}"
            accept(key, _BY_KEY.get(key), value)
    return values, tuple(problems)


def accept_file(
    path: Path, otherwise: str = "", instead: str = "the defaults are used instead"
) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """The usable values of a TOML file by key, and its problems; nothing without a file. Never raises for its content.

    ``otherwise`` is as in :func:`accept_tables`; ``instead`` says the same of the whole file.
    """
    try:
        file = TomlFile(path)
    except FileNotFoundError:
        return {}, ()
    except ValueError as error:
        return {}, (Problem(path.name, f"{path.name} cannot be read ({error}); {instead}."),)
    except OSError as error:
        why = error.strerror or "unknown error"
        return {}, (Problem(path.name, f"{path.name} cannot be opened ({why}); {instead}."),)
    return accept_tables(file.tables, file, otherwise)
