"""What a department shares: its detector, its database, its collector of audit messages. Nothing is written there."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from functools import partial

from app.doctor.finding import Finding, Wrong, look_at
from app.errors import ArchiveError, AuditError, TeamError
from app.pacs.association import Cancel
from app.pacs.secret_store import TEAM, Kind, secret
from app.pacs.tls import explained
from app.pipeline.analysis import cluster_of
from app.settings import Settings
from app.store.syslog import Collector, Syslog

GROUP = "Department"
#: Long enough for a busy cluster.
_CLUSTER_S = 10.0


def examine_department(settings: Settings, cancel: Cancel) -> Iterator[Finding]:
    """A finding for each of the three that the settings name. Raises ArchiveCancelled."""
    steps = (
        (settings.cluster_url, "department: detector", partial(_detector, settings)),
        (settings.team_database, "department: database", partial(_database, settings)),
        (settings.audit_syslog_host, "department: audit collector", partial(_collector, settings)),
    )
    yield from look_at(steps, GROUP, cancel)


def _detector(settings: Settings) -> str:
    from inference.cluster.client import ClusterAway

    try:
        detector = cluster_of(settings.cluster_url, settings.cluster_token_file, settings.cluster_ca_file)
        about = detector.about(_CLUSTER_S)
    except (OSError, ValueError) as error:
        unread = "The file with its secret or its certificates cannot be used."
        raise Wrong(
            unread if isinstance(error, OSError) else f"{error}.",
            "Check cluster.url, cluster.token_file and cluster.ca_file.",
        ) from error
    except ClusterAway as error:
        raise Wrong(
            error.reason.text,
            "Check the settings of [cluster], and that the service runs; meanwhile this computer analyses.",
        ) from error
    if "model" not in about:
        raise Wrong("What answers at its address is not Firstread.", "Check cluster.url.")
    return f"It answers: {about['model']} on {about.get('device', 'an unknown device')}."


def _database(settings: Settings) -> str:
    try:
        from app.store.shared_database import SharedDatabase
    except ImportError as error:
        raise Wrong("Firstread lacks what a shared database needs.", "Install its extra department.") from error
    try:
        database = SharedDatabase(
            settings.team_database, secret(TEAM, Kind.DATABASE) or "", settings.team_database_ca_file
        )
        try:
            database.marks([""])
        finally:
            database.close()
    except (TeamError, ArchiveError) as error:
        raise Wrong.of(error, "Check team.database; until then marks of readers are kept on this computer.") from error
    return "It lets us in, and its tables can be read."


def _collector(settings: Settings) -> str:
    collector = Collector(
        settings.audit_syslog_host, settings.audit_syslog_port, settings.audit_syslog_tls, settings.audit_syslog_ca_file
    )
    where = f"{collector.host}, port {collector.port},"
    try:
        Syslog(collector, lambda _: None).try_connecting()
    except AuditError as error:
        raise Wrong.of(error, "Check audit.syslog_ca_file.") from error
    except socket.gaierror as error:
        raise Wrong(f"The host {collector.host!r} is not known on the network.", "Check audit.syslog_host.") from error
    except ssl.SSLError as error:
        raise Wrong(
            explained(error, "the collector").reason.text.partition(";")[0] + ".",
            "Check audit.syslog_ca_file, audit.syslog_port and the collector's certificate.",
        ) from error
    except OSError as error:
        raise Wrong(
            f"{where} cannot be reached: {error.strerror or 'no answer in time'}.",
            "Check audit.syslog_host and audit.syslog_port, and that no firewall is between.",
        ) from error
    return f"{where} takes our connection." if collector.tls else f"{where} is known; UDP does not tell more."
