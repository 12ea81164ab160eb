"""Studies that come without being asked for: sent to our store SCP, or copied into the watched folder."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydicom.dataset import Dataset

from app.domain.events import CaseLoaded, IntakeStatus, PriorLoaded
from app.domain.states import StudyState
from app.domain.study import Source
from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.settings import Settings
from app.store.cache import folder_name
from tests.app.pipeline import detectors
from tests.integration import peers
from tests.integration.test_pipeline import FAST, Line, running

pytestmark = pytest.mark.timeout(600)

NOBODY = Archive("No archive", "127.0.0.1", 9, "NONE", "FIRSTREAD", connection_timeout_s=0.5)


def receiving(port: int, **more: object) -> Settings:
    """Fast settings with an open store SCP."""
    settings = replace(FAST, receive_enabled=True, receive_port=port, receive_settle_s=0.4, poll_interval_s=60.0)
    return replace(settings, **more)  # type: ignore[arg-type]


def push(port: int, images: Sequence[Dataset], calling: str = "CT1") -> None:
    """What a scanner does."""
    peers.store(Archive("us", "127.0.0.1", port, "FIRSTREAD", calling), images)


def wait_open(line: Line) -> None:
    line.wait(lambda: any(isinstance(e, IntakeStatus) and e.ok for e in line.events))


def test_a_pushed_study_is_analysed_without_any_archive(tmp_path: Path) -> None:
    port = peers.free_port()
    images = peers.ct_images(6, AccessionNumber="POSITIVE")
    uid = str(images[0].StudyInstanceUID)
    with running(NOBODY, tmp_path, receiving(port)) as line:
        wait_open(line)
        push(port, images[:4])
        line.wait(lambda: line.journal.get(uid) is not None)
        push(port, images[4:])  # as another association of the same study
        record = line.wait_for(uid, StudyState.POSITIVE)
        assert record.source is Source.PUSH and record.study.patient_name == "TEST^ONE"
        line.wait(lambda: line.journal.get(uid).images_received == 6)  # type: ignore[union-attr]
        line.wait_for(uid, StudyState.POSITIVE)
        analysed = [t.after for t in line.journal.transitions(uid)].count(StudyState.ANALYSING)

        push(port, images[:2])  # the same images once more change nothing
        time.sleep(0.6)
        assert [t.after for t in line.journal.transitions(uid)].count(StudyState.ANALYSING) == analysed

        more = peers.ct_images(
            2, study_uid=uid, series_uid=str(images[0].SeriesInstanceUID), AccessionNumber="POSITIVE"
        )
        for n, ds in enumerate(more):
            ds.ImagePositionPatient, ds.InstanceNumber = [-32, -32, 5.0 * (6 + n)], str(7 + n)
        push(port, more)
        line.wait(lambda: line.journal.get(uid).images_received == 8)  # type: ignore[union-attr]
        line.wait_for(uid, StudyState.POSITIVE)
        assert [t.after for t in line.journal.transitions(uid)].count(StudyState.ANALYSING) == analysed + 1


def test_a_port_that_was_taken_is_opened_when_it_is_free(tmp_path: Path) -> None:
    """As by the Firstread of another user of this computer, who signs out: else no study would ever come."""
    other = socket.create_server(("", 0))
    port = other.getsockname()[1]
    with running(NOBODY, tmp_path, receiving(port, poll_interval_s=0.3)) as line:
        line.wait(lambda: bool(line.told(IntakeStatus)))
        time.sleep(1.5)
        (told,) = line.told(IntakeStatus)  # once, however often it is tried
        assert isinstance(told, IntakeStatus) and not told.ok and "other program" in told.text
        other.close()
        wait_open(line)
        push(port, peers.ct_images(1))


def test_a_pushed_stack_with_a_hole_waits_for_its_slices(tmp_path: Path) -> None:
    port = peers.free_port()
    images = peers.ct_images(9, AccessionNumber="NEGATIVE")
    uid = str(images[0].StudyInstanceUID)
    with running(NOBODY, tmp_path, receiving(port)) as line:
        wait_open(line)
        push(port, images[:4] + images[6:])
        line.wait(lambda: "looked at 3 times" in str(line.journal.get(uid)))
        record = line.journal.get(uid)
        assert record is not None and record.state is StudyState.INCOMPLETE
        assert record.reasons[0].text.startswith("2 slices are missing, at one place")
        assert StudyState.ANALYSING not in [t.after for t in line.journal.transitions(uid)]
        push(port, images[4:6])
        record = line.wait_for(uid, StudyState.NEGATIVE)
        assert record.images_received == 9 and record.tries == 0


def test_a_reader_may_have_a_stack_with_a_hole_analysed_as_it_is(tmp_path: Path) -> None:
    port = peers.free_port()
    images = peers.ct_images(9, AccessionNumber="NEGATIVE")
    uid = str(images[0].StudyInstanceUID)
    with running(NOBODY, tmp_path, receiving(port, fetch_retries=0)) as line:
        wait_open(line)
        push(port, images[:4] + images[5:])
        line.wait_for(uid, StudyState.INCOMPLETE)
        line.pipeline.retry(uid)
        assert line.wait_for(uid, StudyState.NEGATIVE).images_received == 8


def test_only_allowed_callers_may_send(tmp_path: Path) -> None:
    port = peers.free_port()
    images = peers.ct_images(2, AccessionNumber="NEGATIVE")
    settings = receiving(port, receive_calling_ae_titles=("CT1",))
    with running(NOBODY, tmp_path, settings) as line:
        wait_open(line)
        with pytest.raises(ArchiveError):
            push(port, images, calling="STRANGER")
        assert line.journal.records() == []
        line.pipeline.apply(replace(settings, receive_calling_ae_titles=("STRANGER",)))  # without a restart
        line.wait(lambda: sum(isinstance(e, IntakeStatus) for e in line.events) == 2)
        push(port, images, calling="STRANGER")
        line.wait_for(str(images[0].StudyInstanceUID), StudyState.NEGATIVE)
        line.pipeline.apply(replace(settings, receive_enabled=False))
        line.wait(lambda: line.pipeline.receiver is None)
        with pytest.raises(ArchiveError):
            push(port, images, calling="CT1")


def test_an_image_that_came_just_before_a_crash_is_counted_afterwards(tmp_path: Path) -> None:
    port = peers.free_port()
    images = peers.ct_images(6, AccessionNumber="NEGATIVE")
    uid = str(images[0].StudyInstanceUID)
    with running(NOBODY, tmp_path, receiving(port)) as line:
        wait_open(line)
        push(port, images[:4])
        line.wait_for(uid, StudyState.NEGATIVE)
        cache = line.cache
    late = peers.write(images[4:], tmp_path / "late")
    for ds, path in zip(images[4:], late, strict=True):
        cache.copy(uid, str(ds.SOPInstanceUID), path)  # kept, and then the power went
    with running(NOBODY, tmp_path, receiving(port)) as line:
        line.wait(lambda: line.journal.get(uid).images_received == 6)  # type: ignore[union-attr]
        line.wait_for(uid, StudyState.NEGATIVE)


def test_the_watched_folder_and_its_images_that_were_removed(tmp_path: Path) -> None:
    watched = tmp_path / "in"
    watched.mkdir()
    settings = replace(FAST, folder_path=str(watched), folder_interval_s=0.1, folder_settle_s=0.2, receive_settle_s=0.3)
    images = peers.ct_images(5, AccessionNumber="POSITIVE")
    uid = str(images[0].StudyInstanceUID)
    with running(NOBODY, tmp_path, settings) as line:
        peers.write(images, watched)
        record = line.wait_for(uid, StudyState.POSITIVE)
        assert record.source is Source.FOLDER
        line.cache.remove_images(folder_name(uid))
        line.pipeline.open_case(uid, 1)
        line.wait(lambda: any(isinstance(e, CaseLoaded) and e.volume is not None for e in line.events))
        assert line.journal.get(uid).changed_at == record.changed_at  # type: ignore[union-attr]


def test_images_that_were_removed_are_fetched_again_for_the_reader(fresh: Archive, tmp_path: Path) -> None:
    images = peers.ct_images(5, AccessionNumber="POSITIVE")
    peers.store(fresh, images)
    uid = str(images[0].StudyInstanceUID)
    with running(fresh, tmp_path) as line:
        record = line.wait_for(uid, StudyState.POSITIVE)
        line.cache.remove_images(folder_name(uid))
        line.pipeline.open_case(uid, 3)
        line.wait(lambda: len(line.told(CaseLoaded)) == 2)
        first, second = line.told(CaseLoaded)
        assert isinstance(first, CaseLoaded) and isinstance(second, CaseLoaded)
        assert first.volume is None and "fetched again" in first.text and first.result is not None
        assert second.generation == 3 and second.volume is not None and second.result is not None
        assert second.text == "" and second.result.labels is not None
        assert line.journal.get(uid).changed_at == record.changed_at  # type: ignore[union-attr]


def test_the_last_earlier_head_is_fetched_on_demand(fresh: Archive, tmp_path: Path) -> None:
    """The phantom is a head to the detector's own rules, so the earlier study is one, too."""
    from inference.phantom import PhantomSpec, render
    from inference.phantom.dicom_writer import PhantomStudy, image_datasets

    at = datetime.now() - timedelta(days=400)
    phantom = render(PhantomSpec(seed=41), slices=16, first_mm=45.0, matrix=128, spacing_mm=0.45 * 4)
    earlier = list(image_datasets(phantom, study=PhantomStudy("1.2.3", at=at), series_uid="1.2.3.4"))
    for ds in earlier:
        ds.PatientID, ds.PatientName, ds.PatientBirthDate, ds.PatientSex = "T1", "TEST^ONE", "19500101", "F"
    wrong = peers.ct_images(3, StudyDate=f"{at + timedelta(days=9):%Y%m%d}", StudyDescription="CT CHEST")
    images = peers.ct_images(5, AccessionNumber="NEGATIVE")
    for some in (earlier, wrong, images):
        peers.store(fresh, some)
    uid = str(images[0].StudyInstanceUID)
    with running(fresh, tmp_path) as line:
        line.wait_for(uid, StudyState.NEGATIVE)
        line.pipeline.open_prior(uid, 5)
        line.wait(lambda: any(isinstance(e, PriorLoaded) and not e.loading for e in line.events))
        answer = line.told(PriorLoaded)[-1]
        assert isinstance(answer, PriorLoaded) and answer.generation == 5 and answer.study_instance_uid == uid
        assert answer.prior is not None and answer.prior.study_instance_uid == "1.2.3"
        assert answer.volume is not None and answer.volume.hu.shape == (16, 128, 128)
        assert [r.uid for r in line.journal.records()] == [uid]  # an earlier study is no row of the worklist


def _large(task: str) -> list[Dataset]:
    """A study of 30 and 12 thick slices, and 80 thin ones in a bone kernel."""
    thick = peers.ct_images(30, size=8, AccessionNumber=task, SeriesDescription="Head 5.0 soft")
    uid = str(thick[0].StudyInstanceUID)
    back = peers.ct_images(12, size=8, study_uid=uid, AccessionNumber="", SeriesDescription="Head 5.0 soft base")
    thin = peers.ct_images(80, size=8, study_uid=uid, AccessionNumber="", SeriesDescription="Head 1.0 BONE")
    for n, ds in enumerate([*back, *thin]):
        ds.InstanceNumber = str(n - 200)
    return [*thick, *back, *thin]


def test_of_a_large_study_the_series_worth_having_come_first(fresh: Archive, tmp_path: Path) -> None:
    enough, more = _large("NEGATIVE"), _large("MORE")
    for images in (enough, more):
        peers.store(fresh, images)
    with running(fresh, tmp_path, opener=detectors.open_picky) as line:
        uid = str(enough[0].StudyInstanceUID)
        record = line.wait_for(uid, StudyState.NEGATIVE)
        assert record.study.images_expected == 122 and record.images_received == 42

        other = line.wait_for(str(more[0].StudyInstanceUID), StudyState.NEGATIVE)  # not analysable by the first alone
        assert other.images_received == 122
        steps = line.journal.transitions(other.uid)
        assert [r.code for t in steps for r in t.reasons if t.after is StudyState.QUEUED] == ["rest_wanted"]

        line.pipeline.open_case(uid, 1)  # the reader looks at it: the rest comes, and nothing is analysed again
        line.wait(lambda: len(line.cache.images(uid)) == 122)
        assert line.journal.get(uid).changed_at == record.changed_at  # type: ignore[union-attr]
