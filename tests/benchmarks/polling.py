"""What polling costs with a large archive: ``python -m tests.benchmarks.polling [--studies N] [--days N] [--polls N]``.

The archive answers from memory, and matches date and time, as a database would; it runs in this process, so that the
seconds are an upper bound. Each line is one poll: what it asked for, answers, bytes from and to the archive, seconds.
The first poll asks for the whole time of ``poll.lookback_hours``, the next ones for what is new.
"""

from __future__ import annotations

import argparse
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelFind  # type: ignore[attr-defined]

from app.pacs.archive import Archive
from app.pacs.archives import Archives

HOURS = 24.0


def shelf(studies: int, days: int, now: datetime) -> list[tuple[str, str, str]]:
    """Date, time and UID of each study, evenly over the last ``days``, in order."""
    made = [now - timedelta(days=days) * (1 - number / studies) for number in range(studies)]
    return [(f"{at:%Y%m%d}", f"{at:%H%M%S}", f"2.25.{number + 1}") for number, at in enumerate(made)]


@dataclass(slots=True)
class Count:
    """What one poll cost."""

    queries: list[str] = field(default_factory=list)
    answers: int = 0
    received: int = 0
    sent: int = 0


class Busy:
    """A C-FIND SCP on a free port of the loopback interface, from construction to :meth:`close`."""

    def __init__(self, studies: list[tuple[str, str, str]]) -> None:
        self.count = Count()
        self._studies, self._dates = studies, [one[0] for one in studies]
        ae = AE(ae_title="BUSY")
        ae.add_supported_context(StudyRootQueryRetrieveInformationModelFind)
        server = ae.start_server(
            ("127.0.0.1", 0),
            block=False,
            evt_handlers=[
                (evt.EVT_C_FIND, self._find),
                (evt.EVT_DATA_SENT, self._sent),
                (evt.EVT_DATA_RECV, self._received),
            ],
        )
        assert server is not None and server.socket is not None
        self._server = server
        self.archive = Archive("Busy", "127.0.0.1", server.socket.getsockname()[1], "BUSY", dimse_timeout_s=600)

    def close(self) -> None:
        """Close the port."""
        self._server.shutdown()

    def _sent(self, event: Any) -> None:
        self.count.sent += len(event.data)

    def _received(self, event: Any) -> None:
        self.count.received += len(event.data)

    def _find(self, event: Any) -> Iterator[tuple[int, Dataset | None]]:
        query = event.identifier
        days, hours = str(query.StudyDate), str(query.get("StudyTime") or "")
        self.count.queries.append(f"{days} {hours}".strip())
        first, _, last = days.partition("-")
        begin, _, end = hours.partition("-")
        low, high = bisect_left(self._dates, first), bisect_right(self._dates, last or first)
        for day, hour, uid in self._studies[low:high]:
            if hours and not begin <= hour <= end:
                continue
            self.count.answers += 1
            yield 0xFF00, _answer(day, hour, uid)


def _answer(day: str, hour: str, uid: str) -> Dataset:
    answer = Dataset()
    answer.SpecificCharacterSet, answer.QueryRetrieveLevel = "ISO_IR 192", "STUDY"
    answer.StudyInstanceUID, answer.StudyDate, answer.StudyTime = uid, day, hour
    answer.AccessionNumber, answer.ModalitiesInStudy = f"A{uid[-8:]}", ["CT", "SR"]
    answer.PatientName, answer.PatientID = f"PATIENT^NUMBER {uid[-8:]}", uid[-8:]
    answer.PatientBirthDate, answer.PatientSex = "19500101", "F"
    answer.StudyDescription, answer.NumberOfStudyRelatedInstances = "CT HEAD WITHOUT CONTRAST", "320"
    return answer


def main() -> None:
    """Print one line for each poll."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=100_000, help="studies in the archive")
    parser.add_argument("--days", type=int, default=200, help="days over which they are spread")
    parser.add_argument("--polls", type=int, default=5, help="polls in a row")
    given = parser.parse_args()
    busy = Busy(shelf(given.studies, given.days, datetime.now()))
    archives = Archives((busy.archive,))
    print(f"{given.studies} studies, {given.studies / given.days:.0f} a day, the last {HOURS:g} h are asked for")
    for number in range(given.polls):
        busy.count = Count()
        started = time.perf_counter()
        found = archives.poll(HOURS)
        took = time.perf_counter() - started
        count = busy.count
        assert found.status.reachable and len(found.studies) == count.answers
        print(
            f"poll {number + 1}: {', '.join(count.queries)}: {count.answers} answers, {count.sent / 1e3:.1f} kB to us, "
            f"{count.received / 1e3:.1f} kB from us, {took:.2f} s"
        )
    archives.close()
    busy.close()


if __name__ == "__main__":
    main()
