from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.cluster import wire
from inference.errors import Reason
from inference.types import CaseResult, CaseState, Runtime, SliceScore, Timing, Volume
from tests.heads import head


def _volume(seed: int = 0, shape: tuple[int, int, int] = (3, 5, 4)) -> Volume:
    rng = np.random.default_rng(seed)
    count = shape[0]
    return Volume(
        hu=rng.integers(-32768, 32767, shape, np.int16), affine=np.diag([0.5, 0.5, 5.0, 1.0]),
        positions_mm=np.arange(count, dtype=np.float64) * 5, offsets_mm=rng.normal(size=(count, 2)), tilt_degrees=12.5,
        study_instance_uid="1.2.3", series_instance_uid="1.2.4",
        sop_instance_uids=tuple(f"1.2.5.{n}" for n in range(count)), frame_numbers=(1,) * count,
        series_description="DOE^JANE", institution="SAINT NOWHERE",
    )  # fmt: skip


def _result(volume: Volume) -> CaseResult:
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[1, 2:4, 1:3] = 3
    return CaseResult(
        study_instance_uid="", series_instance_uid="", state=CaseState.POSITIVE,
        reasons=(Reason("motion", "It moved."),),
        probability=0.7, probability_by_type={}, score=0.6, threshold=0.5,
        slices=tuple(SliceScore(i, "", 5.0 * i, 0.1 * i) for i in range(len(volume.hu))), lesions=(), excluded=(),
        volumes_ml={}, timing=Timing(), runtime=Runtime("cpu", "a", "b", "c", "d"), labels=labels,
    )  # fmt: skip


@given(st.integers(0, 2**32 - 1), st.tuples(st.integers(1, 4), st.integers(1, 7), st.integers(1, 9)))
def test_a_volume_arrives_as_it_was_sent(seed: int, shape: tuple[int, int, int]) -> None:
    sent = _volume(seed, shape)
    got = wire.volume_from(wire.volume_message(sent))
    assert np.array_equal(got.hu, sent.hu)
    assert np.array_equal(got.affine, sent.affine)
    assert np.array_equal(got.offsets_mm, sent.offsets_mm)
    assert np.array_equal(got.positions_mm, sent.positions_mm)
    assert got.tilt_degrees == sent.tilt_degrees
    assert got.frame_numbers == sent.frame_numbers


def test_no_identifier_travels() -> None:
    volume = _volume()
    got = wire.volume_from(wire.volume_message(volume))
    assert got.study_instance_uid == got.series_instance_uid == got.series_description == got.institution == ""
    assert set(got.sop_instance_uids) == {""}
    header = wire.volume_message(volume).split(b"\n")[0]
    assert b"1.2." not in header
    assert b"DOE" not in header


def test_a_head_shrinks_to_less_than_half() -> None:
    volume = head(size=256)
    assert len(wire.volume_message(volume)) < volume.hu.nbytes / 2


def test_an_answer_gets_the_identifiers_of_the_question_back() -> None:
    volume = _volume()
    got = wire.result_from(wire.result_message(_result(volume)), volume)
    assert got.study_instance_uid == "1.2.3"
    assert got.slices[1].sop_instance_uid == "1.2.5.1"
    assert got.labels is not None
    assert got.labels.sum() == 12
    assert got.reasons == (Reason("motion", "It moved."),)


def test_an_answer_about_other_images_is_refused() -> None:
    message = wire.result_message(_result(_volume()))
    with pytest.raises(ValueError, match="do not fit"):
        wire.result_from(message, _volume(shape=(3, 6, 4)))
    without_masks = wire.result_message(replace(_result(_volume()), labels=None))
    with pytest.raises(ValueError, match="number of slices"):
        wire.result_from(without_masks, _volume(shape=(4, 5, 4)))


@given(st.data())
def test_damaged_messages_are_refused_in_plain_words(data: st.DataObject) -> None:
    message = bytearray(wire.volume_message(_volume()))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(message) - 1))
        message[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(message)))
    try:
        got = wire.volume_from(bytes(message[:cut]))
    except ValueError:
        return
    assert got.hu.ndim == 3


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"shape": [100_000, 100_000, 100_000]}, "too large"),
        ({"shape": [-1, 5, 4]}, "impossible"),
        ({"dtype": "object"}, "not a message"),
    ],
)
def test_a_message_cannot_ask_for_more_than_it_holds(changed: dict[str, object], why: str) -> None:
    header, _, rest = wire.volume_message(_volume()).partition(b"\n")
    values = json.loads(header)
    values["arrays"][0].update(changed)
    with pytest.raises(ValueError, match=why):
        wire.volume_from(json.dumps(values).encode() + b"\n" + rest)
