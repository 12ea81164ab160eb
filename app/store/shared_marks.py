"""The journal's side of the marks that workstations share: what waits to be told, and what others told.

An act of the reader and the note that the others do not know it yet are one transaction; so neither a crash nor a
database that is away loses a mark. Each function may be called from any thread and raises JournalError.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from app.domain.shared_marks import Act, Mark, MarkKind, Said
from app.domain.study import StudyRecord
from app.store.audit import study_name
from app.store.journal import Journal

_ACTED = """
INSERT INTO shared_mark (arrival, kind, act, reader, at) VALUES (:arrival, :kind, :act, :reader, :at)
ON CONFLICT DO UPDATE SET act = excluded.act, reader = excluded.reader, at = excluded.at
"""
_SEEN = """
INSERT INTO shared_mark (arrival, kind, version) VALUES (:arrival, :kind, :version)
ON CONFLICT DO UPDATE SET version = max(version, excluded.version)
"""
_TOLD = "UPDATE shared_mark SET act = NULL WHERE arrival = :arrival AND kind = :kind AND act = :act"
_PUT_VERDICT = """
INSERT OR REPLACE INTO feedback
    (arrival, at, reader, kind, reason, positive, probability, score, threshold, types, total_ml, model)
VALUES (:arrival, :at, :reader, :kind, :reason, :positive, :probability, :score, :threshold, :types, :total_ml, :model)
"""
_NO_VERDICT = ("DELETE FROM feedback WHERE arrival = :arrival", dict[str, Any]())


def act(journal: Journal, uid: str, reader: str, change: Callable[[Journal], StudyRecord | None]) -> StudyRecord | None:
    """Carry out ``change`` of a study, and note for the others what of its marks became different by it."""
    with journal.together():
        before = journal.get(uid)
        said = {} if before is None else {kind: _said(journal, before, kind) for kind in MarkKind}
        after = change(journal)
        if before is None or after is None:
            return after
        for kind in MarkKind:
            if _said(journal, after, kind) != said[kind]:
                values = {"kind": kind, "act": str(uuid4()), "reader": reader, "at": _now()}
                journal.mark(uid, {}, (_ACTED, values))
        return after


def waiting(journal: Journal) -> list[tuple[str, Act]]:
    """What the others do not know yet, oldest first, with the Study Instance UID; each says what holds now."""
    with journal.together():
        rows = journal.select(
            "SELECT s.study_instance_uid AS uid, m.* FROM shared_mark m JOIN study s USING (arrival) "
            "WHERE m.act IS NOT NULL ORDER BY m.at"
        )
        found = []
        for row in rows:
            record, kind = journal.get(row["uid"]), MarkKind(row["kind"])
            assert record is not None
            at = datetime.fromisoformat(row["at"])
            said = _said(journal, record, kind)
            found.append(
                (row["uid"], Act(row["act"], study_name(row["uid"]), kind, said, row["reader"], at, row["version"]))
            )
        return found


def told(journal: Journal, uid: str, act: Act, mark: Mark) -> StudyRecord | None:
    """The database has ``act``, and ``mark`` is what holds since; returns the study's record where that changed it.

    What the reader did meanwhile stays, and is still to be told.
    """
    with journal.together():
        if journal.get(uid) is None:
            return None
        journal.mark(uid, {}, (_TOLD, {"kind": act.kind, "act": act.id}))
        return take(journal, uid, mark)


def take(journal: Journal, uid: str, mark: Mark) -> StudyRecord | None:
    """Enter what others marked; returns the study's record where that changed it.

    What is to be told of the same mark comes first: nothing is entered over it.
    """
    with journal.together():
        record = journal.get(uid)
        if record is None:
            return None
        rows = journal.select(
            "SELECT version, act FROM shared_mark WHERE arrival = :arrival AND kind = :kind",
            {"arrival": record.arrival, "kind": mark.kind},
        )
        if rows and rows[0]["act"] is not None:
            return None
        now = _said(journal, record, mark.kind)
        if mark.kind is MarkKind.VERDICT:
            return _take_verdict(journal, uid, mark, now)
        if rows and rows[0]["version"] >= mark.version:
            return None  # known; what differs became so by an answer since, such as a positive one after reading
        seen = (_SEEN, {"kind": mark.kind, "version": mark.version})
        after = journal.mark(uid, _columns(mark.kind, mark.said) if mark.said != now else {}, seen)
        return after if mark.said != now else None


def _take_verdict(journal: Journal, uid: str, mark: Mark, now: Said) -> StudyRecord | None:
    """The latest verdict of all readers is shown; one that is taken back goes if it is the one shown."""
    if mark.said is None:
        if now is None or now["reader"] != mark.reader or _later(now["at"], mark.at.isoformat()):
            return None
        return journal.mark(uid, {"feedback": ""}, _NO_VERDICT)
    if now == mark.said or (now is not None and _later(now["at"], mark.said["at"])):
        return None
    return journal.mark(uid, {"feedback": mark.said["kind"]}, (_PUT_VERDICT, mark.said))


def _later(first: str, second: str) -> bool:
    return datetime.fromisoformat(first) > datetime.fromisoformat(second)


def _said(journal: Journal, record: StudyRecord, kind: MarkKind) -> Said:
    match kind:
        case MarkKind.CLAIM:
            return record.claimed_by
        case MarkKind.FLAG:
            return record.flagged
        case MarkKind.NOTE:
            return record.note
        case MarkKind.READ:
            return None if record.read_at is None else {"at": record.read_at.isoformat(), "by": record.read_by}
    rows = journal.select("SELECT * FROM feedback WHERE arrival = :arrival", {"arrival": record.arrival})
    return {name: value for name, value in rows[0].items() if name != "arrival"} if rows else None


def _columns(kind: MarkKind, said: Said) -> dict[str, Any]:
    match kind:
        case MarkKind.CLAIM:
            return {"claimed_by": said}
        case MarkKind.FLAG:
            return {"flagged": int(said)}
        case MarkKind.NOTE:
            return {"note": said}
        case _:
            return {"read_at": said["at"] if said else None, "read_by": said["by"] if said else ""}


def _now() -> str:
    return datetime.now(UTC).isoformat()
