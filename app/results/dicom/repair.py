"""Headers as they really come, made fit for our objects, which repeat what they say of patient and study.

The makers of objects stop at a value that its VR does not allow (PS3.5 6.2); no result may be lost for that.
"""

from __future__ import annotations

import re
from typing import Any

from pydicom.config import IGNORE
from pydicom.datadict import dictionary_has_tag, dictionary_VR
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.sequence import Sequence
from pydicom.valuerep import CUSTOMIZABLE_CHARSET_VR, VR

from app.domain.text import decoded, parse_date, parse_time

#: Elements that every object of a study repeats; a scanner may have left them out, although they belong there.
_REPEATED = (
    "PatientID", "PatientName", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime", "StudyID",
    "AccessionNumber", "ReferringPhysicianName",
)  # fmt: skip
_SEXES = ("M", "F", "O")
#: VRs of one value, whose text may have lines.
_LINES = frozenset({"LT", "ST", "UT"})
_CONTROL = re.compile(r"[\0-\x1f\x7f-\x9f]+")
_CONTROL_BUT_LINES = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]+")
#: What VR TM allows. 60 is a leap second, which Python's times do not have.
_TIME = re.compile(r"[0-9]{2}([0-5][0-9]([0-5][0-9](\.[0-9]{1,6})?)?)?")


def repair(header: Dataset) -> None:
    """Change a header in place, and the items in it; it has to declare UTF-8 after that.

    Text becomes Unicode, read as in the worklist (:mod:`app.domain.text`). What cannot be read at all is taken out.
    Elements that every study has are there, empty where they are missing or say what they may not.
    """
    _read(header, ())
    for keyword in _REPEATED:
        setattr(header, keyword, _allowed(keyword, header.get(keyword)))


def _read(header: Dataset, charsets: tuple[str, ...]) -> None:
    charsets = _declared(header) or charsets
    for tag in list(header.keys()):
        try:
            raw = header.get_item(tag)
            vr = _vr(raw)
            if vr in CUSTOMIZABLE_CHARSET_VR and isinstance(raw.value, bytes):
                header[tag] = DataElement(tag, vr, _text(raw.value, vr, charsets), validation_mode=IGNORE)
            elif isinstance(header[tag].value, Sequence):
                for item in header[tag].value:
                    _read(item, charsets)
                    item.pop("SpecificCharacterSet", None)
        except Exception:  # pydicom raises anything on damaged elements
            header.pop(tag, None)


def _declared(header: Dataset) -> tuple[str, ...]:
    value = header.get("SpecificCharacterSet") or ()
    return (value,) if isinstance(value, str) else tuple(value)


def _vr(raw: DataElement | RawDataElement) -> str | None:
    """The VR, by the dictionary where the file does not say it; None where nobody knows."""
    if raw.VR not in (None, VR.UN):
        return raw.VR
    return dictionary_VR(raw.tag) if dictionary_has_tag(raw.tag) else None


def _text(raw: bytes, vr: str, charsets: tuple[str, ...]) -> str | list[str]:
    text = decoded(raw, charsets)
    if vr in _LINES:
        return _CONTROL_BUT_LINES.sub("", text).rstrip(" ")
    values = [_CONTROL.sub("", value).rstrip(" ") for value in text.split("\\")]
    return values if len(values) > 1 else values[0]


def _allowed(keyword: str, value: Any) -> Any:
    """``value``, or what it means, or "" where it is nothing that the makers of objects take."""
    text = "" if value is None else str(value)
    match dictionary_VR(keyword):
        case VR.PN:
            return str(value[0]) if isinstance(value, MultiValue) else text
        case VR.CS:
            return text.upper() if text.upper() in _SEXES else ""
        case VR.DA:
            day = parse_date(text)
            return "" if day is None else day.isoformat().replace("-", "")
        case VR.TM:
            hour = parse_time(text)
            if hour is None:
                return ""
            return text if _TIME.fullmatch(text) else hour.strftime("%H%M%S.%f").removesuffix(".000000")
        case _:
            return "" if value is None else value
