"""The department's PostgreSQL database: marks of readers, for all workstations.

A row is locked optimistically: it has a version, and a change that knows an older one is not written but thought over
(:func:`app.domain.shared_marks.agreed`). Every act is kept as well, so that nothing that a reader said is ever lost,
and an act that is sent twice counts once. Studies are named by a hash, as in the audit file; notes are as written.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from app.domain.shared_marks import Act, Mark, MarkKind, Said, agreed, checked
from app.errors import TeamError
from app.program import command

_CHANNEL: Final = "firstread_mark"
_LOCK: Final = 0x46525354  # of those who make the tables; any number that nobody else uses
_TRIES: Final = 10
#: A database that does not answer within these is away.
_CONNECT_S, _ANSWER_MS = 3, 3000


class _Base(DeclarativeBase):
    pass


class _Mark(_Base):
    """What holds. ``slot`` is the reader for verdicts, of which each reader has one, and else empty."""

    __tablename__ = "mark"
    study: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    slot: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    said: Mapped[Said] = mapped_column(JSONB(none_as_null=False))
    reader: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    version: Mapped[int] = mapped_column(sa.Integer)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def plain(self) -> Mark | None:
        """As the others know it; None for what no workstation can have written."""
        try:
            kind = MarkKind(self.kind)
            return Mark(self.study, kind, checked(kind, self.said), self.reader, self.at, self.version)
        except (ValueError, TypeError, KeyError):
            return None


class _Act(_Base):
    """Every act that came, as it was said."""

    __tablename__ = "act"
    id: Mapped[str] = mapped_column(UUID(as_uuid=False), primary_key=True)
    study: Mapped[str] = mapped_column(sa.String(64), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    said: Mapped[Said] = mapped_column(JSONB(none_as_null=False))
    reader: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    came_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())


class SharedDatabase:
    """One workstation's connections to the database. Every method raises TeamError; use it from one thread."""

    def __init__(self, url: str, password: str = "", ca_file: str = "") -> None:
        """Connects, and makes the tables where there are none.

        Args:
            url: ``postgresql://USER@HOST/DATABASE``, without password.
            ca_file: certificates to trust, PEM; "" for the system's.
        """
        arguments = _tls(_parsed(url), ca_file) | {
            "password": password or None, "connect_timeout": _CONNECT_S, "application_name": "firstread",
            "options": f"-c statement_timeout={_ANSWER_MS} -c lock_timeout={_ANSWER_MS}",
            "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2, "tcp_user_timeout": _ANSWER_MS,
        }  # fmt: skip
        self._engine = sa.create_engine(_parsed(url), connect_args=arguments, pool_size=1, max_overflow=0)
        self._ears = sa.create_engine(_parsed(url), connect_args=arguments, poolclass=sa.NullPool)
        try:
            with _heeding(), self._engine.begin() as connection:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
                _Base.metadata.create_all(connection)
            with _heeding():
                self._listening = self._ears.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._listening.exec_driver_sql(f"LISTEN {_CHANNEL}")
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Let go of the connections."""
        for end in (self._listening.invalidate, self._listening.close, self._engine.dispose):
            try:
                end()
            except (SQLAlchemyError, psycopg.Error):
                continue  # it is gone already

    def put(self, act: Act) -> Mark:
        """Tell an act, once; returns what holds since."""
        for _ in range(_TRIES):
            try:
                with _heeding(), Session(self._engine) as session, session.begin():
                    return self._put(session, act)
            except (StaleDataError, IntegrityError):
                continue  # another workstation was faster: look again
        raise TeamError("team_database", "The department's database is too busy.")

    def _put(self, session: Session, act: Act) -> Mark:
        slot = act.reader if act.kind is MarkKind.VERDICT else ""
        mark = session.get(_Mark, (act.study, act.kind.value, slot))
        theirs = None if mark is None else mark.plain()
        if theirs is not None and session.get(_Act, act.id) is not None:
            return theirs  # it came before, and only the answer was lost
        said = _storable(act.said)
        values = {"study": act.study, "kind": act.kind.value, "said": said, "reader": act.reader, "at": act.at}
        session.add(_Act(id=act.id, **values))
        if mark is None:
            mark = _Mark(slot=slot, **values)
            session.add(mark)
        else:
            known = theirs is None or (theirs.version == act.version and act.kind is not MarkKind.VERDICT)
            said = said if known or theirs is None else _storable(agreed(act, theirs))
            if said != mark.said:
                mark.said, mark.reader, mark.at = said, act.reader, act.at
        session.flush()
        session.execute(sa.select(sa.func.pg_notify(_CHANNEL, act.study)))
        return Mark(act.study, act.kind, mark.said, mark.reader, mark.at, mark.version)

    def marks(self, studies: Sequence[str]) -> list[Mark]:
        """What holds of these studies; what no workstation can have written is passed over."""
        with _heeding(), Session(self._engine) as session:
            found = session.scalars(sa.select(_Mark).where(_Mark.study.in_(studies)).order_by(_Mark.at))
            return [plain for mark in found if (plain := mark.plain()) is not None]

    def heard(self, seconds: float) -> set[str]:
        """Studies that anybody marked since the last call; waits so long for a first one."""
        connection = self._listening.connection.driver_connection
        assert isinstance(connection, psycopg.Connection)
        with _heeding():
            return {notice.payload for notice in connection.notifies(timeout=seconds, stop_after=1)}

    def answers(self) -> None:
        """Raises TeamError where the database, or the way to it, is gone without a word."""
        with _heeding():
            self._listening.exec_driver_sql("SELECT 1")


def _storable(said: Said) -> Said:
    """Without the characters of a text that PostgreSQL cannot keep."""
    return said.encode("utf-8", "replace").decode().replace("\0", "") if isinstance(said, str) else said


@contextmanager
def _heeding() -> Iterator[None]:
    try:
        yield
    except (StaleDataError, IntegrityError):
        raise
    except (SQLAlchemyError, psycopg.Error) as error:
        raise TeamError("team_database", _why(getattr(error, "orig", None) or error)) from error


def _why(error: BaseException) -> str:
    """What is wrong and what to do; never the error's own text, which may hold a user's name, or what was written.

    Where no connection came about, there is no code to tell it by, but libpq's words, and behind them the server's own,
    which may be in another language.
    """
    what = "The department's database"
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return f"{what} does not let us make or write its tables; have its user granted that."
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return f"{what} can only be read there; team.database has to name the server that takes changes."
    if isinstance(error, psycopg.errors.QueryCanceled | psycopg.errors.LockNotAvailable):
        return f"{what} did not answer within {_ANSWER_MS // 1000} s; it is tried again."
    if isinstance(error, psycopg.errors.UndefinedColumn):
        return f"{what} has a table mark or act of another program; make an empty database for Firstread."
    said = str(error)
    for words, told in _TOLD:
        if any(one in said for one in words):
            return f"{what} {told}."
    return f"{what} cannot be used ({type(error).__name__}); its log says more."


_TOLD: Final = (
    (("failed to resolve host", "could not translate host name"), "has a host that is not known; check team.database"),
    (("does not match host name",), "shows a certificate for another name; team.database has to have that name"),
    (("could not read root certificate",), "cannot be trusted: team.database_ca_file holds no certificate (PEM)"),
    (
        ("certificate verify failed", "weak sslmode"),
        "shows a certificate that has ended, or that nobody signed whom we trust; check team.database_ca_file",
    ),
    (("does not support SSL",), "does not encrypt; have TLS switched on there"),
    (
        ("no password supplied", "password authentication failed"),
        f"does not accept our user or password; check team.database, and: {command('secret set database')}",
    ),
    (("no pg_hba.conf entry",), "does not let this computer in; have it and its user entered in pg_hba.conf"),
    (("does not exist",), "is not there under this name, or its user is not; check team.database"),
    (("too many clients", "remaining connection slots"), "has no connection free for us; have more allowed there"),
    (("starting up", "shutting down"), "is just starting or ending; it is tried again"),
    (("terminating connection", "server closed the connection", "connection is lost"), "is gone; it is tried again"),
    (
        ("Connection refused", "timeout expired", "connection timeout", "No route to host", "unreachable"),
        "cannot be reached; check host and port in team.database, and the firewall",
    ),
    (("FATAL",), "refuses us; its log says why"),
)  # fmt: skip


def _parsed(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (SQLAlchemyError, ValueError) as error:  # the latter for a port that is no number
        raise TeamError("team_database", "team.database is no address such as postgresql://user@host/name.") from error
    if parsed.get_backend_name() != "postgresql":
        raise TeamError("team_database", "team.database has to begin with postgresql://.")
    if parsed.password:
        raise TeamError(
            "team_database",
            f"The password of team.database belongs in the key store: {command('secret set database')}.",
        )
    return parsed.set(drivername="postgresql+psycopg")


def _tls(url: sa.URL, ca_file: str) -> dict[str, Any]:
    """Without TLS nothing leaves the computer; the server's certificate has to be good, and its host's."""
    if ca_file:
        if not Path(ca_file).is_file():
            raise TeamError("team_database", "The file of team.database_ca_file cannot be read.")
        return {"sslmode": "verify-full", "sslrootcert": ca_file}
    if url.host is None or url.host == "localhost" or _loopback(url.host):
        return {"sslmode": "prefer"}
    return {"sslmode": "verify-full", "sslrootcert": "system"}


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
