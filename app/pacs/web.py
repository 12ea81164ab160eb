"""HTTP for DICOMweb (PS3.18), on the standard library: time limits, TLS, sign-in, and an end from any thread."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event
from urllib.parse import urlencode, urlsplit

from app.errors import ArchiveError
from app.pacs.archive import Archive, WebAuth
from app.pacs.cancel import Cancel
from app.pacs.resolving import resolve
from app.pacs.secret_store import Kind, wanted
from app.pacs.tls import client_context, explained, is_alert
from app.pacs.transport import connect_socket, shake_hands
from app.program import command
from inference import __version__

_CHUNK = 1024 * 1024


@contextmanager
def get(
    archive: Archive,
    path: str,
    accept: str,
    parameters: Mapping[str, str | int | list[str]] | None = None,
    cancel: Cancel | None = None,
) -> Iterator[http.client.HTTPResponse]:
    """The answer to a GET below the archive's ``dicomweb_url``, to be read within this context.

    Raises ArchiveError with a plain sentence, also while the answer is read; ArchiveCancelled where ``cancel`` was set.
    The answer may have status 404: nothing there.
    """
    query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
    with asked(archive, "GET", path + query, {"Accept": accept}, None, cancel) as answer:
        if answer.status not in (200, 204, 206, 404):
            raise _refused(archive, answer.status)
        yield answer


@contextmanager
def post(
    archive: Archive, path: str, body: bytes, content_type: str, accept: str, cancel: Cancel | None = None
) -> Iterator[http.client.HTTPResponse]:
    """The answer to a POST, as :func:`get`; its status may also be 202, 400 or 409, of which the body says more."""
    headers = {"Accept": accept, "Content-Type": content_type}
    with asked(archive, "POST", path, headers, body, cancel) as answer:
        if answer.status in (404, 405, 501):
            raise ArchiveError("web_no_store", f"DICOMweb of {archive.name} takes no objects (STOW-RS).")
        if answer.status not in (200, 202, 400, 409):
            raise _refused(archive, answer.status)
        yield answer


@contextmanager
def asked(
    archive: Archive, verb: str, path: str, said: Mapping[str, str], body: bytes | None, cancel: Cancel | None
) -> Iterator[http.client.HTTPResponse]:
    """The answer to a request with the headers ``said``, whatever its status, as :func:`get`.

    No redirect is followed and no proxy used: our sign-in goes to the server of the settings alone.
    """
    cancel = Cancel() if cancel is None else cancel
    cancel.check()
    sign_in = _sign_in(archive)
    sock, host, prefix = _connected(archive, cancel)
    connection = http.client.HTTPConnection(host)
    connection.sock = sock
    headers = {
        "Host": host,
        **said,
        "Accept-Encoding": "identity",
        "User-Agent": f"Firstread/{__version__}",
        "Connection": "close",
        **sign_in,
    }
    try:
        with cancel.ending(lambda: _shut(sock)):
            connection.request(verb, f"{prefix}/{path}", body=body, headers=headers)
            with connection.getresponse() as answer:
                yield answer
    except (OSError, http.client.HTTPException) as error:
        cancel.check()
        if isinstance(error, OSError) and is_alert(error):
            raise explained(error, f"DICOMweb of {archive.name}") from error
        if isinstance(error, TimeoutError):
            raise ArchiveError("archive_no_answer", f"DICOMweb of {archive.name} stopped answering.") from error
        raise ArchiveError("archive_no_answer", f"DICOMweb of {archive.name} cut the connection off.") from error
    except ArchiveError:
        cancel.check()
        raise
    finally:
        connection.close()
        sock.close()


def chunks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body of an answer in pieces, as they come."""
    while chunk := answer.read1(_CHUNK):
        yield chunk


def _connected(archive: Archive, cancel: Cancel) -> tuple[socket.socket, str, str]:
    """A socket to the server, its host with port, and the path of its service."""
    url = urlsplit(archive.dicomweb_url)
    try:
        secure, host, port = url.scheme == "https", url.hostname or "", url.port
    except ValueError as error:
        raise ArchiveError("web_address", f"The address of DICOMweb of {archive.name} is not valid.") from error
    if not host or url.scheme not in ("http", "https"):
        raise ArchiveError("web_address", f"The address of DICOMweb of {archive.name} is not valid.")
    if archive.dicomweb_auth is not WebAuth.NONE and not secure and not _is_here(host):
        raise ArchiveError(
            "web_plain", f"DICOMweb of {archive.name} wants a password or token; that is only sent over https."
        )
    given_up = Event()
    until = time.monotonic() + archive.connection_timeout_s
    address = resolve(archive, cancel, host)
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        with cancel.ending(given_up.set):
            connect_socket(sock, (address, port or (443 if secure else 80)), until, given_up)
            if secure:
                tls = archive.dicomweb_tls
                context = client_context(archive, tls)
                wrapped = context.wrap_socket(sock, server_hostname=tls.hostname or host, do_handshake_on_connect=False)
                sock = wrapped
                shake_hands(wrapped, until, given_up)
        sock.settimeout(archive.dimse_timeout_s)
    except BaseException as error:
        sock.close()
        cancel.check()
        if isinstance(error, ssl.SSLError):
            raise explained(error, f"DICOMweb of {archive.name}") from error
        if isinstance(error, OSError):
            raise ArchiveError(
                "archive_unreachable", f"DICOMweb of {archive.name} cannot be reached; check its address."
            ) from error
        raise
    return sock, url.netloc.rpartition("@")[2], url.path.rstrip("/")


def _sign_in(archive: Archive) -> dict[str, str]:
    if archive.dicomweb_auth is WebAuth.NONE:
        return {}
    value = wanted(archive.name, Kind.DICOMWEB)
    if archive.dicomweb_auth is WebAuth.BEARER:
        return {"Authorization": f"Bearer {value}"}
    return {"Authorization": "Basic " + b64encode(f"{archive.user}:{value}".encode()).decode()}


def _refused(archive: Archive, status: int) -> ArchiveError:
    name = f"DICOMweb of {archive.name}"
    if status in (401, 403):
        return ArchiveError(
            "web_sign_in",
            f"{name} does not accept our user name, password or token; check archive.user, and enter it again with: "
            f'{command("secret set dicomweb --archive")} "{archive.name}".',
        )
    if status in (301, 302, 303, 307, 308):
        return ArchiveError("web_moved", f"{name} has moved to another address; enter the new one in the settings.")
    if status in (406, 415):
        return ArchiveError("web_format", f"{name} and Firstread have no form of objects in common.")
    if status == 413:
        return ArchiveError("web_too_large", f"{name} takes no objects as large as this one.")
    if status in (429, 503):
        return ArchiveError("web_busy", f"{name} is too busy at the moment; it may work later.")
    return ArchiveError("web_failed", f"{name} reports an error (HTTP status {status}).")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shut(sock: socket.socket) -> None:
    with suppress(OSError, ValueError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
