"""DICOMweb (PS3.18): query by QIDO-RS (10.6), retrieval by WADO-RS (10.4), streamed part by part into the cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset

from app.errors import ArchiveError
from app.pacs import web
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.pacs.multipart import MultipartError, boundary_of, parts
from app.pacs.query import Answer, TooMany
from app.pacs.retrieve import Keep, Progress, Retrieved

_LARGEST_ANSWER = 64 * 1024 * 1024
#: So many matches are asked for at a time; some services refuse more than 200.
PAGE = 200
#: Services with a limit of their own do not all say so. One with so many matches may have been cut short, and the next
#: page is asked for; no service is known that gives fewer at a time.
_MAYBE_CUT = 50
#: A single object above this is refused: no CT study has one, and it would fill the memory.
LARGEST_OBJECT = 2**31
_UNIQUE = {"STUDY": "StudyInstanceUID", "SERIES": "SeriesInstanceUID", "IMAGE": "SOPInstanceUID"}


class WebAnswer(Answer):
    """One match of a QIDO-RS answer (DICOM JSON, PS3.18 annex F), as tolerant as that of a C-FIND."""

    def __init__(self, match: Mapping[str, Any]) -> None:
        self._match = match
        super().__init__(Dataset())
        self._charsets = ("ISO_IR 192",)

    def _raw(self, keyword: str) -> bytes:
        element = self._match.get(f"{tag_for_keyword(keyword) or 0:08X}")
        values = element.get("Value") if isinstance(element, Mapping) else None
        if not isinstance(values, list):
            return b""
        return "\\".join(_text(value) for value in values).encode("utf-8", "replace")


def qido_find(
    archive: Archive, level: str, wanted: Iterable[str], keys: Mapping[str, str], cancel: Cancel | None
) -> list[Answer]:
    """A :class:`app.pacs.query.Find` that asks by QIDO-RS, page by page.

    Raises as that; TooMany where pages were full, and no further one brings anything new.
    """
    matching = {keyword: value for keyword, value in keys.items() if value}
    path = "studies"
    if level in ("SERIES", "IMAGE"):
        path += f"/{matching.pop('StudyInstanceUID')}/series"
    if level == "IMAGE":
        path += f"/{matching.pop('SeriesInstanceUID')}/instances"
    fields = [keyword for keyword in wanted if keyword not in matching and keyword != "SpecificCharacterSet"]
    found: dict[str, Answer] = {}
    told, full = 0, False
    page: dict[str, str | int | list[str]] = {**matching, "includefield": fields, "limit": PAGE}
    while True:
        with web.get(archive, path, "application/dicom+json", page, cancel) as answer:
            body = b"" if answer.status in (204, 404) else answer.read(_LARGEST_ANSWER + 1)
            more = "299" in (answer.getheader("Warning") or "")  # PS3.18 8.3.4.4.1: it has further matches
        if len(body) > _LARGEST_ANSWER:
            raise ArchiveError("web_format", f"DICOMweb of {archive.name} sent an answer that is too long.")
        before, matches = len(found), _matches(archive, body)
        for one in map(WebAnswer, matches):
            found.setdefault(one.uid(_UNIQUE[level]), one)
        if len(found) == before and full:  # Orthanc loses count of its pages where it filters by modality
            raise TooMany(archive, list(found.values()))
        if len(found) == before or not (more or len(matches) >= min(PAGE, _MAYBE_CUT)):
            return list(found.values())
        told, full = told + len(matches), more or len(matches) >= PAGE
        page["offset"] = told


def wado_study(
    archive: Archive,
    study_instance_uid: str,
    keep: Keep,
    *,
    series: Sequence[str] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Retrieved:
    """As :func:`app.pacs.retrieve.get_study`, by WADO-RS."""
    received: set[str] = set()
    paths = [f"studies/{study_instance_uid}"]
    if series is not None:
        paths = [f"studies/{study_instance_uid}/series/{uid}" for uid in series]
    for path in paths:
        accept = 'multipart/related; type="application/dicom"; transfer-syntax=*'
        with web.get(archive, path, accept, cancel=cancel) as answer:
            if answer.status in (204, 404):
                continue
            try:
                boundary = boundary_of(answer.getheader("Content-Type") or "")
                for part in parts(web.chunks(answer), boundary, LARGEST_OBJECT):
                    if cancel is not None:
                        cancel.check()
                    uid = _sop_instance_uid(part)
                    if not uid:
                        raise MultipartError("a part is no DICOM file")
                    keep(uid, part)
                    received.add(uid)
                    if progress is not None:
                        progress(len(received))
            except MultipartError as error:
                raise ArchiveError(
                    "web_format", f"DICOMweb of {archive.name} sent images in pieces: {error}."
                ) from error
    return Retrieved(frozenset(received), None, 0)


def _matches(archive: Archive, body: bytes) -> list[Mapping[str, Any]]:
    if not body.strip():
        return []
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ArchiveError(
            "web_format", f"DICOMweb of {archive.name} answered in a form that Firstread cannot read."
        ) from error
    return [match for match in found if isinstance(match, Mapping)] if isinstance(found, list) else []


def _text(value: object) -> str:
    if isinstance(value, Mapping):  # a person's name
        groups = [str(value.get(key) or "") for key in ("Alphabetic", "Ideographic", "Phonetic")]
        return "=".join(groups).rstrip("=")
    return "" if value is None else str(value)


def _sop_instance_uid(encoded: bytes) -> str:
    """Media Storage SOP Instance UID (0002,0003) of the bytes of a DICOM file; empty where there is none."""
    if encoded[128:132] != b"DICM":
        return ""
    try:
        meta = read_dataset(
            BytesIO(encoded[132:4096]), False, True, stop_when=lambda tag, vr, length: tag.group != 0x0002
        )
        return Answer(meta).uid("MediaStorageSOPInstanceUID")
    except Exception:  # pydicom raises anything on damaged headers
        return ""
