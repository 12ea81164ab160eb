from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.states import StudyState
from app.models import wording
from app.models.worklist_columns import tooltip
from app.pipeline.editing import EditSession
from inference.errors import Reason
from inference.plausibility import Doubt
from inference.types import TYPES, Box, HemorrhageType
from tests.gui import values


@pytest.mark.parametrize(
    ("probability", "text"),
    [(None, "–"), (0.0, "< 1 %"), (0.004, "< 1 %"), (0.5, "50 %"), (0.999, "> 99 %"), (1, "> 99 %")],
)
def test_probability_never_claims_certainty(probability: float | None, text: str) -> None:
    assert wording.probability_text(probability) == text


@pytest.mark.parametrize(
    ("interval", "cell", "full"),
    [
        (None, "93 %", "93 %"), ((0.9, 0.968), "93 % (90–97)", "93 % (95 % interval 90–97 %)"),
        ((0.001, 0.999), "93 % (<1–>99)", "93 % (95 % interval <1–>99 %)"), ((0.931, 0.932), "93 %", "93 %"),
    ],
)  # fmt: skip
def test_an_interval_stands_behind_its_probability(interval: tuple[float, float] | None, cell: str, full: str) -> None:
    row = values.positive(1, 0.93, SDH=3.0)
    assert row.summary is not None
    row = replace(row, summary=replace(row.summary, probability_interval=interval))
    assert row.summary is not None and wording.probability_cell(row.summary) == cell
    for text in (wording.summary_sentence(row, None), tooltip(row)):
        assert f"Hemorrhage probable, {full}: SDH 3.0 mL" in text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("probable, > 99 %: IPH 23.7 mL", ["probable,", "> 99 %:", "IPH", "23.7 mL"]),
        ("Location 6.5 mm, 5.0 mm apart", ["Location", "6.5 mm,", "5.0 mm", "apart"]),
        ("slice 5 shows 40 HU", ["slice", "5", "shows", "40 HU"]),
    ],
)
def test_no_line_ends_between_a_number_and_its_unit(text: str, parts: list[str]) -> None:
    bound = wording.unbroken(text)
    assert [part.replace("\N{NO-BREAK SPACE}", " ") for part in bound.split(" ")] == parts


def test_no_probability_lies_outside_its_interval() -> None:
    row = values.positive(1, 0.996, SDH=3.0)
    assert row.summary is not None
    summary = replace(row.summary, probability_interval=(0.92, 0.999))
    assert wording.probability_cell(summary) == "> 99 % (92–>99)"


def test_a_rejected_box_says_why_it_was_held_back() -> None:
    box = Box(3, 1, 2, 3, 4, 0.61)
    assert wording.box_text(box) == "0.61"
    assert wording.box_text(replace(box, why="outside the skull")) == "0.61 outside the skull"


def test_every_reason_for_holding_a_box_back_can_be_translated() -> None:
    assert set(wording._DOUBTS) == {doubt.value for doubt in Doubt} - {""}


@pytest.mark.parametrize(
    ("ml", "text"), [(0, "0"), (0.004, "< 0.01"), (0.05, "0.05"), (1.23, "1.2"), (25, "25.0"), (134.2, "134")]
)
def test_volume(ml: float, text: str) -> None:
    assert wording.ml_text(ml) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Doe^Jane", "Doe, Jane"), ("DOE^JANE^^DR", "DOE, JANE"), ("", ""), ("^^", ""), ("Unknown", "Unknown"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou"), ("=山田^太郎", "山田, 太郎"),
    ],
)  # fmt: skip
def test_patient_name(name: str, text: str) -> None:
    assert wording.patient_name(name) == text


@given(st.text(max_size=80))
def test_no_patient_name_breaks_the_list(name: str) -> None:
    assert isinstance(wording.patient_name(name), str)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (9.9, "0:09"), (249, "4:09"), (3849, "1:04:09"), (97200, "1 d 3 h")]
)
def test_waiting_time(seconds: float, text: str) -> None:
    assert wording.duration(seconds) == text


def test_study_time_names_another_year() -> None:
    at = datetime(2025, 11, 3, 7, 5)
    assert wording.study_time(at, datetime(2025, 12, 1)) == "03 Nov 07:05"
    assert wording.study_time(at, datetime(2026, 1, 1)) == "03 Nov 2025 07:05"
    assert wording.study_time(None) == ""


def test_age_and_sex_leave_out_what_is_not_known() -> None:
    assert wording.age_sex(values.study(1)) == "74 F"
    assert wording.age_sex(values.study(1, birth_date=None)) == "F"
    assert wording.age_sex(values.study(1, birth_date=None, sex="")) == ""


def test_fetching_counts_images() -> None:
    assert wording.state_text(values.record(1, StudyState.FETCHING, images_received=12)) == "Fetching 12/32"


@pytest.mark.parametrize("state", [s for s in StudyState if s is not StudyState.NEGATIVE])
def test_only_a_negative_reads_like_one(state: StudyState) -> None:
    words = wording.finding(values.record(1, state, summary=values.summary(0.02) if state.analysed else None))
    assert "No hemorrhage" not in words
    assert wording.STATE_WORDS[state] != wording.STATE_WORDS[StudyState.NEGATIVE]


def test_summary_names_finding_and_limits_but_no_patient() -> None:
    image = values.volume()
    result = values.result_of(image)
    row = values.positive(1, 0.93, SDH=result.total_ml)
    text = wording.summary_sentence(replace(row, reasons=(Reason("motion", "Motion artifact."),)), result)
    assert "93 %" in text and "SDH" in text and "slices 7–9" in text and "Motion artifact." in text
    assert wording.RESEARCH_ONLY in text
    for private in (row.study.patient_id, "Patient01", row.study.accession_number):
        assert private not in text


@pytest.mark.usefixtures("_themed")  # English plurals are a translation, too
def test_summary_tells_what_a_reader_changed() -> None:
    image = values.volume()
    result = values.result_of(image)
    row = values.positive(1, 0.93, SDH=9.21)
    session = EditSession(image, result, "Dr Ann")
    session.reject(result.lesions[0])
    none = session.outcome()
    assert none is not None
    text = wording.summary_sentence(row, none.result, "", none)
    assert "Edited by a reader (1 change)" in text and "The reader left no lesion." in text
    assert "93 %" in text and "the program's own" in text and "9.2" not in text and "Ann" not in text
    session = EditSession(image, result, "Dr Ann")
    session.change_type(result.lesions[0], HemorrhageType.EDH)
    other = session.outcome()
    assert other is not None
    text = wording.summary_sentence(row, other.result, "", other)
    ml = wording.ml_text(result.total_ml)
    assert f"By the reader: EDH {ml} mL. 1 lesion, total {ml} mL; largest epidural" in text and "SDH" not in text
    again = replace(row, state=StudyState.FAILED)
    assert "Edited" not in wording.summary_sentence(again, other.result, "", other)


def test_summary_of_a_study_without_result_gives_the_reason() -> None:
    text = wording.summary_sentence(values.not_analysed(1), None)
    assert "Not analysed" in text and "do not show a head" in text


def test_every_type_has_its_word() -> None:
    assert set(wording.TYPE_WORDS) == set(TYPES)
