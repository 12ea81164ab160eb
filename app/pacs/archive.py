"""One archive: where it is, what we call each other, how it is reached, and how long we wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.paths import typed_path
from app.settings import Settings


class Method(StrEnum):
    """How images are fetched."""

    AUTO = "auto"
    GET = "c-get"
    MOVE = "c-move"
    DICOMWEB = "dicomweb"


class SendMethod(StrEnum):
    """How results are sent."""

    AUTO = "auto"
    STORE = "c-store"
    STOW = "stow-rs"


class Identity(StrEnum):
    """What we say of the user when an association is negotiated (PS3.7 D.3.3.7)."""

    NONE = "none"
    USER = "user"
    PASSWORD = "password"
    TOKEN = "token"


class WebAuth(StrEnum):
    """How we sign in to DICOMweb (RFC 7617, RFC 6750)."""

    NONE = "none"
    BASIC = "basic"
    BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Tls:
    """TLS of a connection: who signs the archive's certificate, and our own one. None for what the system trusts.

    ``hostname`` is the name in the archive's certificate where it is not the host's.
    """

    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None
    hostname: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which studies of an archive are looked at. ``*`` and ``?`` stand for any letters; empty for all."""

    stations: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    body_parts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stations or self.departments or self.descriptions or self.body_parts)


@dataclass(frozen=True, slots=True)
class Archive:
    """The address of an archive (PACS) and the four time limits, in seconds, of a conversation with it.

    Attributes:
        connection_timeout_s: until the TCP connection stands, with TLS where it is wanted.
        acse_timeout_s: until the association is accepted or released.
        dimse_timeout_s: until the next complete answer or image.
        network_timeout_s: without any data, on an open association.
        priority: of several archives with the same study, the one with the lowest number is asked for it.
        associations: at most so many connections at the same time.

    Passwords and tokens are not here: see :mod:`app.pacs.secret_store`.

    Raises ValueError for an AE title or port that DICOM does not allow (PS3.5 6.2, VR AE).
    """

    name: str
    host: str
    port: int
    ae_title: str
    calling_ae_title: str = "FIRSTREAD"
    connection_timeout_s: float = 2.0
    acse_timeout_s: float = 2.5
    dimse_timeout_s: float = 60.0
    network_timeout_s: float = 60.0
    method: Method = Method.AUTO
    priority: int = 5
    associations: int = 4
    filters: Filters = Filters()
    tls: Tls | None = None
    identity: Identity = Identity.NONE
    user: str = ""
    dicomweb_url: str = ""
    dicomweb_auth: WebAuth = WebAuth.NONE
    dicomweb_tls: Tls = Tls()
    send_method: SendMethod = SendMethod.AUTO

    def __post_init__(self) -> None:
        for title in (self.ae_title, self.calling_ae_title):
            if not 1 <= len(title.strip()) <= 16 or not title.isascii() or not title.isprintable() or "\\" in title:
                raise ValueError("an AE title has 1 to 16 ASCII characters and no backslash")
        if not 1 <= self.port <= 65535:
            raise ValueError("port must be 1 to 65535")
        if not self.host:
            raise ValueError("host must not be empty")
        if min(self.connection_timeout_s, self.acse_timeout_s, self.dimse_timeout_s, self.network_timeout_s) <= 0:
            raise ValueError("time limits must be positive")
        if self.associations < 1:
            raise ValueError("at least one association is needed")
        if self.method is Method.DICOMWEB and not self.dicomweb_url:
            raise ValueError("method dicomweb needs dicomweb_url, the address of DICOMweb")
        if self.send_method is SendMethod.STOW and not self.dicomweb_url:
            raise ValueError("send_method stow-rs needs dicomweb_url, the address of DICOMweb")

    @property
    def takes_stow(self) -> bool:
        """Whether results go to it by STOW-RS, and not by C-STORE."""
        by_web = self.send_method is SendMethod.AUTO and self.method is Method.DICOMWEB
        return by_web or self.send_method is SendMethod.STOW

    @property
    def key(self) -> str:
        """Tells this archive from others, also where two have the same name; for what is remembered of it."""
        return f"{self.ae_title}@{self.host}:{self.port} {self.dicomweb_url}".strip()

    @classmethod
    def from_settings(cls, settings: Settings) -> Archive:
        """The archive of the settings ``archive_...``; raises ValueError for a bad AE title."""
        tls = Tls(
            typed_path(settings.archive_tls_ca_file),
            typed_path(settings.archive_tls_certificate_file),
            typed_path(settings.archive_tls_key_file),
            settings.archive_tls_hostname,
        )
        return cls(
            name=settings.archive_name,
            host=settings.archive_host,
            port=settings.archive_port,
            ae_title=settings.archive_ae_title,
            calling_ae_title=settings.archive_calling_ae_title,
            connection_timeout_s=settings.archive_connection_timeout_s,
            acse_timeout_s=settings.archive_acse_timeout_s,
            dimse_timeout_s=settings.archive_dimse_timeout_s,
            network_timeout_s=settings.archive_network_timeout_s,
            method=Method(settings.archive_method),
            priority=settings.archive_priority,
            associations=settings.archive_associations,
            filters=Filters(
                settings.archive_stations,
                settings.archive_departments,
                settings.archive_descriptions,
                settings.archive_body_parts,
            ),
            tls=tls if settings.archive_tls else None,
            identity=Identity(settings.archive_identity),
            user=settings.archive_user,
            dicomweb_url=settings.archive_dicomweb_url.rstrip("/"),
            dicomweb_auth=WebAuth(settings.archive_dicomweb_auth),
            dicomweb_tls=tls,
            send_method=SendMethod(settings.archive_send_method),
        )

    @classmethod
    def all_from_settings(cls, settings: Settings) -> tuple[Archive, ...]:
        """Every archive of the settings, those with the lowest priority number first; raises ValueError."""
        return tuple(sorted((cls.from_settings(one) for one in settings.archives()), key=lambda one: one.priority))


def destinations(archives: Sequence[Archive], settings: Settings) -> tuple[Archive, ...]:
    """The archives that get results: those that the settings name, or the first of all; none where nothing is sent."""
    if not settings.results_send:
        return ()
    names = settings.results_archives
    return tuple(one for one in archives if one.name in names) if names else tuple(archives[:1])
