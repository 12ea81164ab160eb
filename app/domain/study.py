"""What the worklist knows of a study: pure, frozen, free of Qt, DICOM objects and threads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from app.domain.second_reading import KEEN, SecondReading
from app.domain.states import StudyState
from inference.errors import Reason
from inference.types import CaseResult, HemorrhageType


@dataclass(frozen=True, slots=True)
class Study:
    """A study as its archive describes it (study-level C-FIND, PS3.4 C.6.2.1).

    ``study_at`` is Study Date and Study Time as the scanner wrote them, in local time, or None if absent.
    ``images_expected`` is Number of Study Related Instances, or None where the archive does not say.
    """

    study_instance_uid: str
    patient_name: str = ""
    patient_id: str = ""
    birth_date: date | None = None
    sex: str = ""
    accession_number: str = ""
    description: str = ""
    study_at: datetime | None = None
    station_name: str = ""
    body_part: str = ""
    images_expected: int | None = None
    emergency: bool = False

    @property
    def age_years(self) -> int | None:
        """Age in full years on the day of the study; None without both dates."""
        if self.birth_date is None or self.study_at is None:
            return None
        day = self.study_at.date()
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


class Source(StrEnum):
    """How a study came here: asked for, sent to us (C-STORE), found in the watched folder, or opened from files."""

    QUERY = "query"
    PUSH = "push"
    FOLDER = "folder"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class ResultSummary:
    """The part of a :class:`CaseResult` that a worklist row shows.

    ``probability_interval`` is the 95 % interval of ``probability`` in [0, 1], None where the model does not know it.
    """

    probability: float | None
    score: float | None
    threshold: float
    volumes_ml: dict[HemorrhageType, float]
    provider: str
    device: str
    model: str
    seconds: float
    probability_interval: tuple[float, float] | None = None

    @classmethod
    def of(cls, result: CaseResult) -> ResultSummary:
        """The summary of ``result``."""
        return cls(
            result.probability, result.score, result.threshold, dict(result.volumes_ml),
            result.runtime.provider, result.runtime.device, result.runtime.model, result.timing.total,
            result.probability_interval,
        )  # fmt: skip

    @property
    def total_ml(self) -> float:
        """Volume of all hemorrhage in mL."""
        return float(sum(self.volumes_ml.values()))

    @property
    def types(self) -> tuple[HemorrhageType, ...]:
        """Types found, largest volume first."""
        found = [t for t, ml in self.volumes_ml.items() if ml > 0]
        return tuple(sorted(found, key=lambda t: -self.volumes_ml[t]))


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """One row of the journal.

    Attributes:
        found_at: when this workstation first heard of the study (UTC).
        changed_at: when ``state`` was entered (UTC).
        arrival: rises by one with each study found; the archive's own order, never altered.
        reasons: why the study could not be analysed, is incomplete or failed; or warnings on its result.
        attempts: fetches and analyses tried so far.
        read_at: when the reader marked it read (UTC), or None.
        images_announced: how many images the archive announced when the latest fetch began, or None.
        source: how the study came here first.
        archive: name of the archive that told of it; empty where none did, or it is not known.
        tries: steps that failed since the last one that succeeded, or since somebody asked for the study.
        opened_at: when a reader last opened it on this workstation (UTC), or None.
        read_by: who marked it read; empty where it is unread, or nobody knows.
        claimed_by: who said that they read it now; empty without a claim.
        flagged, pinned: marks of the reader; a pinned study keeps its place in the list.
        note: the reader's own words on it; may hold patient data.
        feedback: the kind of the reader's verdict on the answer (:class:`app.domain.feedback.Verdict`), or empty.
        prior: fetched only to hold a later study against it; it stands in no worklist.
        second: what the second reader says of the latest answer, or None where it has not judged it.
    """

    study: Study
    state: StudyState
    arrival: int
    found_at: datetime
    changed_at: datetime
    reasons: tuple[Reason, ...] = ()
    summary: ResultSummary | None = None
    images_received: int = 0
    attempts: int = 0
    read_at: datetime | None = None
    images_announced: int | None = None
    source: Source = Source.QUERY
    archive: str = ""
    tries: int = 0
    opened_at: datetime | None = None
    read_by: str = ""
    claimed_by: str = ""
    flagged: bool = False
    pinned: bool = False
    note: str = ""
    feedback: str = ""
    prior: bool = False
    second: SecondReading | None = None

    @property
    def grown(self) -> bool:
        """Whether the archive announced more images after the latest fetch began."""
        expected, announced = self.study.images_expected, self.images_announced
        return expected is not None and announced is not None and expected > announced

    @property
    def only_opened(self) -> bool:
        """Whether it came from files that somebody opened, and no archive told of it."""
        return self.source is Source.OPENED and not self.archive

    def second_wanted(self, now: datetime | None = None) -> bool:
        """Whether the second reader has yet to judge it: an answer that is new, and that nobody has read."""
        fresh = (now or datetime.now(UTC)) - self.changed_at <= KEEN
        return self.state.analysed and self.second is None and self.read_at is None and not self.prior and fresh

    @property
    def disputed(self) -> bool:
        """Whether the second reader answers otherwise than the first."""
        return self.state.analysed and self.second is not None and self.second.agrees is False

    @property
    def outcome(self) -> ResultSummary | None:
        """What the latest analysis found; None for a summary that was left by one before, which no longer holds."""
        return self.summary if self.state.concluded else None

    def present(self, result: CaseResult | None) -> CaseResult | None:
        """``result`` where it is what the state tells of; None for one that an earlier analysis left in the files."""
        return result if result is not None and result.state.value == self.state.value else None

    @property
    def uid(self) -> str:
        """Study Instance UID."""
        return self.study.study_instance_uid

    def waiting_seconds(self, now: datetime | None = None) -> float:
        """Seconds from being found until now, or until it was read."""
        end = self.read_at or now or datetime.now(UTC)
        return max(0.0, (end - self.found_at).total_seconds())
