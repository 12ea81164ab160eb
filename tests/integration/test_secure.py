"""TLS with a real Orthanc: its own CA, mutual, and every way in which it can go wrong; user identity negotiation."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography import x509
from pynetdicom import AE, evt
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from app.domain.events import IntakeStatus
from app.errors import ArchiveError
from app.pacs.archive import Archive, Identity, Tls
from app.pacs.association import echo
from app.pacs.retrieve import get_study
from app.pacs.secret_store import Kind
from app.pacs.store_scp import Listening, StoreScp
from app.pacs.tls import client_context, file_expiries, peer_expiry, server_context
from app.pipeline.doors import Doors
from app.pipeline.intake import Callbacks, Intake
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from tests.integration import peers

pytestmark = pytest.mark.peer


@dataclass(frozen=True, slots=True, eq=False)
class Papers:
    """Certificates of a hospital: who signs, ours, the archive's, and those of somebody else."""

    ca: Path
    ours: Path
    key: Path
    stranger_ca: Path
    stranger: Path
    archive: Path
    archive_key: Path


def _write(authority: trustme.CA, name: str, folder: Path, **more: Any) -> tuple[Path, Path]:
    certificate = authority.issue_cert(name, "127.0.0.1", **more)
    chain, key = folder / f"{name}.pem", folder / f"{name}.key"
    chain.write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    certificate.private_key_pem.write_to_path(key)
    return chain, key


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder = tmp_path_factory.mktemp("papers")
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    stranger.cert_pem.write_to_path(folder / "stranger-ca.pem")
    archive, archive_key = _write(authority, "archive.hospital", folder)
    ours, key = _write(authority, "workstation.hospital", folder)
    other, other_key = _write(stranger, "stranger.elsewhere", folder)
    other.write_bytes(other.read_bytes() + other_key.read_bytes())
    return Papers(folder / "ca.pem", ours, key, folder / "stranger-ca.pem", other, archive, archive_key)


@pytest.fixture(scope="module")
def secured(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An Orthanc that wants a certificate of who connects."""
    process, archive = peers.start_orthanc(
        tmp_path_factory.mktemp("secured"),
        DicomTlsEnabled=True,
        DicomTlsCertificate=str(papers.archive),
        DicomTlsPrivateKey=str(papers.archive_key),
        DicomTlsTrustedCertificates=str(papers.ca),
        DicomTlsRemoteCertificateRequired=True,
    )
    archive = replace(archive, tls=Tls(papers.ca, papers.ours, papers.key))
    try:
        peers.wait_for(archive, process)
        yield archive
    finally:
        peers.stop(process)


def test_a_study_over_mutual_tls(secured: Archive) -> None:
    images = peers.ct_images(3)
    peers.store(secured, images)
    assert get_study(secured, str(images[0].StudyInstanceUID), lambda *_: None).received == 3


def _refused(archive: Archive) -> ArchiveError:
    with pytest.raises(ArchiveError) as error:
        echo(archive)
    return error.value


def test_what_can_be_wrong(secured: Archive, papers: Papers) -> None:
    """Each with its own sentence, and never a connection all the same."""
    good = secured.tls
    assert good is not None
    stranger = replace(secured, tls=replace(good, ca_file=papers.stranger_ca))
    assert _refused(stranger).reason.code == "tls_certificate"
    assert "signed by nobody we trust" in str(_refused(stranger))
    renamed = replace(secured, tls=replace(good, hostname="another.hospital"))
    assert "for another name" in str(_refused(renamed))
    echo(replace(secured, tls=replace(good, hostname="archive.hospital")))
    without = replace(secured, tls=Tls(papers.ca))
    # TLS 1.3 tells it late, and then the end of the connection may be faster than the reason
    assert _refused(without).reason.code in ("tls_refused", "archive_no_answer")
    assert "certificate" in str(_refused(without))
    other = replace(secured, tls=Tls(papers.ca, papers.stranger))
    assert _refused(other).reason.code in ("tls_refused", "archive_no_answer")
    assert "accept our certificate" in str(_refused(other))
    assert "no such file (PEM)" in str(_refused(replace(secured, tls=replace(good, key_file=papers.ca))))
    assert "does not belong" in str(_refused(replace(secured, tls=replace(good, key_file=papers.archive_key))))
    missing = replace(secured, tls=replace(good, ca_file=papers.ca.with_name("missing.pem")))
    assert "missing.pem" in str(_refused(missing)) and str(papers.ca.parent) not in str(_refused(missing))
    assert _refused(replace(secured, tls=Tls(papers.key))).reason.code == "tls_files"
    assert "whether it wants TLS" in str(_refused(replace(secured, tls=None)))


def test_an_archive_without_tls(orthanc: Archive, papers: Papers) -> None:
    assert _refused(replace(orthanc, tls=Tls(papers.ca), connection_timeout_s=3)).reason.code == "tls_not_spoken"


def test_our_store_over_mutual_tls(papers: Papers) -> None:
    images, kept = peers.ct_images(1), list[str]()
    context = server_context(Tls(papers.ca, papers.archive, papers.archive_key))
    with StoreScp(
        Listening("OURS", 0, host="127.0.0.1", tls=context), lambda arrival, _: kept.append(arrival.sop_instance_uid)
    ) as scp:
        plain = peers.archive_on(scp.port, "OURS")
        peers.store(replace(plain, tls=Tls(papers.ca, papers.ours, papers.key)), images)
        assert kept == [images[0].SOPInstanceUID]
        for bad in (replace(plain, tls=Tls(papers.ca)), replace(plain, tls=Tls(papers.ca, papers.stranger)), plain):
            with pytest.raises(ArchiveError):
                peers.store(bad, images)
    assert len(kept) == 1


def test_the_profile(papers: Papers) -> None:
    context = client_context(peers.archive_on(1, "X"), Tls(papers.ca))
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.check_hostname and context.verify_mode == ssl.CERT_REQUIRED
    for cipher in context.get_ciphers():
        assert "DHE" in cipher["name"] or cipher["protocol"] == "TLSv1.3"
        assert cipher["aead"]


def test_an_end_is_told_30_days_ahead(tmp_path: Path) -> None:
    authority, now = trustme.CA(), datetime.now(UTC)
    for days, words in ((90, ""), (29, "ends on"), (-1, "ended on")):
        chain, _ = _write(authority, f"days{abs(days)}", tmp_path, not_after=now + timedelta(days=days))
        (told,) = file_expiries(Tls(certificate_file=chain))
        assert abs(told.ends_at - (now + timedelta(days=days))) < timedelta(minutes=1)
        assert words in told.warning() and bool(told.warning()) is bool(words)
        encoded = x509.load_pem_x509_certificate(chain.read_bytes())
        shown = peer_expiry(peers.archive_on(1, "X"), ssl.PEM_cert_to_DER_cert(chain.read_text().split("-----END")[0]
                            + "-----END CERTIFICATE-----\n"))  # fmt: skip
        assert shown is not None and shown.ends_at == encoded.not_valid_after_utc
    assert file_expiries(Tls(tmp_path / "missing.pem", tmp_path / "missing.pem")) == ()


def test_a_file_with_the_old_and_the_new_authority_is_in_order(tmp_path: Path) -> None:
    """The old one ended, as one of a system's file of trusted certificates nearly always has."""
    now, blobs = datetime.now(UTC), []
    for days in (-1, 900):
        chain, _ = _write(trustme.CA(), f"days{abs(days)}", tmp_path, not_after=now + timedelta(days=days))
        blobs.append(chain.read_bytes())
    (tmp_path / "both.pem").write_bytes(b"".join(blobs))
    (told,) = file_expiries(Tls(ca_file=tmp_path / "both.pem"))
    assert told.warning() == ""
    (ours,) = file_expiries(Tls(certificate_file=tmp_path / "both.pem"))
    assert "ended on" in ours.warning()


@pytest.mark.parametrize(
    ("identity", "type_", "primary", "secondary"),
    [
        (Identity.USER, 1, b"reader", b""),
        (Identity.PASSWORD, 2, b"reader", b"open sesame"),
        (Identity.TOKEN, 5, b"open sesame", b""),
    ],
)
def test_user_identity(
    identity: Identity, type_: int, primary: bytes, secondary: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arrives at an archive that asks for it, and that a wrong one is told."""
    asked: list[tuple[str, Kind]] = []

    def stored(name: str, kind: Kind) -> str:
        asked.append((name, kind))
        return "open sesame"

    monkeypatch.setattr("app.pacs.identity.wanted", stored)
    seen: list[tuple[int, bytes, bytes]] = []

    def verify(event: evt.Event) -> tuple[bool, bytes | None]:
        seen.append((event.user_id_type, event.primary_field, event.secondary_field or b""))  # type: ignore[attr-defined]
        return event.primary_field == primary, None  # type: ignore[attr-defined]

    ae = AE()
    ae.add_supported_context(Verification)
    server = ae.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_USER_ID, verify)])
    assert server is not None
    try:
        archive = replace(peers.archive_on(server.server_address[1], "ANY"), identity=identity, user="reader")
        echo(archive)
        assert seen == [(type_, primary, secondary)]
        if identity is not Identity.TOKEN:
            with pytest.raises(ArchiveError, match="may not accept our user"):
                echo(replace(archive, user="stranger"))
        assert asked == ([] if identity is Identity.USER else [("Test archive", Kind.IDENTITY)] * len(asked))
    finally:
        server.shutdown()


@dataclass(frozen=True, slots=True, eq=False)
class Intaking:
    """The doors of the pipeline, what they tell, and where comes what is sent."""

    doors: Doors
    told: list[IntakeStatus]
    cache: ImageCache


@pytest.fixture
def intaking(tmp_path: Path) -> Iterator[Intaking]:
    told, cache = list[IntakeStatus](), ImageCache(tmp_path / "cache")
    journal = Journal(tmp_path / "journal.sqlite3")
    intake = Intake(cache, Callbacks(lambda study, source: None, lambda uid: None, lambda: ""), 0.1)
    doors = Doors(intake, journal, told.append)
    yield Intaking(doors, told, cache)
    doors.close(5)
    journal.close()


def test_our_store_as_the_settings_say(papers: Papers, intaking: Intaking) -> None:
    """Plain, then encrypted, then mutual, on the same port; a change takes effect at once."""
    doors, told, cache = intaking.doors, intaking.told, intaking.cache
    images, port = peers.ct_images(1), peers.free_port()
    uid, plain = str(images[0].StudyInstanceUID), peers.archive_on(port, "OURS")
    secure, mutual = replace(plain, tls=Tls(papers.ca)), replace(plain, tls=Tls(papers.ca, papers.ours, papers.key))
    settings = Settings(
        receive_enabled=True, receive_port=port, receive_ae_title="OURS", receive_addresses=("127.0.0.1",)
    )
    encrypted = replace(
        settings,
        receive_tls=True,
        receive_tls_certificate_file=str(papers.archive),
        receive_tls_key_file=str(papers.archive_key),
    )
    both = replace(encrypted, receive_tls_ca_file=str(papers.ca))
    for now, good, bad in (
        (settings, (plain,), (secure,)),
        (encrypted, (secure, mutual), (plain,)),
        (both, (mutual,), (plain, secure)),
        (settings, (plain,), (mutual,)),
    ):
        doors.open(now)
        assert told[-1].ok and ("encrypted" in told[-1].text) is now.receive_tls, told[-1].text
        for archive in good:
            peers.store(archive, images)
            assert len(cache.images(uid)) == 1
            cache.remove(uid)
        for archive in bad:
            with pytest.raises(ArchiveError):
                peers.store(replace(archive, connection_timeout_s=5), images)
        assert not cache.images(uid)


def test_our_store_stays_closed_without_its_certificate(papers: Papers, intaking: Intaking) -> None:
    """Never open without the encryption that was asked for."""
    settings = Settings(receive_enabled=True, receive_port=peers.free_port(), receive_tls=True)
    doors, told = intaking.doors, intaking.told
    doors.open(settings)
    assert doors.receiver is None and not told[-1].ok and "receive.tls_certificate_file" in told[-1].text
    doors.open(replace(settings, receive_tls_certificate_file=str(papers.key)))
    assert doors.receiver is None and not told[-1].ok and "cannot be used" in told[-1].text
