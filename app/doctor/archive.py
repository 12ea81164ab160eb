"""One archive, step by step, as the worklist will use it: by DIMSE, each step after the one before, and by DICOMweb."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from app.doctor.finding import Finding, Skipped, Wrong, look
from app.domain.study import Study
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs import probe
from app.pacs.archive import Archive, Method
from app.pacs.association import Cancel, echo
from app.pacs.query import find_studies, window
from app.pacs.store_scp import Listening, StoreScp
from app.pacs.tls import client_context, explained, file_expiries, peer_expiry, receiving_context
from app.pacs.web_probe import ask_web
from app.results.dicom.kinds import SOP_CLASSES, Kind
from app.settings import Settings

#: A study that lies this far ahead of us was made by a clock that is not ours.
_SKEW = timedelta(minutes=5)
#: In so many of the newest studies an image is looked for, to be fetched.
_TRIED = 3
_BROKEN = "Not tried, because a step before failed."


@dataclass(slots=True)
class _Patient:
    """The archive under examination, and what the steps so far brought."""

    archive: Archive
    settings: Settings
    cancel: Cancel
    studies: tuple[Study, ...] = ()
    granted: frozenset[str] = field(default_factory=frozenset)
    image: probe.Image | None = None
    fetched: bool = False
    skew: timedelta | None = None
    broken: bool = False

    @property
    def days(self) -> tuple[date, date]:
        return window(datetime.now(), self.settings.poll_lookback_hours)


def examine_archive(archive: Archive, settings: Settings, cancel: Cancel | None = None) -> Iterator[Finding]:
    """All steps for one archive. Raises ArchiveCancelled.

    Where a step of DIMSE fails that the others need, they are not tried; DICOMweb has an address of its own and is.
    """
    patient = _Patient(archive, settings, Cancel() if cancel is None else cancel)
    by_dimse: Sequence[tuple[str, Callable[[_Patient], str], bool]] = (
        ("name", _resolve, True),
        ("port", _connect, True),
        ("TLS", _tls, True),
        ("association", _associate, False),
        ("C-ECHO", _echo, True),
        ("C-FIND", _find, True),
        ("C-GET", _get, False),
        ("C-MOVE", _move, False),
        ("character sets", _character_sets, False),
    )
    for name, do, needed in by_dimse:
        patient.cancel.check()
        finding = look(f"archive: {name}", lambda do=do: _dimse(do, patient), archive.name)  # type: ignore[misc]
        patient.broken |= needed and finding.ok is False
        yield finding
    for name, do in (("DICOMweb", _dicomweb), ("results", _results), ("clock", _clock)):
        patient.cancel.check()
        yield look(f"archive: {name}", lambda do=do: do(patient), archive.name)  # type: ignore[misc]


def _dimse(do: Callable[[_Patient], str], patient: _Patient) -> str:
    if patient.archive.method is Method.DICOMWEB:
        raise Skipped("Not in use: this archive is asked by DICOMweb alone.")
    if patient.broken:
        raise Skipped(_BROKEN)
    return do(patient)


def _resolve(patient: _Patient) -> str:
    archive = patient.archive
    try:
        found = socket.getaddrinfo(archive.host, archive.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Wrong(
            f"The host {archive.host!r} of {archive.name} is not known on the network.",
            "Check archive.host in the settings, and this computer's name server.",
        ) from error
    return f"{archive.host} is {found[0][4][0]}."


def _connect(patient: _Patient) -> str:
    archive = patient.archive
    started = time.perf_counter()
    try:
        with socket.create_connection((archive.host, archive.port), archive.connection_timeout_s):
            return f"Port {archive.port} is open, after {(time.perf_counter() - started) * 1000:.0f} ms."
    except TimeoutError as error:
        raise Wrong(
            f"Port {archive.port} of {archive.host} does not answer.", "Ask for the port to be opened in the firewall."
        ) from error
    except OSError as error:
        why = error.strerror or "unknown error"
        raise Wrong(
            f"Port {archive.port} of {archive.host} cannot be reached: {why}.",
            "Check archive.port in the settings, and that the archive is running.",
        ) from error


def _tls(patient: _Patient) -> str:
    archive = patient.archive
    if archive.tls is None:
        raise Skipped("Not in use: what crosses the network is not encrypted.")
    try:
        context = client_context(archive)
        with (
            socket.create_connection((archive.host, archive.port), archive.connection_timeout_s) as plain,
            context.wrap_socket(plain, server_hostname=archive.tls.hostname or archive.host) as secured,
        ):
            version, cipher = secured.version(), (secured.cipher() or ("",))[0]
            shown = peer_expiry(archive, secured.getpeercert(binary_form=True))
    except OSError as error:
        raise Wrong.of(
            explained(error, archive.name), "Check port and TLS settings of this node in the archive."
        ) from error
    except ArchiveError as error:
        raise Wrong.of(
            error, "Check the files of archive.tls_ca_file, tls_certificate_file and tls_key_file."
        ) from error
    warnings = [warning for one in (shown, *file_expiries(archive.tls)) if one and (warning := one.warning())]
    if warnings:
        raise Wrong(" ".join(warnings), "Have the certificate renewed, and its new file entered.")
    until = f", valid until {shown.ends_at:%Y-%m-%d}" if shown else ""
    return f"{version} with {cipher}; the certificate is trusted{until}."


def _associate(patient: _Patient) -> str:
    archive = patient.archive
    try:
        found = probe.services(archive, patient.cancel)
    except ArchiveCancelled:
        raise
    except ArchiveError as error:
        raise Wrong.of(error, _enter_us(archive)) from error
    granted = [one for one in found if one.accepted]
    patient.granted = frozenset(one.name for one in granted)
    text = f"Accepted: {', '.join(one.name for one in granted) or 'nothing'}."
    text += "".join(f" {one.name}: {one.text}." for one in found if not one.accepted)
    get = {probe.GET, probe.IMAGES} <= patient.granted
    if probe.FIND not in patient.granted or not (get or probe.MOVE in patient.granted):
        raise Wrong(
            text,
            f"Have C-FIND and C-GET, or C-FIND and C-MOVE (Study Root), allowed for {archive.calling_ae_title}.",
        )
    return text


def _echo(patient: _Patient) -> str:
    archive = patient.archive
    started = time.perf_counter()
    try:
        echo(archive, patient.cancel)
    except ArchiveCancelled:
        raise
    except ArchiveError as error:
        raise Wrong.of(error, _enter_us(archive)) from error
    taken = (time.perf_counter() - started) * 1000
    return f"{archive.ae_title} answers {archive.calling_ae_title}, with the connection in {taken:.0f} ms."


def _enter_us(archive: Archive) -> str:
    return f"Have {archive.calling_ae_title} entered as a DICOM node in the archive, and check archive.ae_title."


def _find(patient: _Patient) -> str:
    first, last = patient.days
    modality = patient.settings.poll_modality
    left_out = [0]
    try:
        patient.studies = find_studies(
            patient.archive, first, last, modality, cancel=patient.cancel, left_out=left_out.append
        )
    except ArchiveCancelled:
        raise
    except ArchiveError as error:
        raise Wrong.of(error, "Have queries (C-FIND, Study Root) allowed for this node in the archive.") from error
    count = len(patient.studies)
    # With the days, because a clock that is days off makes an archive seem empty, and nothing else shows that.
    days = f"{first:%Y-%m-%d} to {last:%Y-%m-%d}, by this computer's clock"
    rest = f" {left_out[-1]} more cannot be listed for want of a valid Study Instance UID." if left_out[-1] else ""
    return f"{count} {modality} {'study' if count == 1 else 'studies'} of the days that are looked at: {days}.{rest}"


def _get(patient: _Patient) -> str:
    """Fetch one image over the association that asks for it, and forget it."""
    if not {probe.GET, probe.IMAGES} <= patient.granted:
        raise Skipped("Not tried, because the archive does not grant it; images have to come by C-MOVE.")
    try:
        image = _image(patient)
        size = probe.get_image(patient.archive, image, patient.cancel)
    except ArchiveCancelled:
        raise
    except ArchiveError as error:
        raise Wrong.of(error, "Have retrieval allowed for this node in the archive.") from error
    if not size:
        raise Wrong(
            "The archive says that all went well, but no image came.",
            "Have C-GET allowed for this node, and CT Image Storage among its classes.",
        )
    patient.fetched = True
    return f"One image of {size / 1000:.0f} kB came."


def _move(patient: _Patient) -> str:
    """Have one image sent to us: the archive has to know our AE title, our address and our port."""
    settings = patient.settings
    if probe.MOVE not in patient.granted:
        raise Skipped("Not tried, because the archive does not grant it.")
    title, port = settings.receive_ae_title, settings.receive_port
    us = f"Have {title} entered in the archive with this computer's address and port {port}, and that port opened."
    try:
        image = _image(patient)
        with StoreScp(Listening(title, port, tls=receiving_context(settings))) as receiver:
            size = probe.move_image(patient.archive, image, receiver, patient.cancel)
    except ArchiveCancelled:
        raise
    except ArchiveError as error:
        if error.reason.code == "receiver_not_started":
            raise Skipped(
                f"Not tried, because port {port} is in use; close Firstread to have this looked at."
            ) from error
        if patient.fetched:
            raise Skipped(f"{error.reason.text} It is not needed: C-GET works.") from error
        raise Wrong(error.reason.text, us) from error
    if size and not patient.fetched and not settings.receive_enabled:
        raise Wrong(
            "An image came, but images can only come by C-MOVE here, and taking them is switched off.",
            "Set receive.enabled = true in the settings.",
        )
    if size:
        return f"One image of {size / 1000:.0f} kB came to {title} at port {port}."
    if patient.fetched:
        raise Skipped("No image came. It is not needed: C-GET works.")
    raise Wrong("The archive says that all went well, but no image came to us.", us)


def _image(patient: _Patient) -> probe.Image:
    """Some image of one of the newest studies; raises Skipped where there is none, ArchiveError."""
    newest = sorted(patient.studies, key=lambda one: one.study_at or datetime.min, reverse=True)
    for one in newest[:_TRIED] if patient.image is None else ():
        patient.image = probe.an_image(patient.archive, one.study_instance_uid, patient.cancel)
        if patient.image is not None:
            break
    if patient.image is None:
        raise Skipped("Not tried, because no image was found in the time that is looked at.")
    return patient.image


def _character_sets(patient: _Patient) -> str:
    first, last = patient.days
    try:
        found = probe.character_sets(patient.archive, first, last, patient.cancel)
    except ArchiveCancelled:
        raise
    except ArchiveError as error:
        raise Wrong.of(error, "Have queries (C-FIND, Study Root) allowed for this node in the archive.") from error
    if not found.answers:
        raise Skipped("Not tried, because the archive told of no study.")
    declare = "Have the archive, and the scanners that send to it, declare the Specific Character Set they use."
    if found.unknown:
        raise Wrong(f"DICOM does not know the character set {', '.join(map(repr, found.unknown))}.", declare)
    if found.undeclared:
        raise Wrong(
            f"{found.undeclared} of {found.answers} answers have letters beyond ASCII and no character set; "
            "names may look wrong.",
            declare,
        )
    if found.unfit:
        raise Wrong(
            f"{found.unfit} of {found.answers} answers do not fit the character set that they declare; "
            "names may look wrong.",
            declare,
        )
    used = ", ".join(found.declared) or "none, and needs none"
    return f"Declared: {used}. Answers that can be read: {found.answers} of {found.answers}."


def _dicomweb(patient: _Patient) -> str:
    archive = patient.archive
    if not archive.dicomweb_url:
        raise Skipped("Not in use.")
    try:
        found = ask_web(archive, patient.cancel)
    except ArchiveCancelled:
        raise
    except ArchiveError as error:
        raise Wrong.of(error, "Check archive.dicomweb_url in the settings.") from error
    patient.skew = found.skew
    return f"{urlsplit(archive.dicomweb_url).hostname} answers a query in {found.seconds * 1000:.0f} ms."


def _results(patient: _Patient) -> str:
    """Whether the archive takes what is sent to it. Nothing is sent."""
    archive, settings = patient.archive, patient.settings
    if not settings.results_send:
        raise Skipped("Not in use.")
    named = settings.results_archives or (Archive.all_from_settings(settings)[0].name,)
    if archive.name not in named:
        raise Skipped("It gets no results.")
    if archive.takes_stow:
        raise Skipped("Results go by STOW-RS; whether it takes them shows with the first.")
    if patient.broken:
        raise Skipped(_BROKEN)
    kinds = {SOP_CLASSES[kind]: kind.value for kind in Kind if kind in settings.results_objects}
    try:
        refused = probe.refused_classes(archive, kinds, patient.cancel)
    except ArchiveError as error:
        raise Wrong.of(error, "Have storage (C-STORE) allowed for this node in the archive.") from error
    if refused:
        raise Wrong(
            f"It does not take {', '.join(kinds[one] for one in refused)}.",
            "Have the archive accept these for our AE title, or leave them out of results.objects.",
        )
    return f"It takes {', '.join(kinds.values())}."


def _clock(patient: _Patient) -> str:
    """DICOM has no service that tells the time: what lies in the future gives a wrong clock away; DICOMweb tells it."""
    if patient.skew is not None and abs(patient.skew) > _SKEW:
        minutes = abs(patient.skew).total_seconds() / 60
        way = "behind" if patient.skew > timedelta(0) else "ahead of"
        raise Wrong(
            f"This computer's clock is {minutes:.0f} minutes {way} the archive's.",
            "Set clock and time zone of both by the hospital's time server.",
        )
    if patient.skew is not None:
        return f"{abs(patient.skew).total_seconds():.0f} s between this computer's clock and the archive's."
    if patient.broken:
        raise Skipped(_BROKEN)
    ahead = [one.study_at - datetime.now() for one in patient.studies if one.study_at is not None]
    if not ahead:
        raise Skipped("Not tried, because no study with a time was found.")
    most = max(ahead)
    if most > _SKEW:
        minutes = most.total_seconds() / 60
        raise Wrong(
            f"A study of the archive is {minutes:.0f} minutes ahead of this computer's clock.",
            "Set clock and time zone of this computer by the hospital's time server, and have the scanner's checked.",
        )
    return "No study lies ahead of this computer's clock."
