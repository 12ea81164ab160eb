from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from app.domain.events import CaseLoaded, StudyChanged
from app.domain.states import StudyState
from app.models.next_study import next_studies
from app.models.worklist import WorklistModel
from app.views.main_window import MainWindow
from tests.gui import values
from tests.gui.test_main_window import Recorder

UIDS = {number: values.study(number).study_instance_uid for number in range(10)}


def _model(bot: QtBot) -> WorklistModel:
    """Positives 1 and 2, then in order of arrival 3 (waits for its images), 4 and 5."""
    model = WorklistModel()
    model.replace(
        [
            values.positive(1, 0.99), values.positive(2, 0.9), values.record(3, StudyState.FETCHING),
            values.negative(4), values.negative(5),
        ]
    )  # fmt: skip
    assert [record.arrival for record in model.records()] == [1, 2, 3, 4, 5]
    return model


def test_the_row_below_comes_first_then_the_top_of_the_list(bot: QtBot) -> None:
    model = _model(bot)
    assert next_studies(model, UIDS[1]) == (UIDS[2],)
    assert next_studies(model, UIDS[4]) == (UIDS[5], UIDS[1])
    assert next_studies(model, UIDS[5]) == (UIDS[1],)


def test_a_study_without_images_is_passed_over(bot: QtBot) -> None:
    assert next_studies(_model(bot), UIDS[2]) == (UIDS[4], UIDS[1])


def test_the_top_is_the_first_that_is_not_read(bot: QtBot) -> None:
    model = _model(bot)
    model.put(replace(values.positive(1, 0.99), read_at=values.START))
    model.flush()
    assert next_studies(model, UIDS[4]) == (UIDS[5], UIDS[2])


def test_a_study_that_is_not_in_the_list(bot: QtBot) -> None:
    assert next_studies(_model(bot), "2.25.1") == (UIDS[1],)
    assert next_studies(WorklistModel(), "2.25.1") == ()


def test_the_window_asks_for_the_next_study_once_one_is_shown(bot: QtBot) -> None:
    window = MainWindow(Recorder())
    bot.addWidget(window)
    for record in (values.positive(1), values.negative(2)):
        window.handle(StudyChanged(record))
    window.model.flush()
    asked: list[tuple[str, ...]] = []
    window.next_wanted.connect(asked.append)
    window.open_study(UIDS[1])
    assert asked == []
    image = values.volume(uid=UIDS[1])
    window.handle(CaseLoaded(window.generation, UIDS[1], image, values.result_of(image)))
    assert asked == [(UIDS[2],)]
