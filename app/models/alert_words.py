"""What alerts and the strip say. Alerts name no patient: a desktop shows them to everybody, also while it is locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.alerts import Glance
from app.domain.study import StudyRecord
from app.models import wording
from app.models.translation import tr

#: So many studies are named in one alert.
_LINES = 3


def line(record: StudyRecord, now: datetime, *, name: bool = False) -> str:
    """One study in few words: types with volumes, probability, how long it waits and, with ``name``, its patient."""
    summary = record.summary
    types = (
        ", ".join(f"{t.value} {wording.ml_text(summary.volumes_ml[t])} mL" for t in summary.types) if summary else ""
    )
    probability = wording.probability_text(summary.probability if summary else None)
    waiting = tr("waiting {time}").format(time=wording.duration(record.waiting_seconds(now)))
    who = wording.patient_name(record.study.patient_name) if name else ""
    return "  \N{MIDDLE DOT}  ".join(part for part in (who, types, probability, waiting) if part)


def call_title(records: Sequence[StudyRecord], again: bool) -> str:
    """The title of an alert."""
    if again:
        return tr("Not opened yet: %n urgent studies", "", len(records))
    return tr("Hemorrhage probable in %n studies", "", len(records))


def call_text(records: Sequence[StudyRecord], now: datetime) -> str:
    """The lines of an alert, without patients; of many studies only the first are told of."""
    lines = [line(record, now) for record in records[:_LINES]]
    if len(records) > _LINES:
        lines.append(tr("and %n more", "", len(records) - _LINES))
    return "\n".join([*lines, tr(wording.RESEARCH_ONLY)])


def pending_text(glance: Glance) -> str:
    """How many urgent studies wait, for tooltips and screen readers."""
    if not glance.count:
        return tr("No urgent study waits")
    count = tr("%n urgent studies", "", glance.count)
    return tr("{count}, the oldest waits {time}").format(count=count, time=wording.duration(glance.oldest_s))
