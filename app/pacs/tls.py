"""TLS as BCP 195 (RFC 9325) and PS3.15 B.12 want it: version 1.2 or later, forward secrecy, AEAD, names checked."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from app.errors import ArchiveError
from app.pacs.archive import Archive, Tls
from app.pacs.secret_store import Kind, secret
from app.paths import typed_path
from app.settings import Settings

#: So long before a certificate ends, it is told.
WARN_AHEAD = timedelta(days=30)
#: Our own store, as the password of its key is named in the key store.
RECEIVER = "receive"
#: Of TLS 1.2; those of 1.3 are all good.
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:!aNULL"


def client_context(archive: Archive, tls: Tls | None = None) -> ssl.SSLContext:
    """For connections to an archive; ``tls`` only where it is not that of its DICOM service.

    Raises ArchiveError where a file of ours cannot be used.
    """
    tls = tls or archive.tls or Tls()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _harden(context)
    _trust(context, tls.ca_file, archive.name)
    if tls.certificate_file is not None:
        _present(context, tls, archive.name)
    return context


def server_context(tls: Tls, name: str = RECEIVER) -> ssl.SSLContext:
    """For our own store; a peer has to show a certificate where ``ca_file`` says who signs it. Raises ArchiveError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _harden(context)
    _present(context, tls, name)
    if tls.ca_file is not None:
        _trust(context, tls.ca_file, name)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def receiving_context(settings: Settings) -> ssl.SSLContext | None:
    """The context of the settings ``receive.tls``; None for plain TCP. Raises ArchiveError."""
    if not settings.receive_tls:
        return None
    tls = receiving_tls(settings)
    if tls.certificate_file is None:
        raise ArchiveError("tls_files", "receive.tls needs our certificate; enter it as receive.tls_certificate_file.")
    return server_context(tls, RECEIVER)


def receiving_tls(settings: Settings) -> Tls:
    """The files of the settings ``receive.tls_...``."""
    ca, certificate, key = (
        typed_path(text)
        for text in (settings.receive_tls_ca_file, settings.receive_tls_certificate_file, settings.receive_tls_key_file)
    )
    return Tls(ca, certificate, key)


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a certificate ends. ``what`` names it for people."""

    what: str
    ends_at: datetime

    def warning(self, now: datetime | None = None) -> str:
        """One sentence where it ended or ends within 30 days, else empty."""
        left = self.ends_at - (now or datetime.now(UTC))
        if left <= timedelta(0):
            return f"{self.what} ended on {self.ends_at:%Y-%m-%d}; connections fail until it is renewed."
        if left <= WARN_AHEAD:
            return f"{self.what} ends on {self.ends_at:%Y-%m-%d}; have it renewed."
        return ""


def file_expiries(tls: Tls) -> tuple[Expiry, ...]:
    """When the certificates in our own files end; files that cannot be read tell nothing here.

    Of those that are trusted the last to end counts: while one follows another, both are in the file.
    """
    found = []
    for path, what, which in (
        (tls.certificate_file, "Our certificate", min), (tls.ca_file, "The certificate of who signs", max),
    ):  # fmt: skip
        if path is None:
            continue
        try:
            certificates = x509.load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError):
            continue
        ends = which(one.not_valid_after_utc for one in certificates)
        found.append(Expiry(f"{what} ({path.name})", ends))
    return tuple(found)


def peer_expiry(archive: Archive, encoded: bytes | None) -> Expiry | None:
    """When the certificate (DER) that an archive showed ends; None without one."""
    if not encoded:
        return None
    try:
        certificate = x509.load_der_x509_certificate(encoded)
    except ValueError:
        return None
    return Expiry(f"The certificate of {archive.name}", certificate.not_valid_after_utc)


def is_alert(error: OSError | None) -> bool:
    """Whether the peer said why it ends a TLS connection: with TLS 1.3 it does so only when we think that it stands."""
    return isinstance(error, ssl.SSLError) and "ALERT" in (error.reason or "")


def explained(error: OSError, name: str) -> ArchiveError:
    """Why a TLS connection to ``name``, whose port is open, did not come about or was ended, in plain words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        codes = {
            10: f"The certificate of {name} has expired; its administrator has to renew it.",
            9: f"The certificate of {name} is not valid yet; check the clocks of both computers.",
            18: f"{name} shows a certificate that it signed itself; enter that file as tls_ca_file to trust it.",
            19: f"The certificate of {name} is signed by nobody we trust; enter who signs it as tls_ca_file.",
            20: f"The certificate of {name} is signed by nobody we trust; enter who signs it as tls_ca_file.",
            62: f"The certificate of {name} is for another name; enter that as tls_hostname if it is right.",
            64: f"The certificate of {name} is for another address; enter its name as tls_hostname if it is right.",
        }
        text = codes.get(error.verify_code, f"The certificate of {name} cannot be trusted ({error.verify_message}).")
        return ArchiveError("tls_certificate", text)
    reason = (getattr(error, "reason", "") or "").upper()
    if "CERTIFICATE_REQUIRED" in reason:
        return ArchiveError("tls_refused", f"{name} wants a certificate of ours; enter it as tls_certificate_file.")
    if "ALERT_CERTIFICATE_EXPIRED" in reason:
        return ArchiveError("tls_refused", f"{name} says that our certificate has expired; have it renewed.")
    if is_alert(error) and any(word in reason for word in ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED")):
        return ArchiveError(
            "tls_refused", f"{name} does not accept our certificate; have it signed or entered by its administrator."
        )
    if "WRONG_VERSION_NUMBER" in reason or "UNEXPECTED_EOF" in reason or "RECORD_LAYER" in reason:
        return ArchiveError("tls_not_spoken", f"{name} does not speak TLS on this port; check the port.")
    if "HANDSHAKE_FAILURE" in reason:
        return ArchiveError(
            "tls_too_old",
            f"{name} refuses the encrypted connection: it wants another certificate of ours, "
            "or no TLS version and cipher that is still safe is common to both; its log says more.",
        )
    if "VERSION" in reason or "NO_SHARED_CIPHER" in reason or "PROTOCOL" in reason:
        return ArchiveError("tls_too_old", f"{name} and Firstread share no TLS version and cipher that is still safe.")
    if not isinstance(error, ssl.SSLError):  # it hung up, or said nothing
        return ArchiveError(
            "tls_not_spoken",
            f"{name} takes the connection, but does not answer in TLS; check that its port is the one with TLS.",
        )
    return ArchiveError("tls_failed", f"The encrypted connection to {name} cannot be made; its log may say why.")


def _harden(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_CIPHERS)
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION


def _trust(context: ssl.SSLContext, ca_file: Path | None, name: str) -> None:
    try:
        if ca_file is None:
            context.load_default_certs()
        else:
            context.load_verify_locations(cafile=ca_file)
    except OSError as error:
        which = f"The file of trusted certificates for {name}"
        file = f" ({ca_file.name})" if ca_file is not None else ""
        raise ArchiveError("tls_files", f"{which}{file} cannot be used: {_why_unusable(error)}.") from error


def _present(context: ssl.SSLContext, tls: Tls, name: str) -> None:
    assert tls.certificate_file is not None
    try:
        context.load_cert_chain(tls.certificate_file, tls.key_file, password=lambda: secret(name, Kind.TLS_KEY) or "")
    except (OSError, ValueError) as error:
        files = ", ".join(path.name for path in (tls.certificate_file, tls.key_file) if path is not None)
        which = f"Our certificate or its key for {name} ({files})"
        raise ArchiveError("tls_files", f"{which} cannot be used: {_why_unusable(error)}.") from error


def _why_unusable(error: OSError | ValueError) -> str:
    reason = (error.reason or "") if isinstance(error, ssl.SSLError) else ""
    if "KEY_VALUES_MISMATCH" in reason:
        return "the key does not belong to the certificate"
    if isinstance(error, OSError) and not isinstance(error, ssl.SSLError):
        return (error.strerror or "it cannot be read").lower()
    return "it is no such file (PEM), or the password of the key is wrong or missing in the key store"
