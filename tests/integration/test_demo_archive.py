"""The embedded archive as others see it: dcmtk's tools, C-MOVE, its command line, its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage
from pynetdicom import AE, evt
from pynetdicom.dimse_primitives import C_ECHO
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelMove, Verification  # type: ignore[attr-defined]

from app.domain.states import StudyState
from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import associate, echo
from app.pacs.demo_archive import DemoArchive, Options, listen
from app.pacs.demo_shift import DemoSeries, DemoStudy
from app.pacs.query import find_studies, window
from app.pacs.retrieve import get_study
from app.pacs.shelf import Shelf
from inference.phantom import PhantomSpec
from tests.integration import peers

SMALL = tuple(
    DemoStudy(
        number, name, "F", "CT ABDOMEN", "DEMOCT1", arrives_s, PhantomSpec(seed=number, body="abdomen", age=40),
        StudyState.NOT_ANALYSABLE, (DemoSeries(slice_mm=12.0, deliver=5, matrix=128),), withheld, character_set,
    )
    for number, name, arrives_s, withheld, character_set in (
        (1, "DEMO^TARO=見本^太郎=みほん^たろう", 0, 12, ("", "ISO 2022 IR 87")),
        (2, "DEMO^ΓΑΛΗΝΗ", 4000, 0, ("ISO_IR 192",)),
    )
)  # fmt: skip


@pytest.mark.peer
def test_dcmtk_stores_finds_and_gets(fresh: Archive, tmp_path: Path) -> None:
    files = peers.write(peers.ct_images(3), tmp_path / "in")
    uid = str(pydicom.dcmread(files[0]).StudyInstanceUID)
    where = ["-aec", fresh.ae_title, fresh.host, str(fresh.port)]

    def run(tool: str, *arguments: str) -> str:
        done = subprocess.run(
            [peers.program(tool), *arguments], check=True, capture_output=True, timeout=60, text=True, errors="replace"
        )
        return done.stdout + done.stderr

    run("echoscu", *where)
    run("storescu", *where, *map(str, files))
    found = run("findscu", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", f"StudyInstanceUID={uid}", "-k",
                "NumberOfStudyRelatedInstances", *where)  # fmt: skip
    assert "NumberOfStudyRelatedInstances" in found and "[3" in found
    (tmp_path / "out").mkdir()
    run("getscu", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", f"StudyInstanceUID={uid}", "-od",
        str(tmp_path / "out"), *where)  # fmt: skip
    got = {ds.SOPInstanceUID: ds.PixelData for ds in map(pydicom.dcmread, (tmp_path / "out").iterdir())}
    assert got == {ds.SOPInstanceUID: ds.PixelData for ds in map(pydicom.dcmread, files)}


def test_move_to_a_known_and_to_an_unknown_destination(tmp_path: Path) -> None:
    received: list[str] = []
    receiver = AE("RECEIVER")
    receiver.add_supported_context(CTImageStorage)

    def keep(event: evt.Event) -> int:
        received.append(str(event.request.AffectedSOPInstanceUID))  # type: ignore[union-attr]
        return 0

    server = receiver.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, keep)])
    assert server is not None
    destinations = {"RECEIVER": ("127.0.0.1", int(server.server_address[1]))}
    try:
        with DemoArchive(Options(tmp_path, studies=(), destinations=destinations)) as archive:
            images = peers.ct_images(3)
            peers.store(archive, images)
            identifier = Dataset()
            identifier.QueryRetrieveLevel, identifier.StudyInstanceUID = "STUDY", images[0].StudyInstanceUID
            model = StudyRootQueryRetrieveInformationModelMove
            ends = {}
            with associate(archive, [build_context(model)]) as association:
                for title in ("RECEIVER", "NOBODY"):
                    *_, (status, _) = association.send_c_move(identifier, title, model)
                    ends[title] = status.Status
            assert ends == {"RECEIVER": 0x0000, "NOBODY": 0xA801}
            assert sorted(received) == sorted(ds.SOPInstanceUID for ds in images)
    finally:
        server.shutdown()


def test_who_sends_for_a_move_loses_no_answer(tmp_path: Path) -> None:
    """An answer that is there before anybody looks for it waits for whoever asked; the reactor leaves it alone."""
    server = listen(Shelf(), Options(tmp_path), tmp_path)
    try:
        port = int(server.server_address[1])
        association = server.ae.associate("127.0.0.1", port, contexts=[build_context(Verification)])
        assert association.is_established
        answer = C_ECHO()
        association.dimse.msg_queue.put((1, answer))
        time.sleep(0.3)  # the reactor looks every few milliseconds
        assert list(association.dimse.msg_queue.queue) == [(1, answer)]
        association.release()
    finally:
        server.shutdown()


@pytest.mark.slow
def test_the_shift_arrives_by_and_by(tmp_path: Path) -> None:
    before = threading.active_count()
    with DemoArchive(Options(tmp_path, studies=SMALL, scale=0.001)) as archive:
        echo(archive)  # at once, although nothing is rendered yet
        until = time.monotonic() + 90
        seen: list[str] = []
        while len(seen) < 2 and time.monotonic() < until:
            for study in find_studies(archive, *window(datetime.now(), 24)):
                if study.accession_number not in seen:
                    seen.append(study.accession_number)
                    assert study.patient_name == SMALL[study.accession_number == "DEMO26002"].name
                    announced = 17 if study.accession_number == "DEMO26001" else 5
                    assert study.images_expected == announced
                    retrieved = get_study(archive, study.study_instance_uid, lambda sop, data: None)
                    assert retrieved.received == 5
            time.sleep(0.1)
        assert seen == ["DEMO26001", "DEMO26002"]
    with pytest.raises(ArchiveError):
        echo(archive)
    assert threading.active_count() == before
    assert len([p for p in tmp_path.iterdir() if p.is_dir()]) == 2  # rendered, for the next run; nothing else is left


def test_two_on_one_port(fresh: Archive, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.pacs.demo_archive", "--empty", "--folder", str(tmp_path)]
    done = subprocess.run(
        [*command, "--port", str(fresh.port)], capture_output=True, timeout=60, text=True, check=False
    )
    assert done.returncode == 1 and "cannot be started" in done.stderr


def test_from_the_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.pacs.demo_archive", "--empty", "--port", "0", "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        told = json.loads(program.stdout.readline())
        echo(peers.archive_on(told["port"], told["ae_title"]))
        program.send_signal(signal.SIGTERM if os.name == "posix" else signal.SIGBREAK)  # type: ignore[attr-defined]
        assert program.wait(20) == 0


_PARENT = """
import sys
from pathlib import Path
from app.pacs.demo_archive import DemoArchive, Options, listen
if __name__ == "__main__":
    print(DemoArchive(Options(Path(sys.argv[1]), studies=())).start().port, flush=True)
    input()
"""


@pytest.mark.parametrize("kill", [True, False], ids=["killed", "forgot to stop it"])
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_it_ends_with_its_parent(tmp_path: Path, repo: Path, kill: bool) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    environment = os.environ | {"PYTHONPATH": str(repo)}
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None and parent.stdin is not None
        archive = peers.archive_on(int(parent.stdout.readline()), "DEMO")
        echo(archive)
        if kill:
            parent.kill()
        else:
            parent.stdin.close()
        parent.wait(20)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            echo(archive)
        except ArchiveError:
            return
        time.sleep(0.1)
    pytest.fail("the demo archive outlived its parent")
