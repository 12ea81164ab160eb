"""The department's panel over made-up studies of known numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.department import LEAST_OF_EACH, scores
from app.domain.feedback import Judgement, Verdict
from app.domain.queue_simulation import arrivals_of, compare
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import JournalError
from app.models.department_data import DepartmentData
from app.settings import Settings
from app.views import languages, redress, theme
from app.views.department import threshold_page
from app.views.department.agreement_page import AgreementPage
from app.views.department.panel import DepartmentPanel
from app.views.department.queue_page import QueuePage
from app.views.department.scores_page import ScoresPage
from app.views.department.threshold_page import ThresholdPage
from tests.gui import values

MANIFEST = {
    "name": "firstread-test", "version": "1", "threshold": 0.5,
    "operating_points": {
        "positives": 50, "negatives": 100,
        "points": [
            {"threshold": 0.5, "true_positives": 45, "true_negatives": 90},
            {"threshold": 0.8, "true_positives": 30, "true_negatives": 98},
        ],
    },
}  # fmt: skip


def _studies(count: int = 45) -> list[StudyRecord]:
    """One study in three positive with scores from 0.5 up; ten minutes apart, answered at once, read later."""
    rows = []
    for number in range(count):
        at = values.START + timedelta(minutes=10 * number)
        positive = number % 3 == 0
        summary = values.summary((0.5 + number / count / 2) if positive else number / count / 2)
        state = StudyState.POSITIVE if positive else StudyState.NEGATIVE
        read_at = at + timedelta(hours=1)
        rows.append(values.record(number, state, summary=summary, found_at=at, changed_at=at, read_at=read_at))
    return rows


def _verdicts() -> list[Judgement]:
    at = values.START
    wrong = Judgement(at, Verdict.NOT_HEMORRHAGE, True, "calcification", 0.7, 0.7, 0.5, model=values.RUNTIME.model)
    return [
        wrong,
        replace(wrong, at=at + timedelta(days=7)),
        replace(wrong, verdict=Verdict.AGREE, reason=""),
        replace(wrong, verdict=Verdict.MISSED_HEMORRHAGE, positive=False, reason="small", score=0.2),
    ]


@pytest.fixture
def panel(bot: QtBot) -> Iterator[DepartmentPanel]:
    data = DepartmentData.of(_studies(), _verdicts(), MANIFEST)
    panel = DepartmentPanel(lambda: data, Settings())
    bot.addWidget(panel)
    panel.show()
    panel.load()
    bot.waitUntil(lambda: 0 in panel.pages, timeout=10_000)
    yield panel
    panel.hide()
    QThreadPool.globalInstance().waitForDone(10_000)


def test_another_theme_redraws_the_plots_at_the_threshold_looked_at(panel: DepartmentPanel, bot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "dark")
    for index in range(4):
        panel.tabs.setCurrentIndex(index)
    slid, scores = panel.pages[1], panel.pages[0]
    assert isinstance(slid, ThresholdPage) and isinstance(scores, ScoresPage)
    slid.slider.setValue(77)
    slid.studies.setValue(33.0)
    try:
        redress.change(app, "light")
        assert slid.slider.value() == 77
        assert slid.studies.value() == 33.0
        assert theme.LIGHT.positive in slid.rates.getPlotItem().titleLabel.text
        bars = [item for item in scores.hours.getPlotItem().items if isinstance(item, pg.BarGraphItem)]
        assert [bar.opts["brush"] for bar in bars] == [theme.LIGHT.negative, theme.LIGHT.positive]
    finally:
        redress.change(app, "dark")


def test_pages_are_made_when_they_are_looked_at(panel: DepartmentPanel) -> None:
    assert set(panel.pages) == {0}
    page = panel.pages[0]
    assert isinstance(page, ScoresPage)
    assert "45 studies" in page.summary.text() and "15 at or above its threshold 0.50" in page.summary.text()
    heights = [sum(item.opts["height"]) for item in page.scores.items() if isinstance(item, pg.BarGraphItem)]
    assert sorted(heights) == [15, 30]


def test_the_threshold_slides(panel: DepartmentPanel) -> None:
    panel.tabs.setCurrentIndex(1)
    page = panel.pages[1]
    assert isinstance(page, ThresholdPage)
    page.studies.setValue(100)
    assert page.threshold == 0.5 and page.prevalence.value() == 10.0
    # 10 % of 100: 0.9 of 10 found; 0.1 of 90 false alarms; a PPV of one half.
    assert page.cells[2, 1].text().startswith("18 (") and page.cells[2, 2].text().startswith("9.0 (")
    assert page.cells[2, 3].text().startswith("50 % (") and page.cells[2, 4].text().startswith("1.0 (")
    page.slider.setValue(80)
    assert page.cells[2, 3].text().startswith("77 % (") and page.cells[1, 3].text().startswith("50 % (")
    page.population.setCurrentIndex(2)
    assert page.prevalence.value() == 2.0 and page.cells[2, 3].text().startswith("38 % (")
    page.slider.setValue(65)
    assert page.cells[2, 3].text() == "?"  # nothing was measured near
    assert "model card of firstread-test 1, 50 studies with hemorrhage and 100 without" in page.source.text()


def test_a_step_of_the_threshold_counts_no_study_again(panel: DepartmentPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    panel.tabs.setCurrentIndex(1)
    page = panel.pages[1]
    assert isinstance(page, ThresholdPage)
    page.studies.setValue(100)

    def never(*_: object) -> None:
        raise AssertionError("the scores of all studies were read again")

    monkeypatch.setattr(threshold_page, "scores", never)
    page.slider.setValue(70)
    curves = [item for item in page.alarms.listDataItems() if len(item.xData) == 99]
    share = dict(zip(curves[0].xData.round(2).tolist(), curves[0].yData.tolist(), strict=True))
    values = scores(_studies(), "firstread-test")
    for at in (0.01, 0.5, 0.99, *(value for value in values if value in share)):
        assert share[at] == pytest.approx(100 * sum(value >= at for value in values) / len(values))


def test_the_queue_is_replayed_in_the_background(panel: DepartmentPanel, bot: QtBot) -> None:
    panel.tabs.setCurrentIndex(1)
    panel.tabs.setCurrentIndex(2)
    page = panel.pages[2]
    assert isinstance(page, QueuePage)
    page.minutes.setValue(12.0)
    slid = panel.pages[1]
    assert isinstance(slid, ThresholdPage)
    slid.slider.setValue(80)
    bot.waitUntil(lambda: not page.busy and page.head.text() != "", timeout=20_000)
    truth = compare(arrivals_of(_studies()), 720.0, 1, 0.8, 0.6)
    assert truth is not None and truth.hemorrhage_gain_s is not None
    assert page.cells[3, 0].text() == "Chosen, 0.80: flagged"
    assert page.cells[3, 1].text() == str(truth.flagged_before.count)
    assert "sooner" in page.cells[3, 4].text() and "later" in page.cells[4, 4].text()
    assert "At 0.80: flagged studies" in page.head.text() and "hemorrhages in the mean" in page.head.text()


def test_agreement_with_and_without_silent_readers(panel: DepartmentPanel) -> None:
    panel.tabs.setCurrentIndex(3)
    page = panel.pages[3]
    assert isinstance(page, AgreementPage)
    assert page.values["ppv"].text().endswith("1 of 3)") and page.values["sensitivity"].text().endswith("1 of 2)")
    assert "known only" in page.values["npv"].text()
    assert page.reasons.text().splitlines()[0] == "2 \N{MULTIPLICATION SIGN} Not hemorrhage: Calcification"
    page.silent.setChecked(True)
    assert page.values["ppv"].text().endswith("16 of 18)") and page.values["npv"].text().endswith("30 of 31)")
    assert "4 verdicts, 45 studies read without one" in page.note.text()
    page.period.setCurrentIndex(1)
    assert page.values["ppv"].text().endswith("16 of 18)")


def test_rates_and_reasons_speak_the_language_of_the_reader(bot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    languages.install(app, "de")
    try:
        data = DepartmentData.of(_studies(), _verdicts(), MANIFEST)
        agreement, threshold = AgreementPage(), ThresholdPage((("Notfälle", 10.0),), 8.0)
        for page in (agreement, threshold):
            bot.addWidget(page)
            page.show_data(data)
        assert agreement.values["ppv"].text().endswith("1 von 3)")
        assert agreement.reasons.text().startswith("2 × Keine Blutung: Verkalkung")  # nouns keep their capitals
        assert "Modellkarte von firstread-test 1" in threshold.source.text()
    finally:
        languages.install(app)


def test_lines_are_told_apart_without_their_colours(panel: DepartmentPanel) -> None:
    panel.tabs.setCurrentIndex(1)
    page = panel.pages[1]
    assert isinstance(page, ThresholdPage)
    lines = [item for item in page.rates.getPlotItem().listDataItems() if item.opts["symbol"] is not None]
    assert len(lines) == 3
    assert len({item.opts["symbol"] for item in lines}) == len({item.opts["pen"].style() for item in lines}) == 3


def test_verdicts_are_exported_in_the_background(panel: DepartmentPanel, bot: QtBot, tmp_path: Path) -> None:
    panel.page(3)
    with bot.waitSignal(panel.exported, timeout=10_000) as told:
        panel.export_to(tmp_path / "verdicts.csv")
    assert told.args == ["verdicts as CSV, 4 lines, without names"]
    assert len((tmp_path / "verdicts.csv").read_text(encoding="utf-8-sig").splitlines()) == 5
    page = panel.pages[3]
    assert isinstance(page, AgreementPage)
    panel.export_to(tmp_path / "missing" / "verdicts.csv")
    bot.waitUntil(lambda: "cannot be written" in page.note.text(), timeout=10_000)


def test_own_verdicts_go_before_the_model_card() -> None:
    right = Judgement(values.START, Verdict.AGREE, True, "", 0.9, 0.9, 0.5, model=values.RUNTIME.model)
    many = [right] * LEAST_OF_EACH
    own = DepartmentData.of(_studies(), many, MANIFEST)
    assert own.curve is not None and own.curve.source == "verdicts of this site's readers"
    assert DepartmentData.of([], [], {}).curve is None


def test_an_empty_journal_says_so(bot: QtBot) -> None:
    panel = DepartmentPanel(lambda: DepartmentData.of([], [], {}), Settings())
    bot.addWidget(panel)
    panel.show()
    panel.load()
    bot.waitUntil(lambda: 0 in panel.pages, timeout=10_000)
    for index in range(4):
        panel.tabs.setCurrentIndex(index)
    scores, threshold, queue, agreement = (panel.pages[index] for index in range(4))
    assert isinstance(queue, QueuePage)
    bot.waitUntil(lambda: not queue.busy, timeout=10_000)
    assert scores.summary.text() == "No study has an answer yet."  # type: ignore[attr-defined]
    assert "too few verdicts" in threshold.source.text()  # type: ignore[attr-defined]
    assert queue.head.text() == "No study has arrived yet."
    assert "No answer was called wrong yet." in agreement.reasons.text()  # type: ignore[attr-defined]
    panel.hide()
    QThreadPool.globalInstance().waitForDone(10_000)


def test_a_journal_that_cannot_be_read_is_said(bot: QtBot) -> None:
    def broken() -> DepartmentData:
        raise JournalError("journal_unreadable", "The journal cannot be read: disk gone.")

    panel = DepartmentPanel(broken, Settings())
    bot.addWidget(panel)
    panel.show()
    panel.load()
    bot.waitUntil(lambda: "disk gone" in panel.message.title.text(), timeout=10_000)
    QThreadPool.globalInstance().waitForDone(10_000)
