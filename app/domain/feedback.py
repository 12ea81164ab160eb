"""What readers say of the answers, and how often reader and program agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.rates import Rate
from app.domain.states import StudyState
from app.domain.study import StudyRecord


class Verdict(StrEnum):
    """What a reader says of an answer."""

    AGREE = "agree"
    NOT_HEMORRHAGE = "not_hemorrhage"
    MISSED_HEMORRHAGE = "missed_hemorrhage"
    WRONG_TYPE = "wrong_type"


#: Why the program was wrong, by verdict, as codes in the order of their keys. Of a wrong type, the right one.
REASONS: dict[Verdict, tuple[str, ...]] = {
    Verdict.AGREE: (),
    Verdict.NOT_HEMORRHAGE: (
        "calcification", "artifact", "post_operative", "vessel", "thick_dura", "tumour", "other",
    ),
    Verdict.MISSED_HEMORRHAGE: (
        "small", "subacute", "skull_base", "vertex", "artifact", "subarachnoid", "other",
    ),
    Verdict.WRONG_TYPE: ("edh", "sdh", "sah", "iph", "ivh", "other"),
}  # fmt: skip


def permitted(record: StudyRecord) -> tuple[Verdict, ...]:
    """The verdicts that make sense of a study's present answer; none where there is no answer."""
    if record.summary is None:
        return ()
    if record.state is StudyState.POSITIVE:
        return (Verdict.AGREE, Verdict.NOT_HEMORRHAGE, Verdict.WRONG_TYPE)
    if record.state is StudyState.NEGATIVE:
        return (Verdict.AGREE, Verdict.MISSED_HEMORRHAGE)
    return ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reader's verdict on an answer, or a study that was read without one (``verdict`` None).

    Attributes:
        at: when, UTC.
        positive: the answer.
        reason: a code of :data:`REASONS`, or empty.
        score, threshold: raw, 0 to 1, or None.
        types: those answered, such as ``("SDH", "SAH")``.
        emergency: whether the study was one.
    """

    at: datetime
    verdict: Verdict | None
    positive: bool
    reason: str = ""
    probability: float | None = None
    score: float | None = None
    threshold: float | None = None
    types: tuple[str, ...] = ()
    total_ml: float | None = None
    model: str = ""
    emergency: bool = False

    @property
    def hemorrhage(self) -> bool:
        """What the reader holds to be true; who says nothing is taken to agree."""
        if self.verdict is None or self.verdict is Verdict.AGREE:
            return self.positive
        return self.verdict is not Verdict.NOT_HEMORRHAGE


@dataclass(frozen=True, slots=True)
class Agreement:
    """The four counts of answers against the reader."""

    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0
    true_negatives: int = 0

    @property
    def ppv(self) -> Rate:
        """Of the positive answers, how many the reader takes for hemorrhage."""
        return Rate(self.true_positives, self.true_positives + self.false_positives)

    @property
    def npv(self) -> Rate:
        """Of the negative answers, how many the reader takes for free of hemorrhage."""
        return Rate(self.true_negatives, self.true_negatives + self.false_negatives)

    @property
    def sensitivity(self) -> Rate:
        """Of the hemorrhages after the reader, how many had a positive answer."""
        return Rate(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def specificity(self) -> Rate:
        """Of the studies free of hemorrhage after the reader, how many had a negative answer."""
        return Rate(self.true_negatives, self.true_negatives + self.false_positives)


def agreement(judgements: Iterable[Judgement]) -> Agreement:
    """The counts of ``judgements``."""
    counts = Counter((one.positive, one.hemorrhage) for one in judgements)
    return Agreement(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def by_period(judgements: Sequence[Judgement], days: int = 7) -> list[tuple[date, Agreement]]:
    """The counts of each period of ``days``, oldest first, empty ones left out; periods of a week begin on Monday."""
    periods: dict[date, list[Judgement]] = {}
    for one in judgements:
        number = (one.at.date() - _MONDAY).days // days
        periods.setdefault(_MONDAY + timedelta(days=number * days), []).append(one)
    return [(start, agreement(periods[start])) for start in sorted(periods)]


_MONDAY = date(2001, 1, 1)


def by_reason(judgements: Iterable[Judgement]) -> list[tuple[Verdict, str, int]]:
    """Verdict, reason code and how often, of all verdicts but agreement; the most frequent first."""
    counts = Counter((one.verdict, one.reason) for one in judgements if one.verdict not in (None, Verdict.AGREE))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0][0] or "", item[0][1]))
    return [(verdict, reason, count) for (verdict, reason), count in ranked if verdict is not None]


def judgements_of(records: Iterable[StudyRecord], verdicts: Iterable[Judgement], silent: bool) -> list[Judgement]:
    """All verdicts and, with ``silent``, every read study with an answer and without a verdict, oldest first."""
    found = list(verdicts)
    if silent:
        found += [
            Judgement(
                record.read_at, None, record.state is StudyState.POSITIVE, "", record.summary.probability,
                record.summary.score, record.summary.threshold, tuple(t.value for t in record.summary.types),
                record.summary.total_ml, record.summary.model, record.study.emergency,
            )
            for record in records
            if record.read_at is not None and record.state.analysed and record.summary and not record.feedback
        ]  # fmt: skip
    return sorted(found, key=lambda one: one.at)
