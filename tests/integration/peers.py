"""Real DICOM peers for the tests, each on a free loopback port in its own folder, and small studies to put in them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid
from pynetdicom.presentation import build_context

from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import associate, echo

OUR_TITLE = "FIRSTREAD"


def program(name: str, *elsewhere: str) -> str:
    """Path of a peer's program; skips where it is missing, but fails in CI on Linux, where it has to be there.

    pynetdicom's own storescu and the like, which lie beside our interpreter, are no peers: they share its faults.
    """
    ours = Path(sys.executable).parent
    elsewhere_than_ours = os.pathsep.join(one for one in os.get_exec_path() if Path(one) != ours)
    found = shutil.which(name, path=elsewhere_than_ours) or next(
        (path for path in elsewhere if Path(path).is_file()), None
    )
    if found is None:
        if os.environ.get("CI") == "true" and sys.platform.startswith("linux"):
            pytest.fail(f"{name} is missing, and in CI it has to be there")
        pytest.skip(f"{name} is not installed")
    return found


def free_port() -> int:
    """A TCP port of the loopback interface that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def archive_on(port: int, ae_title: str, **limits: Any) -> Archive:
    """The configuration of a peer on loopback."""
    return Archive("Test archive", "127.0.0.1", port, ae_title, OUR_TITLE, **limits)


def wait_for(archive: Archive, process: subprocess.Popen[bytes], seconds: float = 30.0) -> None:
    """Until the peer answers C-ECHO."""
    until = time.monotonic() + seconds
    while True:
        assert process.poll() is None, "the peer ended by itself"
        with suppress(ArchiveError):
            echo(archive)
            return
        assert time.monotonic() < until, "the peer does not answer"
        time.sleep(0.1)


def dicomweb_plugin() -> str:
    """Path of Orthanc's plug-in for DICOMweb; skips, or in CI fails, where it is missing."""
    return program("libOrthancDicomWeb.so", "/usr/share/orthanc/plugins/libOrthancDicomWeb.so")


def start_orthanc(folder: Path, **more: object) -> tuple[subprocess.Popen[bytes], Archive]:
    """Orthanc with C-GET allowed, without plug-ins, its database in ``folder``; ``more`` goes into its settings."""
    orthanc = program("Orthanc", "/usr/sbin/Orthanc")
    port = free_port()
    settings = {
        "Name": "test",
        "StorageDirectory": str(folder / "storage"),
        "IndexDirectory": str(folder / "storage"),
        "Plugins": [],
        "HttpServerEnabled": False,
        "DicomServerEnabled": True,
        "DicomAet": "ORTHANC",
        "DicomPort": port,
        "DicomAlwaysAllowEcho": True,
        "DicomAlwaysAllowStore": True,
        "DicomAlwaysAllowFind": True,
        "DicomAlwaysAllowGet": True,
        "RemoteAccessAllowed": False,
        **more,
    }
    (folder / "orthanc.json").write_text(json.dumps(settings))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([orthanc, str(folder / "orthanc.json")], stdout=log, stderr=log)
    archive = archive_on(port, "ORTHANC", acse_timeout_s=20)  # patient: the processors are busy with other tests
    return process, archive


def restart_orthanc(folder: Path) -> subprocess.Popen[bytes]:
    """Orthanc once more, with the settings and data that an earlier one left in ``folder``."""
    with (folder / "log").open("ab") as log:
        orthanc = program("Orthanc", "/usr/sbin/Orthanc")
        return subprocess.Popen([orthanc, str(folder / "orthanc.json")], stdout=log, stderr=log)


def start_dcmqrscp(folder: Path) -> tuple[subprocess.Popen[bytes], Archive]:
    """dcmtk's archive."""
    dcmqrscp = program("dcmqrscp")
    port = free_port()
    (folder / "database").mkdir()
    (folder / "dcmqrscp.cfg").write_text(
        f"NetworkTCPPort = {port}\nMaxPDUSize = 131072\nMaxAssociations = 16\n"
        "HostTable BEGIN\nHostTable END\nVendorTable BEGIN\nVendorTable END\n"
        f"AETable BEGIN\nQRSCP {folder / 'database'} RW (200, 1024mb) ANY\nAETable END\n"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([dcmqrscp, "-c", str(folder / "dcmqrscp.cfg")], stdout=log, stderr=log, cwd=folder)
    archive = archive_on(port, "QRSCP", acse_timeout_s=20)
    return process, archive


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a peer and wait for it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def store(archive: Archive, images: Sequence[Dataset]) -> None:
    """Send data sets with C-STORE, each in its own transfer syntax."""
    wanted = sorted({(str(ds.SOPClassUID), str(ds.file_meta.TransferSyntaxUID)) for ds in images})
    contexts = [build_context(sop_class, syntax) for sop_class, syntax in wanted]
    with associate(archive, contexts) as association:
        for ds in images:
            status = association.send_c_store(ds)
            assert status and status.Status == 0x0000, status


def ct_images(
    count: int = 6,
    set_elements: Mapping[str, object] | None = None,
    *,
    study_uid: str | None = None,
    series_uid: str | None = None,
    size: int = 64,
    **elements: object,
) -> list[Dataset]:
    """A small axial CT series, complete data sets: a sphere of 40 HU in air, 5 mm apart; any element can be set, by
    name or by mapping."""
    study_uid, series_uid = study_uid or generate_uid(), series_uid or generate_uid()
    y, x = np.mgrid[:size, :size] - size / 2
    images = []
    for n in range(count):
        ds = Dataset()
        ds.file_meta = FileMetaDataset()
        ds.SOPClassUID, ds.SOPInstanceUID = CTImageStorage, generate_uid()
        ds.StudyInstanceUID, ds.SeriesInstanceUID = study_uid, series_uid
        ds.StudyDate, ds.StudyTime = time.strftime("%Y%m%d"), time.strftime("%H%M%S")
        ds.Modality, ds.PatientName, ds.PatientID = "CT", "TEST^ONE", "T1"
        ds.PatientBirthDate, ds.PatientSex, ds.AccessionNumber = "19500101", "F", "A1"
        ds.StudyID, ds.SeriesNumber, ds.InstanceNumber = "1", "1", str(n + 1)
        ds.StudyDescription, ds.StationName, ds.BodyPartExamined = "CT HEAD", "CT1", "HEAD"
        ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        ds.FrameOfReferenceUID = study_uid + ".1" if len(study_uid) < 60 else generate_uid()
        ds.ImagePositionPatient = [-size / 2, -size / 2, 5.0 * n]
        ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        ds.PixelSpacing, ds.SliceThickness = [1, 1], 5
        ds.Rows = ds.Columns = size
        ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
        ds.RescaleIntercept, ds.RescaleSlope = -1024, 1
        inside = x**2 + y**2 + (5.0 * (n - count / 2)) ** 2 < (size / 3) ** 2
        ds.PixelData = np.where(inside, 1064, 24).astype("<u2").tobytes()
        for keyword, value in {**(set_elements or {}), **elements}.items():
            setattr(ds, keyword, value)
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
        images.append(ds)
    return images


def write(images: Sequence[Dataset], folder: Path, prefix: str = "image") -> list[Path]:
    """Save data sets as DICOM files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for n, ds in enumerate(images):
        paths.append(folder / f"{prefix}-{n}.dcm")
        ds.save_as(paths[-1], enforce_file_format=True)
    return paths
