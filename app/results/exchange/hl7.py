"""HL7 v2.5.1: one unsolicited observation (ORU^R01) a study, all of an export as one batch (chapters 2.10.3, 7.3.1).

Results are preliminary (status P, table 0085) and say that an algorithm made them. Codes are those of the DICOM
objects.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from pydicom.sr.coding import Code

from app.domain.study import StudyRecord
from app.results import codes
from app.results.dicom.source import MANUFACTURER, NOTICE, SAID
from app.results.exchange.person import person
from inference import __version__
from inference.types import CaseState

#: A segment is its fields; a field is text, or its components.
Field = str | tuple[str, ...]

#: Value type, what, value, unit and method.
_Observation = tuple[str, Field, Field, Field, Field]

#: Chapter 2.7: the separators inside a text; a line ends a segment, and becomes a blank.
_ESCAPED = str.maketrans({"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "~": "\\R\\", "&": "\\T\\", "\r": " ", "\n": " "})
_PRELIMINARY = "P"
_SEXES = ("F", "M", "O", "U", "A", "N")


def batch(records: Iterable[StudyRecord], at: datetime) -> str:
    """The messages between BHS and BTS, each segment ended by a carriage return; encode it as UTF-8.

    ``records`` are of studies with an answer, or with a reason why there is none. ``at`` is when it is written, UTC.
    """
    messages = [_message(record, at, number) for number, record in enumerate(records, start=1)]
    head = f"BHS|^~\\&|{MANUFACTURER}||||{_time(at)}||{MANUFACTURER}|{_text(NOTICE)}|{at:%Y%m%d%H%M%S}"
    return "".join(f"{segment}\r" for segment in (head, *(s for one in messages for s in one), f"BTS|{len(messages)}"))


def _message(record: StudyRecord, at: datetime, number: int) -> list[str]:
    control = f"{at:%Y%m%d%H%M%S}{number:06d}"[:20]
    return [
        f"MSH|^~\\&|{MANUFACTURER}||||{_time(at)}||ORU^R01^ORU_R01|{control}|P|2.5.1||||||UNICODE UTF-8",
        _patient(record),
        _request(record),
        *(_line("NTE", str(n), "L", text) for n, text in enumerate(_notes(record), start=1)),
        *(_observation(n, *one, _time(record.changed_at)) for n, one in enumerate(_observations(record), start=1)),
    ]


def _observation(number: int, kind: str, what: Field, value: Field, unit: Field, method: Field, at: str) -> str:
    n, nothing = str(number), ("",) * 4
    return _line("OBX", n, kind, what, n, value, unit, *nothing, _PRELIMINARY, "", "", at, "", "", method)


def _patient(record: StudyRecord) -> str:
    study = record.study
    name = person(study.patient_name)
    born = f"{study.birth_date:%Y%m%d}" if study.birth_date else ""
    sex = study.sex if study.sex in _SEXES else "U"
    # PID-3 has to be there; a study without Patient ID is given one of its own, so that it is not taken for another's.
    who = (study.patient_id, "", "", "", "PI") if study.patient_id else (f"NO-{_hash(record.uid)}", "", "", "", "U")
    parts = (name.family_name, name.given_name, name.middle_name, name.name_suffix, name.name_prefix)
    return _line("PID", "1", "", who, "", parts, "", born, sex)


def _request(record: StudyRecord) -> str:
    study = record.study
    performed = _time(study.study_at) if study.study_at else ""
    service = _coded(codes.HEAD_CT)
    fields: list[Field] = ["1", "", (study.accession_number or study.study_instance_uid,), service, "", "", performed]
    fields += [""] * 14
    return _line("OBR", *fields, _time(record.changed_at), "", "CT", _PRELIMINARY)


def _observations(record: StudyRecord) -> list[_Observation]:
    state, summary = CaseState(record.state.value), record.outcome
    found: list[_Observation] = [
        ("ST", _coded(codes.STUDY_INSTANCE_UID), record.uid, "", ""),
        ("CWE", _coded(codes.SUMMARY), _coded(codes.OUTCOMES[state]), "", ""),
        ("TX", _coded(codes.IMPRESSION), SAID[state], "", ""),
    ]
    if summary is not None and summary.probability is not None and math.isfinite(summary.probability):
        percent = f"{100 * summary.probability:.2f}"
        found.append(("NM", _coded(codes.PROBABILITY), percent, _coded(codes.PERCENT), ""))
        method, unit = _coded(codes.VOXEL_SUM), _coded(codes.MILLILITER)
        found.append(("NM", _coded(codes.VOLUME), f"{summary.total_ml:.4f}", unit, method))
        for kind in summary.types:
            what = (*_coded(codes.VOLUME), *_coded(codes.TYPE_CODES[kind]))
            found.append(("NM", what, f"{summary.volumes_ml[kind]:.4f}", unit, method))
    return found


def _notes(record: StudyRecord) -> list[str]:
    model = record.outcome.model if record.outcome is not None else ""
    made_by = f"{MANUFACTURER} {__version__}, model {model}." if model else f"{MANUFACTURER} {__version__}."
    return [NOTICE, made_by, *(reason.text for reason in record.reasons)]


def _coded(code: Code) -> tuple[str, ...]:
    return code.value, code.meaning, code.scheme_designator


def _line(name: str, *fields: Field) -> str:
    cells = [_text(one) if isinstance(one, str) else "^".join(map(_text, one)).rstrip("^") for one in fields]
    return "|".join((name, *cells)).rstrip("|")


def _hash(uid: str) -> str:
    return sha256(uid.encode(errors="surrogatepass")).hexdigest()[:12]


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _time(at: datetime) -> str:
    """With its offset where it has one; Study Date and Time are the scanner's local time."""
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S}+0000" if at.tzinfo is not None else f"{at:%Y%m%d%H%M%S}"
