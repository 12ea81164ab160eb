"""The UIDs at the head of an object, read without decoding the rest."""

from __future__ import annotations

from app.pacs.header import read_head

#: The UIDs stand near the head of a data set, before pixels and most sequences.
_HEAD = 64 * 1024


def study_and_series(encoded: bytes) -> tuple[str, str]:
    """Study and Series Instance UID of the bytes of a DICOM file; empty where absent or not readable."""
    found = _read_uids(encoded[:_HEAD]) if len(encoded) > _HEAD else ("", "")
    return found if found[0] and found[1] else _read_uids(encoded)


def _read_uids(encoded: bytes) -> tuple[str, str]:
    try:
        head = read_head(encoded)
        return str(head.get("StudyInstanceUID", "") or ""), str(head.get("SeriesInstanceUID", "") or "")
    except Exception:  # pydicom raises anything on damaged headers
        return "", ""
