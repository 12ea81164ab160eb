"""How values are put into words for the reader: one place, so that table, tooltip, viewer and export agree."""

from __future__ import annotations

import re
from datetime import datetime

from pydicom.config import IGNORE
from pydicom.valuerep import PersonName

from app.domain.edits import ReaderResult
from app.domain.numbers import ml_text as ml_text
from app.domain.numbers import percent_text
from app.domain.states import StudyState
from app.domain.study import ResultSummary, Study, StudyRecord
from app.models.translation import QT_TR_NOOP, tr
from inference.types import Box, CaseResult, CaseState, HemorrhageType, Lesion, SizeClass

RESEARCH_ONLY = "Research software - not a medical device"
NONE = "\N{EN DASH}"

TYPE_WORDS: dict[HemorrhageType, str] = {
    HemorrhageType.EDH: QT_TR_NOOP("epidural"),
    HemorrhageType.SDH: QT_TR_NOOP("subdural"),
    HemorrhageType.SAH: QT_TR_NOOP("subarachnoid"),
    HemorrhageType.IPH: QT_TR_NOOP("intraparenchymal"),
    HemorrhageType.IVH: QT_TR_NOOP("intraventricular"),
}

STATE_WORDS: dict[StudyState, str] = {
    StudyState.FOUND: QT_TR_NOOP("Found"),
    StudyState.QUEUED: QT_TR_NOOP("Queued"),
    StudyState.FETCHING: QT_TR_NOOP("Fetching"),
    StudyState.INCOMPLETE: QT_TR_NOOP("Incomplete"),
    StudyState.READY: QT_TR_NOOP("Waiting"),
    StudyState.ANALYSING: QT_TR_NOOP("Analysing"),
    StudyState.POSITIVE: QT_TR_NOOP("Probable bleed"),
    StudyState.NEGATIVE: QT_TR_NOOP("None found"),
    StudyState.NOT_ANALYSABLE: QT_TR_NOOP("Not analysed"),
    StudyState.FAILED: QT_TR_NOOP("Failed"),
    StudyState.WITHDRAWN: QT_TR_NOOP("Withdrawn"),
}

SIZE_WORDS: dict[SizeClass, str] = {
    SizeClass.PUNCTATE: QT_TR_NOOP("punctate"),
    SizeClass.SMALL: QT_TR_NOOP("small"),
    SizeClass.MEDIUM: QT_TR_NOOP("medium"),
    SizeClass.LARGE: QT_TR_NOOP("large"),
}

#: What :class:`inference.plausibility.Doubt` says of a rejected box; here so that it is translated.
_DOUBTS = (
    QT_TR_NOOP("outside the skull"),
    QT_TR_NOOP("denser than blood, and no blood around it"),
    QT_TR_NOOP("on an end slice, nothing beside it on the next"),
)

_NO_BREAK = "\N{NO-BREAK SPACE}"
_BETWEEN = re.compile(r"(?<=\d) (?=(?:mL|mm|%|HU|UH|s)(?!\w))|(?<=[<>]) (?=\d)")

_MONTHS = (
    QT_TR_NOOP("Jan"), QT_TR_NOOP("Feb"), QT_TR_NOOP("Mar"), QT_TR_NOOP("Apr"), QT_TR_NOOP("May"), QT_TR_NOOP("Jun"),
    QT_TR_NOOP("Jul"), QT_TR_NOOP("Aug"), QT_TR_NOOP("Sep"), QT_TR_NOOP("Oct"), QT_TR_NOOP("Nov"), QT_TR_NOOP("Dec"),
)  # fmt: skip


def unbroken(text: str) -> str:
    """``text`` for a label that wraps: no line ends between a number and its unit or sign."""
    return _BETWEEN.sub(_NO_BREAK, text)


def research_only() -> str:
    """What this software is not, in the reader's language."""
    return tr("Research software - not a medical device")


def state_text(record: StudyRecord) -> str:
    """The state in words; a study being fetched also says how many of its images are here."""
    word = tr(STATE_WORDS[record.state])
    if record.state in (StudyState.FETCHING, StudyState.INCOMPLETE):
        expected = record.study.images_expected
        if expected:
            return f"{word} {record.images_received}/{expected}"
        if record.images_received:
            return f"{word} {record.images_received}"
    return word


def probability_text(probability: float | None) -> str:
    """A probability as whole per cent, a dash where there is none."""
    return NONE if probability is None else percent_text(probability)


def probability_cell(summary: ResultSummary) -> str:
    """A probability with its 95 % interval where that is known, short enough for a cell: ``97 % (90-99)``."""
    text, ends = probability_text(summary.probability), _ends(summary)
    return f"{text} ({ends[0]}\N{EN DASH}{ends[1]})" if ends else text


def probability_in_full(summary: ResultSummary) -> str:
    """A probability with its interval in words, for a sentence: ``97 % (95 % interval 90-99 %)``."""
    text, ends = probability_text(summary.probability), _ends(summary)
    if ends is None:
        return text
    interval = tr("{probability} (95 % interval {low}–{high} %)")
    return interval.format(probability=text, low=ends[0], high=ends[1])


def _ends(summary: ResultSummary) -> tuple[str, str] | None:
    """The interval in whole per cent, its ends told as probabilities are: ``<1`` to ``>99``.

    None where it is not known, or too narrow to say anything.
    """
    if summary.probability is None or summary.probability_interval is None:
        return None
    low, high = (percent_text(end).removesuffix(" %").replace(" ", "") for end in summary.probability_interval)
    return (low, high) if low != high else None


def box_text(box: Box) -> str:
    """What stands beside a rejected box: its score and, where it is known, why it was held back."""
    return f"{box.score:.2f} {tr(box.why)}" if box.why else f"{box.score:.2f}"


def size_class(ml: float) -> SizeClass:
    """Size class of Chang 2018, Table 1, for a volume in mL."""
    if ml < 0.01:
        return SizeClass.PUNCTATE
    if ml <= 5:
        return SizeClass.SMALL
    return SizeClass.MEDIUM if ml <= 25 else SizeClass.LARGE


def size_word(ml: float) -> str:
    """The size class of a volume in mL, as a word."""
    return tr(SIZE_WORDS[size_class(ml)])


def total_text(ml: float) -> str:
    """The volume of all hemorrhage with its size class, such as ``12.8 medium``; ``0`` for none."""
    return f"{ml_text(ml)} {size_word(ml)}" if ml > 0 else ml_text(ml)


def interval_text(lesion: Lesion) -> str:
    """A lesion's volume with its 95 % interval, such as ``12.3 (10.1-14.9)``."""
    low, high = lesion.volume_ml_interval
    return f"{ml_text(lesion.volume_ml)} ({ml_text(low)}\N{EN DASH}{ml_text(high)})"


def patient_name(name: str) -> str:
    """A DICOM person name (PS3.5 6.2.1) as ``FAMILY, Given``, in its ideographic form where there is no other."""
    if not name.strip("^= "):
        return ""
    person = PersonName(name, validation_mode=IGNORE)
    if not person.family_name and not person.given_name:
        person = PersonName(person.ideographic or person.phonetic or name, validation_mode=IGNORE)
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
    month = tr(_MONTHS[at.month - 1])
    return f"{at:%d} {month} {at:%H:%M}" if at.year == this_year else f"{at:%d} {month} {at:%Y %H:%M}"


def duration(seconds: float) -> str:
    """A waiting time that counts up: ``4:09``, ``1:04:09``, ``2 d 3 h``."""
    total = int(seconds)
    hours, minutes, rest = total // 3600, total // 60 % 60, total % 60
    if hours >= 24:
        return tr("{days} d {hours} h").format(days=hours // 24, hours=hours % 24)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def finding(record: StudyRecord, volumes: bool = True) -> str:
    """What the detector says about a study, with or without its volumes, in one line without patient data."""
    summary = record.summary
    if record.state is StudyState.POSITIVE and summary is not None:
        parts = [f"{kind} {ml_text(summary.volumes_ml[kind])} mL" for kind in summary.types if volumes]
        head = tr("Hemorrhage probable, {probability}").format(probability=probability_in_full(summary))
        return f"{head}: {', '.join(parts)}" if parts else head
    if record.state is StudyState.NEGATIVE and summary is not None:
        text = tr("No hemorrhage found, probability {probability}")
        return text.format(probability=probability_in_full(summary))
    if record.state is StudyState.NOT_ANALYSABLE:
        return tr("Not analysed: this study has no result")
    if record.state is StudyState.FAILED:
        return tr("Analysis failed: this study has no result")
    if record.state is StudyState.WITHDRAWN:
        return tr("Withdrawn: this study has no result")
    return tr("{state}: no result yet").format(state=state_text(record))


def earlier_answer(record: StudyRecord, result: CaseResult | None) -> str:
    """That the files hold an answer which an earlier analysis left, and which is not shown; empty where they do not."""
    if result is None or result.score is None or record.present(result) is not None:
        return ""
    if result.state is CaseState.POSITIVE:
        text = tr("An earlier analysis found hemorrhage, probability {probability}; its result is not shown.")
        return text.format(probability=probability_text(result.probability))
    return tr("An earlier analysis left an answer; it no longer holds and is not shown.")


def still_shown(record: StudyRecord, result: CaseResult | None) -> str:
    """The warning where ``result``, which is on the screen, is no longer what the state tells of; else empty."""
    if result is None or result.score is None or record.present(result) is not None:
        return ""
    return tr("Masks and volumes that are still shown are an earlier answer, which no longer holds.")


def summary_sentence(
    record: StudyRecord, result: CaseResult | None, change: str = "", edits: ReaderResult | None = None
) -> str:
    """Some sentences for a report draft: finding, volumes, reasons, model, and what the software is not.

    ``change`` holds the sentences of :mod:`app.models.second_words` and :mod:`app.models.follow_up_words`, or nothing.
    ``edits`` are what a reader made of ``result``, which is then the reader's: the reader is not named.
    """
    result = record.present(result)
    if result is None or not record.state.analysed:
        edits = None
    parts = [f"{finding(record, volumes=edits is None)}."]
    if edits is not None and result is not None:
        parts += _edited(edits, result)
    answered = record.state is StudyState.POSITIVE or edits is not None
    if result is not None and answered and result.lesions:
        largest = max(result.lesions, key=lambda lesion: lesion.volume_ml)
        low, high = largest.volume_ml_interval
        first, last = largest.slices[0] + 1, largest.slices[1] + 1
        where = tr("slice {first}") if first == last else tr("slices {first}–{last}")
        count = tr("%n lesions, total {total} mL", "", len(result.lesions))
        text = tr("{count}; largest {type} {ml} mL (95 % interval {low}–{high} mL), {where}.")
        parts.append(
            text.format(
                count=count.format(total=ml_text(result.total_ml)), type=tr(TYPE_WORDS[largest.type]),
                ml=ml_text(largest.volume_ml), low=ml_text(low), high=ml_text(high),
                where=where.format(first=first, last=last),
            )
        )  # fmt: skip
    parts += [change] if change else []
    parts += [reason.text if reason.text.endswith(".") else f"{reason.text}." for reason in record.reasons]
    if record.outcome is not None and record.outcome.model:
        parts.append(tr("Model {name}.").format(name=record.outcome.model))
    parts.append(f"{research_only()}.")
    return " ".join(parts)


def _edited(edits: ReaderResult, result: CaseResult) -> list[str]:
    """That a reader changed the result, and the volumes by type that the reader left of it."""
    changes = tr("%n changes", "", len(edits.steps))
    text = tr("Edited by a reader ({changes}); score and probability are the program's own.")
    by_size = sorted(result.volumes_ml.items(), key=lambda one: -one[1])
    volumes = ", ".join(f"{kind} {ml_text(ml)} mL" for kind, ml in by_size if ml > 0)
    left = tr("By the reader: {volumes}.").format(volumes=volumes) if volumes else tr("The reader left no lesion.")
    return [text.format(changes=changes), left]
