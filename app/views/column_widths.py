"""How wide the columns of the worklist are, and in which order they stand, until a reader arranges them.

Whose study it is and what was found come first, since a list that is narrower than its columns loses those on the
right. What says least gives way before anything is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from PySide6.QtGui import QFontMetrics

from app.domain.follow_up import Category
from app.domain.states import StudyState
from app.domain.triage import Priority
from app.models import wording
from app.models.follow_up_words import category_word
from app.models.translation import tr
from app.models.worklist_columns import Column, priority_word

#: From left to right.
ORDER: tuple[Column, ...] = (
    Column.PRIORITY, Column.PATIENT, Column.AGE_SEX, Column.STATE, Column.PROBABILITY, Column.TYPES, Column.TOTAL_ML,
    Column.MARKS, Column.WAITING, Column.CHANGE, Column.PRIORS, Column.ACCESSION, Column.STUDY_TIME,
    Column.DESCRIPTION, Column.STATION, Column.READ_BY,
)  # fmt: skip
#: What should be in sight in a usual window: the first columns to this one.
_IN_SIGHT = ORDER.index(Column.CHANGE) + 1
#: What gives way for that, one after the other: the size class, the interval, further types, the end of long names. The
#: row's pop-up says all of it.
GIVE = (Column.TOTAL_ML, Column.PROBABILITY, Column.TYPES, Column.PATIENT)
#: Those of which every pixel counts; half a size class or interval says nothing.
_BIT_BY_BIT = (Column.TYPES, Column.PATIENT)

#: Longest usual text of the columns whose words do not change with the language, and what it may shrink to.
_SAMPLES: dict[Column, str] = {
    Column.PROBABILITY: "> 99 % (90\N{EN DASH}>99)", Column.TYPES: "EDH_SDH_IPH__", Column.PATIENT: "MMMMMM, Mmmmmm",
    Column.AGE_SEX: "100 M", Column.ACCESSION: "A0000000000", Column.DESCRIPTION: "CT HEAD WO CONTRAST_",
    Column.STUDY_TIME: "00 Nov 00:00", Column.WAITING: "00:00:00", Column.STATION: "STATION 00",
    Column.MARKS: "MMMM", Column.PRIORS: "00", Column.READ_BY: "Mmmmm Mmmm",
}  # fmt: skip
_LEAST: dict[Column, str] = {
    Column.PROBABILITY: "> 99 %", Column.TYPES: "SDH_+4", Column.TOTAL_ML: "< 0.010", Column.PATIENT: "MMMMMM, Mmm",
}  # fmt: skip


def shared(needed: Mapping[Column, int], least: Mapping[Column, int], room: int) -> dict[Column, int]:
    """The width of each column in a list that is ``room`` pixels wide.

    ``needed`` is what all of the usual text takes; columns of :data:`GIVE` go down to their ``least`` where the
    first columns would not all be in sight otherwise. What is over goes to long names, up to half as much again.
    """
    widths = dict(needed)
    for column in GIVE:
        short = sum(widths[one] for one in ORDER[:_IN_SIGHT]) - room
        if short > 0:
            widths[column] = max(least[column], widths[column] - short if column in _BIT_BY_BIT else 0)
    over = [room - end for end in accumulate(widths[one] for one in ORDER) if end <= room]
    if len(over) > ORDER.index(Column.PATIENT):
        widths[Column.PATIENT] += min(over[-1], needed[Column.PATIENT] // 2)
    return widths


def of_cells(column: Column, metrics: QFontMetrics, least: bool = False) -> int:
    """What the usual text of a column takes, without its title; with ``least`` what it may shrink to."""
    words: list[str] = [_LEAST[column] if least and column in _LEAST else _SAMPLES.get(column, "")]
    extra = 18
    if column is Column.PRIORITY:
        words, extra = [priority_word(priority) for priority in Priority], 30 + metrics.height()
    elif column is Column.STATE:
        words = [tr(word) for word in wording.STATE_WORDS.values()]
        words += [f"{tr(wording.STATE_WORDS[s])} 99/99" for s in (StudyState.FETCHING, StudyState.INCOMPLETE)]
        extra = 22 + metrics.height()
    elif column is Column.CHANGE:
        words = [category_word(category) for category in Category]
    elif column is Column.TOTAL_ML and least:
        extra = 12
    elif column is Column.TOTAL_ML:
        words, extra = [f"< 0.010 {wording.size_word(ml)}" for ml in (0.005, 1, 10, 50)], 16
    return max(map(metrics.horizontalAdvance, words)) + extra
