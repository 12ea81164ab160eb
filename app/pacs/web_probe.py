"""One question over DICOMweb (QIDO-RS, PS3.18 10.6), for the doctor: does it answer, may we ask, what is its time."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from app.errors import ArchiveError
from app.pacs import web
from app.pacs.archive import Archive
from app.pacs.cancel import Cancel
from app.program import command

_TIMEOUT_S: Final = 5.0
_STATUSES: Final = {
    400: "DICOMweb says that the query is malformed; report it to the archive's vendor.",
    401: "DICOMweb does not accept our user or token; check it, and enter it again with: "
    f"{command('secret set dicomweb')}.",
    403: "DICOMweb does not allow us to search; ask the archive's administrator to allow it.",
    404: "There is no DICOMweb at this address; check archive.dicomweb_url, which often ends in /dicom-web or /rs.",
    405: "DICOMweb does not offer searching at this address; check archive.dicomweb_url.",
    406: "DICOMweb does not answer in DICOM's JSON; ask the archive's vendor.",
    407: "A proxy between us and DICOMweb wants a password; ask for a way past it.",
    413: "DICOMweb has more matches than it sends; ask the archive's administrator for a higher limit.",
    429: "DICOMweb is asked too often; try again later.",
    500: "DICOMweb failed while working on the query; ask the archive's administrator to look into its log.",
    502: "The server before DICOMweb cannot reach it; ask the archive's administrator to look into its log.",
    503: "DICOMweb is busy or being serviced; try again later.",
    504: "The server before DICOMweb waited for it in vain; try again later.",
}


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """``skew`` is the archive's clock less ours, None where it does not tell; ``seconds`` is how long it took."""

    seconds: float
    skew: timedelta | None


def ask_web(archive: Archive, cancel: Cancel | None = None) -> WebAnswer:
    """Search for at most one study, as the worklist would; raises ArchiveError with what is wrong and what to do."""
    brisk = replace(archive, dimse_timeout_s=min(archive.dimse_timeout_s, _TIMEOUT_S))
    started = time.perf_counter()
    with web.asked(brisk, "GET", "studies?limit=1", {"Accept": "application/dicom+json"}, None, cancel) as answer:
        if answer.status not in (200, 204, 206):
            raise ArchiveError("dicomweb_failed", status_sentence(answer.status))
        kind = answer.headers.get_content_type()
        if answer.status != 204 and kind not in ("application/dicom+json", "application/json"):
            raise ArchiveError("dicomweb_failed", _STATUSES[404])
        return WebAnswer(time.perf_counter() - started, _skew(answer.headers.get("Date")))


def status_sentence(status: int) -> str:
    """An HTTP status as one sentence: what it means and what to do."""
    known = _STATUSES.get(status)
    if known:
        return known
    if 300 <= status < 400:
        return f"DICOMweb sends us elsewhere (status {status}); enter the address of where it really is."
    return f"DICOMweb answers with status {status}; ask the archive's administrator to look into its log."


def _skew(told: str | None) -> timedelta | None:
    try:
        there = parsedate_to_datetime(told or "")
    except ValueError:
        return None
    return there - datetime.now(UTC) if there.tzinfo is not None else None
