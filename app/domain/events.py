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
    """How many studies wait or are at work in each stage, and whether the user paused the pipeline."""

    fetching: int
    waiting: int
    analysing: int
    paused: bool = False


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """The provider truly in use after its numeric self-test; ``ready`` is False while it loads or when it failed."""

    ready: bool
    provider: str
    device: str
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


Event = StudyChanged | ArchiveStatus | QueueStatus | DeviceStatus | CaseLoaded
Emit = Callable[[Event], None]
