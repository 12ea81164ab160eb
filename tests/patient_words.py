"""What tells whose study it is, to be looked for where it must not be."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from pathlib import Path

from app.domain.study import Study


def said_of(study: Study, ours: Container[str] = ()) -> set[str]:
    """Every word and date that tells whose study it is, but for accession numbers that are words of our own."""
    words = {study.study_instance_uid, study.patient_id, study.description}
    words |= {part for part in re.split(r"[\^= ]", study.patient_name) if len(part) > 3 and part != "DEMO"}
    if study.accession_number not in ours:
        words.add(study.accession_number)
    if (day := study.birth_date) is not None:
        words |= {day.isoformat(), f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", f"{day:%m/%d/%Y}"}
    if (at := study.study_at) is not None:
        words |= {at.isoformat(), f"{at:%Y%m%d%H%M%S}", f"{at:%Y-%m-%d %H:%M:%S}"}
    return {word for word in words if word}


def found_in(files: Iterable[Path], words: Iterable[str]) -> list[tuple[str, str]]:
    """Names of the files with those of the words that they hold, also escaped as JSON does."""
    found = []
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        escaped = text.encode().decode("unicode_escape", "replace")
        found += [(path.name, word) for word in words if word in text or word in escaped]
    return found
