"""C-FIND answers of every kind: what an archive leaves out or gets wrong never costs a study."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pynetdicom.dsutils import decode

from app.pacs.query import Answer, study_of, window

TAGS = {
    "SpecificCharacterSet": (0x0008, 0x0005),
    "StudyDate": (0x0008, 0x0020),
    "StudyTime": (0x0008, 0x0030),
    "ModalitiesInStudy": (0x0008, 0x0061),
    "PatientName": (0x0010, 0x0010),
    "PatientBirthDate": (0x0010, 0x0030),
    "PatientSex": (0x0010, 0x0040),
    "StudyInstanceUID": (0x0020, 0x000D),
    "NumberOfStudyRelatedInstances": (0x0020, 0x1208),
    "RequestedProcedurePriority": (0x0040, 0x1003),
}


def received(**values: bytes) -> Dataset:
    """An identifier as it comes from the network, implicit VR little endian, in whatever bytes."""
    encoded = b""
    for keyword, value in sorted(values.items(), key=lambda item: TAGS[item[0]]):
        group, element = TAGS[keyword]
        encoded += group.to_bytes(2, "little") + element.to_bytes(2, "little")
        encoded += len(value).to_bytes(4, "little") + value
    return decode(BytesIO(encoded), True, True)


def full() -> Dataset:
    """An answer with everything that tells of a study."""
    return received(
        SpecificCharacterSet=b"ISO_IR 100",
        StudyDate=b"20260301",
        StudyTime=b"2359",
        PatientName="MÜLLER^JÜRGEN".encode("latin-1"),
        PatientBirthDate=b"19500101",
        PatientSex=b"m ",
        StudyInstanceUID=b"1.2.3\0",
        NumberOfStudyRelatedInstances=b"30",
        RequestedProcedurePriority=b"STAT",
    )


def test_an_answer_that_keeps_only_what_is_asked_for_says_the_same_in_little_memory() -> None:
    """A poll may bring thousands."""
    keys = [keyword for keyword in TAGS if keyword != "SpecificCharacterSet"]
    assert study_of(Answer(full(), keys)) == study_of(Answer(full()))
    assert Answer(full(), ["StudyInstanceUID"]).text("PatientName") == ""
    taken = {}
    for only in (None, keys):
        tracemalloc.start()
        answers = [Answer(full(), only) for _ in range(200)]
        taken[only is None] = tracemalloc.get_traced_memory()[0] / len(answers)
        tracemalloc.stop()
    assert taken[False] < 2000 < taken[True]


def test_a_full_answer() -> None:
    study = study_of(Answer(full()))
    assert study is not None
    assert (study.study_instance_uid, study.patient_name, study.sex) == ("1.2.3", "MÜLLER^JÜRGEN", "M")
    assert (study.birth_date, study.images_expected, study.emergency) == (date(1950, 1, 1), 30, True)
    assert study.study_at is not None and study.study_at.isoformat() == "2026-03-01T23:59:00"


def test_almost_nothing() -> None:
    study = study_of(Answer(received(StudyInstanceUID=b"1.2.3")))
    assert study is not None
    assert (study.study_at, study.images_expected, study.emergency, study.patient_name) == (None, None, False, "")


@pytest.mark.parametrize("uid", [b"", b"Not Supplied", b"../../etc/passwd", b"1.2.3\\1.2.4", b"1" * 66])
def test_without_a_usable_uid_there_is_nostudy_of(uid: bytes) -> None:
    assert study_of(Answer(received(StudyInstanceUID=uid))) is None


@pytest.mark.parametrize("count", [b"Not Supplied", b"-1", b"1.5", b"", b"99999999999999", b"12\\13"])
def test_a_count_that_is_none(count: bytes) -> None:
    study = study_of(Answer(received(StudyInstanceUID=b"1.2", NumberOfStudyRelatedInstances=count)))
    assert study is not None and study.images_expected is None


def test_several_modalities() -> None:
    answer = Answer(received(ModalitiesInStudy=b"CT\\SR\\"))
    assert answer.texts("ModalitiesInStudy") == ("CT", "SR")
    assert Answer(received()).texts("ModalitiesInStudy") == ()


def test_values_that_were_decoded_already() -> None:
    identifier = Dataset()
    identifier.PatientName, identifier.ModalitiesInStudy = "MÜLLER", ["CT", "SR"]
    identifier.NumberOfStudyRelatedInstances, identifier.StudyInstanceUID = 3, "1.2"
    answer = Answer(identifier)
    assert answer.text("PatientName") == "MÜLLER"
    assert answer.texts("ModalitiesInStudy") == ("CT", "SR")
    assert answer.count("NumberOfStudyRelatedInstances") == 3


@pytest.mark.filterwarnings("ignore:.*encoding", "ignore:Value.*Specific Character Set")  # pydicom only says so
@given(st.dictionaries(st.sampled_from(sorted(TAGS)), st.binary(max_size=40)))
def test_no_answer_whatever_raises(values: dict[str, bytes]) -> None:
    try:
        identifier = received(**values)
    except ValueError:
        return  # pydicom refuses a NUL in the character set's name; pynetdicom then hands over no identifier at all
    answer = Answer(identifier)
    study = study_of(answer)
    assert (study is None) == (answer.uid("StudyInstanceUID") == "")


def test_the_window_covers_the_hours_and_clocks_that_are_ahead() -> None:
    now = datetime(2026, 3, 1, 1, 0)
    assert window(now, 24) == (date(2026, 2, 28), date(2026, 3, 2))
    assert window(now, 0.5) == (date(2026, 3, 1), date(2026, 3, 2))
    assert window(now, 2)[0] == (now - timedelta(hours=2)).date() == date(2026, 2, 28)
