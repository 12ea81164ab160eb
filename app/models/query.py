"""The search line of the worklist: free words over everything, and terms such as ``type:SDH`` or ``ml:>10``.

Words and terms are joined by *and*. A term is a column's name, a colon and a value; a minus before it means *not*,
quotation marks keep blanks together, and numbers take ``>``, ``<``, ``>=``, ``<=`` and ``10-20``. ``is:`` asks for a
mark such as ``is:unread`` or ``is:mine``. What is no term is a free word; case and accents do not matter.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from app.domain import triage
from app.domain.follow_up import Category, FollowUp
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.domain.triage import SortKey
from app.models import follow_up_words, wording
from app.models.translation import tr
from app.models.worklist_columns import Column, priority_word, title

_TERM = re.compile(r'(-?)(?:([^\s:"]+):)?("[^"]*"?|\S+)')
_NUMBER = re.compile(r"(>=|<=|>|<|)(\d+(?:[.,]\d+)?)(?:-(\d+(?:[.,]\d+)?))?")

#: English names of terms; a column's title in the reader's language works as well.
_NAMES: dict[str, Column] = {
    "priority": Column.PRIORITY, "state": Column.STATE, "prob": Column.PROBABILITY, "probability": Column.PROBABILITY,
    "type": Column.TYPES, "types": Column.TYPES, "ml": Column.TOTAL_ML, "patient": Column.PATIENT,
    "name": Column.PATIENT, "age": Column.AGE_SEX, "sex": Column.AGE_SEX, "waiting": Column.WAITING,
    "mark": Column.MARKS, "priors": Column.PRIORS, "accession": Column.ACCESSION, "time": Column.STUDY_TIME,
    "date": Column.STUDY_TIME, "description": Column.DESCRIPTION, "desc": Column.DESCRIPTION,
    "station": Column.STATION, "reader": Column.READ_BY, "change": Column.CHANGE,
}  # fmt: skip
#: Terms that name no patient: views made of them alone can be saved.
_IMPERSONAL = frozenset(Column) - {Column.PATIENT, Column.ACCESSION}


class Facts(NamedTuple):
    """What a row is searched by: its folded text, and marks such as ``unread`` or ``sdh``."""

    text: str
    marks: frozenset[str]


Test = Callable[[StudyRecord], bool]


@dataclass(frozen=True, slots=True)
class Query:
    """A search that was understood.

    Attributes:
        text: the line as typed.
        words: free words, folded; each has to occur somewhere in the row.
        marks: marks of :class:`Facts`, and whether a row must have them.
        tests: all other terms.
        timed: whether the answer changes with the clock alone.
        impersonal: whether it holds neither free words nor terms of a patient, so that it may be saved.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    marks: tuple[tuple[str, bool], ...] = ()
    tests: tuple[Test, ...] = ()
    timed: bool = False
    impersonal: bool = True

    @property
    def empty(self) -> bool:
        """Whether every row matches."""
        return not (self.words or self.marks or self.tests)

    def matches(self, record: StudyRecord, facts: Facts) -> bool:
        """Whether a row is asked for."""
        return (
            all(word in facts.text for word in self.words)
            and all((mark in facts.marks) is wanted for mark, wanted in self.marks)
            and all(test(record) for test in self.tests)
        )

    def select(
        self, keys: Iterable[SortKey], records: Mapping[str, StudyRecord], facts: Mapping[str, Facts]
    ) -> list[SortKey]:
        """The keys of the rows asked for, in the order given: :meth:`matches` for tens of thousands at a keystroke."""
        found = list(keys)
        for word in self.words:
            found = [key for key in found if word in facts[key[-1]][0]]
        for mark, wanted in self.marks:
            found = [key for key in found if (mark in facts[key[-1]][1]) is wanted]
        for test in self.tests:
            found = [key for key in found if test(records[key[-1]])]
        return found


def fold(text: str) -> str:
    """``text`` without case and accents, as searches compare it."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def facts(record: StudyRecord, priors: int = 0, follow_up: FollowUp | None = None) -> Facts:
    """What ``record`` is searched by; ``priors`` counts the earlier studies of its patient."""
    study = record.study
    types = record.summary.types if record.summary is not None and record.state.analysed else ()
    priority = triage.priority(record)
    change = follow_up_words.word(follow_up) if record.state.analysed else ""
    text = " ".join((
        study.patient_name.replace("^", " ").replace("=", " "), study.patient_id, study.accession_number,
        study.description, study.station_name, study.study_at.date().isoformat() if study.study_at else "",
        record.archive, record.read_by, record.claimed_by, record.note, priority_word(priority),
        tr(wording.STATE_WORDS[record.state]), *types, change,
    ))  # fmt: skip
    marks = {record.state.value.replace("_", "-"), *(kind.lower() for kind in types), study.sex.lower() or "no-sex"}
    marks.add("read" if record.read_at is not None else "unread")
    marks.add("emergency" if study.emergency else "routine")
    marks.add("answered" if record.state.analysed else "unanswered")
    if priority is triage.Priority.POSITIVE:
        marks.add("urgent")
    for mark, on in (
        ("flagged", record.flagged), ("pinned", record.pinned), ("claimed", record.claimed_by),
        ("note", record.note), ("verdict", record.feedback), ("priors", priors),
        ("disputed", record.disputed),
    ):  # fmt: skip
        if on:
            marks.add(mark)
    if follow_up is not None and change:
        marks.add(follow_up.category.value.replace(" ", "-"))
    return Facts(fold(text), frozenset(marks))


def parse(line: str, reader: str = "") -> Query:
    """Understand a search line; never raises. ``reader`` is who ``is:mine`` means."""
    words: list[str] = []
    marks: list[tuple[str, bool]] = []
    tests: list[Test] = []
    timed, impersonal = False, True
    names = _NAMES | _titles()
    for minus, name, raw in _TERM.findall(line):
        value, key, column = fold(raw.strip('"').strip(",")), fold(name), names.get(fold(name))
        if not value or not (key == "is" or column is not None):
            if word := fold(f"{minus}{name}:{raw}" if name else f"{minus}{raw}").strip('",'):
                words.append(word)
                impersonal = False
            continue
        timed = timed or column is Column.WAITING
        impersonal = impersonal and (column is None or column in _IMPERSONAL)
        if value == "mine" and column is None:
            test: Test = _mine(reader)
        elif column in (None, Column.TYPES, Column.MARKS):
            marks.append((value, not minus))
            continue
        elif column is Column.CHANGE:
            marks.append((_category(value), not minus))
            continue
        elif column is Column.PRIORS:
            marks.append(("priors", (value not in ("0", "no", "none")) is not bool(minus)))
            continue
        else:
            if column in (Column.PROBABILITY, Column.TOTAL_ML) and not minus:
                marks.append(("answered", True))
            assert column is not None
            test = _column_test(column, value, key)
        tests.append(_negated(test) if minus else test)
    return Query(line, tuple(words), tuple(marks), tuple(tests), timed, impersonal)


def lasting(line: str) -> str:
    """``line`` with the English names of its terms, which are understood in every language."""
    titles = _titles()

    def english(match: re.Match[str]) -> str:
        minus, name, raw = match.groups()
        key = fold(name or "")
        return f"{minus}{_name(titles[key])}:{raw}" if key in titles and key not in _NAMES else match[0]

    return _TERM.sub(english, line)


def _titles() -> dict[str, Column]:
    """The columns by their titles in the reader's language, as they are typed."""
    return {fold(title(column)).rstrip(".").replace(" ", ""): column for column in Column}


def _name(column: Column) -> str:
    return next(name for name, known in _NAMES.items() if known is column)


def term(column: Column, value: str) -> str:
    """The term that asks for ``value`` in a column, such as ``state:"none found"``."""
    name = _name(column)
    clean = value.replace('"', "")
    return f'{name}:"{clean}"' if " " in clean else f"{name}:{clean}"


def _category(value: str) -> str:
    """The mark of a category of change by its English name or its word; what is none matches nothing."""
    for category in Category:
        if value in (category.value, category.value.replace(" ", "-"), fold(follow_up_words.category_word(category))):
            return category.value.replace(" ", "-")
    return Category.STABLE.value if value == fold(tr(follow_up_words.UNSURE)) else f"no change called {value}"


def _negated(test: Test) -> Test:
    return lambda record: not test(record)


def _mine(reader: str) -> Test:
    return lambda record: bool(reader) and reader in (record.claimed_by, record.read_by)


def _column_test(column: Column, value: str, key: str) -> Test:
    match column:
        case Column.STATE:
            states = {s for s in StudyState if value in (s.value, s.value.replace("_", "-"))}
            states = states or {s for s in StudyState if value in fold(tr(wording.STATE_WORDS[s]))}
            return lambda record: record.state in states
        case Column.PRIORITY:
            wanted = {p for p in triage.Priority if value in fold(priority_word(p)) or value == p.name.lower()}
            return lambda record: triage.priority(record) in wanted
        case Column.PROBABILITY:
            return _number_test(value, _percent)
        case Column.TOTAL_ML:
            sizes = {size for size, word in wording.SIZE_WORDS.items() if value in (size.value, fold(tr(word)))}
            if sizes:
                return lambda record: (ml := _ml(record)) is not None and ml > 0 and wording.size_class(ml) in sizes
            return _number_test(value, _ml)
        case Column.AGE_SEX:
            if key == "sex" or not _NUMBER.fullmatch(value):
                return lambda record: record.study.sex.lower() == value
            return _number_test(value, lambda record: record.study.age_years)
        case Column.WAITING:
            now = datetime.now(UTC)
            return _number_test(value, lambda record: record.waiting_seconds(now) / 60)
        case _:
            return _text_test(_TEXTS[column], value)


_TEXTS: dict[Column, Callable[[StudyRecord], str]] = {
    Column.PATIENT: lambda record: record.study.patient_name.replace("^", " "),
    Column.ACCESSION: lambda record: record.study.accession_number,
    Column.DESCRIPTION: lambda record: record.study.description,
    Column.STATION: lambda record: record.study.station_name,
    Column.READ_BY: lambda record: f"{record.read_by} {record.claimed_by}",
    Column.STUDY_TIME: lambda record: f"{record.study.study_at:%Y-%m-%d %H:%M}" if record.study.study_at else "",
}


def _text_test(text: Callable[[StudyRecord], str], value: str) -> Test:
    parts = value.replace(",", " ").split()
    if len(parts) == 1:
        return lambda record: value in fold(text(record))
    return lambda record: all(part in fold(text(record)) for part in parts)


def _number_test(value: str, number: Callable[[StudyRecord], float | None]) -> Test:
    """A value that is no number matches nothing: better an empty list that says so than one that looks complete."""
    found = _NUMBER.fullmatch(value.rstrip("%"))
    if found is None:
        return lambda _: False
    sign, low, high = found[1], float(found[2].replace(",", ".")), found[3]
    top = float(high.replace(",", ".")) if high else low

    compare = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}.get(sign)
    if compare is not None:
        return lambda record: (x := number(record)) is not None and compare(x, low)
    if high:
        return lambda record: (x := number(record)) is not None and low <= x <= top
    return lambda record: (x := number(record)) is not None and int(x) == int(low)


def _percent(record: StudyRecord) -> float | None:
    summary = record.summary if record.state.analysed else None
    return summary.probability * 100 if summary is not None and summary.probability is not None else None


def _ml(record: StudyRecord) -> float | None:
    return record.summary.total_ml if record.summary is not None and record.state.analysed else None
