"""What became of a hemorrhage: column, search, tooltip, totals, comparison, summary and report say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.domain.events import CaseLoaded, FollowUpKnown, PriorLoaded, StudyChanged
from app.domain.follow_up import Category, FollowUp, Obstacle, compare
from app.models import follow_up_words as words
from app.models import wording
from app.models.report import ReportCase, html
from app.models.worklist import WorklistModel
from app.models.worklist_columns import Column, tooltip
from app.views.change_colours import category_colour, change_colour
from app.views.main_window import MainWindow
from inference.types import CaseResult, HemorrhageType, SliceScore
from tests.gui import values
from tests.gui.test_main_window import Recorder
from tests.heads import head

SDH = HemorrhageType.SDH
NOW = datetime(2026, 6, 1)


def _result(ml: float = 10.0, spread: float = 0.05) -> CaseResult:
    base = values.result_of(values.volume())
    lesion = replace(base.lesions[0], volume_ml=ml, volume_ml_interval=((1 - spread) * ml, (1 + spread) * ml))
    if not ml:
        return replace(base, lesions=(), volumes_ml=dict.fromkeys(base.volumes_ml, 0.0))
    return replace(base, lesions=(lesion,), volumes_ml=base.volumes_ml | {SDH: ml})


def _follow_up(before: float, now: float, spread: float = 0.05) -> FollowUp:
    return compare(_result(now, spread), _result(before, spread), prior=values.study(9))


CASES = [
    (_follow_up(0, 5), "new", Category.NEW),
    (_follow_up(5, 20), "larger", Category.LARGER),
    (_follow_up(20, 20), "stable", Category.STABLE),
    (_follow_up(20, 27, 0.4), "stable, unsure", Category.STABLE),
    (_follow_up(20, 5), "smaller", Category.SMALLER),
    (_follow_up(20, 0), "resolved", Category.RESOLVED),
    (compare(_result(), None), "not comparable", Category.NOT_COMPARABLE),
    (_follow_up(0, 0), "", Category.ABSENT),
]


@pytest.mark.parametrize(("follow_up", "word", "category"), CASES)
def test_a_word_and_a_colour_for_each(bot: QtBot, follow_up: FollowUp, word: str, category: Category) -> None:
    assert words.word(follow_up) == word and follow_up.category is category
    assert change_colour(follow_up) == category_colour(category, "unsure" in word)
    said = words.sentence(follow_up, now=NOW)
    assert said.startswith("Against the earlier study") and said.endswith(".") and "%n" not in said and "{" not in said


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_has_words(obstacle: Obstacle) -> None:
    said = words.sentence(compare(_result(), _result(), obstacle=obstacle))
    assert "not comparable, because" in said and words.why_not(compare(_result(), _result(), obstacle=obstacle)) in said


def test_sentences() -> None:
    assert words.sentence(_follow_up(5, 20), now=NOW) == (
        "Against the earlier study of 02 Mar 07:09: larger; SDH larger, +15.0 mL (+300 %)."
    )
    assert words.sentence(_follow_up(20, 21), named=False) == (
        "Against the earlier study: stable; total stable, +1.0 mL (+5 %)."
    )
    assert words.sentence(_follow_up(0, 0), named=False) == "Against the earlier study: no hemorrhage found in either."
    assert "within the uncertainty" in words.sentence(_follow_up(20, 27, 0.4))
    assert words.sentence(None) == ""
    change = _follow_up(20, 5).total
    assert (
        words.difference_text(change) == "−15.0 (−16.0 to −14.0)"
        and words.percent_text(change) == "−75 % (−80 % to −70 %)"
    )
    assert words.volume_text(change, before=True) == "20.0 (19.0–21.0)"
    assert words.percent_text(_follow_up(0, 5).total) == wording.NONE
    assert words.signed_percent(3e7) == "> +999 %"


def test_the_column_is_shown_searched_and_moves_nothing(bot: QtBot) -> None:
    model = WorklistModel()
    model.replace([values.positive(1, 0.9), values.positive(2, 0.8), values.negative(3)])
    order = [record.uid for record in model.records()]
    uid, other = order[1], order[2]
    model.put_follow_up(uid, _follow_up(5, 20))
    model.put_follow_up(other, _follow_up(20, 0))
    model.flush()
    assert [record.uid for record in model.records()] == order
    assert [model.index(row, Column.CHANGE).data() for row in range(3)] == ["", "larger", "resolved"]
    for line, found in (
        ("change:larger", [uid]), ("is:larger", [uid]), ("change:resolved", [other]),
        ("-change:larger", [order[0], other]),
        ("larger", [uid]), ("change:nonsense", []), ('change:"not comparable"', []),
    ):  # fmt: skip
        model.set_search(line)
        assert [record.uid for record in model.records()] == found, line
    model.set_search("")
    record = model.find(uid)
    assert record is not None and "SDH larger, +15.0 mL" in tooltip(record, "", model.follow_up(uid))
    model.put_follow_up(uid, None)
    model.flush()
    assert model.index(1, Column.CHANGE).data() == ""


def test_a_move_is_explained_by_what_grew(bot: QtBot) -> None:
    model = WorklistModel()
    model.replace([values.positive(1, 0.9), values.record(2)])
    uid = values.study(2).study_instance_uid
    model.put(values.positive(2, 0.95))
    model.flush()
    assert model.row_of(uid) == 0
    model.put_follow_up(uid, _follow_up(20, 20))
    assert "Against" not in model.why_here(uid)
    model.put_follow_up(uid, _follow_up(0, 20))
    assert model.why_here(uid).endswith(words.sentence(_follow_up(0, 20)))


def test_a_row_without_an_answer_shows_no_change(bot: QtBot) -> None:
    model = WorklistModel()
    model.replace([values.not_analysed(1)])
    model.put_follow_up(values.study(1).study_instance_uid, _follow_up(0, 20))
    model.flush()
    assert model.index(0, Column.CHANGE).data() == ""


def test_the_window_shows_it_and_the_summary_says_it(bot: QtBot) -> None:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    record, image = values.positive(1), values.volume()
    window.handle(StudyChanged(record))
    window.model.flush()
    window.open_study(record.uid)
    window.handle(CaseLoaded(window.generation, record.uid, image, _result()))
    label = window.lesions.totals._changes[SDH]
    assert label.isHidden()
    window.handle(FollowUpKnown(record.uid, _follow_up(5, 20)))
    assert not label.isHidden() and label.text() == "+15.0 mL\nlarger"
    assert window.lesions.totals._changes[HemorrhageType.IPH].isHidden()
    window._copy_summary()
    assert words.sentence(_follow_up(5, 20)) in QGuiApplication.clipboard().text()
    window.handle(FollowUpKnown(record.uid, compare(_result(), None)))
    assert window.lesions.totals._changes[None].text() == "not comparable"
    window.handle(CaseLoaded(window.generation, record.uid, image, _result()))  # read again: still there
    assert window.lesions.totals._changes[None].text() == "not comparable"
    window.handle(FollowUpKnown(record.uid, None))
    assert all(one.isHidden() for one in window.lesions.totals._changes.values())


def test_the_comparison_has_a_row_for_each_type(bot: QtBot) -> None:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    image = head()
    ours = tuple(SliceScore(n, str(n), float(z), 0.0) for n, z in enumerate(image.positions_mm))
    now, before = (replace(_result(ml), labels=None, slices=ours) for ml in (20.0, 5.0))
    record = values.positive(1)
    window.handle(StudyChanged(record))
    window.model.flush()
    window.open_study(record.uid)
    window.handle(CaseLoaded(window.generation, record.uid, image, now))
    pages = window.pages
    pages.compare_action.trigger()
    pages.prior_loaded(PriorLoaded(pages._prior_generation, record.uid, values.study(9), image, result=before))
    view = pages.comparison
    bot.waitUntil(lambda: not view.busy and "larger" in view.state.text(), timeout=30_000)
    table = view.table
    rows = [[item.text() if (item := table.item(row, column)) else "" for column in range(6)] for row in range(6)]
    assert rows[1] == ["SDH", "5.0 (4.8–5.2)", "20.0 (19.0–21.0)", "+15.0 (+14.0 to +16.0)",
                       "+300 % (+279 % to +321 %)", "larger"]  # fmt: skip
    assert rows[5][0] == "Total" and rows[3][5] == ""
    assert pages.follow_up is not None and pages.follow_up.category is Category.LARGER
    assert window.lesions.totals._changes[SDH].text() == "+15.0 mL\nlarger"


def test_the_report_says_it_without_a_day(bot: QtBot) -> None:
    image = values.volume()
    case = ReportCase(values.positive(1), image, _result(20), follow_up=_follow_up(5, 20))
    named = html(case, deidentified=False, pictures=1, printed_at=NOW)
    assert "Since the earlier study" in named and "02 Mar" in named and "+15.0 (+14.0 to +16.0)" in named
    nameless = html(case, deidentified=True, pictures=1, printed_at=NOW)
    assert "02 Mar" not in nameless and "SDH larger" in nameless
    assert "Since the earlier study" not in html(replace(case, follow_up=None), True, 1, NOW)
    refused = html(replace(case, follow_up=compare(_result(), None)), True, 1, NOW)
    assert "was not analysed here" in refused and "Before, mL" not in refused
