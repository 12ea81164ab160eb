from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.edits import EDITED, EditStep, ReaderResult
from app.models import wording
from app.models.measurements import MidlineShift
from app.models.report import ReportCase, footer, html, key_slices
from inference.errors import Reason
from tests.gui import values

AT = datetime(2026, 3, 2, 8, 30)


def _case() -> ReportCase:
    image = values.volume()
    return ReportCase(values.positive(1), image, values.result_of(image))


def test_a_page_says_what_it_is_and_of_whom() -> None:
    case = _case()
    study = case.record.study
    page = html(case, deidentified=False, pictures=6, printed_at=AT)
    for text in (
        wording.patient_name(study.patient_name),
        study.patient_id,
        study.accession_number,
        "2026-03-02 08:30",
    ):
        assert text in page
    assert wording.RESEARCH_ONLY in page and wording.RESEARCH_ONLY in footer(case)
    assert case.result.runtime.model in footer(case) and case.result.runtime.model_sha256[:12] in footer(case)
    assert "key:0" in page and "Slice 8: SDH 1" in page and "key:1" not in page


def test_a_midline_that_the_reader_measured_is_told_with_how_it_was_measured() -> None:
    case = _case()
    assert "Midline" not in html(case, deidentified=True, pictures=6, printed_at=AT)
    page = html(replace(case, midline=MidlineShift(7.24, "left", 4)), deidentified=True, pictures=6, printed_at=AT)
    assert "Midline shift 7.2 mm to the left. Measured by the reader on slice 5" in page


def test_de_identified_names_nobody_and_no_day() -> None:
    case = _case()
    step = EditStep(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), "dr.name", "something")
    case = replace(case, edits=ReaderResult(case.result, "", frozenset(), (), (step,)))
    study = case.record.study
    page = html(case, deidentified=True, pictures=6, printed_at=AT)
    family, given = study.patient_name.split("^")
    for text in (family, given, study.patient_id, study.accession_number, "2026", study.description, "dr.name",
                 study.study_instance_uid, study.station_name):  # fmt: skip
        assert text not in page
    assert "edited by a reader" in page
    old = replace(
        case.record, study=replace(study, birth_date=study.birth_date and study.birth_date.replace(year=1920))
    )
    assert "90 or older" in html(replace(case, record=old), deidentified=True, pictures=6, printed_at=AT)


@pytest.mark.parametrize("deidentified", [False, True])
def test_what_comes_from_outside_is_no_markup(deidentified: bool) -> None:
    case = _case()
    study = replace(case.record.study, patient_name="<img src=x>^B", description="<b>x</b>", sex="<i>")
    page = html(replace(case, record=replace(case.record, study=study)), deidentified, 1, AT)
    assert "<img src=x" not in page and "<b>x" not in page and "<i>" not in page


def test_key_slices_stand_for_the_largest_lesions() -> None:
    case = _case()
    one = case.result.lesions[0]
    many = tuple(replace(one, id=n, volume_ml=float(n), boxes=(replace(one.boxes[0], slice=n),)) for n in range(1, 11))
    keys = key_slices(replace(case, result=replace(case.result, lesions=many)))
    assert [key.index for key in keys] == [5, 6, 7, 8, 9, 10]
    shared = tuple(replace(lesion, boxes=(replace(one.boxes[0], slice=4),)) for lesion in many)
    (key,) = key_slices(replace(case, result=replace(case.result, lesions=shared)))
    assert key.index == 4 and len(key.lesions) == 10
    (middle,) = key_slices(replace(case, result=replace(case.result, lesions=())))
    assert middle.index == 6 and middle.caption == "Slice 7"


def test_every_warning_of_the_answer_is_printed_once() -> None:
    case = _case()
    own = Reason(
        "not_calibrated", "The probabilities of BLAST-CT are its own; they were not calibrated on any patients."
    )
    vertex, dated = Reason("vertex", "The vertex < is missing."), Reason("found_in_archive", "Computed on 2026-03-01.")
    uneven = Reason("unequal", "The slices are not equally spaced.")
    case = replace(
        case, record=replace(case.record, reasons=(dated, own, vertex)),
        volume=replace(case.volume, warnings=(uneven,)), result=replace(case.result, reasons=(own, vertex, EDITED)),
    )  # fmt: skip
    page = html(case, deidentified=False, pictures=1, printed_at=AT)
    for text in (own.text, "The vertex &lt; is missing.", uneven.text, dated.text):
        assert page.count(f"<p class='warn'>{text}</p>") == 1
    assert EDITED.text not in page
    hidden = html(case, deidentified=True, pictures=1, printed_at=AT)
    assert own.text in hidden and "2026" not in hidden
