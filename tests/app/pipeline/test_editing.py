"""A reader's corrections: what they do to masks, lesions and volumes, and that the original stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.edits import EDITED, ReaderResult
from app.errors import CacheError
from app.pipeline import stages
from app.pipeline.editing import EditSession
from app.results import case_files, reader_files
from app.store.cache import ImageCache
from inference.types import Box, CaseResult, HemorrhageType, Volume
from inference.volumetry import measure, volumes_ml
from tests.gui import values

EDH, SDH, SAH, IPH, IVH = HemorrhageType


def case() -> tuple[Volume, CaseResult]:
    """Two lesions as the detector would give them: one subdural with boxes, one parenchymal; and one without a mask."""
    volume = values.volume()
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[6:9, 20:30, 24:40] = SDH.label
    labels[2:4, 40:44, 30:34] = IPH.label
    boxes = [(SDH, Box(7, 22, 18, 42, 32, 0.9)), (IPH, Box(2, 29, 39, 36, 46, 0.8)), (SAH, Box(10, 5, 5, 9, 9, 0.6))]
    found = measure(labels, volume, boxes)
    result = replace(values.result_of(volume), labels=labels, lesions=found, volumes_ml=volumes_ml(labels, volume))
    return volume, result


@pytest.fixture
def session() -> EditSession:
    return EditSession(*case(), "tester")


def outcome(session: EditSession) -> ReaderResult:
    found = session.outcome()
    assert found is not None
    return found


def test_nothing_done_is_no_edit(session: EditSession) -> None:
    assert session.outcome() is None and not session.can_undo and not session.can_redo


def test_rejected_lesions_leave_masks_volumes_and_boxes() -> None:
    volume, result = case()
    session = EditSession(volume, result, "tester")
    largest = max(result.lesions, key=lambda one: one.volume_ml)
    session.reject(largest)
    edits = outcome(session)
    assert edits.rejected == (largest,)
    assert edits.result.volumes_ml[SDH] == 0 and edits.result.volumes_ml[IPH] == result.volumes_ml[IPH]
    assert {one.type for one in edits.result.lesions} == {IPH, SAH}
    assert result.labels is not None and (result.labels == SDH.label).sum() == 480  # the original is as it was
    assert EDITED in edits.result.reasons and EDITED not in result.reasons
    assert (edits.result.state, edits.result.score) == (result.state, result.score)
    session.accept(largest)
    again = outcome(session)
    assert again.rejected == () and again.result.volumes_ml == pytest.approx(result.volumes_ml)
    confirmed = [one for one in again.result.lesions if one.id in again.accepted]
    assert [(one.type, one.boxes) for one in confirmed] == [(SDH, largest.boxes)]


def test_a_lesion_without_a_mask_can_be_accepted_and_rejected(session: EditSession) -> None:
    bare = next(one for one in case()[1].lesions if one.volume_ml == 0)
    session.accept(bare)
    assert [one.type for one in outcome(session).result.lesions if one.id in outcome(session).accepted] == [SAH]
    session.reject(bare)
    edits = outcome(session)
    assert SAH not in {one.type for one in edits.result.lesions} and edits.accepted == frozenset()


def test_types_change_with_mask_and_boxes(session: EditSession) -> None:
    lesion = next(one for one in case()[1].lesions if one.type is SDH)
    session.change_type(lesion, EDH)
    edits = outcome(session).result
    changed = next(one for one in edits.lesions if one.type is EDH)
    assert changed.volume_ml == pytest.approx(lesion.volume_ml) and changed.boxes == lesion.boxes
    assert edits.volumes_ml[SDH] == 0 and edits.volumes_ml[EDH] == pytest.approx(lesion.volume_ml)


def test_acceptance_follows_the_lesion_when_numbers_change(session: EditSession) -> None:
    small = next(one for one in case()[1].lesions if one.type is IPH)
    session.accept(small)
    before = session.labels[3].copy()
    after = before.copy()
    after[35:60, 20:50] = IPH.label  # now it is the largest, number 1
    assert session.paint(3, before, after, "IPH painted")
    edits = outcome(session)
    grown = edits.result.lesions[0]
    assert grown.type is IPH and grown.volume_ml > small.volume_ml and edits.accepted == {grown.id}


def test_every_step_can_be_taken_back_and_made_again(session: EditSession) -> None:
    start = session.labels.copy()
    lesions = case()[1].lesions
    states = []
    session.reject(lesions[0])
    states.append(session.labels.copy())
    session.change_type(lesions[1], IVH)
    states.append(session.labels.copy())
    stroke = session.labels[5].copy()
    stroke[10:14, 10:14] = EDH.label
    session.paint(5, session.labels[5].copy(), stroke, "EDH painted")
    states.append(session.labels.copy())
    assert not session.paint(5, stroke, stroke, "nothing")
    for wanted in (states[1], states[0], start):
        session.undo()
        assert (session.labels == wanted).all()
    assert session.outcome() is None and not session.can_undo
    for wanted in states:
        session.redo()
        assert (session.labels == wanted).all()
    assert [step.text.split(" on ")[0] for step in outcome(session).steps][-1] == "EDH painted"
    session.undo()
    session.accept(lesions[2])
    assert not session.can_redo  # another way was taken


def test_kept_and_gone_on_with(tmp_path: Path) -> None:
    volume, result = case()
    case_files.save(tmp_path, result)
    stored = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    session = EditSession(volume, result, "tester")
    lesion = max(result.lesions, key=lambda one: one.volume_ml)
    session.reject(lesion)
    session.accept(next(one for one in result.lesions if one.type is IPH))
    edits = outcome(session)
    reader_files.save(tmp_path, edits)
    assert {name: (tmp_path / name).read_bytes() for name in stored} == stored  # never over the algorithm's
    loaded = reader_files.load(tmp_path)
    again = case_files.load(tmp_path)
    assert loaded is not None and again is not None and loaded.base == reader_files.fingerprint(again)
    assert loaded.steps == edits.steps and loaded.accepted == edits.accepted and loaded.rejected == edits.rejected
    assert loaded.result.labels is not None and edits.result.labels is not None
    assert (loaded.result.labels == edits.result.labels).all()
    later = EditSession(volume, again, "other", loaded)
    later.accept(loaded.rejected[0])
    final = outcome(later)
    assert [step.reader for step in final.steps] == ["tester", "tester", "other"]
    assert final.result.volumes_ml == pytest.approx(result.volumes_ml) and len(final.accepted) == 2
    reader_files.remove(tmp_path)
    assert reader_files.load(tmp_path) is None and case_files.load(tmp_path) is not None


def test_edits_come_back_with_their_answer_only(tmp_path: Path) -> None:
    volume, result = case()
    cache, uid = ImageCache(tmp_path), result.study_instance_uid
    assert stages.load_edits(cache, uid, result) is None
    session = EditSession(volume, result, "tester")
    session.reject(result.lesions[0])
    reader_files.save(cache.folder(uid), outcome(session))
    loaded = stages.load_edits(cache, uid, result)
    assert loaded is not None and loaded.steps[0].reader == "tester"
    assert stages.load_edits(cache, uid, values.result_of(volume)) is None  # it was analysed again
    assert stages.load_edits(cache, uid, None) is None
    (cache.folder(uid) / "reader.json").write_text("{")
    assert stages.load_edits(cache, uid, result) is None


def test_edits_of_another_answer_are_refused() -> None:
    volume, result = case()
    session = EditSession(volume, result, "tester")
    session.reject(result.lesions[0])
    edits = outcome(session)
    other = values.result_of(volume)
    with pytest.raises(ValueError, match="another result"):
        EditSession(volume, other, "tester", edits)
    with pytest.raises(ValueError, match="no masks"):
        EditSession(volume, values.no_answer(volume), "tester")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": 9}', '{"schema": 1}'])
def test_damaged_edits(tmp_path: Path, text: str) -> None:
    (tmp_path / "reader.json").write_text(text)
    with pytest.raises(CacheError, match="edits"):
        reader_files.load(tmp_path)


def test_edits_to_nowhere(tmp_path: Path) -> None:
    volume, result = case()
    session = EditSession(volume, result, "tester")
    session.reject(result.lesions[0])
    with pytest.raises(CacheError):
        reader_files.save(tmp_path / "nowhere", outcome(session))
