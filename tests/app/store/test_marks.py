"""What readers do is kept, and goes with the study."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.feedback import Verdict, permitted
from app.domain.states import StudyState
from app.errors import JournalError
from app.store import marks
from app.store.journal import Journal
from inference.types import CaseState
from tests.app.values import result, study

_TO_ANALYSIS = (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING)


def _answered(journal: Journal, uid: str = "1.2.3", state: CaseState = CaseState.POSITIVE, p: float = 0.9) -> str:
    journal.found(study(uid))
    for step in _TO_ANALYSIS:
        journal.transition(uid, step)
    journal.save_result(uid, result(state, p, uid=uid))
    return uid


def test_each_mark_is_kept_and_can_be_taken_back(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = _answered(journal)
        before = journal.get(uid)
        assert before is not None
        marks.claim(journal, uid, "ann")
        marks.flag(journal, uid, True)
        marks.pin(journal, uid, True)
        marks.note(journal, uid, "  Look at the left tentorium.\n")
        after = marks.opened(journal, uid)
        assert after.opened_at is not None and datetime.now(UTC) >= after.opened_at >= before.found_at
        assert after == replace(
            before, claimed_by="ann", flagged=True, pinned=True, note="Look at the left tentorium.",
            opened_at=after.opened_at,
        )  # fmt: skip
    with Journal(tmp_path / "j") as journal:
        assert journal.get(uid) == after
        for undo in (marks.flag, marks.pin):
            undo(journal, uid, False)
        marks.claim(journal, uid, "")
        assert marks.note(journal, uid, "") == replace(before, opened_at=after.opened_at)
        assert len(marks.note(journal, uid, "x" * 5000).note) == marks.NOTE_LENGTH


def test_a_claim_ends_when_the_study_is_read(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = _answered(journal, state=CaseState.NEGATIVE, p=0.1)
        marks.claim(journal, uid, "ann")
        assert journal.mark_read(uid, False).claimed_by == "ann"
        assert journal.mark_read(uid, True, "ann").claimed_by == ""
        assert journal.mark_read(uid, False).claimed_by == ""


def test_who_read_is_kept_until_the_study_is_unread(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = _answered(journal, state=CaseState.NEGATIVE, p=0.1)
        assert journal.mark_read(uid, True, "ann").read_by == "ann"
        assert journal.mark_read(uid, True, "bob").read_by == "ann"
        assert journal.mark_read(uid, False).read_by == ""
        journal.mark_read(uid, True, "bob")
        for step in _TO_ANALYSIS:
            journal.transition(uid, step)
        assert journal.save_result(uid, result(uid=uid)).read_by == ""


def test_a_verdict_keeps_the_answer_that_it_judges(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = _answered(journal)
        assert marks.judge(journal, uid, Verdict.NOT_HEMORRHAGE, "calcification", "ann").feedback == "not_hemorrhage"
        for step in _TO_ANALYSIS:
            journal.transition(uid, step)
        record = journal.save_result(uid, result(CaseState.NEGATIVE, 0.1, uid=uid))
        assert record.feedback == "not_hemorrhage"
        (verdict,) = marks.verdicts(journal)
        assert (verdict.positive, verdict.score, verdict.types, verdict.total_ml) == (True, 0.9, ("IPH",), 5.0)
        assert (verdict.reason, verdict.hemorrhage) == ("calcification", False)
        marks.judge(journal, uid, Verdict.MISSED_HEMORRHAGE, "small", "bob")
        assert [(v.verdict, v.positive) for v in marks.verdicts(journal)] == [(Verdict.MISSED_HEMORRHAGE, False)]
        assert marks.judge(journal, uid, None, "", "bob").feedback == ""
        assert marks.verdicts(journal) == []


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("state", CaseState)
def test_a_verdict_has_to_fit_the_answer(tmp_path: Path, verdict: Verdict, state: CaseState) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = _answered(journal, state=state)
        record = journal.get(uid)
        assert record is not None
        if verdict in permitted(record):
            assert marks.judge(journal, uid, verdict, "", "ann").feedback == verdict
        else:
            with pytest.raises(JournalError, match="no answer"):
                marks.judge(journal, uid, verdict, "", "ann")
            assert marks.verdicts(journal) == []


def test_alerts_are_kept_and_given_once(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        uid = _answered(journal)
        marks.alerted(journal, [uid, "9.9"], again=False)
        told = marks.alerts(journal)
        assert set(told) == {uid} and told[uid].escalated_at is None
    with Journal(tmp_path / "j") as journal:
        marks.alerted(journal, [uid], again=False)
        assert marks.alerts(journal) == told
        marks.alerted(journal, [uid], again=True)
        second = marks.alerts(journal)[uid]
        assert second.told_at == told[uid].told_at and second.escalated_at is not None


def test_a_forgotten_study_takes_everything_along(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path) as journal:
        uid = _answered(journal)
        marks.note(journal, uid, "Mrs Unmistakable, bed 7")
        marks.judge(journal, uid, Verdict.AGREE, "", "Unmistakable")
        marks.alerted(journal, [uid], again=False)
        journal.forget([uid])
        assert marks.verdicts(journal) == [] and marks.alerts(journal) == {}
    assert b"Unmistakable" not in path.read_bytes()


def test_unknown_studies_are_refused(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        with pytest.raises(JournalError):
            marks.opened(journal, "9.9")
        with pytest.raises(JournalError):
            marks.claim(journal, "9.9", "ann")
        with pytest.raises(JournalError):
            marks.judge(journal, "9.9", Verdict.AGREE, "", "ann")
