"""What became of a hemorrhage since the earlier study: change by type with its uncertainty, and one word for it.

The threshold is the usual one of hematoma expansion, more than 6 mL or more than 33 % of the earlier volume (Brouwers
et al. 2014, JAMA Neurol 71:158; Dowlatshahi et al. 2011, Neurology 76:1238, who compared such definitions). It was made
for the total of intraparenchymal hemorrhage; here each type and the total are held against it. A change has to be clear
of the uncertainty of both volumes as well: the interval of the difference follows from the intervals of the two (MOVER,
Zou and Donner 2008, Stat Med 27:1693).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from app.domain.study import Study
from inference.types import TYPES, CaseResult, CaseState, HemorrhageType

#: Growth (or loss) of more than this counts, in mL or as a share of the earlier volume.
EXPANSION_ML = 6.0
EXPANSION_SHARE = 0.33
#: Slices of one study may be this many times as far apart as those of the other.
SPACING_RATIO = 2.0

#: Warnings of a result that make its volumes no measure of the whole head.
_INCOMPLETE = frozenset({"vertex_missing", "base_missing", "slice_gap", "slices_missing"})
_OPERATED = frozenset({"skull_open", "bone_flap"})
_AFTER_SURGERY = re.compile(
    r"(?<![a-z])(post[ -]?op(erat\w*)?|after surgery|s/p crani\w*|craniotom\w*|craniectom\w*|evacuat\w*"
    r"|nach op|nach operation)(?![a-z])",
    re.IGNORECASE,
)


class Category(StrEnum):
    """What became of a hemorrhage. ``ABSENT``: none then and none now. ``NOT_COMPARABLE`` is never "stable"."""

    NEW = "new"
    LARGER = "larger"
    STABLE = "stable"
    SMALLER = "smaller"
    RESOLVED = "resolved"
    ABSENT = "absent"
    NOT_COMPARABLE = "not comparable"


class Obstacle(StrEnum):
    """Why two studies cannot be compared by their volumes."""

    NO_ANSWER = "no_answer"
    PRIOR_NOT_ANALYSED = "prior_not_analysed"
    PRIOR_REFUSED = "prior_refused"
    PRIOR_FAILED = "prior_failed"
    NO_DATE = "no_date"
    OTHER_MODEL = "other_model"
    OTHER_SPACING = "other_spacing"
    INCOMPLETE = "incomplete"
    OPERATED = "operated"


@dataclass(frozen=True, slots=True)
class Measured:
    """A volume in mL with its 95 % interval; ``low <= ml <= high``, none below zero."""

    ml: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.ml <= self.high or not math.isfinite(self.high):
            raise ValueError("a volume lies within its interval")


@dataclass(frozen=True, slots=True)
class Change:
    """Volume of one type (None: of all) before and now; None where that study has no answer."""

    type: HemorrhageType | None
    before: Measured | None
    now: Measured | None

    @property
    def difference_ml(self) -> float | None:
        """Now less before, in mL; None where one is not known."""
        return None if self.before is None or self.now is None else self.now.ml - self.before.ml

    @property
    def interval_ml(self) -> tuple[float, float] | None:
        """95 % interval of :attr:`difference_ml`, from the intervals of both (MOVER)."""
        before, now = self.before, self.now
        if before is None or now is None:
            return None
        difference = now.ml - before.ml
        return (
            difference - math.hypot(now.ml - now.low, before.high - before.ml),
            difference + math.hypot(now.high - now.ml, before.ml - before.low),
        )

    @property
    def percent(self) -> float | None:
        """The difference in per cent of the earlier volume; None where that is zero or not known."""
        return self._in_percent(self.difference_ml)

    @property
    def interval_percent(self) -> tuple[float, float] | None:
        """:attr:`interval_ml` in per cent of the earlier volume, which is taken as it is."""
        interval = self.interval_ml
        low, high = (None, None) if interval is None else map(self._in_percent, interval)
        return None if low is None or high is None else (low, high)

    @property
    def exceeds(self) -> bool:
        """Whether the difference, taken at its word, is above the threshold of expansion, up or down."""
        difference, before = self.difference_ml, self.before
        if difference is None or before is None:
            return False
        return abs(difference) > EXPANSION_ML or abs(difference) > EXPANSION_SHARE * before.ml

    @property
    def clear(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        interval = self.interval_ml
        return interval is not None and (interval[0] > 0 or interval[1] < 0)

    @property
    def category(self) -> Category:
        """What became of this type, by its volumes alone."""
        if self.before is None or self.now is None:
            return Category.NOT_COMPARABLE
        if self.before.ml == 0 or self.now.ml == 0:
            if self.before.ml == self.now.ml:
                return Category.ABSENT
            return Category.NEW if self.before.ml == 0 else Category.RESOLVED
        if not (self.exceeds and self.clear):
            return Category.STABLE
        return Category.LARGER if self.now.ml > self.before.ml else Category.SMALLER

    @property
    def unsure(self) -> bool:
        """Stable only because the volumes are uncertain: taken at its word, the change is above the threshold."""
        return self.category is Category.STABLE and self.exceeds

    def _in_percent(self, ml: float | None) -> float | None:
        if ml is None or self.before is None or self.before.ml <= 0:
            return None
        share = 100.0 * ml / self.before.ml
        return share if math.isfinite(share) else None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A study against the last earlier one of the same patient.

    Attributes:
        obstacle: why the two cannot be compared, or None.
        changes: each type in its fixed order, then the total; the volumes also stand where there is an obstacle.
        prior_uid, prior_at: of the earlier study; what its archive says of the time may be None.
    """

    obstacle: Obstacle | None
    changes: tuple[Change, ...]
    prior_uid: str = ""
    prior_at: datetime | None = None

    @property
    def total(self) -> Change:
        """The change of all hemorrhage."""
        return self.changes[-1]

    @property
    def category(self) -> Category:
        """One word for the study.

        What is new or larger in any type is so for the study, even where another type became smaller: a total may hide
        that. All else is decided by the total.
        """
        if self.obstacle is not None:
            return Category.NOT_COMPARABLE
        found = {change.category for change in self.changes}
        for alarming in (Category.NEW, Category.LARGER):
            if alarming in found:
                return alarming
        return self.total.category

    @property
    def unsure(self) -> bool:
        """Whether the study is called stable although a type or the total changed by more than the threshold."""
        return self.category is Category.STABLE and any(change.unsure for change in self.changes)

    @property
    def telling(self) -> tuple[Change, ...]:
        """The types that changed, those that make the word first."""
        own = self.category
        changed = [one for one in self.changes[:-1] if one.category not in (Category.ABSENT, Category.STABLE)]
        changed = [one for one in changed if one.category is not Category.NOT_COMPARABLE]
        return tuple(sorted(changed, key=lambda one: (one.category is not own, -abs(one.difference_ml or 0.0))))


def compare(
    now: CaseResult | None,
    before: CaseResult | None,
    *,
    study: Study | None = None,
    prior: Study | None = None,
    obstacle: Obstacle | None = None,
) -> FollowUp:
    """A study's result against that of its prior.

    Args:
        now, before: the results that count, a reader's where there is one; None where there is none.
        study, prior: as their archive describes them: their words may tell of surgery.
        obstacle: what the caller knows to be in the way.
    """
    changes = tuple(Change(kind, _measured(before, kind), _measured(now, kind)) for kind in (*TYPES, None))
    found = obstacle or _obstacle(now, before, study, prior)
    return FollowUp(
        found, changes, "" if prior is None else prior.study_instance_uid, None if prior is None else prior.study_at
    )


def _measured(result: CaseResult | None, kind: HemorrhageType | None) -> Measured | None:
    """mL of a type with the sum of its lesions' intervals, whose errors point the same way; None without an answer."""
    if result is None or result.score is None:
        return None
    ml = result.total_ml if kind is None else result.volumes_ml.get(kind, 0.0)
    if not math.isfinite(ml) or ml < 0:
        return None
    mine = [one.volume_ml_interval for one in result.lesions if kind is None or one.type is kind]
    low, high = (sum(ends) for ends in zip(*mine, strict=True)) if mine else (ml, ml)
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return Measured(ml, max(0.0, min(low, ml)), max(high, ml))


def _obstacle(
    now: CaseResult | None, before: CaseResult | None, study: Study | None, prior: Study | None
) -> Obstacle | None:
    if now is None or now.score is None:
        return Obstacle.NO_ANSWER
    if before is None:
        return Obstacle.PRIOR_NOT_ANALYSED
    if before.score is None:
        return Obstacle.PRIOR_FAILED if before.state is CaseState.FAILED else Obstacle.PRIOR_REFUSED
    if now.runtime.model_sha256 != before.runtime.model_sha256:
        return Obstacle.OTHER_MODEL
    codes = {reason.code for one in (now, before) for reason in one.reasons}
    described = any(one is not None and _AFTER_SURGERY.search(one.description) for one in (study, prior))
    if described or codes & _OPERATED:
        return Obstacle.OPERATED
    if codes & _INCOMPLETE:
        return Obstacle.INCOMPLETE
    here, there = spacing_mm(now), spacing_mm(before)
    if here is not None and there is not None and max(here, there) > SPACING_RATIO * min(here, there) * 1.001:
        return Obstacle.OTHER_SPACING
    if any(_measured(one, None) is None for one in (now, before)):
        return Obstacle.NO_ANSWER
    return None


def spacing_mm(result: CaseResult) -> float | None:
    """The usual distance between slices in mm; None where there are fewer than two."""
    steps = np.diff(sorted(one.z_mm for one in result.slices))
    steps = steps[steps > 0]
    return float(np.median(steps)) if len(steps) else None
