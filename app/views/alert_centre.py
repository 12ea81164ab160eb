"""Keeps the unread positives at hand, and says when a reader has to be called for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.alerts import Calls, Glance, Rules, Told, decide, glance, pending
from app.domain.events import Event, StudiesForgotten, StudyChanged
from app.domain.study import StudyRecord

#: A burst of answers gives one alert.
_GATHER_MS = 400
#: How often the clock is looked at, for second calls and the end of quiet hours.
_LOOK_MS = 5000


class AlertCommands(Protocol):
    """Where it is noted that an alert was given."""

    def alerted(self, uids: Sequence[str], again: bool) -> None:
        """The alert, or with ``again`` the second call, was given."""


class AlertCentre(QObject):
    """Decides by :func:`app.domain.alerts.decide`; others show what it says."""

    #: A :class:`Calls` with at least one study.
    called = Signal(object)
    #: The unread positives changed.
    changed = Signal()

    def __init__(
        self,
        commands: AlertCommands,
        rules: Rules,
        told: Mapping[str, Told],
        *,
        enabled: bool = True,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        """``told`` is what earlier runs gave, by Study Instance UID; ``clock`` gives the time in UTC."""
        super().__init__(parent)
        self._commands, self._rules, self._told, self._enabled = commands, rules, dict(told), enabled
        self._clock = clock
        self._waiting: dict[str, StudyRecord] = {}
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self.look)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def told(self) -> Mapping[str, Told]:
        """The alerts that were given, by Study Instance UID."""
        return dict(self._told)

    def start(self, records: Iterable[StudyRecord]) -> None:
        """Begin with what the journal knows."""
        self._waiting = {record.uid: record for record in records if pending(record)}
        self.changed.emit()
        self._gather.start()
        self._timer.start()

    def apply(self, rules: Rules, *, enabled: bool) -> None:
        """Work by these rules from now on."""
        self._rules, self._enabled = rules, enabled

    def stop(self) -> None:
        """Give no alert any more."""
        self._gather.stop()
        self._timer.stop()

    def glance(self) -> Glance:
        """The unread positives at a glance, now."""
        return glance(self._waiting.values(), self._clock())

    @Slot(object)
    def handle(self, event: Event) -> None:
        """Take note of a changed study, or of forgotten ones."""
        if isinstance(event, StudiesForgotten):
            forgotten = [uid for uid in event.studies if self._waiting.pop(uid, None) is not None]
            if forgotten:
                self.changed.emit()
            return
        if not isinstance(event, StudyChanged):
            return
        record = event.record
        before = self._waiting.pop(record.uid, None)
        if pending(record):
            self._waiting[record.uid] = record
        if before is not None or record.uid in self._waiting:
            self.changed.emit()
            if self._timer.isActive():
                self._gather.start()

    @Slot()
    def look(self) -> None:
        """Give what is due now."""
        if not self._enabled:
            return
        now = self._clock()
        calls: Calls = decide(self._waiting.values(), self._told, self._rules, now, now.astimezone().time())
        for record in calls.again:
            self._told[record.uid] = Told(self._told[record.uid].told_at, now)
        for record in calls.new:
            self._told[record.uid] = Told(now)
        for records, again in ((calls.new, False), (calls.again, True)):
            if records:
                self._commands.alerted([record.uid for record in records], again)
        if calls.new or calls.again:
            self.called.emit(calls)
