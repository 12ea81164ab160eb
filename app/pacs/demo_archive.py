"""An archive of its own, for the demo and the tests: a DICOM SCP on loopback in its own process.

It answers C-ECHO, C-FIND, C-GET, C-MOVE and C-STORE in the Study Root model. While it serves, other processes render
the studies of :mod:`app.pacs.demo_shift`; each appears when its time has come and it is ready.

From the command line: ``python -m app.pacs.demo_archive --port 11112``.
"""

from __future__ import annotations

import argparse
import atexit
import json
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import AllStoragePresentationContexts, evt
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import (  # type: ignore[attr-defined]
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
    Verification,
)
from pynetdicom.transport import ThreadedAssociationServer

from app.errors import DemoError
from app.pacs.archive import Archive
from app.pacs.contexts import MAXIMUM_PDU
from app.pacs.demo_render import overlay, render_study
from app.pacs.demo_shift import SHIFT, DemoStudy
from app.pacs.implementation import name_ourselves
from app.pacs.shelf import Shelf
from app.pacs.transport import ApplicationEntity
from app.paths import private_folder

_log = logging.getLogger(__name__)

#: All storage classes as SCP and SCU, in the two encodings that every application knows.
_SYNTAXES = [ExplicitVRLittleEndian, ImplicitVRLittleEndian]
_START_S = 30.0


@dataclass(frozen=True, slots=True)
class Options:
    """How an embedded archive runs.

    Attributes:
        folder: where it keeps rendered studies (shared between runs) and what is sent to it.
        port: TCP port on 127.0.0.1; 0 takes a free one.
        studies: what it shows; empty for an archive that starts empty.
        scale: the schedule is multiplied by this; 0 shows everything as soon as it is rendered.
        workers: processes that render; 0 for as many as there are processors to spare.
        destinations: AE titles that a C-MOVE may name, with host and port.
    """

    folder: Path
    port: int = 0
    ae_title: str = "DEMO"
    studies: tuple[DemoStudy, ...] = SHIFT
    scale: float = 1.0
    workers: int = 0
    destinations: dict[str, tuple[str, int]] = field(default_factory=dict)


class DemoArchive:
    """The embedded archive as seen from the program that wants it; use as a context manager."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._process: SpawnProcess | None = None
        self._stop: Any = None

    def start(self) -> Archive:
        """Start the process; returns as soon as the archive takes connections. Raises DemoError."""
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        self._stop = context.Event()
        self._process = context.Process(
            target=_child, args=(self._options, sender, self._stop), name="firstread-demo-archive"
        )
        self._process.start()
        atexit.register(self.stop)  # else a program that forgot to stop it would wait for it for ever
        sender.close()
        try:
            if not receiver.poll(_START_S):
                raise EOFError
            port = receiver.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise DemoError("demo_archive", "The demo archive did not start.") from error
        finally:
            receiver.close()
        # Patient, because it shares the processors with what it renders and with the analysis.
        return Archive(
            "Demo archive", "127.0.0.1", port, self._options.ae_title, connection_timeout_s=10, acse_timeout_s=20
        )

    def stop(self) -> None:
        """End the process and what it renders; may be called twice."""
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is None:
            return
        if process.is_alive():  # setting an event waits for whoever sleeps on it, and a killed process sleeps for ever
            self._stop.set()
        process.join(10)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()

    def __enter__(self) -> Archive:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


# ---- what follows runs in the archive's process ----


def listen(shelf: Shelf, options: Options, received: Path) -> ThreadedAssociationServer:
    """Open the port and answer from ``shelf``, in threads of this process; ``shutdown()`` what is returned.

    Objects sent to it are kept in ``received``. Raises OSError where the port cannot be opened.
    """
    ae = ApplicationEntity(ae_title=options.ae_title)
    name_ourselves(ae)
    ae.maximum_pdu_size = MAXIMUM_PDU
    ae.acse_timeout, ae.dimse_timeout, ae.network_timeout, ae.connection_timeout = 10, 60, 60, 5
    ae.maximum_associations = 32
    for model in (
        Verification,
        StudyRootQueryRetrieveInformationModelFind,
        StudyRootQueryRetrieveInformationModelGet,
        StudyRootQueryRetrieveInformationModelMove,
    ):
        ae.add_supported_context(model)
    for storage in AllStoragePresentationContexts:
        ae.add_supported_context(storage.abstract_syntax, _SYNTAXES, scu_role=True, scp_role=True)  # type: ignore[arg-type]
    server = ae.start_server(
        ("127.0.0.1", options.port),
        block=False,
        evt_handlers=[
            (evt.EVT_C_ECHO, lambda _: 0x0000),
            (evt.EVT_C_FIND, _find, [shelf]),
            (evt.EVT_C_GET, _get, [shelf]),
            (evt.EVT_C_MOVE, _move, [shelf, options.destinations]),
            (evt.EVT_C_STORE, _store, [shelf, received]),
        ],
    )
    if server is None or server.socket is None:
        raise OSError("the port could not be opened")
    return server


def serve(options: Options, stop: Any) -> Iterator[int]:
    """Listen, yield the port's number once, and serve until ``stop`` (an event) is set; raises OSError."""
    shelf = Shelf()
    received = private_folder(options.folder / f"received-{os.getpid()}")
    try:
        server = listen(shelf, options, received)
        arrivals = threading.Thread(target=_run_shift, args=(options, shelf, stop), name="firstread-demo-shift")
        arrivals.start()
        try:
            yield int(server.server_address[1])
            stop.wait()
        finally:
            stop.set()
            arrivals.join()
            server.shutdown()
    finally:
        shutil.rmtree(received, ignore_errors=True)


def _child(options: Options, sender: Any, stop: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(stop,), name="firstread-parent-watch", daemon=True).start()
    for port in serve(options, stop):
        sender.send(port)
        sender.close()


def _end_with_parent(stop: Any) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        stop.set()
        time.sleep(5)
        os._exit(1)


def _run_shift(options: Options, shelf: Shelf, stop: Any) -> None:
    """Render the studies, in the order of their arrival, and show each when both its time and it have come."""
    if not options.studies:
        return
    started_at, run = time.monotonic(), os.urandom(8).hex()
    studies = sorted(options.studies, key=lambda study: study.arrives_s)
    workers = options.workers or max(1, min(4, (os.cpu_count() or 2) - 1))
    with multiprocessing.get_context("spawn").Pool(workers, _begin_rendering) as pool:
        waiting = [(study, pool.apply_async(render_study, (study, options.folder))) for study in studies]
        while waiting and not stop.is_set():
            elapsed = time.monotonic() - started_at
            for study, job in list(waiting):
                if study.arrives_s * options.scale > elapsed or not job.ready():
                    continue
                waiting.remove((study, job))
                try:
                    paths = job.get()
                    now = datetime.now()
                    overlays = [overlay(study, path, run, now) for path in paths]
                    shelf.add(paths, overlays, study.announced(len(paths)))
                except Exception:
                    _log.exception("demo study %d could not be made", study.number)
            stop.wait(0.1)
        pool.terminate()


def _begin_rendering() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":
        os.nice(10)  # what has arrived already goes first


def _find(event: evt.Event, shelf: Shelf) -> Iterator[tuple[int, Dataset | None]]:
    for answer in shelf.find(event.identifier):
        if event.is_cancelled:
            yield 0xFE00, None
            return
        yield 0xFF00, answer


def _get(event: evt.Event, shelf: Shelf) -> Iterator[Any]:
    objects = shelf.objects(event.identifier)
    yield len(objects)
    for one in objects:
        if event.is_cancelled:
            yield 0xFE00, None
            return
        yield 0xFF00, one.read()


def _move(event: evt.Event, shelf: Shelf, destinations: dict[str, tuple[str, int]]) -> Iterator[Any]:
    title = str(event.move_destination).strip()
    if title not in destinations:
        yield None, None  # 0xA801
        return
    objects = shelf.objects(event.identifier)
    host, port = destinations[title]
    contexts = sorted({str(one.header.SOPClassUID) for one in objects})
    yield host, port, {"contexts": [build_context(uid, _SYNTAXES) for uid in contexts]}  # type: ignore[arg-type]
    yield len(objects)
    for one in objects:
        if event.is_cancelled:
            yield 0xFE00, None
            return
        yield 0xFF00, one.read()


def _store(event: evt.Event, shelf: Shelf, received: Path) -> int:
    uid = str(event.request.AffectedSOPInstanceUID)  # type: ignore[union-attr]
    path = received / f"{sha256(uid.encode()).hexdigest()}.dcm"
    try:
        path.write_bytes(event.encoded_dataset())
        shelf.add([path])
    except OSError:
        return 0xA700
    except Exception:
        path.unlink(missing_ok=True)
        return 0xC000
    return 0x0000


def main(arguments: list[str] | None = None) -> int:
    """The command line; prints one line of JSON with the port once the archive takes connections."""
    parser = argparse.ArgumentParser(prog="python -m app.pacs.demo_archive", description=__doc__)
    parser.add_argument("--port", type=int, default=11112, help="TCP port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--ae-title", default="DEMO")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "firstread-demo")
    parser.add_argument("--scale", type=float, default=1.0, help="factor on the arrival times; 0 for at once")
    parser.add_argument("--empty", action="store_true", help="show nothing but what is sent to it")
    parser.add_argument(
        "--destination", action="append", default=[], metavar="TITLE=HOST:PORT", help="where a C-MOVE may send to"
    )
    given = parser.parse_args(arguments)
    destinations: dict[str, tuple[str, int]] = {}
    for text in given.destination:
        title, _, address = text.partition("=")
        host, _, port = address.rpartition(":")
        if not (title and host and port.isdigit()):
            parser.error("--destination must look like TITLE=HOST:PORT")
        destinations[title] = (host, int(port))
    options = Options(
        given.folder, given.port, given.ae_title, () if given.empty else SHIFT, given.scale, 0, destinations
    )
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        for port_number in serve(options, stop):
            print(json.dumps({"port": port_number, "ae_title": options.ae_title}), flush=True)
    except OSError as error:
        print(f"The archive cannot be started: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
