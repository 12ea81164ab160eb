"""Frozen events that the pipeline emits and the window shows. They cross threads, so they share nothing mutable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.edits import ReaderResult
from app.domain.follow_up import FollowUp
from app.domain.other_results import OtherResult
from app.domain.study import Study, StudyRecord
from inference.types import CaseResult, Volume


@dataclass(frozen=True, slots=True)
class StudyChanged:
    """A study was found, or anything of its row changed."""

    record: StudyRecord


@dataclass(frozen=True, slots=True)
class PriorChanged:
    """As :class:`StudyChanged`, of a study that is only to be compared with: it is in no list, and yet in the audit."""

    record: StudyRecord


@dataclass(frozen=True, slots=True)
class StudiesForgotten:
    """The journal does not know these studies any more, by their Study Instance UIDs: their time was over."""

    studies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultSent:
    """An archive, by its name, has taken the objects of a study's result that it had not."""

    study_instance_uid: str
    archive: str


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """The outcome of the latest poll. ``text`` is one plain sentence, without patient data.

    ``left_out`` counts studies that the archive named without a usable Study Instance UID: nobody can ask for them.
    """

    name: str
    reachable: bool
    text: str
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """How many studies wait or are at work in each stage, and whether the user paused the pipeline.

    Attributes:
        fetching: fetched now, or next as soon as there is a place.
        waiting: fetched, and waiting to be analysed.
        analysing: analysed now.
        later: studies that nothing is done for until their time comes: the number of their images has to rest, or
            the next attempt is not due yet.
        held: one plain sentence where nothing new is fetched for lack of room, else empty.
    """

    fetching: int
    waiting: int
    analysing: int
    paused: bool = False
    later: int = 0
    held: str = ""


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """The provider truly in use after its numeric self-test; ``ready`` is False while it loads or when it failed.

    ``degraded`` tells that it works, but not as it was asked to: in smaller batches, or on the CPU after trouble.
    """

    ready: bool
    provider: str
    device: str
    text: str
    degraded: bool = False


@dataclass(frozen=True, slots=True)
class SecondReaderStatus:
    """A second reader judges studies while none waits; ``text`` says in plain words why it cannot, else empty."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class IntakeStatus:
    """How a way stands by which studies come without being asked for: our store SCP, or the watched folder.

    Also how the journal stands, without which none is taken from an archive.

    ``text`` is one plain sentence without patient data; ``ok`` is False where something does not work.
    """

    name: str
    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Answer to a request to open files: the Study Instance UIDs that they hold, in the order of the files.

    ``text`` is one plain sentence without patient data on what could not be opened, else empty.
    """

    studies: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A command of the reader that could not be carried out; ``text`` is one plain sentence."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class CaseLoaded:
    """Answer to a request to show a study; a stale ``generation`` is dropped by the receiver.

    ``volume`` is None where no series could be read; ``text`` then says why. ``edits`` are what a reader made of
    ``result``, if anything.
    """

    generation: int
    study_instance_uid: str
    volume: Volume | None
    result: CaseResult | None
    text: str = ""
    edits: ReaderResult | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FirstImageLoaded:
    """The slice at which a study opens, while the others are still read; :class:`CaseLoaded` follows.

    Attributes:
        volume: that slice alone, as a series of its own.
        result: what the result says of it.
        number: which slice of the series it is, counted from 1 at the skull base.
        count: how many slices the series has.
    """

    generation: int
    study_instance_uid: str
    volume: Volume
    result: CaseResult
    number: int
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class PriorLoaded:
    """Answer to a request for the last earlier head CT of the same patient (``open_prior``).

    First comes one without ``volume`` and with ``loading`` that says what is done; then one with the images, or with
    ``volume`` None and ``text`` that says why there are none. A stale ``generation`` is dropped by the receiver.

    Attributes:
        study_instance_uid: of the study for which a prior was asked.
        prior: the earlier study, once it is known.
        result: what is known of it, with a reader's edits; None where it was never analysed.
    """

    generation: int
    study_instance_uid: str
    prior: Study | None
    volume: Volume | None
    text: str = ""
    loading: bool = False
    result: CaseResult | None = None


@dataclass(frozen=True, slots=True)
class FollowUpKnown:
    """What became of the hemorrhage of a study since the patient's earlier one; None where there is none any more."""

    study_instance_uid: str
    follow_up: FollowUp | None


@dataclass(frozen=True, slots=True)
class OtherResultsFound:
    """Answer to a request for what other products left with a study (``open_other_results``).

    First comes what is here, with ``loading`` while the archive is asked; then all. A stale ``generation`` is dropped
    by the receiver.

    Attributes:
        frames_of_reference: Frame of Reference UID of each CT series that is here, by its Series Instance UID.
        text: what is done, or what went wrong, in one plain sentence; else empty.
    """

    generation: int
    study_instance_uid: str
    results: tuple[OtherResult, ...]
    frames_of_reference: tuple[tuple[str, str], ...] = ()
    text: str = ""
    loading: bool = False


Event = (
    StudyChanged | PriorChanged | StudiesForgotten | ResultSent | ArchiveStatus | QueueStatus | DeviceStatus
    | SecondReaderStatus | IntakeStatus | Opened | Refused | CaseLoaded | FirstImageLoaded | PriorLoaded
    | FollowUpKnown | OtherResultsFound
)  # fmt: skip
Emit = Callable[[Event], None]
