"""The archive of the settings as the source of a backfill, with a real Orthanc."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pydicom
import pytest

from app.backfill_source import ArchiveSource
from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.paths import Paths
from inference.cluster.sources import archive_items
from inference.errors import FirstreadError
from tests.integration import peers

pytestmark = pytest.mark.peer


@pytest.fixture
def named(orthanc: Archive) -> Iterator[str]:
    """The name under which the user's settings have the archive."""
    file = Paths.of_user().settings_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f'[archive]\nname = "Here"\nhost = "{orthanc.host}"\nport = {orthanc.port}\n'
        f'ae_title = "{orthanc.ae_title}"\ncalling_ae_title = "{orthanc.calling_ae_title}"\n'
    )
    yield "Here"
    file.unlink()


def test_the_studies_of_some_days_are_found_and_fetched(orthanc: Archive, named: str, tmp_path: Path) -> None:
    wanted, earlier = peers.ct_images(3, StudyDate="20240310"), peers.ct_images(3, StudyDate="20231231")
    summary = peers.ct_images(1, study_uid=wanted[0].StudyInstanceUID, StudyDate="20240310", Modality="OT")
    peers.store(orthanc, [*wanted, *earlier, *summary])
    source = pickle.loads(pickle.dumps(ArchiveSource(named, "2024-03-01", "2024-03-31")))  # as Ray does
    assert list(source.studies()) == [wanted[0].StudyInstanceUID]
    source.fetch(wanted[0].StudyInstanceUID, tmp_path)
    got = [pydicom.dcmread(path) for path in tmp_path.iterdir()]
    assert {ds.SOPInstanceUID for ds in got} == {ds.SOPInstanceUID for ds in wanted}


def test_what_cannot_be_had_is_said_in_plain_words(named: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive of that name"):
        ArchiveSource("Elsewhere").studies()
    with pytest.raises(ArchiveError, match="2024-12-31"):
        ArchiveSource(named, "last week").studies()
    with pytest.raises(ArchiveError, match="later than the last"):
        ArchiveSource(named, "2024-02-01", "2024-01-01").studies()
    with pytest.raises(ArchiveError, match="no CT images"):
        ArchiveSource(named).fetch("1.2.3.4.5", tmp_path)


def test_the_detector_finds_the_application_by_its_entry_point(named: str) -> None:
    with pytest.raises(FirstreadError, match="no archive of that name"):
        archive_items("Elsewhere", None, None)
