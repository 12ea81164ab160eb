"""The columns of the worklist: their titles, what they mean, and the text of each cell."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum

from app.domain import triage
from app.domain.follow_up import FollowUp
from app.domain.study import StudyRecord
from app.domain.triage import Priority
from app.models import follow_up_words, second_words, wording
from app.models.translation import QT_TR_NOOP, tr


class Column(IntEnum):
    """Columns of the worklist, numbered as saved layouts know them; :mod:`app.views.column_widths` has their order."""

    PRIORITY = 0
    STATE = 1
    PROBABILITY = 2
    TYPES = 3
    TOTAL_ML = 4
    PATIENT = 5
    AGE_SEX = 6
    WAITING = 7
    CHANGE = 8
    MARKS = 9
    PRIORS = 10
    ACCESSION = 11
    STUDY_TIME = 12
    DESCRIPTION = 13
    STATION = 14
    READ_BY = 15


_HEADERS: dict[Column, tuple[str, str]] = {
    Column.PRIORITY: (
        QT_TR_NOOP("Priority"),
        QT_TR_NOOP("Class of the worklist order; hover a row to see why it stands where it stands"),
    ),
    Column.STATE: (
        QT_TR_NOOP("State"),
        QT_TR_NOOP("Where the study stands; only 'None found' means that no hemorrhage was found"),
    ),
    Column.PROBABILITY: (
        QT_TR_NOOP("Prob."),
        QT_TR_NOOP(
            "Probability of any intracranial hemorrhage, calibrated unless the row says otherwise, with its 95 % "
            "interval where it is known"
        ),
    ),
    Column.TYPES: (QT_TR_NOOP("Types"), QT_TR_NOOP("Types found, largest volume first: EDH, SDH, SAH, IPH, IVH")),
    Column.TOTAL_ML: (
        QT_TR_NOOP("mL"),
        QT_TR_NOOP("Volume of all hemorrhage in mL; punctate < 0.01, small to 5, medium to 25, large > 25 mL"),
    ),
    Column.PATIENT: (QT_TR_NOOP("Patient"), QT_TR_NOOP("Patient's name")),
    Column.AGE_SEX: (
        QT_TR_NOOP("Age"),
        QT_TR_NOOP("Age on the day of the study, and sex as in DICOM: F female, M male, O other"),
    ),
    Column.WAITING: (
        QT_TR_NOOP("Waiting"),
        QT_TR_NOOP("Time since this workstation first heard of the study, until it was read"),
    ),
    Column.MARKS: (
        QT_TR_NOOP("Marks"),
        QT_TR_NOOP("Emergency, pinned, flagged, claimed, with a note or verdict, disputed by the second reader"),
    ),
    Column.PRIORS: (QT_TR_NOOP("Priors"), QT_TR_NOOP("Earlier studies of the same patient in this list")),
    Column.CHANGE: (
        QT_TR_NOOP("Change"),
        QT_TR_NOOP("Against the patient's last earlier head CT; larger: by over 6 mL or 33 %, clear of uncertainty"),
    ),
    Column.ACCESSION: (QT_TR_NOOP("Accession"), QT_TR_NOOP("Accession number")),
    Column.STUDY_TIME: (QT_TR_NOOP("Study time"), QT_TR_NOOP("Study date and time, as the scanner wrote them")),
    Column.DESCRIPTION: (QT_TR_NOOP("Description"), QT_TR_NOOP("Study description")),
    Column.STATION: (QT_TR_NOOP("Station"), QT_TR_NOOP("Station name of the scanner")),
    Column.READ_BY: (QT_TR_NOOP("Read by"), QT_TR_NOOP("Who marked the study as read, or who says to read it now")),
}

#: Letters of a name or description in the pop-up of a row.
_MOST_LETTERS = 200

_PRIORITY_WORDS: dict[Priority, str] = {
    Priority.POSITIVE: QT_TR_NOOP("Urgent"),
    Priority.UNKNOWN: QT_TR_NOOP("Unknown"),
    Priority.NEGATIVE: QT_TR_NOOP("In turn"),
    Priority.READ: QT_TR_NOOP("Read"),
}


def title(column: Column) -> str:
    """The title of a column."""
    return tr(_HEADERS[column][0])


def meaning(column: Column) -> str:
    """What a column shows, in one line."""
    return tr(_HEADERS[column][1])


def priority_word(priority: Priority) -> str:
    """The word of a priority."""
    return tr(_PRIORITY_WORDS[priority])


def cell_text(
    record: StudyRecord,
    column: Column,
    now: datetime | None = None,
    priors: int = 0,
    follow_up: FollowUp | None = None,
) -> str:
    """Text of a cell; ``now`` (UTC) matters to the waiting time alone, ``priors`` and ``follow_up`` to their columns.

    A study without an answer shows no number, even where an earlier analysis left one.
    """
    study = record.study
    summary = record.summary if record.state.analysed else None
    match column:
        case Column.PRIORITY:
            return priority_word(triage.priority(record))
        case Column.STATE:
            return wording.state_text(record)
        case Column.PROBABILITY:
            return wording.probability_cell(summary) if summary else wording.NONE
        case Column.TYPES:
            return " ".join(summary.types) if summary else ""
        case Column.TOTAL_ML:
            return wording.total_text(summary.total_ml) if summary else wording.NONE
        case Column.PATIENT:
            return wording.patient_name(study.patient_name) or wording.NONE
        case Column.AGE_SEX:
            return wording.age_sex(study)
        case Column.WAITING:
            return wording.duration(record.waiting_seconds(now or datetime.now(UTC)))
        case Column.MARKS:
            return ", ".join(marks(record))
        case Column.PRIORS:
            return str(priors) if priors else ""
        case Column.CHANGE:
            return follow_up_words.word(follow_up) if record.state.analysed else ""
        case Column.ACCESSION:
            return study.accession_number
        case Column.STUDY_TIME:
            return wording.study_time(study.study_at)
        case Column.DESCRIPTION:
            return study.description
        case Column.STATION:
            return study.station_name
        case Column.READ_BY:
            return reader_text(record)


def marks(record: StudyRecord) -> list[str]:
    """What readers marked on a study, and whether the second reader disagrees, in words."""
    words = []
    if record.study.emergency:
        words.append(tr("emergency"))
    if record.pinned:
        words.append(tr("pinned"))
    if record.flagged:
        words.append(tr("flagged"))
    if record.claimed_by and record.read_at is None:
        words.append(tr("claimed"))
    if record.note:
        words.append(tr("note"))
    if record.feedback:
        words.append(tr("verdict"))
    if record.disputed:
        words.append(tr("second reader disagrees"))
    return words


def reader_text(record: StudyRecord) -> str:
    """Who read a study, or who says to read it now."""
    if record.read_at is not None:
        return record.read_by
    return tr("{name} reads it").format(name=record.claimed_by) if record.claimed_by else ""


def patient_line(record: StudyRecord) -> str:
    """Whose study it is, and which, with all that a narrow column may cut; empty where nothing is known."""
    study = record.study
    identity = tr("ID {id}").format(id=study.patient_id) if study.patient_id else ""
    who = (wording.patient_name(study.patient_name), identity, wording.age_sex(study), study.description)
    return "  ·  ".join(part[:_MOST_LETTERS] for part in who if part)


def tooltip(record: StudyRecord, moved: str = "", follow_up: FollowUp | None = None) -> str:
    """Why a study stands where it stands, what was found, and every reason there is; ``moved`` says how it got there.

    May hold patient data (the reader's own note).
    """
    lines = [wording.finding(record), follow_up_words.sentence(follow_up), moved, triage.explain(record, tr)]
    lines.append(second_words.sentence(record))
    if record.claimed_by and record.read_at is None:
        lines.append(reader_text(record))
    lines += [f"• {reason.text}" for reason in record.reasons]
    if record.state.analysed and record.summary is not None:
        lines.append(tr("Model {name}.").format(name=record.summary.model))
    if record.note:
        lines.append(tr("Note: {text}").format(text=record.note))
    return "\n".join(line for line in lines if line)
