"""Frozen events that the pipeline emits and the window shows. They cross threads, so they share nothing mutable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.study import StudyRecord
from inference.types import CaseResult, Volume


@dataclass(frozen=True, slots=True)
class StudyChanged:
    """A study was found, or anything of its row changed."""

    record: StudyRecord


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """The outcome of the latest poll. ``text`` is one plain sentence, without patient data."""

    name: str
    reachable: bool
    text: str


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
class Refused:
    """A command of the reader that could not be carried out; ``text`` is one plain sentence."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class CaseLoaded:
    """Answer to a request to show a study; a stale ``generation`` is dropped by the receiver.

    ``volume`` is None where no series could be read; ``text`` then says why.
    """

    generation: int
    study_instance_uid: str
    volume: Volume | None
    result: CaseResult | None
    text: str = ""


Event = StudyChanged | ArchiveStatus | QueueStatus | DeviceStatus | Refused | CaseLoaded
Emit = Callable[[Event], None]
