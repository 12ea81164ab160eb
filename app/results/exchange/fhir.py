"""FHIR R4: a transaction Bundle with an ImagingStudy, Observations and a DiagnosticReport for each study.

Everything is put by its identifier (conditional update), so that a server that gets the same bundle twice holds it
once. Results are preliminary and say that an algorithm made them. Codes are those of the DICOM objects.
"""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from pydicom.sr.coding import Code

from app.domain.study import StudyRecord
from app.results import codes
from app.results.dicom.source import MANUFACTURER, MODEL, NOTICE, SAID
from app.results.exchange.person import person
from inference import __version__
from inference.types import CaseState

Resource = dict[str, Any]

#: The URI of each coding scheme (https://terminology.hl7.org/external_terminologies.html; DICOM: PS3.16 8.1).
_SYSTEMS = {
    "SCT": "http://snomed.info/sct",
    "DCM": "http://dicom.nema.org/resources/ontology/DCM",
    "UCUM": "http://unitsofmeasure.org",
    codes.SCHEME: "urn:firstread:codes",
}
#: What we number ourselves.
_OURS = "urn:firstread:result"
_PATIENTS = "urn:firstread:patient-id"
_SERVICES = "http://terminology.hl7.org/CodeSystem/v2-0074"
_NAMESPACE = uuid.UUID("0f0f1c6a-5e2b-5f0e-9c5c-0a6a4b1d7d11")
#: In the value of a search (FHIR R4, 3.1.1.4.0.1): a comma alone means "or", so that another patient may be meant.
_ESCAPED = str.maketrans({one: f"\\{one}" for one in "\\|$,"})
_GENDERS = {"F": "female", "M": "male", "O": "other"}


def bundle(records: Iterable[StudyRecord], at: datetime) -> str:
    """The bundle as JSON. ``records`` are of studies with an answer, or with a reason why there is none.

    ``at`` is when it is written, UTC.
    """
    entries: dict[str, Resource] = {}

    def put(resource: Resource) -> str:
        """Add a resource once; returns the reference to it."""
        kind, identifier = resource["resourceType"], resource["identifier"][0]
        query = f"{identifier['system']}|{identifier['value']}"
        full = f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{kind} {query}')}"
        sought = f"{identifier['system']}|{identifier['value'].translate(_ESCAPED)}"
        url = f"{kind}?identifier={quote(sought, safe='|:')}"
        entries[full] = {"fullUrl": full, "resource": resource, "request": {"method": "PUT", "url": url}}
        return full

    for record in records:
        device = {"reference": put(_device(record))}
        subject = {"reference": put(_patient(record))} if record.study.patient_id else {"display": "not named"}
        study = {"reference": put(_study(record, subject))}
        found = [
            {"reference": put({**one, "subject": subject, "device": device, "partOf": [study]})}
            for one in _observations(record)
        ]
        put(_report(record, subject, study, found))
    made: Resource = {"resourceType": "Bundle", "type": "transaction", "timestamp": _instant(at)}
    if entries:
        made["entry"] = list(entries.values())
    return json.dumps(made, ensure_ascii=False, indent=1)


def _device(record: StudyRecord) -> Resource:
    model = record.outcome.model if record.outcome is not None else ""
    return {
        "resourceType": "Device",
        "identifier": [{"system": _OURS, "value": f"device {__version__} {model}".strip()}],
        "manufacturer": MANUFACTURER,
        "deviceName": [{"name": MODEL, "type": "model-name"}],
        "version": [{"value": f"{__version__}, model {model}" if model else __version__}],
        "note": [{"text": NOTICE}],
    }


def _patient(record: StudyRecord) -> Resource:
    study = record.study
    name = person(study.patient_name)
    given = [one for one in (name.given_name, name.middle_name) if one]
    parts = {"family": name.family_name, "given": given}
    made: Resource = {
        "resourceType": "Patient",
        "identifier": [{"system": _PATIENTS, "value": study.patient_id}],
        "gender": _GENDERS.get(study.sex, "unknown"),
    }
    if any(parts.values()):
        made["name"] = [{key: value for key, value in parts.items() if value}]
    if study.birth_date is not None:
        made["birthDate"] = study.birth_date.isoformat()
    return made


def _study(record: StudyRecord, subject: Resource) -> Resource:
    study = record.study
    made: Resource = {
        "resourceType": "ImagingStudy",
        "identifier": [{"system": "urn:dicom:uid", "value": f"urn:oid:{record.uid}"}],
        "status": "available",
        "subject": subject,
        "modality": [{"system": _SYSTEMS["DCM"], "code": "CT"}],
    }
    if study.accession_number:
        kind = {"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "ACSN"}
        made["identifier"].append({"type": {"coding": [kind]}, "value": study.accession_number})
    if study.study_at is not None:  # local time of the scanner: FHIR wants an offset beside a time of day
        made["started"] = study.study_at.date().isoformat()
    if study.description.strip():
        made["description"] = study.description.strip()
    return made


def _observations(record: StudyRecord) -> list[Resource]:
    state, summary = CaseState(record.state.value), record.outcome
    site = _concept(codes.CRANIAL_CAVITY)
    found = [
        {**_observation(record, "outcome", codes.SUMMARY), "valueCodeableConcept": _concept(codes.OUTCOMES[state])}
    ]
    found[0]["note"] = [{"text": text} for text in (NOTICE, *(reason.text for reason in record.reasons))]
    if summary is None or summary.probability is None or not math.isfinite(summary.probability):
        return found
    probability = {
        **_observation(record, "probability", codes.PROBABILITY),
        "bodySite": site,
        "valueQuantity": _quantity(100 * summary.probability, 2, codes.PERCENT),
    }
    if summary.probability_interval is not None:
        low, high = (f"{100 * one:.1f}" for one in summary.probability_interval)
        probability["note"] = [{"text": f"95 % interval: {low} to {high} %."}]
    total = _volume(record, "total", summary.total_ml) | {"bodySite": site}
    found += [probability, total]
    for kind in summary.types:
        one = _volume(record, kind.value, summary.volumes_ml[kind]) | {"bodySite": _concept(codes.SITES[kind])}
        one["component"] = [
            {"code": _concept(codes.TYPE_NAME), "valueCodeableConcept": _concept(codes.TYPE_CODES[kind])}
        ]
        found.append(one)
    return found


def _volume(record: StudyRecord, what: str, ml: float) -> Resource:
    return _observation(record, f"volume {what}", codes.VOLUME) | {
        "valueQuantity": _quantity(ml, 4, codes.MILLILITER),
        "method": _concept(codes.VOXEL_SUM),
    }


def _observation(record: StudyRecord, what: str, code: Code) -> Resource:
    return {
        "resourceType": "Observation",
        "identifier": [{"system": _OURS, "value": f"{record.uid} {what}"}],
        "status": "preliminary",
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "imaging"}]}
        ],
        "code": _concept(code),
        "issued": _instant(record.changed_at),
    }


def _report(record: StudyRecord, subject: Resource, study: Resource, found: list[Resource]) -> Resource:
    return {
        "resourceType": "DiagnosticReport",
        "identifier": [{"system": _OURS, "value": f"{record.uid} report"}],
        "status": "preliminary",
        "category": [{"coding": [{"system": _SERVICES, "code": "CT"}]}],
        "code": _concept(codes.HEAD_CT),
        "subject": subject,
        "issued": _instant(record.changed_at),
        "result": found,
        "imagingStudy": [study],
        "conclusion": f"{SAID[CaseState(record.state.value)]}. {NOTICE}",
        "conclusionCode": [_concept(codes.OUTCOMES[CaseState(record.state.value)])],
    }


def _quantity(value: float, digits: int, unit: Code) -> Resource:
    named = {"unit": unit.meaning, "system": _SYSTEMS["UCUM"]}
    code = "mL" if unit == codes.MILLILITER else unit.value  # UCUM has both; FHIR's profiles ask for mL
    return {"value": round(value, digits), **named, "code": code}


def _concept(code: Code) -> Resource:
    coding = {"system": _SYSTEMS[code.scheme_designator], "code": code.value, "display": code.meaning}
    return {"coding": [coding], "text": code.meaning}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
