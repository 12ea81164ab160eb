"""What readers do with studies, and which alerts were given, in the journal.

Each function is one transaction, may be called from any thread and raises JournalError. Those that change a study
return its new record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from app.domain.alerts import Told
from app.domain.feedback import Judgement, Verdict, permitted
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import JournalError
from app.store.audit import Action, Entry
from app.store.journal import Journal

#: Changes marks of one study; returns its new record, or None where nothing changed.
Change = Callable[[Journal], StudyRecord | None]
#: Has a change carried out and its record told to the window.
CarryOut = Callable[[Change], None]

#: Longest note, in characters.
NOTE_LENGTH = 2000

_PUT_VERDICT = """
INSERT OR REPLACE INTO feedback
    (arrival, at, reader, kind, reason, positive, probability, score, threshold, types, total_ml, model)
VALUES (:arrival, :at, :reader, :kind, :reason, :positive, :probability, :score, :threshold, :types, :total_ml, :model)
"""
_PUT_ACT = "INSERT INTO reader_act VALUES (:arrival, :at, :action, :detail)"
_DROP_ACTS = "DELETE FROM reader_act WHERE rowid <= :until"
_PUT_ALERT = "INSERT OR IGNORE INTO alert (arrival, told_at) VALUES (:arrival, :at)"
_PUT_SECOND_CALL = "UPDATE alert SET escalated_at = :at WHERE arrival = :arrival"


def opened(journal: Journal, uid: str) -> StudyRecord:
    """A reader looks at a study, now."""
    return journal.mark(uid, {"opened_at": _now()})


def claim(journal: Journal, uid: str, reader: str) -> StudyRecord:
    """``reader`` says that they read a study now; an empty name gives it free again."""
    return journal.mark(uid, {"claimed_by": reader})


def flag(journal: Journal, uid: str, flagged: bool) -> StudyRecord:
    """Mark a study for a second look, or take the mark away."""
    return journal.mark(uid, {"flagged": int(flagged)})


def pin(journal: Journal, uid: str, pinned: bool) -> StudyRecord:
    """Have a study keep its place in the list, or let it go."""
    return journal.mark(uid, {"pinned": int(pinned)})


def note(journal: Journal, uid: str, text: str) -> StudyRecord:
    """Replace the reader's note of a study; what is longer than :data:`NOTE_LENGTH` is cut off."""
    return journal.mark(uid, {"note": text.strip()[:NOTE_LENGTH]})


def judge(journal: Journal, uid: str, verdict: Verdict | None, reason: str, reader: str) -> StudyRecord:
    """Enter a reader's verdict on the present answer, in place of an earlier one; None takes it back.

    Raises JournalError where the answer changed meanwhile, so that the verdict makes no sense of it.
    """
    if verdict is None:
        return journal.mark(uid, {"feedback": ""}, ("DELETE FROM feedback WHERE arrival = :arrival", {}))
    record = journal.get(uid)
    if record is None or record.summary is None or verdict not in permitted(record):
        raise JournalError("no_such_answer", "The study has no answer that this could be said of.")
    summary = record.summary
    values = {
        "at": _now(), "reader": reader, "kind": verdict.value, "reason": reason,
        "positive": int(record.state is StudyState.POSITIVE), "probability": summary.probability,
        "score": summary.score, "threshold": summary.threshold, "types": " ".join(t.value for t in summary.types),
        "total_ml": summary.total_ml, "model": summary.model,
    }  # fmt: skip
    return journal.mark(uid, {"feedback": verdict.value}, (_PUT_VERDICT, values))


def verdicts(journal: Journal) -> list[Judgement]:
    """Every verdict, oldest first."""
    rows = journal.select("SELECT f.*, s.emergency FROM feedback f JOIN study s USING (arrival) ORDER BY f.at")
    return [
        Judgement(
            at=datetime.fromisoformat(row["at"]),
            verdict=Verdict(row["kind"]),
            positive=bool(row["positive"]),
            reason=row["reason"],
            probability=row["probability"],
            score=row["score"],
            threshold=row["threshold"],
            types=tuple(row["types"].split()),
            total_ml=row["total_ml"],
            model=row["model"],
            emergency=bool(row["emergency"]),
        )
        for row in rows
    ]


def acted(journal: Journal, uid: str, entry: Entry) -> None:
    """Note what a reader is about to do with a study, as the audit file will have it; an unknown one is passed over."""
    if journal.get(uid) is not None:
        values = {"at": entry.at.isoformat(), "action": entry.action.value, "detail": entry.detail}
        journal.mark(uid, {}, (_PUT_ACT, values))


def last_act(journal: Journal) -> int:
    """The number of what :func:`acted` noted last; 0 where there is nothing. It rises, whatever the clock does."""
    return int(journal.select("SELECT COALESCE(MAX(rowid), 0) AS last FROM reader_act")[0]["last"])


def acts(journal: Journal, until: int) -> list[tuple[str, datetime, Action, str]]:
    """What :func:`acted` noted up to number ``until``, oldest first: Study Instance UID, time (UTC), action, detail."""
    query = "SELECT s.study_instance_uid AS uid, a.* FROM reader_act a JOIN study s USING (arrival)"
    rows = journal.select(f"{query} WHERE a.rowid <= :until ORDER BY a.rowid", {"until": until})
    return [(row["uid"], datetime.fromisoformat(row["at"]), Action(row["action"]), row["detail"]) for row in rows]


def drop_acts(journal: Journal, until: int) -> None:
    """The audit file has what was noted up to number ``until``: remove it here."""
    noted = acts(journal, until)
    if noted:
        journal.mark(noted[0][0], {}, (_DROP_ACTS, {"until": until}))  # of all studies at once


def alerted(journal: Journal, uids: Iterable[str], again: bool) -> None:
    """Note that the alert, or with ``again`` the second call, was given for studies; unknown ones are passed over."""
    for uid in uids:
        if journal.get(uid) is not None:
            journal.mark(uid, {}, (_PUT_SECOND_CALL if again else _PUT_ALERT, {"at": _now()}))


def alerts(journal: Journal) -> dict[str, Told]:
    """What was given, by Study Instance UID."""
    rows = journal.select("SELECT s.study_instance_uid, a.* FROM alert a JOIN study s USING (arrival)")
    return {
        row["study_instance_uid"]: Told(
            datetime.fromisoformat(row["told_at"]),
            datetime.fromisoformat(row["escalated_at"]) if row["escalated_at"] else None,
        )
        for row in rows
    }


def _now() -> str:
    return datetime.now(UTC).isoformat()
