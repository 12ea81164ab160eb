"""An entry of the audit file as a DICOM audit message (PS3.15 A.5), in a syslog message (RFC 5424) for others to keep.

Facility 10 (security), severity 5 (notice), message ID ``DICOM+RFC3881``. A message names the user, the study by its
Study Instance UID, and, where it may, the patient by Patient ID; never the patient's name.
"""

from __future__ import annotations

import os
import re
import socket
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import UTC

from app.store.audit import Action, Entry

_PRIORITY = 10 * 8 + 5
_BOM = b"\xef\xbb\xbf"
_APPLICATION = "firstread"


@dataclass(frozen=True, slots=True)
class _Kind:
    event: str
    meaning: str
    code: str = "R"
    type_code: str = ""
    type_meaning: str = ""


_ACCESSED = _Kind("110103", "DICOM Instances Accessed")
_DELETED = _Kind("110105", "DICOM Study Deleted", "D")
_CONFIGURED = _Kind("110113", "Security Alert", "E", "110131", "Software Configuration")
#: What each action is in DICOM's words (PS3.16 CID 400 and 401).
_KINDS = {
    Action.STARTED: _Kind("110100", "Application Activity", "E", "110120", "Application Start"),
    Action.STOPPED: _Kind("110100", "Application Activity", "E", "110121", "Application Stop"),
    Action.OPENED: _ACCESSED,
    Action.FETCHED: _Kind("110104", "DICOM Instances Transferred", "C"),
    Action.ANALYSED: _ACCESSED,
    Action.FAILED: _ACCESSED,
    Action.EXPORTED: _Kind("110106", "Export"),
    Action.CHANGED: _Kind("110103", "DICOM Instances Accessed", "U"),
    Action.REMOVED: _DELETED,
    Action.WIPED: _DELETED,
    Action.DAMAGED: _Kind("110113", "Security Alert", "E", "110135", "Object Security Attributes Changed"),
}
_SERIOUS_FAILURE, _SUCCESS = "8", "0"


def message(entry: Entry, study_instance_uid: str = "", patient_id: str = "") -> bytes:
    """The syslog message of ``entry``, without framing; UTF-8 with the mark that RFC 5424 asks for."""
    # RFC 5424 has no other letters there; the XML has them as they are.
    host = re.sub(r"[^!-~]", "-", socket.gethostname())[:255] or "-"
    at = entry.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    head = f"<{_PRIORITY}>1 {at} {host} {_APPLICATION} {os.getpid()} DICOM+RFC3881 - "
    return head.encode("ascii") + _BOM + audit_xml(entry, study_instance_uid, patient_id)


def audit_xml(entry: Entry, study_instance_uid: str = "", patient_id: str = "") -> bytes:
    """The element AuditMessage of PS3.15 A.5.1, as UTF-8."""
    about_study = bool(entry.study)
    kind = _KINDS[entry.action]
    if entry.action is Action.CHANGED and not about_study:
        kind = _CONFIGURED
    root = ET.Element("AuditMessage")
    failed = entry.action in (Action.FAILED, Action.DAMAGED)
    event = ET.SubElement(root, "EventIdentification", {
        "EventActionCode": kind.code,
        "EventDateTime": entry.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "EventOutcomeIndicator": _SERIOUS_FAILURE if failed else _SUCCESS,
    })  # fmt: skip
    _code(event, "EventID", kind.event, kind.meaning)
    if kind.type_code:
        _code(event, "EventTypeCode", kind.type_code, kind.type_meaning)
    if entry.detail:
        ET.SubElement(event, "EventOutcomeDescription").text = f"{entry.action.value}: {_printable(entry.detail)}"
    host = _printable(socket.gethostname())
    user = {"UserID": _printable(entry.user), "UserIsRequestor": "true"}
    where = {"NetworkAccessPointID": host, "NetworkAccessPointTypeCode": "1"} if host else {}
    ET.SubElement(root, "ActiveParticipant", user | where)
    program = {"UserID": str(os.getpid()), "UserIsRequestor": "false"}
    _code(ET.SubElement(root, "ActiveParticipant", program | where), "RoleIDCode", "110150", "Application")
    ET.SubElement(root, "AuditSourceIdentification", {"AuditSourceID": f"{_APPLICATION}@{host}", "code": "4"})
    if about_study:
        about = {"ParticipantObjectTypeCode": "2", "ParticipantObjectTypeCodeRole": "3"}
        study = {"ParticipantObjectID": study_instance_uid or entry.study} | about
        _code(
            ET.SubElement(root, "ParticipantObjectIdentification", study), "ParticipantObjectIDTypeCode",
            "110180", "Study Instance UID",
        )  # fmt: skip
    if about_study and patient_id:
        patient = {
            "ParticipantObjectID": _printable(patient_id), "ParticipantObjectTypeCode": "1",
            "ParticipantObjectTypeCodeRole": "1",
        }  # fmt: skip
        element = ET.SubElement(root, "ParticipantObjectIdentification", patient)
        _code(element, "ParticipantObjectIDTypeCode", "2", "Patient Number", "RFC-3881")
    xml: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _code(parent: ET.Element, name: str, code: str, meaning: str, system: str = "DCM") -> None:
    ET.SubElement(parent, name, {"csd-code": code, "codeSystemName": system, "originalText": meaning})


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
