"""The journal: what this workstation knows of every study, in SQLite, safe against a crash at any moment.

Each step of a study is one transaction that writes both the study's row and a row of ``transition`` with time,
reasons, and why the study moved in the worklist. Write-ahead logging with ``synchronous=NORMAL``: a crash of the
program loses nothing; a power cut may lose the last steps, which are then simply taken again, but never leaves the
file inconsistent.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any

import resources
from app.domain import triage
from app.domain.lost_letters import poorer
from app.domain.second_reading import SecondReading
from app.domain.states import StudyState, may_follow
from app.domain.study import ResultSummary, Source, Study, StudyRecord
from app.errors import IllegalTransition, JournalError
from app.paths import PRIVATE_FILE, private_folder
from app.store.encryption import PATIENT_COLUMNS, Cipher, destroy_key, stored_key
from inference.errors import Reason
from inference.types import TYPES, CaseResult

#: Version of the schema; ``resources/schema/journal_N.sql`` leads from version N - 1 to N.
SCHEMA_VERSION = 11
#: From which on it has the table ``encryption``.
ENCRYPTION_SINCE = 6

_INTERRUPTED = Reason("interrupted", "Firstread was closed during this step; it is taken again.")
_UNREAD_AGAIN = Reason(
    "positive_after_read", "Hemorrhage became probable after the study was marked as read; it is unread again."
)
_ML = {t: f"{t.value.lower()}_ml" for t in TYPES}
#: Steps that may be cut short, and where a study then goes on from.
CUT_SHORT = {StudyState.FETCHING: StudyState.QUEUED, StudyState.ANALYSING: StudyState.READY}


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a study, or a change of its place alone (``before`` is ``after``).

    ``id`` rises from step to step, whatever the clock does. ``before`` is None for its first row. ``at`` is UTC.
    ``moved`` says in one sentence why the study moved in the worklist; empty where it did not.
    """

    id: int
    at: datetime
    before: StudyState | None
    after: StudyState
    reasons: tuple[Reason, ...]
    moved: str = ""


class Journal:
    """The studies of one profile. Every method may be called from any thread; each raises JournalError on trouble."""

    def __init__(self, path: Path, encrypt: bool | None = None) -> None:
        """Open or make the journal at ``path``; raises JournalError where it is damaged or of a newer Firstread.

        ``encrypt`` says whether what tells of the patient is to be encrypted from now on, or not; None leaves that as
        it is. Raises JournalError, too, where the key store of the system cannot be used or has lost the key.
        """
        self._lock = RLock()
        self._cipher: Cipher | None = None
        try:
            private_folder(path.parent)
            path.touch(mode=PRIVATE_FILE, exist_ok=True)
            path.chmod(PRIVATE_FILE)  # SQLite gives its -wal and -shm files the same mode
        except OSError as error:
            why = error.strerror or "unknown error"
            raise JournalError("journal_not_opened", f"The journal cannot be opened: {why}.") from error
        try:
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise JournalError("journal_not_opened", f"The journal cannot be opened: {error}.") from error
        try:
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._upgrade()
            self._db.execute("PRAGMA foreign_keys = ON")  # not before: a table made anew would take its steps along
            self._settle_encryption(encrypt)
        except sqlite3.Error as error:
            self._db.close()
            raise JournalError("journal_not_opened", f"The journal cannot be read: {error}.") from error
        except JournalError:
            self._db.close()
            raise

    @property
    def encrypted(self) -> bool:
        """Whether what tells of the patient is encrypted."""
        return self._cipher is not None

    def close(self) -> None:
        """Close the file; the journal is of no use afterwards. May be called twice."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def found(
        self, study: Study, source: Source = Source.QUERY, archive: str = "", prior: bool | None = None
    ) -> StudyRecord:
        """Enter a study that is new, or refresh the description of one already known; returns its record.

        ``archive`` names the archive that tells of it. What is left out now does not erase what was said before. The
        state is left alone, and so is the source of a study that is known. ``prior`` says of a new study that it is
        fetched only to be compared with; False takes that back from a known one, None leaves it as it is.
        """
        with self._transaction() as db:
            row = self._row(study.study_instance_uid)
            if row is None:
                now = datetime.now(UTC).isoformat()
                columns = _study_columns(study) | {
                    "state": StudyState.FOUND, "found_at": now, "changed_at": now, "source": source, "archive": archive,
                    "note": "", "prior": int(bool(prior)),
                }  # fmt: skip
                columns = self._sealed(study.study_instance_uid, columns)
                names = ", ".join(columns)
                marks = ", ".join("?" * len(columns))
                db.execute(f"INSERT INTO study ({names}) VALUES ({marks})", [*columns.values()])
                return self._enter_step(None, study.study_instance_uid, now)
            known = self._record(row)
            merged = _merge(known.study, study)
            heard_of = archive or known.archive
            only_prior = known.prior and prior is not False
            if merged == known.study and heard_of == known.archive and only_prior == known.prior:
                return known
            self._update(
                study.study_instance_uid, _study_columns(merged) | {"archive": heard_of, "prior": int(only_prior)}
            )
            return self._enter_move(known)

    def transition(
        self,
        uid: str,
        state: StudyState,
        reasons: Iterable[Reason] = (),
        *,
        images_received: int | None = None,
        images_announced: int | None = None,
        attempts: int | None = None,
        tries: int | None = None,
        summary: ResultSummary | None = None,
    ) -> StudyRecord:
        """Let a study take one step; fields that are None stay as they are. Returns the new record.

        A positive answer to a study that was marked as read makes it unread again, and says so among its reasons.
        Raises IllegalTransition where the step is forbidden, JournalError where the study is unknown.
        """
        reasons = tuple(reasons)
        with self._transaction():
            before = self._get(uid)
            if not may_follow(before.state, state):
                raise IllegalTransition(before.state, state)
            now = datetime.now(UTC).isoformat()
            columns: dict[str, Any] = {"state": state, "changed_at": now}
            if state is StudyState.POSITIVE and before.read_at is not None:
                columns |= {"read_at": None, "read_by": ""}
                reasons = (_UNREAD_AGAIN, *reasons)
            columns["reasons"] = _reasons_to_json(reasons)
            if images_announced is not None:
                columns["images_announced"] = images_announced
            if images_received is not None:
                columns["images_received"] = images_received
            if attempts is not None:
                columns["attempts"] = attempts
            if tries is not None:
                columns["tries"] = tries
            if summary is not None:
                columns |= _summary_columns(summary) | {"second_reading": ""}
            self._update(uid, columns)
            return self._enter_step(before, uid, now)

    def save_result(self, uid: str, result: CaseResult) -> StudyRecord:
        """Enter the outcome of an analysis: state, reasons and the summary that the worklist shows."""
        return self.transition(uid, StudyState(result.state.value), result.reasons, summary=ResultSummary.of(result))

    def save_second(self, answered: StudyRecord, said: Mapping[str, Any]) -> StudyRecord | None:
        """Keep what the second reader says of the answer in ``answered``; None where the study has another one, or is
        forgotten. It takes no step, and what a new answer leaves of it is nothing.

        ``said`` is what :class:`app.domain.second_reading.SecondReading` reads.
        """
        with self._transaction():
            row = self._row(answered.uid)
            now = self._record(row) if row is not None else None
            if now is None or (now.state, now.changed_at) != (answered.state, answered.changed_at):
                return None
            self._update(answered.uid, {"second_reading": json.dumps(said, ensure_ascii=False)})
            return self._get(answered.uid)

    def mark_read(self, uid: str, read: bool, by: str = "") -> StudyRecord:
        """Note that the reader ``by`` is done with a study, or is not after all; the first time of reading is kept.

        Who is done claims nothing any more: a claim of anybody goes.
        """
        with self._transaction():
            record = self._get(uid)
            if read == (record.read_at is not None):
                return record
            columns = {"read_at": datetime.now(UTC).isoformat() if read else None, "read_by": by if read else ""}
            self._update(uid, columns | ({"claimed_by": ""} if read else {}))
            return self._enter_move(record)

    def mark(self, uid: str, columns: Mapping[str, Any], *more: tuple[str, Mapping[str, Any]]) -> StudyRecord:
        """Change columns of a study's row, and with ``more`` do other statements, in one transaction.

        Each of ``more`` is SQL with named values; ``:arrival`` is the study's. This is for :mod:`app.store.marks`: no
        column of a study's state may be changed by it. Raises JournalError.
        """
        with self._transaction() as db:
            before = self._get(uid)
            if columns:
                self._update(uid, dict(columns))
            for statement, values in more:
                db.execute(statement, {**values, "arrival": before.arrival})
            return self._enter_move(before)

    def select(self, query: str, values: Mapping[str, Any] = MappingProxyType({})) -> list[dict[str, Any]]:
        """The rows that answer a query, by column; for :mod:`app.store.marks`. Raises JournalError."""
        with self._reading() as db:
            return [dict(row) for row in db.execute(query, dict(values))]

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is called of this journal within the block is one transaction: all of it is written, or nothing."""
        with self._transaction():
            yield

    def count_tries(self, uid: str, tries: int) -> StudyRecord:
        """Note how often a study was tried in vain, without a step; raises JournalError."""
        with self._transaction():
            self._update(uid, {"tries": tries})
            return self._get(uid)

    def taken_files(self) -> set[str]:
        """Names of the files of the watched folder that were taken; see :mod:`app.pipeline.folder`."""
        with self._reading() as db:
            return {row["name"] for row in db.execute("SELECT name FROM taken_file")}

    def take_files(self, names: Iterable[str], study: str) -> None:
        """Note that these files were taken, all of the study with this hash."""
        with self._transaction() as db:
            db.executemany("INSERT OR IGNORE INTO taken_file VALUES (?, ?)", [(name, study) for name in names])

    def drop_files(self, names: Iterable[str] = (), study: str = "") -> int:
        """Forget that files were taken: these, or all of a study, which are then taken again; returns how many."""
        with self._transaction() as db:
            count = sum(db.execute("DELETE FROM taken_file WHERE name = ?", (name,)).rowcount for name in names)
            if study:
                count += db.execute("DELETE FROM taken_file WHERE study = ?", (study,)).rowcount
            return count

    def get(self, uid: str) -> StudyRecord | None:
        """The record of a study; None where it was never found."""
        with self._reading():
            row = self._row(uid)
            return None if row is None else self._record(row)

    def records(self) -> list[StudyRecord]:
        """All studies in their order of arrival. Takes seconds for tens of thousands, and holds nobody up meanwhile."""
        with self._reading() as db:
            rows = db.execute("SELECT * FROM study ORDER BY arrival").fetchall()
        return [self._record(row) for row in rows]

    def in_state(self, *states: StudyState) -> list[StudyRecord]:
        """The studies that stand in one of ``states``, in their order of arrival; as fast as these are few."""
        marks = ", ".join("?" * len(states))
        with self._reading() as db:
            rows = db.execute(f"SELECT * FROM study WHERE state IN ({marks}) ORDER BY arrival", states).fetchall()
        return [self._record(row) for row in rows]

    def uids(self) -> list[str]:
        """Study Instance UIDs of all studies in their order of arrival; far faster than :meth:`records`."""
        with self._reading() as db:
            rows = db.execute("SELECT study_instance_uid FROM study ORDER BY arrival")
            return [row["study_instance_uid"] for row in rows]

    def transitions(self, uid: str) -> list[Transition]:
        """Every step a study took, oldest first; empty where it was never found."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT t.* FROM transition t JOIN study USING (arrival) WHERE study_instance_uid = ? ORDER BY t.id",
                (uid,),
            )
            return [
                Transition(
                    row["id"],
                    datetime.fromisoformat(row["at"]),
                    None if row["before"] is None else StudyState(row["before"]),
                    StudyState(row["after"]),
                    _reasons_from_json(row["reasons"]),
                    row["moved"],
                )
                for row in rows
            ]

    def last_step(self, uid: str | None = None) -> int:
        """The ``id`` of the latest step of a study, or of all; 0 where there is none."""
        with self._reading() as db:
            query = "SELECT COALESCE(MAX(t.id), 0) FROM transition t"
            if uid is None:
                return int(db.execute(query).fetchone()[0])
            query += " JOIN study USING (arrival) WHERE study_instance_uid = ?"
            return int(db.execute(query, (uid,)).fetchone()[0])

    def resume(self) -> list[StudyRecord]:
        """After a crash: take back steps that were under way (fetching -> queued, analysing -> ready); returns them."""
        with self._lock:
            cut_short = self.in_state(*CUT_SHORT)
            return [self.transition(record.uid, CUT_SHORT[record.state], (_INTERRUPTED,)) for record in cut_short]

    def _enter_step(self, before: StudyRecord | None, uid: str, at: str) -> StudyRecord:
        """Enter what was just written to the study's row as a step; part of the caller's transaction."""
        after = self._get(uid)
        self._db.execute(
            "INSERT INTO transition (arrival, at, before, after, reasons, moved) VALUES (?, ?, ?, ?, ?, ?)",
            (
                after.arrival,
                at,
                None if before is None else before.state,
                after.state,
                _reasons_to_json(after.reasons),
                triage.explain_move(before, after),
            ),
        )
        return after

    def _enter_move(self, before: StudyRecord) -> StudyRecord:
        """As :meth:`_enter_step`, for a change without a step: nothing is entered where the place stays the same."""
        after = self._get(before.uid)
        if triage.explain_move(before, after):
            return self._enter_step(before, before.uid, datetime.now(UTC).isoformat())
        return after

    def forget(self, uids: Iterable[str], may_go: Callable[[StudyRecord], bool] = lambda _: True) -> int:
        """Erase studies and their steps so that nothing of them is left in the file; returns how many there were.

        ``may_go`` is asked of each as it is then: it takes no step between the answer and its end, and stays where the
        answer is no or an error. The whole file is written anew at the end: what earlier changes left in its free
        places goes, too.
        """
        count = 0
        try:
            with self._reading() as db:
                db.execute("PRAGMA secure_delete = ON")  # where no room is left to write the file anew
            for uid in uids:
                with self._transaction() as db:
                    row = self._row(uid)
                    if row is not None and may_go(self._record(row)):
                        count += db.execute("DELETE FROM study WHERE study_instance_uid = ?", (uid,)).rowcount
        finally:
            if count:
                self._write_anew()
        return count

    def _write_anew(self) -> None:
        """Write the whole file anew, without what earlier changes left in its free places."""
        with self._lock:
            try:
                self._db.execute("VACUUM")
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise JournalError("journal_not_written", f"The journal cannot be written: {error}.") from error

    def _settle_encryption(self, encrypt: bool | None) -> None:
        """Get the key of an encrypted journal; then encrypt or decrypt every row, where that is wanted.

        The file is written anew before as well: so a crash right after the step leaves plain text only in pages that
        it changed, and these go when the journal is next opened and closed (``secure_delete`` zeroes what gets free).
        """
        row = self._db.execute("SELECT key_name, key_check FROM encryption").fetchone()
        if row is not None:
            self._cipher = stored_key(row["key_name"], row["key_check"])
        before = self._cipher
        if encrypt is None or encrypt == (before is not None):
            return
        after = Cipher.new() if encrypt else None
        self._db.execute("PRAGMA secure_delete = ON")
        self._write_anew()
        with self._transaction() as db:
            rows = [self._plain(row) for row in db.execute("SELECT * FROM study")]
            self._cipher = after
            for plain in rows:
                self._update(plain["study_instance_uid"], {name: plain[name] for name in PATIENT_COLUMNS})
            db.execute("DELETE FROM encryption")
            if after is not None:
                db.execute("INSERT INTO encryption VALUES (1, ?, ?)", (after.name, after.check()))
        self._write_anew()
        if before is not None:
            destroy_key(before.name)

    def _sealed(self, uid: str, columns: dict[str, Any]) -> dict[str, Any]:
        return columns if self._cipher is None else self._cipher.seal(uid, columns)

    def _plain(self, row: sqlite3.Row) -> dict[str, Any]:
        return dict(row) if self._cipher is None else self._cipher.open(dict(row))

    def _record(self, row: sqlite3.Row) -> StudyRecord:
        return _record(self._plain(row))

    def _upgrade(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise JournalError(
                "journal_newer", "The journal was written by a newer version of Firstread; install that version again."
            )
        for step in range(version + 1, SCHEMA_VERSION + 1):
            # executescript commits first, so the transaction has to be part of the script.
            script = resources.text("schema", f"journal_{step}.sql")
            self._db.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {step};\nCOMMIT;")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise JournalError("journal_unreadable", f"The journal cannot be read: {error}.") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._is_open() and self._db.in_transaction:  # of this very thread, which holds the lock
                yield self._db
                return
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                except BaseException:
                    self._db.execute("ROLLBACK")
                    raise
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                if self._is_open() and self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise JournalError("journal_not_written", f"The journal cannot be written: {error}.") from error

    def _is_open(self) -> bool:
        try:
            return self._db.total_changes >= 0
        except sqlite3.ProgrammingError:
            return False

    def _row(self, uid: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute(
            "SELECT * FROM study WHERE study_instance_uid = ?", (uid,)
        ).fetchone()
        return row

    def _get(self, uid: str) -> StudyRecord:
        row = self._row(uid)
        if row is None:
            raise JournalError("unknown_study", "The journal does not hold this study.")
        return self._record(row)

    def _update(self, uid: str, columns: dict[str, Any]) -> None:
        columns = self._sealed(uid, columns)
        names = ", ".join(f"{name} = ?" for name in columns)
        self._db.execute(f"UPDATE study SET {names} WHERE study_instance_uid = ?", [*columns.values(), uid])


def _merge(known: Study, new: Study) -> Study:
    return replace(
        known,
        patient_name=_said(new.patient_name, known.patient_name),
        patient_id=new.patient_id or known.patient_id,
        birth_date=new.birth_date or known.birth_date,
        sex=new.sex or known.sex,
        accession_number=new.accession_number or known.accession_number,
        description=_said(new.description, known.description),
        study_at=new.study_at or known.study_at,
        station_name=new.station_name or known.station_name,
        body_part=new.body_part or known.body_part,
        images_expected=known.images_expected if new.images_expected is None else new.images_expected,
        emergency=known.emergency or new.emergency,
    )


def _said(new: str, known: str) -> str:
    """The new text, unless it is empty, or the known one with letters lost on the way."""
    return known if not new or poorer(new, known) else new


def _study_columns(study: Study) -> dict[str, Any]:
    return {
        "study_instance_uid": study.study_instance_uid,
        "patient_name": study.patient_name,
        "patient_id": study.patient_id,
        "birth_date": study.birth_date.isoformat() if study.birth_date else None,
        "sex": study.sex,
        "accession_number": study.accession_number,
        "description": study.description,
        "study_at": study.study_at.isoformat() if study.study_at else None,
        "station_name": study.station_name,
        "body_part": study.body_part,
        "images_expected": study.images_expected,
        "emergency": int(study.emergency),
    }


def _summary_columns(summary: ResultSummary) -> dict[str, Any]:
    low, high = summary.probability_interval or (None, None)
    return {
        "probability": summary.probability,
        "probability_low": low,
        "probability_high": high,
        "score": summary.score,
        "threshold": summary.threshold,
        **{column: float(summary.volumes_ml.get(t, 0.0)) for t, column in _ML.items()},
        "provider": summary.provider,
        "device": summary.device,
        "model": summary.model,
        "seconds": summary.seconds,
    }


def _summary(row: Mapping[str, Any]) -> ResultSummary | None:
    if row["model"] is None:
        return None
    low, high = row["probability_low"], row["probability_high"]
    return ResultSummary(
        probability=row["probability"],
        probability_interval=None if low is None or high is None else (low, high),
        score=row["score"],
        threshold=row["threshold"],
        volumes_ml={t: row[column] for t, column in _ML.items()},
        provider=row["provider"],
        device=row["device"],
        model=row["model"],
        seconds=row["seconds"],
    )


def _record(row: Mapping[str, Any]) -> StudyRecord:
    return StudyRecord(
        study=Study(
            study_instance_uid=row["study_instance_uid"],
            patient_name=row["patient_name"],
            patient_id=row["patient_id"],
            birth_date=date.fromisoformat(row["birth_date"]) if row["birth_date"] else None,
            sex=row["sex"],
            accession_number=row["accession_number"],
            description=row["description"],
            study_at=datetime.fromisoformat(row["study_at"]) if row["study_at"] else None,
            station_name=row["station_name"],
            body_part=row["body_part"],
            images_expected=row["images_expected"],
            emergency=bool(row["emergency"]),
        ),
        state=StudyState(row["state"]),
        arrival=row["arrival"],
        found_at=datetime.fromisoformat(row["found_at"]),
        changed_at=datetime.fromisoformat(row["changed_at"]),
        reasons=_reasons_from_json(row["reasons"]),
        summary=_summary(row),
        images_received=row["images_received"],
        attempts=row["attempts"],
        read_at=datetime.fromisoformat(row["read_at"]) if row["read_at"] else None,
        images_announced=row["images_announced"],
        source=Source(row["source"]),
        archive=row["archive"],
        tries=row["tries"],
        opened_at=datetime.fromisoformat(row["opened_at"]) if row["opened_at"] else None,
        read_by=row["read_by"],
        claimed_by=row["claimed_by"],
        flagged=bool(row["flagged"]),
        pinned=bool(row["pinned"]),
        note=row["note"],
        feedback=row["feedback"],
        prior=bool(row["prior"]),
        second=SecondReading.from_json(json.loads(row["second_reading"])) if row["second_reading"] else None,
    )


def _reasons_to_json(reasons: tuple[Reason, ...]) -> str:
    return json.dumps([{"code": reason.code, "text": reason.text} for reason in reasons], ensure_ascii=False)


@lru_cache(maxsize=1000)  # most studies have one of a few, and the start reads tens of thousands
def _reasons_from_json(text: str) -> tuple[Reason, ...]:
    return tuple(Reason(item["code"], item["text"]) for item in json.loads(text))
