from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app import demo_report
from app.domain import triage
from app.domain.events import DeviceStatus
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.pacs.demo_shift import SHIFT, DemoStudy
from inference.errors import Reason
from tests.gui import values


def _row(study: DemoStudy, state: StudyState | None = None) -> StudyRecord:
    state = state or study.expected
    row = values.record(study.number, state, study=values.study(study.number, accession_number=study.accession_number))
    if state.analysed:
        return replace(row, summary=values.summary(0.9 if state is StudyState.POSITIVE else 0.05))
    return replace(row, reasons=(Reason("why", "There is a reason."),))


def _list(**changed: StudyState) -> list[StudyRecord]:
    """The shift as expected, but for ``n4=state``."""
    return triage.order(_row(study, changed.get(f"n{study.number}")) for study in SHIFT)


def test_the_expected_list_passes() -> None:
    verdict = demo_report.judge(SHIFT, _list())
    assert verdict.passed and verdict.notes == ()
    assert all(demo_report.settled(row) for row in _list())


def test_the_shift_has_all_that_is_promised() -> None:
    kinds = {kind for study in SHIFT for kind in study.types}
    assert len(kinds) == 5
    assert {study.expected for study in SHIFT} == {
        StudyState.POSITIVE, StudyState.NEGATIVE, StudyState.NOT_ANALYSABLE, StudyState.INCOMPLETE,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (StudyState.NEGATIVE, "was missed"),
        (StudyState.FAILED, "failed"),
        (StudyState.NOT_ANALYSABLE, "has no answer"),
    ],
)
def test_a_positive_without_its_answer_is_a_problem(state: StudyState, words: str) -> None:
    verdict = demo_report.judge(SHIFT, _list(n4=state))
    assert any(words in problem for problem in verdict.problems)


@pytest.mark.parametrize("state", [StudyState.POSITIVE, StudyState.NEGATIVE])
def test_an_answer_where_none_should_be_is_a_problem(state: StudyState) -> None:
    for number in (study.number for study in SHIFT if study.expected is StudyState.NOT_ANALYSABLE):
        verdict = demo_report.judge(SHIFT, _list(**{f"n{number}": state}))
        assert any("should be not analysable" in problem for problem in verdict.problems)


def test_a_missing_reason_is_a_problem() -> None:
    rows = [replace(row, reasons=()) if row.state is StudyState.NOT_ANALYSABLE else row for row in _list()]
    assert any("without any reason" in problem for problem in demo_report.judge(SHIFT, rows).problems)


def test_a_study_that_never_came_is_a_problem() -> None:
    verdict = demo_report.judge(SHIFT, _list()[1:])
    assert any("never arrived" in problem for problem in verdict.problems)


def test_a_false_alarm_is_a_note_unless_it_stands_above_a_bleed() -> None:
    rows = _list(n2=StudyState.POSITIVE)
    alarm = next(row for row in rows if row.arrival == 2)
    below = triage.order([replace(alarm, summary=values.summary(0.6)), *(row for row in rows if row is not alarm)])
    verdict = demo_report.judge(SHIFT, below)
    assert verdict.passed and any("false alarm" in note for note in verdict.notes)
    above = triage.order([replace(alarm, summary=values.summary(0.99)), *(row for row in rows if row is not alarm)])
    assert any("stands below" in problem for problem in demo_report.judge(SHIFT, above).problems)


def test_a_list_out_of_order_is_a_problem() -> None:
    assert any("order of triage" in problem for problem in demo_report.judge(SHIFT, _list()[::-1]).problems)


def test_results_are_written(tmp_path: Path) -> None:
    rows = _list()
    device = DeviceStatus(True, "cpu", "AMD EPYC", "Runs on the CPU.")
    results = demo_report.document(SHIFT, rows, demo_report.judge(SHIFT, rows), device, 12.34)
    demo_report.write(tmp_path, results, rows)
    back = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert back["passed"] is True and back["provider"] == "cpu" and len(back["studies"]) == len(SHIFT)
    first = back["studies"][0]
    assert first["place"] == 1 and first["expected"] == first["state"] == "positive" and first["drawn"]
    assert len((tmp_path / "results.csv").read_text(encoding="utf-8-sig").splitlines()) == len(SHIFT) + 1
