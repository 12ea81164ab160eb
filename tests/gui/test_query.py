from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.models import query, saved_views
from app.models.saved_views import SavedView
from app.models.worklist_columns import Column
from app.views import languages
from tests.gui import values

_ROWS: dict[str, StudyRecord] = {
    "bleed": replace(
        values.positive(1, 0.87, SDH=12.0, IPH=20.0), claimed_by="Meier", flagged=True,
        study=values.study(1, patient_name="Müller^Jörg", emergency=True, station_name="CT2 ER"),
    ),
    "small": replace(values.positive(2, 0.6, SAH=0.004), note="call back"),
    "clear": replace(values.negative(3), read_at=values.START, read_by="Lopez"),
    "open": values.record(4, StudyState.NOT_ANALYSABLE, study=values.study(4, description="CT NECK", birth_date=None)),
    "failed": values.record(5, StudyState.FAILED),
}  # fmt: skip


def _found(line: str, reader: str = "") -> set[str]:
    asked = query.parse(line, reader)
    found = {name for name, record in _ROWS.items() if asked.matches(record, query.facts(record, name == "open"))}
    keys = [(0, 0, False, 0.0, 0, name) for name in _ROWS]
    facts = {name: query.facts(record, name == "open") for name, record in _ROWS.items()}
    assert {key[-1] for key in asked.select(keys, _ROWS, facts)} == found  # the fast way finds the same
    return found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", set(_ROWS)), ("  ", set(_ROWS)), ("muller", {"bleed"}), ("MÜLLER, Jorg", {"bleed"}),
        ("probable 1001", set()), ("A000004", {"open"}), ("P0003", {"clear"}), ("call", {"small"}),
        ("meier", {"bleed"}),
        ("probable", {"bleed", "small"}), ("probable er", {"bleed"}), ('"ct neck"', {"open"}), ("unread", set()),
        ("is:unread", {"bleed", "small", "open", "failed"}), ("-is:unread", {"clear"}),
        ("is:urgent", {"bleed", "small"}),
        ("is:emergency", {"bleed"}), ("is:unanswered", {"open", "failed"}), ("is:flagged", {"bleed"}),
        ("is:note", {"small"}), ("mark:claimed", {"bleed"}), ("is:nonsense", set()),
        ("type:sdh", {"bleed"}), ("-type:SDH is:urgent", {"small"}), ("types:SAH", {"small"}),
        ("state:failed", {"failed"}), ("state:not-analysable", {"open"}), ('state:"none found"', {"clear"}),
        ("priority:read", {"clear"}), ("priority:urgent", {"bleed", "small"}),
        ("ml:>5", {"bleed"}), ("ml:large", {"bleed"}), ("ml:punctate", {"small"}), ("ml:<1", {"small", "clear"}),
        ("-ml:>5", {"small", "clear", "open", "failed"}), ("ml:much", set()),
        ("prob:>=60", {"bleed", "small"}), ("prob:50-70", {"small"}), ("probability:87%", {"bleed"}),
        ("age:>70", {"bleed", "small", "clear"}), ("sex:f", {"bleed", "clear", "failed"}),
        ("name:jorg", {"bleed"}), ("patient:jorg,müller", {"bleed"}), ("accession:000005", {"failed"}),
        ("desc:neck", {"open"}), ("station:er", {"bleed"}), ("reader:lopez", {"clear"}),
        ("date:2026-03-02", set(_ROWS)),
        ("time:07:04", {"open"}), ("priors:yes", {"open"}), ("priors:no", set(_ROWS) - {"open"}),
        ("10:30", set()), ("unknown:term", set()), ("ml:", set()),
    ],
)  # fmt: skip
def test_what_a_line_finds(line: str, found: set[str]) -> None:
    assert _found(line) == found


def test_mine_are_those_that_i_claimed_or_read() -> None:
    assert _found("is:mine", "Meier") == {"bleed"} and _found("is:mine", "Lopez") == {"clear"}
    assert _found("is:mine") == set()


def test_waiting_is_asked_in_minutes_and_depends_on_the_clock() -> None:
    asked = query.parse("waiting:>30")
    now = datetime.now(UTC)
    young, old = (replace(values.record(1), found_at=now - timedelta(minutes=m)) for m in (5, 50))
    assert asked.timed and not query.parse("age:>30").timed
    assert [asked.matches(row, query.facts(row)) for row in (young, old)] == [False, True]


@given(st.text(max_size=60))
def test_any_line_is_understood_somehow(line: str) -> None:
    record = _ROWS["bleed"]
    assert query.parse(line).matches(record, query.facts(record)) in (True, False)


@pytest.mark.parametrize("column", [Column.DESCRIPTION, Column.STATION, Column.STATE, Column.PATIENT, Column.TYPES])
def test_a_term_finds_what_it_was_made_of(column: Column) -> None:
    value = {Column.DESCRIPTION: "CT NECK", Column.STATION: "CT2 ER", Column.STATE: "failed", Column.TYPES: "SAH",
             Column.PATIENT: "Müller, Jörg"}[column]  # fmt: skip
    assert len(_found(query.term(column, value))) == 1


def test_views_that_name_nobody_can_be_saved_and_come_back() -> None:
    assert not saved_views.why_not("Night", "is:unread type:SDH -station:CT1")
    own = [SavedView("Night", "is:unread", own=True), *saved_views.shipped()]
    assert saved_views.from_text(saved_views.to_text(own)) == own[:1]
    for line in ("patient:doe", "doe", "accession:A1", ""):
        assert saved_views.why_not("Night", line)
    assert saved_views.why_not("", "is:unread") and saved_views.why_not("Emergency", "is:unread")


def test_a_view_survives_another_language(_themed: QApplication) -> None:
    app = _themed
    try:
        languages.install(app, "de")
        line = query.lasting('-Arten:SDH Zeitpunkt:2026 ml:>10 is:unread "a b"')
        assert not saved_views.why_not("Emergency", "type:SDH")  # taken in English only
        kept = saved_views.to_text([SavedView("Emergency", query.lasting("Arten:SDH"), own=True)])
    finally:
        languages.install(app)
    assert line == '-type:SDH time:2026 ml:>10 is:unread "a b"'
    assert saved_views.from_text(kept) == [SavedView("Emergency", "type:SDH", own=True)]


@pytest.mark.parametrize("text", [None, "", "{", "[[1, 2], 3]", '[["a", "doe"]]', '{"a": 1}', "7"])
def test_damaged_views_are_left_out(text: object) -> None:
    assert saved_views.from_text(text) == []
