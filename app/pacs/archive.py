"""One archive: where it is, what we call each other, and how long we wait for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Archive:
    """The address of an archive (PACS) and the four time limits, in seconds, of a conversation with it.

    Attributes:
        connection_timeout_s: until the TCP connection stands.
        acse_timeout_s: until the association is accepted or released.
        dimse_timeout_s: until the next complete answer or image.
        network_timeout_s: without any data, on an open association.

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

    @classmethod
    def from_settings(cls, settings: Settings) -> Archive:
        """The archive that the settings describe; raises ValueError for a bad AE title."""
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
        )
