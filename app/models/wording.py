"""How values are put into words for the reader: one place, so that table, tooltip, viewer and export agree."""

from __future__ import annotations

from datetime import datetime

from pydicom.valuerep import PersonName

from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from inference.types import CaseResult, HemorrhageType, Lesion

RESEARCH_ONLY = "Research software - not a medical device"
NONE = "\N{EN DASH}"

TYPE_WORDS: dict[HemorrhageType, str] = {
    HemorrhageType.EDH: "epidural",
    HemorrhageType.SDH: "subdural",
    HemorrhageType.SAH: "subarachnoid",
    HemorrhageType.IPH: "intraparenchymal",
    HemorrhageType.IVH: "intraventricular",
}

STATE_WORDS: dict[StudyState, str] = {
    StudyState.FOUND: "Found",
    StudyState.QUEUED: "Queued",
    StudyState.FETCHING: "Fetching",
    StudyState.INCOMPLETE: "Incomplete",
    StudyState.READY: "Waiting",
    StudyState.ANALYSING: "Analysing",
    StudyState.POSITIVE: "Probable bleed",
    StudyState.NEGATIVE: "None found",
    StudyState.NOT_ANALYSABLE: "Not analysed",
    StudyState.FAILED: "Failed",
    StudyState.WITHDRAWN: "Withdrawn",
}


def state_text(record: StudyRecord) -> str:
    """The state in words; a study being fetched also says how many of its images are here."""
    word = STATE_WORDS[record.state]
    if record.state in (StudyState.FETCHING, StudyState.INCOMPLETE):
        expected = record.study.images_expected
        if expected:
            return f"{word} {record.images_received}/{expected}"
        if record.images_received:
            return f"{word} {record.images_received}"
    return word


def probability_text(probability: float | None) -> str:
    """A probability as whole per cent; never 0 % and never 100 %, which the model cannot know."""
    if probability is None:
        return NONE
    if probability < 0.01:
        return "< 1 %"
    if probability > 0.99:
        return "> 99 %"
    return f"{probability * 100:.0f} %"


def ml_text(ml: float) -> str:
    """A volume in mL (without the unit) with the digits that mean something."""
    if ml == 0:
        return "0"
    if 0 < ml < 0.01:
        return "< 0.01"
    if ml < 1:
        return f"{ml:.2f}"
    return f"{ml:.1f}" if ml < 100 else f"{ml:.0f}"


def interval_text(lesion: Lesion) -> str:
    """A lesion's volume with its 95 % interval, such as ``12.3 (10.1-14.9)``."""
    low, high = lesion.volume_ml_interval
    return f"{ml_text(lesion.volume_ml)} ({ml_text(low)}\N{EN DASH}{ml_text(high)})"


def patient_name(name: str) -> str:
    """A DICOM person name (PS3.5 6.2.1) as ``FAMILY, Given``, in its ideographic form where there is no other."""
    if not name.strip("^= "):
        return ""
    person = PersonName(name)
    if not person.family_name and not person.given_name:
        person = PersonName(person.ideographic or person.phonetic or name)
    return str(person.family_comma_given()).strip(", ")


def age_sex(study: Study) -> str:
    """Age in years and sex, such as ``64 F``; what is not known is left out."""
    age = study.age_years
    return " ".join(part for part in ("" if age is None else str(age), study.sex) if part)


def study_time(at: datetime | None, now: datetime | None = None) -> str:
    """Study date and time, with the year only where it is not this one."""
    if at is None:
        return ""
    this_year = (now or datetime.now()).year
    return f"{at:%d %b %H:%M}" if at.year == this_year else f"{at:%d %b %Y %H:%M}"


def duration(seconds: float) -> str:
    """A waiting time that counts up: ``4:09``, ``1:04:09``, ``2 d 3 h``."""
    total = int(seconds)
    hours, minutes, rest = total // 3600, total // 60 % 60, total % 60
    if hours >= 24:
        return f"{hours // 24} d {hours % 24} h"
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def finding(record: StudyRecord) -> str:
    """What the detector says about a study, in one line without patient data."""
    summary = record.summary
    if record.state is StudyState.POSITIVE and summary is not None:
        parts = [f"{kind} {ml_text(summary.volumes_ml[kind])} mL" for kind in summary.types]
        head = f"Hemorrhage probable, {probability_text(summary.probability)}"
        return f"{head}: {', '.join(parts)}" if parts else head
    if record.state is StudyState.NEGATIVE and summary is not None:
        return f"No hemorrhage found, probability {probability_text(summary.probability)}"
    if record.state is StudyState.NOT_ANALYSABLE:
        return "Not analysed: this study has no result"
    if record.state is StudyState.FAILED:
        return "Analysis failed: this study has no result"
    if record.state is StudyState.WITHDRAWN:
        return "Withdrawn: this study has no result"
    return f"{state_text(record)}: no result yet"


def reasons_text(record: StudyRecord) -> str:
    """All reasons of a study as sentences, one a line."""
    return "\n".join(reason.text for reason in record.reasons)


def summary_sentence(record: StudyRecord, result: CaseResult | None) -> str:
    """One or two sentences for a report draft: finding, volumes, reasons, model, and what the software is not."""
    parts = [f"{finding(record)}."]
    if result is not None and record.state is StudyState.POSITIVE and result.lesions:
        largest = max(result.lesions, key=lambda lesion: lesion.volume_ml)
        low, high = largest.volume_ml_interval
        first, last = largest.slices[0] + 1, largest.slices[1] + 1
        where = f"slice {first}" if first == last else f"slices {first}\N{EN DASH}{last}"
        parts.append(
            f"{len(result.lesions)} {'lesion' if len(result.lesions) == 1 else 'lesions'}, total "
            f"{ml_text(result.total_ml)} mL; largest {TYPE_WORDS[largest.type]} {ml_text(largest.volume_ml)} mL "
            f"(95 % interval {ml_text(low)}\N{EN DASH}{ml_text(high)} mL), {where}."
        )
    parts += [reason.text if reason.text.endswith(".") else f"{reason.text}." for reason in record.reasons]
    model = record.summary.model if record.summary is not None else ""
    parts.append(f"{'Model ' + model + '. ' if model else ''}{RESEARCH_ONLY}.")
    return " ".join(parts)
