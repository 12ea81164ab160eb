"""Alert centre, tray and strip, with a clock of the test's own."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.alerts import Calls, QuietHours, Rules, Told
from app.domain.events import QueueStatus, StudiesForgotten, StudyChanged
from app.domain.study import StudyRecord
from app.models import alert_words
from app.store import marks
from app.store.journal import Journal
from app.views import sound
from app.views.alert_centre import AlertCentre
from app.views.second_strip import SecondStrip
from app.views.tray import Tray, badge
from tests.gui import values

NOON = datetime(2026, 3, 2, 12, 0).astimezone(UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class InJournal:
    """Notes what was given where the program does: in the journal."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal

    def alerted(self, uids: Sequence[str], again: bool) -> None:
        marks.alerted(self.journal, uids, again)


class Desk:
    """A centre over a journal, and what it called."""

    def __init__(self, journal: Journal, rules: Rules, clock: Clock, enabled: bool = True) -> None:
        self.centre = AlertCentre(InJournal(journal), rules, marks.alerts(journal), enabled=enabled, clock=clock)
        self.calls: list[tuple[list[int], list[int]]] = []
        self.centre.called.connect(self._note)

    def _note(self, calls: Calls) -> None:
        self.calls.append(([r.arrival for r in calls.new], [r.arrival for r in calls.again]))

    def put(self, *records: StudyRecord) -> None:
        for record in records:
            self.centre.handle(StudyChanged(record))
        self.centre.look()


@pytest.fixture
def journal(tmp_path: Path, bot: QtBot) -> Journal:
    journal = Journal(tmp_path / "j")
    for number in range(1, 10):
        journal.found(values.study(number))
    return journal


def test_each_study_calls_once_also_over_a_restart(journal: Journal) -> None:
    clock = Clock()
    first = Desk(journal, Rules(), clock)
    first.put(values.negative(1), values.positive(2, 0.8), values.positive(3, 0.95))
    first.put(values.positive(2, 0.81))
    first.centre.handle(QueueStatus(0, 0, 0))
    assert first.calls == [([3, 2], [])]
    again = Desk(journal, Rules(), clock)
    again.centre.start([values.positive(2), values.positive(3), values.positive(4)])
    again.centre.look()
    again.centre.stop()
    assert again.calls == [([4], [])]


def test_who_opens_in_time_is_not_called_again(journal: Journal) -> None:
    clock = Clock()
    desk = Desk(journal, Rules(escalate_s=600), clock)
    desk.put(values.positive(1), values.positive(2))
    clock.now += timedelta(minutes=5)
    desk.put(replace(values.positive(1), opened_at=clock.now))
    clock.now += timedelta(minutes=6)
    desk.centre.look()
    desk.centre.look()
    assert desk.calls[1:] == [([], [2])]
    told = marks.alerts(journal)
    assert {journal.records()[0].uid: True, journal.records()[1].uid: False} == {
        uid: one.escalated_at is None for uid, one in told.items()
    }


def test_quiet_hours_and_switched_off(journal: Journal) -> None:
    clock = Clock()
    local = clock.now.astimezone()
    quiet = QuietHours((local - timedelta(hours=1)).time(), (local + timedelta(hours=1)).time())
    desk = Desk(journal, Rules(quiet=quiet), clock)
    desk.put(values.positive(1))
    assert desk.calls == []
    clock.now += timedelta(hours=1)
    desk.centre.look()
    assert desk.calls == [([1], [])]
    off = Desk(journal, Rules(), clock, enabled=False)
    off.put(values.positive(5))
    assert off.calls == [] and off.centre.glance().count == 1


def test_a_burst_of_answers_gives_one_alert(journal: Journal, bot: QtBot) -> None:
    desk = Desk(journal, Rules(), Clock())
    desk.centre.start([])
    with bot.waitSignal(desk.centre.called, timeout=5000):
        for number in range(1, 6):
            desk.centre.handle(StudyChanged(values.positive(number)))
    desk.centre.stop()
    assert desk.calls == [([1, 2, 3, 4, 5], [])]


def test_the_alert_names_nobody() -> None:
    now = values.START + timedelta(minutes=15)
    records = [values.positive(number, 0.97, IPH=24.0) for number in range(1, 6)]
    text = alert_words.call_text(records, now)
    assert "IPH 24.0 mL" in text and "97 %" in text and "waiting 14:00" in text and "and 2 more" in text
    assert "Patient" not in text and "A00000" not in text and values.study(1).study_instance_uid not in text
    assert "not a medical device" in text
    assert "Patient01" in alert_words.line(records[0], now, name=True).title()


def test_the_tray_counts_and_points(journal: Journal, bot: QtBot) -> None:
    desk = Desk(journal, Rules(), Clock())
    window = QWidget()
    bot.addWidget(window)
    tray = Tray(desk.centre, window)
    assert "No urgent study" in tray.icon.toolTip()
    desk.put(values.positive(1), values.positive(2))
    assert "2 urgent studies" in tray.icon.toolTip()
    with bot.waitSignal(tray.wanted, timeout=1000) as wanted:
        tray.icon.messageClicked.emit()
    assert wanted.args == [values.study(1).study_instance_uid]
    tray.hide()


def test_the_badge_shows_the_number() -> None:
    pictures = [badge(count).pixmap(32, 32).toImage() for count in (0, 1, 2, 12, 100)]
    assert all(a != b for index, a in enumerate(pictures) for b in pictures[index + 1 :])


def test_the_strip_shows_the_first_three_without_names(journal: Journal, bot: QtBot) -> None:
    desk = Desk(journal, Rules(), Clock())
    desk.put(*(values.positive(number, 0.5 + number / 10) for number in range(1, 5)))
    strip = SecondStrip(desk.centre)
    named = SecondStrip(desk.centre, names=True)
    for widget in (strip, named):
        bot.addWidget(widget)
        widget.show()
    assert strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert strip.count.text() == "4" and "oldest waits" in strip.head.text()
    assert ["90 %" in strip.lines[0].text(), "80 %" in strip.lines[1].text(), "70 %" in strip.lines[2].text()] == [
        True, True, True,
    ]  # fmt: skip
    assert not any("PATIENT" in line.text().upper() for line in strip.lines)
    assert "PATIENT04" in named.lines[0].text().upper()
    with bot.waitSignal(strip.wanted, timeout=1000) as wanted:
        QTest.mouseClick(strip.lines[1], Qt.MouseButton.LeftButton)
    assert wanted.args == [values.study(3).study_instance_uid]
    desk.put(*(replace(values.positive(number), read_at=NOON) for number in range(1, 5)))
    assert strip.count.text() == "0" and not any(line.isVisible() for line in strip.lines)


def test_the_strip_is_dragged_and_comes_back(journal: Journal, bot: QtBot, tmp_path: Path) -> None:
    desk = Desk(journal, Rules(), Clock())
    strip, again = SecondStrip(desk.centre), SecondStrip(desk.centre)
    layout = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    for widget in (strip, again):
        bot.addWidget(widget)
    strip.restore(layout)
    strip.show()
    strip.move(40, 50)
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    QTest.mouseMove(strip, QPoint(23, 13))
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert strip.pos() == QPoint(60, 60)
    strip.save(layout)
    again.restore(layout)
    assert again.pos() == QPoint(60, 60)
    strip.move(9000, 9000)
    strip.refresh()
    assert strip.screen().availableGeometry().contains(strip.geometry())
    strip.close()
    assert not strip.isVisible()


def test_the_sound_is_short_and_there() -> None:
    with wave.open(str(sound.alert_file())) as file:
        assert 0.2 < file.getnframes() / file.getframerate() < 1.0


def test_told_is_kept_in_memory_before_the_journal_answers(bot: QtBot) -> None:
    class Slow:
        def alerted(self, uids: Sequence[str], again: bool) -> None:
            """The journal is busy."""

    centre = AlertCentre(Slow(), Rules(), {"9.9": Told(NOON)}, clock=Clock())
    calls: list[Calls] = []
    centre.called.connect(calls.append)
    centre.handle(StudyChanged(values.positive(1)))
    centre.look()
    centre.look()
    assert len(calls) == 1


def test_nobody_is_called_for_a_study_that_is_forgotten(journal: Journal) -> None:
    desk = Desk(journal, Rules(), Clock())
    changes: list[int] = []
    desk.centre.changed.connect(lambda: changes.append(desk.centre.glance().count))
    for number in (1, 2):
        desk.centre.handle(StudyChanged(values.positive(number)))
    desk.centre.handle(StudiesForgotten((values.study(1).study_instance_uid, "9.9")))
    desk.centre.handle(StudiesForgotten(("9.9",)))
    desk.centre.look()
    assert changes == [1, 2, 1] and desk.calls == [([2], [])]
